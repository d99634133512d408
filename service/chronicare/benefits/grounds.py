"""What a refusal rests on: of the rows that were consulted those behind it, the nearest first, and the days it goes by.

Whoever is refused is told why, not everything else that was looked at on the way and spoke for the person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.bill import Facts
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settlement import Settlement
from chronicare.benefits.unknowns import in_order
from chronicare.cells.values import Given
from chronicare.program.roles import Role

_ANYTHING = "-"


@dataclass(frozen=True, slots=True)
class _Grounds:
    """The rows behind a refusal, and the days they go by, by term."""

    rows: tuple[AppliedRow, ...]
    days: Mapping[str, date] = field(default_factory=dict)


def grounds_in_all(
    model: BenefitModel, refused: Sequence[Settlement], facts: Sequence[Facts], common: Sequence[AppliedRow]
) -> tuple[tuple[AppliedRow, ...], Mapping[str, tuple[date, ...]]]:
    """Return what is behind the refusal of a bill that is ``refused`` in each way it may come out.

    These are the rows behind it of those ``common`` to all, and the days of each; if nothing is common the rows that
    say it in each. ``facts`` are those known in each.
    """
    grounds = [
        _grounds(model, each.applied_rows, known, each.bill.care_date)
        for each, known in zip(refused, facts, strict=True)
    ]
    if not common:
        return tuple({(each.table, each.row.id): each for ground in grounds for each in ground.rows[:1]}.values()), {}
    days: dict[str, tuple[date, ...]] = {}
    for code, day in ((code, day) for each in grounds for code, day in each.days.items()):
        days[code] = (*(other for other in days.get(code, ()) if other != day), day)
    rows = tuple(each for each in grounds[0].rows if each in common)
    return rows, {code: tuple(sorted(days[code])) for code in in_order(model.vocabulary, days)}


def rows_behind(model: BenefitModel, applied: Sequence[AppliedRow], facts: Facts, day: date) -> tuple[AppliedRow, ...]:
    """Return the rows that are behind the refusal that one of those ``applied`` says; all of them if none does."""
    return _grounds(model, applied, facts, day).rows


def _grounds(model: BenefitModel, applied: Sequence[AppliedRow], facts: Facts, day: date) -> _Grounds:
    """Return what of the rows ``applied`` is behind the refusal that one of them says; all of them if none does.

    ``facts`` are those of the bill, ``day`` its day of care. Who bears it instead is told last.
    """
    roles = model.roles
    reason, within, bearer = (roles.get(each) for each in (Role.REFUSAL_REASON, Role.WITHIN_SCOPE, Role.BEARER))
    saying = [each for each in applied if each.outputs.get(reason or "") is not None]
    saying = saying or [each for each in applied if each.outputs.get(within or "") is False]
    if not saying:
        return _Grounds(tuple(applied))
    instead = [each for each in applied if each.outputs.get(bearer or "") is not None and each not in saying]
    by_term = {code: each for each in applied for code in each.outputs}
    behind: dict[tuple[str, str], AppliedRow] = {}
    days: dict[str, date] = {}
    waiting = [*saying, *instead]
    for each in waiting:  # grows as it is gone through
        if (each.table, each.row.id) in behind:
            continue
        behind[each.table, each.row.id] = each
        days |= _days(each.outputs)
        for code in _rests_on(model, each):
            if code in by_term:
                waiting.append(by_term[code])
            elif code in facts:
                days |= _days({code: facts[code]})
            else:
                days |= _days(_source(model, code, facts, day))
    days.pop(roles.get(Role.CARE_DATE) or "", None)
    return _Grounds(tuple(behind.values()), days)


def _rests_on(model: BenefitModel, applied: AppliedRow) -> Iterator[str]:
    """Yield the terms that the row tests, of one that tests none those of the others, and those its formulas name."""
    table, row = model.rules.tables[applied.table], applied.row
    tested = [code for code in table.inputs if table.cells.get((row.id, code), _ANYTHING) != _ANYTHING]
    yield from tested or table.inputs
    for formula in row.outputs.values():
        yield from formula.terms


def _source(model: BenefitModel, code: str, facts: Facts, day: date) -> Facts:
    """Return the fact that the term ``code`` follows from, if it does."""
    known = (each for each in model.follows.get(code, ()) if each.source in facts)
    source = next((each.source for each in known if each.holds(facts[each.source], day)), None)
    return {} if source is None else {source: facts[source]}


def _days(values: Mapping[str, Given | None]) -> dict[str, date]:
    return {code: value for code, value in values.items() if isinstance(value, date)}
