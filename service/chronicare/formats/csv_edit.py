"""One cell of a CSV file written anew, or a row added, every other byte left as it is."""

from collections.abc import Sequence

from chronicare.formats.csv_records import cell_spans
from chronicare.formats.csv_table import quoted


def replace_cell(data: bytes, row: int, column: int, text: str) -> bytes:
    """Return ``data``, which is UTF-8, with ``text`` in a cell; row and column count from 1 as in a spreadsheet.

    A row that ends before the column is filled up to it. Raises LookupError if there is no such row.
    """
    whole = data.decode("utf-8")
    rows = cell_spans(whole)
    if not 1 <= row <= len(rows) or column < 1:
        raise LookupError(f"there is no row {row}")
    cells = rows[row - 1]
    if column <= len(cells):
        start, end = cells[column - 1]
        written = quoted(text)
    else:
        start = end = cells[-1][1]
        written = "," * (column - len(cells)) + quoted(text)
    return (whole[:start] + written + whole[end:]).encode("utf-8")


def copy_row(data: bytes, row: int) -> bytes:
    """Return ``data``, which is UTF-8, with ``row`` once more below itself. Raises LookupError if there is none."""
    whole, start, end = _row(data, row)
    line = whole[start:end]
    return (whole[:end] + (line if line.endswith(("\n", "\r")) else _end_of(whole) + line) + whole[end:]).encode(
        "utf-8"
    )


def delete_row(data: bytes, row: int) -> bytes:
    """Return ``data``, which is UTF-8, without ``row``. Raises LookupError if there is none."""
    whole, start, end = _row(data, row)
    return (whole[:start] + whole[end:]).encode("utf-8")


def _row(data: bytes, row: int) -> tuple[str, int, int]:
    """Return the text, and where in it a row begins and, the end of its line included, ends."""
    whole = data.decode("utf-8")
    rows = cell_spans(whole)
    if not 1 <= row <= len(rows):
        raise LookupError(f"there is no row {row}")
    end = rows[row - 1][-1][1]
    return whole, rows[row - 1][0][0], end + (2 if whole.startswith("\r\n", end) else min(1, len(whole) - end))


def _end_of(whole: str) -> str:
    """Return what the lines of a file end with."""
    return "\n" if "\n" in whole and "\r\n" not in whole else "\r\n"


def append_row(data: bytes, cells: Sequence[str]) -> bytes:
    """Return ``data``, which is UTF-8, with a row of ``cells`` after the last, its line ended as the others are."""
    whole = data.decode("utf-8")
    end = _end_of(whole)
    before = "" if not whole or whole.endswith(("\n", "\r")) else end
    return (whole + before + ",".join(map(quoted, cells)) + end).encode("utf-8")
