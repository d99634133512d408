"""Reads the bounds of tests: numbers with units, limits, durations, dates, ratios and words."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import NoReturn

from chronicare.cells.cursor import Cursor, Stop
from chronicare.cells.fault import Fault
from chronicare.cells.lexer import Token, TokenKind
from chronicare.cells.literals import date_literal, duration_literal
from chronicare.cells.syntax import Amount, MixedDuration, Operand, Ratio, Reference, Word
from chronicare.cells.words import CALENDAR_UNITS, LIMITS
from chronicare.diagnostics import Text

WORDS = (TokenKind.NAME, TokenKind.STRING)
OPERANDS = (TokenKind.NUMBER, TokenKind.RATIO, TokenKind.DATE, TokenKind.AT, *WORDS)
"""What an operand can begin with."""

_ADVICE = Text(
    "如 ≥ 7.0 mmol/L、[3..6)、闭角型, 继发性、非(…)、是、-", "such as ≥ 7.0 mmol/L, [3..6), a, b, not(…), 是, -"
)
LIMIT_HINT = Text("写作 1.5 × 参考上限 或 1.5 × 参考下限", "write 1.5 × 参考上限 or 1.5 × 参考下限")
_TIMES_LIMIT = re.compile(r"(?:倍|[xX])\s*(?:[×*]|的)?\s*(.+)")
_OR_MORE = re.compile(r".*(以上|以下|以内|之内)|.*[年月周天日](内)")
_CALLS = {"date": date_literal, "日期": date_literal, "duration": duration_literal, "时长": duration_literal}


def at_call(cursor: Cursor) -> bool:
    """Whether a call such as ``date("…")`` stands next."""
    token = cursor.peek()
    return token.kind is TokenKind.NAME and token.text.lower() in _CALLS and cursor.kind_after() is TokenKind.OPEN


def read_operand(cursor: Cursor) -> Operand:
    """Read one bound."""
    token = cursor.peek()
    if token.kind is TokenKind.NUMBER:
        return _number(cursor)
    if token.kind is TokenKind.AT or at_call(cursor):
        return _call(cursor)
    if token.kind not in OPERANDS:
        _no_operand(cursor)
    cursor.take()
    if token.kind is TokenKind.DATE:
        return _checked(date_literal(token.text, token.span))
    if token.kind is TokenKind.RATIO:
        left, right = token.text.split(":")
        return Ratio(int(left), int(right), token.span)
    if token.kind is TokenKind.NAME and (upper := _limit(cursor, token)) is not None:
        return _reference(cursor, upper, token.span.start)
    return Word(token.text, token.kind is TokenKind.STRING, token.span)


def _no_operand(cursor: Cursor) -> NoReturn:
    if cursor.peek().kind is TokenKind.MINUS and cursor.peek().text == "-":
        hint = Text(
            "「-」表示什么都行，要单独写；负数写作 -2.5",
            "- means anything and stands alone; write -2.5 for a number",
        )
        cursor.refuse("「-」用在这里没有意思", "'-' means nothing here", hint)
    if cursor.peek().kind is TokenKind.DOTS:
        hint = Text("只有一端的范围写作 ≤ 5 或 ≥ 3", "write ≤ 5 or ≥ 3 for a range with one end")
        cursor.refuse("范围缺一端", "an end of the range is missing", hint)
    cursor.expected("数值、日期或名称", "a number, date or name", _ADVICE)


def _checked(literal: Operand | Fault) -> Operand:
    if isinstance(literal, Fault):
        raise Stop(literal)
    return literal


def _call(cursor: Cursor) -> Operand:
    """Read ``date("…")``, ``duration("…")`` or ``@"…"``."""
    token = cursor.take()
    start = token.span.start
    in_brackets = token.kind is not TokenKind.AT
    if in_brackets:
        cursor.take()
    if cursor.peek().kind is not TokenKind.STRING:
        hint = Text('写作 date("2025-11-01") 或 duration("P3M")', 'write date("2025-11-01") or duration("P3M")')
        cursor.expected("引号里的日期或时长", "a date or duration in quotes", hint)
    written = cursor.take().text
    if in_brackets and not cursor.taken(TokenKind.CLOSE):
        cursor.expected("右括号", "a closing bracket", Text("补上 )", "add )"))
    is_duration = written.strip().upper().startswith("P")
    read = _CALLS[token.text.lower()] if in_brackets else duration_literal if is_duration else date_literal
    return _checked(read(written, cursor.since(start)))


def _number(cursor: Cursor) -> Operand:
    """Read a number with its unit, and what can follow: a reference limit, more parts of a duration."""
    first = _amount(cursor)
    start = first.span.start
    if first.unit in ("", "倍") and cursor.taken(TokenKind.TIMES):
        named = cursor.peek()
        upper = _limit(cursor, cursor.take()) if named.kind is TokenKind.NAME else None
        if upper is None:
            zh, en = "× 只用于参考范围的上下限", "× is for the limits of the reference range only"
            cursor.refuse(zh, en, LIMIT_HINT, span=named.span)
        return Reference(_factor(replace(first, unit="")), upper, cursor.since(start))
    if times := _TIMES_LIMIT.fullmatch(first.unit):
        upper = LIMITS.get(times[1].lower())
        if upper is not None:
            return Reference(_factor(replace(first, unit="")), upper, cursor.since(start))
    if more := _OR_MORE.fullmatch(first.unit):
        word = more[1] or more[2]
        operator = "≥" if word == "以上" else "≤"
        hint = Text(f"写在前面：{operator} {first.number} …", f"put it before: {operator} {first.number} …")
        cursor.refuse(f"不用「{word}」", f"{word!r} is not used", hint, span=first.span)
    parts = [first]
    while parts[-1].unit.lower() in CALENDAR_UNITS and cursor.peek().kind is TokenKind.NUMBER:
        parts.append(_amount(cursor))
    return first if len(parts) == 1 else MixedDuration(tuple(parts), cursor.since(start))


def _amount(cursor: Cursor) -> Amount:
    token = cursor.take()
    unit = cursor.take().text if cursor.peek().kind is TokenKind.UNIT else ""
    return Amount(token.text, _number_value(token.text), unit, cursor.since(token.span.start))


def _limit(cursor: Cursor, token: Token) -> bool | None:
    """Return whether the name just read is the upper limit, or ``None`` if it is no limit at all."""
    word, after = token.text.lower(), cursor.peek()
    if after.kind is TokenKind.NAME and f"{word} {after.text.lower()}" in LIMITS:
        word = f"{word} {cursor.take().text.lower()}"
    return LIMITS.get(word)


def _reference(cursor: Cursor, upper: bool, start: int) -> Reference:
    """Read what can follow a limit: × and a number."""
    factor = None
    if cursor.taken(TokenKind.TIMES):
        if cursor.peek().kind is not TokenKind.NUMBER or cursor.kind_after() is TokenKind.UNIT:
            cursor.expected("倍数", "a factor", LIMIT_HINT)
        factor = _factor(_amount(cursor))
    return Reference(factor, upper, cursor.since(start))


def _factor(amount: Amount) -> Amount | None:
    """Return the factor of a reference limit; once is ``None``."""
    return None if amount.value == 1 else amount


def _number_value(written: str) -> Fraction:
    """Return the value of a NUMBER token: a decimal or a power of ten."""
    base, _, exponent = written.partition("^")
    if not exponent:
        return Fraction(written)
    return Fraction(10) ** int(exponent) * (-1 if base.startswith("-") else 1)
