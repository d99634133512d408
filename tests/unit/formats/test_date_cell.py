from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.diagnostics import Diagnostics, Position
from chronicare.formats import read_date_cell
from chronicare.tables import Cell
from chronicare.tables.written_date import parse_date

PLACE = Position("t.csv", 4, 10, "生效日")


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-01",
        "2025/11/1",
        "2025/11/01",
        "2025年11月1日",
        "2025.11.1",
        "２０２５-１１-１",
        "2025/11/1 0:00",
        "2025-11-01 00:00:00",
    ],
)
def test_dates_as_people_and_spreadsheets_write_them(text: str) -> None:
    diagnostics = Diagnostics()
    assert read_date_cell(Cell(text, PLACE), diagnostics) == date(2025, 11, 1)
    assert diagnostics.sorted() == ()


def test_an_empty_cell_is_no_date_and_no_error() -> None:
    diagnostics = Diagnostics()
    assert read_date_cell(Cell("", PLACE), diagnostics) is None
    assert diagnostics.sorted() == ()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2025-02-30", "2025-11-01"),
        ("11/1/2025", "2025-11-01"),
        ("11月1日", "2025-11-01"),
        ("Nov-25", "2025-11-01"),
        ("2025-11/1", "2025-11-01"),
        ("2025-11-01 12:30", "2025-11-01"),
        ("明天", "2025-11-01"),
        ("45962", "应写 2025-11-01"),
    ],
)
def test_other_writings_are_refused_with_the_right_one(text: str, hint: str) -> None:
    diagnostics = Diagnostics()
    assert read_date_cell(Cell(text, PLACE), diagnostics) is None
    (only,) = diagnostics.sorted()
    assert (only.code.name, str(only.where)) == ("BAD_DATES", "t.csv:J4「生效日」")
    assert hint in only.hint.zh


@given(st.dates(date(1000, 1, 1)))
def test_every_day_in_every_writing(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.year}/{day.month}/{day.day}") == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
