"""Periods: which of them are counted, and when a count begins anew."""

from datetime import date

import pytest

from chronicare.program.period import Period

FIRST = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("period", "anew"),
    [
        (Period.DAY, [False, True, True, True]),
        (Period.MONTH, [False, True, True, True]),
        (Period.QUARTER, [False, True, True, True]),
        (Period.YEAR, [False, False, False, False]),
        (Period.COURSE, [False, False, False, False]),
    ],
)
def test_when_a_count_begins_anew(period: Period, anew: list[bool]) -> None:
    days = [FIRST, date(2025, 4, 1), date(2025, 6, 30), date(2025, 12, 31)]
    assert [period.begins_anew(FIRST, day) for day in days] == anew


@pytest.mark.parametrize(
    ("before", "day", "anew"),
    [
        (date(2025, 3, 1), date(2025, 3, 31), [True, False, False]),
        (date(2025, 1, 31), date(2025, 2, 1), [True, True, False]),
        (date(2025, 9, 30), date(2025, 10, 1), [True, True, True]),
    ],
)
def test_days_months_and_quarters(before: date, day: date, anew: list[bool]) -> None:
    periods = (Period.DAY, Period.MONTH, Period.QUARTER)
    assert [period.begins_anew(before, day) for period in periods] == anew


def test_what_holds_for_a_visit_or_an_item_is_not_counted() -> None:
    assert [each.value for each in Period if not each.is_counted] == ["每项", "每次"]
