"""A table as it stands in its file, with what its folder's list says of it."""

import hashlib
from dataclasses import dataclass, replace

from chronicare.formats import write_table
from chronicare.tables import Kind, Row, Table


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table of a rule folder as written: no row filled from the row above, nothing taken from a lower layer.

    ``table.file`` is named from the rule directory on, and begins with the ``folder``.
    """

    folder: str
    table: Table

    @property
    def kind(self) -> Kind:
        """The kind of the table."""
        return self.table.kind

    @property
    def file(self) -> str:
        """The file, from the rule directory on."""
        return self.table.file

    @property
    def name_in_folder(self) -> str:
        """The file, from its folder on."""
        return self.table.file.removeprefix(f"{self.folder}/")

    @property
    def title(self) -> str:
        """What authors call it: its own name, or that of its kind."""
        return self.table.name or self.kind.title

    @property
    def columns(self) -> frozenset[str]:
        """The names of the columns its file has, though they be empty."""
        return frozenset(name for row in self.table for name in row.cells)

    @property
    def version(self) -> str:
        """Tells one content from another."""
        return version_of(self.table)


def version_of(table: Table) -> str:
    """Return what tells the content of ``table`` from any other: the beginning of a digest of its canonical form.

    Columns without content do not count.
    """
    rows = (Row(row.position, {name: cell for name, cell in row.cells.items() if cell}) for row in table)
    return hashlib.sha256(write_table(replace(table, rows=tuple(rows)))).hexdigest()[:12]


def digest_of(row: Row) -> str:
    """Return what tells the content of ``row`` from that of any other row of its table; empty cells do not count."""
    content = sorted((name, cell.text) for name, cell in row.cells.items() if cell)
    return hashlib.sha256(repr(content).encode()).hexdigest()[:12]
