"""When benefits of a resident of 淮安 begin and end, written from 《全民参保百问百答》 alone.

Only the premium of 2026 is published, and its collection period.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from proofs.independent_huaian.bill import NotPublishedError, Readings

SWITCHES: Final[Mapping[str, tuple[str, ...]]] = {
    "断缴人员集中期内等待起算": ("自缴费日", "自1月1日"),
    "新生儿第90天缴费": ("在期限内", "不在期限内"),
    "新生儿超90天缴费": ("自缴费日", "等待2个月"),
    "未补缴出生当年保费": ("自1月1日", "自缴费日"),
    "切换人员非集中期等待": ("无等待", "2个月"),
}
"""The readings of every switch of a period; none of them has a default."""

COLLECTION: Final = (date(2025, 10, 1), date(2025, 12, 31))
"""第十五、三十七问: in which the premium of 2026 is collected."""
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
WAIT: Final = 2
"""第三十七、三十八问, in months."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Who pays the premium of 2026, and when."""

    kind: str
    """居民参保, 新生儿, 退役未就业, 职工转居民 or 新增救助对象."""
    paid_on: date
    years_missed: int = 0
    """连续断保年数, up to the year before."""
    born_on: date = date.min
    birth_year_paid: bool = False
    """已补缴出生当年保费: of a newborn of the year before."""
    days_since_service: int = 0
    """身份转换至缴费天数, both days counted."""
    two_years_before: bool = False
    """连续参保满两年, before the change of scheme."""
    gap_months: int = 0
    gap_days_more: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when benefits are had, after how many months; ``begins`` after ``ends`` is never."""

    months_waited: int
    begins: date
    ends: date = LAST

    @property
    def standing(self) -> str:
        """The 待遇资格 it comes to."""
        if self.begins > self.ends:
            return "不享受"
        return "等待期满后享受" if self.months_waited else "享受"

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` lies within it."""
        return self.begins <= day <= self.ends


def period_of(enrolment: Enrolment, readings: Readings) -> Period:
    """Return the period of benefits of 2026. Raises NotPublishedError where the booklet gives no number."""
    return {
        "居民参保": _resident,
        "新生儿": _newborn,
        "退役未就业": _veteran,
        "职工转居民": _switched,
        "新增救助对象": _assisted,
    }[enrolment.kind](enrolment, readings)


def counts_as_missed(enrolment: Enrolment) -> bool:
    """Tell whether a change of scheme counts as a gap: 不超过 3 个月 does not (第三十六问)."""
    within = (enrolment.gap_months, enrolment.gap_days_more) <= (3, False)
    return not (enrolment.two_years_before and within)


def after_months(day: date, months: int) -> date:
    """Return the day ``months`` calendar months on, clamped to the end of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _in_collection(day: date) -> bool:
    if day < COLLECTION[0]:
        raise NotPublishedError("集中缴费起始日")  # nothing is said of paying before it
    return day <= COLLECTION[1]


def _at_once(day: date) -> Period:
    return Period(0, max(day, FIRST))


def _after_wait(day: date) -> Period:
    return Period(WAIT, max(after_months(day, WAIT), FIRST))


def _resident(enrolment: Enrolment, readings: Readings) -> Period:
    if enrolment.years_missed > 1:
        raise NotPublishedError("等待月数")  # 第七、三十九问: 「固定」, 「至少」 2 个月
    if not _in_collection(enrolment.paid_on):
        return _after_wait(enrolment.paid_on)
    return _missed_in_collection(enrolment, readings) if enrolment.years_missed else _at_once(enrolment.paid_on)


def _missed_in_collection(enrolment: Enrolment, readings: Readings) -> Period:
    from_payment = readings["断缴人员集中期内等待起算"] == "自缴费日"
    return _after_wait(enrolment.paid_on if from_payment else FIRST)


def _newborn(enrolment: Enrolment, readings: Readings) -> Period:
    # 第三十一、七十四、七十五、九十一问
    days = (enrolment.paid_on - enrolment.born_on).days
    if days > 90 or (days == 90 and readings["新生儿第90天缴费"] == "不在期限内"):
        waits = readings["新生儿超90天缴费"] == "等待2个月"
        return _after_wait(enrolment.paid_on) if waits else _at_once(enrolment.paid_on)
    if enrolment.born_on >= FIRST or enrolment.birth_year_paid:
        return Period(0, enrolment.born_on)
    from_payment = readings["未补缴出生当年保费"] == "自缴费日"
    return Period(0, enrolment.paid_on if from_payment else FIRST)


def _veteran(enrolment: Enrolment, readings: Readings) -> Period:
    # 第九十二问: 90 天内(含 90 天)
    return _at_once(enrolment.paid_on) if enrolment.days_since_service <= 90 else _resident(enrolment, readings)


def _switched(enrolment: Enrolment, readings: Readings) -> Period:
    # 第三十六问
    in_collection = _in_collection(enrolment.paid_on)
    if counts_as_missed(enrolment):
        return _missed_in_collection(enrolment, readings) if in_collection else _after_wait(enrolment.paid_on)
    waits = not in_collection and readings["切换人员非集中期等待"] == "2个月"
    return _after_wait(enrolment.paid_on) if waits else _at_once(enrolment.paid_on)


def _assisted(enrolment: Enrolment, _: Readings) -> Period:
    return _at_once(enrolment.paid_on)  # 第四十一问: 免除待遇等待期
