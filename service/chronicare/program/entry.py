"""A disease entry as the tables state it: criteria, groups, routes, exclusions, documents, switches.

This is the source-level form: the reference evaluator reads it as it stands; the compiler lowers it to rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import NamedTuple

from chronicare.cells.typed import TypedTest
from chronicare.cells.types import LevelSet
from chronicare.cells.values import Duration
from chronicare.diagnostics import Position, Text
from chronicare.program.validity import is_valid


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a row comes from: the document, the place in it, the words verbatim, and a correction if one is read.

    ``elsewhere`` says that the document is not the area's first: then it is named where the row is cited.
    """

    document: str
    source: str
    text: str
    correction: str
    elsewhere: bool = False

    @property
    def cited(self) -> str:
        """The place, after the document's name where that does not go without saying: ``4-6/4``, ``问答 18``."""
        return f"{self.document} {self.source}" if self.elsewhere else self.source


class UseKind(Enum):
    """How a criterion uses the measurements of a repeated finding; the value is the word of the table."""

    ANY = "任一"
    ALL = "全部"
    LATEST = "最近一次"
    TIMES = "次"
    DAYS = "日"


@dataclass(frozen=True, slots=True)
class Use:
    """The use of a repeated finding.

    TIMES: at least ``count`` measurements pass; DAYS: on at least ``count`` different days; ANY is one time. With
    ``within``, only measurements dated no earlier count: those whose ``date + within`` is as-of or later.
    """

    kind: UseKind
    count: int = 1
    within: Duration | None = None


class Since(NamedTuple):
    """A time condition: only what was measured ``duration`` after the date in ``finding``, or later, is evidence.

    A measurement without a date answers the question as it was put. ``name`` is that of the finding.
    """

    finding: str
    duration: Duration
    name: Text

    @property
    def lasts(self) -> bool:
        """Whether some time has to pass: without, what was measured on the date itself counts."""
        return self.duration != Duration(0, 0)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One atomic test of one finding, numbered as in the manual. ``use`` is ``None`` for a single finding.

    ``since`` is the time condition of a single one, ``None`` if it has none.
    """

    id: str
    finding: str
    test: TypedTest
    use: Use | None
    points: int
    clause: Clause
    anomalies: tuple[str, ...]
    position: Position
    since: Since | None = None
    cells: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)
    """Where the cells of its row stand, by the column's name."""
    site: str = ""
    """The one of the entry's sites at which it is judged; empty if it is the person's."""

    def at(self, column: str) -> Position:
        """Return the place of the cell of ``column``; of the row where there is no such cell."""
        return self.cells.get(column, self.position)


class NeedsKind(Enum):
    """How many members a group needs; the value is the word of the table."""

    ALL = "全部"
    ANY = "任一"
    AT_LEAST = "至少"
    SCORE = "合计"
    NONE = "均无"


@dataclass(frozen=True, slots=True)
class Needs:
    """ALL, ANY and NONE of the members; AT_LEAST ``amount`` of them; SCORE: points sum to ``amount`` or more.

    In a score, each member is an item: a criterion brings its points when true, a group the best points among its own
    true members.
    """

    kind: NeedsKind
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of composing a group: its needs and members, under the switch's ``reading`` (empty: always).

    ``name`` is what the group is called so composed; may be empty.
    """

    reading: str
    needs: Needs
    members: tuple[str, ...]
    clause: Clause
    position: Position
    name: str = ""
    cells: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)
    """Where the cells of its row stand, by the column's name."""

    def at(self, column: str) -> Position:
        """Return the place of the cell of ``column``; of the row where there is no such cell."""
        return self.cells.get(column, self.position)


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria and groups composed. With a ``switch`` there is one variant for each of its readings, else just one.

    A group whose id begins with ``R`` is a route, with ``X`` an exclusion, with ``E`` an ending event.
    """

    id: str
    switch: str
    variants: tuple[Variant, ...]
    anomalies: tuple[str, ...]
    site: str = ""
    """The one of the entry's sites at which it is judged; empty if it is the person's."""

    @property
    def is_route(self) -> bool:
        """Whether the group suffices for the entry."""
        return self.id.startswith("R")

    @property
    def is_exclusion(self) -> bool:
        """Whether the group excludes the entry."""
        return self.id.startswith("X") and not self.site

    @property
    def excludes_site(self) -> bool:
        """Whether the group excludes one site of the entry: it stands in the routes of that site."""
        return self.id.startswith("X") and bool(self.site)

    @property
    def is_ending(self) -> bool:
        """Whether the group ends a recognition that exists, and has no say when one is applied for."""
        return self.id.startswith("E")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a switch."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an authority has decided: the reading of a switch, or the figure of a term the source does not give.

    ``subject`` is the switch or the term's name, ``taken`` the reading or the figure as written; ``number`` that of the
    document, ``dated`` its date. In force from ``effective_from`` inclusive until ``effective_until`` exclusive.
    """

    subject: str
    taken: str
    decided_by: str
    number: str
    dated: date
    effective_from: date | None
    effective_until: date | None
    position: Position

    def in_force(self, day: date | None) -> bool:
        """Whether it holds on ``day`` (``None``: before any date)."""
        return is_valid(day, self.effective_from, self.effective_until)


