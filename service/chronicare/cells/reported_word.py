"""Yes and no, dates and levels as they are reported."""

from datetime import date, datetime
from decimal import Decimal

from chronicare.cells.bounds import allowed_levels, find_level
from chronicare.cells.folding import fold_name
from chronicare.cells.literals import parse_date
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.value_problem import ValueProblem, no_unit, wrong_type
from chronicare.cells.values import Value
from chronicare.cells.words import GRADES, NO_ONE_MEANING, REPORTED_YES_NO
from chronicare.cells.written_number import read_number
from chronicare.diagnostics import Code, Text


def read_yes_no(raw: object, _: CellType) -> tuple[bool, str]:
    """Return whether ``raw`` says yes, and its text.

    Raises:
        ValueProblem: it says neither yes nor no.

    """
    if isinstance(raw, bool):
        return raw, "是" if raw else "否"
    word = fold_name(raw) if isinstance(raw, str) else ""
    truth = REPORTED_YES_NO.get(word)
    if word in NO_ONE_MEANING:
        message = Text(f"「{raw}」可作阳性，也可作阴性", f"{raw!r} may be positive or negative")
        hint = Text("按报告结论写 阳性 或 阴性，未定的写 不详", "give 阳性 or 阴性 as the report concludes, or 不详")
        raise ValueProblem(Code.BAD_VALUE, message, hint)
    if truth is None or not isinstance(raw, str):
        raise wrong_type(raw, ValueKind.YES_NO)
    return truth, raw.strip()


def read_day(raw: object, _: CellType) -> tuple[date, str]:
    """Return the day ``raw`` names, and its text.

    Raises:
        ValueProblem: there is no such day.

    """
    day = parse_date(raw) if isinstance(raw, str) else raw
    if not isinstance(day, date) or isinstance(day, datetime):
        raise wrong_type(raw, ValueKind.DATE)
    return day, day.isoformat()


def read_level(raw: object, unit: str, cell_type: CellType) -> tuple[Value, str]:
    """Read a level or code; a whole number counts as its digits, for grades written 1, 2, 3. 级 may be its unit.

    Raises:
        ValueProblem: the set has no such value.

    """
    if isinstance(raw, str):
        word = raw.strip()
    elif isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise wrong_type(raw, cell_type.kind, None if cell_type.levels is None else allowed_levels(cell_type.levels))
    else:
        word = read_number(raw)[1]
    counter = unit.strip()
    if counter and counter not in GRADES:
        raise no_unit(unit)
    levels = cell_type.levels
    place = None if levels is None else find_level(levels, word + counter)
    if place is None and levels is not None:
        place = find_level(levels, word.rstrip("".join(GRADES)))
    if levels is None or place is None:
        message = Text(f"没有值「{word}」", f"there is no value {word!r}")
        raise ValueProblem(Code.UNKNOWN_CODE, message, Text("", "") if levels is None else allowed_levels(levels))
    return place if cell_type.kind is ValueKind.LEVEL else levels.levels[place].value, word + counter
