import pytest

from chronicare.diagnostics import FieldPath, Language, Position, Text
from chronicare.diagnostics.place import column_letters


@pytest.mark.parametrize(
    ("column", "letters"),
    [(1, "A"), (3, "C"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (0, "")],
)
def test_columns_are_named_as_a_spreadsheet_names_them(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (Position("a/criteria.csv", 7, 3, "条件"), "a/criteria.csv:C7「条件」"),
        (Position("criteria.csv", 7, 3), "criteria.csv:C7"),
        (Position("criteria.csv", 7), "criteria.csv:7"),
        (Position("criteria.csv"), "criteria.csv"),
        (Position("criteria.csv", 1, 0, "条件"), "criteria.csv:1「条件」"),
    ],
)
def test_a_place_reads_as_people_look_for_it(position: Position, text: str) -> None:
    assert str(position) == text


def test_a_field_is_named_as_the_caller_wrote_it() -> None:
    assert str(FieldPath("findings[2].unit")) == "findings[2].unit"


def test_words_come_in_either_language_and_in_chinese_where_there_is_no_english() -> None:
    assert Text("是", "yes").in_language(Language.EN) == "yes"
    assert Text("是", "yes").in_language(Language.ZH) == "是"
    assert Text("是", "").in_language(Language.EN) == "是"
    assert Language("en") is Language.EN
