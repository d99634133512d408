"""Works FEEL syntax out. Nothing raises: what has no value is null, and logic has three values."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from chronicare.authoring.dmn.feel.builtins import BUILTINS, after_months
from chronicare.authoring.dmn.feel.syntax import (
    INPUT,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Connective,
    Constant,
    Expression,
    Filter,
    Interval,
    Listed,
    Membership,
    Name,
    Negation,
    Path,
    Quantified,
    Tests,
)
from chronicare.authoring.dmn.feel.values import (
    DECIMAL128,
    FeelValue,
    Function,
    Months,
    Range,
    equal,
    less,
    not_before,
    within,
)

Scope = Mapping[str, FeelValue]
_ITEM = "item"


def evaluate(node: Expression, scope: Scope) -> FeelValue:  # noqa: PLR0911, PLR0912 - a branch for each kind
    """Return what ``node`` comes to where names have the values of ``scope``; a name that is not in it is null."""
    match node:
        case Constant(value):
            return value
        case Name(name):
            return scope.get(name)
        case Path(source, name):
            return _part(evaluate(source, scope), name)
        case Negation(operand):
            return _worked_out(_minus, Decimal(0), evaluate(operand, scope))
        case Arithmetic(operator, left, right):
            return _worked_out(_ARITHMETIC[operator], evaluate(left, scope), evaluate(right, scope))
        case Comparison(operator, left, right):
            return _compared(operator, evaluate(left, scope), evaluate(right, scope))
        case Connective(operator, left, right):
            return _joined(operator, evaluate(left, scope), evaluate(right, scope))
        case Interval(low, low_closed, high, high_closed):
            return Range(evaluate(low, scope), low_closed, evaluate(high, scope), high_closed)
        case Membership(value, tests):
            return passes(evaluate(value, scope), tests, scope)
        case Listed(items):
            return [evaluate(each, scope) for each in items]
        case Choice(condition, yes, no):
            return evaluate(yes if evaluate(condition, scope) is True else no, scope)
        case Quantified(every, variable, source, condition):
            truths = [evaluate(condition, {**scope, variable: each}) for each in _listed(evaluate(source, scope))]
            found = _one_of([_opposite(each) for each in truths] if every else truths)
            return _opposite(found) if every else found
        case Filter(source, condition):
            return _filtered(_listed(evaluate(source, scope)), condition, scope)
        case Call(name, arguments):
            return _called(scope.get(name) or BUILTINS.get(name), [evaluate(each, scope) for each in arguments])


def passes(value: FeelValue, tests: Tests, scope: Scope) -> bool | None:
    """Return whether ``value`` passes the tests of a cell; null if that cannot be told."""
    if not tests.tests:
        return True
    found = _one_of([_passes_one(value, each, scope) for each in tests.tests])
    return _opposite(found) if tests.negated else found


def _passes_one(value: FeelValue, test: Expression, scope: Scope) -> FeelValue:
    found = evaluate(test, {**scope, INPUT: value})
    if isinstance(found, Range):
        return within(value, found)
    if isinstance(found, list):
        return any(equal(each, value) for each in found) or equal(found, value) is True
    if isinstance(found, bool) and not isinstance(value, bool):
        return found
    return found if _speaks_of_input(test) else equal(value, found)


def _speaks_of_input(test: Expression) -> bool:
    match test:
        case Name(name):
            return name == INPUT
        case Comparison(_, left, right) | Connective(_, left, right) | Arithmetic(_, left, right):
            return _speaks_of_input(left) or _speaks_of_input(right)
        case Membership(value, _) | Negation(value) | Path(value, _):
            return _speaks_of_input(value)
        case Call(_, arguments):
            return any(_speaks_of_input(each) for each in arguments)
        case Quantified(_, _, source, condition) | Filter(source, condition):
            return _speaks_of_input(source) or _speaks_of_input(condition)
        case _:
            return False


def _compared(operator: str, left: FeelValue, right: FeelValue) -> bool | None:
    match operator:
        case "=":
            return equal(left, right)
        case "!=":
            return _opposite(equal(left, right))
        case "<":
            return less(left, right)
        case ">":
            return less(right, left)
        case "<=":
            return not_before(right, left, closed=True)
        case _:
            return not_before(left, right, closed=True)


def _joined(operator: str, left: FeelValue, right: FeelValue) -> bool | None:
    if operator == "or":
        return _one_of([left, right])
    return _opposite(_one_of([_opposite(left), _opposite(right)]))


def _one_of(truths: list[FeelValue]) -> bool | None:
    if any(each is True for each in truths):
        return True
    return False if all(each is False for each in truths) else None


def _opposite(truth: FeelValue) -> bool | None:
    return not truth if isinstance(truth, bool) else None


def _listed(value: FeelValue) -> list[FeelValue]:
    """Return a list as it is, null as none, anything else as a list of itself."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _filtered(items: list[FeelValue], condition: Expression, scope: Scope) -> FeelValue:
    place = evaluate(condition, scope)
    if isinstance(place, Decimal) and not isinstance(place, bool):
        at = int(place)
        return items[at - 1 if at > 0 else at] if 0 < abs(at) <= len(items) else None
    return [each for each in items if evaluate(condition, {**scope, **_inside(each), _ITEM: each}) is True]


