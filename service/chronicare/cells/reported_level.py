"""Levels and codes as they are reported: by name or number, of an ordered scale also as a range (III-IV级, ≥ III)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from chronicare.cells.bounds import allowed_levels, find_level
from chronicare.cells.folding import fold, fold_name
from chronicare.cells.types import CellType, LevelSet, ValueKind
from chronicare.cells.value_problem import ValueProblem, no_unit, wrong_type
from chronicare.cells.values import Interval, Value
from chronicare.cells.words import ABOVE, BELOW, GRADES
from chronicare.cells.written_number import read_number
from chronicare.diagnostics import Code, Text

_BETWEEN = re.compile(r"\s*(?:-{1,2}|[~至到])\s*")
_MAX_DASHES = 3
"""A name of a level has fewer; text with more is no range."""
_BEFORE = re.compile(rf"(?P<sign>{'|'.join(sorted((*BELOW, *ABOVE), key=len, reverse=True))})\s*(?P<level>.+)")
_AFTER = re.compile(r"(?P<level>.+?)\s*(?:及|或)?(?P<side>以上|以下)")
_MARKED = re.compile(r"(?:阳性?|positive|pos)?\(?(?P<mark>\++|[1-4]\+)\)?")


def read_level(raw: object, unit: str, cell_type: CellType) -> tuple[Value | Interval, str]:
    """Return the level or code ``raw``, or the interval of places it lies in on an ordered scale, and its text.

    A whole number counts as its digits, for grades written 1, 2, 3. 级 may be its unit.

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
    if levels is not None:
        place = _place(levels, word, counter)
        if place is not None:
            return place if cell_type.kind is ValueKind.LEVEL else levels.levels[place].value, word + counter
        ends = _ends(levels, word, counter) if levels.ordered and cell_type.kind is ValueKind.LEVEL else None
        if ends is not None:
            low, high = ends
            return low if low == high else Interval(Fraction(low), True, Fraction(high), True), word + counter
    message = Text(f"没有值「{word}」", f"there is no value {word!r}")
    raise ValueProblem(Code.UNKNOWN_CODE, message, Text("", "") if levels is None else allowed_levels(levels))


def _place(levels: LevelSet, word: str, counter: str) -> int | None:
    """Return the place of the level ``word``, with or without its counting word."""
    spellings = (word + counter, word.rstrip("".join(GRADES)), *_marks(levels, word))
    return next((place for each in spellings if (place := find_level(levels, each)) is not None), None)


def _marks(levels: LevelSet, word: str) -> Iterator[str]:
    """Yield the crosses of a positive result: 阳性(++) is ++, and 2+ on a scale that counts crosses.

    A scale that has 1+ but not 2+ (muscle tone) puts 1+ between 1 and 2.
    """
    match = _MARKED.fullmatch(fold_name(word))
    if match is None:
        return
    mark = match["mark"]
    yield mark
    if mark[0] != "+":
        yield "+" * int(mark[0])
    elif find_level(levels, "2+") is not None:
        yield f"{len(mark)}+"


def _ends(levels: LevelSet, word: str, counter: str) -> tuple[int, int] | None:
    """Return the first and the last place that ``word`` names on an ordered scale; ``None`` if it names no range."""
    written, last = fold(word).text.strip(), len(levels.levels) - 1
    if match := _BEFORE.fullmatch(written):
        place = _place(levels, match["level"], counter)
        sign = match["sign"]
        closed = {**BELOW, **ABOVE}[sign]
        if place is None:
            return None
        low, high = (place + (not closed), last) if sign in ABOVE else (0, place - (not closed))
        return (low, high) if low <= high else None
    if match := _AFTER.fullmatch(written):
        place = _place(levels, match["level"], "")
        return None if place is None else (place, last) if match["side"] == "以上" else (0, place)
    between = list(_BETWEEN.finditer(written))
    for match in between if len(between) <= _MAX_DASHES else ():
        one, other = (_place(levels, part, counter) for part in (written[: match.start()], written[match.end() :]))
        if one is not None and other is not None:
            return min(one, other), max(one, other)
    return None
