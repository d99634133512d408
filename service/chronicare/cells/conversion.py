"""Units: how they are spelled, and how a number in one becomes canonical, exactly.

The conversion of a unit, as the units table writes it::

    conversion = "1"                                   already canonical
               | ("×" | "÷") rational [("+"|"-") rational]     after ÷ a plain number: x ÷ 18
               | "×" rational ".." rational                    the unit has no one size: a day is 1/31..1/28 months
               | "10^x" | "10^(x" ("+"|"-") number ")"         the unit is a decimal logarithm
    rational   = number ["/" number]
"""

import re
import unicodedata
from decimal import Context
from fractions import Fraction
from functools import lru_cache

from chronicare.cells.folding import fold
from chronicare.cells.types import Conversion
from chronicare.diagnostics import Code, Diagnostics, Position, Text

MAX_EXPONENT = 400
"""The greatest power of ten a logarithm may stand for; far beyond anything measured."""

_WORKING_DIGITS = 80
_KEPT_DIGITS = 60

_NUMBER = r"[0-9]{1,20}(?:\.[0-9]{1,20})?"
_LINEAR = re.compile(
    rf"(?:[×*](?P<times>{_NUMBER}(?:/{_NUMBER})?)|[÷/](?P<by>{_NUMBER}))(?P<offset>[+-]{_NUMBER}(?:/{_NUMBER})?)?"
)
_RANGE = re.compile(rf"[×*](?P<least>{_NUMBER}(?:/{_NUMBER})?)\.\.(?P<greatest>{_NUMBER}(?:/{_NUMBER})?)")
_POWER = re.compile(rf"10\^(?:x|\(x(?P<offset>[+-]{_NUMBER})\))")

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_DOTS = re.compile(r"[·•∙⋅・･*×]")
_TEN_TO_THE = re.compile(r"(?<![0-9.])10[·eE](?=[0-9])")
_LEADING_TIMES = re.compile(r"^(?:·|[xX·]+(?=10\^))+")
_RAISED_LETTER = re.compile(r"(?<=[^\W\d_])\^(?=[+-]?[0-9])")


CANONICAL = Conversion(Fraction(1), Fraction(0))
"""That of the canonical unit itself."""


def parse_conversion(text: str, where: Position, diagnostics: Diagnostics) -> Conversion | None:
    """Read a conversion of the units table; what does not read as one goes to ``diagnostics``."""
    compact = "".join(fold(text).text.split()).lower()
    if compact == "1":
        return CANONICAL
    if match := _POWER.fullmatch(compact):
        return Conversion(Fraction(1), Fraction(match["offset"] or 0), power=True)
    if match := _RANGE.fullmatch(compact):
        least, greatest = _ratio(match["least"]), _ratio(match["greatest"])
        if least and greatest and least < greatest:
            return Conversion(least, Fraction(0), greatest=greatest)
    if match := _LINEAR.fullmatch(compact):
        factor, offset = _ratio(match["times"] or f"1/{match['by']}"), _ratio(match["offset"] or "0")
        if factor and offset is not None:
            return Conversion(factor, offset)
    diagnostics.add(
        Code.BAD_VOCABULARY,
        where,
        Text(f"换算「{text}」不合写法", f"bad conversion {text!r}"),
        Text(
            "写 1、×60、÷18、×5/9-160/9、×1/31..1/28、10^x 或 10^(x-5)",
            "1, ×60, ÷18, ×5/9-160/9, ×1/31..1/28, 10^x or 10^(x-5)",
        ),
    )
    return None


def _ratio(text: str) -> Fraction | None:
    """Return the number or quotient of two numbers ``text``; ``None`` if it divides by zero."""
    above, _, below = text.partition("/")
    divisor = Fraction(below or 1)
    return Fraction(above) / divisor if divisor else None


def convert_between(number: Fraction, conversion: Conversion) -> tuple[Fraction, Fraction]:
    """Return the least and the most that ``number`` may be in the canonical unit, of a unit that has no one size."""
    ends = (conversion.factor * number, (conversion.greatest or conversion.factor) * number)
    return min(ends), max(ends)


def convert(number: Fraction, conversion: Conversion) -> Fraction:
    """Return ``number`` in the canonical unit, which it has to have one size for.

    The result is exact, except for a power whose exponent is not whole. Ten to such an exponent is irrational (ten is
    no power of another whole number), so it equals no bound, which is rational; it is on one side of it, and the 60
    digits taken of it say on which: no bound is written with so many.

    Raises:
        OverflowError: the exponent of a power is beyond ±400.

    """
    if conversion is CANONICAL:
        return number
    if not conversion.power:
        return conversion.factor * number + conversion.offset
    exponent = number + conversion.offset
    if abs(exponent) > MAX_EXPONENT:
        raise OverflowError(f"ten to the {float(exponent):.3g} is beyond anything measured")
    if exponent.denominator == 1:
        return Fraction(10) ** int(exponent)
    working = Context(prec=_WORKING_DIGITS)
    decimal = working.divide(working.create_decimal(exponent.numerator), working.create_decimal(exponent.denominator))
    return Fraction(Context(prec=_KEPT_DIGITS).plus(working.power(working.create_decimal(10), decimal)))


@lru_cache(maxsize=4096)
def normalise_unit(text: str) -> str:
    """Return the spelling under which a unit is looked up: ``㎜Hg``, ``mm Hg`` and ``mmHg`` are one.

    Full-width and compatibility forms, ``µ``/``μ``, the signs of multiplication and white space are folded; ``m²``,
    ``m^2`` and ``m2`` are one, as are ``10⁹/L``, ``×10^9/L`` and ``10*9/L``. Upper and lower case stay apart.
    """
    folded = fold(unicodedata.normalize("NFKC", fold(lower_powers(text)).text)).text
    joined = unicodedata.normalize("NFC", "".join(folded.split()))
    compact = _RAISED_LETTER.sub("", _DOTS.sub("·", joined))
    return _LEADING_TIMES.sub("", _TEN_TO_THE.sub("10^", compact))


def lower_powers(text: str) -> str:
    """Write raised digits after a ``^``: ``10⁹`` as ``10^9``."""
    return _RAISED.sub(lambda match: "^" + match[0].translate(_SUPERSCRIPTS), text)
