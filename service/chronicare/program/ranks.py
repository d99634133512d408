"""Ranks: the finite ordered partition that the tests of an entry cut each finding into.

All tests of an entry on one finding cut its values into cells no test can tell apart. A value is handed to the engine
as its cell's rank, a small integer, so that thresholds, grades, titres, dates and decimals are one and the same thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chronicare.cells.typed import View
from chronicare.program.entry import Entry, Since, Use
from chronicare.program.rules import RuleProgram


class ScaleKind(Enum):
    """How a value finds its raw cell."""

    YES_NO = "yes_no"
    """False is cell 0, true is cell 1."""
    CODE = "code"
    """A code's place among ``cuts``; any other code is the cell after the last."""
    ORDERED = "ordered"
    """``2 × (cuts below the value) + (1 if the value is a cut)``."""
    ELAPSED = "elapsed"
    """As ORDERED, the cuts being the dates on which the durations in ``cuts`` have passed, the value as-of."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Ranks of one value: ``ranks[raw cell]``; -1 marks a cell that no possible value falls into.

    ``samples`` holds one value of each rank (for ELAPSED a pair of a duration and -1, 0 or 1: shorter, equal, longer).
    """

    kind: ScaleKind
    cuts: tuple[Any, ...]
    ranks: tuple[int, ...]
    samples: tuple[Any, ...]

    @property
    def size(self) -> int:
        """How many ranks there are."""
        return len(self.samples)


def _is_elapsed(scale: Scale | None) -> bool:
    return scale is not None and scale.kind is ScaleKind.ELAPSED


class PredicateKind(Enum):
    """The shape of a predicate on one measurement."""

    ON_SCALE = "on_scale"
    ALL = "all"
    ANY = "any"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Predicate:
    """Whether one measurement passes: its rank on ``scale`` is among ``passing``, or a combination of ``parts``.

    ``component`` names the part of a compound value; empty for a simple one.
    """

    kind: PredicateKind
    component: str = ""
    view: View = View.VALUE
    scale: Scale | None = None
    passing: frozenset[int] = frozenset()
    parts: "tuple[Predicate, ...]" = ()

    @property
    def minds_day(self) -> bool:
        """Whether it rests on the day it is asked as of."""
        return _is_elapsed(self.scale) or any(each.minds_day for each in self.parts)


class ColumnKind(Enum):
    """What the rank of a column counts."""

    VALUE = "value"
    """The rank of a single finding's value."""
    PREDICATE = "predicate"
    """1 if the predicate holds, 0 if not: a single compound finding, or all / the latest of a list."""
    COUNT = "count"
    """How many measurements (or different days) pass, up to the largest number any test asks for."""
    SWITCH = "switch"
    """The index of the reading in force."""


@dataclass(frozen=True, slots=True)
class Column:
    """One property of the fact given to the engine; what is known of it is a lowest and a highest rank.

    A COUNT can be known in part (an incomplete list: at least so many), and a VALUE if it is ``bounded``: a number of
    which only bounds may be reported. ``finding`` is the finding's code, for a SWITCH its name. With ``since`` only a
    measurement made so long after another finding's date counts. ``size`` is how many ranks it has, from 0.
    """

    key: str
    kind: ColumnKind
    finding: str
    size: int
    view: View = View.VALUE
    scale: Scale | None = None
    predicate: Predicate | None = None
    use: Use | None = None
    bounded: bool = False
    since: Since | None = None

    @property
    def is_partial(self) -> bool:
        """Whether the lowest and the highest possible rank are told apart."""
        return self.bounded or self.kind is ColumnKind.COUNT

    @property
    def minds_day(self) -> bool:
        """Whether its rank rests on the day it is asked as of, beside the evidence."""
        recent = self.use is not None and self.use.within is not None
        return recent or _is_elapsed(self.scale) or (self.predicate is not None and self.predicate.minds_day)

    @property
    def high_key(self) -> str:
        """The property that carries the highest rank; the same as ``key`` unless knowledge can be partial."""
        return f"{self.key}h" if self.is_partial else self.key


@dataclass(frozen=True, slots=True)
class CriterionTest:
    """A criterion lowered: true if the rank of column number ``column`` is among ``passing``."""

    column: int
    passing: frozenset[int]


@dataclass(frozen=True, slots=True)
class Split:
    """A finding to be decided by cases when unknown, because its tests pull in opposite directions.

    ``columns`` are its columns; ``moves`` are what a further measurement can add to the ranks of a list's columns
    (empty for a single finding, whose one column takes any rank). With ``only_in_part`` cases are needed only where
    bounds are known: of all values some one is the best for every test, but not of those within any bounds. ``scale``
    and ``kinds`` say of a number what a measurement of its rank adds to each count.
    """

    finding: str
    columns: tuple[int, ...]
    moves: tuple[tuple[int, ...], ...]
    only_in_part: bool = False
    scale: Scale | None = None
    kinds: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledEntry:
    """An entry with its columns and its two rule programs.

    ``judgement`` derives criteria, groups, routes and the entry from ranks; ``verdicts`` maps a fired rule's name to
    the node it decides and how (``ENTRY_NODE`` is the entry itself), ``readings`` does so for the variants of switched
    groups (node ``group@reading``). ``consequences`` derives from the outcome and the routes what follows: the outcome
    named, documents, review. ``in_review`` is the same entry asked of a recognition that exists; ``None`` if it has no
    ending event, so that there is no difference.
    """

    entry: Entry
    columns: tuple[Column, ...]
    tests: Mapping[str, CriterionTest]
    splits: tuple[Split, ...]
    judgement: RuleProgram
    verdicts: Mapping[str, tuple[str, bool]]
    readings: Mapping[str, tuple[str, bool]]
    consequences: RuleProgram
    in_review: "CompiledEntry | None" = None

    @property
    def programs(self) -> tuple[RuleProgram, ...]:
        """Every rule program of the entry, as they are given to the engine."""
        reviewing = self.in_review.programs if self.in_review is not None else ()
        return (self.judgement, self.consequences, *reviewing)


ENTRY_NODE = "*"
"""The id of the entry itself among the nodes."""
