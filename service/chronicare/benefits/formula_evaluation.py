"""Works out a typed formula, exactly. What it rests on that is unknown, or has no value, is told apart and named.

Errors::

    NotEvaluableError
    ├── UnknownTermError      a term the formula names is not known
    ├── NoValueError          a term has no value: the tables give none
    └── ImpossibleError       a date that does not exist, or a division by zero
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from math import floor
from typing import NamedTuple

from chronicare.cells.values import Given, Value
from chronicare.diagnostics import Text
from chronicare.program.decision_table import KnownGap, TableRow
from chronicare.program.formula import ONE, Absent, Among, Constant, Expression, Formula, NoValue, Operation, Term

_ValueOf = Callable[[str], Given]


class Absence(NamedTuple):
    """That a term has no value: in which of the three words (``None``: no row matches), and the row that says so.

    ``term`` is the one whose table says it, which may be one that the term asked for rests on. ``fault``: nothing says
    so; a formula of the row cannot be worked out, for this reason. That is a mistake of the tables, not of the policy,
    unless it ``is_of_bill``: the bill is to be sent otherwise. ``gap`` is the case, if it is listed as having no row.
    """

    word: NoValue | None
    term: str = ""
    row: TableRow | None = None
    fault: Text | None = None
    is_of_bill: bool = False
    gap: KnownGap | None = None

    @property
    def has_no_row(self) -> bool:
        """Whether no row speaks of the case: no word of the source, and no mistake of a formula."""
        return self.word is None and self.row is None and self.fault is None


class NotEvaluableError(Exception):
    """A formula gives nothing; ``term`` is the code of the term it fails on, or empty."""

    def __init__(self, term: str) -> None:
        """Keep the term."""
        super().__init__(term)
        self.term = term


class UnknownTermError(NotEvaluableError):
    """A term the formula names is not known."""


class NoValueError(NotEvaluableError):
    """A term has no value: ``absence`` says which of the three words its table has for it, if any row matches."""

    def __init__(self, term: str, absence: Absence) -> None:
        """Keep the term, and what is said of it."""
        super().__init__(term)
        self.absence = absence

    @property
    def unlimited(self) -> bool:
        """Whether it has no value because there is no limit."""
        return self.absence.word is NoValue.UNLIMITED


class ImpossibleError(NotEvaluableError):
    """The arguments make no date, or divide by zero, or give what the term cannot be: ``absence.fault`` says which."""

    def __init__(self, term: str, absence: Absence) -> None:
        """Keep the term, and what is wrong."""
        super().__init__(term)
        self.absence = absence

    def of(self, formula: Formula, term: str, row: TableRow) -> "ImpossibleError":
        """Return the error with the formula and the row it stands in; one that says so already stays as it is."""
        fault = self.absence.fault
        if self.absence.row is not None or fault is None:
            return self
        if self.absence.is_of_bill:
            return ImpossibleError(term, self.absence._replace(term=term, row=row))
        named = Text(f"公式「{formula.text}」算不出来：{fault.zh}", f"formula {formula.text!r} fails: {fault.en}")
        return ImpossibleError(term, Absence(None, term, row, named))


def impossible(zh: str, en: str) -> ImpossibleError:
    """Return the error that a formula cannot be worked out, for the reason given."""
    return ImpossibleError("", Absence(None, fault=Text(zh, en)))


def evaluate_formula(formula: Formula, value_of: _ValueOf) -> Value:
    """Return what ``formula`` gives, in the canonical unit of what it is for.

    ``value_of`` returns a term's canonical value, the list of a repeated one's, or raises UnknownTermError or
    NoValueError for it. Percentages are worked with as fractions and given back in per cent. What has no limit takes
    no part in a least value, and makes everything else it goes into unlimited; nothing can be less without limit.
    """
    result = _evaluate(formula.expression, value_of)
    return result if formula.scale is ONE or not isinstance(result, Fraction) else result * formula.scale


def as_number(value: Given) -> Fraction:
    """Return ``value`` as a number. Raises ImpossibleError if it is none."""
    if type(value) is Fraction:
        return value
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    raise impossible("得出的不是数", "gives no number")


def _evaluate(expression: Expression, value_of: _ValueOf) -> Value:
    return _FORMS[type(expression)](expression, value_of)


def _constant(constant: Constant, _: _ValueOf) -> Value:
    return constant.value


def _term(term: Term, value_of: _ValueOf) -> Value:
    value = value_of(term.code)
    if isinstance(value, tuple):
        raise TypeError(f"{term.code} is a list")
    if isinstance(value, date | str | bool):
        return value
    number = value if type(value) is Fraction else Fraction(value)
    return number if term.scale is ONE else number * term.scale


def _among(among: Among, value_of: _ValueOf) -> bool:
    listed = value_of(among.values)
    return isinstance(listed, tuple) and value_of(among.code) in listed


def _absent(absent: Absent, _: _ValueOf) -> Value:
    raise NoValueError("", Absence(absent.word))


def _operation(operation: Operation, value_of: _ValueOf) -> Value:
    name, arguments = operation.name, operation.arguments
    try:
        if name == "min":
            return reduce(min, _limited(arguments, value_of))
        return _OPERATIONS[name](*[_evaluate(each, value_of) for each in arguments])
    except NoValueError as none:
        if none.unlimited and name in ("-", "÷") and _is_unlimited(arguments[1], value_of):
            raise impossible("减去或除以「不限」", "takes away or divides by what has no limit") from none
        raise
    except ZeroDivisionError as error:
        raise impossible("除数是 0", "divides by 0") from error
    except (ValueError, OverflowError) as error:
        raise impossible("没有这样的日期", "there is no such date") from error


_FORMS: dict[type[Expression], Callable[..., Value]] = {
    Constant: _constant,
    Term: _term,
    Among: _among,
    Absent: _absent,
    Operation: _operation,
}


def _limited(arguments: tuple[Expression, ...], value_of: _ValueOf) -> list[Value]:
    """Return the values of ``arguments`` without those that have no limit. Raises NoValueError if none has one."""
    values: list[Value] = []
    unlimited: NoValueError | None = None
    for each in arguments:
        try:
            values.append(_evaluate(each, value_of))
        except NoValueError as none:
            if not none.unlimited:
                raise
            unlimited = none
    if not values and unlimited is not None:
        raise unlimited
    return values


def _is_unlimited(argument: Expression, value_of: _ValueOf) -> bool:
    try:
        _evaluate(argument, value_of)
    except NoValueError as none:
        return none.unlimited
    return False


def _whole(number: Fraction) -> int:
    """Return ``number``, which must be whole. Raises ValueError if it is not."""
    if number.denominator != 1:
        raise ValueError(f"{number} is not whole")
    return int(number)


def _after_months(day: date, number: Fraction) -> date:
    """Move ``day`` by whole months, back if negative; clamped at the month's end."""
    months = day.year * 12 + day.month - 1 + _whole(number)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months_between(start: date, end: date) -> Fraction:
    """Count the whole months from ``start`` to ``end``: as many as ``start`` moves on without passing ``end``.

    Below 0 if ``end`` comes first, as many as from ``end`` to ``start``.
    """
    if end < start:
        return -_months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return Fraction(months if _after_months(start, Fraction(months)) <= end else months - 1)


