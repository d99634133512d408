"""Amounts written in Chinese numerals."""

from fractions import Fraction

import pytest

from chronicare.cells.chinese_numeral import in_digits, numeral
from chronicare.cells.types import ValueKind
from chronicare.cells.value_problem import ValueProblem
from chronicare.cells.written_number import read_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("一百零五", 105),
        ("两千", 2000),
        ("〇", 0),
        ("7.5", 7.5),
    ],
)
def test_numerals(written: str, number: float) -> None:
    assert numeral(written) == Fraction(number)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("三次", "3次"),
        ("两个月", "2个月"),
        ("一年半", "1年半"),
        ("一年零六个月", "1年6个月"),
        ("一百零五", "105"),
        ("十二", "12"),
        ("九分", "9分"),
        # what is no amount stays as it is
        ("三阳性", "三阳性"),
        ("半年", "半年"),
        ("一侧", "一侧"),
        ("三四", "三四"),
        ("一百二", "一百二"),
        ("3次", "3次"),
        ("", ""),
    ],
)
def test_amounts_in_digits(written: str, digits: str) -> None:
    assert in_digits(written) == digits


@pytest.mark.parametrize(("written", "number"), [("1.2万", 12_000), ("三", 3), ("10万", 100_000)])
def test_numbers_as_people_write_them(written: str, number: int) -> None:
    assert read_number(written)[0] == number


@pytest.mark.parametrize("written", ["万", "1.2万万", "三四", "三点五"])
def test_what_may_mean_anything_is_refused(written: str) -> None:
    with pytest.raises(ValueProblem):
        read_number(written, ValueKind.COUNT)
