"""The benefit year: the twelve months within which caps, deductibles and accumulators run."""

from datetime import date, timedelta
from typing import NamedTuple


class BenefitYear(NamedTuple):
    """The ``month`` and ``day`` on which each benefit year begins; it is called after the calendar year of that day."""

    month: int = 1
    day: int = 1

    def of(self, day: date) -> int:
        """Return the benefit year that ``day`` lies in."""
        return day.year if (day.month, day.day) >= self else day.year - 1

    def first_day(self, year: int) -> date:
        """Return the day on which ``year`` begins."""
        return date(year, self.month, self.day)

    def last_day(self, year: int) -> date:
        """Return the last day of ``year``."""
        return self.first_day(year + 1) - timedelta(days=1)


CALENDAR_YEAR = BenefitYear()
"""From 1 January to 31 December."""
