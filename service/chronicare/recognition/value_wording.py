"""Values as people read them: numbers exactly, or rounded after a ``≈`` where there is no short decimal."""

from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from chronicare.cells.bounds import possible_range
from chronicare.cells.printing import print_amount
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Interval, Reported
from chronicare.diagnostics import Language, Text
from chronicare.program.vocabulary import Finding
from chronicare.recognition.joining import listed
from chronicare.recognition.units import number_in

_MAX_DIGITS = 15
"""A decimal with more significant digits is rounded for people; what is decided is never rounded."""


_KEPT_DIGITS = 6


def decimal_text(number: Fraction) -> str:
    """Write a number: exactly if it has a decimal of at most 15 significant digits, else to 6 of them after a ``≈``."""
    denominator, places = number.denominator, 0
    while denominator % 10 == 0:
        denominator, places = denominator // 10, places + 1
    for factor in (2, 5):
        while denominator % factor == 0:
            denominator, places = denominator // factor, places + 1
    if denominator == 1:
        digits = number * 10**places
        if abs(digits) < 10**_MAX_DIGITS:
            return format(Decimal(int(digits)).scaleb(-places), "f")
    rounded = Context(prec=_KEPT_DIGITS).divide(Decimal(number.numerator), Decimal(number.denominator))
    return f"≈ {rounded:f}"


def canonical_value(
    value: Reported | Mapping[str, Reported], finding: Finding, language: Language, unit: str | None = None
) -> str:
    """Write a finding's canonical value with its unit: ``7 mmol/L``, ``1:80``, ``3级``, ``是``, ``收缩压 165 mmHg``.

    With ``unit`` a number is written in that one.
    """
    if isinstance(value, Mapping):
        return _compound_text(_stated(value, finding), finding.type, language)
    return _value_text(value, finding.type, language, unit)


def _stated(values: Mapping[str, Reported], finding: Finding) -> Mapping[str, Reported]:
    """Leave out the component of which only is known what follows from the other: that it is less, or greater."""
    if finding.relation is None:
        return values
    greater, less = finding.relation
    above, below = values.get(greater), values.get(less)
    if (
        isinstance(below, Interval)
        and isinstance(above, Fraction)
        and (below.high, below.high_closed) == (above, False)
    ):
        return {greater: above}
    if isinstance(above, Interval) and isinstance(below, Fraction) and (above.low, above.low_closed) == (below, False):
        return {less: below}
    return values


def _compound_text(values: Mapping[str, Reported], cell_type: CellType, language: Language) -> str:
    """Name each known component as the vocabulary first does in Chinese; by its code in English."""
    names: dict[str, str] = {}
    for name, code in cell_type.component_names.items():
        if name != code:
            names.setdefault(code, name)
    return listed(
        [
            f"{code if language is Language.EN else names.get(code, code)} {_value_text(values[code], part, language)}"
            for code, part in cell_type.components.items()
            if code in values
        ],
        language,
    )


def _value_text(value: Reported, cell_type: CellType, language: Language, unit: str | None = None) -> str:
    if isinstance(value, Interval):
        return _interval_text(value, cell_type, language, unit)
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no").in_language(language)
    if isinstance(value, date):
        return value.isoformat()
    if cell_type.levels is not None:
        place = int(value) if isinstance(value, int | Fraction) else cell_type.levels.index(str(value))
        level = cell_type.levels.levels[place] if isinstance(place, int) else None
        return str(value) if level is None else level.name.in_language(language) or level.value
    if isinstance(value, str):
        return value
    if unit is None:
        unit = cell_type.quantity.canonical if cell_type.quantity else ""
    number = decimal_text(number_in(Fraction(value), unit, cell_type))
    if cell_type.kind is ValueKind.TITRE:
        return f"1:{number}"
    if cell_type.kind is ValueKind.AGE:
        unit = Text("岁", "years").in_language(language)
    return print_amount(number, unit)


def _interval_text(interval: Interval, cell_type: CellType, language: Language, unit: str | None) -> str:
    """Write the bounds of a number (``< 7.2 mmol/L``, ``2级 至 3级``), those aside that every possible value keeps."""
    lowest, highest = possible_range(cell_type)
    parts: list[str] = []
    if interval.low is not None and (interval.low != lowest or not interval.low_closed):
        parts.append(f"{'≥' if interval.low_closed else '>'} {_value_text(interval.low, cell_type, language, unit)}")
    if interval.high is not None and (interval.high != highest or not interval.high_closed):
        parts.append(f"{'≤' if interval.high_closed else '<'} {_value_text(interval.high, cell_type, language, unit)}")
    if len(parts) > 1 and interval.low_closed and interval.high_closed:
        low, high = (part[1:].strip() for part in parts)
        return Text(f"{low} 至 {high}", f"{low} to {high}").in_language(language)
    return Text("且", " and ").in_language(language).join(parts)
