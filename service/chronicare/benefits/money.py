"""Money: yuan as exact fractions inside, integer fen outside. The one place where anything is rounded."""

from fractions import Fraction
from functools import lru_cache
from math import floor

FEN_A_YUAN = 100
_HALF = Fraction(1, 2)
_FEN_DIGITS = 2


@lru_cache(4096)
def to_yuan(fen: int | Fraction) -> Fraction:
    """Return ``fen`` (1 CNY = 100 fen) in yuan, exactly."""
    return Fraction(fen, FEN_A_YUAN)


def round_to_fen(yuan: Fraction) -> int:
    """Return ``yuan`` in fen, half a fen up. Payments, and what is told and counted of them, once each."""
    return floor(yuan * FEN_A_YUAN + _HALF)


def floor_to_fen(yuan: Fraction) -> int:
    """Return the whole fen in ``yuan``: what a cap allows is never rounded up."""
    return floor(yuan * FEN_A_YUAN)


def exact_fen(yuan: Fraction) -> int:
    """Return ``yuan``, which must be a whole number of fen. Raises ValueError if it is not."""
    fen = yuan * FEN_A_YUAN
    if fen.denominator != 1:
        raise ValueError(f"{yuan} yuan is no whole number of fen")
    return int(fen)


def grouped(text: str) -> str:
    """Write the thousands of a number apart, as pages do: 1,234.50; what is no number stays as it is."""
    whole, dot, part = text.partition(".")
    digits = whole.lstrip("-−+")
    if not digits.isdecimal():
        return text
    return f"{whole[: len(whole) - len(digits)]}{int(digits):,}{dot}{part}"


def fen_text(fen: int) -> str:
    """Write fen as yuan with two decimals."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:0{_FEN_DIGITS}}"
