"""Decides one person for every entry in force."""

from dataclasses import dataclass
from datetime import date

from chronicare.application.recognition.context import decide, open_release
from chronicare.application.recognition.requests import CheckRequest
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.cells.types import ValueKind
from chronicare.diagnostics import Code, FieldPath, Text, Unused
from chronicare.judging.relevant_findings import note_unused
from chronicare.program.evidence import Evidence
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail, Outcome

_MAX_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Screened:
    """The decisions on the entries something was reported about, the entries nothing was, and what was not used."""

    release: Release
    decisions: tuple[Decision, ...]
    untouched: tuple[Decision, ...]
    unused: Unused


def screen_recognition(runtime: Runtime, request: CheckRequest) -> Screened:
    """Decide every entry in force; one none of whose findings was reported takes its decision without evidence.

    The age alone is nothing reported about an entry, unless it decides it.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says, or not be run, as ``Guard.run`` does.

    """
    diagnostics = request.header.gathering()
    release, day = open_release(runtime, request.header, request.as_of_date, diagnostics)
    if request.disease_codes:
        diagnostics.add(
            Code.BAD_FIELD,
            FieldPath("disease_codes"),
            Text("筛查不写病种", "a screening names no diseases"),
            Text("留空，或改用 CheckRecognition", "leave it empty, or call CheckRecognition"),
        )
    report = request.report
    evidence = release.intake.read(report, day, FieldPath, diagnostics)
    note_unused(report.findings, release.vocabulary, release.used, FieldPath, diagnostics)
    refuse(diagnostics)
    known = evidence.findings.keys() | evidence.complete
    ages = {code for code in known if release.vocabulary.findings[code].type.kind is ValueKind.AGE}
    decisions: list[Decision] = []
    untouched: list[Decision] = []
    for decider in release.on(day):
        if decider.findings.isdisjoint(known):
            untouched.append(_without_evidence(runtime, release, decider, day))
            continue
        decision = decide(runtime, decider, evidence, request.detail, report.documents)
        if decision.outcome is Outcome.UNDECIDED and decider.findings.isdisjoint(known - ages):
            untouched.append(_without_evidence(runtime, release, decider, day))
        else:
            decisions.append(decision)
    return Screened(release, tuple(decisions), tuple(untouched), diagnostics.unused)


def _without_evidence(runtime: Runtime, release: Release, decider: EntryDecider, day: date) -> Decision:
    """Return the decision without evidence, made once for each release, entry and day."""
    kept = runtime.without_evidence
    key = (release.digest, frozenset(release.assumed.items()), decider.entry.code, day)
    decision = kept.get(key)
    if decision is None:
        if len(kept) >= _MAX_KEPT:
            kept.clear()
        decision = kept[key] = decide(runtime, decider, Evidence(day, {}), Detail.OUTCOME)
    return decision
