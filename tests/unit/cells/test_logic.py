"""The truth tables are those of FEEL (DMN 1.5, table 50) and CQL (1.5, appendix on three-valued logic)."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from chronicare.cells.logic import and_, at_least, compare, not_, or_
from chronicare.cells.typed import Operator
from chronicare.cells.values import Value

Truth = bool | None

T, F, U = True, False, None


@pytest.mark.parametrize(("truth", "opposite"), [(T, F), (F, T), (U, U)])
def test_not(truth: Truth, opposite: Truth) -> None:
    assert not_(truth) is opposite


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_and_or_of_two(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert and_([left, right]) is both
    assert or_([left, right]) is either


def test_and_or_of_none_and_one() -> None:
    assert and_([]) is True
    assert or_([]) is False
    for truth in (T, F, U):
        assert and_([truth]) is truth
        assert or_([truth]) is truth


def _completions(truths: tuple[Truth, ...]) -> Iterator[tuple[bool, ...]]:
    """Every way of learning the unknown ones."""
    return product(*((T, F) if truth is None else (truth,) for truth in truths))


def _known(answers: Iterator[bool]) -> Truth:
    seen = set(answers)
    return seen.pop() if len(seen) == 1 else None


@pytest.mark.parametrize("truths", [each for length in range(5) for each in product((T, F, U), repeat=length)])
def test_all_are_exact_when_each_unknown_is_independent(truths: tuple[Truth, ...]) -> None:
    assert and_(truths) is _known(all(each) for each in _completions(truths))
    assert or_(truths) is _known(any(each) for each in _completions(truths))
    for k in range(6):
        assert at_least(k, truths) is _known(sum(each) >= k for each in _completions(truths))


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
