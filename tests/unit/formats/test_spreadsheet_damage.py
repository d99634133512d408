"""Cells a spreadsheet has changed, in the forms Excel, WPS and LibreOffice show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.formats.spreadsheet_damage import (
    CODE_COLUMNS,
    DATE_COLUMNS,
    ID_COLUMNS,
    PROSE_COLUMNS,
    SOURCE_COLUMN,
    restored_places,
    spoiled,
)
from chronicare.tables import KINDS, ColumnSpec


def column(name: str) -> ColumnSpec:
    """Return a column by name alone."""
    return ColumnSpec(name, name)


@pytest.mark.parametrize(
    ("name", "shown", "typed"),
    [
        ("test", "1:80:00", "1:80"),
        ("test", "2:20:00", "1:80"),
        ("test", "2:20", "1:80"),
        ("value", "01:20", "1:20"),
        ("value", "01:20:00 AM", "1:20"),
        ("value", "3:40", "1:160"),
        ("value", "13:20", "1:740"),
        ("id", "0:05", "0:5"),
        ("id", "3月5日", "3-5"),
        ("id", "5-Mar", "3-5"),
        ("id", "Mar-05", "3-5"),
        ("id", "2025/3/5", "3-5"),
        ("id", "2025-03-05", "3-5"),
        ("id", "03/05/2026", "3-5"),
        ("test", "1月2日", "1/2"),
        ("test", "2-Jan", "1/2"),
        ("test", "2025年1月2日", "1/2"),
        ("members", "2025/3/5 0:00", "3-5"),
        ("loinc", "2345年7月", "2345-7"),
        ("loinc", "Jul-45", "45-7"),
        ("source", "2004/4/19", "4-4/19"),
        ("source", "4/3/2030", "4-3/30"),
        ("id", "-1", "1"),
        ("members", "-12", "3(12)"),
    ],
)
def test_the_hint_names_what_was_typed(name: str, shown: str, typed: str) -> None:
    hint = spoiled(shown, column(name))
    assert hint is not None
    assert typed in hint.zh
    assert typed in hint.en


@pytest.mark.parametrize("name", ["clause", "note", "id", "test", "effective_from"])
@pytest.mark.parametrize(
    "shown",
    [
        *("#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#####", "#名称?", "Err:509"),
        *("=A1", "= III", "+γ球蛋白", "锟�"),
    ],
)
def test_wrong_in_any_column(name: str, shown: str) -> None:
    assert spoiled(shown, column(name)) is not None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("test", "5.119E+05"),
        ("id", "5.119E+018"),
        ("aliases", "1e10"),
        ("entries", "1603"),
        ("entries", "M01603;719"),
        ("code", "7"),
        ("parent", "00719"),
    ],
)
def test_numbers_no_author_writes(name: str, shown: str) -> None:
    assert spoiled(shown, column(name)) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("test", "１:80"),
        ("effective_from", "2025/11/1"),
        ("effective_until", "2025年11月1日"),
        ("test", "1:80"),
        ("test", "> 1:80"),
        ("test", "1:20"),
        ("value", "1:1280"),
        ("test", "-"),
        ("test", "-2.5"),
        ("test", "[0.05..0.5]"),
        ("test", "≥ 7.0 mmol/L"),
        ("test", "±"),
        ("value", "+"),
        ("value", "+++"),
        ("value", "3"),
        ("points", "2"),
        ("possible", "[0.1..100]"),
        ("conversion", "1"),
        ("conversion", "×5/9-160/9"),
        ("conversion", "1000.5"),
        ("id", "1"),
        ("id", "3(1)"),
        ("id", "3(2)①"),
        ("id", "R1"),
        ("id", "3-5"),
        ("members", "1;2;3"),
        ("source", "4-4/19"),
        ("source", "4-6/慢病19"),
        ("loinc", "4548-4"),
        ("code", "M01603"),
        ("entries", "*"),
        ("entries", "M08301;M08303"),
        ("parent", "511900"),
        ("clause", "2025/11/1"),
        ("clause", "13:20"),
        ("note", "3月5日"),
        ("name", "March 虫病"),
        ("aliases", "SEPT9-12"),
        ("name_en", "Decoy-5"),
        ("name_en", "May"),
    ],
)
def test_sound_cells(name: str, text: str) -> None:
    assert spoiled(text, column(name)) is None


@given(st.integers(1, 5120))
def test_a_titre_shown_as_a_time_is_named_again(dilution: int) -> None:
    hours, minutes = divmod(60 + dilution, 60)
    hint = spoiled(f"{hours}:{minutes:02}:00", column("test"))
    assert hint is not None
    assert f"1:{dilution}；" in hint.zh


def test_the_columns_named_exist() -> None:
    names = {each.name for kind in KINDS.values() for each in kind.columns}
    assert DATE_COLUMNS | PROSE_COLUMNS | ID_COLUMNS | CODE_COLUMNS | {SOURCE_COLUMN, "loinc"} <= names


SOURCE = KINDS["criteria"].column("source")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["2月27日"], {"2月27日": "2-27"}),
        (["27-Feb", "4-3/21"], {"27-Feb": "2-27"}),
        (["2026/2/27", "2026/3/10"], {"2026/2/27": "2-27", "2026/3/10": "3-10"}),
        (["2026年2月27日", "2026-03-10"], {"2026年2月27日": "2-27", "2026-03-10": "3-10"}),
        # one day of a year alone may have been the row of a table: 4-3/21
        (["2021/4/3"], {}),
        (["2021/4/3", "2021/4/3"], {}),
        (["2021/4/3", "2026/2/27", "2026/3/10"], {"2026/2/27": "2-27", "2026/3/10": "3-10"}),
        (["2-27", "4-4/19", "问答 33", "1-1"], {}),
    ],
)
def test_a_place_made_a_date_is_restored_where_it_is_certain(written: list[str], expected: dict[str, str]) -> None:
    assert restored_places(SOURCE, written) == expected


def test_a_list_of_questions_is_places_too_and_an_id_is_not() -> None:
    assert restored_places(KINDS["unencoded"].column("questions"), ["1月8日"]) == {"1月8日": "1-8"}
    assert restored_places(KINDS["criteria"].column("id"), ["1月8日"]) == {}


def test_the_diagnosis_of_a_place_names_the_one_it_was() -> None:
    hint = spoiled("2月27日", SOURCE)
    assert hint is not None
    assert "多半是 2-27；" in hint.zh


@pytest.mark.parametrize("text", ["46080", "2.27"])
def test_a_place_that_is_a_number(text: str) -> None:
    assert spoiled(text, SOURCE) is not None
    assert spoiled("33", SOURCE) is None
