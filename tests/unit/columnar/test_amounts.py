"""Exact amounts of many bills: no fen is lost, none made up, and what would not fit is told."""

from fractions import Fraction

import numpy as np
import pytest

from chronicare.columnar.amounts import Amounts, NoFormError, greatest, least, yuan


def amounts(*fen: int) -> Amounts:
    return yuan(np.array(fen, np.int64))


def values(found: Amounts) -> list[Fraction]:
    return [Fraction(int(each), found.denominator) for each in np.atleast_1d(found.numerators)]


def test_thirds_of_a_fen_stay_thirds() -> None:
    third = amounts(100, 200) * Amounts.of(Fraction(1, 3))
    assert values(third) == [Fraction(1, 3), Fraction(2, 3)]
    assert values(third + third + third) == [1, 2]
    assert values(amounts(500, 0) - amounts(125, 1)) == [Fraction(15, 4), Fraction(-1, 100)]


@pytest.mark.parametrize(
    ("of", "rounded", "floored"),
    [("0.004", 0, 0), ("0.005", 1, 0), ("0.0149", 1, 1), ("0.015", 2, 1), ("-0.005", 0, -1), ("12.3456", 1235, 1234)],
)
def test_half_a_fen_is_rounded_up_and_a_cap_down(of: str, rounded: int, floored: int) -> None:
    amount = Amounts.each(np.array([1], np.int64)) * Amounts.of(Fraction(of))
    assert amount.round_fen().tolist() == [rounded]
    assert amount.floor_fen().tolist() == [floored]


def test_the_least_and_the_greatest_are_of_each_bill() -> None:
    one, other = amounts(100, 300), Amounts.of(2)
    assert values(least(one, other)) == [1, 2]
    assert values(greatest(one, other)) == [2, 3]
    assert (one > other).tolist() == [False, True]
    assert values(one.where(np.array([True, False]), other)) == [1, 2]


def test_only_what_is_the_same_for_all_can_be_divided_by() -> None:
    assert values(amounts(100, 200) / Amounts.of(Fraction(1, 2))) == [2, 4]
    for by in (Amounts.of(0), amounts(1, 2)):
        with pytest.raises(NoFormError):
            _ = amounts(1, 2) / by


def test_what_might_not_fit_is_told_before_it_is_worked_out() -> None:
    large = Amounts.each(np.array([2**40], np.int64))
    with pytest.raises(NoFormError, match="too large"):
        _ = large * large
    with pytest.raises(NoFormError, match="too large"):
        _ = large + Amounts.of(Fraction(1, 2**30))
    with pytest.raises(NoFormError, match="too large"):
        Amounts.of(2**63)
