"""A reported value to a canonical one: typed, in the canonical unit, possible. The unknown is ``None``."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from chronicare.cells.bounds import allowed_levels, describe_range, find_level, is_possible, possible_range
from chronicare.cells.conversion import convert, normalise_unit
from chronicare.cells.folding import fold, fold_name
from chronicare.cells.literals import parse_date
from chronicare.cells.printing import print_amount
from chronicare.cells.types import CellType, Conversion, Quantity, ValueKind
from chronicare.cells.units import accepted_units, find_conversion
from chronicare.cells.values import Interval, Reported, Value
from chronicare.cells.words import ABOVE, BELOW, DASH, GRADES, NO_ONE_MEANING, NOT_DETECTED, REPORTED_YES_NO
from chronicare.diagnostics import Code, Text

MAX_DIGITS = 40
"""The longest number, before and after the point, that is read."""
MAX_CHARACTERS = 200
"""The longest text, of a value or a unit, that is read."""

_TOO_LONG = 10**40
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_AMOUNT = re.compile(r"([^0-9+\-.]*?)\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*([^0-9.\s].*)?")
_FRACTION = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
_TITRE = re.compile(r"([^0-9]*?)\s*1\s*:\s*([0-9]{1,20})\s*(?:阳性|\(?\++\)?)?")
_PERCENTILE = "百分位"
_NUMBER_HINT = Text("写一个数，如 7.0", "give a number such as 7.0")


class ValueProblem(Exception):  # noqa: N818 - it is about the caller's value, not an error of the program
    """A reported value that cannot be taken: why (``message``) and what would be right (``hint``)."""

    def __init__(self, code: Code, message: Text, hint: Text) -> None:
        """Keep the parts."""
        super().__init__(message.en)
        self.code = code
        self.message = message
        self.hint = hint


def read_value(
    raw: object, unit: str, cell_type: CellType, unknown_words: frozenset[str]
) -> tuple[Reported | dict[str, Reported] | None, str]:
    """Return the canonical value of ``raw``, reported in ``unit``, and its text as given (``126 mg/dL``).

    ``raw`` is what JSON, YAML or a protobuf ``Value`` yields, or a ``Decimal`` or ``date``; a mapping of component
    names for a COMPOUND finding, or their numbers as ``160/90``. ``None`` and the ``unknown_words`` (as ``fold_name``
    folds them) are unknown: the value is ``None``, and an unknown component is left out. A float counts as the shortest
    decimal that names it. A bound of a number (``<7.2``) is an interval; so is a negative titre, which may be anything
    below the dilution the laboratory starts at. A plain number may be written as a fraction, as visual acuity is
    (``20/200``), unless it could be a score out of its total (``16/30``).

    Raises:
        ValueProblem: the value or its unit cannot be taken.

    """
    if cell_type.kind is ValueKind.COMPOUND:
        return _compound(raw, unit, cell_type, unknown_words)
    return _single(raw, unit, cell_type, unknown_words)


def read_limit(raw: object, unit: str, cell_type: CellType) -> Fraction | None:
    """Return a limit of the laboratory's reference range, reported in ``unit``, in the canonical unit.

    ``None`` stays ``None``. A limit need not be a possible value: a range may begin at 0.

    Raises:
        ValueProblem: the limit or its unit cannot be taken, or the finding is no number.

    """
    if raw is None:
        return None
    if cell_type.kind is not ValueKind.NUMBER:
        raise ValueProblem(
            Code.BAD_VALUE,
            Text("只有数值才有参考范围", "only a number has a reference range"),
            Text("去掉参考范围", "leave the reference range out"),
        )
    _refuse_long(raw, unit)
    number, text = _number(raw)
    return _converted(number, text, unit, cell_type)


def _single(raw: object, unit: str, cell_type: CellType, unknown_words: frozenset[str]) -> tuple[Reported | None, str]:
    _refuse_long(raw, unit)
    if raw is None:
        return None, ""
    if isinstance(raw, str) and _is_unknown(raw, cell_type, unknown_words):
        return None, raw.strip()
    if cell_type.kind in (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.AGE):
        return _measured(raw, unit, cell_type)
    if cell_type.levels is not None:
        return _level(raw, unit, cell_type)
    if unit.strip():
        raise _no_unit(unit)
    return _READERS[cell_type.kind](raw, cell_type)


def _is_unknown(raw: str, cell_type: CellType, unknown_words: frozenset[str]) -> bool:
    """Whether ``raw`` says that nothing is known; a dash does unless it is a value."""
    word = fold_name(raw)
    if word == DASH and cell_type.kind is not ValueKind.YES_NO:
        return cell_type.levels is None or find_level(cell_type.levels, word) is None
    return word in unknown_words


def _refuse_long(raw: object, unit: str) -> None:
    if len(unit) > MAX_CHARACTERS or (isinstance(raw, str) and len(raw) > MAX_CHARACTERS):
        raise ValueProblem(
            Code.BAD_VALUE,
            Text("值或单位太长", "the value or its unit is too long"),
            Text(f"至多 {MAX_CHARACTERS} 个字符", f"at most {MAX_CHARACTERS} characters"),
        )


def _no_unit(unit: str) -> ValueProblem:
    message = Text(f"不应有单位「{unit}」", f"there should be no unit {unit!r}")
    return ValueProblem(Code.BAD_UNIT, message, Text("去掉单位", "leave the unit out"))


# Numbers


def _number(raw: object, kind: ValueKind = ValueKind.NUMBER) -> tuple[Fraction, str]:
    """Return the exact number and its text; what is none is told to be no value of ``kind``."""
    if isinstance(raw, str):
        written = fold(raw).text.strip()
        if not _DECIMAL.fullmatch(written):
            raise _wrong_type(raw, kind)
        return _number(Decimal(written))
    if isinstance(raw, float):
        decimal = Decimal(repr(raw))
        return _number(int(raw) if raw.is_integer() and decimal.adjusted() < MAX_DIGITS else decimal)
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise _wrong_type(raw, kind)
    if isinstance(raw, Decimal) and not raw.is_finite():
        raise ValueProblem(Code.BAD_VALUE, Text(f"{raw} 不是数", f"{raw} is no number"), _NUMBER_HINT)
    if _is_too_long(raw):
        message = Text("数太长", "the number is too long")
        raise ValueProblem(
            Code.IMPOSSIBLE_VALUE, message, Text(f"至多 {MAX_DIGITS} 位", f"at most {MAX_DIGITS} digits")
        )
    return Fraction(raw), format(raw, "f") if isinstance(raw, Decimal) else str(raw)


def _plain_number(raw: object, cell_type: CellType) -> tuple[Fraction, str]:
    """Return the exact number and its text of a finding without a unit; a fraction is its quotient.

    A fraction whose denominator is itself a possible value is refused: 16/30 of a test marked up to 30 means 16.
    """
    written = fold(raw).text.strip() if isinstance(raw, str) else ""
    match = _FRACTION.fullmatch(written)
    if match is None:
        return _number(raw)
    over, under = int(match[1]), int(match[2])
    if under == 0:
        raise _wrong_type(raw, ValueKind.NUMBER)
    if is_possible(Fraction(under), cell_type):
        message = Text(
            f"「{written}」可能是得分/满分，也可能是商", f"{written!r} may be a score out of a total or a quotient"
        )
        raise ValueProblem(Code.BAD_VALUE, message, Text(f"写一个数，如 {over}", f"give one number such as {over}"))
    return Fraction(over, under), written


def _is_too_long(number: int | Decimal) -> bool:
    """Whether the number has too many digits; told without writing them out."""
    if isinstance(number, int):
        return abs(number) >= _TOO_LONG
    exponent = number.as_tuple().exponent
    return number.adjusted() >= MAX_DIGITS or (isinstance(exponent, int) and exponent < -MAX_DIGITS)


def _wrong_type(raw: object, kind: ValueKind, allowed: Text | None = None) -> ValueProblem:
    """Say that ``raw`` is no value of ``kind``, and what is: one of those ``allowed``, or a value of its form."""
    hint = allowed or {
        ValueKind.YES_NO: Text("写 true 或 false", "give true or false"),
        ValueKind.DATE: Text("写作 2025-11-01", "write 2025-11-01"),
        ValueKind.COUNT: Text("写一个整数，如 3", "give a whole number such as 3"),
        ValueKind.TITRE: Text("写作 1:80 或 80", "write 1:80 or 80"),
        ValueKind.COMPOUND: Text("写明各组成部分的值", "give the value of each component"),
    }.get(kind, _NUMBER_HINT)
    if isinstance(raw, Mapping | list | tuple):
        message = Text(f"「{kind.value}」要一个值，不是几个", f"one value of kind {kind.name} is wanted, not several")
        more = Text(f"{hint.zh}；几次的结果各报一项", f"{hint.en}; report each measurement by itself")
        return ValueProblem(Code.BAD_VALUE, message, more)
    is_short = isinstance(raw, str | float | Decimal | date) or (isinstance(raw, int) and not _is_too_long(raw))
    shown = repr(raw)[:MAX_CHARACTERS] if is_short else type(raw).__name__
    code = Code.BAD_DATE if kind is ValueKind.DATE else Code.BAD_VALUE
    return ValueProblem(code, Text(f"{shown} 不是「{kind.value}」的值", f"{shown} is not of kind {kind.name}"), hint)


def _converted(number: Fraction, text: str, unit: str, cell_type: CellType) -> Fraction:
    """Return ``number`` in the canonical unit; ``text`` is how it was written."""
    if cell_type.quantity is None:
        if unit.strip():
            raise _no_unit(unit)
        return number
    conversion = _conversion(unit, cell_type.quantity)
    try:
        return convert(number, conversion)
    except OverflowError:
        raise _impossible(text, unit, cell_type) from None


def _conversion(unit: str, quantity: Quantity) -> Conversion:
    conversion = find_conversion(quantity, unit)
    if conversion is not None:
        return conversion
    if not unit.strip():
        message = Text("没有写单位", "the unit is missing")
        raise ValueProblem(Code.BAD_UNIT, message, accepted_units(quantity))
    message = Text(f"不认识单位「{unit}」", f"unknown unit {unit!r}")
    raise ValueProblem(Code.BAD_UNIT, message, accepted_units(quantity, unit))


def _impossible(text: str, unit: str, cell_type: CellType) -> ValueProblem:
    given, possible = print_amount(text, unit.strip()), describe_range(cell_type)
    units = accepted_units(cell_type.quantity)
    hint = Text(f"核对数值和单位；{units.zh}", f"check number and unit; {units.en}")
    message = Text(f"{given} 不在可能范围 {possible} 内", f"{given} is outside {possible}")
    return ValueProblem(Code.IMPOSSIBLE_VALUE, message, hint)


def _measured(raw: object, unit: str, cell_type: CellType) -> tuple[int | Fraction | Interval, str]:
    if cell_type.kind is ValueKind.AGE:
        raise ValueProblem(
            Code.BAD_VALUE,
            Text("年龄由出生日期算出，不另报", "age is computed from the birth date, not reported"),
            Text("填出生日期", "give the birth date"),
        )
    if isinstance(raw, str) and not _DECIMAL.fullmatch(written := fold(raw).text.strip()):
        if fold_name(raw) in NOT_DETECTED:
            return _not_detected(written, cell_type)
        match = _AMOUNT.fullmatch(written)
        if match is not None and (match[1] or match[3]) and (sign := _sign(match[1], cell_type)) is not None:
            if not match[3]:
                return _bounded(sign, match[2], unit, cell_type)
            if not match[3].startswith("/") and (not unit.strip() or normalise_unit(match[3]) == normalise_unit(unit)):
                return _bounded(sign, match[2], match[3], cell_type)
    value, text = _counted(raw, unit, cell_type)
    if not is_possible(Fraction(value), cell_type):
        raise _impossible(text, unit, cell_type)
    return value, print_amount(text, unit.strip())


def _counted(raw: object, unit: str, cell_type: CellType) -> tuple[int | Fraction, str]:
    """Return the number in the canonical unit, whole for a count, possible or not, and its text."""
    kind = cell_type.kind
    is_plain = kind is ValueKind.NUMBER and (cell_type.quantity is None or not cell_type.quantity.canonical)
    number, text = _plain_number(raw, cell_type) if is_plain else _number(raw, kind)
    needs_unit = kind is ValueKind.NUMBER or unit.strip()
    value = _converted(number, text, unit, cell_type) if needs_unit else number
    if kind is ValueKind.COUNT and value.denominator != 1:
        raise _wrong_type(raw, kind)
    return int(value) if kind is ValueKind.COUNT else value, text


_SIGNS = {**dict.fromkeys(BELOW, "<"), **dict.fromkeys(ABOVE, ">")}


def _sign(written: str, cell_type: CellType) -> str | None:
    """Return the sign written before a number, empty if there is none; ``P`` stands before a percentile."""
    sign = fold_name(written)
    if cell_type.quantity is not None and normalise_unit(_PERCENTILE) in map(normalise_unit, cell_type.quantity.units):
        sign = sign.removesuffix("p")
    return sign if not sign or sign in _SIGNS else None


def _bounded(sign: str, number: str, unit: str, cell_type: CellType) -> tuple[int | Fraction | Interval, str]:
    """Return what lies on the side of ``number`` that ``sign`` says, as far as it is possible."""
    value, text = _counted(number, unit, cell_type)
    text = print_amount(text, unit.strip())
    if not sign:
        if not is_possible(Fraction(value), cell_type):
            raise _impossible(text, "", cell_type)
        return value, text
    is_above, closed = sign in ABOVE, {**BELOW, **ABOVE}[sign]
    given = f"{('≥' if closed else '>') if is_above else ('≤' if closed else '<')} {text}"
    bound = Fraction(value)
    if cell_type.kind is ValueKind.COUNT and not closed:
        bound, closed = bound + (1 if is_above else -1), True
    low, high = possible_range(cell_type)
    if is_above and (low is None or bound >= low):
        low, low_closed, high_closed = bound, closed, True
    elif not is_above and (high is None or bound <= high):
        high, low_closed, high_closed = bound, True, closed
    else:
        low_closed = high_closed = True
    if low is not None and high is not None and (low > high or (low == high and not (low_closed and high_closed))):
        raise _impossible(given, "", cell_type)
    return Interval(low, low_closed, high, high_closed), given


def _not_detected(written: str, cell_type: CellType) -> tuple[int | Fraction, str]:
    """Return the lowest possible value, if next to nothing is what ``written`` says of such a number."""
    low, _ = possible_range(cell_type)
    if low is None or not cell_type.may_be_undetected:
        example = "3" if cell_type.kind is ValueKind.COUNT else "7.0"
        hint = Text(
            f"写一个数，如 {example}；低于检测下限的写「< 检测下限」，没有做的写「未做」",
            f"give a number such as {example}; below the limit of detection give < and the limit, not done 未做",
        )
        raise _wrong_type(written, cell_type.kind, hint)
    return (int(low) if cell_type.kind is ValueKind.COUNT else low), written


def _titre(raw: object, cell_type: CellType) -> tuple[Fraction | Interval, str]:
    written = fold(raw).text.strip() if isinstance(raw, str) else ""
    if fold_name(written) in NOT_DETECTED:
        low, high = possible_range(cell_type)  # below the dilution the laboratory starts at, which is not stated
        return Interval(low, True, high, high is not None), written
    match = _TITRE.fullmatch(written)
    sign = _sign(match[1], cell_type) if match else ""
    if sign is None:
        raise _wrong_type(raw, ValueKind.TITRE)
    value = Fraction(match[2]) if match else _number(raw, ValueKind.TITRE)[0]
    if value <= 0 or value.denominator != 1:
        raise _wrong_type(raw, ValueKind.TITRE)
    if not sign and not is_possible(value, cell_type):
        raise _impossible(f"1:{value}", "", cell_type)
    if not sign:
        return value, f"1:{value}"
    interval, given = _bounded(sign, str(value), "", cell_type)
    return interval if isinstance(interval, Interval) else Fraction(interval), given.replace(" ", " 1:")


# Words and dates


def _yes_no(raw: object, _: CellType) -> tuple[bool, str]:
    if isinstance(raw, bool):
        return raw, "是" if raw else "否"
    word = fold_name(raw) if isinstance(raw, str) else ""
    truth = REPORTED_YES_NO.get(word)
    if word in NO_ONE_MEANING:
        message = Text(f"「{raw}」可作阳性，也可作阴性", f"{raw!r} may be positive or negative")
        hint = Text("按报告结论写 阳性 或 阴性，未定的写 不详", "give 阳性 or 阴性 as the report concludes, or 不详")
        raise ValueProblem(Code.BAD_VALUE, message, hint)
    if truth is None or not isinstance(raw, str):
        raise _wrong_type(raw, ValueKind.YES_NO)
    return truth, raw.strip()


def _date(raw: object, _: CellType) -> tuple[date, str]:
    day = parse_date(raw) if isinstance(raw, str) else raw
    if not isinstance(day, date) or isinstance(day, datetime):
        raise _wrong_type(raw, ValueKind.DATE)
    return day, day.isoformat()


def _level(raw: object, unit: str, cell_type: CellType) -> tuple[Value, str]:
    """Read a level or code; a whole number counts as its digits, for grades written 1, 2, 3. 级 may be its unit."""
    if isinstance(raw, str):
        word = raw.strip()
    elif isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise _wrong_type(raw, cell_type.kind, None if cell_type.levels is None else allowed_levels(cell_type.levels))
    else:
        word = _number(raw)[1]
    counter = unit.strip()
    if counter and counter not in GRADES:
        raise _no_unit(unit)
    levels = cell_type.levels
    place = None if levels is None else find_level(levels, word + counter)
    if place is None and levels is not None:
        place = find_level(levels, word.rstrip("".join(GRADES)))
    if levels is None or place is None:
        message = Text(f"没有值「{word}」", f"there is no value {word!r}")
        raise ValueProblem(Code.UNKNOWN_CODE, message, Text("", "") if levels is None else allowed_levels(levels))
    return place if cell_type.kind is ValueKind.LEVEL else levels.levels[place].value, word + counter


_READERS: dict[ValueKind, Callable[[object, CellType], tuple[Reported, str]]] = {
    ValueKind.YES_NO: _yes_no,
    ValueKind.DATE: _date,
    ValueKind.TITRE: _titre,
}

# Compound values


def _components(raw: str, unit: str, cell_type: CellType) -> tuple[object, str]:
    """Split ``160/90 mmHg`` into the components, in the vocabulary's order, and the unit; else it stays as it is."""
    written = fold(raw).text.strip()
    match = re.fullmatch(r"([0-9.]+(?:\s*/\s*[0-9.]+)+)\s*(.*)", written)
    parts = match[1].split("/") if match else []
    if match is None or len(parts) != len(cell_type.components) or (match[2] and unit.strip()):
        return raw, unit
    names = {code: name for name, code in reversed(list(cell_type.component_names.items())) if name != code}
    return dict(zip([names.get(code, code) for code in cell_type.components], parts, strict=True)), match[2] or unit


