"""Holds the durations of a criterion against those of its clause: ``≥ 3 个月`` beside 「连续 6 个月」 is wrong.

A clause that says no duration says nothing either way.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from chronicare.cells.chinese_numeral import numeral
from chronicare.cells.typed import AllOf, AnyOf, Compare, Range, Test
from chronicare.cells.values import Duration
from chronicare.checks.tables.clause_numbers import quoted
from chronicare.checks.tables.row_notes import RowNotes
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Language, Position, Text
from chronicare.program.entry import Criterion
from chronicare.recognition.criterion_wording import use_text


def check_durations(rules: AreaRules, notes: RowNotes, diagnostics: Diagnostics) -> None:
    """Warn of each duration in the test or the use of a criterion that its clause says otherwise."""
    for compiled in rules.entries:
        entry = compiled.entry.as_written
        clauses = [each.clause for each in entry.criteria.values()]
        clauses += [variant.clause for group in entry.groups.values() for variant in group.variants]
        said = {duration for each in clauses for duration in _durations_said(quoted(each))}
        for criterion in entry.criteria.values():
            _check(criterion, notes.said(criterion.anomalies), diagnostics)
            _check_since(criterion, said, diagnostics)


def _check(criterion: Criterion, notes: str, diagnostics: Diagnostics) -> None:
    said = list(_durations_said(f"{quoted(criterion.clause)} {notes}"))
    for duration in _durations(criterion.test.test):
        _tell_duration(duration, said, criterion.test.text, criterion.at("test"), diagnostics)
    within = criterion.use.within if criterion.use is not None else None
    if within is not None:
        _tell_duration(within, said, use_text(criterion.use, Language.ZH), criterion.at("use"), diagnostics)


def _check_since(criterion: Criterion, said: Collection[Duration], diagnostics: Diagnostics) -> None:
    """Warn of a time condition whose duration no clause of the entry says: the clause of a heading holds for all."""
    since = criterion.since
    if since is not None and since.lasts and since.duration not in said:
        message = Text(
            f"{use_text(None, Language.ZH, since)}：这个时长不在本病种的原文里",
            f"{use_text(None, Language.EN, since)}: no clause of the entry says this duration",
        )
        hint = Text("改取值里的时长", "mend the duration of the time condition")
        diagnostics.add(Code.CLAUSE_SAYS_OTHERWISE, criterion.at("use"), message, hint)


def _tell_duration(
    duration: Duration, said: Sequence[Duration], cell: str, where: Position, diagnostics: Diagnostics
) -> None:
    """Warn if the clause says durations, but not this one."""
    if said and duration not in said:
        message = Text(f"「{cell}」里的时长不在原文里", f"the duration of {cell!r} is not in the clause")
        hint = Text(
            "改条件；原文有误的写更正或异常", "mend the cell; name what is wrong with the source as 更正 or 异常"
        )
        diagnostics.add(Code.CLAUSE_SAYS_OTHERWISE, where, message, hint)


def _durations(test: Test) -> Iterator[Duration]:
    """Yield the durations that ``test`` compares with."""
    match test:
        case Compare(_, Duration() as bound):
            yield bound
        case Range(low=Duration() as low, high=Duration() as high):
            yield low
            yield high
        case AnyOf(tests) | AllOf(tests):
            for each in tests:
                yield from _durations(each)


def _durations_said(clause: str) -> Iterator[Duration]:
    """Yield the durations of ``clause``; what is part of a date is none."""
    for found in _DURATION.finditer(clause):
        half = found["number"] == "半"
        number = Fraction(1, 2) if half else numeral(found["number"])
        months, days = _LENGTHS[found["unit"]]
        if number is None or (number * months).denominator > 1 or (number * days).denominator > 1:
            continue
        yield Duration(int(number * months), int(number * days))


_LENGTHS = {"年": (12, 0), "个月": (1, 0), "月": (1, 0), "周": (0, 7), "星期": (0, 7), "天": (0, 1), "日": (0, 1)}
_DURATION = re.compile(
    r"(?<![0-9./年月])(?P<number>[0-9]{1,3}|[零一二两三四五六七八九十百半]+)"
    r"\s*(?P<unit>年|个月|月|周|星期|天|日)(?!龄|期|岁|[0-9])"
)
