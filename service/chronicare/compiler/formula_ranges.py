"""What a formula can come to, from the possible ranges of the terms it names: refused where it cannot be worked out.

Each operation gives the range of its results. A division whose divisor can be 0 and a date that need not exist are
refused when the table loads, and so is a formula none of whose results its term can have. What can only go wrong for
certain combinations of facts is told when it does, by ``benefits.formula_evaluation``.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from chronicare.cells.bounds import describe_range, possible_range
from chronicare.cells.typed import AllOf, AnyOf, Compare, Operator, Range, Test
from chronicare.cells.types import CellType, ValueKind
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.program.formula import Absent, Among, Constant, Expression, Formula, Operation, Term
from chronicare.program.vocabulary import Vocabulary

_COMMON_YEAR, _LEAP_YEAR = 2025, 2024
_MONTHS = 12
_LONGEST_MONTH = 31


class NumberRange(NamedTuple):
    """Numbers from ``low`` to ``high``; ``None``: no bound. ``above``: ``low`` itself is not among them."""

    low: Fraction | None = None
    high: Fraction | None = None
    above: bool = False

    def holds(self, number: Fraction) -> bool:
        """Whether ``number`` lies in it."""
        return (self.low is None or (self.low < number if self.above else self.low <= number)) and (
            self.high is None or number <= self.high
        )

    def meets(self, other: "NumberRange") -> bool:
        """Whether some number lies in both."""
        return not (_before(self.high, other.low) or _before(other.high, self.low))

    def within(self, other: "NumberRange") -> "NumberRange":
        """Return what lies in both."""
        low, above = self.low, self.above
        if other.low is not None and (low is None or other.low >= low):
            low, above = other.low, other.above or (above and other.low == low)
        highs = [each for each in (self.high, other.high) if each is not None]
        return NumberRange(low, min(highs, default=None), above)

    def times(self, factor: Fraction) -> "NumberRange":
        """Return its numbers multiplied by ``factor``, which is above 0."""
        low = None if self.low is None else self.low * factor
        return NumberRange(low, None if self.high is None else self.high * factor, self.above)

    @property
    def only(self) -> Fraction | None:
        """The one number in it, if there is just one."""
        return self.low if self.low == self.high else None


ANYTHING = NumberRange()
NOTHING_KNOWN: Mapping[str, NumberRange] = MappingProxyType({})


class _ImpossibleError(Exception):
    """For some input the formula cannot be worked out."""

    def __init__(self, message: Text, hint: Text) -> None:
        """Keep what is wrong and what would be right."""
        super().__init__(message.en)
        self.message, self.hint = message, hint


def check_possible(
    formula: Formula,
    wanted: CellType,
    vocabulary: Vocabulary,
    known: Mapping[str, NumberRange],
    where: Position,
    diagnostics: Diagnostics,
) -> None:
    """Tell a formula that some input makes impossible, and one that gives nothing its term can be.

    ``known`` narrows terms further than their possible ranges: to what the row's own cells let through.
    """
    try:
        found = _range(formula.expression, vocabulary, known)
    except _ImpossibleError as impossible:
        diagnostics.add(Code.CANNOT_BE_WORKED_OUT, where, impossible.message, impossible.hint)
        return
    if found is None or wanted.kind is ValueKind.DATE:
        return
    scale = formula.scale
    found = found.times(scale)
    if not found.meets(NumberRange(*possible_range(wanted))):
        possible = describe_range(wanted)
        diagnostics.add(
            Code.OUTSIDE_POSSIBLE,
            where,
            Text(
                f"「{formula.text}」不在可能范围 {possible} 内", f"{formula.text!r} is outside the possible {possible}"
            ),
            Text("核对正负号、数和单位", "check sign, number and unit"),
        )


def range_of(formula: Formula, vocabulary: Vocabulary, known: Mapping[str, NumberRange]) -> NumberRange:
    """Return the numbers that ``formula`` can give if the terms ``known`` lie in their intervals; ANYTHING: no telling.

    The numbers are in the unit of what the formula is for.
    """
    try:
        found = _range(formula.expression, vocabulary, known)
    except _ImpossibleError:
        return ANYTHING
    return ANYTHING if found is None else found.times(formula.scale)


def hull(intervals: Sequence[NumberRange]) -> NumberRange:
    """Return the least interval that holds all of ``intervals``."""
    return _hull(intervals) if intervals else ANYTHING


def interval_of(test: Test) -> NumberRange:
    """Return what numbers can pass ``test``, as far as one interval can say."""
    match test:
        case Compare(operator, Fraction() | int() as bound) if not isinstance(bound, bool):
            number = Fraction(bound)
            return {
                Operator.EQ: NumberRange(number, number),
                Operator.GE: NumberRange(number),
                Operator.GT: NumberRange(number, above=True),
                Operator.LE: NumberRange(None, number),
                Operator.LT: NumberRange(None, number),
            }.get(operator, ANYTHING)
        case Range(low=Fraction() | int() as low, high=Fraction() | int() as high):
            return NumberRange(Fraction(low), Fraction(high))
        case AllOf(tests):
            found = ANYTHING
            for each in tests:
                found = found.within(interval_of(each))
            return found
        case AnyOf(tests) if tests:
            return _hull([interval_of(each) for each in tests])
    return ANYTHING


def _before(one: Fraction | None, other: Fraction | None) -> bool:
    return one is not None and other is not None and one < other


def _hull(intervals: Sequence[NumberRange]) -> NumberRange:
    lows, highs = [each.low for each in intervals], [each.high for each in intervals]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    return NumberRange(low, high, low is not None and all(each.above for each in intervals if each.low == low))


def _range(expression: Expression, vocabulary: Vocabulary, known: Mapping[str, NumberRange]) -> NumberRange | None:
    """Return the numbers ``expression`` can give; ``None`` if it gives no number. Raises _ImpossibleError."""
    match expression:
        case Constant(Fraction() as number):
            return NumberRange(number, number)
        case Term(code, scale):
            return _of_term(vocabulary.findings[code].type, known.get(code, ANYTHING), scale)
        case Operation(name, arguments):
            ranges = [_range(each, vocabulary, known) for each in arguments]
            return _OPERATIONS[name](*(ANYTHING if each is None else each for each in ranges))
        case Constant() | Absent() | Among():
            return None


def _of_term(cell_type: CellType, known: NumberRange, scale: Fraction) -> NumberRange:
    found = NumberRange(*possible_range(cell_type)).within(known)
    return found.times(scale)


def _least(*ranges: NumberRange) -> NumberRange:
    lows, highs = [each.low for each in ranges], [each.high for each in ranges if each.high is not None]
    low = None if None in lows else min(each for each in lows if each is not None)
    return NumberRange(low, min(highs, default=None))


def _greatest(*ranges: NumberRange) -> NumberRange:
    lows, highs = [each.low for each in ranges if each.low is not None], [each.high for each in ranges]
    high = None if None in highs else max(each for each in highs if each is not None)
    return NumberRange(max(lows, default=None), high)


def _add(one: NumberRange, other: NumberRange) -> NumberRange:
    return NumberRange(_sum(one.low, other.low), _sum(one.high, other.high), one.above or other.above)


def _subtract(one: NumberRange, other: NumberRange) -> NumberRange:
    return NumberRange(_less(one.low, other.high), _less(one.high, other.low))


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other


def _product(one: NumberRange, other: NumberRange) -> NumberRange:
    nought = Fraction(0)
    if nought in (one.only, other.only):
        return NumberRange(nought, nought)
    ends = [one.low, one.high, other.low, other.high]
    if None not in ends:
        corners = [a * b for a in one[:2] for b in other[:2] if a is not None and b is not None]
        return NumberRange(min(corners), max(corners))
    never_negative = all(each.low is not None and each.low >= 0 for each in (one, other))
    return NumberRange(nought) if never_negative else ANYTHING


def _quotient(one: NumberRange, other: NumberRange) -> NumberRange:
    if other.holds(Fraction(0)):
        raise _ImpossibleError(
            Text("除数可能是 0，那时算不出来", "the divisor can be 0: then it cannot be worked out"),
            Text(
                "先在「入：」里排除 0（如 > 0），或写 最大(…, 1)",
                "leave 0 out by an input of the row (such as > 0), or write 最大(…, 1)",
            ),
        )
    if None in other[:2] or other.above or other.low is None or other.high is None:
        return ANYTHING
    return _product(one, NumberRange(1 / other.high, 1 / other.low))


def _require_whole(_: NumberRange, number: NumberRange) -> None:
    if number.only is not None and number.only.denominator != 1:
        raise _ImpossibleError(
            Text("日期只能加减整数个月或整数天", "a date moves by whole months or days only"),
            Text("如 15 天、3 个月", "such as 15 天, 3 个月"),
        )


def _require_date(year: NumberRange, month: NumberRange, day: NumberRange) -> None:
    """Refuse a year, month and day that need not make a date."""
    months = _whole_numbers(month, 1, _MONTHS)
    if months is None or not year.meets(NumberRange(Fraction(date.min.year), Fraction(date.max.year))):
        raise _no_date()
    leap = year.only is not None and year.only.denominator == 1 and monthrange(int(year.only), 2)[1] > 28  # noqa: PLR2004
    shortest = min(monthrange(_LEAP_YEAR if leap else _COMMON_YEAR, each)[1] for each in months)
    if _whole_numbers(day, 1, shortest) is None:
        raise _no_date()


def _whole_numbers(found: NumberRange, least: int, most: int) -> range | None:
    """Return the whole numbers of ``found`` if all of it lies between ``least`` and ``most``."""
    low, high = found.low, found.high
    if low is None or high is None or low < least or high > most or {low.denominator, high.denominator} != {1}:
        return None
    return range(int(low), int(high) + 1)


def _no_date() -> _ImpossibleError:
    return _ImpossibleError(
        Text("这个日期可能不存在", "there need not be such a date"),
        Text(
            "年、月、日须在任何情形下都是真的日期；由一个日期推出另一个，写 日期 + 几个月 或 几天",
            "year, month and day must always make a date; to move from a date write date + months or days",
        ),
    )


_OPERATIONS: Mapping[str, Callable[..., NumberRange | None]] = {
    "+": _add,
    "-": _subtract,
    "×": _product,
    "÷": _quotient,
    "min": _least,
    "max": _greatest,
    "date": _require_date,
    "after_months": _require_whole,
    "after_days": _require_whole,
    "days_between": lambda *_: ANYTHING,
    "months_between": lambda *_: ANYTHING,
    "year": lambda _: NumberRange(Fraction(date.min.year), Fraction(date.max.year)),
    "month": lambda _: NumberRange(Fraction(1), Fraction(_MONTHS)),
    "day": lambda _: NumberRange(Fraction(1), Fraction(_LONGEST_MONTH)),
    "quota": lambda left, _: NumberRange(
        Fraction(0), Fraction(0) if left.high is not None and left.high <= 0 else None
    ),
    "cents": lambda amount: amount,
}
"""The range of the results of each operation; ``None`` if they are no numbers."""
