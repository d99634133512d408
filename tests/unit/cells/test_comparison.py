"""Comparisons of values of each kind: by order, of the unordered, with the unknown, of different kinds."""

from datetime import date
from fractions import Fraction

import pytest

from chronicare.cells.comparison import compare
from chronicare.cells.typed import Operator
from chronicare.cells.values import Value

T, F = True, False

_LESS = {Operator.LT: T, Operator.LE: T, Operator.GT: F, Operator.GE: F, Operator.EQ: F, Operator.NE: T}
_SAME = {Operator.LT: F, Operator.LE: T, Operator.GT: F, Operator.GE: T, Operator.EQ: T, Operator.NE: F}
_MORE = {Operator.LT: F, Operator.LE: F, Operator.GT: T, Operator.GE: T, Operator.EQ: F, Operator.NE: T}


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        (Fraction(699, 100), Fraction(7)),
        (1, 2),
        (1, Fraction(3, 2)),
        (date(2025, 10, 31), date(2025, 11, 1)),
    ],
)
def test_comparisons_of_the_ordered(smaller: Value, larger: Value) -> None:
    for operator in Operator:
        assert compare(operator, smaller, larger) is _LESS[operator]
        assert compare(operator, smaller, smaller) is _SAME[operator]
        assert compare(operator, larger, smaller) is _MORE[operator]


@pytest.mark.parametrize(("one", "other"), [(True, False), ("闭角型", "开角型")])
def test_comparisons_of_the_unordered(one: Value, other: Value) -> None:
    assert compare(Operator.EQ, one, one) is True
    assert compare(Operator.EQ, one, other) is False
    assert compare(Operator.NE, one, other) is True
    for operator in (Operator.LT, Operator.LE, Operator.GT, Operator.GE):
        with pytest.raises(TypeError):
            compare(operator, one, other)


@pytest.mark.parametrize("operator", Operator)
@pytest.mark.parametrize("known", [True, 1, Fraction(7), "闭角型", date(2025, 11, 1)])
def test_a_comparison_with_the_unknown_is_unknown(operator: Operator, known: Value) -> None:
    assert compare(operator, None, known) is None
    assert compare(operator, known, None) is None
    assert compare(operator, None, None) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("7", 7),
        (True, 1),
        (False, Fraction(0)),
        (True, "是"),
        (date(2025, 11, 1), 7),
        ("2025-11-01", date(2025, 11, 1)),
    ],
)
def test_different_kinds_never_compare(one: Value, other: Value) -> None:
    for operator in Operator:
        for left, right in ((one, other), (other, one)):
            with pytest.raises(TypeError):
                compare(operator, left, right)
