"""Truths of many persons in bits: counted, scored and composed three-valued."""

import numpy as np
import pytest

from chronicare.columnar.bitmaps import Bits, Truths, at_least, enough, negate, packed, reached, unpacked

TRUE, FALSE, UNKNOWN = "TF?"


def bits(text: str) -> Bits:
    return packed(np.array([each == "1" for each in text]))


def text(found: Bits, count: int) -> str:
    return "".join("01"[int(each)] for each in unpacked(found, count))


def truths(written: str) -> Truths:
    return Truths(*(packed(np.array([each == wanted for each in written])) for wanted in (TRUE, FALSE)))


def written(found: Truths, count: int) -> str:
    true, false = (unpacked(each, count) for each in found)
    return "".join(TRUE if yes else FALSE if no else UNKNOWN for yes, no in zip(true, false, strict=True))


def test_what_is_packed_comes_out_again_whatever_the_length() -> None:
    for length in (1, 7, 8, 9, 17):
        mask = np.arange(length) % 3 == 0
        assert unpacked(packed(mask), length).tolist() == mask.tolist()


@pytest.mark.parametrize(
    ("needed", "expected"),
    [(0, "1111"), (1, "0111"), (2, "0011"), (3, "0001"), (4, "0000")],
)
def test_so_many_of_three_are_set(needed: int, expected: str) -> None:
    # of the four persons none, one, two and three are
    assert text(enough(needed, [bits("0101"), bits("0011"), bits("0011")]), 4) == expected


def test_points_add_up_to_the_best_of_each_item() -> None:
    # one item brings 2 points, or 3 (then the bits for 2 are set as well); the other brings 1
    items = [{2: bits("00110011"), 3: bits("00010001")}, {1: bits("00001111")}]
    points = [0, 0, 2, 3, 1, 1, 3, 4]
    for amount in range(6):
        assert text(reached(amount, items), 8) == "".join("01"[each >= amount] for each in points), amount


def test_two_of_three_is_unknown_only_while_it_may_go_either_way() -> None:
    members = [truths("TTTFFF???"), truths("TF?TF?TF?"), truths("FFFFFFTTT")]
    assert written(at_least(2, members), 9) == "TF?FFFT??"


def test_the_opposite_of_unknown_is_unknown() -> None:
    assert written(negate(truths("TF?")), 3) == "FT?"
