"""Durations as people write them, as one number and one unit."""

import re
from collections.abc import Sequence

from chronicare.diagnostics import Text

_HALF = re.compile(r"半(?=个?(?:年|月|天|日|小时|周|星期))")
_AND_A_HALF = re.compile(r"([0-9]+)\s*(个?(?:年|月|天|小时|周))半")
_YEARS_AND_MONTHS = re.compile(r"([0-9]{1,3})\s*年\s*[零又]?([0-9]{1,2})\s*个?月")
_UNIT = re.compile(r"半?(?:年|个?月|周|天|日|小时|分钟|分)")
_MONTHS_A_YEAR = 12


def one_amount(written: str) -> str:
    """Return the duration ``written`` as one amount: 半年 is 0.5年, 1年6个月 is 18月; other text stays."""
    if match := _YEARS_AND_MONTHS.fullmatch(written):
        return f"{int(match[1]) * _MONTHS_A_YEAR + int(match[2])}月"
    if match := _AND_A_HALF.fullmatch(written):
        return f"{match[1]}.5{match[2]}"
    return _HALF.sub("0.5", written, count=1) if _HALF.match(written) else written


def duration_example(units: Sequence[str]) -> Text | None:
    """Return what a duration in the first of the ``units`` looks like; ``None`` if these are of other things."""
    if not units or not all(_UNIT.fullmatch(unit) for unit in units):
        return None
    spoken = "，也可写 半年、1年6个月" if any("月" in unit for unit in units) else ""
    return Text(f"写时长，如 3{units[0]}{spoken}", f"give a duration such as 3{units[0]}")
