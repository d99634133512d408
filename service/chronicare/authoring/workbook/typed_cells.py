"""What stands in a cell of a workbook, as text; what a spreadsheet program made of what was typed is undone if certain.

A workbook keeps what a cell was made: a number, a day, a time. That, how it is shown, and what the cell held before
tell more than a CSV file can. What was typed is certain where the old text, typed again, would become just what is
there, or where nothing else could have become it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.datetime import to_excel

from chronicare.authoring.workbook.escaping import unescaped
from chronicare.diagnostics import Text
from chronicare.formats.csv_records import trim_cell
from chronicare.formats.spreadsheet_damage import DATE_COLUMNS, ID_COLUMNS, PLACE_COLUMNS, PROSE_COLUMNS, spoiled
from chronicare.tables import INPUT, OUTPUT, ColumnSpec

_QUOTED = re.compile(r'"[^"]*"|\[(?!h|m|s)[^\]]*\]|\\.')
_ZEROS = re.compile(r"0{2,}")
_WHOLE = re.compile(r"-?\d+")
_RATIO = re.compile(r"(\d{1,4})[:：](\d{1,4})")
_LIKE_A_DAY = re.compile(r"\d{1,4}(?:[-/.年月]\d{1,2}){1,2}[日号]?")
_DIGITS = re.compile(r"\d+")
_PARENTHESES = re.compile(r"\((\d+)\)")
_MINUTES_A_DAY, _MINUTES_AN_HOUR = 1440, 60
_PRECISION = ".15g"
"""As many digits as a spreadsheet keeps."""


class Made(Enum):
    """What a spreadsheet program made of what was typed."""

    TEXT = "文字"
    NUMBER = "数"
    DAY = "日期"
    TIME = "时间"
    TRUTH = "逻辑值"
    ERROR = "错误值"
    FORMULA = "公式"


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A cell: its ``text`` as a CSV file would have it, what it was ``made``, and its number, of days for a day."""

    text: str
    made: Made = Made.TEXT
    number: Decimal = Decimal(0)
    day: date | None = None
    format: str = ""

    @property
    def shows_year(self) -> bool:
        """Whether the day is shown with its year."""
        return "y" in self.format or "e" in self.format


EMPTY = TypedCell("")


