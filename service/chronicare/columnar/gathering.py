"""Evidence of many persons, one after the other, brought into columns."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from chronicare.cells.values import Interval
from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.grids import UNBOUNDED, Codes, Grid, Key, Layout
from chronicare.columnar.persons import NO_DAY, REPORTED, UNREPORTED, VALUELESS, Items, Persons, Scaled, Values, Worded
from chronicare.judging.ranking import value_reader
from chronicare.program.evidence import Evidence, Measurement

_Placed = Sequence[tuple[int, Measurement]]
"""Measurements, each with its place: the number of a person or of an item."""


def gather(everyone: Sequence[Evidence], layout: Layout) -> Persons:
    """Return what is known of ``everyone`` in the columns of ``layout``."""
    count, keys = len(everyone), layout.by_finding
    singles: dict[str, list[tuple[int, Measurement]]] = {}
    lists: dict[str, list[tuple[int, Measurement]]] = {}
    for number, evidence in enumerate(everyone):
        for code, measurements in evidence.findings.items():
            if code not in keys or not measurements:
                continue
            if layout.vocabulary.findings[code].repeated:
                lists.setdefault(code, []).extend((number, each) for each in measurements)
            else:
                singles.setdefault(code, []).append((number, measurements[0]))
    return Persons(
        count,
        np.array([each.as_of.toordinal() for each in everyone], np.int64),
        everyone.__getitem__,
        {key: spread(found, key, layout, count) for code, found in singles.items() for key in keys[code]},
        {code: _days(found, count) for code, found in singles.items()},
        {code: _items(found, keys[code], layout) for code, found in lists.items()},
        none=_marked(everyone, lambda each: each.none),
        complete=_marked(everyone, lambda each: each.complete),
        statements=_marked(everyone, lambda each: frozenset[str]().union(*each.statements)),
        unsited=_marked(everyone, lambda each: _unsited(each, layout)),
        alternatives=_marked(everyone, lambda each: each.alternatives),
    )


def spread(found: _Placed, key: Key, layout: Layout, count: int) -> Values:
    """Return what ``found`` says of ``key``, in ``count`` places."""
    value_of = value_reader(key.view, key.component)
    if key in layout.worded:
        return _worded(found, value_of, count)
    grid = layout.grids[key]
    low, high, what = np.zeros(count, np.int64), np.zeros(count, np.int64), np.full(count, UNREPORTED, np.uint8)
    bounded = False
    for place, measurement in found:
        value = value_of(measurement)
        low[place], high[place] = codes_of(value, grid)
        what[place] = VALUELESS if value is None else REPORTED
        bounded |= low[place] != high[place]
    return Scaled(low, high if bounded else low, what)


def codes_of(value: Fraction | date | Interval | None, grid: Grid) -> tuple[int, int]:
    """Return between which integers on ``grid`` a value, or one only known to lie in bounds, lies."""
    if value is None:
        return -UNBOUNDED, UNBOUNDED
    if isinstance(value, Interval):
        return grid.codes(value)
    code = grid.code(value)
    return code, code


def _worded(found: _Placed, value_of: Callable[[Measurement], object], count: int) -> Worded:
    places = np.zeros(count, np.intp)
    readings: list[Measurement | None] = [None]
    known: dict[object, int] = {}
    for place, measurement in found:
        value = value_of(measurement)
        if value not in known:
            known[value] = len(readings)
            readings.append(Measurement(measurement.value))
        places[place] = known[value]
    return Worded(places, tuple(readings))


def _days(found: _Placed, count: int) -> Codes:
    days = np.full(count, NO_DAY, np.int64)
    for place, measurement in found:
        if measurement.date is not None:
            days[place] = measurement.date.toordinal()
    return days


def _items(found: _Placed, keys: Sequence[Key], layout: Layout) -> Items:
    one_by_one = [(place, measurement) for place, (_, measurement) in enumerate(found)]
    return Items(
        np.array([person for person, _ in found], np.intp),
        {key: spread(one_by_one, key, layout, len(found)) for key in keys},
        _days(one_by_one, len(found)),
    )


def _marked(everyone: Sequence[Evidence], codes_of: Callable[[Evidence], Collection[str]]) -> Mapping[str, Mask]:
    marked: dict[str, Mask] = {}
    for number, evidence in enumerate(everyone):
        for code in codes_of(evidence):
            marked.setdefault(code, np.zeros(len(everyone), np.bool_))[number] = True
    return marked


def _unsited(evidence: Evidence, layout: Layout) -> list[str]:
    """Return the findings measured by site of which a value is reported without one."""
    return [
        code
        for code in layout.sited & evidence.findings.keys()
        if any(not each.site for each in evidence.findings[code])
    ]
