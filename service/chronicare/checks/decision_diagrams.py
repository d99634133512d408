"""Diagrams: decision trees over columns of ranks whose equal parts are one and the same part: equal ones are one."""

import operator
from collections.abc import Callable, Iterable, Sequence
from functools import reduce

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
        """Return the diagram of ``how`` applied to what the two diagrams are."""
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
        """Return the sum of diagrams."""
        return reduce(lambda one, other: self.combine(operator.add, one, other), parts, self.leaf(0))

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
