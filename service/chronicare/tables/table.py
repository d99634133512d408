"""A table as its author wrote it: headings, rows, cells, each cell knowing where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from chronicare.diagnostics import Position
from chronicare.tables.kind import ColumnSpec, Kind

TO_FILL_IN = "待填"
"""What stands where a value is still to be written; no cell can mean it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, trimmed, and its place. An absent or empty cell has the text ``""``."""

    text: str
    position: Position

    def __bool__(self) -> bool:
        """Whether anything is written in it."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings; ``cells`` is keyed by the column's name in its kind (not by the heading)."""

    position: Position
    cells: dict[str, Cell]

    def __getitem__(self, column: str) -> Cell:
        """Return the cell of ``column``; an optional column the file leaves out reads as empty."""
        found = self.cells.get(column)
        return found if found is not None else Cell("", self.position)

    @property
    def places(self) -> dict[str, Position]:
        """Where its cells stand, by the column's name."""
        return {name: cell.position for name, cell in self.cells.items()}

    def text(self, column: str) -> str:
        """Return the text of ``column``."""
        return self[column].text


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one ``kind``, read from ``file``; ``document`` names the source its rows cite by default.

    A decision table has a ``name``, a hit policy (``hit``, as the manifest writes it) and columns of its ``own``, in
    the author's order. ``layer`` is the folder it stands in.
    """

    kind: Kind
    file: str
    rows: tuple[Row, ...]
    document: str = ""
    own: tuple[ColumnSpec, ...] = ()
    name: str = ""
    hit: str = ""
    layer: str = ""

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows in order."""
        return iter(self.rows)
