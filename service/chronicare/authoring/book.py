"""The rule set as a book: for each entry the manual's words beside the rows, the logic as a tree, documents, doubts.

A policy officer reads it against the manual and signs it page by page. Written as one self-contained HTML page, or as
Markdown for keeping beside the tables.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from chronicare.application.release import Release
from chronicare.diagnostics import Language
from chronicare.program.entry import Anomaly, Clause, Document, Entry, Switch, Variant
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.phrases import criterion_text, needs_text
from chronicare.tables import SourceDocument

_HTML = "book.html.j2"
_MARKDOWN = "book.md.j2"


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row of the tables: its number, what it asks, and the words it rests on."""

    id: str
    asked: str
    points: int
    clause: Clause
    anomalies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node of the logic, with what is below it; ``reading`` names the switch's reading it stands under."""

    id: str
    text: str
    reading: str
    below: "tuple[TreeNode, ...]"

    def lines(self, indent: str = "", last: str = "") -> Iterator[str]:
        """Write the tree with box-drawing characters, a line for each node."""
        reading = f"〔{self.reading}〕" if self.reading else ""
        yield f"{indent}{last}{self.id} {self.text}{reading}"
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


def write_html(release: Release, documents: Sequence[SourceDocument]) -> str:
    """Return the book as one self-contained HTML page."""
    return _render(_HTML, release, documents, autoescape=True)


def write_markdown(release: Release, documents: Sequence[SourceDocument]) -> str:
    """Return the book as Markdown."""
    return _render(_MARKDOWN, release, documents, autoescape=False)


def _render(template: str, release: Release, documents: Sequence[SourceDocument], *, autoescape: bool) -> str:
    environment = Environment(
        loader=PackageLoader("chronicare.authoring", "."),
        autoescape=autoescape,  # noqa: S701 - Markdown is not HTML; the page is written with it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    entries = [_entry(decider.entry, release.vocabulary) for decider in release.deciders]
    return environment.get_template(template).render(release=release, documents=documents, entries=entries)


def _entry(entry: Entry, vocabulary: Vocabulary) -> BookEntry:
    return BookEntry(
        entry,
        tuple(
            BookRow(each.id, criterion_text(each, vocabulary, Language.ZH), each.points, each.clause, each.anomalies)
            for each in entry.criteria.values()
        ),
        tuple(_compositions(entry)),
        tuple(_trees(entry, vocabulary)),
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
            )


def _trees(entry: Entry, vocabulary: Vocabulary) -> Iterator[TreeNode]:
    for group in (*entry.routes, *entry.exclusions, *entry.endings):
        yield from _group_trees(entry, group.id, vocabulary)


def _group_trees(entry: Entry, name: str, vocabulary: Vocabulary) -> Iterator[TreeNode]:
    """Yield a tree for each reading of the group ``name``, or one if it has none."""
    group = entry.groups[name]
    default = entry.switches[group.switch].default if group.switch else ""
    for variant in group.variants:
        taken = (
            ""
            if not variant.reading
            else "，采用"
            if variant.reading == default
            else "，另一读法"
            if default
            else "，未定"
        )
        yield TreeNode(
            name,
            _needs(variant) + (f"（{group.name}）" if group.name else ""),
            f"{variant.reading}{taken}",
            tuple(node for member in variant.members for node in _nodes(entry, member, vocabulary)),
        )


def _nodes(entry: Entry, name: str, vocabulary: Vocabulary) -> Iterable[TreeNode]:
    criterion = entry.criteria.get(name)
    if criterion is None:
        return _group_trees(entry, name, vocabulary)
    points = f"（{criterion.points} 分）" if criterion.points else ""
    return [TreeNode(name, criterion_text(criterion, vocabulary, Language.ZH) + points, "", ())]


def _needs(variant: Variant) -> str:
    return needs_text(variant.needs, Language.ZH)
