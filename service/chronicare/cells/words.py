"""The words the language knows: yes and no, the limits of a reference range, calendar units."""

from typing import NamedTuple

YES = "是"
NO = "否"
YES_NO = {
    **dict.fromkeys((YES, "有", "阳性", "符合", "true"), True),
    **dict.fromkeys((NO, "无", "阴性", "不符合", "false"), False),
}
"""What people write for yes and no; English words in any case."""

UPPER_LIMIT = "参考上限"
LOWER_LIMIT = "参考下限"
LIMITS = {
    **dict.fromkeys((UPPER_LIMIT, "参考值上限", "正常上限", "正常值上限", "uln", "upper limit"), True),
    **dict.fromkeys((LOWER_LIMIT, "参考值下限", "正常下限", "正常值下限", "lln", "lower limit"), False),
}
"""The limits of the reference range, in lower case: whether each is the upper one."""


class CalendarUnit(NamedTuple):
    """A unit of duration: its principal spelling and how many months and days one is."""

    name: str
    months: int
    days: int


_YEAR = CalendarUnit("年", 12, 0)
_MONTH = CalendarUnit("个月", 1, 0)
_WEEK = CalendarUnit("周", 0, 7)
_DAY = CalendarUnit("天", 0, 1)
CALENDAR_UNITS = {
    **dict.fromkeys(("年", "周年", "year", "years"), _YEAR),
    **dict.fromkeys(("个月", "月", "month", "months"), _MONTH),
    **dict.fromkeys(("周", "星期", "个星期", "week", "weeks"), _WEEK),
    **dict.fromkeys(("天", "日", "day", "days"), _DAY),
}
"""Every spelling of a unit of duration."""


REPORTED_YES_NO = {
    **YES_NO,
    **dict.fromkeys(("阳", "positive", "pos", "yes"), True),
    **dict.fromkeys(("阴", "没有", "不存在", "negative", "neg", "no"), False),
}
"""Also what laboratories and forms write, crosses and dashes aside; compared as ``fold_name`` folds."""
NO_ONE_MEANING = frozenset(("±", "+-", "+/-", "(±)", "弱阳性", "可疑", "可疑阳性"))
"""Results that are neither yes nor no."""
NOT_DETECTED = frozenset(
    (
        *("未检出", "检不出", "未检测到", "检测不到", "低于检测下限", "低于检出限", "未见", "阴性", "(-)", "阴性(-)"),
        *("notdetected", "targetnotdetected", "tnd", "negative", "neg"),
    )
)
"""Of a number or titre: less than the test can find."""
DASH = "-"
"""Nothing filled in, unless of a yes or no or of a level it means negative; every dash folds to it."""
NONE = frozenset(("无", "否", "没有", "不存在", "false", "none"))
"""Stated not to exist."""
BELOW = {**dict.fromkeys(("<", "小于", "低于", "不足"), False), **dict.fromkeys(("<=", "≤", "不高于", "不超过"), True)}
ABOVE = {**dict.fromkeys((">", "大于", "高于", "超过"), False), **dict.fromkeys((">=", "≥", "不低于"), True)}
"""Signs and words before a bound: whether the bound is included."""
GRADES = frozenset(("级", "期", "度", "分", "型", "类"))
"""Counting words that may stand after a level."""


def yes_or_no(word: str) -> bool | None:
    """Return what ``word`` says, or ``None`` if it is neither yes nor no."""
    return YES_NO.get(word.lower())
