"""The page of a disease entry: the manual's words beside the rows, the logic as a tree, documents, doubts, benefits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chronicare.authoring.benefits.entries import EntryBenefits
from chronicare.authoring.reading_status import reading_status
from chronicare.diagnostics import Language, Position
from chronicare.program.entry import Anomaly, Clause, Document, Entry, Switch, Variant
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.criterion_wording import criterion_text, needs_text

AS_BEFORE = "各项见前"
"""What is said of a group whose members have been written before."""


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row of the tables: its number, what it asks, and the words it rests on."""

    id: str
    asked: str
    points: int
    clause: Clause
    anomalies: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node of the logic, with what is below it; ``reading`` names the switch's reading it stands under.

    What is below a group is written where the group stands first; ``is_again``: this is not the first place.
    """

    id: str
    text: str
    reading: str
    below: "tuple[TreeNode, ...]"
    is_again: bool = False

    def lines(self, indent: str = "", last: str = "") -> Iterator[str]:
        """Write the tree with box-drawing characters, a line for each node."""
        reading = f"〔{self.reading}〕" if self.reading else ""
        again = f"（{AS_BEFORE}）" if self.is_again else ""
        yield f"{indent}{last}{self.id} {self.text}{reading}{again}"
        inner = indent + ({"├─ ": "│  ", "└─ ": "   "}.get(last, ""))
        for place, node in enumerate(self.below):
            yield from node.lines(inner, "└─ " if place == len(self.below) - 1 else "├─ ")


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One entry of the book."""

    entry: Entry
    rows: tuple[BookRow, ...]
    compositions: tuple[BookRow, ...]
    trees: tuple[TreeNode, ...]
    benefits: EntryBenefits

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents it asks for."""
        return self.entry.documents

    @property
    def switches(self) -> tuple[Switch, ...]:
        """The points that can be read in more than one way."""
        return tuple(self.entry.switches.values())

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """The places of the source in doubt."""
        return self.entry.anomalies

    @property
    def review(self) -> str:
        """The review period in words."""
        months = self.entry.review_months
        return "长期" if months is None else f"每 {months} 个月"


def write_entry(entry: Entry, vocabulary: Vocabulary, benefits: EntryBenefits) -> BookEntry:
    """Write the page of ``entry``, on which its ``benefits`` stand as well."""
    return BookEntry(
        entry,
        tuple(
            BookRow(
                each.id,
                criterion_text(each, vocabulary, Language.ZH),
                each.points,
                each.clause,
                each.anomalies,
                each.position,
            )
            for each in entry.criteria.values()
        ),
        tuple(_compositions(entry)),
        tuple(_trees(entry, vocabulary)),
        benefits,
    )


def _compositions(entry: Entry) -> Iterator[BookRow]:
    for group in entry.groups.values():
        for variant in group.variants:
            reading = f"（读法「{variant.reading}」）" if variant.reading else ""
            yield BookRow(
                group.id,
                f"{_needs(variant)}：{'、'.join(variant.members)}{reading}",
                0,
                variant.clause,
                group.anomalies,
                variant.position,
            )


def _trees(entry: Entry, vocabulary: Vocabulary) -> Iterator[TreeNode]:
    written: set[str] = set()
    for group in (*entry.routes, *entry.exclusions, *entry.endings):
        yield from _group_trees(entry, group.id, vocabulary, written)


def _group_trees(entry: Entry, name: str, vocabulary: Vocabulary, written: set[str]) -> Iterator[TreeNode]:
    """Yield a tree for each reading of the group ``name``, or one if it has none; what is ``written`` only its name."""
    group = entry.groups[name]
    is_again = name in written
    written.add(name)
    for variant in group.variants:
        taken = f"，{reading_status(entry.switches[group.switch], variant.reading)}" if variant.reading else ""
        below = () if is_again else variant.members
        yield TreeNode(
            name,
            _needs(variant) + (f"（{variant.name}）" if variant.name else ""),
            f"{variant.reading}{taken}",
            tuple(node for member in below for node in _nodes(entry, member, vocabulary, written)),
            is_again,
        )


def _nodes(entry: Entry, name: str, vocabulary: Vocabulary, written: set[str]) -> Iterable[TreeNode]:
    criterion = entry.criteria.get(name)
    if criterion is None:
        return _group_trees(entry, name, vocabulary, written)
    points = f"（{criterion.points} 分）" if criterion.points else ""
    return [TreeNode(name, criterion_text(criterion, vocabulary, Language.ZH) + points, "", ())]


def _needs(variant: Variant) -> str:
    return needs_text(variant.needs, Language.ZH)
