"""Evidence to ranks: what is known of each column, as a lowest and a highest rank."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any

from chronicare.cells.typed import View
from chronicare.cells.values import Interval
from chronicare.program.entry import Since, Use, UseKind
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.ranks import Column, ColumnKind, Predicate, PredicateKind, Scale, ScaleKind

Known = tuple[int, int] | None
"""What is known of a column: its lowest and highest possible rank; ``None`` if nothing is."""

RankOf = Callable[[Measurement, date], int | None]


def column_reader(column: Column) -> Callable[[Evidence], Known]:
    """Return the function that reads ``column`` off the evidence. A SWITCH is not evidence: it reads as unknown."""
    code = column.finding
    if column.kind is ColumnKind.SWITCH:
        return lambda _evidence: None
    if column.kind is ColumnKind.VALUE:
        assert column.scale is not None  # noqa: S101 - a VALUE column has a scale
        ranks_of = _value_ranker(column)
        is_evidence = _time_condition(column.since)
        none = (column.size - 1, column.size - 1)

        def read_value(evidence: Evidence) -> Known:
            measurements = evidence.findings.get(code)
            if not measurements:
                return none if code in evidence.none else None
            if is_evidence is not None and not is_evidence(measurements[0], evidence):
                return None
            return ranks_of(measurements[0], evidence.as_of)

        return read_value
    assert column.predicate is not None  # noqa: S101 - a COUNT or PREDICATE column has a predicate
    passes = predicate_reader(column.predicate)
    if column.use is None:
        in_time = _time_condition(column.since)

        def read_single(evidence: Evidence) -> Known:
            measurements = evidence.findings.get(code)
            counts = measurements and (in_time is None or in_time(measurements[0], evidence))
            truth = passes(measurements[0], evidence.as_of) if measurements and counts else None
            return None if truth is None else (int(truth), int(truth))

        return read_single
    use = column.use
    if column.kind is ColumnKind.COUNT:
        return lambda evidence: _count(
            evidence.findings.get(code, ()), code in evidence.complete, evidence.as_of, use, passes, column.size - 1
        )
    every = use.kind is UseKind.ALL
    return lambda evidence: _overall(
        evidence.findings.get(code, ()), code in evidence.complete, evidence.as_of, use, passes, every=every
    )


def _value_ranker(column: Column) -> Callable[[Measurement, date], Known]:
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


def _time_condition(since: Since | None) -> Callable[[Measurement, Evidence], bool] | None:
    """Return whether a measurement is known to meet the time condition; ``None`` if there is no condition."""
    if since is None:
        return None
    start_of, duration, _ = since

    def is_evidence(measurement: Measurement, evidence: Evidence) -> bool:
        if measurement.date is None:
            return True
        starts = evidence.findings.get(start_of)
        start = starts[0].value if starts else None
        return isinstance(start, date) and duration.after(start) <= measurement.date

    return is_evidence


def fact_writer(columns: Sequence[Column]) -> Callable[[Sequence[Known]], dict[str, int]]:
    """Return the function that writes what is known of ``columns`` as a fact: anything unknown is left out."""
    keys = [(each.key, each.high_key if each.is_partial else "", each.size - 1) for each in columns]

    def write_fact(known: Sequence[Known]) -> dict[str, int]:
        facts: dict[str, int] = {}
        for (key, high_key, most), ranks in zip(keys, known, strict=True):
            if ranks is None:
                continue
            facts[key] = ranks[0]
            if high_key and ranks[1] < most:
                facts[high_key] = ranks[1]
        return facts

    return write_fact


def _ranker(scale: Scale, view: View, component: str) -> RankOf:
    ranks, cuts = scale.ranks, scale.cuts
    value_of = _value_reader(view, component)

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


def _value_reader(view: View, component: str) -> Callable[[Any], Any]:
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
    value_of, last = _value_reader(view, component), len(scale.ranks) - 1

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
            return _agreed(range_of(measurement), passing)

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


def _agreed(ranks: Known, passing: frozenset[int]) -> bool | None:
    """Say what all of ``ranks`` say, if they agree."""
    if ranks is None:
        return None
    truths = {rank in passing for rank in range(ranks[0], ranks[1] + 1)}
    return truths.pop() if len(truths) == 1 else None


def _inside(measurement: Measurement, as_of: date, use: Use) -> bool | None:
    """Whether the measurement is recent enough to count; unknown if it has no date."""
    if use.within is None:
        return True
    if measurement.date is None:
        return None
    return use.within.after(measurement.date) >= as_of


def _count(
    measurements: Sequence[Measurement],
    complete: bool,
    as_of: date,
    use: Use,
    passes: Callable[[Measurement, date], bool | None],
    most: int,
) -> Known:
    sure: list[Measurement] = []
    perhaps: list[Measurement] = []
    for measurement in measurements:
        inside = _inside(measurement, as_of, use)
        truth = False if inside is False else passes(measurement, as_of)
        if truth is None or (truth and inside is None):
            perhaps.append(measurement)
        elif truth:
            sure.append(measurement)
    if use.kind is UseKind.DAYS:
        days = {each.date for each in sure if each.date}
        low = max(len(days), 1 if sure else 0)
        undated = sum(1 for each in (*sure, *perhaps) if each.date is None)
        high = len(days | {each.date for each in perhaps if each.date}) + undated
    else:
        low, high = len(sure), len(sure) + len(perhaps)
    if not complete:
        high = most
    low, high = min(low, most), min(high, most)
    return None if (low, high) == (0, most) else (low, high)


def _overall(
    measurements: Sequence[Measurement],
    complete: bool,
    as_of: date,
    use: Use,
    passes: Callable[[Measurement, date], bool | None],
    *,
    every: bool,
) -> Known:
    """Say whether all, or the latest, pass: known for good from a complete list only, but one failure spoils all."""
    recent = [(each, inside) for each in measurements if (inside := _inside(each, as_of, use)) is not False]
    truths = [passes(each, as_of) for each, _ in recent]
    unsure_members = any(inside is None for _, inside in recent)
    if every:
        if any(truth is False and inside for truth, (_, inside) in zip(truths, recent, strict=True)):
            return (0, 0)
        if not complete or unsure_members or None in truths or False in truths:
            return None
        return (1, 1) if truths else (0, 0)
    if not complete:
        return None
    if not recent:
        return (0, 0)
    if len(recent) > 1 and any(each.date is None for each, _ in recent):
        return None
    latest = max((each.date for each, _ in recent if each.date), default=None)
    at_last = {truth for truth, (each, _) in zip(truths, recent, strict=True) if each.date == latest}
    if unsure_members or len(at_last) != 1 or None in at_last:
        return None
    rank = int(at_last == {True})
    return (rank, rank)


def measurement_reader(column: Column) -> Callable[[Measurement, Evidence, frozenset[int]], bool | None]:
    """Return the function that says whether one measurement passes on its own, given a criterion's passing ranks."""
    if column.kind is ColumnKind.VALUE:
        ranks_of, is_evidence = _value_ranker(column), _time_condition(column.since)

        def by_rank(measurement: Measurement, evidence: Evidence, passing: frozenset[int]) -> bool | None:
            if is_evidence is not None and not is_evidence(measurement, evidence):
                return None
            return _agreed(ranks_of(measurement, evidence.as_of), passing)

        return by_rank
    assert column.predicate is not None  # noqa: S101 - a SWITCH has no measurements
    passes, in_time = predicate_reader(column.predicate), _time_condition(column.since)

    def by_predicate(measurement: Measurement, evidence: Evidence, _passing: frozenset[int]) -> bool | None:
        if in_time is not None and not in_time(measurement, evidence):
            return None
        inside = True if column.use is None else _inside(measurement, evidence.as_of, column.use)
        return False if inside is False else passes(measurement, evidence.as_of) if inside else None

    return by_predicate
