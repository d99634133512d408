"""What is known of a column of an entry, for many persons: the lowest and the highest rank in one small number.

The number is ``low × size + high``. All comparisons that are not of integers are made by what ranks one measurement,
once for each different value.
"""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chronicare.cells.typed import View
from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.grids import Codes, Key, Layout, after, cells_of, cells_of_days, is_elapsed
from chronicare.columnar.persons import NO_DAY, REPORTED, UNREPORTED, Items, Persons, Scaled, Worded
from chronicare.columnar.predicates import passing, ranks_between
from chronicare.judging.encoding import column_reader
from chronicare.judging.ranking import Known, value_ranker
from chronicare.program.entry import Since, Use, UseKind
from chronicare.program.ranks import Column, ColumnKind, Scale

States = NDArray[Any]
"""A number for each person, of the smallest type that holds them."""


def number_of(known: Known, size: int) -> int:
    """Return the number of what is ``known`` of a column with ``size`` ranks."""
    low, high = known or (0, size - 1)
    return low * size + high


def known_of(number: int, size: int) -> Known:
    """Return what the number says is known."""
    low, high = divmod(number, size)
    return None if (low, high) == (0, size - 1) else (low, high)


class StateReader:
    """Reads one column off many persons."""

    def __init__(self, column: Column, layout: Layout) -> None:
        """Prepare for what the column is."""
        self._column = column
        self._layout = layout
        self._type = np.min_scalar_type(column.size * column.size)
        self._unknown = number_of(None, column.size)

    def read(self, persons: Persons, by_rows: Mask) -> States | None:
        """Return the states of ``persons``; ``None`` if nothing is known of anybody.

        Those who had to be read one by one are marked in ``by_rows``.
        """
        column = self._column
        if column.kind is ColumnKind.SWITCH:
            return None
        if column.kind is ColumnKind.COUNT:
            return self._counted(persons)
        if column.use is not None:
            return self._one_by_one(persons, by_rows)
        return self._of_value(persons) if column.kind is ColumnKind.VALUE else self._of_predicate(persons)

    # One value

    def _of_value(self, persons: Persons) -> States | None:
        column = self._column
        assert column.scale is not None  # noqa: S101 - a VALUE column has a scale
        values = persons.singles.get(Key.of(column.finding, "", column.view))
        none = persons.none.get(column.finding)
        if values is None and none is None:
            return None
        if values is None:
            states = np.full(persons.count, self._unknown, self._type)
        elif isinstance(values, Worded):
            ranks_of = value_ranker(column)
            table = [number_of(each and ranks_of(each, date.min), column.size) for each in values.readings]
            states = np.array(table, self._type)[values.places]
        else:
            states = self._scaled(values, column.scale, persons)
        if values is not None and column.since is not None:
            states[values.reported & ~in_time(column.since, column.finding, persons)] = self._unknown
        if none is not None:
            there_is_none = number_of((column.size - 1, column.size - 1), column.size)
            states[none if values is None else none & ~values.reported] = there_is_none
        return states

    def _scaled(self, values: Scaled, scale: Scale, persons: Persons) -> States:
        column, key = self._column, Key.of(self._column.finding, "", self._column.view)
        there_is_one = (0, scale.size - 1)
        if is_elapsed(scale):
            cells = cells_of_days(values.low >> 1, persons.as_of, scale)
        else:
            cells = cells_of(values.low, scale, self._layout.grids[key])
        exact = [number_of(there_is_one if rank < 0 else (rank, rank), column.size) for rank in scale.ranks]
        states = np.array(exact, self._type)[cells]
        if values.high is not values.low:
            bounded = np.flatnonzero(values.low != values.high)
            low, high = ranks_between(values, bounded, scale, self._layout.grids[key])
            states[bounded] = np.where(low < 0, number_of(there_is_one, column.size), low * column.size + high)
        states[values.what == UNREPORTED] = self._unknown
        return states

    def _of_predicate(self, persons: Persons) -> States | None:
        """Read a single compound finding."""
        column = self._column
        assert column.predicate is not None  # noqa: S101 - a PREDICATE column has a predicate
        keys = self._layout.by_finding[column.finding]
        values = {key: persons.singles[key] for key in keys if key in persons.singles}
        if not values:
            return None
        true, false = passing(column.predicate, column.finding, values, persons.as_of, self._layout)
        if column.since is not None:
            timely = in_time(column.since, column.finding, persons)
            true, false = true & timely, false & timely
        unknown, no, yes = (number_of(each, column.size) for each in (None, (0, 0), (1, 1)))
        return np.where(true, yes, np.where(false, no, unknown)).astype(self._type)

    # Lists

    def _counted(self, persons: Persons) -> States | None:
        column = self._column
        items, complete = persons.lists.get(column.finding), persons.complete.get(column.finding)
        assert column.predicate is not None and column.use is not None  # noqa: S101, PT018 - a COUNT column has both
        if items is None and complete is None:
            return None
        whole = np.zeros(persons.count, np.bool_) if complete is None else complete
        most = column.size - 1
        low = high = np.zeros(persons.count, np.intp)
        if items is not None:
            as_of = persons.as_of[items.persons]
            true, false = passing(column.predicate, column.finding, items.values, as_of, self._layout)
            sure, perhaps = _in_window(true, false, items, as_of, column.use)
            count = _days_counted if column.use.kind is UseKind.DAYS else _times_counted
            low, high = count(items, sure, perhaps, persons.count)
        high = np.where(whole, high, most)
        return (np.minimum(low, most) * column.size + np.minimum(high, most)).astype(self._type)

    def _one_by_one(self, persons: Persons, by_rows: Mask) -> States | None:
        """Read all or the latest of a list, which has no form in columns."""
        items, complete = persons.lists.get(self._column.finding), persons.complete.get(self._column.finding)
        if items is None and complete is None:
            return None
        states = np.full(persons.count, self._unknown, self._type)
        known = np.zeros(persons.count, np.bool_) if complete is None else complete.copy()
        if items is not None:
            known[items.persons] = True
        read = column_reader(self._column)
        for number in np.flatnonzero(known):
            states[number] = number_of(read(persons.evidence(int(number))), self._column.size)
        by_rows |= known
        return states


