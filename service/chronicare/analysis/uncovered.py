"""Which combinations of ranks no row of a decision table lets through, exactly.

The columns are gone through one after another; where the rows that are left have been met before at the same column,
what they leave is known. A table of which this has to be said at more than ``MAX_STEPS`` places is given up.
"""

from collections.abc import Iterator, Mapping, Sequence

from chronicare.compiler.row_boxes import Box, RowIndex, members

MAX_STEPS = 200_000
"""Pairs of a column and the rows left there beyond which a table is given up."""

Region = Mapping[int, int]
"""Combinations of ranks: of each column the ranks as bits; a column that is not in it may have any."""


class TooManyStepsError(Exception):
    """The table cannot be gone through within ``MAX_STEPS``."""


class Uncovered:
    """What rows of ``index`` leave of the box ``within``."""

    def __init__(self, index: RowIndex, within: Box, most_steps: int = MAX_STEPS) -> None:
        """Look at nothing yet; TooManyStepsError is raised beyond ``most_steps``."""
        self._index = index
        self._within = within
        self._most_steps = most_steps
        self._width = len(index.sizes)
        self._free = [index.every] * (self._width + 1)
        """The rows that test neither a column nor any after it, by column."""
        for column in range(self._width - 1, -1, -1):
            self._free[column] = self._free[column + 1] & index.untested[column]
        self._known: dict[tuple[int, int], bool] = {}

    def regions(self, rows: int) -> Iterator[Region]:
        """Yield what ``rows`` leave, in regions that do not meet, least ranks first."""
        yield from self._regions(0, rows, {})

    def is_any(self, rows: int) -> bool:
        """Whether ``rows`` leave anything."""
        return self._leaves(0, rows)

    def _regions(self, column: int, rows: int, so_far: Region) -> Iterator[Region]:
        if rows & self._free[column]:
            return
        if not rows:
            yield {**so_far, **{each: ranks for each, ranks in self._within.items() if each >= column}}
            return
        for left, ranks in self._branches(column, rows):
            if self._leaves(column + 1, left):
                yield from self._regions(column + 1, left, {**so_far, column: ranks})

    def _leaves(self, column: int, rows: int) -> bool:
        """Whether ``rows`` leave anything from ``column`` on."""
        if rows & self._free[column]:
            return False
        if not rows:
            return True
        key = (column, rows)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= self._most_steps:
                raise TooManyStepsError
            found = self._known[key] = any(self._leaves(column + 1, left) for left, _ in self._branches(column, rows))
        return found

    def _branches(self, column: int, rows: int) -> Sequence[tuple[int, int]]:
        """Return which of ``rows`` are left at each rank of ``column``, with the ranks at which just those are."""
        index = self._index
        at, untested = index.at[column], rows & index.untested[column]
        everything = (1 << index.sizes[column]) - 1
        ranks_of: dict[int, int] = {}
        for rank in members(self._within.get(column, everything)):
            left = untested | rows & at[rank]
            ranks_of[left] = ranks_of.get(left, 0) | 1 << rank
        return list(ranks_of.items())
