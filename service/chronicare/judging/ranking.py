"""One measurement to ranks: where its value stands among the cuts of a scale, and whether it passes a predicate."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any

from chronicare.cells.typed import View
from chronicare.cells.values import Interval
from chronicare.program.evidence import Measurement
from chronicare.program.ranks import Column, Predicate, PredicateKind, Scale, ScaleKind

Known = tuple[int, int] | None
"""What is known of a column: its lowest and highest possible rank; ``None`` if nothing is."""

RankOf = Callable[[Measurement, date], int | None]


def value_ranker(column: Column) -> Callable[[Measurement, date], Known]:
    """Return the function that ranks a single finding's value: a lowest and a highest rank where bounds are known."""
    assert column.scale is not None  # noqa: S101 - a VALUE column has a scale
    rank_of, range_of = _ranker(column.scale, column.view, ""), _range_ranker(column.scale, column.view, "")
    there_is_one, everything = (0, column.scale.size - 1), (0, column.size - 1)

    def ranks_of(measurement: Measurement, as_of: date) -> Known:
        rank = rank_of(measurement, as_of)
        if rank is not None:
            return rank, rank
        ranks = range_of(measurement) or there_is_one
        return None if ranks == everything else ranks

    return ranks_of


def ranks_of(measurement: Measurement, scale: Scale) -> tuple[int, int]:
    """Return the lowest and the highest rank on ``scale`` that a number may have."""
    rank = _ranker(scale, View.VALUE, "")(measurement, date.min)
    if rank is not None:
        return rank, rank
    return _range_ranker(scale, View.VALUE, "")(measurement) or (0, scale.size - 1)


def predicate_reader(predicate: Predicate) -> Callable[[Measurement, date], bool | None]:
    """Return the three-valued truth of ``predicate`` on one measurement."""
    if predicate.kind is PredicateKind.ON_SCALE:
        assert predicate.scale is not None  # noqa: S101 - ON_SCALE has a scale
        rank_of, passing = _ranker(predicate.scale, predicate.view, predicate.component), predicate.passing
        range_of = _range_ranker(predicate.scale, predicate.view, predicate.component)

        def on_scale(measurement: Measurement, as_of: date) -> bool | None:
            rank = rank_of(measurement, as_of)
            if rank is not None:
                return rank in passing
            return agreed(range_of(measurement), passing)

        return on_scale
    parts = [predicate_reader(part) for part in predicate.parts]
    if predicate.kind is PredicateKind.NOT:

        def opposite(measurement: Measurement, as_of: date) -> bool | None:
            truth = parts[0](measurement, as_of)
            return None if truth is None else not truth

        return opposite
    decisive = predicate.kind is PredicateKind.ANY

    def combined(measurement: Measurement, as_of: date) -> bool | None:
        truths = [part(measurement, as_of) for part in parts]
        if decisive in truths:
            return decisive
        return None if None in truths else not decisive

    return combined


def agreed(ranks: Known, passing: frozenset[int]) -> bool | None:
    """Say what all of ``ranks`` say, if they agree."""
    if ranks is None:
        return None
    truths = {rank in passing for rank in range(ranks[0], ranks[1] + 1)}
    return truths.pop() if len(truths) == 1 else None


def _ranker(scale: Scale, view: View, component: str) -> RankOf:
    ranks, cuts = scale.ranks, scale.cuts
    value_of = value_reader(view, component)

    if scale.kind is ScaleKind.YES_NO:

        def rank_yes_no(measurement: Measurement, _as_of: date) -> int | None:
            value = value_of(measurement)
            return None if value is None else ranks[1 if value else 0]

        return rank_yes_no
    if scale.kind is ScaleKind.CODE:
        places = {cut: place for place, cut in enumerate(cuts)}

        def rank_code(measurement: Measurement, _as_of: date) -> int | None:
            value = value_of(measurement)
            return None if value is None else ranks[places.get(value, len(cuts))]

        return rank_code
    if scale.kind is ScaleKind.ELAPSED:

        def rank_elapsed(measurement: Measurement, as_of: date) -> int | None:
            value = value_of(measurement)
            if value is None:
                return None
            passed = [cut.after(value) for cut in cuts]
            place = bisect_left(passed, as_of)
            return ranks[2 * place + (place < len(passed) and passed[place] == as_of)]

        return rank_elapsed

    if all(isinstance(cut, Fraction | int) for cut in cuts):
        return _number_ranker(scale, value_of)

    def rank_ordered(measurement: Measurement, _as_of: date) -> int | None:
        value = value_of(measurement)
        if value is None:
            return None
        place = bisect_left(cuts, value)
        return ranks[2 * place + (place < len(cuts) and cuts[place] == value)]

    return rank_ordered


def value_reader(view: View, component: str) -> Callable[[Any], Any]:
    """Return the function that takes from a measurement the value to be ranked; ``None`` if it is unknown."""
    if component:
        return lambda measurement: measurement.value.get(component)
    if view is View.OF_UPPER:
        return lambda measurement: _quotient(measurement.value, measurement.high)
    if view is View.OF_LOWER:
        return lambda measurement: _quotient(measurement.value, measurement.low)
    return attrgetter("value")


def _number_ranker(scale: Scale, value_of: Callable[[Measurement], Any]) -> RankOf:
    """Rank numbers by cross-multiplying with the few cuts: as exact as comparing fractions, and much faster."""
    ranks = scale.ranks
    cuts = tuple((cut.numerator, cut.denominator) for cut in scale.cuts)

    def rank_number(measurement: Measurement, _as_of: date) -> int | None:
        value = value_of(measurement)
        if value is None or type(value) is Interval:
            return None
        over, under = value.numerator, value.denominator
        cell = 0
        for cut_over, cut_under in cuts:
            left, right = over * cut_under, cut_over * under
            if left < right:
                break
            cell += 1
            if left == right:
                break
            cell += 1
        return ranks[cell]

    return rank_number


def _quotient(value: Fraction | Interval, limit: Fraction | None) -> Fraction | Interval | None:
    if limit is None or limit <= 0:
        return None
    return value.scaled(limit) if isinstance(value, Interval) else value / limit


def _range_ranker(scale: Scale, view: View, component: str) -> Callable[[Measurement], Known]:
    """Return the function that says which ranks a number may have of which only bounds are known."""
    value_of, last = value_reader(view, component), len(scale.ranks) - 1

    def range_of(measurement: Measurement) -> Known:
        value = value_of(measurement)
        if not isinstance(value, Interval):
            return None
        lowest = 0 if value.low is None else _end_cell(scale.cuts, value.low, value.low_closed, 1)
        highest = last if value.high is None else _end_cell(scale.cuts, value.high, value.high_closed, -1)
        ranks = [rank for rank in scale.ranks[lowest : highest + 1] if rank >= 0]
        return (ranks[0], ranks[-1]) if ranks else None

    return range_of


def _end_cell(cuts: Sequence[Any], bound: Fraction, closed: bool, inwards: int) -> int:
    """Return the outermost cell that a bound leaves; one that is a cut and not included leaves the next ``inwards``."""
    place = bisect_left(cuts, bound)
    is_cut = place < len(cuts) and cuts[place] == bound
    return 2 * place + is_cut + (inwards if is_cut and not closed else 0)