@dataclass(frozen=True, slots=True)
class Switch:
    """A place where the source leaves room. ``default`` is the reading in force, ``None`` if it leaves it open.

    ``ruling`` is what put that reading in force, if an authority has decided; ``is_assumed`` that a request did.
    """

    name: str
    readings: tuple[Reading, ...]
    default: str | None
    anomaly: str
    reason: str
    ruling: Ruling | None = None
    is_assumed: bool = False

    def assuming(self, reading: str) -> "Switch":
        """Return the switch with ``reading`` put in force by a request."""
        return replace(self, default=reading, ruling=None, is_assumed=True)


@dataclass(frozen=True, slots=True)
class Document:
    """A document to hand in; ``only_if`` lists groups or criteria, one of which must hold for it to be needed."""

    id: str
    code: str
    name: Text
    issuer: str
    only_if: tuple[str, ...]
    clause: Clause
    anomalies: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A place where the source contradicts itself or is in doubt, with the reading taken."""

    id: str
    clause: Clause
    reading: Text
    alternative: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A disease entry (病种 or 亚类) in force from ``effective_from`` (inclusive) to ``effective_until`` (exclusive).

    ``criteria`` and ``groups`` keep the manual's order. ``review_months`` is ``None`` for 长期. The entry is met when
    one of its routes is and none of its exclusions. With ``in_review`` the question is whether a recognition that
    exists goes on: then an ending event counts as an exclusion. With ``sites`` it is judged once for each of them;
    ``as_written`` is the form of the tables, in which that has not been written out.
    """

    code: str
    aliases: tuple[str, ...]
    name: Text
    parent: str
    parent_name: str
    disease_class: str
    review_months: int | None
    review_basis: str
    ends_when: str
    clause: Clause
    anomalies: tuple[Anomaly, ...]
    criteria: Mapping[str, Criterion]
    groups: Mapping[str, Group]
    documents: tuple[Document, ...]
    switches: Mapping[str, Switch]
    effective_from: date | None
    effective_until: date | None
    position: Position
    in_review: bool = False
    sites: LevelSet | None = None
    written: "Entry | None" = field(default=None, compare=False, repr=False)
    cells: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)
    """Where the cells of its row stand, by the column's name."""

    def at(self, column: str) -> Position:
        """Return the place of the cell of ``column``; of the row where there is no such cell."""
        return self.cells.get(column, self.position)

    @property
    def as_written(self) -> "Entry":
        """The entry as its rows stand: the same, unless it is written out for each of its sites."""
        return self if self.written is None else self.written

    def for_review(self) -> "Entry":
        """Return the entry as it is asked of a recognition that exists."""
        return replace(self, in_review=True)

    def in_force(self, day: date) -> bool:
        """Whether the entry is judged on ``day``."""
        return is_valid(day, self.effective_from, self.effective_until)

    def composed(self, group: Group) -> Variant:
        """Return the composition of ``group`` that is shown: by the reading in force, or else by the first."""
        in_force = self.switches[group.switch].default if group.switch else None
        return next((each for each in group.variants if each.reading == in_force), group.variants[0])

    @property
    def criteria_in_force(self) -> frozenset[str]:
        """The criteria that the readings in force ask; of a switch left open those of every reading."""
        members = {
            group.id: {
                member
                for each in (group.variants if self._is_open(group) else (self.composed(group),))
                for member in each.members
            }
            for group in self.groups.values()
        }
        inside = {member for group in self.groups.values() for each in group.variants for member in each.members}
        reached: set[str] = set()
        waiting = self.groups.keys() - inside
        while waiting:
            reached |= waiting
            waiting = {member for node in waiting for member in members.get(node, ())} - reached
        return frozenset(reached & self.criteria.keys())

    def _is_open(self, group: Group) -> bool:
        return bool(group.switch) and self.switches[group.switch].default is None

    @property
    def routes(self) -> tuple[Group, ...]:
        """The routes, in the manual's order."""
        return tuple(group for group in self.groups.values() if group.is_route)

    @property
    def exclusions(self) -> tuple[Group, ...]:
        """The exclusions, in the manual's order; in a review with the ending events."""
        return tuple(
            group for group in self.groups.values() if group.is_exclusion or (self.in_review and group.is_ending)
        )

    @property
    def endings(self) -> tuple[Group, ...]:
        """The ending events, in the manual's order."""
        return tuple(group for group in self.groups.values() if group.is_ending)
