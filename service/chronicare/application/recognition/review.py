"""Decides a recognition that exists again: whether it goes on, and what ends it."""

from dataclasses import dataclass

from chronicare.application.entries import find_entry
from chronicare.application.recognition.context import decide, open_release
from chronicare.application.recognition.requests import ReviewRequest
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.diagnostics import FieldPath, Unused
from chronicare.judging.relevant_findings import note_unused
from chronicare.recognition.re_review import Review, check_since, conclude, read_existing


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review came to, the release it was made with, and what was not used."""

    release: Release
    review: Review
    unused: Unused


def review_recognition(runtime: Runtime, request: ReviewRequest) -> Reviewed:
    """Decide the recognition that ``request`` states again, as of its date: whether it goes on, and what ends it.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says, or not be run, as ``Guard.run`` does.

    """
    diagnostics = request.header.gathering()
    release, day = open_release(runtime, request.header, request.as_of_date, diagnostics)
    code = request.recognition.disease_code
    decider = find_entry(release, code, day, diagnostics, "recognition.disease_code")
    report = request.report
    existing = read_existing(request.recognition, report.person, day, FieldPath, diagnostics)
    evidence = release.intake.read(report, day, FieldPath, diagnostics)
    note_unused(report.findings, release.vocabulary, release.used, FieldPath, diagnostics)
    if decider is not None and existing is not None:
        check_since(decider.entry, existing, report.findings, release.vocabulary, FieldPath, diagnostics)
    refuse(diagnostics)
    if decider is None or existing is None:
        raise LookupError("a missing entry or recognition is refused above")
    decision = continuing = decide(runtime, decider, evidence, request.detail, report.documents)
    if decider.in_review is not decider:
        continuing = decide(runtime, decider.in_review, evidence, request.detail, report.documents)
    return Reviewed(release, conclude(existing, decision, continuing), diagnostics.unused)