def _compound(
    raw: object, unit: str, cell_type: CellType, unknown_words: frozenset[str]
) -> tuple[dict[str, Reported] | None, str]:
    _refuse_long(raw, unit)
    if raw is None:
        return None, ""
    if isinstance(raw, str) and _is_unknown(raw, cell_type, unknown_words):
        return None, raw.strip()
    if isinstance(raw, str):
        raw, unit = _components(raw, unit, cell_type)
    if not isinstance(raw, Mapping):
        raise _wrong_type(raw, ValueKind.COMPOUND)
    values: dict[str, Reported] = {}
    named: set[str] = set()
    texts: list[str] = []
    for name, part in raw.items():
        code = cell_type.component_names.get(name) if isinstance(name, str) else None
        if code is None or code not in cell_type.components:
            hint = "、".join(cell_type.component_names)
            message = Text(f"没有组成部分「{name}」", f"there is no component {name!r}")
            raise ValueProblem(Code.UNKNOWN_CODE, message, Text(f"可写：{hint}", f"one of: {hint}"))
        if code in named:
            message = Text(f"「{name}」写了两次", f"{name!r} is given twice")
            raise ValueProblem(Code.CONTRADICTORY, message, Text("只留一个", "keep one"))
        component = cell_type.components[code]
        value, text = _single(part, unit if component.quantity else "", component, unknown_words)
        named.add(code)
        if text:
            texts.append(f"{name} {text}")
        if value is not None:
            values[code] = value
    if unit.strip() and not any(component.quantity for component in cell_type.components.values()):
        raise _no_unit(unit)
    return values or None, ", ".join(texts)
