"""What a caller reports, turned into evidence: names resolved, values typed, units normalised, all errors told."""

import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from chronicare.cells.reading import ValueProblem, read_limit, read_value
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Value
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Position, Text
from chronicare.judging.report import Report, ReportedFinding, ReportedPerson
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.vocabulary import Finding, Vocabulary

MAX_FINDINGS = 2000
"""Findings in one request; also findings named complete, and documents."""
_MAX_GUESSES = 20
"""Looking for names like a wrong one takes milliseconds: after so many errors it is no longer done."""
MAX_YEARS = 130
"""No insured person is older."""
_MAX_REMEMBERED = 8192
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)

Where = Callable[[str], FieldPath | Position]
"""Turns a path within the report (``findings[2].unit``) into the place a diagnostic names."""


def read_date(text: object, path: str, where: Where, diagnostics: Diagnostics) -> date | None:
    """Read an ISO 8601 date; what is wrong goes to ``found``."""
    day = _iso_day(text) if isinstance(text, str) else None
    if day is not None:
        return day
    diagnostics.add(
        Code.BAD_DATE,
        where(path),
        Text(f"「{text}」不是日期", f"{text!r} is not a date"),
        Text("写成 2025-11-03 的样子，且确有其日", "write it as 2025-11-03; the day must exist"),
    )
    return None


