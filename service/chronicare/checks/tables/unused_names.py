"""Tells findings and terms of an area that none of its tables names: left over, or meant where another is written."""

from collections.abc import Iterator

from chronicare.compiler.common_cells import split_list
from chronicare.diagnostics import WITHOUT_ROW, Code, Diagnostics, Mending, Text
from chronicare.formats.spreadsheet_damage import PROSE_COLUMNS
from chronicare.tables import Row, RuleFolder, Table
from chronicare.tables.kinds import FINDINGS, TERMS

_VOCABULARY = (FINDINGS.name, TERMS.name)
_NAMES = ("code", "name", "aliases")
_SENTENCES = PROSE_COLUMNS | {"source", "name_en"}


def check_unused(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Warn of each finding or term that the area has itself and names nowhere else; what layers have is shared.

    A name counts wherever it is part of a cell that is no sentence: rather none is told than one that is used.
    """
    own = folder.manifest.folder
    vocabulary = [table for table in folder.tables if table.kind.name in _VOCABULARY]
    others = [table for table in folder.tables if table.kind.name not in _VOCABULARY]
    elsewhere = "\n".join(text for table in others for text in _said(table))
    for row in (row for table in vocabulary if table.layer == own for row in table):
        names = _names(row)
        beside = (other for table in vocabulary for other in table if other is not row)
        if any(name in elsewhere for name in names) or any(_names_one(other, names) for other in beside):
            continue
        title = row.text("name") or row.text("code")
        diagnostics.add(
            Code.NAME_NOT_USED,
            row["name"].position if row["name"] else row.position,
            Text(f"没有一张表用到「{title}」", f"no table names {title!r}"),
            Mending(
                "写错了名字的，改正用它的那一格；多余的，删去这一行",
                "mend the cell that means it, or delete the row",
                WITHOUT_ROW,
            ),
        )


def _names(row: Row) -> list[str]:
    words = [row.text("code"), row.text("name"), *split_list(row.text("aliases"))]
    return [each for each in words if each]


def _said(table: Table) -> Iterator[str]:
    yield from (column.name for column in table.own)
    for row in table:
        yield from (cell.text for name, cell in row.cells.items() if cell and name not in _SENTENCES)


def _names_one(row: Row, names: list[str]) -> bool:
    """Whether a row of the vocabulary names one of ``names`` beside its own."""
    said = (cell.text for column, cell in row.cells.items() if column not in _NAMES and column not in _SENTENCES)
    return any(name in text for text in said for name in names)
