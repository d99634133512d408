"""Changes to tables as people say them, cell by cell and row by row, made into the files they would give.

Nothing is written here, and no file is touched but tables: what is not the name of one is refused.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chronicare.diagnostics import Code, DiagnosticError, Diagnostics, Position, Text
from chronicare.formats.csv_edit import append_row, replace_cell
from chronicare.formats.csv_records import split_records
from chronicare.formats.spelling import nearest

_LONG = 200
"""Characters of a name; what is longer is shown cut off."""
_NO_END = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class CellEdit:
    """``text`` in a cell: the table by the name of its file, the row as a spreadsheet counts it, the heading."""

    table: str
    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row below the last one of a table; ``cells`` by heading, what is not named stays empty."""

    table: str
    cells: Mapping[str, str]


def edited_files(edits: Sequence[CellEdit], rows: Sequence[NewRow], tables: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files that ``edits`` and ``rows`` change, as they would be; ``tables`` are all there are, by name.

    Raises DiagnosticError with everything that cannot be done.
    """
    diagnostics = Diagnostics()
    files: dict[str, bytes] = {}
    headings: dict[str, list[str]] = {}
    for name in dict.fromkeys((*(each.table for each in edits), *(each.table for each in rows))):
        data = tables.get(name)
        if data is None:
            message = Text(f"没有「{_shown(name)}」这张表", f"there is no table {_shown(name)!r}")
            like = nearest(name, tables) if len(name) < _LONG else None
            hint = (
                Text(f"是不是「{like}」？", f"did you mean {like!r}?")
                if like
                else Text("写表的文件名", "name its file")
            )
            diagnostics.add(Code.MISSING_FILE, Position(_shown(name)), message, hint)
            continue
        records = split_records(data.decode("utf-8-sig"), name, diagnostics)
        files[name], headings[name] = data, records[0] if records else []
    for edit in edits:
        if edit.table in files:
            column = _column(edit.column, headings[edit.table], Position(edit.table, edit.row), diagnostics)
            last = len(split_records(files[edit.table].decode("utf-8-sig"), edit.table, Diagnostics()))
            if not 1 < edit.row <= last:
                message = Text(f"没有第 {edit.row} 行", f"there is no row {edit.row}")
                hint = Text(f"有第 2 行到第 {last} 行", f"there are rows 2 to {last}")
                diagnostics.add(Code.BAD_FIELD, Position(edit.table, edit.row), message, hint)
            elif column:
                files[edit.table] = replace_cell(files[edit.table], edit.row, column, edit.text)
    for row in rows:
        if row.table in files:
            cells = [""] * len(headings[row.table])
            for heading, text in row.cells.items():
                column = _column(heading, headings[row.table], Position(row.table), diagnostics)
                if column:
                    cells[column - 1] = text
            files[row.table] = append_row(files[row.table], cells)
    if diagnostics.has_errors:
        raise DiagnosticError(diagnostics.sorted())
    return {name: data for name, data in files.items() if data != tables[name]}


def _shown(name: str) -> str:
    return name if len(name) < _LONG else f"{name[:_LONG]}…"


def _column(heading: str, headings: Sequence[str], where: Position, diagnostics: Diagnostics) -> int:
    """Return which column, from 1, stands under ``heading``; 0, told, if none does."""
    if heading in headings:
        return headings.index(heading) + 1
    message = Text(f"没有「{_shown(heading)}」这一列", f"there is no column {_shown(heading)!r}")
    there = Text(f"有 {'、'.join(headings)}", f"there are {', '.join(headings)}")
    diagnostics.add(Code.UNKNOWN_HEADING, where, message, there)
    return 0


def unified_diff(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Return the patch that makes ``after`` of ``before``, as ``git apply`` and ``patch -p1`` read it."""
    return "".join(line for name in sorted(after) for line in _of_file(name, before.get(name, b""), after[name]))


def _of_file(name: str, before: bytes, after: bytes) -> Iterable[str]:
    old, new = (each.decode("utf-8").splitlines(keepends=True) for each in (before, after))
    diff = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", n=1)
    for line in diff:
        yield line if line.endswith("\n") else f"{line}\n{_NO_END}"
