"""A recognition decision: the outcome and everything it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum

from chronicare.judging.cause import Cause
from chronicare.program.entry import Criterion, Document, Entry, Switch
from chronicare.program.evidence import Measurement
from chronicare.program.truth import Judgement, Truth
from chronicare.recognition.distance import Distance
from chronicare.recognition.missing_sets import MissingSets
from chronicare.recognition.nearest import Nearest


class Outcome(Enum):
    """The three outcomes, and no other."""

    MEETS = "MEETS"
    DOES_NOT_MEET = "DOES_NOT_MEET"
    UNDECIDED = "UNDECIDED"

    @classmethod
    def of(cls, truth: Truth) -> "Outcome":
        """Return the outcome that says ``truth``."""
        return {True: cls.MEETS, False: cls.DOES_NOT_MEET, None: cls.UNDECIDED}[truth]


class Detail(IntEnum):
    """How much of a decision is wanted; each level holds all of the one before."""

    OUTCOME = 1
    """Outcome, causes, review date, readings it rests on."""
    REASONS = 2
    """Also criteria, groups, what is missing, the nearest route, documents."""
    TRACE = 3
    """Also the rules that fired, in order."""


@dataclass(frozen=True, slots=True)
class UsedValue:
    """A measurement a criterion looked at, and whether it passes on its own (``None``: cannot be told)."""

    measurement: Measurement
    passes: Truth


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion: its truth, the values looked at, and for a failure how far off they were."""

    criterion: Criterion
    truth: Truth
    values: tuple[UsedValue, ...]
    distance: Distance | None


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """A switch the entry has: the reading in force (``None``: the source is undecided) and the outcome under each.

    ``decisive`` if for these facts another reading would bring another outcome.
    """

    switch: Switch
    in_force: str | None
    outcomes: Mapping[str, Truth]
    decisive: bool


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """A document the decision asks for. ``required`` is false if it depends on a route not settled yet.

    ``held`` says whether the caller reported having it; ``None`` if the caller reported no documents at all.
    """

    document: Document
    required: bool
    held: bool | None


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A firing: the rule's name in the program, and the node and truth it derived (``""``: an inner step)."""

    rule: str
    node: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on one entry for one person. The fields after ``readings`` are filled from Detail.REASONS on.

    ``review_date`` is set when the entry is met and its review has a period. ``routes`` are the routes that hold.
    ``exclusions`` those that hold; those of one site only where the entry is not met.
    ``if_record_complete`` is the outcome of an undecided entry if what was sent is all there is, and ``open_lists`` are
    the findings (codes) of which there may be more; both empty where nothing can be added to a list.
    """

    entry: Entry
    as_of: date
    outcome: Outcome
    causes: tuple[Cause, ...]
    review_date: date | None
    readings: tuple[ReadingNote, ...]
    judgement: Judgement
    routes: tuple[str, ...]
    exclusions: tuple[str, ...]
    documents: tuple[DocumentStatus, ...]
    if_record_complete: Outcome | None = None
    open_lists: tuple[str, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    nearest: Nearest | None = None
    to_meet: MissingSets | None = None
    to_refuse: MissingSets | None = None
    firings: tuple[FiredRule, ...] = ()
