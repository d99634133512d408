"""Reported findings, one by one: named, typed, in the canonical unit, dated, with their reference range."""

from collections.abc import Hashable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from chronicare.cells.folding import fold_name
from chronicare.cells.reading import read_limit, read_value
from chronicare.cells.value_problem import ValueProblem
from chronicare.cells.values import Reported
from chronicare.cells.words import NONE
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Placed, Where
from chronicare.judging.dates import LAST_DAY, check_day, is_within_time, read_date
from chronicare.judging.names import Subject, tell_unknown
from chronicare.judging.report import ReportedFinding
from chronicare.judging.statements import Statements
from chronicare.program.evidence import Measurement
from chronicare.program.vocabulary import Finding, Vocabulary

_MAX_REMEMBERED = 8192
_MAX_REMEMBERED_CHARACTERS = 40
"""Of a value with its unit; longer ones are seldom sent twice."""

_REQUEST_CODES = {
    Code.WRONG_TYPE: Code.BAD_VALUE,
    Code.BAD_LITERAL: Code.BAD_VALUE,
    Code.OUTSIDE_POSSIBLE: Code.IMPOSSIBLE_VALUE,
    Code.UNKNOWN_NAME: Code.UNKNOWN_CODE,
    Code.MISSING_UNIT: Code.BAD_UNIT,
    Code.UNKNOWN_UNIT: Code.BAD_UNIT,
}


class Read(NamedTuple):
    """What has been read so far: measurements, lists that go on, what does not exist, what is one of several."""

    findings: dict[str, list[Placed]]
    open_lists: set[str]
    none: set[str]
    statements: Statements
    subject: Subject


class FindingReader:
    """Reads reported findings against one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Begin with nothing remembered."""
        self._vocabulary = vocabulary
        self._remembered = lru_cache(_MAX_REMEMBERED)(self._plain_value)

    def read(
        self,
        each: ReportedFinding,
        path: str,
        as_of: date,
        born: date | None,
        where: Where,
        diagnostics: Diagnostics,
        read: Read,
    ) -> None:
        """Read one finding into ``read``; what is wrong with it goes to ``diagnostics``."""
        finding = self._vocabulary.find(each.finding)
        if finding is None and (members := self._either(each.finding)):
            read.statements.read(each._replace(any_of=members), path, where, diagnostics, read.findings)
            return
        if finding is None:
            tell_unknown(each.finding, f"{path}.finding", self._vocabulary, where, diagnostics, read.subject)
            return
        day = read_date(each.date, f"{path}.date", where, diagnostics) if each.date else None
        if day is not None:
            check_day(day, as_of, born, f"{path}.date", where, diagnostics)
        if finding.may_be_none and (
            each.value is False or (isinstance(each.value, str) and fold_name(each.value) in NONE)
        ):
            read.none.add(finding.code)
            return
        try:
            value, given = self._value(finding, each.value, each.unit)
        except ValueProblem as problem:
            at_unit = problem.code in (Code.MISSING_UNIT, Code.UNKNOWN_UNIT, Code.BAD_UNIT)
            code = Code.BAD_UNIT if at_unit else _REQUEST_CODES.get(problem.code, problem.code)
            diagnostics.add(code, where(f"{path}.{'unit' if at_unit else 'value'}"), problem.message, problem.hint)
            return
        if isinstance(value, date) and is_within_time(value, f"{path}.value", where, diagnostics):
            latest = LAST_DAY if finding.may_be_later else as_of
            check_day(value, latest, born, f"{path}.value", where, diagnostics)
        low, high = self._limits(each, finding, path, where, diagnostics)
        if value is None:
            read.open_lists.add(finding.code)
            return
        measurement = Measurement(
            value, day, low, high, given, each.report_id, each.attester, finding.site or each.site
        )
        read.findings.setdefault(finding.code, []).append((measurement, path))

    def _either(self, name: str) -> tuple[str, ...]:
        """Return the findings that ``甲或乙`` names, if it names findings."""
        parts = tuple(name.split("或"))
        return parts if len(parts) > 1 and all(map(self._vocabulary.find, parts)) else ()

    def _value(self, finding: Finding, raw: object, unit: str) -> tuple[Reported | Mapping[str, Reported] | None, str]:
        """Read a value. What laboratories report repeats, and reading is pure, so plain values are remembered."""
        if isinstance(raw, bool | float) or (
            isinstance(raw, str) and len(raw) + len(unit) <= _MAX_REMEMBERED_CHARACTERS
        ):
            return self._remembered(finding.code, type(raw).__name__, raw, unit)
        return read_value(raw, unit, finding.type, self._vocabulary.unknown_words)

    def _plain_value(
        self, code: str, _kind: str, raw: Hashable, unit: str
    ) -> tuple[Reported | Mapping[str, Reported] | None, str]:
        return read_value(raw, unit, self._vocabulary.findings[code].type, self._vocabulary.unknown_words)

    def _limits(
        self, each: ReportedFinding, finding: Finding, path: str, where: Where, diagnostics: Diagnostics
    ) -> tuple[Fraction | None, Fraction | None]:
        stated = each.reference_range
        if stated is None:
            return None, None
        limits: list[Fraction | None] = []
        for side, raw in zip(stated._fields, stated, strict=True):
            try:
                limits.append(None if raw is None else read_limit(raw, each.unit, finding.type, upper=side == "high"))
            except ValueProblem as problem:
                diagnostics.add(
                    _REQUEST_CODES.get(problem.code, problem.code),
                    where(f"{path}.reference_range.{side}"),
                    problem.message,
                    problem.hint,
                )
                limits.append(None)
        low, high = limits
        if low is not None and high is not None and low > high:
            diagnostics.add(
                Code.BAD_VALUE,
                where(f"{path}.reference_range"),
                Text("参考下限高于参考上限", "the lower reference limit is above the upper"),
                Text("检查上下限是否写反", "check whether they are swapped"),
            )
        return low, high
