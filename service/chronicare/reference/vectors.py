"""The truths that criteria on one finding can have together, whatever is not known of it.

A list is read day by day, and of everything read so far only how far each criterion has come is kept: so any number of
further measurements takes few steps.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial, reduce

from chronicare.cells.types import CellType
from chronicare.program.entry import Use, UseKind
from chronicare.program.evidence import Measurement
from chronicare.program.truth import Truth
from chronicare.reference.completions import completions, first_day
from chronicare.reference.condition import BoundCriterion, Vector

_DAY = timedelta(days=1)

_State = tuple[tuple[int, bool], ...]
"""How far each criterion has come, and of DAYS whether the day being read has been counted.

How far: the measurements or days counted; of ALL and LATEST 1 if it holds, -1 if not, 0 before the first measurement.
"""

_Dated = list[tuple[date | None, set[Vector]]]
"""Measurements by their date and the vectors each may give."""


def possible_vectors(
    criteria: Sequence[BoundCriterion],
    cell_type: CellType,
    measurements: Sequence[Measurement],
    as_of: date,
    *,
    complete: bool,
) -> set[Vector]:
    """Return the vectors of ``criteria``, all on one finding, over everything that finding can be in full.

    ``measurements`` are known, and if ``complete`` there are no others. Where a date is missing it must not matter.
    """
    tests = [each.test for each in criteria]

    def vectors(known: Measurement | None) -> set[Vector]:
        vector = tuple(each.condition(known, as_of) if known else None for each in criteria)
        if None not in vector:
            return {vector}
        full = completions(known, cell_type, tests, as_of)
        return {tuple(each.condition(one, as_of) for each in criteria) for one in full}

    uses = [each.use for each in criteria if each.use]
    if not uses:
        return vectors(measurements[0] if measurements else None)
    further: set[Vector] = set() if complete else vectors(None)
    states: set[_State] = {((0, False),) * len(uses)}
    for day, times, measured in _days(uses, [(each.date, vectors(each)) for each in measurements], as_of):
        more = _in_window(uses, further if day else set(), day, as_of)
        known = [_in_window(uses, each, day, as_of) for each in measured]
        for _ in range(times):
            before = states
            states = _with_any(uses, states, more)
            if known:
                states = _with_any(uses, _with_all(uses, states, known), more)
            states = {tuple((reached, False) for reached, _ in state) for state in states}
            if states == before:
                break
    return {tuple(reached >= use.count for use, (reached, _) in zip(uses, state, strict=True)) for state in states}


def vectors_of_counts(uses: Sequence[Use]) -> set[Vector]:
    """Return the vectors of criteria that count the same thing, all of them unknown for want of a date.

    However the dates turn out, to reach a count is to reach every smaller one.
    """
    counts = [use.count for use in uses]
    return {tuple(count <= reached for count in counts) for reached in (0, *counts)}


def _days(uses: Sequence[Use], known: _Dated, as_of: date) -> Iterator[tuple[date | None, int, list[set[Vector]]]]:
    """Yield the days to read, earliest first: a day, how many there may be of its like, and what is known of it.

    Days of which nothing is known are alike until a window begins or the latest known day has passed.
    """
    if not any(use.within or use.kind in (UseKind.DAYS, UseKind.LATEST) for use in uses):
        yield as_of, 1, []
        yield from ((as_of, 1, [vectors]) for _, vectors in known)
        return
    yield from ((None, 1, [vectors]) for day, vectors in known if day is None)
    dates = sorted({day for day, _ in known if day})
    turns = {first_day(use.within, as_of) for use in uses if use.within} | {day + _DAY for day in dates[-1:]}
    most = sum(use.count for use in uses)
    begin = date.min
    for end in sorted(turns | {as_of + _DAY}):
        between = [day for day in dates if begin <= day < end]
        yield end - _DAY, min(most, (end - begin).days - len(between)), []
        for day in between:
            yield day, 1, [vectors for measured, vectors in known if measured == day]
        begin = end


def _in_window(uses: Sequence[Use], vectors: set[Vector], day: date | None, as_of: date) -> set[Vector]:
    """Return ``vectors`` with ``None`` where a measurement of ``day`` is left out as too old."""
    counts = [not (use.within and day and use.within.after(day) < as_of) for use in uses]
    return {tuple(truth if each else None for truth, each in zip(vector, counts, strict=True)) for vector in vectors}


def _with_any(uses: Sequence[Use], states: set[_State], vectors: set[Vector]) -> set[_State]:
    """Return ``states`` and all they become by any number of measurements, each giving one of ``vectors``."""
    reached, newest = states, states
    while newest:
        newest = _with_one(uses, newest, vectors) - reached
        reached = reached | newest
    return reached


def _with_all(uses: Sequence[Use], states: set[_State], measured: list[set[Vector]]) -> set[_State]:
    """Return what ``states`` become by every measurement of a day, any of which may be the latest."""
    orders = [measured[start:] + measured[:start] for start in range(len(measured))]
    return set().union(*(reduce(partial(_with_one, uses), order, states) for order in orders))


def _with_one(uses: Sequence[Use], states: set[_State], vectors: set[Vector]) -> set[_State]:
    """Return what ``states`` become by one measurement that gives one of ``vectors``."""
    return {tuple(map(_advance, uses, state, vector)) for state in states for vector in vectors}


def _advance(use: Use, come: tuple[int, bool], truth: Truth) -> tuple[int, bool]:
    reached, counted = come
    if truth is None:
        return come
    if use.kind is UseKind.LATEST or (use.kind is UseKind.ALL and reached >= 0):
        return (1 if truth else -1), False
    if use.kind is UseKind.ALL or counted or not truth:
        return come
    return min(reached + 1, use.count), use.kind is UseKind.DAYS
