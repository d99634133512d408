"""Mutation: would any case notice if a row were slightly wrong.

The rules are changed in one small way at a time. A change no case notices is either proved to make no difference
whatever the facts, and left out, or a survivor: a case is missing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from chronicare.diagnostics import Position, Text


class Change(NamedTuple):
    """One small change to the rules: the row where it is made, and what it is."""

    row: Position
    what: Text


class Mutant(Protocol):
    """Rules changed in one way."""

    @property
    def change(self) -> Change:
        """The way they are changed."""
        ...


@dataclass(frozen=True, slots=True)
class MutationReport:
    """How the cases of one ``subject`` (an entry or a table) fared with its mutants.

    So many of them as ``killed`` were noticed, ``survivors`` were not; so many as ``equivalent`` are proved to make no
    difference.
    """

    subject: str
    killed: int
    equivalent: int
    survivors: tuple[Change, ...]

    @property
    def total(self) -> int:
        """How many mutants make a difference."""
        return self.killed + len(self.survivors)


MutantType = TypeVar("MutantType", bound=Mutant)
Item = TypeVar("Item")


def put_in_place(items: Sequence[Item], place: int, *others: Item) -> tuple[Item, ...]:
    """Return ``items`` with ``others`` instead of the one at ``place`` (from 0); without any, it is left out."""
    return (*items[:place], *others, *items[place + 1 :])


def mutate(
    subject: str,
    mutants: Iterable[MutantType],
    is_noticed: Callable[[MutantType], bool],
    makes_a_difference: Callable[[MutantType], bool],
) -> MutationReport:
    """Count which of ``mutants`` are noticed; of the others, which are proved not to matter."""
    killed = equivalent = 0
    survivors: list[Change] = []
    for mutant in mutants:
        if is_noticed(mutant):
            killed += 1
        elif makes_a_difference(mutant):
            survivors.append(mutant.change)
        else:
            equivalent += 1
    return MutationReport(subject, killed, equivalent, tuple(survivors))


def score_of(reports: Iterable[MutationReport]) -> tuple[int, int]:
    """Return how many mutants were noticed, and how many make a difference, over all ``reports``."""
    pairs = [(each.killed, each.total) for each in reports]
    return sum(killed for killed, _ in pairs), sum(total for _, total in pairs)
