"""Dates of requests: read, and held against the as-of date and the birth date."""

from datetime import date
from functools import lru_cache

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Where
from chronicare.judging.report import ReportedPerson
from chronicare.tables.written_date import parse_date

MAX_YEARS = 130
"""No insured person is older."""
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)
"""Days beyond are no days of anybody's life or illness."""
_MAX_REMEMBERED = 8192
_MAX_CHARACTERS = 40


def read_date(text: object, path: str, where: Where, diagnostics: Diagnostics) -> date | None:
    """Read a date, written as ISO 8601 has it or otherwise year first; what is wrong goes to ``diagnostics``."""
    day = _day_of(text) if isinstance(text, str) and len(text) <= _MAX_CHARACTERS else None
    if day is not None:
        return day if is_within_time(day, path, where, diagnostics) else None
    diagnostics.add(
        Code.BAD_DATE,
        where(path),
        Text(f"「{text}」不是日期", f"{text!r} is not a date"),
        Text(
            "年在前，写到日，如 2025-11-03，且确有其日",
            "the year first, as 2025-11-03; the day must exist",
        ),
    )
    return None


def is_within_time(day: date, path: str, where: Where, diagnostics: Diagnostics) -> bool:
    """Whether periods can be reckoned from ``day`` on and back; tells if not: 9999-12-31 often stands for no end."""
    if FIRST_DAY <= day <= LAST_DAY:
        return True
    message = Text(f"日期 {day} 太早或太晚", f"{day} is too early or too late")
    hint = Text(
        f"写 {FIRST_DAY} 至 {LAST_DAY} 的日期；长期、不详的不写",
        f"from {FIRST_DAY} to {LAST_DAY}; leave out what has no end",
    )
    diagnostics.add(Code.BAD_DATE, where(path), message, hint)
    return False


_day_of = lru_cache(_MAX_REMEMBERED)(parse_date)


def read_birth_date(person: ReportedPerson, as_of: date, where: Where, diagnostics: Diagnostics) -> date | None:
    """Return the birth date, if it was sent and is possible; what is wrong goes to ``diagnostics``."""
    if not person.birth_date:
        return None
    born = read_date(person.birth_date, "person.birth_date", where, diagnostics)
    if born is not None and not as_of.year - MAX_YEARS <= born.year:
        _impossible(
            "person.birth_date",
            f"出生日期 {born} 距今超过 {MAX_YEARS} 年",
            f"born {born}, over {MAX_YEARS} years ago",
            where,
            diagnostics,
        )
        return None
    if born is not None and born > as_of:
        _impossible(
            "person.birth_date",
            f"出生日期 {born} 晚于申请日 {as_of}",
            f"born {born}, after the as-of date {as_of}",
            where,
            diagnostics,
        )
        return None
    return born


def check_day(day: date, as_of: date, born: date | None, path: str, where: Where, diagnostics: Diagnostics) -> None:
    """Tell of a day after ``as_of`` or before the person was born."""
    if day > as_of:
        _impossible(
            path, f"日期 {day} 晚于申请日 {as_of}", f"{day} is after the as-of date {as_of}", where, diagnostics
        )
    elif born is not None and day < born:
        _impossible(
            path, f"日期 {day} 早于出生日期 {born}", f"{day} is before the birth date {born}", where, diagnostics
        )


def _impossible(path: str, zh: str, en: str, where: Where, diagnostics: Diagnostics) -> None:
    diagnostics.add(Code.BAD_DATE, where(path), Text(zh, en), Text("检查日期", "check the date"))
