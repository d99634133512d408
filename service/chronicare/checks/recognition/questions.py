"""What a case asks of an entry: its findings, those of its base among them, read as a request's are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeAlias

from chronicare.checks.case_reports import reported_finding, reported_person
from chronicare.checks.casebook import CaseResult
from chronicare.checks.recognition.expectations import problems_of
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats import RecognitionCaseFile
from chronicare.formats.cases.recognition import RecognitionCase
from chronicare.judging.intake import Intake
from chronicare.judging.report import Report
from chronicare.judging.sites import site_called
from chronicare.program.entry import Entry
from chronicare.program.evidence import Evidence
from chronicare.program.vocabulary import Vocabulary, at_site
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail


class EntryRules(Protocol):
    """What cases are run on: a release, or anything that has the deciders of a day and reads findings for them."""

    intake: Intake
    vocabulary: Vocabulary

    def find(self, name: str, day: date) -> EntryDecider | None:
        """Return the decider of the entry called ``name`` in force on ``day``."""
        ...


@dataclass(frozen=True, slots=True)
class EntryQuestion:
    """Whether ``evidence`` meets an entry; ``documents`` (codes) are those at hand, ``None`` if nothing is said.

    ``expected`` is as written in the case.
    """

    decider: EntryDecider
    evidence: Evidence
    documents: Sequence[str] | None
    expected: Mapping[str, Any]

    @property
    def entry(self) -> Entry:
        """The entry it is about."""
        return self.decider.entry


RecognitionResult: TypeAlias = CaseResult[EntryQuestion, Decision]


class RecognitionCases:
    """The kind of cases that stand in files about an ``entry``."""

    file_type = RecognitionCaseFile

    def __init__(self, rules: EntryRules) -> None:
        """Run them on ``rules``."""
        self._rules = rules

    def prepare(self, case: RecognitionCase, diagnostics: Diagnostics) -> EntryQuestion | None:
        """Read the findings of ``case``. Told: no such entry on that day, no outcome expected, what intake refuses."""
        day = date.fromisoformat(case.as_of_date)
        decider = self._rules.find(case.entry, day)
        if decider is None:
            message = Text(f"{day} 没有病种 {case.entry}", f"no entry {case.entry} on {day}")
            diagnostics.add(Code.BAD_CASE, case.position, message)
            return None
        if "outcome" not in case.expect:
            message = Text("expect 里没有 outcome", "no outcome is expected")
            diagnostics.add(Code.BAD_CASE, case.position, message)
            return None
        report = report_of(case, self._rules.vocabulary)
        before = diagnostics.count
        evidence = self._rules.intake.read(report, day, case.where, diagnostics)
        if diagnostics.count > before:
            return None
        return EntryQuestion(decider, evidence, report.documents or None, case.expect)

    def ask(self, question: EntryQuestion) -> Decision:
        """Return what is decided, with the reasons."""
        return question.decider.decide(question.evidence, Detail.REASONS, question.documents)

    def problems(self, question: EntryQuestion, answer: Decision) -> Iterable[Text]:
        """Say how the decision departs from what the case expects."""
        return problems_of(question.expected, answer, self._rules.vocabulary)


def report_of(case: RecognitionCase, vocabulary: Vocabulary) -> Report:
    """Return the report a request of ``case`` makes: its base's findings too, unless replaced or taken out.

    Findings go by any of their names; what is stated of one site replaces what the base states of it.
    """
    base = case.base
    own = [reported_finding(each) for each in case.findings]
    inherited = [reported_finding(each) for each in (base.findings if base else ())]
    without = {code for name in case.without for code in (_code(name, "", vocabulary), *_at_sites(name, vocabulary))}
    replaced = without | {_code(each.finding, each.site, vocabulary) for each in own}
    kept = [each for each in inherited if _code(each.finding, each.site, vocabulary) not in replaced]
    complete = dict.fromkeys((*(base.complete_findings if base else ()), *case.complete_findings))
    return Report(
        reported_person(case.person),
        (*own, *kept),
        tuple(name for name in complete if _code(name, "", vocabulary) not in without),
        case.documents,
        case.record_complete,
    )


def _code(name: str, site: str, vocabulary: Vocabulary) -> str:
    """Return the code of the finding called ``name``; of one measured by site that of the finding at ``site``."""
    finding = vocabulary.find(name)
    if finding is None:
        return name
    value = site_called(finding.sites, site) if finding.sites is not None and site else None
    return finding.code if value is None else at_site(finding.code, value)


def _at_sites(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    finding = vocabulary.find(name)
    return () if finding is None else vocabulary.at_each_site(finding.code)
