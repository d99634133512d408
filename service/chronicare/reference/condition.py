"""Whether one measurement passes a criterion's test: true, false or unknown, straight from the syntax tree."""

from collections.abc import Callable, Iterator, Sequence
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
from chronicare.cells.values import Interval
from chronicare.program.entry import Criterion, Since, Use
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.truth import Truth
from chronicare.reference.intervals import values_within

Condition = Callable[[Measurement, date], Truth]
"""The truth of a test for a measurement, as of a date."""

Vector = tuple[Truth, ...]
"""The truths of several criteria together."""

_Probe = Callable[[Any, Any], Truth]
"""The truth of a test for a value, seen against a laboratory's limit or the as-of date."""

_Comparing = Callable[[Operator, Any], _Probe]
"""Makes a comparison with a bound ready."""

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
    since: Since | None = None


def bind_criterion(criterion: Criterion) -> BoundCriterion:
    """Make ``criterion`` ready to be asked of measurements."""
    condition = _condition(criterion.test)
    return BoundCriterion(criterion.id, criterion.finding, criterion.test, condition, criterion.use, criterion.since)


def is_evidence(measurement: Measurement, since: Since | None, evidence: Evidence) -> bool:
    """Return whether the measurement is known to have been made late enough; an undated one answers what was asked."""
    if since is None or measurement.date is None:
        return True
    starts = [each.value for each in evidence.findings.get(since.finding, ())]
    return any(isinstance(start, date) and measurement.date >= since.duration.after(start) for start in starts[:1])


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
            probe, over_bounds = _probe(typed.test, _of_values), _over_bounds(typed.test, _of_values)

            def by_value(measurement: Measurement, _: date) -> Truth:
                value = measurement.value
                return probe(value, None) if type(value) is not Interval else over_bounds(value, None)

            return by_value
        case View.ELAPSED:
            by_time = _probe(typed.test, _by(lambda start, as_of, bound: _sign(as_of, bound.after(start))))
            return lambda measurement, as_of: by_time(measurement.value, as_of)
        case View.OF_UPPER:
            by_upper = _over_bounds(typed.test, _by(lambda value, limit, bound: _sign(value, bound * limit)))
            return lambda given, _: by_upper(given.value, given.high) if is_usable(given.high) else None
        case View.OF_LOWER:
            by_lower = _over_bounds(typed.test, _by(lambda value, limit, bound: _sign(value, bound * limit)))
            return lambda given, _: by_lower(given.value, given.low) if is_usable(given.low) else None


def _over_bounds(test: Test, comparing: _Comparing) -> _Probe:
    """Return the truth of ``test``, where only bounds are known the one that all values within them share."""
    probe = _probe(test, comparing)
    bounds = [bound for part, bound in literals(test) if not part]

    def over_bounds(value: Any, against: Any) -> Truth:  # noqa: ANN401 - a canonical value or an interval
        if type(value) is not Interval:
            return probe(value, against)
        cuts = [bound * against if isinstance(against, Fraction) else Fraction(bound) for bound in bounds]
        whole = any(type(bound) is int for bound in bounds)
        truths = {probe(each, against) for each in values_within(value, cuts, whole=whole)}
        return truths.pop() if len(truths) == 1 else None

    return over_bounds


def literals(test: Test) -> Iterator[tuple[str, Any]]:
    """Yield what ``test`` compares with: the component, empty if there is none, and the literal."""
    match test:
        case Compare(_, bound):
            yield "", bound
        case Range(low, _, high, _):
            yield "", low
            yield "", high
        case AnyOf(tests) | AllOf(tests):
            for each in tests:
                yield from literals(each)
        case Not(inner):
            yield from literals(inner)
        case Component(code, inner):
            yield from ((code, bound) for _, bound in literals(inner))


def _sign(left: Any, right: Any) -> int:  # noqa: ANN401 - two canonical values of one kind
    if type(left) is Fraction:  # cross-multiplied: several times faster than comparing fractions, and as exact
        left, right = left.numerator * right.denominator, right.numerator * left.denominator
    sign: int = (left > right) - (left < right)
    return sign


def _by(order: _Order) -> _Comparing:
    """Return comparisons by how values lie to bounds."""

    def comparing(operator: Operator, bound: Any) -> _Probe:  # noqa: ANN401 - a canonical value, or a duration
        signs = _SIGNS[operator]
        return lambda value, against: order(value, against, bound) in signs

    return comparing


def _of_values(operator: Operator, bound: Any) -> _Probe:  # noqa: ANN401 - a canonical value
    """Return whether values themselves lie to ``bound`` as ``operator`` says."""
    signs = _SIGNS[operator]
    if type(bound) is not Fraction:
        return lambda value, _: (value > bound) - (value < bound) in signs
    numerator, denominator = bound.numerator, bound.denominator

    def of_numbers(value: Any, _: Any) -> bool:  # noqa: ANN401 - a number
        left, right = (
            value.numerator * denominator,
            numerator * value.denominator,
        )  # faster, and exact
        return (left > right) - (left < right) in signs

    return of_numbers


def _probe(test: Test, comparing: _Comparing) -> _Probe:
    match test:
        case Compare(operator, bound):
            return comparing(operator, bound)
        case Range(low, low_closed, high, high_closed):
            above = Compare(Operator.GE if low_closed else Operator.GT, low)
            below = Compare(Operator.LE if high_closed else Operator.LT, high)
            return _probe(AllOf((above, below)), comparing)
        case AnyOf(tests) | AllOf(tests):
            probes = [_probe(each, comparing) for each in tests]
            needed = 1 if isinstance(test, AnyOf) else len(probes)
            return lambda value, against: at_least(needed, [probe(value, against) for probe in probes])
        case Not(inner):
            opposite = _probe(inner, comparing)
            return lambda value, against: negate(opposite(value, against))
        case Component(code, inner):
            of_part = _over_bounds(inner, comparing)
            return lambda value, against: of_part(value[code], against) if code in value else None
        case Anything():
            return lambda _value, _against: True
