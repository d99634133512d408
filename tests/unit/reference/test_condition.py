from datetime import date
from fractions import Fraction
from itertools import product

import pytest

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
from chronicare.cells.values import Duration, Value
from chronicare.diagnostics import Position
from chronicare.program.entry import Clause, Criterion
from chronicare.program.evidence import Measurement
from chronicare.program.truth import Truth
from chronicare.reference.condition import at_least, bind_criterion, negate

AS_OF = date(2025, 11, 30)


def ask(measurement: Measurement, test: Test, view: View = View.VALUE) -> Truth:
    typed = TypedTest(view, test, "")
    criterion = Criterion("1", "f", typed, None, 0, Clause("", "", "", ""), (), Position("test"))
    return bind_criterion(criterion).condition(measurement, AS_OF)


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        (Operator.LT, True, False, False),
        (Operator.LE, True, True, False),
        (Operator.GT, False, False, True),
        (Operator.GE, False, True, True),
        (Operator.EQ, False, True, False),
        (Operator.NE, True, False, True),
    ],
)
@pytest.mark.parametrize(
    "values",
    [
        (Fraction(1259, 180), Fraction(7), Fraction(71, 10)),  # 125.9, 126 and 127.8 mg/dL of glucose
        (Fraction(-3), Fraction(-1, 3), Fraction(0)),
        (17, 18, 19),
        (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_comparison(operator: Operator, below: Truth, equal: Truth, above: Truth, values: tuple[Value, ...]) -> None:
    test = Compare(operator, values[1])
    assert [ask(Measurement(each), test) for each in values] == [below, equal, above]


@pytest.mark.parametrize(
    ("value", "bound", "equal"),
    [(True, True, True), (False, True, False), (False, False, True), ("C50", "C50", True), ("C5", "C50", False)],
)
def test_equality(value: Value, bound: Value, equal: Truth) -> None:
    assert ask(Measurement(value), Compare(Operator.EQ, bound)) is equal
    assert ask(Measurement(value), Compare(Operator.NE, bound)) is not equal


@pytest.mark.parametrize(("low_closed", "high_closed"), list(product((True, False), repeat=2)))
def test_range(low_closed: bool, high_closed: bool) -> None:
    test = Range(Fraction(3), low_closed, Fraction(6), high_closed)
    found = [ask(Measurement(Fraction(each)), test) for each in (2, 3, 4, 6, 7)]
    assert found == [False, low_closed, True, high_closed, False]


# Asked on 30 November: three months have passed exactly on 30 and, months being clamped, on 31 August.
@pytest.mark.parametrize(
    ("value", "longer", "just", "shorter"),
    [
        (date(2025, 8, 29), True, False, False),
        (date(2025, 8, 30), False, True, False),
        (date(2025, 8, 31), False, True, False),
        (date(2025, 9, 1), False, False, True),
    ],
)
def test_elapsed(value: date, longer: Truth, just: Truth, shorter: Truth) -> None:
    operators = (Operator.GT, Operator.EQ, Operator.LT)
    found = [ask(Measurement(value), Compare(each, Duration(3, 0)), View.ELAPSED) for each in operators]
    assert found == [longer, just, shorter]


@pytest.mark.parametrize(
    ("value", "limit", "truth"),
    [
        (60, 40, False),
        (Fraction(601, 10), 40, True),
        (60, None, None),
        (60, 0, None),
        (60, -1, None),
        (0, 40, False),
    ],
)
def test_of_a_limit(value: Fraction, limit: int | None, truth: Truth) -> None:
    """Over 1.5 times a limit of 40 is over 60."""
    test = Compare(Operator.GT, Fraction(3, 2))
    known = None if limit is None else Fraction(limit)
    assert ask(Measurement(Fraction(value), None, None, known), test, View.OF_UPPER) is truth
    assert ask(Measurement(Fraction(value), None, known, None), test, View.OF_LOWER) is truth
    assert ask(Measurement(Fraction(value), None, known, None), test, View.OF_UPPER) is None


def part(code: str, truth: Truth) -> tuple[dict[str, Value], Test]:
    """Return a value with or without the component ``code``, and a test of it that is ``truth``."""
    return ({} if truth is None else {code: truth}), Component(code, Compare(Operator.EQ, True))


@pytest.mark.parametrize(("left", "right"), list(product((True, False, None), repeat=2)))
def test_three_values(left: Truth, right: Truth) -> None:
    (a, first), (b, second) = part("a", left), part("b", right)
    both = Measurement({**a, **b})
    conjunction = False if False in (left, right) else None if None in (left, right) else True
    disjunction = True if True in (left, right) else None if None in (left, right) else False
    assert ask(both, AllOf((first, second))) is conjunction
    assert ask(both, AnyOf((first, second))) is disjunction
    assert ask(both, Not(AnyOf((first, second)))) is negate(disjunction)


def test_of_an_unknown_component_nothing_is_known() -> None:
    known, unknown = Measurement({"a": True}), Measurement({})
    for test in (Anything(), Compare(Operator.NE, False), Not(Compare(Operator.EQ, False))):
        assert ask(known, Component("a", test)) is True
        assert ask(unknown, Component("a", test)) is None
    assert ask(unknown, Anything()) is True


@pytest.mark.parametrize("truths", list(product((True, False, None), repeat=3)))
@pytest.mark.parametrize("needed", [1, 2, 3])
def test_at_least(needed: int, truths: tuple[Truth, ...]) -> None:
    completions = product(*((True, False) if each is None else (each,) for each in truths))
    found = {sum(each) >= needed for each in completions}
    assert at_least(needed, truths) is (found.pop() if len(found) == 1 else None)
