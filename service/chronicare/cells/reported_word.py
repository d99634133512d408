"""Yes and no, and dates, as they are reported."""

import re
from datetime import date, datetime

from chronicare.cells.folding import fold_name
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.value_problem import ValueProblem, wrong_type
from chronicare.cells.words import NO_ONE_MEANING, REPORTED_YES_NO
from chronicare.diagnostics import Code, Text
from chronicare.tables.written_date import parse_date

_POSITIVE = re.compile(r"(?:阳性?|positive|pos)?(?:\((?:\+{1,4}|[1-4]\+)\)|\+{1,4}|[1-4]\+)")
_NEGATIVE = re.compile(r"(?:阴性?|negative|neg)?(?:\(-\)|-)")


def read_yes_no(raw: object, _: CellType) -> tuple[bool, str]:
    """Return whether ``raw`` says yes, and its text.

    Raises:
        ValueProblem: it says neither yes nor no.

    """
    if isinstance(raw, bool):
        return raw, "是" if raw else "否"
    word = fold_name(raw) if isinstance(raw, str) else ""
    truth = True if _POSITIVE.fullmatch(word) else False if _NEGATIVE.fullmatch(word) else REPORTED_YES_NO.get(word)
    if word in NO_ONE_MEANING or word.partition("(")[0] in NO_ONE_MEANING:
        message = Text(f"「{raw}」可作阳性，也可作阴性", f"{raw!r} may be positive or negative")
        hint = Text("按报告结论写 阳性 或 阴性，未定的写 不详", "give 阳性 or 阴性 as the report concludes, or 不详")
        raise ValueProblem(Code.BAD_VALUE, message, hint)
    if truth is None or not isinstance(raw, str):
        raise wrong_type(raw, ValueKind.YES_NO)
    return truth, raw.strip()


def read_day(raw: object, _: CellType) -> tuple[date, str]:
    """Return the day ``raw`` names, and its text.

    Raises:
        ValueProblem: there is no such day.

    """
    day = parse_date(raw) if isinstance(raw, str) else raw
    if not isinstance(day, date) or isinstance(day, datetime):
        raise wrong_type(raw, ValueKind.DATE)
    return day, day.isoformat()
