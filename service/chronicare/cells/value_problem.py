"""Why a reported value cannot be taken, and what would be right."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from chronicare.cells.bounds import describe_range, spell_range
from chronicare.cells.printing import print_amount
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.units import accepted_units
from chronicare.cells.written_duration import duration_example
from chronicare.diagnostics import Code, Text

MAX_DIGITS = 40
"""The longest number, before and after the point, that is read."""
MAX_CHARACTERS = 200
"""The longest text, of a value or a unit, that is read."""

_NUMBER = Text("写一个数，如 7.0", "give a number such as 7.0")
_TOO_LONG = 10**40


class ValueProblem(Exception):  # noqa: N818 - it is about the caller's value, not an error of the program
    """A reported value that cannot be taken: why (``message``) and what would be right (``hint``)."""

    def __init__(self, code: Code, message: Text, hint: Text) -> None:
        """Keep the parts."""
        super().__init__(message.en)
        self.code = code
        self.message = message
        self.hint = hint


def refuse_long(raw: object, unit: str) -> None:
    """Raise ``ValueProblem`` for a value or unit that nobody writes so long."""
    if len(unit) > MAX_CHARACTERS or (isinstance(raw, str) and len(raw) > MAX_CHARACTERS):
        raise ValueProblem(
            Code.BAD_VALUE,
            Text("值或单位太长", "the value or its unit is too long"),
            Text(f"至多 {MAX_CHARACTERS} 个字符", f"at most {MAX_CHARACTERS} characters"),
        )


def no_unit(unit: str) -> ValueProblem:
    """Say that there should be no unit."""
    message = Text(f"不应有单位「{unit}」", f"there should be no unit {unit!r}")
    return ValueProblem(Code.BAD_UNIT, message, Text("去掉单位", "leave the unit out"))


def is_too_long(number: int | Decimal) -> bool:
    """Whether the number has too many digits; told without writing them out."""
    if isinstance(number, int):
        return abs(number) >= _TOO_LONG
    exponent = number.as_tuple().exponent
    return number.adjusted() >= MAX_DIGITS or (isinstance(exponent, int) and exponent < -MAX_DIGITS)


def wrong_type(raw: object, kind: ValueKind, allowed: Text | None = None) -> ValueProblem:
    """Say that ``raw`` is no value of ``kind``, and what is: one of those ``allowed``, or a value of its form."""
    hint = allowed or {
        ValueKind.YES_NO: Text("写 true 或 false", "give true or false"),
        ValueKind.DATE: Text("写作 2025-11-01", "write 2025-11-01"),
        ValueKind.COUNT: Text("写一个整数，如 3", "give a whole number such as 3"),
        ValueKind.TITRE: Text(
            "写作 1:80 或 80；低于起始稀释度的写 < 1:80", "write 1:80 or 80; below the first dilution < 1:80"
        ),
        ValueKind.COMPOUND: Text("写明各组成部分的值", "give the value of each component"),
    }.get(kind, _NUMBER)
    if isinstance(raw, Mapping | list | tuple):
        message = Text(f"「{kind.value}」要一个值，不是几个", f"one value of kind {kind.name} is wanted, not several")
        more = Text(f"{hint.zh}；几次的结果各报一项", f"{hint.en}; report each measurement by itself")
        return ValueProblem(Code.BAD_VALUE, message, more)
    is_short = isinstance(raw, str | float | Decimal | date) or (isinstance(raw, int) and not is_too_long(raw))
    shown = (str(raw) if is_short else type(raw).__name__)[:MAX_CHARACTERS]
    quoted = Text(f"「{shown}」", repr(shown)) if isinstance(raw, str) else Text(f"{shown} ", shown)
    code = Code.BAD_DATE if kind is ValueKind.DATE else Code.BAD_VALUE
    return ValueProblem(
        code, Text(f"{quoted.zh}不是「{kind.value}」的值", f"{quoted.en} is not of kind {kind.name}"), hint
    )


def number_hint(cell_type: CellType) -> Text:
    """Return how a number of the type is written, with its unit: a duration looks like 3个月."""
    quantity = cell_type.quantity
    if quantity is None or not quantity.canonical:
        return _NUMBER
    units = accepted_units(quantity)
    how = duration_example(quantity.accepted) or _NUMBER
    return Text(f"{how.zh}；{units.zh}", f"{how.en}; {units.en}")


def impossible(text: str, unit: str, cell_type: CellType) -> ValueProblem:
    """Say that what was given as ``text`` in ``unit`` lies outside the possible range."""
    given, possible = print_amount(text, unit.strip()), describe_range(cell_type)
    units = accepted_units(cell_type.quantity)
    hint = Text(f"核对数值和单位；{units.zh}", f"check number and unit; {units.en}")
    if cell_type.quantity is None:
        hint = Text(f"核对数值；{units.zh}", f"check the number; {units.en}")
    message = Text(f"{given} 不在可能范围 {possible} 内", f"{given} is outside {possible}")
    return ValueProblem(Code.IMPOSSIBLE_VALUE, message, hint)


def doubtful(given: str, number: str, plausible: tuple[Fraction, Fraction], cell_type: CellType) -> ValueProblem:
    """Say that what was ``given`` is mostly a mistake, and how ``number`` is written if it was checked."""
    usually, units = spell_range(plausible, cell_type), accepted_units(cell_type.quantity)
    message = Text(
        f"{given} 超出常见范围 {usually}，多半是单位写错",
        f"{given} is beyond the usual {usually}, mostly a unit mixed up",
    )
    hint = Text(
        f"核对数值和单位（{units.zh}）；报告上确是这样的，写作「{number} 已复核」",
        f"check number and unit ({units.en}); if the report does say so, write '{number} verified'",
    )
    return ValueProblem(Code.DOUBTFUL_VALUE, message, hint)
