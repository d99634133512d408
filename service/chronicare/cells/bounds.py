"""Types one bound of a test: what an operand means for a finding of a given type, and how it is written canonically."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from chronicare.cells.conversion import convert
from chronicare.cells.fault import Fault
from chronicare.cells.folding import Span, fold_name
from chronicare.cells.parser import parse_syntax
from chronicare.cells.printing import print_amount, print_operand
from chronicare.cells.syntax import Amount, Comparison, Day, MixedDuration, Operand, Ratio, Reference, Word
from chronicare.cells.typed import Operator, View
from chronicare.cells.types import CellType, Level, LevelSet, ValueKind
from chronicare.cells.units import accepted_units, find_conversion, principal_spelling, split_power_of_ten
from chronicare.cells.values import Duration, Value
from chronicare.cells.words import CALENDAR_UNITS, NO, YES, yes_or_no
from chronicare.diagnostics import Code, Text

MAX_YEARS = 200
"""The longest duration a test may name."""

_MONTHS_A_YEAR = 12
_DAYS_A_YEAR = 365

_EXPECTED = {
    ValueKind.NUMBER: Text("数值，如 ≥ 7.0 mmol/L", "a number such as ≥ 7.0 mmol/L"),
    ValueKind.YES_NO: Text("是 或 否", "是 or 否"),
    ValueKind.DATE: Text("时长或日期，如 ≥ 3 个月、2025-11-01", "a duration or date such as ≥ 3 个月, 2025-11-01"),
    ValueKind.COUNT: Text("整数次数，如 ≥ 3", "a whole number such as ≥ 3"),
    ValueKind.TITRE: Text("滴度，如 > 1:80", "a titre such as > 1:80"),
    ValueKind.AGE: Text("周岁，如 ≥ 18", "a whole number of years such as ≥ 18"),
    ValueKind.COMPOUND: Text("组成部分的名称和条件", "a component's name and a test of it"),
}


class Bound(NamedTuple):
    """A typed bound: the value to compare with, the view it belongs to, and the operand in canonical spelling."""

    value: Value | Duration
    view: View
    operand: Operand


def read_bound(operand: Operand, cell_type: CellType) -> Bound | Fault:
    """Return what ``operand`` means for a finding of ``cell_type``."""
    kind = cell_type.kind
    if kind is ValueKind.YES_NO and isinstance(operand, Word):
        return _yes_no(operand)
    if cell_type.levels is not None:
        return _level(operand, cell_type.levels, kind)
    if kind is ValueKind.DATE and isinstance(operand, Day):
        return Bound(operand.value, View.VALUE, operand)
    if kind is ValueKind.DATE and isinstance(operand, Amount | MixedDuration):
        return _duration(operand)
    if kind is ValueKind.TITRE and isinstance(operand, Ratio):
        return _titre(operand, cell_type)
    if kind is ValueKind.NUMBER and isinstance(operand, Reference):
        return _reference(operand)
    if kind in (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.AGE) and isinstance(operand, Amount):
        return _amount(operand, cell_type)
    return _wrong_type(operand, kind)


def expected(kind: ValueKind) -> Text:
    """Return the hint that says what a test of this kind is written with."""
    what = _EXPECTED[kind]
    return Text(f"应写{what.zh}", f"write {what.en}")


def _wrong_type(operand: Operand, kind: ValueKind) -> Fault:
    written = print_operand(operand)
    return Fault(
        Code.WRONG_TYPE,
        operand.span,
        Text(
            f"「{written}」不能同{kind.value}比较", f"{written!r} cannot be compared with a value of kind {kind.name}"
        ),
        expected(kind),
    )


def _bad_literal(operand: Operand, zh: str, en: str, hint: Text) -> Fault:
    return Fault(Code.BAD_LITERAL, operand.span, Text(zh, en), hint)


# Words


def _yes_no(operand: Word) -> Bound | Fault:
    truth = None if operand.quoted else yes_or_no(operand.text)
    if truth is None:
        return _wrong_type(operand, ValueKind.YES_NO)
    return Bound(truth, View.VALUE, Word(YES if truth else NO, span=operand.span))


def _level(operand: Operand, levels: LevelSet, kind: ValueKind) -> Bound | Fault:
    place = next((place for word in _spellings(operand) if (place := find_level(levels, word)) is not None), None)
    if place is None:
        written = print_operand(operand)
        return Fault(
            Code.UNKNOWN_NAME if isinstance(operand, Word) else Code.WRONG_TYPE,
            operand.span,
            Text(f"值表「{levels.name}」里没有「{written}」", f"{written!r} is no value of {levels.name}"),
            allowed_levels(levels),
        )
    value = levels.levels[place].value
    bound = place if kind is ValueKind.LEVEL else value
    return Bound(bound, View.VALUE, spell(value, operand.span))


def find_level(levels: LevelSet, word: str) -> int | None:
    """Return the position of the level written ``word``, whatever its case, spaces, full-width or other forms."""
    place = levels.index(word)
    if place is not None:
        return place
    found = _folded_places(levels.levels).get(fold_name(word), ())
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _folded_places(levels: tuple[Level, ...]) -> Mapping[str, Sequence[int]]:
    """Return the positions of the levels that each folded word may name."""
    places: dict[str, list[int]] = {}
    for position, level in enumerate(levels):
        for word in {fold_name(each) for each in (level.value, level.name.zh, *level.aliases)}:
            places.setdefault(word, []).append(position)
    return places


_LISTED = 30
"""A hint lists no more values than this."""


def allowed_levels(levels: LevelSet) -> Text:
    """Return the hint that lists the values of a set, the first of them if they are many."""
    values = [level.value for level in levels.levels[:_LISTED]]
    if len(levels.levels) > _LISTED:
        values.append(f"…（{len(levels.levels)}）")
    out = [f"{value}（{where}）" for value, where in levels.hidden.items()]
    hidden = Text(f"；已隐藏：{'、'.join(out)}", f"; hidden: {', '.join(out)}") if out else Text("", "")
    return Text(f"可写：{'、'.join(values)}{hidden.zh}", f"one of: {', '.join(values)}{hidden.en}")


def _spellings(operand: Operand) -> tuple[str, ...]:
    """Return how a level or code that reads as ``operand`` may be spelled: ``2级`` reads as an amount."""
    if isinstance(operand, Word):
        return (operand.text,)
    if isinstance(operand, Amount):
        return (operand.number + operand.unit, f"{operand.number} {operand.unit}")
    return (print_operand(operand),)


def spell(name: str, span: Span) -> Word:
    """Return ``name`` as a word, quoted unless it reads as itself without quotes."""
    node = parse_syntax(name)
    bare = isinstance(node, Comparison) and node.operator is Operator.EQ and name in _spellings(node.operand)
    return Word(name, not bare, span)


# Numbers


def _amount(operand: Amount, cell_type: CellType) -> Bound | Fault:
    converted = _with_unit(operand, cell_type)
    if isinstance(converted, Fault):
        return converted
    value, canonical = converted
    if fault := _outside(value, canonical, cell_type):
        return fault
    if cell_type.kind is ValueKind.NUMBER:
        return Bound(value, View.VALUE, canonical)
    if value.denominator != 1:
        return _bad_literal(operand, "不是整数", "not a whole number", expected(cell_type.kind))
    return Bound(int(value), View.VALUE, canonical)


def _with_unit(operand: Amount, cell_type: CellType) -> tuple[Fraction, Amount] | Fault:
    """Return the canonical value of ``operand`` and its canonical spelling."""
    quantity, number, unit, power = cell_type.quantity, operand.value, operand.unit, ""
    conversion = find_conversion(quantity, unit) if quantity else None
    if conversion is None and (split := split_power_of_ten(unit)):
        power, scale, unit = split
        number *= scale
        conversion = find_conversion(quantity, unit) if quantity else None
    if quantity is None or conversion is None:
        if unit or (quantity and cell_type.kind is ValueKind.NUMBER):
            return _no_such_unit(operand, unit, cell_type)
        return number, replace(operand, unit=power)
    if conversion.greatest is not None:
        hint = Text(f"换成 {quantity.canonical} 写", f"write it in {quantity.canonical}")
        return _bad_literal(operand, f"「{unit}」长短不一，不能准确换算", f"{unit!r} has no one size", hint)
    if conversion.power and (number + conversion.offset).denominator != 1:
        hint = Text(f"换成 {quantity.canonical} 写", f"write it in {quantity.canonical}")
        return _bad_literal(operand, "对数须是整数，才能准确换算", "only a whole logarithm converts exactly", hint)
    try:
        value = convert(number, conversion)
    except OverflowError:
        return _bad_literal(operand, "对数太大", "the logarithm is too large", accepted_units(quantity))
    return value, replace(operand, unit=f"{power} {principal_spelling(quantity, unit)}".strip())


def _no_such_unit(operand: Amount, unit: str, cell_type: CellType) -> Fault:
    hint = accepted_units(cell_type.quantity)
    if not unit:
        missing = Text(f"「{operand.number}」没有写单位", f"{operand.number!r} has no unit")
        return Fault(Code.MISSING_UNIT, operand.span, missing, hint)
    return Fault(Code.UNKNOWN_UNIT, operand.span, Text(f"不认识单位「{unit}」", f"unknown unit {unit!r}"), hint)


_LEAST = {ValueKind.COUNT: Fraction(0), ValueKind.AGE: Fraction(0), ValueKind.TITRE: Fraction(1)}


def possible_range(cell_type: CellType) -> tuple[Fraction | None, Fraction | None]:
    """Return the lowest and the highest possible number; counts and ages begin at 0, titres at 1:1."""
    return _LEAST.get(cell_type.kind) if cell_type.low is None else cell_type.low, cell_type.high


def describe_range(cell_type: CellType) -> str:
    """Write the possible range, in the canonical unit: ``0.1..100 mmol/L``."""
    return spell_range(possible_range(cell_type), cell_type)


def spell_range(ends: tuple[Fraction | None, Fraction | None], cell_type: CellType) -> str:
    """Write a range of numbers of the type as ``describe_range`` does."""
    unit = cell_type.quantity.canonical if cell_type.quantity else ""
    written = ["" if end is None else str(end) if end.denominator == 1 else f"{float(end):.12g}" for end in ends]
    return print_amount("..".join(written), unit)


def is_possible(value: Fraction, cell_type: CellType) -> bool:
    """Whether ``value``, in the canonical unit, lies in the possible range."""
    low, high = possible_range(cell_type)
    over, under = value.numerator, value.denominator  # cross-multiplied: several times faster than comparing fractions
    return (low is None or over * low.denominator >= low.numerator * under) and (
        high is None or over * high.denominator <= high.numerator * under
    )


def _outside(value: Fraction, operand: Operand, cell_type: CellType) -> Fault | None:
    if is_possible(value, cell_type):
        return None
    written, possible = print_operand(operand), describe_range(cell_type)
    return Fault(
        Code.OUTSIDE_POSSIBLE,
        operand.span,
        Text(f"「{written}」不在可能范围 {possible} 内", f"{written!r} is outside the possible range {possible}"),
        Text(
            f"核对数值和单位；{accepted_units(cell_type.quantity).zh}",
            f"check number and unit; {accepted_units(cell_type.quantity).en}",
        ),
    )


def _titre(operand: Ratio, cell_type: CellType) -> Bound | Fault:
    if operand.left != 1 or operand.right == 0:
        return _bad_literal(operand, "不是滴度", "not a titre", expected(ValueKind.TITRE))
    value = Fraction(operand.right)
    return _outside(value, operand, cell_type) or Bound(value, View.VALUE, operand)


def _reference(operand: Reference) -> Bound | Fault:
    factor = Fraction(1) if operand.factor is None else operand.factor.value
    if factor <= 0:
        hint = Text("如 1.5 × 参考上限", "such as 1.5 × 参考上限")
        return _bad_literal(operand, "倍数须大于 0", "the factor must be above 0", hint)
    return Bound(factor, View.OF_UPPER if operand.upper else View.OF_LOWER, operand)


# Durations


def _duration(operand: Amount | MixedDuration) -> Bound | Fault:
    parts = operand.parts if isinstance(operand, MixedDuration) else (operand,)
    months, days, canonical = 0, 0, list[Amount]()
    for part in parts:
        unit = CALENDAR_UNITS.get(part.unit.lower())
        if unit is None:
            code = Code.UNKNOWN_UNIT if part.unit else Code.MISSING_UNIT
            problem = Text(f"「{print_operand(part)}」不是时长", f"{print_operand(part)!r} is no duration")
            return Fault(code, part.span, problem, Text("单位用 年、个月、周、天", "use 年, 个月, 周 or 天"))
        if part.value.denominator != 1 or part.value < 0:
            return _bad_literal(
                part, "时长须是整数", "a duration is a whole number", Text("如 18 个月", "such as 18 个月")
            )
        months += unit.months * int(part.value)
        days += unit.days * int(part.value)
        canonical.append(replace(part, unit=unit.name))
    if months > MAX_YEARS * _MONTHS_A_YEAR or days > MAX_YEARS * _DAYS_A_YEAR:
        problem = Text("时长太长", "the duration is too long")
        hint = Text(f"至多 {MAX_YEARS} 年", f"at most {MAX_YEARS} years")
        return Fault(Code.OUTSIDE_POSSIBLE, operand.span, problem, hint)
    spelled = MixedDuration(tuple(canonical), operand.span) if isinstance(operand, MixedDuration) else canonical[0]
    return Bound(Duration(months, days), View.ELAPSED, spelled)
