import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.folding import Span, fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("＞＜＝≥≤≠", "><=≥≤≠"),
        ("≧⩾≦⩽", "≥≥≤≤"),
        ("（）【】［］", "()[][]"),
        ("，：；", ",:;"),
        ("“”‘’", "\"\"''"),
        ("７．０ｍｍｏｌ／Ｌ", "7.0mmol/L"),
        ("－−–—", "----"),
        ("１：８０ 1∶80", "1:80 1:80"),
        ("Ⅲ", "III"),
        ("㎜Hg", "mmHg"),
        ("\u00b5g", "\u03bcg"),
        ("3…6", "3..6"),
        ("a\u3000b\u00a0c\u200bd", "a b c d"),
        ("m² 10⁹ ① ℃", "m² 10⁹ ① ℃"),
    ],
)
def test_what_people_type_becomes_one_form(typed: str, folded: str) -> None:
    assert fold(typed).text == folded


def test_a_span_points_into_the_text_as_typed() -> None:
    folded = fold("5㎜Hg，Ⅲ")
    assert folded.text == "5mmHg,III"
    assert folded.span(1, 5) == Span(1, 4)  # ㎜ is one character, mm two
    assert folded.span(6, 9) == Span(5, 6)
    assert folded.span(9, 9) == Span(6, 6)


@given(st.text())
def test_folding_twice_changes_nothing_and_every_character_has_an_origin(text: str) -> None:
    folded = fold(text)
    assert fold(folded.text).text == folded.text
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