def _inside(item: FeelValue) -> Scope:
    return item if isinstance(item, Mapping) else {}


def _part(value: FeelValue, name: str) -> FeelValue:
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, list):
        return [_part(each, name) for each in value]
    if isinstance(value, date) and name in ("year", "month", "day"):
        return Decimal(getattr(value, name))
    if isinstance(value, Months) and name in ("years", "months"):
        return Decimal(value.months // 12 if name == "years" else value.months % 12)
    return Decimal(value.days) if isinstance(value, timedelta) and name == "days" else None


def _called(function: FeelValue, arguments: list[FeelValue]) -> FeelValue:
    if not isinstance(function, Function) or function.count not in (None, len(arguments)):
        return None
    return _worked_out(function.call, *arguments)


def _worked_out(work: Callable[..., FeelValue], *values: FeelValue) -> FeelValue:
    """Return what ``work`` gives; null for what it cannot do with these values."""
    try:
        return work(*values)
    except (ArithmeticError, ValueError, TypeError):
        return None


def _plus(left: FeelValue, right: FeelValue) -> FeelValue:
    match left, right:
        case Decimal(), Decimal():
            return DECIMAL128.add(left, right)
        case str(), str():
            return left + right
        case (date() as day, Months(months)) | (Months(months), date() as day):
            return after_months(day, months)
        case (date(), timedelta()) | (timedelta(), date()) | (timedelta(), timedelta()):
            return left + right  # type: ignore[operator,return-value]
        case Months(one), Months(other):
            return Months(one + other)
        case _:
            return None


def _minus(left: FeelValue, right: FeelValue) -> FeelValue:
    match left, right:
        case Decimal(), Decimal():
            return DECIMAL128.subtract(left, right)
        case Decimal(), timedelta() | Months() if left == 0:  # the sign of a duration
            return _times(right, Decimal(-1))
        case date(), Months(months):
            return after_months(left, -months)
        case (date(), date()) | (date(), timedelta()) | (timedelta(), timedelta()):
            return left - right  # type: ignore[operator,return-value]
        case Months(one), Months(other):
            return Months(one - other)
        case _:
            return None


def _times(left: FeelValue, right: FeelValue) -> FeelValue:
    match left, right:
        case Decimal(), Decimal():
            return DECIMAL128.multiply(left, right)
        case (Months(months), Decimal() as number) | (Decimal() as number, Months(months)):
            return Months(int(DECIMAL128.multiply(Decimal(months), number)))
        case (timedelta() as length, Decimal() as number) | (Decimal() as number, timedelta() as length):
            return timedelta(seconds=float(DECIMAL128.multiply(_seconds(length), number)))
        case _:
            return None


def _divided(left: FeelValue, right: FeelValue) -> FeelValue:
    match left, right:
        case Decimal(), Decimal():
            return DECIMAL128.divide(left, right)
        case Months(one), Months(other):
            return DECIMAL128.divide(Decimal(one), Decimal(other))
        case timedelta(), timedelta():
            return DECIMAL128.divide(_seconds(left), _seconds(right))
        case (timedelta() | Months(), Decimal()):
            return _times(left, DECIMAL128.divide(Decimal(1), right))
        case _:
            return None


def _raised(left: FeelValue, right: FeelValue) -> FeelValue:
    return DECIMAL128.power(left, right) if isinstance(left, Decimal) and isinstance(right, Decimal) else None


def _seconds(length: timedelta) -> Decimal:
    return Decimal(length.days) * 86400 + Decimal(length.seconds)


_ARITHMETIC: Mapping[str, Callable[..., FeelValue]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _divided,
    "**": _raised,
}
