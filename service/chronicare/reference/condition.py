"""Whether one measurement passes a criterion's test: true, false or unknown, straight from the syntax tree."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from chronicare.cells.typed import (
    AllOf,
    AnyOf,
    Anything,
    Compare,
    Component,
    Not,
    Operator,
    Range,
    Test,
    TypedTest,
    View,
)
from chronicare.program.entry import Criterion, Use
from chronicare.program.evidence import Measurement
from chronicare.program.truth import Truth

Condition = Callable[[Measurement, date], Truth]
"""The truth of a test for a measurement, as of a date."""

Vector = tuple[Truth, ...]
"""The truths of several criteria together."""

_Probe = Callable[[Any, Any], Truth]
"""The truth of a test for a value, seen against a laboratory's limit or the as-of date."""

_Order = Callable[[Any, Any, Any], int]
"""-1, 0 or 1: how a value, seen against a limit or date, lies to a bound."""

_SIGNS = {
    Operator.LT: (-1,),
    Operator.LE: (-1, 0),
    Operator.GT: (1,),
    Operator.GE: (0, 1),
    Operator.EQ: (0,),
    Operator.NE: (-1, 1),
}


class BoundCriterion(NamedTuple):
    """A criterion made ready: its test as a function."""

    id: str
    finding: str
    test: TypedTest
    condition: Condition
    use: Use | None


def bind_criterion(criterion: Criterion) -> BoundCriterion:
    """Make ``criterion`` ready to be asked of measurements."""
    return BoundCriterion(criterion.id, criterion.finding, criterion.test, _condition(criterion.test), criterion.use)


def at_least(needed: int, truths: Sequence[Truth]) -> Truth:
    """Return whether ``needed`` of ``truths`` are true: surely, surely not, or unknown."""
    if truths.count(True) >= needed:
        return True
    return False if len(truths) - truths.count(False) < needed else None


def is_usable(limit: Fraction | None) -> bool:
    """Return whether ``limit`` of a reference range is known and can be a measure: zero or less cannot."""
    return limit is not None and limit.numerator > 0


def negate(truth: Truth) -> Truth:
    """Return the opposite; the opposite of unknown is unknown."""
    return None if truth is None else not truth


def _condition(typed: TypedTest) -> Condition:
    match typed.view:
        case View.VALUE:
            by_value = _probe(typed.test, _sign_of_value)
            return lambda measurement, _: by_value(measurement.value, None)
        case View.ELAPSED:
            by_time = _probe(typed.test, lambda start, as_of, bound: _sign(as_of, bound.after(start)))
            return lambda measurement, as_of: by_time(measurement.value, as_of)
        case View.OF_UPPER:
            by_upper = _probe(typed.test, lambda value, limit, bound: _sign(value, bound * limit))
            return lambda given, _: by_upper(given.value, given.high) if is_usable(given.high) else None
        case View.OF_LOWER:
            by_lower = _probe(typed.test, lambda value, limit, bound: _sign(value, bound * limit))
            return lambda given, _: by_lower(given.value, given.low) if is_usable(given.low) else None


def _sign(left: Any, right: Any) -> int:  # noqa: ANN401 - two canonical values of one kind
    if type(left) is Fraction:  # cross-multiplied: several times faster than comparing fractions, and as exact
        left, right = left.numerator * right.denominator, right.numerator * left.denominator
    sign: int = (left > right) - (left < right)
    return sign


def _sign_of_value(value: Any, _against: Any, bound: Any) -> int:  # noqa: ANN401 - two canonical values of one kind
    if type(value) is Fraction:
        return _sign(value, bound)
    sign: int = (value > bound) - (value < bound)
    return sign


def _probe(test: Test, order: _Order) -> _Probe:
    match test:
        case Compare(operator, bound):
            signs = _SIGNS[operator]
            return lambda value, against: order(value, against, bound) in signs
        case Range(low, low_closed, high, high_closed):
            above = Compare(Operator.GE if low_closed else Operator.GT, low)
            below = Compare(Operator.LE if high_closed else Operator.LT, high)
            return _probe(AllOf((above, below)), order)
        case AnyOf(tests) | AllOf(tests):
            probes = [_probe(each, order) for each in tests]
            needed = 1 if isinstance(test, AnyOf) else len(probes)
            return lambda value, against: at_least(needed, [probe(value, against) for probe in probes])
        case Not(inner):
            opposite = _probe(inner, order)
            return lambda value, against: negate(opposite(value, against))
        case Component(code, inner):
            of_part = _probe(inner, order)
            return lambda value, against: of_part(value[code], against) if code in value else None
        case Anything():
            return lambda _value, _against: True
