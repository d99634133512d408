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


def append_row(data: bytes, cells: Sequence[str]) -> bytes:
    """Return ``data``, which is UTF-8, with a row of ``cells`` after the last, its line ended as the others are."""
    whole = data.decode("utf-8")
    end = "\n" if "\n" in whole and "\r\n" not in whole else "\r\n"
    before = "" if not whole or whole.endswith(("\n", "\r")) else end
    return (whole + before + ",".join(map(quoted, cells)) + end).encode("utf-8")
