"""What an unknown could turn out to be: measurements of which at least one lies in every region a test tells apart."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product
from math import floor
from typing import Any

from chronicare.cells.typed import TypedTest, View
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Duration, Interval
from chronicare.program.evidence import Measurement
from chronicare.reference.condition import is_usable, literals
from chronicare.reference.intervals import values_within

_DAY = timedelta(days=1)


def completions(
    known: Measurement | None, cell_type: CellType, tests: Sequence[TypedTest], as_of: date
) -> Iterator[Measurement]:
    """Yield what ``known`` may be in full, keeping what it has; ``None`` is a measurement of which nothing is known.

    Missing components and missing limits of the reference range are filled in; a date is not.
    """
    known_value = known.value if known else None
    known_low = known.low if known and is_usable(known.low) else None
    known_high = known.high if known and is_usable(known.high) else None
    seen = {test.view for test in tests}
    ratios = _bounds(tests, "", (View.OF_UPPER, View.OF_LOWER))
    limits = [limit for limit in (known_low, known_high) if limit]
    more = {Fraction(0), *(ratio * limit for ratio in ratios for limit in limits)} if ratios else set()
    for value in _values(known_value, cell_type, tests, more, as_of):
        fitting = [known_low or known_high or Fraction(1)]
        if ratios and value > 0:
            cuts = ratios | {value / limit for limit in limits}
            fitting = [value / ratio for ratio in _numbers(cuts, Fraction(0), None) if ratio]
        lows = [known_low] if known_low or View.OF_LOWER not in seen else fitting
        highs = [known_high] if known_high or View.OF_UPPER not in seen else fitting
        for low, high in product(lows, highs):
            if low is None or high is None or low <= high:
                yield Measurement(value, known.date if known else None, low, high)


def _values(given: Any, cell_type: CellType, tests: Sequence[TypedTest], more: set[Any], as_of: date) -> Iterable[Any]:  # noqa: ANN401 - a value, a mapping of values, or None
    if cell_type.kind is ValueKind.COMPOUND:
        views = (View.VALUE, View.ELAPSED)
        parts = [
            _within(given[code], part, _bounds(tests, code, views))
            if given and code in given
            else _points(part, _bounds(tests, code, views), as_of)
            for code, part in cell_type.components.items()
        ]
        return (dict(zip(cell_type.components, values, strict=True)) for values in product(*parts))
    bounds = _bounds(tests, "", (View.VALUE, View.ELAPSED)) | more
    return _points(cell_type, bounds, as_of) if given is None else _within(given, cell_type, bounds)


def _within(given: Any, cell_type: CellType, bounds: set[Any]) -> list[Any]:  # noqa: ANN401 - a value, or bounds of it
    """Return what is given, or, where that is bounds, values within them that ``bounds`` tell apart."""
    if type(given) is not Interval:
        return [given]
    return list(values_within(given, map(Fraction, bounds), whole=cell_type.kind in (ValueKind.COUNT, ValueKind.LEVEL)))


def _bounds(tests: Sequence[TypedTest], part: str, views: Sequence[View]) -> set[Any]:
    """Return the literals that ``tests`` in ``views`` compare the value, or its component ``part``, with."""
    return {bound for test in tests if test.view in views for name, bound in literals(test.test) if name == part}


def _points(cell_type: CellType, bounds: set[Any], as_of: date) -> list[Any]:
    """Return possible values at, below, between and above ``bounds``; just one if there are none."""
    points: list[Any]
    levels = cell_type.levels.levels if cell_type.levels else ()
    match cell_type.kind:
        case ValueKind.YES_NO:
            points = [False, True]
        case ValueKind.LEVEL:
            points = list(range(len(levels)))
        case ValueKind.CODE:
            points = [level.value for level in levels]
        case ValueKind.DATE:
            days = {day for bound in bounds for day in _turning_days(bound, as_of)} or {as_of}
            points = sorted({day + step for day in days for step in (-_DAY, 0 * _DAY, _DAY)})
        case ValueKind.COUNT | ValueKind.AGE:
            points = _whole_numbers(bounds, cell_type.low or Fraction(0), cell_type.high)
        case _:
            points = _numbers(
                bounds, Fraction(0) if cell_type.kind is ValueKind.TITRE else cell_type.low, cell_type.high
            )
    return points if bounds else points[:1]


def _turning_days(bound: date | Duration, as_of: date) -> tuple[date, ...]:
    """Return the days on which comparing with ``bound`` changes; months are clamped, so equality may last for days."""
    if isinstance(bound, date):
        return (bound,)
    return first_day(bound, as_of), first_day(bound, as_of + _DAY)


def first_day(duration: Duration, until: date) -> date:
    """Return the earliest day from which ``duration`` lasts until ``until`` or longer."""
    days = range(1, until.toordinal() + 1)
    place = bisect_left(days, until, key=lambda day: duration.after(date.fromordinal(day)))
    return date.fromordinal(place + 1)


def _numbers(bounds: Iterable[Any], low: Fraction | None, high: Fraction | None) -> list[Fraction]:
    cuts = sorted(cut for cut in map(Fraction, bounds) if (low is None or low <= cut) and (high is None or cut <= high))
    bottom = low if low is not None else min([*cuts, high or Fraction(0)]) - 1
    top = high if high is not None else max([*cuts, bottom]) + 1
    ladder = [bottom, *cuts, top]
    return sorted({*ladder, *((lower + upper) / 2 for lower, upper in pairwise(ladder))})


def _whole_numbers(bounds: Iterable[Any], low: Fraction, high: Fraction | None) -> list[int]:
    near = {floor(bound) + step for bound in bounds for step in (0, 1)} | {-floor(-low)}
    return sorted(number for number in near if number >= low and (high is None or number <= high))
