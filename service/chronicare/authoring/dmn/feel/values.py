"""The values of FEEL, and how they compare: null is a value like any other, and equals itself.

Numbers are decimals of 34 digits, as the standard has them; a date is a ``date``, a duration in days and less a
``timedelta``, one in years and months ``Months``; a context is a mapping.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import NamedTuple

DECIMAL128 = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow]
)
"""The arithmetic of FEEL. What it cannot do raises an ``ArithmeticError``."""


class Months(NamedTuple):
    """A duration in years and months, as a number of months."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, each end closed or not; null is no bound."""

    low: "FeelValue"
    low_closed: bool
    high: "FeelValue"
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Function:
    """What a name in scope can be called as: takes values by position, gives a value; ``count`` of them, if fixed."""

    call: "Callable[..., FeelValue]"
    count: int | None = None


FeelValue = (
    bool
    | Decimal
    | str
    | date
    | timedelta
    | Months
    | Range
    | Function
    | list["FeelValue"]
    | Mapping[str, "FeelValue"]
    | None
)


def equal(one: FeelValue, other: FeelValue) -> bool | None:
    """Return whether two values are equal; null if they are of different kinds and neither is null."""
    if one is None or other is None:
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return False
        return _all([equal(left, right) for left, right in zip(one, other, strict=True)])
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if one.keys() != other.keys():
            return False
        return _all([equal(one[name], other[name]) for name in one])
    return one == other if _kind(one) is _kind(other) else None


def less(one: FeelValue, other: FeelValue) -> bool | None:
    """Return whether ``one`` comes before ``other``; null if they have no order."""
    match one, other:
        case (bool(), _) | (_, bool()):
            return None
        case (Decimal(), Decimal()) | (str(), str()) | (date(), date()) | (timedelta(), timedelta()):
            return bool(one < other)  # type: ignore[operator]
        case Months(), Months():
            return one.months < other.months
        case _:
            return None


def within(value: FeelValue, bounds: Range) -> bool | None:
    """Return whether ``value`` lies within ``bounds``; null if it has no order with one of them."""
    above = not_before(value, bounds.low, closed=bounds.low_closed)
    below = not_before(bounds.high, value, closed=bounds.high_closed)
    if bounds.low is None and bounds.high is not None:
        return below
    if bounds.high is None and bounds.low is not None:
        return above
    if above is None or below is None:
        return None
    return above and below


def not_before(one: FeelValue, other: FeelValue, *, closed: bool) -> bool | None:
    """Return whether ``one`` comes after ``other``, or if ``closed`` is equal to it."""
    after = less(other, one)
    return after if not closed or after is not False else equal(one, other)


def _all(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _kind(value: FeelValue) -> type:
    return next(
        (kind for kind in (bool, Decimal, str, date, timedelta, Months, list, Range) if isinstance(value, kind)),
        Mapping,
    )
