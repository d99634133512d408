"""The truths of criteria, looked up by what is known of the columns they test."""

from collections.abc import Sequence

import numpy as np

from chronicare.columnar.bitmaps import Bits, Mask, Truths, nowhere, packed, some
from chronicare.columnar.states import States, known_of
from chronicare.columnar.tree import Nodes
from chronicare.judging.ranking import agreed
from chronicare.program.ranks import CompiledEntry

_MOST_COMPARED = 4
"""Numbers that it is quicker to compare with one by one than to look up."""


class CriterionTables:
    """For each criterion of one entry, of every number of its column's state whether it is true, and whether false."""

    def __init__(self, compiled: CompiledEntry) -> None:
        """Fill the tables."""
        self._tables: dict[str, tuple[int, Mask, Mask]] = {}
        for name, test in compiled.tests.items():
            size = compiled.columns[test.column].size
            known = [known_of(number, size) or (0, size - 1) for number in range(size * size)]
            truths = [agreed(each, test.passing) if each[0] <= each[1] else None for each in known]
            true, false = (np.array([truth is wanted for truth in truths]) for wanted in (True, False))
            self._tables[name] = (test.column, true, false)

    def truths(self, states: Sequence[States | None], count: int) -> Nodes:
        """Return the truths of all criteria; where a column has no states, nothing is known."""
        unknown = Truths(nowhere(count), nowhere(count))
        nodes: Nodes = {}
        for name, (column, true, false) in self._tables.items():
            found = states[column]
            nodes[name] = unknown if found is None else Truths(_where(true, found), _where(false, found))
        return nodes

    def on(self, column: int, number: int, count: int) -> Nodes:
        """Return the truths of the criteria on ``column`` where its state is ``number`` for everybody."""
        nobody = nowhere(count)
        either = (nobody, ~nobody)
        return {
            name: Truths(either[int(true[number])], either[int(false[number])])
            for name, (of, true, false) in self._tables.items()
            if of == column
        }


def _where(table: Mask, states: States) -> Bits:
    """Return where ``table`` holds of the states: by comparing, as long as it holds of few numbers."""
    numbers = np.flatnonzero(table)
    if numbers.size > _MOST_COMPARED:
        return packed(table[states])
    return some([nowhere(states.size), *(packed(states == number) for number in numbers)])
