"""What a caller reports, turned into evidence: names resolved, values typed, units normalised, all errors told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from chronicare.cells.types import ValueKind
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Consistency, Where, related
from chronicare.judging.dates import read_birth_date
from chronicare.judging.names import FINDING, Subject, tell_unknown
from chronicare.judging.report import Report, ReportedFinding
from chronicare.judging.reported_findings import FindingReader, Read
from chronicare.judging.sites import with_site
from chronicare.judging.statements import Statements
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.vocabulary import Vocabulary

MAX_FINDINGS = 2000
"""Findings in one request; also findings named complete, and documents."""


class Intake:
    """Reads reports against one vocabulary. ``documents`` are the codes of documents the area's tables name."""

    def __init__(self, vocabulary: Vocabulary, documents: Collection[str]) -> None:
        """Note the findings that are computed from the person and not reported."""
        self._vocabulary = vocabulary
        self._documents = documents
        self._consistency = Consistency(vocabulary)
        self._reader = FindingReader(vocabulary)
        self._ages = [each for each in vocabulary.findings.values() if each.type.kind is ValueKind.AGE]

    def read(
        self, report: Report, as_of: date, where: Where, diagnostics: Diagnostics, subject: Subject | None = None
    ) -> Evidence:
        """Return the evidence in ``report`` as of ``as_of``. What is wrong goes to ``diagnostics`` and is left out.

        ``subject`` is what the caller knows the reported as; findings if it is not given.
        """
        subject = subject or FINDING
        read = Read({}, set(), set(), Statements(self._vocabulary, subject), subject)
        components: list[tuple[ReportedFinding, str]] = []
        born = read_birth_date(report.person, as_of, where, diagnostics)
        reported = _limited(report.findings, "findings", where, diagnostics)
        for index, sent in enumerate(reported):
            each = with_site(sent, f"findings[{index}]", self._vocabulary, where, diagnostics)
            if each.any_of and each.finding:
                message = Text("finding 与 any_of 只写一种", "give finding or any_of, not both")
                hint = Text("一项所见写 finding，说不准是哪一项的写 any_of", "finding names one, any_of one of several")
                diagnostics.add(Code.BAD_FIELD, where(f"findings[{index}].any_of"), message, hint)
            elif each.any_of:
                read.statements.read(each, f"findings[{index}]", where, diagnostics, read.findings)
            elif self._vocabulary.find_component(each.finding) is not None:
                components.append((each, f"findings[{index}]"))
            else:
                self._reader.read(each, f"findings[{index}]", as_of, born, where, diagnostics, read)
        self._reader.read_components(components, as_of, born, where, diagnostics, read)
        named = _limited(report.complete_findings, "complete_findings", where, diagnostics)
        complete = self._complete(named, where, diagnostics)
        self._check_documents(_limited(report.documents, "documents", where, diagnostics), where, diagnostics)
        self._consistency.check(read.findings, where, diagnostics)
        impossible = self._consistency.derive(read.findings, as_of, where, diagnostics)
        return self._evidence(read, complete, impossible, report, as_of, born, where, diagnostics)

    def _evidence(
        self,
        read: Read,
        complete: set[str],
        impossible: set[str],
        report: Report,
        as_of: date,
        born: date | None,
        where: Where,
        diagnostics: Diagnostics,
    ) -> Evidence:
        """Bring together what was read: which lists are whole, what is stated not to exist, what of several is true."""
        none = read.none | self._at_sites(read.none)
        for code in none & read.findings.keys():
            name = self._vocabulary.findings[code].name
            diagnostics.add(
                Code.CONTRADICTORY,
                where(f"{read.findings[code][0][1]}.value"),
                Text(f"「{name.zh}」又报了没有", f"{name.en} is also stated not to exist"),
                Text("只留对的", "keep what is right"),
            )
        evidence = {code: self._measurements(code, placed) for code, placed in read.findings.items()}
        statements = read.statements.settle(evidence, where, diagnostics)
        whole = {code for code in evidence if self._is_list(code) and _says_there_is_none(evidence[code])}
        self._gather_sites(evidence)
        repeated = {code for code in evidence if self._is_list(code)}
        declared = {self._vocabulary.findings[code].site_of for code in read.open_lists} - {""}
        open_lists = read.open_lists | declared | self._at_sites(read.open_lists)
        whole |= (repeated if report.record_complete else repeated & complete) - open_lists
        perhaps_more = self._at_sites(code for code, found in evidence.items() if not all(each.site for each in found))
        whole -= perhaps_more
        if born is not None:
            age = as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
            for finding in self._ages:
                evidence[finding.code] = (Measurement(age, given=f"{age} 岁"),)
        return Evidence(
            as_of,
            evidence,
            frozenset(whole),
            frozenset(none) | {code for code in impossible if self._vocabulary.findings[code].may_be_none},
            statements,
            frozenset(repeated - whole - open_lists - perhaps_more),
            frozenset(impossible),
            frozenset(self._consistency.alternatives_reported(read.findings) - open_lists),
        )

    def _gather_sites(self, evidence: dict[str, tuple[Measurement, ...]]) -> None:
        """Bring together under the code of a finding what is known of it at its sites."""
        for code in [each for each in evidence if self._vocabulary.findings[each].site_of]:
            declared = self._vocabulary.findings[code].site_of
            evidence[declared] = (*evidence.get(declared, ()), *evidence[code])

    def _at_sites(self, codes: Iterable[str]) -> set[str]:
        """Return the findings at each site of those of ``codes`` that are measured by site."""
        return {each for code in codes for each in self._vocabulary.at_each_site(code)}

    def _is_list(self, code: str) -> bool:
        return self._vocabulary.findings[code].repeated

    def _measurements(self, code: str, placed: Sequence[tuple[Measurement, str]]) -> tuple[Measurement, ...]:
        finding = self._vocabulary.findings[code]
        measurements = _distinct([measurement for measurement, _ in placed], repeated=finding.repeated)
        return measurements if finding.relation is None else tuple(related(finding, each) for each in measurements)

    def _complete(self, names: Sequence[str], where: Where, diagnostics: Diagnostics) -> set[str]:
        complete: set[str] = set()
        for index, name in enumerate(names):
            path = f"complete_findings[{index}]"
            finding = self._vocabulary.find(name)
            if finding is None:
                tell_unknown(name, path, self._vocabulary, where, diagnostics, FINDING)
            elif not finding.repeated:
                diagnostics.add(
                    Code.BAD_FIELD,
                    where(path),
                    Text(f"「{finding.name.zh}」是单次所见", f"{finding.name.en} is a single finding"),
                    Text("只有多次所见才有「记录完整」", "only repeated findings can be complete"),
                )
            else:
                complete |= {finding.code, *self._vocabulary.at_each_site(finding.code)}
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
        taken = (measurement.date, measurement.report_id, measurement.site)
        kept.setdefault((key, *taken, place if told_apart else None), measurement)
    return tuple(kept.values())


def _says_there_is_none(measurements: Sequence[Measurement]) -> bool:
    """Whether a question such as 有无……的记录 is answered by 否, which says of no day but of all."""
    return all(each.value is False for each in measurements) and any(each.date is None for each in measurements)
