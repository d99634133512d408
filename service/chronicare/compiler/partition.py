"""Cuts each finding's values at the bounds its tests name, and merges what no test tells apart."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from chronicare.cells.typed import AllOf, AnyOf, Anything, Compare, Component, Not, Operator, Range, Test, View
from chronicare.cells.types import CellType, ValueKind
from chronicare.program.ranks import Predicate, PredicateKind, Scale, ScaleKind

_INTEGERS = (ValueKind.LEVEL, ValueKind.COUNT, ValueKind.AGE)


@dataclass(frozen=True, slots=True)
class RawCells:
    """The cells between and at the cuts, before merging: which exist, and a sample value of each."""

    kind: ScaleKind
    cuts: tuple[Any, ...]
    samples: tuple[Any, ...]
    """One sample a raw cell; ``None`` where no possible value falls."""


def bounds_of(test: Test) -> Iterable[Any]:
    """Yield every bound a simple test names."""
    if isinstance(test, Compare):
        yield test.bound
    elif isinstance(test, Range):
        yield test.low
        yield test.high
    elif isinstance(test, AnyOf | AllOf):
        for part in test.tests:
            yield from bounds_of(part)
    elif isinstance(test, Not):
        yield from bounds_of(test.test)


def raw_cells(cell_type: CellType, view: View, tests: Sequence[Test]) -> RawCells:
    """Cut the values of ``cell_type`` seen through ``view`` at every bound of ``tests``."""
    bounds = {bound for test in tests for bound in bounds_of(test)}
    if cell_type.kind is ValueKind.YES_NO:
        return RawCells(ScaleKind.YES_NO, (), (False, True))
    if cell_type.kind is ValueKind.CODE:
        assert cell_type.levels is not None  # noqa: S101 - a CODE type always has its set
        values = [level.value for level in cell_type.levels.levels]
        cuts = tuple(value for value in values if value in bounds)
        others = [value for value in values if value not in bounds]
        return RawCells(ScaleKind.CODE, cuts, (*cuts, others[0] if others else None))
    cuts = tuple(sorted(bounds))
    if view is View.ELAPSED:
        samples: list[Any] = [(cuts[0], -1)] if cuts else []
        for cut in cuts:
            samples += [(cut, 0), (cut, 1)]
        return RawCells(ScaleKind.ELAPSED, cuts, tuple(samples))
    return RawCells(ScaleKind.ORDERED, cuts, tuple(_ordered_samples(cell_type, view, cuts)))


def _ordered_samples(cell_type: CellType, view: View, cuts: tuple[Any, ...]) -> Iterable[Any]:
    if not cuts:
        yield _inside(cell_type)
        return
    if isinstance(cuts[0], Fraction | int):
        low: Fraction | None = cell_type.low
        high: Fraction | None = cell_type.high
        if cell_type.kind is ValueKind.LEVEL:
            assert cell_type.levels is not None  # noqa: S101 - a LEVEL type always has its set
            low, high = Fraction(0), Fraction(len(cell_type.levels.levels) - 1)
        elif cell_type.kind in (ValueKind.COUNT, ValueKind.AGE, ValueKind.TITRE):
            low = max(low or Fraction(0), Fraction(0))
        if view is not View.VALUE:
            low, high = Fraction(0), None
        step = Fraction(1) if cell_type.kind in _INTEGERS else None
        yield _between(None, cuts[0], low, high, step)
        for cut, following in (*pairwise(cuts), (cuts[-1], None)):
            yield cut if (low is None or cut >= low) and (high is None or cut <= high) else None
            yield _between(cut, following, low, high, step)
        return
    one = type(cuts[0]).resolution
    yield cuts[0] - one
    for cut, following in (*pairwise(cuts), (cuts[-1], None)):
        yield cut
        yield None if following is not None and cut + one == following else cut + one


def _inside(cell_type: CellType) -> Any:  # noqa: ANN401 - any value of the type
    if cell_type.kind is ValueKind.DATE:
        raise ValueError("a date test names at least one bound")
    low = cell_type.low if cell_type.low is not None else Fraction(0)
    return int(low) if cell_type.kind in _INTEGERS else low


def _between(
    lower: Fraction | int | None,
    upper: Fraction | int | None,
    low: Fraction | None,
    high: Fraction | None,
    step: Fraction | None,
) -> Fraction | int | None:
    """Return a possible value strictly between the cuts (a whole one if ``step``), or ``None`` if there is none."""
    bottom = Fraction(lower) if lower is not None else None
    top = Fraction(upper) if upper is not None else None
    width = step or Fraction(1)
    if bottom is not None:
        candidate = bottom + width if top is None or step else (bottom + top) / 2
    else:
        assert top is not None  # noqa: S101 - there is at least one cut
        candidate = top - width
    if low is not None and candidate < low:
        candidate = low
    if high is not None and candidate > high:
        candidate = high
    fits = (
        (bottom is None or candidate > bottom)
        and (top is None or candidate < top)
        and (low is None or candidate >= low)
        and (high is None or candidate <= high)
    )
    if not fits:
        return None
    return int(candidate) if step else candidate


def passing_cells(test: Test, raw: RawCells) -> frozenset[int]:
    """Return the numbers, from 0, of the raw cells ``test`` holds in. Raises TypeError for the test of a component."""
    everything = range(len(raw.samples))
    if isinstance(test, Anything):
        return frozenset(everything)
    if isinstance(test, AnyOf):
        return frozenset().union(*(passing_cells(part, raw) for part in test.tests))
    if isinstance(test, AllOf):
        return frozenset(everything).intersection(*(passing_cells(part, raw) for part in test.tests))
    if isinstance(test, Not):
        return frozenset(everything) - passing_cells(test.test, raw)
    if isinstance(test, Range):
        above = _compared(Operator.GE if test.low_closed else Operator.GT, test.low, raw)
        below = _compared(Operator.LE if test.high_closed else Operator.LT, test.high, raw)
        return above & below
    if isinstance(test, Compare):
        return _compared(test.operator, test.bound, raw)
    raise TypeError(f"a component test has no cells of its own: {test}")


def _compared(operator: Operator, bound: Any, raw: RawCells) -> frozenset[int]:  # noqa: ANN401 - a bound of any type
    if raw.kind is ScaleKind.YES_NO:
        place = int(bound)
    elif raw.kind is ScaleKind.CODE:
        place = raw.cuts.index(bound)
    else:
        place = 2 * bisect_left(raw.cuts, bound) + 1
    last = len(raw.samples)
    match operator:
        case Operator.LT:
            return frozenset(range(place))
        case Operator.LE:
            return frozenset(range(place + 1))
        case Operator.GT:
            return frozenset(range(place + 1, last))
        case Operator.GE:
            return frozenset(range(place, last))
        case Operator.EQ:
            return frozenset((place,))
        case Operator.NE:
            return frozenset(range(last)) - {place}


def make_scale(raw: RawCells, passing: Sequence[frozenset[int]]) -> tuple[Scale, tuple[frozenset[int], ...]]:
    """Merge neighbouring raw cells no test tells apart; return the scale and each test's passing ranks.

    The cells of an unordered code set merge wherever they are, since they have no neighbours.
    """
    ranks: list[int] = []
    samples: list[Any] = []
    signatures: list[list[int]] = []
    passed_by: list[list[int]] = [[] for _ in raw.samples]
    for number, cells in enumerate(passing):
        for cell in cells:
            passed_by[cell].append(number)
    for cell, sample in enumerate(raw.samples):
        if sample is None:
            ranks.append(-1)
            continue
        signature = passed_by[cell]
        if raw.kind is ScaleKind.CODE and signature in signatures:
            ranks.append(signatures.index(signature))
            continue
        if not signatures or signatures[-1] != signature or raw.kind is ScaleKind.CODE:
            signatures.append(signature)
            samples.append(sample)
        ranks.append(len(signatures) - 1)
    scale = Scale(raw.kind, raw.cuts, tuple(ranks), tuple(samples))
    return scale, tuple(frozenset(ranks[cell] for cell in each if ranks[cell] >= 0) for each in passing)


def simple_scale(cell_type: CellType, view: View, tests: Sequence[Test]) -> tuple[Scale, tuple[frozenset[int], ...]]:
    """Cut and merge in one step: the scale for ``tests``, and the ranks each passes."""
    raw = raw_cells(cell_type, view, tests)
    return make_scale(raw, [passing_cells(test, raw) for test in tests])


def make_predicate(cell_type: CellType, view: View, test: Test) -> Predicate:
    """Turn the test of one measurement into a predicate. Raises TypeError if ``test`` does not fit a compound."""
    if cell_type.kind is not ValueKind.COMPOUND:
        scale, (passing,) = simple_scale(cell_type, view, [test])
        return Predicate(PredicateKind.ON_SCALE, "", view, scale, passing)
    if isinstance(test, Component):
        scale, (passing,) = simple_scale(cell_type.components[test.code], view, [test.test])
        return Predicate(PredicateKind.ON_SCALE, test.code, view, scale, passing)
    if isinstance(test, Not):
        return Predicate(PredicateKind.NOT, parts=(make_predicate(cell_type, view, test.test),))
    if isinstance(test, AllOf | AnyOf):
        kind = PredicateKind.ALL if isinstance(test, AllOf) else PredicateKind.ANY
        return Predicate(kind, parts=tuple(make_predicate(cell_type, view, part) for part in test.tests))
    if isinstance(test, Anything):
        return Predicate(PredicateKind.ALL)
    raise TypeError(f"a compound finding is tested by its components: {test}")
