"""What a caller reports, turned into evidence: names resolved, values typed, units normalised, all errors told."""

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, TypeVar

from chronicare.cells.folding import fold_name
from chronicare.cells.reading import ValueProblem, read_limit, read_value
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Reported
from chronicare.cells.words import NONE
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Consistency, Where, related
from chronicare.judging.report import Report, ReportedFinding, ReportedPerson
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.vocabulary import Finding, Vocabulary

MAX_FINDINGS = 2000
"""Findings in one request; also findings named complete, and documents."""
MAX_GUESSES = 20
"""Looking for names like a wrong one takes milliseconds: after so many errors it is no longer done."""
MAX_YEARS = 130
"""No insured person is older."""
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)
"""Days beyond are no days of anybody's life or illness."""
_MAX_REMEMBERED = 8192
_MAX_REMEMBERED_CHARACTERS = 40
"""Of a value with its unit; longer ones are seldom sent twice."""
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)

MAX_STATED = 4
"""Findings of which one of several is stated to be true: every way it may be is gone through."""
_FEWEST_STATED = 2


def read_date(text: object, path: str, where: Where, diagnostics: Diagnostics) -> date | None:
    """Read an ISO 8601 date; what is wrong goes to ``diagnostics``."""
    day = _iso_day(text) if isinstance(text, str) else None
    if day is not None:
        return day if _within_time(day, path, where, diagnostics) else None
    diagnostics.add(
        Code.BAD_DATE,
        where(path),
        Text(f"「{text}」不是日期", f"{text!r} is not a date"),
        Text("写成 2025-11-03 的样子，且确有其日", "write it as 2025-11-03; the day must exist"),
    )
    return None


def _within_time(day: date, path: str, where: Where, diagnostics: Diagnostics) -> bool:
    """Whether periods can be reckoned from ``day`` on and back; tells if not: 9999-12-31 often stands for no end."""
    if FIRST_DAY <= day <= LAST_DAY:
        return True
    message = Text(f"日期 {day} 太早或太晚", f"{day} is too early or too late")
    hint = Text(
        f"写 {FIRST_DAY} 至 {LAST_DAY} 的日期；长期、不详的不写",
        f"from {FIRST_DAY} to {LAST_DAY}; leave out what has no end",
    )
    diagnostics.add(Code.BAD_DATE, where(path), message, hint)
    return False


def _iso_day(text: str) -> date | None:
    return _day_of(text) if _ISO_DATE.match(text) else None


@lru_cache(_MAX_REMEMBERED)
def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class Subject(NamedTuple):
    """What the reported is called where something is wrong, and where its names are listed."""

    name: Text
    listed: Text


FINDING = Subject(
    Text("临床所见", "finding"), Text("所见的代码与名称见 DescribeDisease", "DescribeDisease lists codes and names")
)
FACT = Subject(
    Text("待遇事项", "fact"),
    Text("事项的代码与名称见 ListTerms 或 `chronicare ask`", "ListTerms and `chronicare ask` list codes and names"),
)


class _Read(NamedTuple):
    """What has been read so far: measurements, lists that go on, what does not exist, what is one of several."""

    findings: dict[str, list[tuple[Measurement, str]]]
    open_lists: set[str]
    none: set[str]
    statements: set[tuple[frozenset[str], str]]
    subject: Subject


