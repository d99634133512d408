"""Reported findings, one by one: named, typed, in the canonical unit, dated, with their reference range."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from chronicare.cells.folding import fold_name
from chronicare.cells.reading import read_limit, read_value
from chronicare.cells.types import CellType
from chronicare.cells.value_problem import ValueProblem
from chronicare.cells.values import Reported
from chronicare.cells.words import NONE
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.components import SentComponent, measurements
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
        about = Diagnostics(diagnostics.unused)
        self._read_known(each, finding, path, as_of, born, where, about, read)
        diagnostics.extend_about(finding.name, about)

    def _read_known(
        self,
        each: ReportedFinding,
        finding: Finding,
        path: str,
        as_of: date,
        born: date | None,
        where: Where,
        diagnostics: Diagnostics,
        read: Read,
    ) -> None:
        """Read what is sent of ``finding``; messages need not name it."""
        day = _day(each, path, as_of, born, where, diagnostics)
        if finding.may_be_none and (
            each.value is False or (isinstance(each.value, str) and fold_name(each.value) in NONE)
        ):
            read.none.add(finding.code)
            return
        try:
            value, given = self._value(finding, each.value, each.unit)
        except ValueProblem as problem:
            _tell(problem, path, where, diagnostics)
            return
        if isinstance(value, date) and is_within_time(value, f"{path}.value", where, diagnostics):
            latest = LAST_DAY if finding.may_be_later else as_of
            check_day(value, latest, born, f"{path}.value", where, diagnostics)
        low, high = self._limits(each, finding.type, path, where, diagnostics)
        if value is None:
            read.open_lists.add(finding.code)
            return
        measurement = Measurement(
            value, day, low, high, given, each.report_id, each.attester, finding.site or each.site
        )
        read.findings.setdefault(finding.code, []).append((measurement, path))

    def read_components(
        self,
        reported: Sequence[tuple[ReportedFinding, str]],
        as_of: date,
        born: date | None,
        where: Where,
        diagnostics: Diagnostics,
        read: Read,
    ) -> None:
        """Read what is ``reported`` (with its path) of components into measurements of the findings they are part of.

        Those of one day make one measurement; what is wrong goes to ``diagnostics``.
        """
        sent: list[SentComponent] = []
        undatable: set[str] = set()
        for each, path in reported:
            found = self._vocabulary.find_component(each.finding)
            if found is None:
                raise LookupError(f"no component is called {each.finding}")
            about = Diagnostics(diagnostics.unused)
            day = _day(each, path, as_of, born, where, about)
            diagnostics.extend_about(Text(each.finding, each.finding), about)
            if each.date and day is None:
                undatable.add(found[0].code)
            sent.append(SentComponent(*found, each, path, day))
        datable = [each for each in sent if each.finding.code not in undatable]
        for together in measurements(datable, where, diagnostics):
            self._read_together(together, where, diagnostics, read)

    def _read_together(
        self, together: Sequence[SentComponent], where: Where, diagnostics: Diagnostics, read: Read
    ) -> None:
        """Read the components of one measurement; one of which something is wrong is left out as a whole."""
        values: dict[str, Reported] = {}
        given: list[str] = []
        wrong = False
        for each in together:
            cell_type = each.finding.type.components[each.component]
            about = Diagnostics(diagnostics.unused)
            try:
                value, text = read_value(each.sent.value, each.sent.unit, cell_type, self._vocabulary.unknown_words)
            except ValueProblem as problem:
                _tell(problem, each.path, where, about)
                wrong = True
            else:
                self._limits(each.sent, cell_type, each.path, where, about)
                if value is not None and not isinstance(value, Mapping):
                    values[each.component] = value
                    given.append(f"{each.sent.finding} {text}")
            diagnostics.extend_about(Text(each.sent.finding, each.sent.finding), about)
        finding, path, day = together[0].finding, together[0].path, together[0].day
        if wrong:
            return
        if not values:
            read.open_lists.add(finding.code)
            return
        reports = "、".join(dict.fromkeys(each.sent.report_id for each in together if each.sent.report_id))
        attesters = "、".join(dict.fromkeys(each.sent.attester for each in together if each.sent.attester))
        measurement = Measurement(values, day, None, None, ", ".join(given), reports, attesters)
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
        self, each: ReportedFinding, cell_type: CellType, path: str, where: Where, diagnostics: Diagnostics
    ) -> tuple[Fraction | None, Fraction | None]:
        stated = each.reference_range
        if stated is None:
            return None, None
        limits: list[Fraction | None] = []
        for side, raw in zip(stated._fields, stated, strict=True):
            try:
                limits.append(None if raw is None else read_limit(raw, each.unit, cell_type, upper=side == "high"))
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


def _day(
    each: ReportedFinding, path: str, as_of: date, born: date | None, where: Where, diagnostics: Diagnostics
) -> date | None:
    """Return the day ``each`` is of, if it is stated and can be read."""
    day = read_date(each.date, f"{path}.date", where, diagnostics) if each.date else None
    if day is not None:
        check_day(day, as_of, born, f"{path}.date", where, diagnostics)
    return day


def _tell(problem: ValueProblem, path: str, where: Where, diagnostics: Diagnostics) -> None:
    at_unit = problem.code in (Code.MISSING_UNIT, Code.UNKNOWN_UNIT, Code.BAD_UNIT)
    code = Code.BAD_UNIT if at_unit else _REQUEST_CODES.get(problem.code, problem.code)
    diagnostics.add(code, where(f"{path}.{'unit' if at_unit else 'value'}"), problem.message, problem.hint)
