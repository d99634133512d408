"""The built-in functions of FEEL that are known. Each takes values and gives one; null for what it does not take."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from chronicare.authoring.dmn.feel.values import DECIMAL128, FeelValue, Function, Months, equal, less

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = re.compile(r"(-?)P(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?")
_DAYS = re.compile(
    r"(-?)P(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?",
)
_YEAR = 12


def after_months(day: date, months: int) -> date:
    """Return ``day`` moved by whole months, clamped at the month's end. Raises ValueError beyond year 9999."""
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Return the whole months from ``start`` to ``end``, below 0 if it comes first."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * _YEAR + end.month - start.month
    return months if after_months(start, months) <= end else months - 1


def _date(*values: FeelValue) -> FeelValue:
    match values:
        case (str() as text,):
            return date.fromisoformat(text) if _DATE.fullmatch(text) else None
        case (date() as day,):
            return day
        case (Decimal() as year, Decimal() as month, Decimal() as day):
            return date(_whole(year), _whole(month), _whole(day))
        case _:
            return None


def _duration(text: FeelValue) -> FeelValue:
    if not isinstance(text, str):
        return None
    if (match := _MONTHS.fullmatch(text)) and (match[2] or match[3]):
        months = int(match[2] or 0) * _YEAR + int(match[3] or 0)
        return Months(-months if match[1] else months)
    if (match := _DAYS.fullmatch(text)) and any(match.groups()[1:]):
        days, hours, minutes, seconds = (int(each or 0) for each in match.groups()[1:])
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return -length if match[1] else length
    return None


def _months_from(start: FeelValue, end: FeelValue) -> FeelValue:
    return Months(months_between(start, end)) if isinstance(start, date) and isinstance(end, date) else None


def _items(values: tuple[FeelValue, ...]) -> list[FeelValue]:
    """Return the items of the one list given, or what is given one by one."""
    (first, *others) = values or ([],)
    return first if isinstance(first, list) and not others else list(values)


def _extreme(values: tuple[FeelValue, ...], *, least: bool) -> FeelValue:
    items = _items(values)
    if not items:
        return None
    found = items[0]
    for each in items:
        before = less(each, found) if least else less(found, each)
        if before is None:
            return None
        found = each if before else found
    return found


def _sum(*values: FeelValue) -> FeelValue:
    numbers = [each for each in _items(values) if isinstance(each, Decimal)]
    if not numbers or len(numbers) != len(_items(values)):
        return None
    total = Decimal(0)
    for each in numbers:
        total = DECIMAL128.add(total, each)
    return total


def _distinct(values: FeelValue) -> FeelValue:
    if not isinstance(values, list):
        return None
    kept: list[FeelValue] = []
    for each in values:
        if not _contains(kept, each):
            kept.append(each)
    return kept


def _contains(values: FeelValue, wanted: FeelValue) -> bool | None:
    return any(equal(each, wanted) for each in values) if isinstance(values, list) else None


def _rounded(rounding: str) -> Callable[..., FeelValue]:
    def to(number: FeelValue, places: FeelValue = Decimal(0)) -> FeelValue:
        if not isinstance(number, Decimal) or not isinstance(places, Decimal):
            return None
        return number.quantize(Decimal(1).scaleb(-_whole(places)), rounding, DECIMAL128)

    return to


def _of_text(work: Callable[[str], FeelValue]) -> Callable[[FeelValue], FeelValue]:
    return lambda text: work(text) if isinstance(text, str) else None


def _of_texts(work: Callable[[str, str], FeelValue]) -> Callable[[FeelValue, FeelValue], FeelValue]:
    return lambda text, part: work(text, part) if isinstance(text, str) and isinstance(part, str) else None


def _substring(text: FeelValue, start: FeelValue, length: FeelValue = None) -> FeelValue:
    if not isinstance(text, str) or not isinstance(start, Decimal) or not _whole(start):
        return None
    first = _whole(start) - 1 if start > 0 else max(0, len(text) + _whole(start))
    return text[first : first + _whole(length)] if isinstance(length, Decimal) else text[first:]


def _string(value: FeelValue) -> FeelValue:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(DECIMAL128), "f")
    return str(value) if isinstance(value, str | date) else None


def _whole(number: Decimal) -> int:
    """Return ``number``, which must be whole. Raises ValueError if it is not."""
    if number != number.to_integral_value():
        raise ValueError(f"{number} is not whole")
    return int(number)


BUILTINS: Mapping[str, Function] = {
    "not": Function(lambda value: not value if isinstance(value, bool) else None, 1),
    "date": Function(_date),
    "duration": Function(_duration, 1),
    "years and months duration": Function(_months_from, 2),
    "min": Function(lambda *values: _extreme(values, least=True)),
    "max": Function(lambda *values: _extreme(values, least=False)),
    "sum": Function(_sum),
    "count": Function(lambda values: Decimal(len(values)) if isinstance(values, list) else None, 1),
    "list contains": Function(_contains, 2),
    "distinct values": Function(_distinct, 1),
    "concatenate": Function(lambda *lists: [item for each in lists for item in each]),
    "floor": Function(_rounded(ROUND_FLOOR)),
    "ceiling": Function(_rounded(ROUND_CEILING)),
    "decimal": Function(_rounded(ROUND_HALF_EVEN), 2),
    "round half up": Function(_rounded(ROUND_HALF_UP), 2),
    "abs": Function(lambda number: abs(number) if isinstance(number, Decimal) else None, 1),
    "string": Function(_string, 1),
    "string length": Function(_of_text(lambda text: Decimal(len(text))), 1),
    "upper case": Function(_of_text(str.upper), 1),
    "lower case": Function(_of_text(str.lower), 1),
    "substring": Function(_substring),
    "contains": Function(_of_texts(lambda text, part: part in text), 2),
    "starts with": Function(_of_texts(str.startswith), 2),
    "ends with": Function(_of_texts(str.endswith), 2),
}
"""Every function there is, by name."""
