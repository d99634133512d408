"""Decides one person: whether the criteria of the entries asked about are met."""

from dataclasses import dataclass

from chronicare.application.recognition.context import decide, find_entries, open_release
from chronicare.application.recognition.requests import CheckRequest
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.diagnostics import FieldPath, Unused
from chronicare.judging.relevant_findings import note_unused
from chronicare.recognition.decision import Decision


@dataclass(frozen=True, slots=True)
class Checked:
    """The decisions on one person, in the order asked, the release they were made with, and what was not used."""

    release: Release
    decisions: tuple[Decision, ...]
    unused: Unused


def check_recognition(runtime: Runtime, request: CheckRequest) -> Checked:
    """Decide the entries that ``request`` asks about, in its order, as of its date.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says, or not be run, as ``Guard.run`` does.

    """
    diagnostics = request.header.gathering()
    release, day = open_release(runtime, request.header, request.as_of_date, diagnostics)
    deciders = find_entries(release, request.disease_codes, day, diagnostics)
    report = request.report
    evidence = release.intake.read(report, day, FieldPath, diagnostics)
    note_unused(report.findings, release.vocabulary, release.used, FieldPath, diagnostics)
    refuse(diagnostics)
    decisions = [decide(runtime, each, evidence, request.detail, report.documents) for each in deciders]
    return Checked(release, tuple(decisions), diagnostics.unused)
