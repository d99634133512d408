"""The values a finding can have, once read: exact, unit-normalised and comparable with their own kind only."""

import calendar
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

Value = bool | int | Fraction | str | date
"""Yes/no is ``bool``; a number, score or titre (1:80 is 80) a ``Fraction`` in the canonical unit; a count or an age in
completed years an ``int``; a level its index in the level set (``int``); a code its ``str``; a date a ``date``.
"""

_MONTHS_A_YEAR = 12


class Interval(NamedTuple):
    """A value known only to lie between two bounds, as laboratories report it (``<7.2``, ``>1000``).

    A bound is in the canonical unit; ``None`` is no bound on that side. For a count both bounds are closed.
    """

    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool

    def scaled(self, divisor: Fraction) -> "Interval":
        """Return the interval with both bounds divided by ``divisor``, which is positive."""
        low, high = self.low, self.high
        return Interval(
            None if low is None else low / divisor,
            self.low_closed,
            None if high is None else high / divisor,
            self.high_closed,
        )


Reported = Value | Interval
"""A value as reported: the value itself, or where it lies."""

Given = Value | tuple[Value, ...]
"""What is given for a term: a value, or the list of a repeated term."""


class Duration(NamedTuple):
    """A calendar duration: whole months (a year is 12) and then days. Both are zero or more."""

    months: int
    days: int

    def after(self, start: date) -> date:
        """Return ``start`` moved forward by the months, clamped at the month's end, and then by the days."""
        months = start.year * _MONTHS_A_YEAR + start.month - 1 + self.months
        year, month = divmod(months, _MONTHS_A_YEAR)
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day) + timedelta(days=self.days)
