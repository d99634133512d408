"""Runs the cases that stand beside the tables, and says of each what came out otherwise than it must.

A case is written in the shape of a request. ``expect`` may hold ``outcome``, ``routes``, ``exclusions``, ``causes``,
``missing`` and ``refusing`` (lists of sets; a set is a list of findings, or ``{any: 2, of: [...]}`` items),
``criteria`` (number → true, false or null), ``documents`` (numbers of those required), ``review_date``, ``nearest``
(criteria that fail), ``decisive`` (names of switches the decision rests on) and ``ends`` (ending events that hold).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Position, Text
from chronicare.formats import CaseFile
from chronicare.formats.case_yaml import RawCase
from chronicare.judging.intake import Intake
from chronicare.program.evidence import Evidence
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail
from chronicare.recognition.missing import Missing

_KEYS = (
    "outcome",
    "routes",
    "exclusions",
    "causes",
    "missing",
    "refusing",
    "criteria",
    "documents",
    "review_date",
    "nearest",
    "decisive",
    "ends",
)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case that was run: what it decided, and what is wrong (nothing: the case passes)."""

    file: str
    entry: str
    name: str
    position: Position
    evidence: Evidence
    expected: Mapping[str, Any]
    decision: Decision
    problems: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CaseRun:
    """All cases of a rule set: those run, and the diagnostics of those that could not be."""

    results: tuple[CaseResult, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failures(self) -> tuple[CaseResult, ...]:
        """The cases that came out otherwise."""
        return tuple(result for result in self.results if result.problems)


Finder = Callable[[str, date], EntryDecider | None]


def run_cases(files: Iterable[CaseFile], find: Finder, intake: Intake, vocabulary: Vocabulary) -> CaseRun:
    """Run every case of ``files``; ``find`` gives the decider of an entry on a day."""
    diagnostics = Diagnostics()
    results: list[CaseResult] = []
    for file in files:
        names: set[str] = set()
        for case in file.cases:
            if case.name in names:
                diagnostics.add(
                    Code.BAD_CASE, case.position, Text(f"案例名「{case.name}」重复", f"case {case.name!r} occurs twice")
                )
            names.add(case.name)
            result = _run(file, case, find, intake, vocabulary, diagnostics)
            if result is not None:
                results.append(result)
    return CaseRun(tuple(results), diagnostics.sorted())


def _run(
    file: CaseFile, case: RawCase, find: Finder, intake: Intake, vocabulary: Vocabulary, diagnostics: Diagnostics
) -> CaseResult | None:
    base = file.bases.get(case.base) if case.base else None
    if case.base and base is None:
        diagnostics.add(Code.BAD_CASE, case.position, Text(f"没有叫「{case.base}」的 base", f"no base {case.base!r}"))
        return None
    text = case.as_of_date or (base.as_of_date if base else "") or file.as_of_date
    if not text:
        diagnostics.add(Code.BAD_CASE, case.position, Text("没有申请日期 as_of_date", "no as_of_date"))
        return None
    as_of = date.fromisoformat(text)
    decider = find(file.entry, as_of)
    if decider is None:
        diagnostics.add(
            Code.BAD_CASE, case.position, Text(f"{text} 没有病种 {file.entry}", f"no entry {file.entry} on {text}")
        )
        return None
    for key in case.expect:
        if key not in _KEYS:
            diagnostics.add(
                Code.BAD_CASE,
                case.where(f"expect.{key}"),
                Text(f"expect 里不认识「{key}」", f"unknown expectation {key!r}"),
                Text(f"可写：{'、'.join(_KEYS)}", f"one of: {', '.join(_KEYS)}"),
            )
    if "outcome" not in case.expect:
        diagnostics.add(Code.BAD_CASE, case.position, Text("expect 里没有 outcome", "no outcome is expected"))
        return None
    report = merged_report(case, base, vocabulary)
    before = len(diagnostics.sorted())
    evidence = intake.read(report, as_of, case.where, diagnostics)
    if len(diagnostics.sorted()) > before:
        return None
    decision = decider.decide(evidence, Detail.REASONS, report["documents"] or None)
    problems = tuple(_problems(case.expect, decision, vocabulary))
    return CaseResult(
        file.file, decider.entry.code, case.name, case.position, evidence, case.expect, decision, problems
    )


def merged_report(case: RawCase, base: RawCase | None, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the report of ``case``: the base's, with what the case states replaced and ``without`` taken out."""

    def code_of(name: object) -> object:
        finding = vocabulary.find(name) if isinstance(name, str) else None
        return finding.code if finding else name

    stated = {code_of(each.get("finding")) for each in case.findings}
    without = {code_of(name) for name in case.without}
    kept = [each for each in (base.findings if base else ()) if code_of(each.get("finding")) not in stated | without]
    complete = [*(base.complete_findings if base else ()), *case.complete_findings]
    return {
        "person": {**(base.person if base else {}), **case.person},
        "findings": [*case.findings, *kept],
        "complete_findings": [name for name in dict.fromkeys(complete) if code_of(name) not in without],
        "documents": list(case.documents or (base.documents if base else ())),
    }


def _problems(expected: Mapping[str, Any], decision: Decision, vocabulary: Vocabulary) -> Iterable[Text]:
    nodes = decision.judgement.nodes
    actual: dict[str, Any] = {
        "outcome": decision.outcome.value,
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
                    got = nodes.get(str(name), "无此编号")
                    yield Text(f"{name} 应为 {truth}，得 {got}", f"{name}: expected {truth}, got {got}")
        elif key in ("missing", "refusing"):
            sets = decision.to_meet if key == "missing" else decision.to_refuse
            given = _as_sets(sets)
            wished = _expected_sets(wanted, vocabulary)
            if given != wished:
                yield Text(
                    f"{key} 应为 {_show(wished)}，得 {_show(given)}",
                    f"{key}: expected {_show(wished)}, got {_show(given)}",
                )
        elif key in actual and actual[key] != wanted:
            yield Text(f"{key} 应为 {wanted}，得 {actual[key]}", f"{key}: expected {wanted}, got {actual[key]}")


_Sets = frozenset[frozenset[tuple[int, frozenset[str]]]]


def _as_sets(missing: Missing | None) -> _Sets:
    return frozenset(
        frozenset((choice.count, frozenset(choice.findings)) for choice in each)
        for each in (missing.sets if missing else ())
    )


def _expected_sets(wanted: Sequence[Any], vocabulary: Vocabulary) -> _Sets:
    def code_of(name: str) -> str:
        finding = vocabulary.find(name)
        return finding.code if finding else name

    sets: set[frozenset[tuple[int, frozenset[str]]]] = set()
    for each in wanted:
        choices: set[tuple[int, frozenset[str]]] = set()
        for item in each:
            if isinstance(item, Mapping):
                names = frozenset(code_of(name) for name in item["of"])
                all_of_them = int(item["any"]) == len(names)
                choices |= {(1, frozenset({name})) for name in names} if all_of_them else {(int(item["any"]), names)}
            else:
                choices.add((1, frozenset({code_of(item)})))
        sets.add(frozenset(choices))
    return frozenset(sets)


def _show(sets: _Sets) -> str:
    return str(sorted(sorted(f"{count} of {sorted(names)}" for count, names in each) for each in sets))
