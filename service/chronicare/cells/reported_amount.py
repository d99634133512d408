"""Numbers, counts and titres as they are reported: in any unit, as a bound, or as nothing found."""

import re
from collections.abc import Iterator
from fractions import Fraction

from chronicare.cells.bounds import is_possible, possible_range
from chronicare.cells.conversion import convert, convert_between, normalise_unit
from chronicare.cells.folding import fold_name
from chronicare.cells.laboratory_flags import CHECKED, without_check, without_flags
from chronicare.cells.printing import print_amount
from chronicare.cells.types import CellType, Conversion, Quantity, ValueKind
from chronicare.cells.unit_spelling import loose_unit
from chronicare.cells.units import accepted_units, find_conversion
from chronicare.cells.value_problem import ValueProblem, doubtful, impossible, no_unit, number_hint, wrong_type
from chronicare.cells.values import Interval
from chronicare.cells.words import ABOVE, BELOW, NOT_DETECTED
from chronicare.cells.written_duration import one_amount
from chronicare.cells.written_number import DIGITS, POWER, fold_number, is_decimal, read_number, read_quotient
from chronicare.diagnostics import Code, Text

_AMOUNT = re.compile(rf"([^0-9+\-.]*?)\s*({DIGITS})\s*([^0-9.,\s].*)?")
_POWERED = re.compile(rf"([^0-9+\-.]*?)\s*({DIGITS}\s*{POWER}|10\^[+-]?[0-9]{{1,3}})\s*([^0-9.,\s].*)?")
_TITRE = re.compile(
    r"(?P<positive>(?:阳性|阳|positive|pos|\++)\s*)?(?P<open>\(\s*)?(?P<sign>[^0-9()+]*?)\s*1\s*[:/]\s*(?P<dilution>[0-9]{1,20})"
    r"(?(open)\s*\))\s*(?:阳性|阳|positive|\(?\++\)?)?",
    re.IGNORECASE,
)
_PERCENTILE = "百分位"
_SIGNS = {**dict.fromkeys(BELOW, "<"), **dict.fromkeys(ABOVE, ">")}


def read_amount(raw: object, unit: str, cell_type: CellType) -> tuple[int | Fraction | Interval, str]:
    """Return the number or count ``raw`` in the canonical unit, or the interval it lies in, and its text.

    Raises:
        ValueProblem: it is no number, its unit is not accepted, it is impossible, or it is not plausible and not
            said to have been checked (``75 已复核``).

    """
    if cell_type.kind is ValueKind.AGE:
        raise ValueProblem(
            Code.BAD_VALUE,
            Text("年龄由出生日期算出，不另报", "age is computed from the birth date, not reported"),
            Text("填出生日期", "give the birth date"),
        )
    bare, is_checked = without_check(raw)
    value, text = _read(bare, unit, cell_type)
    if is_checked:
        return value, f"{text}（{CHECKED}）"
    low, high = (value.low, value.high) if isinstance(value, Interval) else (value, value)
    plausible = cell_type.plausible
    if plausible is not None and (
        (low is not None and low > plausible[1]) or (high is not None and high < plausible[0])
    ):
        raise doubtful(text, str(bare).strip(), plausible, cell_type)
    return value, text


def _read(raw: object, unit: str, cell_type: CellType) -> tuple[int | Fraction | Interval, str]:
    if isinstance(raw, str) and not is_decimal(written := fold_number(raw)):
        if fold_name(raw) in NOT_DETECTED:
            return _not_detected(written, cell_type)
        for sign, number, number_unit in _amounts(written, unit, cell_type):
            return _bounded(sign, number, number_unit, cell_type)
    value, text = _counted(raw, unit, cell_type)
    _refuse_impossible(value, text, unit, cell_type)
    return value, print_amount(text, unit.strip())


def _how(cell_type: CellType) -> Text | None:
    return number_hint(cell_type) if cell_type.kind is ValueKind.NUMBER else None


def _amounts(written: str, unit: str, cell_type: CellType) -> Iterator[tuple[str, str, str]]:
    """Yield sign, number and unit as ``written``, the likelier first; ``unit`` is what stands beside the value.

    As it is written comes before what is left without the laboratory's marks: the L of 3.6 L may be its unit.
    """
    amount, bare = one_amount(written), without_flags(written, cell_type)
    for text in dict.fromkeys((amount, bare)):
        for form in (_AMOUNT, _POWERED):
            match = form.fullmatch(text)
            sign = None if match is None else _sign(match[1], cell_type)
            if match is None or sign is None:
                continue
            if not match[3]:
                if form is _POWERED and (split := _power_of_unit(match[2], unit, cell_type)):
                    yield sign, *split
                elif text == bare != written or match[1].strip() or form is _POWERED or _has_form(match[2]):
                    _refuse_two_powers(match[2], unit)
                    yield sign, match[2], unit
            elif _is_unit(match[3], unit, cell_type):
                yield sign, match[2], match[3]


def _power_of_unit(number: str, unit: str, cell_type: CellType) -> tuple[str, str] | None:
    """Split ``3.6×10^9`` beside ``/L`` into 3.6 and ``×10^9/L``, where only that is a unit of the finding."""
    quantity, digits = cell_type.quantity, re.match(DIGITS, number)
    if quantity is None or digits is None or not unit.strip() or find_conversion(quantity, unit) is not None:
        return None
    whole = number[digits.end() :].strip() + unit.strip()
    return (digits[0], whole) if find_conversion(quantity, whole) is not None else None


def _has_form(number: str) -> bool:
    """Whether the number is written otherwise than plainly."""
    return not is_decimal(number)


