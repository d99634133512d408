from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.tables.written_date import parse_date

FORMS = ("{0:04}-{1:02}-{2:02}", "{0:04}/{1}/{2}", "{0:04}.{1:02}.{2:02}", "{0:04}年{1}月{2}日", "{0:04}{1:02}{2:02}")


@given(st.dates(), st.sampled_from(FORMS))
def test_every_form_names_the_same_day(day: date, form: str) -> None:
    assert parse_date(form.format(day.year, day.month, day.day)) == day


@pytest.mark.parametrize("text", ["２０２５／３／１", " 2025-03-01 ", "2025 年 3 月 1 日", "2025年3月1号", "2025–3–1"])
def test_forms_are_folded(text: str) -> None:
    assert parse_date(text) == date(2025, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("3/1/2025", "01.03.2025", "25-3-1", "2025/3", "2025年3月", "2025", "2025/3-1", "202531", "2025031"),
        *("2025-02-30", "2025/13/1", "20250230", "2025-03-01T08:00:00", "2025-03-01 08:00", "三月一日", ""),
    ],
)
def test_what_names_no_day_for_certain(text: str) -> None:
    assert parse_date(text) is None
