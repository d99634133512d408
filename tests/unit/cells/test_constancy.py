from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import pytest
from examples import at_most
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.comparison import compare
from chronicare.cells.constancy import MAX_TRIALS, constant_truth, is_empty
from chronicare.cells.typed import AllOf, AnyOf, Anything, Compare, Component, Not, Operator, Range, Test, View
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Duration

Types = Mapping[str, CellType]

SOME_TYPE = CellType(ValueKind.COUNT, low=Fraction(0), high=Fraction(9))

_counts = st.integers(0, 9)
_simple: st.SearchStrategy[Test] = st.one_of(
    st.builds(Compare, st.sampled_from(Operator), _counts),
    st.builds(Range, _counts, st.booleans(), _counts, st.booleans()),
)
_tests = st.recursive(
    _simple,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda tests: AnyOf(tuple(tests))),
        st.lists(inner, min_size=1, max_size=3).map(lambda tests: AllOf(tuple(tests))),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)


def _passes(test: Test, value: int) -> bool:
    match test:
        case Compare(operator, bound):
            return compare(operator, value, bound if isinstance(bound, int) else None) is True
        case Range(low, low_closed, high, high_closed):
            assert isinstance(low, int)
            assert isinstance(high, int)
            return (low <= value if low_closed else low < value) and (value <= high if high_closed else value < high)
        case AnyOf(tests):
            return any(_passes(each, value) for each in tests)
        case AllOf(tests):
            return all(_passes(each, value) for each in tests)
        case Not(inner):
            return not _passes(inner, value)
        case _:
            raise AssertionError(test)


@given(_tests)
def test_it_agrees_with_trying_every_value(test: Test) -> None:
    truths = {_passes(test, value) for value in range(10)}
    assert constant_truth(test, SOME_TYPE, View.VALUE) is (truths.pop() if len(truths) == 1 else None)


@given(st.integers(-3, 3), st.booleans(), st.integers(-3, 3), st.booleans())
def test_a_range_of_whole_numbers_is_empty_when_no_number_is_in_it(
    low: int,
    low_closed: bool,
    high: int,
    high_closed: bool,
) -> None:
    test = Range(low, low_closed, high, high_closed)
    assert is_empty(test) is not any(_passes(test, value) for value in range(-9, 9))


@pytest.mark.parametrize(
    ("low", "high", "months_that_fit"),
    [
        (Duration(0, 89), Duration(3, 0), True),
        (Duration(0, 92), Duration(3, 0), True),
        (Duration(0, 93), Duration(3, 0), False),
        (Duration(3, 0), Duration(0, 89), True),
        (Duration(3, 0), Duration(0, 88), False),
        (Duration(12, 0), Duration(0, 366), True),
        (Duration(0, 367), Duration(12, 0), False),
        (Duration(12, 0), Duration(1, 0), False),
    ],
)
def test_months_and_days_are_compared_over_the_whole_calendar(
    low: Duration,
    high: Duration,
    months_that_fit: bool,
) -> None:
    """The expectation is brute force over every day of four years."""
    days = [date(2023, 1, 1) + timedelta(days=count) for count in range(4 * 365 + 1)]
    assert any(low.after(day) <= high.after(day) for day in days) is months_that_fit
    assert is_empty(Range(low, True, high, True)) is not months_that_fit


@at_most(30)
@given(
    st.lists(
        st.tuples(st.sampled_from(Operator), st.builds(Duration, st.integers(0, 3), st.integers(0, 95))),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_sample_days_stand_for_all_days(parts: list[tuple[Operator, Duration]], every: bool) -> None:
    tests = tuple(Compare(operator, bound) for operator, bound in parts)
    claimed = constant_truth(AllOf(tests) if every else AnyOf(tests), CellType(ValueKind.DATE), View.ELAPSED)
    join = all if every else any
    truths = {
        join(compare(operator, day + timedelta(days=elapsed), bound.after(day)) for operator, bound in parts)
        for day in (date(2024, 1, 1) + timedelta(days=count) for count in range(0, 366, 5))
        for elapsed in range(-1, 192, 3)
    }
    assert claimed is None or truths == {claimed}


def test_parts_of_a_compound_are_tried_together(types: Types) -> None:
    high = Component("systolic_pressure", Compare(Operator.GE, Fraction(160)))
    possible = Component("diastolic_pressure", Compare(Operator.GE, Fraction(20)))
    assert constant_truth(AnyOf((high, possible)), types["pressure"], View.VALUE) is True
    assert constant_truth(AllOf((high, possible)), types["pressure"], View.VALUE) is None
    assert constant_truth(AllOf((high, Not(possible))), types["pressure"], View.VALUE) is False


def test_ratios_of_a_reference_limit_begin_at_zero(types: Types) -> None:
    above = Compare(Operator.GT, Fraction(3, 2))
    assert constant_truth(above, types["glucose"], View.OF_UPPER) is None
    assert constant_truth(AnyOf((above, Not(above))), types["glucose"], View.OF_UPPER) is True


def test_anything_is_always_true(types: Types) -> None:
    assert constant_truth(Anything(), types["glucose"], View.VALUE) is True


def test_with_too_many_values_to_try_nothing_is_claimed() -> None:
    some = CellType(ValueKind.COUNT)
    bounds = range(2, 8 * MAX_TRIALS, 8)
    always = AnyOf((Compare(Operator.GE, 0), AnyOf(tuple(Compare(Operator.EQ, bound) for bound in bounds))))
    assert constant_truth(always, some, View.VALUE) is None
