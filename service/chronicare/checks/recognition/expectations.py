"""What a case may expect of a decision, and how a decision departs from it.

``expect`` may hold ``outcome``, ``routes``, ``exclusions``, ``causes``, ``missing`` and ``refusing`` (lists of sets; a
set is a list of findings, or ``{any: 2, of: [...]}`` items), ``criteria`` (number → true, false or null), ``documents``
(numbers of those required), ``review_date``, ``nearest`` (criteria that fail), ``decisive`` (names of switches the
decision rests on), ``ends`` (ending events that hold), ``if_record_complete`` (the outcome if the record is) and
``lacks`` (finding → what of it is lacking to meet the entry: ``TIMES 2``, ``DATE``).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chronicare.checks.casebook import differs
from chronicare.diagnostics import Text
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Decision
from chronicare.recognition.missing_sets import MissingSets


def problems_of(expected: Mapping[str, Any], decision: Decision, vocabulary: Vocabulary) -> Iterator[Text]:
    """Say how ``decision`` departs from what is ``expected``; findings there go by any of their names."""
    nodes = decision.judgement.nodes
    actual: dict[str, Any] = {
        "outcome": decision.outcome.value,
        "if_record_complete": decision.if_record_complete.value if decision.if_record_complete else None,
        "routes": list(decision.routes),
        "exclusions": list(decision.exclusions),
        "causes": [cause.value for cause in decision.causes],
        "documents": [status.document.id for status in decision.documents if status.required],
        "review_date": decision.review_date.isoformat() if decision.review_date else None,
        "nearest": list(decision.nearest.failing) if decision.nearest else [],
        "decisive": [note.switch.name for note in decision.readings if note.decisive],
        "ends": [group.id for group in decision.entry.endings if nodes[group.id]],
    }
    for key, wanted in expected.items():
        if key == "criteria":
            for name, truth in wanted.items():
                if str(name) not in nodes or nodes[str(name)] is not truth:
                    yield differs(name, truth, nodes.get(str(name), "无此编号"))
        elif key in ("missing", "refusing"):
            given = _as_sets(decision.to_meet if key == "missing" else decision.to_refuse)
            wished = _expected_sets(wanted, vocabulary)
            if given != wished:
                yield differs(key, _show(wished), _show(given))
        elif key == "lacks":
            lacks = decision.to_meet.lacks if decision.to_meet else {}
            for name, kind in wanted.items():
                lack = lacks.get(vocabulary.names.get(name, name))
                found = None if lack is None else f"{lack.kind.name} {lack.count}".removesuffix(" 1")
                if found != kind:
                    yield differs(f"lacks {name}", kind, found)
        elif actual[key] != wanted:
            yield differs(key, wanted, actual[key])


_Sets = frozenset[frozenset[tuple[int, frozenset[str]]]]


def _as_sets(missing: MissingSets | None) -> _Sets:
    return frozenset(
        frozenset((choice.count, frozenset(choice.findings)) for choice in each)
        for each in (missing.sets if missing else ())
    )


def _expected_sets(wanted: Sequence[Any], vocabulary: Vocabulary) -> _Sets:
    codes = vocabulary.names
    sets: set[frozenset[tuple[int, frozenset[str]]]] = set()
    for each in wanted:
        choices: set[tuple[int, frozenset[str]]] = set()
        for item in each:
            if isinstance(item, Mapping):
                names = frozenset(codes.get(name, name) for name in item["of"])
                all_of_them = int(item["any"]) == len(names)
                choices |= {(1, frozenset({name})) for name in names} if all_of_them else {(int(item["any"]), names)}
            else:
                choices.add((1, frozenset({codes.get(item, item)})))
        sets.add(frozenset(choices))
    return frozenset(sets)


def _show(sets: _Sets) -> str:
    return str(sorted(sorted(f"{count} of {sorted(names)}" for count, names in each) for each in sets))
