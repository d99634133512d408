"""The benefit year of a day, where it begins with the calendar year and where it does not."""

from datetime import date

import pytest

from chronicare.program.benefit_year import CALENDAR_YEAR, BenefitYear

FROM_JULY = BenefitYear(7, 1)


@pytest.mark.parametrize(
    ("year", "day", "expected"),
    [
        (CALENDAR_YEAR, date(2025, 1, 1), 2025),
        (CALENDAR_YEAR, date(2025, 12, 31), 2025),
        (FROM_JULY, date(2020, 6, 30), 2019),
        (FROM_JULY, date(2020, 7, 1), 2020),
        (FROM_JULY, date(2020, 12, 31), 2020),
        (FROM_JULY, date(2021, 1, 1), 2020),
        (BenefitYear(3, 15), date(2025, 3, 14), 2024),
        (BenefitYear(3, 15), date(2025, 3, 15), 2025),
    ],
)
def test_the_year_a_day_lies_in(year: BenefitYear, day: date, expected: int) -> None:
    assert year.of(day) == expected


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (CALENDAR_YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        (FROM_JULY, date(2024, 7, 1), date(2025, 6, 30)),
        (BenefitYear(3, 1), date(2024, 3, 1), date(2025, 2, 28)),
    ],
)
def test_its_first_and_last_day(year: BenefitYear, first: date, last: date) -> None:
    assert (year.first_day(2024), year.last_day(2024)) == (first, last)
