"""Finds tests that tell nothing: ranges without a value, and tests that every possible value passes, or none does.

A test can change its truth only at its bounds, so it is tried at each bound and on either side of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import NamedTuple

from chronicare.cells.bounds import possible_range
from chronicare.cells.comparison import compare
from chronicare.cells.typed import AllOf, AnyOf, Anything, Compare, Component, Not, Operator, Range, Test, View
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Duration, Value

MAX_TRIALS = 10_000
"""How many values, or combinations of components' values, are tried; with more to try, nothing is claimed."""

_WHOLE = (ValueKind.COUNT, ValueKind.AGE)
_YEARS = range(2023, 2027)
_DAYS_OF_THE_MONTH = (1, 28, 29, 30, 31)
"""Between the 1st and the 28th no month's end interferes, so one of them stands for all."""


class _Elapsed(NamedTuple):
    """The time from a date to the as-of date."""

    since: date
    as_of: date


_Point = Value | _Elapsed
_Bound = Value | Duration


def is_empty(test: Range) -> bool:
    """Whether no value at all lies in the range, as its ends stand."""
    if isinstance(test.low, Duration) and isinstance(test.high, Duration):
        ends = [(test.low.after(day).toordinal(), test.high.after(day).toordinal()) for day in _sample_days()]
        return all(_none_between(low, high, test, whole=False) for low, high in ends)
    low, high = _number(test.low), _number(test.high)
    return _none_between(low, high, test, whole=not isinstance(test.low, Fraction))


def _number(end: _Bound) -> Fraction | int:
    if isinstance(end, int | Fraction):
        return end
    if isinstance(end, date):
        return end.toordinal()
    raise TypeError(f"{end!r} is no end of a range")


def _none_between(low: Fraction | int, high: Fraction | int, test: Range, *, whole: bool) -> bool:
    if whole:
        return low + (not test.low_closed) > high - (not test.high_closed)
    return low > high or (low == high and not (test.low_closed and test.high_closed))


def constant_truth(test: Test, cell_type: CellType, view: View) -> bool | None:
    """Return what ``test`` says of every possible value, or ``None`` if that depends on the value."""
    bounds: dict[str, list[_Bound]] = {}
    for part, bound in _bounds(test, ""):
        bounds.setdefault(part, []).append(bound)
    points = [_points(cell_type.components[part] if part else cell_type, view, of) for part, of in bounds.items()]
    seen: set[bool] = set()
    for trial, values in enumerate(zip(*points, strict=True) if len(points) == 1 else product(*points)):
        seen.add(_holds(test, "", dict(zip(bounds, values, strict=True))))
        if len(seen) > 1 or trial == MAX_TRIALS:
            return None
    return seen.pop() if seen else None


def _bounds(test: Test, part: str) -> Iterator[tuple[str, _Bound]]:
    """Go through the bounds of ``test`` with the component each belongs to (empty: the finding itself)."""
    match test:
        case Compare():
            yield part, test.bound
        case Range():
            yield part, test.low
            yield part, test.high
        case AnyOf(tests) | AllOf(tests):
            for each in tests:
                yield from _bounds(each, part)
        case Not(inner):
            yield from _bounds(inner, part)
        case Component(code, inner):
            yield from _bounds(inner, code)
        case Anything():
            pass


def _points(cell_type: CellType, view: View, bounds: list[_Bound]) -> Iterable[_Point]:
    """Return values of the type: at least one at each bound and in each stretch between bounds."""
    if cell_type.kind is ValueKind.YES_NO:
        return (True, False)
    if cell_type.levels is not None:
        levels = cell_type.levels.levels
        return range(len(levels)) if cell_type.kind is ValueKind.LEVEL else [level.value for level in levels]
    if view is View.ELAPSED:
        durations = {bound for bound in bounds if isinstance(bound, Duration)}
        return (point for day in _sample_days() for duration in durations for point in _around(day, duration))
    cuts = sorted({_number(bound) for bound in bounds if not isinstance(bound, Duration)})
    if cell_type.kind is ValueKind.DATE:
        return [date.fromordinal(int(day)) for day in _whole(cuts, date.min.toordinal(), date.max.toordinal())]
    low, high = possible_range(cell_type) if view is View.VALUE else (Fraction(0), None)
    if cell_type.kind in _WHOLE:
        return _whole(cuts, None if low is None else ceil(low), None if high is None else floor(high))
    first, last = cuts[0] - 1 if low is None else low, cuts[-1] + 1 if high is None else high
    ends = sorted({first, last, *cuts})
    return [*ends, *((one + other) / Fraction(2) for one, other in pairwise(ends))]


def _whole(cuts: list[Fraction | int], low: int | None, high: int | None) -> list[int]:
    around = {int(cut) + step for cut in cuts for step in (-1, 0, 1)}
    return sorted(point for point in around if (low is None or point >= low) and (high is None or point <= high))


def _around(day: date, duration: Duration) -> Iterator[_Elapsed]:
    for step in (-1, 0, 1):
        yield _Elapsed(day, duration.after(day) + timedelta(days=step))


def _sample_days() -> Iterator[date]:
    """Go through days that stand for all: the first and last of every month of four years."""
    for year, month, day in product(_YEARS, range(1, 13), _DAYS_OF_THE_MONTH):
        start = date(year, month, 1)
        if (start + timedelta(days=day - 1)).month == month:
            yield date(year, month, day)


def _holds(test: Test, part: str, point: Mapping[str, _Point]) -> bool:
    match test:
        case Compare(operator, bound):
            return _compares(point[part], operator, bound)
        case Range():
            above = _compares(point[part], Operator.GE if test.low_closed else Operator.GT, test.low)
            return above and _compares(point[part], Operator.LE if test.high_closed else Operator.LT, test.high)
        case AnyOf(tests):
            return any(_holds(each, part, point) for each in tests)
        case AllOf(tests):
            return all(_holds(each, part, point) for each in tests)
        case Not(inner):
            return not _holds(inner, part, point)
        case Component(code, inner):
            return _holds(inner, code, point)
        case Anything():
            return True


def _compares(point: _Point, operator: Operator, bound: _Bound) -> bool:
    if isinstance(bound, Duration):
        if not isinstance(point, _Elapsed):
            raise TypeError(f"a duration is compared with the time elapsed, not {point!r}")
        return compare(operator, point.as_of, bound.after(point.since)) is True
    if isinstance(point, _Elapsed):
        raise TypeError(f"the time elapsed is compared with a duration, not {bound!r}")
    return compare(operator, point, bound) is True