@lru_cache(_MAX_REMEMBERED)
def _iso_day(text: str) -> date | None:
    if not _ISO_DATE.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class Intake:
    """Reads reports against one vocabulary. ``documents`` are the codes of documents the area's tables name."""

    def __init__(self, vocabulary: Vocabulary, documents: Collection[str]) -> None:
        """Note the findings that are computed from the person and not reported."""
        self._vocabulary = vocabulary
        self._documents = documents
        self._remembered = lru_cache(_MAX_REMEMBERED)(self._plain_value)
        self._ages = [each for each in vocabulary.findings.values() if each.type.kind is ValueKind.AGE]

    def read(self, report: Report, as_of: date, where: Where, diagnostics: Diagnostics) -> Evidence:
        """Return the evidence in ``report`` as of ``as_of``. What is wrong goes to ``diagnostics`` and is left out."""
        findings: dict[str, list[tuple[Measurement, str]]] = {}
        reported = _limited(report.findings, "findings", where, diagnostics)
        born = self._born(report.person, as_of, where, diagnostics)
        open_lists: set[str] = set()
        for index, each in enumerate(reported):
            self._finding(each, f"findings[{index}]", as_of, born, where, diagnostics, findings, open_lists)
        self._check_repeats(findings, where, diagnostics)
        complete = self._complete(
            _limited(report.complete_findings, "complete_findings", where, diagnostics), where, diagnostics
        )
        self._check_documents(_limited(report.documents, "documents", where, diagnostics), where, diagnostics)
        evidence = {
            code: _distinct([measurement for measurement, _ in measurements]) for code, measurements in findings.items()
        }
        if born is not None:
            age = as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
            for finding in self._ages:
                evidence[finding.code] = (Measurement(age, given=f"{age} 岁"),)
        return Evidence(as_of, evidence, frozenset(complete - open_lists))

    def _born(self, person: ReportedPerson, as_of: date, where: Where, diagnostics: Diagnostics) -> date | None:
        if not person.birth_date:
            return None
        born = read_date(person.birth_date, "person.birth_date", where, diagnostics)
        if born is not None and not as_of.year - MAX_YEARS <= born.year:
            _impossible(
                "person.birth_date",
                f"出生日期 {born} 距今超过 {MAX_YEARS} 年",
                f"born {born}, over {MAX_YEARS} years ago",
                where,
                diagnostics,
            )
            return None
        if born is not None and born > as_of:
            _impossible(
                "person.birth_date",
                f"出生日期 {born} 晚于申请日 {as_of}",
                f"born {born}, after the as-of date {as_of}",
                where,
                diagnostics,
            )
            return None
        return born

    def _finding(
        self,
        each: ReportedFinding,
        path: str,
        as_of: date,
        born: date | None,
        where: Where,
        diagnostics: Diagnostics,
        findings: dict[str, list[tuple[Measurement, str]]],
        open_lists: set[str],
    ) -> None:
        finding = self._vocabulary.find(each.finding)
        if finding is None:
            self._unknown_finding(each.finding, f"{path}.finding", where, diagnostics)
            return
        day = read_date(each.date, f"{path}.date", where, diagnostics) if each.date else None
        if day is not None:
            _check_day(day, as_of, born, f"{path}.date", where, diagnostics)
        try:
            value, given = self._value(finding, each.value, each.unit)
        except ValueProblem as problem:
            at_unit = problem.code in (Code.MISSING_UNIT, Code.UNKNOWN_UNIT, Code.BAD_UNIT)
            code = Code.BAD_UNIT if at_unit else _REQUEST_CODES.get(problem.code, problem.code)
            diagnostics.add(code, where(f"{path}.{'unit' if at_unit else 'value'}"), problem.message, problem.hint)
            return
        if isinstance(value, date):
            _check_day(value, as_of, born, f"{path}.value", where, diagnostics)
        low, high = self._limits(each, finding, path, where, diagnostics)
        if value is None:
            open_lists.add(finding.code)
            return
        measurement = Measurement(value, day, low, high, given, each.report_id, each.attester)
        findings.setdefault(finding.code, []).append((measurement, path))

    def _value(self, finding: Finding, raw: object, unit: str) -> tuple[Value | Mapping[str, Value] | None, str]:
        """Read a value. What laboratories report repeats, and reading is pure, so plain values are remembered."""
        if isinstance(raw, bool | int | float | str):
            return self._remembered(finding.code, type(raw).__name__, raw, unit)
        return read_value(raw, unit, finding.type, self._vocabulary.unknown_words)

    def _plain_value(
        self, code: str, _kind: str, raw: Hashable, unit: str
    ) -> tuple[Value | Mapping[str, Value] | None, str]:
        return read_value(raw, unit, self._vocabulary.findings[code].type, self._vocabulary.unknown_words)

    def _unknown_finding(self, name: str, path: str, where: Where, diagnostics: Diagnostics) -> None:
        if not name:
            diagnostics.add(
                Code.REQUIRED_FIELD,
                where(path),
                Text("没有写是哪个临床所见", "no finding is named"),
                Text("写所见的代码或名称", "give the finding's code or name"),
            )
            return
        near = get_close_matches(name, self._vocabulary.names, 3) if diagnostics.count < _MAX_GUESSES else ()
        diagnostics.add(
            Code.UNKNOWN_CODE,
            where(path),
            Text(f"没有临床所见「{name}」", f"no finding {name!r}"),
            Text(f"是否 {'、'.join(near)}？", f"did you mean {', '.join(near)}?")
            if near
            else Text("所见的代码与名称见 DescribeDisease", "DescribeDisease lists codes and names"),
        )

    def _limits(
        self, each: ReportedFinding, finding: Finding, path: str, where: Where, diagnostics: Diagnostics
    ) -> tuple[Fraction | None, Fraction | None]:
        stated = each.reference_range
        if stated is None:
            return None, None
        limits: list[Fraction | None] = []
        for side, raw in zip(stated._fields, stated, strict=True):
            try:
                limits.append(None if raw is None else read_limit(raw, each.unit, finding.type))
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

    def _check_repeats(
        self, findings: Mapping[str, Sequence[tuple[Measurement, str]]], where: Where, diagnostics: Diagnostics
    ) -> None:
        """Two different values of a single finding, or of a list at the same time from the same report, contradict."""
        for code, measurements in findings.items():
            if len(measurements) == 1:
                continue
            finding = self._vocabulary.findings[code]
            first: dict[tuple[date | None, str], tuple[Measurement, str]] = {}
            for measurement, path in measurements:
                key = (measurement.date, measurement.report_id) if finding.repeated else (None, "")
                if finding.repeated and not measurement.report_id:
                    continue
                other, other_path = first.setdefault(key, (measurement, path))
                if other.value != measurement.value or (other.low, other.high) != (measurement.low, measurement.high):
                    diagnostics.add(
                        Code.CONTRADICTORY,
                        where(f"{path}.value"),
                        Text(
                            f"「{finding.name.zh}」与 {other_path} 的值不同（{measurement.given} 与 {other.given}）",
                            f"{finding.name.en} differs from {other_path} ({measurement.given} against {other.given})",
                        ),
                        Text(
                            "单次所见只能有一个值；多次测量请写各自的日期与报告编号",
                            "a single finding has one value; give measurements their own dates and report ids",
                        ),
                    )

    def _complete(self, names: Sequence[str], where: Where, diagnostics: Diagnostics) -> set[str]:
        complete: set[str] = set()
        for index, name in enumerate(names):
            path = f"complete_findings[{index}]"
            finding = self._vocabulary.find(name)
            if finding is None:
                self._unknown_finding(name, path, where, diagnostics)
            elif not finding.repeated:
                diagnostics.add(
                    Code.BAD_FIELD,
                    where(path),
                    Text(f"「{finding.name.zh}」是单次所见", f"{finding.name.en} is a single finding"),
                    Text("只有多次所见才有「记录完整」", "only repeated findings can be complete"),
                )
            else:
                complete.add(finding.code)
        return complete

    def _check_documents(self, codes: Sequence[str], where: Where, diagnostics: Diagnostics) -> None:
        for index, code in enumerate(codes):
            if code not in self._documents:
                diagnostics.add(
                    Code.UNKNOWN_DOCUMENT,
                    where(f"documents[{index}]"),
                    Text(f"没有材料代码「{code}」", f"no document code {code!r}"),
                    Text(f"已有：{'、'.join(sorted(self._documents))}", f"known: {', '.join(sorted(self._documents))}"),
                )


