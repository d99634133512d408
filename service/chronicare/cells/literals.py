"""Dates and durations written as text: ISO 8601, as FEEL's ``date("…")`` and ``duration("…")`` take them."""

import re
from datetime import date
from fractions import Fraction

from chronicare.cells.fault import Fault
from chronicare.cells.folding import Span, fold
from chronicare.cells.syntax import Amount, Day, MixedDuration, Operand
from chronicare.diagnostics import Code, Text

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"P(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?")
_PARTS = ("年", "个月", "周", "天")


def parse_date(text: str) -> date | None:
    """Return the date written ``2025-11-01`` (full-width forms too), or ``None`` if there is no such date."""
    folded = fold(text).text.strip()
    if not _DATE.fullmatch(folded):
        return None
    try:
        return date.fromisoformat(folded)
    except ValueError:
        return None


def date_literal(text: str, span: Span) -> Day | Fault:
    """Read the date ``text``, which stands at ``span``."""
    day = parse_date(text)
    if day is not None:
        return Day(day, span)
    return Fault(
        Code.BAD_LITERAL,
        span,
        Text(f"没有日期「{text}」", f"there is no date {text!r}"),
        Text("写作 2025-11-01", "write 2025-11-01"),
    )


def duration_literal(text: str, span: Span) -> Operand | Fault:
    """Read the ISO 8601 duration ``text``, which stands at ``span``."""
    match = _DURATION.fullmatch(fold(text).text.strip())
    written = (
        [(int(number), unit) for number, unit in zip(match.groups(), _PARTS, strict=True) if number] if match else []
    )
    parts = tuple(Amount(str(number), Fraction(number), unit, span) for number, unit in written)
    if not parts:
        return Fault(
            Code.BAD_LITERAL,
            span,
            Text(f"没有时长「{text}」", f"there is no duration {text!r}"),
            Text("写作 3 个月、6 周、7 天 或 P3M", "write 3 个月, 6 周, 7 天 or P3M"),
        )
    return parts[0] if len(parts) == 1 else MixedDuration(parts, span)
