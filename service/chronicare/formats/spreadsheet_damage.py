"""Recognises cells a spreadsheet program has changed behind the author's back, and says what they probably were.

Excel, WPS and LibreOffice read ``1:80`` as a time, ``3-5`` as a date, ``(1)`` as minus one and ``=…`` as a formula.
Only what cannot be legitimate in its column is reported.
"""

import re
from collections.abc import Iterable, Iterator

from chronicare.diagnostics import Text
from chronicare.tables import INPUT, OUTPUT, ColumnSpec

DATE_COLUMNS = frozenset({"effective_from", "effective_until", "dated"})
PROSE_COLUMNS = frozenset({"clause", "correction", "note", "question", "question_en", "reason", "alternative"})
"""Sentences: a date or a number may stand there by right."""
ID_COLUMNS = frozenset({"id", "members", "only_if"})
CODE_COLUMNS = frozenset({"code", "parent", "entries", "part_of"})
"""Codes of fixed width or made of letters: a short bare number is none."""
SOURCE_COLUMN = "source"
PLACE_COLUMNS = (SOURCE_COLUMN, "questions")
"""Places in documents: chapter-question, as 2-27, which a spreadsheet takes for a day."""

_MAY_BE_SPOILED = re.compile(r"[\d=+#\ufffd]")
"""A cell without any of these is sound: most are."""
_ERROR_VALUE = re.compile(r"#(NAME\?|VALUE!|REF!|DIV/0!|N/A|NUM!|NULL!|名称\?|#+)|Err:5\d\d")
_FORMULA = re.compile(r"=|\+(?!\+*$)")
"""A cell of plus signs alone (``+``, ``++``) is a graded result; no program takes it for a formula."""
_TIME = re.compile(r"(\d{1,4}):(\d{2})(:\d{2})?( ?[AP]M)?", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"-?\d(\.\d+)?E[+-]?\d+", re.IGNORECASE)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
"""A date as the cell language writes it; in a decision table it stands by right."""
_NEGATIVE = re.compile(r"-\d+")
_DAY_NUMBER = re.compile(r"\d{5}|\d+\.\d+")
_LOST_ZEROS = re.compile(r"\d{1,5}")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DAY_DIGITS = 2
_CLOCK = r"(?: \d{1,2}:\d{2}(?::\d{2})?)?"
_DATES = tuple(
    re.compile(pattern + _CLOCK, re.IGNORECASE)
    for pattern in (
        r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?",
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2}(?:\d{2})?)",
        rf"(?P<day>\d{{1,2}})[- ](?P<name>{_MONTH})(?:[- ](?P<year>\d{{2}}(?:\d{{2}})?))?",
        rf"(?P<name>{_MONTH})[- ](?P<day>\d{{1,2}}|\d{{4}})",
    )
)


def restored_places(column: ColumnSpec, written: Iterable[str]) -> dict[str, str]:
    """Return what each of the cells ``written`` in ``column`` was, of those of which that is certain.

    A place without a year can only have been chapter-question. With a year it was that too, if several different days
    of the column have the same one: the year of editing. A single one may have been a row (4-3/26) and is left.
    """
    if column.name not in PLACE_COLUMNS:
        return {}
    days: dict[str, tuple[str, str]] = {}
    for text in written:
        found = next((match for pattern in _DATES if (match := pattern.fullmatch(text))), None)
        parts = {name: part for name, part in found.groupdict().items() if part} if found else {}
        if parts.get("day") and len(parts["day"]) <= _DAY_DIGITS:
            month = parts.get("month") or str(_MONTHS.index(parts["name"][:3].lower()) + 1)
            days[text] = (parts.get("year", "")[-2:], f"{int(month)}-{int(parts['day'])}")
    by_year: dict[str, set[str]] = {}
    for year, place in days.values():
        by_year.setdefault(year, set()).add(place)
    return {text: place for text, (year, place) in days.items() if not year or len(by_year[year]) > 1}