def _is_unit(written: str, beside: str, cell_type: CellType) -> bool:
    """Whether ``written`` after a number is a unit of the finding, and none other stands ``beside`` it."""
    quantity = cell_type.quantity
    if quantity is None or find_conversion(quantity, written) is None:
        return False
    return not beside.strip() or loose_unit(written) == loose_unit(beside)


def _refuse_two_powers(number: str, unit: str) -> None:
    both = [normalise_unit(each) for each in (number, unit)]
    if all("10^" in each or "万" in each for each in both):
        message = Text("数值和单位都写了 10 的幂", "both the value and its unit have a power of ten")
        raise ValueProblem(Code.BAD_VALUE, message, Text("只在一处写", "write it in one of them only"))


def _refuse_impossible(value: int | Fraction | Interval, text: str, unit: str, cell_type: CellType) -> None:
    ends = (value.low, value.high) if isinstance(value, Interval) else (Fraction(value),)
    if not all(end is None or is_possible(end, cell_type) for end in ends):
        raise impossible(text, unit, cell_type)


def _counted(raw: object, unit: str, cell_type: CellType) -> tuple[int | Fraction | Interval, str]:
    """Return the number in the canonical unit, whole for a count, possible or not, and its text.

    In a unit that has no one size a number is known only to lie between two.
    """
    kind = cell_type.kind
    is_plain = kind is ValueKind.NUMBER and (cell_type.quantity is None or not cell_type.quantity.canonical)
    number, text = read_quotient(raw, cell_type) if is_plain else read_number(raw, kind, _how(cell_type))
    if kind is ValueKind.NUMBER and cell_type.quantity is not None:
        conversion = _conversion(unit, cell_type.quantity)
        if conversion.greatest is not None:
            low, high = convert_between(number, conversion)
            return (Interval(low, True, high, True) if low < high else low), text
    needs_unit = kind is ValueKind.NUMBER or unit.strip()
    value = to_canonical(number, text, unit, cell_type) if needs_unit else number
    if kind is ValueKind.COUNT and value.denominator != 1:
        raise wrong_type(raw, kind)
    return int(value) if kind is ValueKind.COUNT else value, text


def to_canonical(number: Fraction, text: str, unit: str, cell_type: CellType) -> Fraction:
    """Return ``number`` in the canonical unit; ``text`` is how it was written."""
    if cell_type.quantity is None:
        if unit.strip():
            raise no_unit(unit)
        return number
    conversion = _conversion(unit, cell_type.quantity)
    if conversion.greatest is not None:
        message = Text(f"「{unit.strip()}」长短不一，不能准确换算", f"{unit.strip()!r} has no one size")
        canonical = cell_type.quantity.canonical
        raise ValueProblem(Code.BAD_UNIT, message, Text(f"换成 {canonical} 写", f"write it in {canonical}"))
    try:
        return convert(number, conversion)
    except OverflowError:
        raise impossible(text, unit, cell_type) from None


def _conversion(unit: str, quantity: Quantity) -> Conversion:
    conversion = find_conversion(quantity, unit)
    if conversion is not None:
        return conversion
    if not unit.strip():
        message = Text("没有写单位", "the unit is missing")
        raise ValueProblem(Code.BAD_UNIT, message, accepted_units(quantity))
    message = Text(f"不认识单位「{unit}」", f"unknown unit {unit!r}")
    raise ValueProblem(Code.BAD_UNIT, message, accepted_units(quantity))


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
        _refuse_impossible(value, text, "", cell_type)
        return value, text
    is_above, closed = sign in ABOVE, {**BELOW, **ABOVE}[sign]
    given = f"{('≥' if closed else '>') if is_above else ('≤' if closed else '<')} {text}"
    end = (value.low if is_above else value.high) if isinstance(value, Interval) else value
    bound = Fraction(0) if end is None else Fraction(end)
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
        raise impossible(given, "", cell_type)
    return Interval(low, low_closed, high, high_closed), given


def _not_detected(written: str, cell_type: CellType) -> tuple[int | Fraction, str]:
    """Return the lowest possible value, if next to nothing is what ``written`` says of such a number."""
    low, _ = possible_range(cell_type)
    if low is None or not cell_type.may_be_undetected:
        number = _how(cell_type) or Text("写一个数，如 3", "give a number such as 3")
        hint = Text(
            f"{number.zh}；低于检测下限的写「< 检测下限」，没有做的写「未做」",
            f"{number.en}; below the limit of detection give < and the limit, not done 未做",
        )
        raise wrong_type(written, cell_type.kind, hint)
    return (int(low) if cell_type.kind is ValueKind.COUNT else low), written


def read_titre(raw: object, cell_type: CellType) -> tuple[Fraction | Interval, str]:
    """Return the titre ``raw`` (80 of 1:80), or the interval it lies in, and its text.

    Raises:
        ValueProblem: it is no titre, or impossible.

    """
    written = fold_number(raw) if isinstance(raw, str) else ""
    if fold_name(written) in NOT_DETECTED:
        low, high = possible_range(cell_type)  # below the dilution the laboratory starts at, which is not stated
        return Interval(low, True, high, high is not None), written
    match = _TITRE.fullmatch(without_flags(written, cell_type))
    sign = _sign(match["sign"], cell_type) if match else ""
    if sign is None:
        raise wrong_type(raw, ValueKind.TITRE)
    value = Fraction(match["dilution"]) if match else read_number(raw, ValueKind.TITRE)[0]
    if value <= 0 or value.denominator != 1:
        raise wrong_type(raw, ValueKind.TITRE)
    if not sign:
        if not is_possible(value, cell_type):
            raise impossible(f"1:{value}", "", cell_type)
        return value, f"1:{value}"
    interval, given = _bounded(sign, str(value), "", cell_type)
    return interval if isinstance(interval, Interval) else Fraction(interval), given.replace(" ", " 1:")
