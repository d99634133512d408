"""Evidence to facts: what is known of each column, as a lowest and a highest rank."""

from collections.abc import Callable, Sequence
from datetime import date

from chronicare.judging.ranking import Known, agreed, predicate_reader, value_ranker
from chronicare.program.entry import Since, Use, UseKind
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.ranks import Column, ColumnKind


def column_reader(column: Column) -> Callable[[Evidence], Known]:
    """Return the function that reads ``column`` off the evidence. A SWITCH is not evidence: it reads as unknown."""
    code = column.finding
    if column.kind is ColumnKind.SWITCH:
        return lambda _evidence: None
    if column.kind is ColumnKind.VALUE:
        assert column.scale is not None  # noqa: S101 - a VALUE column has a scale
        ranks_of = value_ranker(column)
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
        ranks_of, is_evidence = value_ranker(column), _time_condition(column.since)

        def by_rank(measurement: Measurement, evidence: Evidence, passing: frozenset[int]) -> bool | None:
            if is_evidence is not None and not is_evidence(measurement, evidence):
                return None
            return agreed(ranks_of(measurement, evidence.as_of), passing)

        return by_rank
    assert column.predicate is not None  # noqa: S101 - a SWITCH has no measurements
    passes, in_time = predicate_reader(column.predicate), _time_condition(column.since)

    def by_predicate(measurement: Measurement, evidence: Evidence, _passing: frozenset[int]) -> bool | None:
        if in_time is not None and not in_time(measurement, evidence):
            return None
        inside = True if column.use is None else _inside(measurement, evidence.as_of, column.use)
        passing = passes(measurement, evidence.as_of) if inside is not False else False
        return passing if inside or passing is False else None  # what fails on whichever day it was made, fails

    return by_predicate
