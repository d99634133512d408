"""Yuan inside, fen outside, and the one place where anything is rounded."""

from fractions import Fraction

import pytest

from chronicare.benefits.money import exact_fen, fen_text, floor_to_fen, round_to_fen, to_yuan


@pytest.mark.parametrize(
    ("fen", "yuan"), [(150, Fraction(3, 2)), (1, Fraction(1, 100)), (Fraction(1, 2), Fraction(1, 200))]
)
def test_fen_are_a_hundredth_of_a_yuan_exactly(fen: int | Fraction, yuan: Fraction) -> None:
    assert to_yuan(fen) == yuan


@pytest.mark.parametrize(
    ("yuan", "rounded", "whole"),
    [("0", 0, 0), ("1.23", 123, 123), ("0.004999", 0, 0), ("0.005", 1, 0), ("0.014", 1, 1), ("0.0199", 2, 1)],
)
def test_a_payment_is_rounded_half_up_and_a_cap_down(yuan: str, rounded: int, whole: int) -> None:
    assert (round_to_fen(Fraction(yuan)), floor_to_fen(Fraction(yuan))) == (rounded, whole)


def test_what_has_to_be_whole_fen_is_not_rounded() -> None:
    assert exact_fen(Fraction("800.50")) == 80050
    with pytest.raises(ValueError, match="no whole number of fen"):
        exact_fen(Fraction("800.505"))


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (100, "1.00"), (123456, "1234.56"), (-5, "-0.05"), (-250, "-2.50")]
)
def test_fen_are_written_as_yuan(fen: int, text: str) -> None:
    assert fen_text(fen) == text
