"""Amounts, ratios and values of terms as people read them."""

from fractions import Fraction

from chronicare.benefits.money import fen_text, round_to_fen
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given
from chronicare.diagnostics import Language, Text
from chronicare.program.vocabulary import Vocabulary

_MAX_DIGITS = 12
"""An amount with more decimals is written as a fraction."""


def yuan_text(yuan: Fraction) -> str:
    """Write yuan with two decimals if they are whole fen, else exactly as a decimal or a fraction."""
    fen = yuan * 100
    if fen.denominator == 1:
        return fen_text(int(fen))
    for digits in range(3, _MAX_DIGITS + 1):
        scaled = abs(yuan) * 10**digits
        if scaled.denominator == 1:
            whole, rest = divmod(int(scaled), 10**digits)
            return f"{'-' if yuan < 0 else ''}{whole}.{rest:0{digits}}"
    return str(yuan)


def money_text(yuan: Fraction) -> Text:
    """Write yuan in money, to the fen; what is not whole fen is said to be about that."""
    text = fen_text(round_to_fen(yuan))
    return Text(text, text) if (yuan * 100).denominator == 1 else Text(f"约 {text}", f"about {text}")


def per_cent_text(ratio: Fraction) -> str:
    """Write a ratio in per cent."""
    return f"{ratio.numerator}%" if ratio.denominator == 1 else f"{float(ratio):g}%"


def value_text(value: Given | None, code: str, vocabulary: Vocabulary, language: Language) -> str:
    """Write a term's value as people read it: with its unit, by its name, yes or no."""
    finding = vocabulary.findings[code]
    if value is None:
        return Text("（无）", "(none)").in_language(language)
    if isinstance(value, tuple):
        return "、".join(value_text(each, code, vocabulary, language) for each in value)
    if isinstance(value, bool):
        return Text("是", "yes").in_language(language) if value else Text("否", "no").in_language(language)
    levels = finding.type.levels
    if levels is not None:
        place = int(value) if isinstance(value, int | Fraction) else levels.index(str(value))
        return str(value) if place is None else levels.levels[place].name.in_language(language)
    if isinstance(value, Fraction | int):
        unit = finding.type.quantity.canonical if finding.type.quantity else ""
        if finding.type.kind is ValueKind.NUMBER and unit == "%":
            return per_cent_text(Fraction(value))
        number = str(value) if Fraction(value).denominator == 1 else yuan_text(Fraction(value))
        return f"{number}{f' {unit}' if unit else ''}"
    return str(value)