def spoiled(text: str, column: ColumnSpec) -> Text | None:
    """Say what the cell ``text`` of ``column`` probably was before a spreadsheet changed it; ``None``: it is sound."""
    if not _MAY_BE_SPOILED.search(text):
        return None
    if _ERROR_VALUE.fullmatch(text):
        return Text(
            f"{text} 是表格软件的错误值，原来的内容已丢失，请按原稿重填",
            f"{text} is a spreadsheet's error value; the content is lost, enter it again",
        )
    if "\ufffd" in text:
        return Text(
            "「�」是转码时丢失的字，请按原稿重填", "'�' stands for a character lost in conversion; enter it again"
        )
    if _FORMULA.match(text):
        return Text(
            f"以「{text[0]}」开头的格子会被表格软件当作公式；条件里去掉等号，原文从前一字摘起",
            f"a spreadsheet takes a cell beginning with '{text[0]}' for a formula; leave the sign out, "
            "or begin a quotation one character earlier",
        )
    if column.name in PROSE_COLUMNS or column.name in DATE_COLUMNS:
        return None
    if column.name.startswith((INPUT, OUTPUT)) and _ISO_DATE.fullmatch(text):
        return None
    return _time(text) or _date(text, column) or _number(text, column)


def _time(text: str) -> Text | None:
    """Recognise a ratio made a time: ``1:80`` is an hour and eighty minutes, shown as ``2:20:00``."""
    written = _TIME.fullmatch(text)
    if written is None:
        return None
    hours, minutes = int(written[1]), int(written[2])
    if written[1] in ("1", "１") and not written[3] and not written[4]:
        return None
    ratio = f"1:{60 * (hours - 1) + minutes}" if hours >= 1 else f"{hours}:{minutes}"
    return Text(
        f"比值被改成了时间，原来多半是 {ratio}；先把该列设为「文本」再填",
        f"a ratio was made a time, probably {ratio}; format the column as Text before entering it",
    )


def _date(text: str, column: ColumnSpec) -> Text | None:
    for pattern in _DATES:
        written = pattern.fullmatch(text)
        if written is not None:
            was = "、".join(_originals({name: part for name, part in written.groupdict().items() if part}, column))
            return Text(
                f"内容被改成了日期，原来多半是 {was}；先把该列设为「文本」再填",
                f"the content was made a date, probably {was}; format the column as Text before entering it",
            )
    return None


def _originals(parts: dict[str, str], column: ColumnSpec) -> Iterator[str]:
    """Yield what may have been typed to give a date of these ``parts``."""
    month = parts.get("month") or str(_MONTHS.index(parts["name"][:3].lower()) + 1)
    month = str(int(month))
    year, day = parts.get("year"), parts.get("day")
    if column.name == "loinc":
        yield f"{year or day}-{month}"
    elif day is None:
        yield f"{year}-{month}"
    elif column.name in PLACE_COLUMNS and year is None:
        yield f"{month}-{int(day)}"
    elif column.name == SOURCE_COLUMN and year is not None:
        yield f"{month}-{int(day)}"
        yield f"{int(year[-2:])}-{month}/{int(day)}"
        yield f"{month}-{int(day)}/{int(year[-2:])}"
    else:
        yield f"{month}-{int(day)}"
        yield f"{month}/{int(day)}"


def _number(text: str, column: ColumnSpec) -> Text | None:
    """Recognise numbers no author writes: scientific notation, ``-1`` for ``(1)``, a code short of its zeros."""
    if _SCIENTIFIC.fullmatch(text):
        return Text(
            "长数字被改成了科学记数，末几位可能已丢失，请按原稿重填",
            "a long number was put in scientific notation and may have lost digits; enter it again",
        )
    if column.name in PLACE_COLUMNS and _DAY_NUMBER.fullmatch(text):
        return Text(
            "出处被改成了日期的序号或小数，请按原稿重填；先把该列设为「文本」",
            "the place was made the number of a day or a decimal: enter it again; format the column as Text first",
        )
    if column.name in ID_COLUMNS and _NEGATIVE.fullmatch(text):
        return Text(
            f"「({text[1:]})」被改成了负数；编号写成 {text[1:]} 或 3({text[1:]}) 的样子",
            f"'({text[1:]})' was made a negative number; write an id as {text[1:]} or 3({text[1:]})",
        )
    if column.name in CODE_COLUMNS and any(_LOST_ZEROS.fullmatch(item.strip()) for item in re.split("[;；、]", text)):
        return Text(
            "编码只剩数字，多半丢了开头的 0 或字母，请按原稿重填",
            "the code is a bare number: leading zeros or letters were probably lost; enter it again",
        )
    return None