def _quota(left: Fraction, needed: Fraction) -> Value:
    """Return 0 if nothing is ``left``; what has no limit if there is enough. Raises ImpossibleError for a part of it.

    How much of a bill falls on the days that are left it does not say.
    """
    if left <= 0:
        return Fraction(0)
    if left < needed:
        across = Text(
            f"本次 {needed} 天，限额内只剩 {left} 天：分成两笔账单，限额内的一笔、以后的一笔",
            f"{needed} days here, {left} of them left: send two bills, one of those and one of the days beyond",
        )
        raise ImpossibleError("", Absence(None, fault=across, is_of_bill=True))
    raise NoValueError("", Absence(NoValue.UNLIMITED))


_OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "×": lambda one, other: one * other,
    "÷": lambda one, other: one / other,
    "max": lambda *values: reduce(max, values),
    "after_months": _after_months,
    "after_days": lambda day, number: day + timedelta(days=_whole(number)),
    "days_between": lambda one, other: Fraction((one - other).days),
    "months_between": _months_between,
    "date": lambda year, month, day: date(_whole(year), _whole(month), _whole(day)),
    "year": lambda day: Fraction(day.year),
    "month": lambda day: Fraction(day.month),
    "day": lambda day: Fraction(day.day),
    "quota": _quota,
    "cents": lambda amount: Fraction(floor(amount * 100 + Fraction(1, 2)), 100),
}
"""The closed list of what formulas can do."""
