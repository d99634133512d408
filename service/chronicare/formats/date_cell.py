"""Reads the dates people and spreadsheets write: ``2025-11-01``, ``2025/11/1``, ``2025年11月1日``."""

import re
import unicodedata
from datetime import date, timedelta

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.tables import Cell

_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
)
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00)?$")
_SERIAL = re.compile(r"\d{5}")
_SERIAL_DAY_0 = date(1899, 12, 30)

WRITE_DATES = Text("日期写成 2025-11-01", "write a date as 2025-11-01")


def parse_date(text: str) -> date | None:
    """Return the date written in ``text`` (year first; midnight may follow, as spreadsheets add it), or ``None``."""
    plain = unicodedata.normalize("NFKC", text).strip()
    written = _DATE.fullmatch(_MIDNIGHT.sub("", plain))
    if written is None:
        return None
    year, month, day = (int(part) for part in written.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


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
