"""Rules for a forward-chaining engine: integer properties, strata, tallies. No domain word, no engine's name.

A run starts from a fact of integer properties. Each stratum's rules are matched against the stratum's fact: the first
stratum's is the input, each later one's holds the tallies of what has fired before. Rules within a stratum are
independent of each other, so the order in which they fire does not matter.
"""

from dataclasses import asdict, dataclass
from typing import NamedTuple


class Test(NamedTuple):
    """``low <= property <= high``, in ranks or tallies; ``None`` is an open end. A property the fact lacks fails."""

    property: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires, once, when all tests of at least one alternative hold. An alternative without tests always holds."""

    name: str
    alternatives: tuple[tuple[Test, ...], ...]


class Term(NamedTuple):
    """Counts ``points`` if the rule called ``rule`` has fired (``fired``) or has not (``not fired``)."""

    rule: str
    fired: bool
    points: int


@dataclass(frozen=True, slots=True)
class Tally:
    """An integer property of a stratum's fact: over ``items``, the sum of the best term that counts (none: 0)."""

    property: str
    items: tuple[tuple[Term, ...], ...]


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rules matched against one fact. The first stratum of a program has no tallies: its fact is the input."""

    tallies: tuple[Tally, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class RuleProgram:
    """A whole program; ``name`` is for people. Rule names and properties are unique within it."""

    name: str
    strata: tuple[Stratum, ...]


def plain_program(program: RuleProgram) -> dict[str, object]:
    """Return ``program`` as lists and dictionaries, to be written down."""
    return asdict(program)
