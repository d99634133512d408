"""How far a failing criterion was from passing, in the unit the criterion is written in.

A multiple of a reference limit is told in the unit of the value: what is lacking of 1.5 × 40 U/L is so many U/L.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from chronicare.cells.typed import View
from chronicare.cells.types import ValueKind
from chronicare.judging.ranking import Known
from chronicare.program.entry import Criterion, Use, UseKind
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.ranks import ColumnKind, CompiledEntry, Scale, ScaleKind
from chronicare.program.vocabulary import Finding
from chronicare.recognition.units import gap_in, unit_of

WHOLE = Fraction(1)
"""The share of what has no measure: a yes or no that would have to be the other."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a value was from passing.

    ``amount`` in ``unit``: how much the value would have to rise (positive) or fall (negative); for a grade the number
    of levels, for a list the number of further measurements or days, for a titre how many times as high (or low).
    ``met_from``: the date from which a stated time will have passed. ``too_old_since``: the last day on which evidence
    now too old passed. All empty for a yes/no. ``share`` is the distance over the bound (levels: over all levels; time:
    over the time asked for), 1 at most: by it distances of different units are compared.
    """

    criterion: str
    amount: Fraction | None = None
    unit: str = ""
    met_from: date | None = None
    too_old_since: date | None = None
    share: Fraction = field(default=WHOLE, compare=False)


def distance_of(
    compiled: CompiledEntry, criterion: Criterion, finding: Finding, evidence: Evidence, known: Sequence[Known]
) -> Distance:
    """Say how far ``criterion``, which fails, was from passing."""
    test = compiled.tests[criterion.id]
    column = compiled.columns[test.column]
    measurements = evidence.findings.get(finding.code, ())
    if column.kind is ColumnKind.COUNT:
        use, predicate = criterion.use, column.predicate
        if use is not None and use.kind is UseKind.ANY and predicate is not None and predicate.scale is not None:
            recent = [each for each in measurements if _is_recent(each, evidence.as_of, use)]
            near = _nearest_of(criterion, finding, recent, predicate.scale, predicate.passing)
            if near is not None:
                return near
        ranks = known[test.column]
        needed = min(test.passing)
        missing = needed - (ranks[1] if ranks else 0)
        if use is not None and use.kind is UseKind.ANY:  # the one that would do has no measure
            return Distance(criterion.id, share=_share(missing, needed))
        unit = "日" if use is not None and use.kind is UseKind.DAYS else "次"
        return Distance(criterion.id, Fraction(missing), unit, share=_share(missing, needed))
    if column.kind is not ColumnKind.VALUE or column.scale is None or not measurements:
        return Distance(criterion.id)
    if column.scale.kind is ScaleKind.ELAPSED:
        return _elapsed(criterion, measurements[0], evidence.as_of, column.scale, test.passing)
    if column.scale.kind is not ScaleKind.ORDERED:
        return Distance(criterion.id)
    return _ordered(criterion, finding, measurements[0], column.scale, test.passing)


def _is_recent(measurement: Measurement, as_of: date, use: Use) -> bool:
    return use.within is None or (measurement.date is not None and use.within.after(measurement.date) >= as_of)


def _nearest_of(
    criterion: Criterion, finding: Finding, measurements: Sequence[Measurement], scale: Scale, passing: frozenset[int]
) -> Distance | None:
    """Where one measurement would do, say how far the best of them was; ``None`` if no amount can be given."""
    if scale.kind is not ScaleKind.ORDERED:
        return None
    distances = [_ordered(criterion, finding, each, scale, passing) for each in measurements]
    amounts = {abs(each.amount): each for each in reversed(distances) if each.amount is not None}
    return amounts[min(amounts)] if amounts else None


def _elapsed(
    criterion: Criterion, measurement: Measurement, as_of: date, scale: Scale, passing: frozenset[int]
) -> Distance:
    """Name the first day on which the time elapsed will pass, or else the last on which it did."""
    start = measurement.value
    if not isinstance(start, date):
        return Distance(criterion.id)
    later: list[date] = []
    earlier: list[date] = []
    for place, cut in enumerate(scale.cuts):
        day = cut.after(start)
        before, on, after = (scale.ranks[2 * place + step] in passing for step in range(3))
        if on or after:
            later.append(day if on else day + timedelta(days=1))
        if on or before:
            earlier.append(day if on else day - timedelta(days=1))
    met_from = min((each for each in later if each > as_of), default=None)
    if met_from is not None:
        return Distance(criterion.id, met_from=met_from, share=_share((met_from - as_of).days, (met_from - start).days))
    last = max((each for each in earlier if each < as_of), default=None)
    if last is None:
        return Distance(criterion.id)
    return Distance(criterion.id, too_old_since=last, share=_share((as_of - last).days, (last - start).days))


def _ordered(
    criterion: Criterion, finding: Finding, measurement: Measurement, scale: Scale, passing: frozenset[int]
) -> Distance:
    value = measurement.value
    if not isinstance(value, Fraction | int):
        return Distance(criterion.id)
    number, limit = Fraction(value), Fraction(1)
    if criterion.test.view is not View.VALUE:
        found = measurement.high if criterion.test.view is View.OF_UPPER else measurement.low
        if not found:
            return Distance(criterion.id)
        limit = found
        number /= limit
    cuts = [
        Fraction(cut)
        for place, cut in enumerate(scale.cuts)
        if {scale.ranks[2 * place], scale.ranks[2 * place + 1], scale.ranks[2 * place + 2]} & passing
    ]
    if not cuts:
        return Distance(criterion.id)
    cut = min(cuts, key=lambda each: abs(each - number))
    gap = cut - number
    if finding.type.kind in (ValueKind.LEVEL, ValueKind.COUNT, ValueKind.AGE):
        gap = _whole_step(gap, number, scale, passing)
    if finding.type.levels is not None:
        return Distance(criterion.id, gap, "级", share=_share(gap, len(finding.type.levels.levels) - 1))
    share = _share(gap, cut)
    if finding.type.kind is ValueKind.TITRE and gap and number > 0:
        return Distance(criterion.id, cut / number if gap > 0 else -number / cut, "倍", share=share)
    unit = unit_of(criterion.test, finding.type, measurement.given)
    return Distance(criterion.id, gap_in(gap * limit, unit, finding.type), unit, share=share)


def _share(part: Fraction | int, whole: Fraction | int) -> Fraction:
    return min(abs(Fraction(part) / whole), WHOLE) if whole else WHOLE if part else Fraction(0)


def _whole_step(gap: Fraction, number: Fraction, scale: Scale, passing: frozenset[int]) -> Fraction:
    """For whole numbers the nearest passing value lies at the bound or one step beyond it."""
    cut = number + gap
    place = [Fraction(each) for each in scale.cuts].index(cut)
    if scale.ranks[2 * place + 1] in passing:
        return gap
    return gap + (1 if scale.ranks[2 * place + 2] in passing else -1)
