"""What has changed since an edition was signed, row by row and cell by cell, with what stood there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from chronicare.diagnostics import Position
from chronicare.formats.csv_table import columns_in_order
from chronicare.tables import INPUT, OUTPUT, Row, RuleFolder, Table

_ALIKE = 0.5
"""Of the cells of two rows, how many must agree for one to be called a change of the other."""
_NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that says something else: its heading, what stood there, what stands there."""

    heading: str
    before: str
    after: str

    @property
    def text(self) -> str:
        """The change on a line."""
        return f"{self.heading}：{self.before or _NOTHING} → {self.after or _NOTHING}"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is not as it was signed; one without ``cells`` is new."""

    position: Position
    cells: tuple[CellChange, ...]

    @property
    def text(self) -> str:
        """What has changed, on a line."""
        return "；".join(each.text for each in self.cells) if self.cells else "新增的一行"


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table that is not as it was signed: its rows that are changed or new, and what the rows said that are gone."""

    title: str
    file: str
    rows: tuple[RowChange, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedEdition:
    """An edition that was signed, called ``name``, and how today's tables differ from it."""

    name: str
    tables: tuple[TableChange, ...]

    def change_of(self, position: Position) -> RowChange | None:
        """Return how the row at ``position`` has changed; ``None`` if it has not."""
        for table in self.tables:
            if table.file == position.file:
                return next((each for each in table.rows if each.position.row == position.row), None)
        return None

    def removed_from(self, file: str) -> tuple[str, ...]:
        """Return what the rows said that ``file`` no longer has."""
        return next((each.removed for each in self.tables if each.file == file), ())


def compare_with_signed(name: str, signed: RuleFolder, now: RuleFolder) -> SignedEdition:
    """Return how ``now`` differs from the edition ``signed``, which is called ``name``."""
    before, after = _by_file(signed), _by_file(now)
    changes = [_of_file(before.get(file), after.get(file)) for file in dict.fromkeys((*after, *before))]
    return SignedEdition(name, tuple(each for each in changes if each.rows or each.removed))


def _by_file(folder: RuleFolder) -> Mapping[str, Table]:
    """Return the tables by file, each with all its rows: where layers are laid over each other one comes in pieces."""
    tables: dict[str, Table] = {}
    rows: dict[str, dict[int, Row]] = {}
    for table in folder.tables:
        for row in table:
            tables.setdefault(row.position.file, table)
            rows.setdefault(row.position.file, {})[row.position.row] = row
    return {
        file: replace(table, file=file, rows=tuple(row for _, row in sorted(rows[file].items())))
        for file, table in tables.items()
    }


def _title(table: Table) -> str:
    return table.name or table.kind.title


def _of_file(before: Table | None, now: Table | None) -> TableChange:
    table = now or before
    assert table is not None  # noqa: S101 - a file that is in neither is not asked about
    old = list(before) if before is not None else []
    new = list(now) if now is not None else []
    pairs = dict(_pairs([_texts(each) for each in old], [_texts(each) for each in new]))
    headings = _headings(table) | (_headings(before) if before is not None else {})
    rows = []
    for place, row in enumerate(new):
        was = old[pairs[place]] if place in pairs else None
        if was is None:
            rows.append(RowChange(row.position, ()))
        elif cells := tuple(_cells(was, row, headings)):
            rows.append(RowChange(row.position, cells))
    kept = set(pairs.values())
    return TableChange(
        _title(table), table.file, tuple(rows), tuple(_said(row) for place, row in enumerate(old) if place not in kept)
    )


def _cells(before: Row, row: Row, headings: Mapping[str, str]) -> Iterator[CellChange]:
    for name, heading in headings.items():
        if before.text(name) != row.text(name):
            yield CellChange(heading, before.text(name), row.text(name))


def _headings(table: Table) -> dict[str, str]:
    return {
        each.name: each.heading.removeprefix(INPUT).removeprefix(OUTPUT)
        for each in columns_in_order(table.kind, table.own)
    }


def _texts(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, cell.text) for name, cell in row.cells.items() if cell))


def _said(row: Row) -> str:
    return "，".join(cell.text for cell in row.cells.values() if cell)


_Texts = tuple[tuple[str, str], ...]


def _pairs(old: Sequence[_Texts], new: Sequence[_Texts]) -> Iterator[tuple[int, int]]:
    """Yield which row of ``new`` is which of ``old``: the same, wherever it stands, or else the one most like it.

    Only a row between the same neighbours is likened to another.
    """
    open_blocks: list[tuple[range, range]] = []
    for tag, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(j, m), range(i, k), strict=True)
        else:
            open_blocks.append((range(i, k), range(j, m)))
    found: dict[int, int] = {}
    left = {place: old[place] for block, _ in open_blocks for place in block}
    for _, block in open_blocks:
        for place in block:
            same = next((each for each, texts in left.items() if texts == new[place]), None)
            if same is not None:
                found[place] = same
                del left[same]
    for before, after in open_blocks:
        for place in after:
            near = [each for each in before if each in left]
            like = max(near, key=lambda each: _likeness(old[each], new[place]), default=None)
            if place not in found and like is not None and _likeness(old[like], new[place]) >= _ALIKE:
                found[place] = like
                del left[like]
    yield from found.items()


def _likeness(one: _Texts, other: _Texts) -> float:
    """Return how much of what either row says both say."""
    return len(set(one) & set(other)) / max(len({name for name, _ in (*one, *other)}), 1)
