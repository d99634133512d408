"""The small sidecar of a rule folder: what the folder is, when it holds, which documents and tables it has."""

from dataclasses import dataclass
from datetime import date

from chronicare.diagnostics import Position, Text
from chronicare.tables.kind import Kind
from chronicare.tables.table import Cell, Row, Table

TIME_ZONE = "Asia/Shanghai"
"""The time zone of an area whose manifest names none: all of China has one."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document the rows cite: its id in the tables, title, publisher, edition and SHA-256 of its text.

    Without a digest, ``sha256`` empty, nothing can be proved of it, and nothing is published.
    """

    id: str
    title: str
    publisher: str
    edition: str
    sha256: str
    position: Position


@dataclass(frozen=True, slots=True)
class Manifest:
    """The sidecar. ``area`` is the 6-digit GB/T 2260 code, empty for a layer: a folder that areas extend.

    ``extends`` names the folder below, whose rules hold here too where this one says nothing else, but for the tables
    that ``omit`` names; without ``extends`` there is none.

    ``effective_from`` is inclusive, ``effective_until`` exclusive. ``unknown_words`` are what people write for
    "not known" (未做, 不详 …). ``time_zone`` is the IANA name of the zone whose day is today in the area.
    ``benefit_year`` are the month and day on which its benefit year begins.
    """

    file: str
    area: str
    name: Text
    version: str
    effective_from: date | None
    effective_until: date | None
    documents: tuple[SourceDocument, ...]
    unknown_words: tuple[str, ...]
    time_zone: str = TIME_ZONE
    benefit_year: tuple[int, int] = (1, 1)
    extends: Cell | None = None
    omit: tuple[Cell, ...] = ()

    @property
    def folder(self) -> str:
        """The folder the manifest stands in, as files are named; empty for a folder read alone."""
        return self.file.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class HiddenRow:
    """A row of a lower layer, of a table of ``kind``, that an upper one has taken out at ``position``."""

    kind: Kind
    row: Row
    position: Position

    @property
    def place(self) -> str:
        """The file and row that take it out, as told to authors: ``areas/x/levels.csv:7``."""
        return f"{self.position.file}:{self.position.row}"


@dataclass(frozen=True, slots=True)
class RuleFolder:
    """A folder of rules as read, or what holds in it with the layers below: its manifest and its tables.

    ``hidden`` are the rows of lower layers that it takes out, each where it says so.
    """

    manifest: Manifest
    tables: tuple[Table, ...]
    hidden: tuple[HiddenRow, ...] = ()

    def of_kind(self, kind: str) -> tuple[Table, ...]:
        """Return the tables of ``kind`` and of its varieties, in their order."""
        return tuple(table for table in self.tables if kind in (table.kind.name, table.kind.variety_of))
