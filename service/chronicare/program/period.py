"""The periods of caps and deductibles, and which counter of an earlier day still counts on a later one."""

from datetime import date
from enum import Enum

from chronicare.diagnostics import Text


class Period(Enum):
    """How often a deductible is charged or a cap begins anew; the value is how tables write it."""

    ITEM = "每项"
    """For each line of a bill."""
    VISIT = "每次"
    DAY = "每日"
    MONTH = "每月"
    QUARTER = "每季"
    YEAR = "每年"
    """The benefit year."""
    COURSE = "每疗程"
    """The course of treatment, which may have several visits."""

    @property
    def is_counted(self) -> bool:
        """Whether what came before within it has to be known: it is longer than a visit."""
        return self not in (Period.ITEM, Period.VISIT)

    @property
    def within(self) -> Text:
        """How what is counted in it is called; empty where nothing is."""
        return _WITHIN.get(self, Text("", ""))

    def begins_anew(self, before: date, day: date) -> bool:
        """Whether what was counted on the day ``before`` counts no more on ``day`` of the same benefit year.

        A course of treatment is no matter of days: what was counted in it stands until it is stated otherwise.
        """
        match self:
            case Period.DAY:
                return day != before
            case Period.MONTH:
                return (day.year, day.month) != (before.year, before.month)
            case Period.QUARTER:
                return (day.year, _quarter(day)) != (before.year, _quarter(before))
            case _:
                return False


_WITHIN = {
    Period.DAY: Text("当日", "that day"),
    Period.MONTH: Text("本月", "this month"),
    Period.QUARTER: Text("本季", "this quarter"),
    Period.YEAR: Text("本年", "this year"),
    Period.COURSE: Text("本疗程", "in this course"),
}


def _quarter(day: date) -> int:
    return (day.month - 1) // 3
