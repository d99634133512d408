"""The bytes of a workbook become sheets of cells, each knowing what it is a sheet of."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chronicare.authoring.workbook.layout import CHOICES, CONTENTS, ORIGINALS
from chronicare.authoring.workbook.marks import Mark, read_digests, read_mark
from chronicare.authoring.workbook.typed_cells import EMPTY, TypedCell, read_cell
from chronicare.diagnostics import Code, Diagnostics, Position, Text

MAX_BYTES = 32 * 1024 * 1024
"""Of a workbook, and of all that is packed in it eight times as much; a larger one is refused unread."""
_MAX_UNPACKED = 8 * MAX_BYTES
_MAX_ROWS, _MAX_COLUMNS = 20_000, 200
_MARKED_WITHIN = 12
"""Rows from the top in which a sheet says what it is a sheet of."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SAVE_AS_XLSX = Text("在 Excel 或 WPS 里另存为「Excel 工作簿（*.xlsx）」", "save it as an Excel workbook (*.xlsx)")


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells made one, from the first row and column to the last."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: ``where`` messages place it, what it is of, and its cells that are not empty by row and column."""

    where: str
    mark: Mark
    mark_row: int
    cells: Mapping[tuple[int, int], TypedCell]
    merged: tuple[Merged, ...]
    remarks: tuple[tuple[int, int], ...]
    """The cells that somebody has commented on."""
    written_out: Mapping[int, str]
    """The digests of the rows that were written out, by their numbers in the file; empty if they are lost."""

    @property
    def last_row(self) -> int:
        """The last row that has anything."""
        return max((row for row, _ in self.cells), default=0)

    def row(self, number: int) -> list[TypedCell]:
        """Return the cells of a row, up to the last column that has anything in any row."""
        last = max((column for _, column in self.cells), default=0)
        return [self.cells.get((number, column), EMPTY) for column in range(1, last + 1)]


def read_book(data: bytes, name: str, diagnostics: Diagnostics) -> list[Sheet]:
    """Return the sheets of the workbook ``data``, called ``name``, that are of a table; others are told."""
    where = Position(name)
    problem = _foreign(data)
    if problem is not None:
        diagnostics.add(Code.BROKEN_WORKBOOK, where, problem, _SAVE_AS_XLSX)
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
        if len(data) > MAX_BYTES or unpacked > _MAX_UNPACKED:
            message = Text("工作簿太大", "the workbook is too large")
            diagnostics.add(Code.FILE_TOO_LARGE, where, message, Text("删去图片和多余的行列", "remove what is surplus"))
            return []
        book = load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as error:  # noqa: BLE001 - whatever the library meets in a broken file
        message = Text(f"工作簿读不出（{error}）", f"the workbook cannot be read: {error}")
        diagnostics.add(Code.BROKEN_WORKBOOK, where, message, _SAVE_AS_XLSX)
        return []
    originals = next((each for each in book.worksheets if each.title == ORIGINALS), None)
    lines: dict[int, list[str]] = {}
    for (row, _), text in sorted((_cells(originals, name, diagnostics) or {}).items()) if originals else ():
        lines.setdefault(row, []).append(text.text)
    return list(_sheets(book.worksheets, name, read_digests(lines.values()), diagnostics))


def _foreign(data: bytes) -> Text | None:
    if data.startswith(_ZIP):
        return None
    if data.startswith(_OLE):
        return Text("是旧式工作簿（xls、et），或设了打开密码", "an old workbook (xls, et), or one with a password")
    return Text("不是工作簿", "not a workbook")


def _sheets(
    sheets: Iterable[Worksheet], name: str, digests: Mapping[str, Mapping[int, str]], diagnostics: Diagnostics
) -> Iterator[Sheet]:
    for sheet in sheets:
        where = f"{name} {sheet.title}"
        cells = _cells(sheet, where, diagnostics)
        if cells is None:
            continue
        found = [
            (mark, row)
            for (row, _), cell in sorted(cells.items())
            if row <= _MARKED_WITHIN and (mark := read_mark(cell.text)) is not None
        ]
        if found:
            mark, row = found[0]
            merged = [Merged(each.min_row, each.max_row, each.min_col, each.max_col) for each in sheet.merged_cells]
            remarks = [place for place, cell in sheet._cells.items() if getattr(cell, "comment", None)]  # noqa: SLF001
            written_out = digests.get(mark.file, {})
            yield Sheet(where, mark, row, cells, tuple(merged), tuple(sorted(remarks)), written_out)
        elif cells and sheet.title not in (CONTENTS, CHOICES, ORIGINALS):
            diagnostics.add(
                Code.NOT_IMPORTED,
                Position(where),
                Text("这张工作表没有导入：不知道是哪一张表", "this sheet is not imported: it is of no table"),
                Text(
                    "要新增一张表：复制一张同类的工作表，改第 2 行的文件名，并在 tables.csv 的表里加一行",
                    "to add a table copy a sheet like it, change the file in its row 2, and list it in tables.csv",
                ),
            )


def _cells(sheet: Worksheet, where: str, diagnostics: Diagnostics) -> dict[tuple[int, int], TypedCell] | None:
    """Return the cells that have anything; ``None``, told, if they stand too far out for a table."""
    cells = {}
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 - any other way makes cells where there are none
        read = read_cell(cell)
        if not read.text:
            continue
        if row > _MAX_ROWS or column > _MAX_COLUMNS:
            diagnostics.add(
                Code.FILE_TOO_LARGE,
                Position(where, row, column),
                Text("这一格太远，不像在表里", "this cell is too far out to be in a table"),
                Text("清空它，或删去多余的行列", "empty it, or delete the surplus rows and columns"),
            )
            return None
        cells[row, column] = read
    return cells
