"""Amounts as callers send them: whole fen."""

import re

from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text

MAX_FEN = 10_000_000_000_00
"""No amount is larger: ten billion yuan."""
_DIGITS = re.compile("[0-9]{1,20}")


def read_fen(raw: object, path: str, diagnostics: Diagnostics) -> int | None:
    """Read an amount in whole fen, zero or more; JSON may write it as a string of digits. ``None``: none was sent."""
    if raw is None:
        return None
    fen = int(raw) if isinstance(raw, str) and _DIGITS.fullmatch(raw) else raw
    if isinstance(fen, bool) or not isinstance(fen, int) or not 0 <= fen <= MAX_FEN:
        diagnostics.add(
            Code.BAD_VALUE,
            FieldPath(path),
            Text(f"「{raw}」不是金额", f"{raw!r} is no amount"),
            Text("写整数分，不小于 0，如 123.45 元写 12345", "whole fen, 0 or more: 123.45 yuan is 12345"),
        )
        return None
    return fen