_REQUEST_CODES = {
    Code.WRONG_TYPE: Code.BAD_VALUE,
    Code.BAD_LITERAL: Code.BAD_VALUE,
    Code.OUTSIDE_POSSIBLE: Code.IMPOSSIBLE_VALUE,
    Code.UNKNOWN_NAME: Code.UNKNOWN_CODE,
    Code.MISSING_UNIT: Code.BAD_UNIT,
    Code.UNKNOWN_UNIT: Code.BAD_UNIT,
}


def _impossible(path: str, zh: str, en: str, where: Where, diagnostics: Diagnostics) -> None:
    diagnostics.add(Code.BAD_DATE, where(path), Text(zh, en), Text("检查日期", "check the date"))


def _check_day(day: date, as_of: date, born: date | None, path: str, where: Where, diagnostics: Diagnostics) -> None:
    if day > as_of:
        _impossible(
            path, f"日期 {day} 晚于申请日 {as_of}", f"{day} is after the as-of date {as_of}", where, diagnostics
        )
    elif born is not None and day < born:
        _impossible(
            path, f"日期 {day} 早于出生日期 {born}", f"{day} is before the birth date {born}", where, diagnostics
        )


Item = TypeVar("Item")


def _limited(listed: Sequence[Item], field: str, where: Where, diagnostics: Diagnostics) -> Sequence[Item]:
    """Return what is ``listed`` in ``field``; a list that is too long is told and left out."""
    if len(listed) <= MAX_FINDINGS:
        return listed
    diagnostics.add(
        Code.TOO_MANY,
        where(field),
        Text(f"有 {len(listed)} 项", f"{len(listed)} items"),
        Text(f"一次至多 {MAX_FINDINGS} 项", f"at most {MAX_FINDINGS} in one request"),
    )
    return ()


def _distinct(measurements: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """Drop measurements reported twice: the same value, day and report."""
    if len(measurements) == 1:
        return tuple(measurements)
    kept: dict[tuple[object, date | None, str], Measurement] = {}
    for measurement in measurements:
        value = measurement.value
        key = frozenset(value.items()) if isinstance(value, Mapping) else value
        kept.setdefault((key, measurement.date, measurement.report_id), measurement)
    return tuple(kept.values())
