import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cli.pages.layout import amounts_in_line, columns, padded, width_of, wrapped

TEXT = st.text(st.sampled_from("血糖≥7.0 mmol/L（）。,ab "), max_size=80)


@pytest.mark.parametrize(("text", "width"), [("", 0), ("ab", 2), ("血糖", 4), ("血a（", 5), ("e\u0301", 1)])
def test_a_chinese_character_is_two_columns_wide(text: str, width: int) -> None:
    assert width_of(text) == width


def test_padding_counts_columns() -> None:
    assert padded("血糖", 6) == "血糖  "
    assert padded("血糖", 3) == "血糖"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("血糖血糖", 4, ["血糖", "血糖"]),
        ("一二，三四", 4, ["一二，", "三四"]),
        ("血糖 ≥ 7.0 mmol/L 高", 16, ["血糖", "≥ 7.0 mmol/L 高"]),
        ("one two three", 7, ["one two", "three"]),
        ("indivisible", 4, ["indivisible"]),
        ("", 4, [""]),
    ],
)
def test_lines_break_between_characters_but_not_inside_an_amount(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width=width) == lines


def test_the_first_line_can_begin_otherwise() -> None:
    assert wrapped("一二三", indent="    ", first="  1 ", width=8) == ["  1 一二", "    三"]


@given(TEXT, st.integers(4, 30))
def test_wrapping_loses_nothing_but_white_space(text: str, width: int) -> None:
    assert "".join("".join(wrapped(text, width=width)).split()) == "".join(text.split())


def test_columns_are_aligned() -> None:
    assert columns([["a", "血糖", "x"], ["abc", "b", "y"]]) == ["a    血糖  x", "abc  b     y"]
    assert columns([]) == []


def test_amounts_end_in_line() -> None:
    assert amounts_in_line([["总费用", "1.00"], ["20.00", "100.00"]]) == [["总费用", "  1.00"], [" 20.00", "100.00"]]