def read_cell(cell: Cell | MergedCell) -> TypedCell:
    """Return what stands in ``cell``."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return EMPTY
    if kind == "f":
        return TypedCell(f"={str(getattr(value, 'text', value)).removeprefix('=')}", Made.FORMULA)
    if kind == "e":
        return TypedCell(str(value), Made.ERROR)
    if isinstance(value, bool):
        return TypedCell(str(value).upper(), Made.TRUTH)
    shown = _QUOTED.sub("", cell.number_format or "").lower()
    if isinstance(value, (datetime, date, time, timedelta)):
        return _read_moment(value, shown)
    if isinstance(value, (int, float, Decimal)):
        return _read_number(Decimal(format(value, _PRECISION)), shown)
    return TypedCell(trim_cell(unescaped(str(value))))


def _read_number(number: Decimal, shown: str) -> TypedCell:
    text = f"{number:f}" if abs(number) < 10**15 else f"{number:E}"
    text = _without_zeros(text)
    if "%" in shown:
        text = f"{_without_zeros(f'{number * 100:f}')}%"
    elif _ZEROS.fullmatch(shown) and _WHOLE.fullmatch(text):
        text = text.zfill(len(shown))
    return TypedCell(text, Made.NUMBER, number, format=shown)


def _read_moment(value: datetime | date | time | timedelta, shown: str) -> TypedCell:
    serial = Decimal(format(to_excel(value), _PRECISION))  # type: ignore[no-untyped-call]
    minutes = round(serial * _MINUTES_A_DAY, 4)
    if isinstance(value, (time, timedelta)) or ("h" in shown and not re.search("[yd]", shown)):
        hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
        text = f"{hours:.0f}:{int(rest):02d}" + ("" if rest == int(rest) else f":{int((rest % 1) * 60):02d}")
        return TypedCell(text, Made.TIME, minutes, format=shown)
    day = value.date() if isinstance(value, datetime) else value
    cell = TypedCell("", Made.DAY, serial, day, shown)
    clock = "" if serial == int(serial) else f" {value:%H:%M:%S}"
    text = day.isoformat() if cell.shows_year else f"{day.month}月{day.day}日"
    return TypedCell(text + clock, Made.DAY, serial, day, shown)


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


@dataclass(frozen=True, slots=True)
class Mended:
    """What a cell says. ``was`` is not empty if that had to be found out; ``doubt`` says why it cannot be."""

    text: str
    was: str = ""
    doubt: Text | None = None


def mend(cell: TypedCell, column: ColumnSpec, before: str) -> Mended:
    """Return what ``cell`` of ``column`` says; ``before`` is what the same cell held when it was written out."""
    if cell.made is Made.TEXT:
        return Mended(cell.text)
    if before and _becomes(before, cell):
        return Mended(before, cell.text if cell.text != before else "")
    match cell.made:
        case Made.NUMBER:
            return _mend_number(cell, column)
        case Made.DAY:
            return _mend_day(cell, column)
        case Made.TIME if column.name not in PROSE_COLUMNS and _ratio_of_one(cell):
            return Mended(_ratio_of_one(cell), cell.text)
    return Mended(cell.text, doubt=_doubt(cell, column))


def _mend_number(cell: TypedCell, column: ColumnSpec) -> Mended:
    if "%" in cell.format or (cell.text.startswith("0") and _ZEROS.fullmatch(cell.format)):
        return Mended(cell.text, _without_zeros(f"{cell.number:f}"))
    if column.name in ID_COLUMNS and not _WHOLE.fullmatch(cell.text):
        zh, en = f"可能是 {cell.text}0 丢了末尾的 0", f"it may have been {cell.text}0"
        return Mended(cell.text, doubt=Text(zh + "，请按原稿重填", f"{en}: enter it again"))
    return Mended(cell.text)


def _mend_day(cell: TypedCell, column: ColumnSpec) -> Mended:
    is_whole = cell.number == int(cell.number)
    takes_days = column.name in DATE_COLUMNS or column.name.startswith((INPUT, OUTPUT))
    if is_whole and takes_days and cell.shows_year and cell.day is not None:
        return Mended(cell.text, f"{cell.day.year}年{cell.day.month}月{cell.day.day}日")
    if (
        is_whole
        and column.name in PLACE_COLUMNS
        and not cell.shows_year
        and cell.day is not None
        and "d" in cell.format
    ):
        return Mended(f"{cell.day.month}-{cell.day.day}", cell.text)
    return Mended(cell.text, doubt=_doubt(cell, column))


def _ratio_of_one(cell: TypedCell) -> str:
    """Return the titre that became this time: ``1:80`` is an hour and eighty minutes. Empty if none did."""
    rest = cell.number - _MINUTES_AN_HOUR
    return f"1:{rest:.0f}" if rest > 0 and rest == int(rest) else ""


def _doubt(cell: TypedCell, column: ColumnSpec) -> Text:
    known = spoiled(cell.text, column)
    if known is not None:
        return known
    return Text(
        f"填的内容被表格软件当成了{cell.made.value}；先把格子设为「文本」，再照原样填",
        "a spreadsheet program took what was typed for something else; format the cell as Text and enter it again",
    )


def _becomes(before: str, cell: TypedCell) -> bool:
    """Whether the text ``before``, typed into a spreadsheet, becomes what is in ``cell``."""
    match cell.made:
        case Made.NUMBER:
            return _as_number(before) == cell.number
        case Made.TIME:
            ratio = _RATIO.fullmatch(before)
            return ratio is not None and int(ratio[1]) * _MINUTES_AN_HOUR + int(ratio[2]) == cell.number
        case Made.DAY if cell.day is not None and _LIKE_A_DAY.fullmatch(before):
            parts = [int(each) for each in _DIGITS.findall(before)]
            day, short = cell.day, cell.day.year % 100
            may_be = [[day.month, day.day]]
            may_be += [[year, day.month, day.day] for year in (short, day.year)]
            may_be += [[day.month, day.day, year] for year in (short, day.year)]
            may_be += [[year, day.month] for year in (short, day.year) if day.day == 1]
            return cell.number == int(cell.number) and parts in may_be
    return False


def _as_number(text: str) -> Decimal | None:
    """Return the number that a spreadsheet takes ``text`` for."""
    plain = text.replace(",", "").strip()
    parenthesised = _PARENTHESES.fullmatch(plain)
    if parenthesised:
        plain = f"-{parenthesised[1]}"
    try:
        number = Decimal(plain.removesuffix("%"))
    except InvalidOperation:
        return None
    number = number / 100 if plain.endswith("%") else number
    return Decimal(format(float(number), _PRECISION)) if number.is_finite() else None
