"""Ranks written back as an author would write them in a cell, and a value of each to try."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from chronicare.cells.bounds import possible_range, spell
from chronicare.cells.folding import Span
from chronicare.cells.printing import print_test
from chronicare.cells.syntax import (
    Amount,
    Comparison,
    Day,
    Interval,
    MixedDuration,
    Node,
    OneOf,
    Operand,
    Opposite,
    Ratio,
)
from chronicare.cells.syntax import Word as WordNode
from chronicare.cells.typed import Operator
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Duration
from chronicare.cells.words import NO, YES
from chronicare.compiler.row_boxes import members
from chronicare.program.ranks import Column, Scale, ScaleKind
from chronicare.recognition.value_wording import decimal_text

_NOWHERE = Span(0, 0)
_MONTHS_A_YEAR = 12
_LISTED = 4
"""More levels next to each other than this are written as a comparison."""


def cell_of(ranks: int, scale: Scale, cell_type: CellType) -> str:
    """Write the test that just the values of ``ranks`` (bits) on ``scale`` pass; ``-`` if every value does."""
    if ranks == (1 << scale.size) - 1:
        return "-"
    if cell_type.levels is not None:
        return print_test(_of_levels(ranks, scale, cell_type))
    if scale.kind is ScaleKind.YES_NO:
        return YES if ranks == 1 << scale.ranks[1] else NO
    tests = [_of_run(run, cell_type) for run in _runs(ranks, scale)]
    return print_test(tests[0] if len(tests) == 1 else OneOf(tuple(tests), listed=True))


def _of_levels(ranks: int, scale: Scale, cell_type: CellType) -> Node:
    assert cell_type.levels is not None  # noqa: S101 - the caller looks
    levels = cell_type.levels.levels
    inside = [place for place, level in enumerate(levels) if ranks >> rank_of_level(place, level.value, scale) & 1]
    words = [Comparison(Operator.EQ, spell(levels[place].value, _NOWHERE)) for place in inside]
    if cell_type.kind is ValueKind.LEVEL and len(inside) > 1 and inside[-1] - inside[0] == len(inside) - 1:
        if inside[0] == 0:
            return Comparison(Operator.LE, words[-1].operand)
        if inside[-1] == len(levels) - 1:
            return Comparison(Operator.GE, words[0].operand)
    if len(inside) > max(_LISTED, len(levels) // 2):
        others = [
            Comparison(Operator.EQ, spell(level.value, _NOWHERE))
            for place, level in enumerate(levels)
            if place not in inside
        ]
        return Opposite(others[0] if len(others) == 1 else OneOf(tuple(others), listed=True))
    return words[0] if len(words) == 1 else OneOf(tuple(words), listed=True)


def rank_of_level(place: int, value: str, scale: Scale) -> int:
    """Return the rank of a level, whose place in its set counts if it is ordered, or of a code."""
    if scale.kind is ScaleKind.CODE:
        return scale.ranks[scale.cuts.index(value) if value in scale.cuts else len(scale.cuts)]
    below = sum(1 for cut in scale.cuts if cut < place)
    return scale.ranks[2 * below + (place in scale.cuts)]


class _Run(NamedTuple):
    """Neighbouring raw cells; an end that is ``None`` has no bound."""

    low: object | None
    low_closed: bool
    high: object | None
    high_closed: bool


def _runs(ranks: int, scale: Scale) -> Iterator[_Run]:
    """Yield the runs of raw cells that have ``ranks``; cells into which no value falls go with either side."""
    start: int | None = None
    last = len(scale.ranks)
    for cell in range(last + 1):
        is_inside = cell < last and (scale.ranks[cell] < 0 or bool(ranks >> scale.ranks[cell] & 1))
        if is_inside and start is None:
            start = cell
        if not is_inside and start is not None:
            if any(scale.ranks[each] >= 0 for each in range(start, cell)):
                yield _run(start, cell - 1, scale)
            start = None


def _run(first: int, final: int, scale: Scale) -> _Run:
    cuts = scale.cuts
    low = None if first == 0 else cuts[(first - 1) // 2]
    high = None if final == len(scale.ranks) - 1 else cuts[final // 2]
    return _Run(low, first % 2 == 1, high, final % 2 == 1)


_WHOLE = (ValueKind.COUNT, ValueKind.AGE)


def _whole(run: _Run, cell_type: CellType) -> _Run:
    """Return ``run`` of whole numbers with both ends closed; the least possible number is one."""
    low = run.low + (not run.low_closed) if isinstance(run.low, int) else run.low
    high = run.high - (not run.high_closed) if isinstance(run.high, int) else run.high
    least, _ = possible_range(cell_type)
    if low is None and isinstance(high, int) and least is not None and high == least:
        low = high
    return _Run(low, low_closed=True, high=high, high_closed=True)


def _of_run(run: _Run, cell_type: CellType) -> Node:
    if cell_type.kind in _WHOLE:
        run = _whole(run, cell_type)
    low = None if run.low is None else _operand(run.low, cell_type)
    high = None if run.high is None else _operand(run.high, cell_type)
    if low is None and high is not None:
        return Comparison(Operator.LE if run.high_closed else Operator.LT, high)
    if low is not None and high is None:
        return Comparison(Operator.GE if run.low_closed else Operator.GT, low)
    assert low is not None and high is not None  # noqa: S101, PT018 - a run without any bound is everything
    if run.low == run.high:
        return Comparison(Operator.EQ, low)
    return Interval(low, run.low_closed, high, run.high_closed)


def _operand(bound: object, cell_type: CellType) -> Operand:
    match bound:
        case Duration(months, days):
            return _duration(months, days)
        case date():
            return Day(bound)
        case int() | Fraction() if cell_type.kind is ValueKind.TITRE:
            return Ratio(1, int(bound))
        case int() | Fraction():
            unit = cell_type.quantity.canonical if cell_type.quantity else ""
            return Amount(decimal_text(Fraction(bound)), Fraction(bound), unit)
    return WordNode(str(bound))


def _duration(months: int, days: int) -> Operand:
    years, rest = divmod(months, _MONTHS_A_YEAR)
    parts = [
        Amount(str(number), Fraction(number), unit)
        for number, unit in ((years, "年"), (rest, "个月"), (days, "天"))
        if number
    ]
    if not parts:
        return Amount("0", Fraction(0), "天")
    return parts[0] if len(parts) == 1 else MixedDuration(tuple(parts))


def value_of(ranks: int, column: Column, cell_type: CellType, as_of: date) -> str:
    """Write a value that has one of ``ranks`` of a single term's ``column``, as it would be reported on ``as_of``."""
    assert column.scale is not None  # noqa: S101 - a single value has a scale
    scale = column.scale
    sample = scale.samples[next(members(ranks))]
    if scale.kind is ScaleKind.YES_NO:
        return YES if sample else NO
    if scale.kind is ScaleKind.ELAPSED:
        duration, beside = sample
        return _before(as_of, duration, beside).isoformat()
    if cell_type.levels is not None:
        return cell_type.levels.levels[sample].value if isinstance(sample, int) else str(sample)
    if isinstance(sample, date):
        return sample.isoformat()
    if cell_type.kind is ValueKind.TITRE:
        return f"1:{sample}"
    return decimal_text(Fraction(sample))


def _before(as_of: date, duration: Duration, beside: int) -> date:
    """Return a day from which ``duration`` has just passed on ``as_of``, or a day later or earlier than that."""
    days = sorted(
        (date.fromordinal(each) for each in range(*_around(as_of, duration))),
        key=lambda day: abs(duration.after(day).toordinal() - as_of.toordinal() + beside),
    )
    return days[0]


def _around(as_of: date, duration: Duration) -> Sequence[int]:
    near = as_of.toordinal() - duration.days - duration.months * 30
    spare = duration.months + 40
    return near - spare, near + spare
