"""Diagrams: decision trees over columns of ranks whose equal parts are one and the same part: equal ones are one."""

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce

from chronicare.compiler.columns import lay_out
from chronicare.diagnostics import Diagnostics
from chronicare.program.entry import Criterion, Entry
from chronicare.program.vocabulary import Vocabulary

MAX_PARTS = 200_000
"""Beyond so many parts nothing is proved."""


class TooManyPartsError(Exception):
    """The diagrams grow beyond what they may."""


class Diagrams:
    """Diagrams over columns of the given sizes. A part is a number; equal parts have the same."""

    def __init__(self, sizes: Sequence[int], most_parts: int) -> None:
        """Start with no part; TooManyPartsError is raised beyond ``most_parts``."""
        self._sizes = sizes
        self._most_parts = most_parts
        self._parts: list[tuple[int, tuple[int, ...]]] = []
        """The column asked and the part for each of its ranks; for a leaf the number of columns and its value."""
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self._combined: dict[tuple[Callable[[int, int], int], int, int], int] = {}

    def leaf(self, value: int) -> int:
        """Return the diagram that is ``value`` whatever the ranks."""
        return self._part(len(self._sizes), (value,))

    def ask(self, column: int, values: Sequence[int]) -> int:
        """Return the diagram that has one of ``values`` by the rank of ``column``."""
        return self._branch(column, tuple(self.leaf(value) for value in values))

    def combine(self, how: Callable[[int, int], int], one: int, other: int) -> int:
        """Return the diagram of ``how`` applied to what the diagrams ``one`` and ``other`` give."""
        key = (how, one, other)
        if key not in self._combined:
            column = min(self._parts[one][0], self._parts[other][0])
            if column == len(self._sizes):
                (left,), (right,) = self._parts[one][1], self._parts[other][1]
                self._combined[key] = self.leaf(int(how(left, right)))
            else:
                pairs = zip(self._below(one, column), self._below(other, column), strict=True)
                self._combined[key] = self._branch(column, tuple(self.combine(how, *pair) for pair in pairs))
        return self._combined[key]

    def total(self, parts: Iterable[int]) -> int:
        """Return the diagram of the sum of what the diagrams ``parts`` give."""
        return reduce(lambda one, other: self.combine(operator.add, one, other), parts, self.leaf(0))

    def path(self, part: int) -> dict[int, int] | None:
        """Return a rank of each column that leads to a leaf other than 0; ``None`` if there is none.

        A column that does not matter on the way is not among them.
        """
        ranks: dict[int, int] = {}
        nothing = self.leaf(0)
        while self._parts[part][0] < len(self._sizes):
            column, parts = self._parts[part]
            ranks[column], part = next((rank, each) for rank, each in enumerate(parts) if each != nothing)
        return None if part == nothing else ranks

    def _below(self, part: int, column: int) -> tuple[int, ...]:
        asked, parts = self._parts[part]
        return parts if asked == column else (part,) * self._sizes[column]

    def _branch(self, column: int, parts: tuple[int, ...]) -> int:
        return parts[0] if len(set(parts)) == 1 else self._part(column, parts)

    def _part(self, column: int, parts: tuple[int, ...]) -> int:
        key = (column, parts)
        if key not in self._numbers:
            if len(self._parts) == self._most_parts:
                raise TooManyPartsError
            self._numbers[key] = len(self._parts)
            self._parts.append(key)
        return self._numbers[key]


class VersionDiagrams(Diagrams):
    """Diagrams over the columns into which the criteria of all ``versions`` together divide the findings.

    A version may be ``None``: it has no criteria.
    """

    def __init__(self, versions: Sequence[Entry | None], vocabulary: Vocabulary, most_parts: int) -> None:
        """Lay the criteria out; ``columns``, ``criteria`` and ``tests`` are those of all versions."""
        self.criteria: dict[str, Criterion] = {
            _named(name, version): replace(criterion, id=_named(name, version))
            for version, entry in enumerate(versions)
            for name, criterion in (entry.criteria.items() if entry else ())
        }
        first = next((entry for entry in versions if entry is not None), None)
        self.columns, self.tests = (
            lay_out(replace(first, criteria=self.criteria), vocabulary, Diagnostics()) if first else ((), {})
        )
        super().__init__([column.size for column in self.columns], most_parts)

    def passes(self, criterion: str, version: int) -> int:
        """Return the diagram that is 1 where the criterion of that version (its index) is true, else 0."""
        test = self.tests[_named(criterion, version)]
        return self.ask(test.column, [rank in test.passing for rank in range(self.columns[test.column].size)])


def _named(criterion: str, version: int) -> str:
    """Tell the criteria of one version from those of another."""
    return criterion + "″" * version