def in_time(since: Since, finding: str, persons: Persons) -> Mask:
    """Return whose value of ``finding`` is known to be of late enough a day, or of none."""
    days = persons.days[finding]
    undated: Mask = days == NO_DAY
    start = persons.singles.get(Key.of(since.finding, "", View.VALUE))
    if start is None:
        return undated
    assert isinstance(start, Scaled)  # noqa: S101 - a day has a grid
    timely: Mask = (start.what == REPORTED) & (after(start.low >> 1, since.duration) <= days)
    return timely | undated


def _in_window(true: Mask, false: Mask, items: Items, as_of: Codes, use: Use) -> tuple[Mask, Mask]:
    """Return which items surely count, and which perhaps."""
    perhaps = ~(true | false)
    if use.within is None:
        return true, perhaps
    undated = items.days == NO_DAY
    inside = after(items.days, use.within) >= as_of
    return true & inside, (undated & ~false) | (inside & perhaps)


def _times_counted(items: Items, sure: Mask, perhaps: Mask, count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    low = np.bincount(items.persons[sure], minlength=count)
    return low, low + np.bincount(items.persons[perhaps], minlength=count)


def _days_counted(items: Items, sure: Mask, perhaps: Mask, count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Count different days; of those undated that surely count one is a day, of the others each may be another."""
    dated, any_of = items.days != NO_DAY, sure | perhaps
    low = np.maximum(
        _different(items, sure & dated, count), np.bincount(items.persons[sure], minlength=count).clip(max=1)
    )
    high = _different(items, any_of & dated, count) + np.bincount(items.persons[any_of & ~dated], minlength=count)
    return low, high


def _different(items: Items, among: Mask, count: int) -> NDArray[np.intp]:
    pairs = np.unique(np.stack([items.persons[among], items.days[among]]), axis=1)
    return np.bincount(pairs[0], minlength=count)
