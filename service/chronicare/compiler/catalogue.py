"""The diseases of an area: those of its catalogue, which may name some that it does not recognise, and its entries."""

from chronicare.cells.types import Level
from chronicare.compiler.common_cells import split_list, text_of
from chronicare.diagnostics import Text
from chronicare.tables import Row, RuleFolder

ALL_ENTRIES = "*"
"""Written in the 病种 column of documents that every entry needs."""


def disease_levels(folder: RuleFolder) -> tuple[Level, ...]:
    """Return the diseases of an area, each once: those of its catalogue, and its entries that can be recognised.

    A disease that has kinds, or an entry that is the parent of others, is none of them. A code that criteria or groups
    name and no entry has is told there: it is no further mistake in a decision table.
    """
    rows = [*diseases_of(folder), *(row for table in folder.of_kind("entries") for row in table)]
    parents = {row.text("parent") for row in rows}
    levels = {
        row.text("code"): Level(
            row.text("code"),
            text_of(row),
            split_list(row.text("aliases")),
        )
        for row in rows
        if row.text("code") not in parents
    }
    known = {name for row in rows for name in (row.text("code"), *split_list(row.text("aliases")))} | parents
    for kind in ("criteria", "groups"):
        for row in (row for table in folder.of_kind(kind) for row in table):
            for code in split_list(row.text("entries")):
                if code not in known and code != ALL_ENTRIES:
                    levels.setdefault(code, Level(code, Text(code, code), ()))
    return tuple(levels.values())


def diseases_of(folder: RuleFolder) -> tuple[Row, ...]:
    """Return the rows of the catalogue that an area has made its own: those of its own table.

    An area that says nothing of diseases, neither in a catalogue of its own nor in entries, has all there are.
    """
    tables = folder.of_kind("diseases")
    own = [table for table in tables if table.layer == folder.manifest.folder]
    taken = own if own or folder.of_kind("entries") else tables
    return tuple(row for table in taken for row in table)
