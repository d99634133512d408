"""What a kind of table is, and a column of one. The heading is what the author sees in the spreadsheet."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: its ``name`` in code, its Chinese ``heading``, whether each row must fill it."""

    name: str
    heading: str
    required: bool = False
    separator: str = ""
    """Not empty: the cell is a list, written with this separator (``；`` and ``、`` are read as well)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its ``name`` in code, what it is for, and its columns in order.

    ``purpose`` begins with what authors call the kind, up to the colon.
    """

    name: str
    purpose: str
    columns: tuple[ColumnSpec, ...]
    prefixes: tuple[str, ...] = ()
    """What the heading of a column of the author's own begins with; empty: the kind has none."""
    is_named: bool = False
    """Whether a table of the kind has a name of its own beside its file's."""
    keys: tuple[str, ...] = ()
    """The columns by which a row is the same as one of a lower layer, whose empty cells it then takes over.

    Only these are required of each row as read; the other required columns of the row that comes of it.
    """
    for_areas: bool = False
    """Whether only areas have tables of the kind, and no layer."""
    has_hit_policy: bool = False
    own_after: str = ""
    """The column after which those of the author's own stand."""
    continued_by: str = ""
    """A row with the same cell in this column as the row above goes on from it: its empty cells are as above."""
    variety_of: str = ""
    """The kind that it is a variety of: whatever is said of that one's tables is said of its own too."""

    @property
    def title(self) -> str:
        """What authors call the kind: 决策表."""
        return self.purpose.partition("：")[0]

    @property
    def family(self) -> str:
        """The name of the kind that it is a variety of, or its own."""
        return self.variety_of or self.name

    def column(self, name: str) -> ColumnSpec:
        """Return the column called ``name``."""
        return next(column for column in self.columns if column.name == name)

    def requires(self, column: ColumnSpec) -> bool:
        """Whether each row as read must fill ``column``, whatever a lower layer has."""
        return column.required and (not self.keys or column.name in self.keys)

    def own_column(self, heading: str) -> ColumnSpec | None:
        """Return the column of the author's own that ``heading`` makes, its name the canonical heading."""
        folded = unicodedata.normalize("NFKC", heading).strip()
        for prefix in self.prefixes:
            word = folded.removeprefix(unicodedata.normalize("NFKC", prefix))
            if word != folded and word.strip():
                name = f"{prefix}{word.strip()}"
                return ColumnSpec(name, name)
        return None
