"""The diseases of an area: those of its catalogue, which may name some that it does not recognise, and its entries."""

from collections.abc import Mapping
from dataclasses import replace

from chronicare.cells.types import Level
from chronicare.compiler.common_cells import split_list, text_of
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.tables import Cell, Row, RuleFolder, Table

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


def with_catalogue_names(folder: RuleFolder, diagnostics: Diagnostics) -> RuleFolder:
    """Return ``folder`` with what the catalogue says of its entries: name, aliases and parent, apart from criteria.

    An entry may call a disease otherwise; its aliases are known beside those of the catalogue. It has the parent that
    the catalogue gives where that is an entry too. An entry that neither gives a name is told.
    """
    catalogue = {row.text("code"): row for table in folder.of_kind("diseases") for row in table}
    codes = {row.text("code") for table in folder.of_kind("entries") for row in table}

    def named(row: Row) -> Row:
        known = catalogue.get(row.text("code"))
        if known is None:
            if not row["name"]:
                message = Text("没有写名称，病种目录里也没有", "there is no name, nor one in the catalogue of diseases")
                hint = Text("写名称，或在病种目录里加这个编码", "write one, or add the code to the catalogue")
                diagnostics.add(Code.EMPTY_REQUIRED_CELL, row["name"].position, message, hint)
            return row
        return Row(row.position, {**row.cells, **_taken_over(row, known, codes)})

    def completed(table: Table) -> Table:
        return replace(table, rows=tuple(map(named, table))) if table.kind.name == "entries" else table

    return replace(folder, tables=tuple(map(completed, folder.tables)))


def _taken_over(row: Row, known: Row, codes: set[str]) -> Mapping[str, Cell]:
    """Return the cells of an entry that the catalogue's row fills."""
    taken = {name: known[name] for name in ("name", "name_en") if not row[name] and known[name]}
    if not row["parent"] and known.text("parent") in codes:
        taken["parent"] = known["parent"]
    name = row.text("name") or known.text("name")
    names = (*split_list(row.text("aliases")), known.text("name"), *split_list(known.text("aliases")))
    aliases = [each for each in dict.fromkeys(names) if each != name]
    if aliases:
        taken["aliases"] = Cell(";".join(aliases), (row["aliases"] or known["code"]).position)
    return taken