class Intake:
    """Reads reports against one vocabulary. ``documents`` are the codes of documents the area's tables name."""

    def __init__(self, vocabulary: Vocabulary, documents: Collection[str]) -> None:
        """Note the findings that are computed from the person and not reported."""
        self._vocabulary = vocabulary
        self._documents = documents
        self._consistency = Consistency(vocabulary)
        self._remembered = lru_cache(_MAX_REMEMBERED)(self._plain_value)
        self._ages = [each for each in vocabulary.findings.values() if each.type.kind is ValueKind.AGE]

    def read(
        self, report: Report, as_of: date, where: Where, diagnostics: Diagnostics, subject: Subject | None = None
    ) -> Evidence:
        """Return the evidence in ``report`` as of ``as_of``. What is wrong goes to ``diagnostics`` and is left out.

        ``subject`` is what the caller knows the reported as; findings if it is not given.
        """
        read = _Read({}, set(), set(), set(), subject or FINDING)
        born = self._born(report.person, as_of, where, diagnostics)
        reported = _limited(report.findings, "findings", where, diagnostics)
        for index, each in enumerate(reported):
            if each.any_of and each.finding:
                message = Text("finding 与 any_of 只写一种", "give finding or any_of, not both")
                hint = Text("一项所见写 finding，说不准是哪一项的写 any_of", "finding names one, any_of one of several")
                diagnostics.add(Code.BAD_FIELD, where(f"findings[{index}].any_of"), message, hint)
            elif each.any_of:
                self._statement(each, f"findings[{index}]", where, diagnostics, read)
            else:
                self._finding(each, f"findings[{index}]", as_of, born, where, diagnostics, read)
        named = _limited(report.complete_findings, "complete_findings", where, diagnostics)
        complete = self._complete(named, where, diagnostics)
        self._check_documents(_limited(report.documents, "documents", where, diagnostics), where, diagnostics)
        self._consistency.check(read.findings, where, diagnostics)
        impossible = self._consistency.derive(read.findings, as_of, where, diagnostics)
        return self._evidence(read, complete, impossible, report, as_of, born, where, diagnostics)

    def _evidence(
        self,
        read: "_Read",
        complete: set[str],
        impossible: set[str],
        report: Report,
        as_of: date,
        born: date | None,
        where: Where,
        diagnostics: Diagnostics,
    ) -> Evidence:
        """Bring together what was read: which lists are whole, what is stated not to exist, what of several is true."""
        for code in read.none & read.findings.keys():
            name = self._vocabulary.findings[code].name
            diagnostics.add(
                Code.CONTRADICTORY,
                where(f"{read.findings[code][0][1]}.value"),
                Text(f"「{name.zh}」又报了没有", f"{name.en} is also stated not to exist"),
                Text("只留对的", "keep what is right"),
            )
        evidence = {code: self._measurements(code, placed) for code, placed in read.findings.items()}
        repeated = {code for code in evidence if self._vocabulary.findings[code].repeated}
        whole = {code for code in repeated if _says_there_is_none(evidence[code])}
        whole |= (repeated if report.record_complete else repeated & complete) - read.open_lists
        if born is not None:
            age = as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
            for finding in self._ages:
                evidence[finding.code] = (Measurement(age, given=f"{age} 岁"),)
        return Evidence(
            as_of,
            evidence,
            frozenset(whole),
            frozenset(read.none) | {code for code in impossible if self._vocabulary.findings[code].may_be_none},
            self._statements(read, evidence, where, diagnostics),
            frozenset(repeated - whole - read.open_lists),
            frozenset(impossible),
            frozenset(self._consistency.alternatives_reported(read.findings) - read.open_lists),
        )

    def _measurements(self, code: str, placed: Sequence[tuple[Measurement, str]]) -> tuple[Measurement, ...]:
        finding = self._vocabulary.findings[code]
        measurements = _distinct([measurement for measurement, _ in placed], repeated=finding.repeated)
        return measurements if finding.relation is None else tuple(related(finding, each) for each in measurements)

    def _statement(
        self, each: ReportedFinding, path: str, where: Where, diagnostics: Diagnostics, read: "_Read"
    ) -> None:
        """Read what is stated of several yes/no findings together: one of them is true, or all are false."""
        found = [self._vocabulary.find(name) for name in each.any_of]
        for name, finding in zip(each.any_of, found, strict=True):
            if finding is None:
                self._unknown_finding(name, f"{path}.any_of", where, diagnostics, read.subject)
        findings = [finding for finding in found if finding is not None]
        members = frozenset(finding.code for finding in findings)
        if len(findings) < len(found):
            return
        if len(members) < _FEWEST_STATED or any(
            finding.repeated or finding.type.kind is not ValueKind.YES_NO for finding in findings
        ):
            message = Text("any_of 须是两项以上单次的是否", "any_of names two or more single yes/no findings")
            hint = Text("其他所见请分别报", "report other findings one by one")
            diagnostics.add(Code.BAD_FIELD, where(f"{path}.any_of"), message, hint)
            return
        try:
            value, given = read_value(each.value, each.unit, findings[0].type, self._vocabulary.unknown_words)
        except ValueProblem as problem:
            diagnostics.add(problem.code, where(f"{path}.value"), problem.message, problem.hint)
            return
        if value is True:
            read.statements.add((members, path))
        elif value is False:
            for code in members:
                measurement = Measurement(value, given=given, report_id=each.report_id, attester=each.attester)
                read.findings.setdefault(code, []).append((measurement, path))

    def _statements(
        self, read: "_Read", evidence: dict[str, tuple[Measurement, ...]], where: Where, diagnostics: Diagnostics
    ) -> frozenset[frozenset[str]]:
        """Return the statements not settled by what else is reported; one that leaves one finding makes it true."""
        kept: set[frozenset[str]] = set()
        for members, path in sorted(read.statements, key=lambda each: each[1]):
            if any(code in evidence and evidence[code][0].value is True for code in members):
                continue
            left = frozenset(code for code in members if code not in evidence)
            names = "或".join(self._vocabulary.findings[code].name.zh for code in sorted(members))
            if not left:
                message = Text(
                    f"「{names}」之一为是，而各项都报了否", "one of several is stated true, each of them false"
                )
                hint = Text("只留对的", "keep what is right")
                diagnostics.add(Code.CONTRADICTORY, where(f"{path}.any_of"), message, hint)
            elif len(left) == 1:
                evidence[next(iter(left))] = (Measurement(True, given=f"由「{names}」推出"),)
            else:
                kept.add(left)
        if len(frozenset().union(*kept)) > MAX_STATED:
            first = min(path for _, path in read.statements)
            message = Text("「其中之一」涉及的所见太多", "too many findings are stated to be true one of several")
            hint = Text(f"合计至多 {MAX_STATED} 项", f"at most {MAX_STATED} in all")
            diagnostics.add(Code.TOO_MANY, where(f"{first}.any_of"), message, hint)
            kept.clear()
        return frozenset(kept)

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
        read: "_Read",
    ) -> None:
        finding = self._vocabulary.find(each.finding)
        if finding is None and (members := self._either(each.finding)):
            self._statement(each._replace(any_of=members), path, where, diagnostics, read)
            return
        if finding is None:
            self._unknown_finding(each.finding, f"{path}.finding", where, diagnostics, read.subject)
            return
        day = read_date(each.date, f"{path}.date", where, diagnostics) if each.date else None
        if day is not None:
            _check_day(day, as_of, born, f"{path}.date", where, diagnostics)
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
        if isinstance(value, date) and _within_time(value, f"{path}.value", where, diagnostics):
            latest = LAST_DAY if finding.may_be_later else as_of
            _check_day(value, latest, born, f"{path}.value", where, diagnostics)
        low, high = self._limits(each, finding, path, where, diagnostics)
        if value is None:
            read.open_lists.add(finding.code)
            return
        measurement = Measurement(value, day, low, high, given, each.report_id, each.attester)
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

    def _unknown_finding(self, name: str, path: str, where: Where, diagnostics: Diagnostics, subject: Subject) -> None:
        if not name:
            diagnostics.add(
                Code.REQUIRED_FIELD,
                where(path),
                Text(f"没有写是哪个{subject.name.zh}", f"no {subject.name.en} is named"),
                Text(f"写{subject.name.zh}的代码或名称", f"give the {subject.name.en}'s code or name"),
            )
            return
        if diagnostics.unused.take_unknown(name, where(path), self._vocabulary.names):
            return
        near = get_close_matches(name, self._vocabulary.names, 3) if diagnostics.count < MAX_GUESSES else ()
        diagnostics.add(
            Code.UNKNOWN_CODE,
            where(path),
            Text(f"没有{subject.name.zh}「{name}」", f"no {subject.name.en} {name!r}"),
            Text(f"是否 {'、'.join(near)}？", f"did you mean {', '.join(near)}?") if near else subject.listed,
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

    def _complete(self, names: Sequence[str], where: Where, diagnostics: Diagnostics) -> set[str]:
        complete: set[str] = set()
        for index, name in enumerate(names):
            path = f"complete_findings[{index}]"
            finding = self._vocabulary.find(name)
            if finding is None:
                self._unknown_finding(name, path, where, diagnostics, FINDING)
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
            place = where(f"documents[{index}]")
            if code not in self._documents and not diagnostics.unused.take_unknown(code, place, self._documents):
                diagnostics.add(
                    Code.UNKNOWN_DOCUMENT,
                    place,
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


def _distinct(measurements: Sequence[Measurement], *, repeated: bool) -> tuple[Measurement, ...]:
    """Drop measurements reported twice: the same value, day and report; of a list only if day or report is known."""
    if len(measurements) == 1:
        return tuple(measurements)
    kept: dict[object, Measurement] = {}
    for place, measurement in enumerate(measurements):
        value = measurement.value
        key = frozenset(value.items()) if isinstance(value, Mapping) else value
        told_apart = repeated and measurement.date is None and not measurement.report_id
        kept.setdefault((key, measurement.date, measurement.report_id, place if told_apart else None), measurement)
    return tuple(kept.values())


def _says_there_is_none(measurements: Sequence[Measurement]) -> bool:
    """Whether a question such as 有无……的记录 is answered by 否, which says of no day but of all."""
    return all(each.value is False for each in measurements) and any(each.date is None for each in measurements)
