"""What a date not reported could be, where dated measurements wait for it: each day that makes another difference.

A criterion with a time condition (自…起满 3 个月) counts a dated measurement only once the date it runs from is known.
Learning that date alone may then settle what no further measurement needs to.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from chronicare.cells.values import Duration
from chronicare.program.evidence import Evidence
from chronicare.program.ranks import Column, ScaleKind

_DAY = timedelta(days=1)


class SupposedStart(NamedTuple):
    """The finding (its code) whose date is not reported, and a day it could be."""

    finding: str
    day: date


def supposed_starts(columns: Sequence[Column], evidence: Evidence) -> tuple[SupposedStart, ...]:
    """Return for each date that measurements wait for the days up to ``evidence.as_of`` that differ in effect."""
    days: dict[str, set[date]] = {}
    for start, duration, day in _waiting(columns, evidence):
        edges = [(duration, day)]
        edges += [
            (cut, end)
            for each in columns
            if each.finding == start and each.scale is not None and each.scale.kind is ScaleKind.ELAPSED
            for cut in each.scale.cuts
            for end in (evidence.as_of, evidence.as_of - _DAY)
        ]
        for length, end in edges:
            last = _last_start(length, end)
            days.setdefault(start, set()).update((last, last + _DAY))
    return tuple(
        SupposedStart(start, day) for start, found in days.items() for day in sorted(found) if day <= evidence.as_of
    )


def _waiting(columns: Sequence[Column], evidence: Evidence) -> Iterator[tuple[str, Duration, date]]:
    for column in columns:
        if column.since is None or evidence.findings.get(column.since.finding):
            continue
        for measurement in evidence.findings.get(column.finding, ()):
            if measurement.date is not None:
                yield column.since.finding, column.since.duration, measurement.date


def _last_start(duration: Duration, end: date) -> date:
    """Return the last day from which ``duration`` has passed by ``end``; months are clamped at their end."""
    months = end.year * 12 + end.month - 1 - duration.months
    start = date(months // 12, months % 12 + 1, 1) - timedelta(days=duration.days)
    while duration.after(start + _DAY) <= end:
        start += _DAY
    return start
