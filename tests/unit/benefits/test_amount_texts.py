from fractions import Fraction

import pytest
from unit.benefits.written import vocabulary

from chronicare.benefits.amount_texts import money_text, per_cent_text, value_text, yuan_text
from chronicare.cells.values import Given
from chronicare.diagnostics import Language

WORDS = vocabulary()


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("0", "0.00"),
        ("700", "700.00"),
        ("1444.8", "1444.80"),
        ("204.034", "204.034"),
        ("10.005", "10.005"),
        ("-0.005", "-0.005"),
        ("1049382.7065", "1049382.7065"),
        ("98765432.10125", "98765432.10125"),
        ("1/3", "1/3"),
        ("100/7", "100/7"),
    ],
)
def test_yuan_are_written_exactly(yuan: str, text: str) -> None:
    assert yuan_text(Fraction(yuan)) == text
    assert Fraction(text) == Fraction(yuan)


@pytest.mark.parametrize(
    ("yuan", "text"),
    [("700", "700.00"), ("0.065", "约 0.07"), ("0.0649", "约 0.06"), ("18205.424", "约 18205.42"), ("1/3", "约 0.33")],
)
def test_money_is_told_to_the_fen(yuan: str, text: str) -> None:
    assert money_text(Fraction(yuan)).zh == text
    assert money_text(Fraction(yuan)).en == text.replace("约", "about")


@pytest.mark.parametrize(("ratio", "text"), [("85", "85%"), ("82.5", "82.5%"), ("0", "0%"), ("100/3", "33.3333%")])
def test_ratios_are_written_in_per_cent(ratio: str, text: str) -> None:
    assert per_cent_text(Fraction(ratio)) == text


@pytest.mark.parametrize(
    ("code", "value", "zh", "en"),
    [
        ("result", None, "（无）", "(none)"),
        ("result", Fraction("1444.8"), "1444.80 元", "1444.80 元"),
        ("ratio", Fraction("82.5"), "82.5%", "82.5%"),
        ("gap", Fraction(3), "3 个月", "3 个月"),
        ("result", Fraction(700), "700 元", "700 元"),
        ("score", Fraction(3), "3", "3"),
        ("years", 5, "5", "5"),
        ("civil", True, "是", "yes"),
        ("civil", False, "否", "no"),
        ("scheme", "职工", "职工医保", "employees"),
        ("level", 2, "三级", "三级"),
        ("grade", Fraction(2), "三级", "三级"),
        ("places", ("住院", "门诊"), "住院、门诊", "ward、clinic"),
        ("identity", (), "", ""),
    ],
)
def test_a_value_is_written_as_people_read_it(code: str, value: Given | None, zh: str, en: str) -> None:
    assert value_text(value, code, WORDS, Language.ZH) == zh
    assert value_text(value, code, WORDS, Language.EN) == en
