"""Reads the dates in cells, as people and spreadsheets write them."""

import re
from datetime import date, timedelta

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.tables import Cell
from chronicare.tables.written_date import parse_date

_SERIAL = re.compile(r"\d{5}")
_SERIAL_DAY_0 = date(1899, 12, 30)

WRITE_DATES = Text("日期写成 2025-11-01", "write a date as 2025-11-01")


def read_date_cell(cell: Cell, diagnostics: Diagnostics) -> date | None:
    """Return the date in ``cell``; ``None`` if the cell is empty, or unreadable (told in ``diagnostics``).

    A spreadsheet's day number and a date without its year are refused, naming what they probably were.
    """
    if not cell:
        return None
    read = parse_date(cell.text)
    if read is None:
        hint = WRITE_DATES
        if _SERIAL.fullmatch(cell.text):
            day = (_SERIAL_DAY_0 + timedelta(days=int(cell.text))).isoformat()
            hint = Text(f"像是表格软件的日期序号，应写 {day}", f"looks like a spreadsheet's day number: write {day}")
        diagnostics.add(
            Code.BAD_DATES, cell.position, Text(f"「{cell.text}」不是日期", f"'{cell.text}' is not a date"), hint
        )
    return read
