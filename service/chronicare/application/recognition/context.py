"""By which rules, and as of when, a request about recognition is answered, and which entries it is about."""

from collections.abc import Sequence
from datetime import date

from chronicare.application.entries import tell_unknown_entry
from chronicare.application.release import Release
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.application.validation import read_required_day, refuse, require
from chronicare.application.what_if import assume
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.budget import STEPS_OF_ENTRY, spend
from chronicare.program.evidence import Evidence
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail

MAX_DISEASES = 100
"""Entries asked about in one request."""


def open_release(runtime: Runtime, header: Header, as_of_date: str, diagnostics: Diagnostics) -> tuple[Release, date]:
    """Find the release and the day; without a day or an area there is nothing to check the rest against.

    Raises:
        InvalidRequestError: the day or the area is missing, or the day is none.
        ApplicationError: there is no such area or release, or it is not in force, as ``Catalogue.find`` says.

    """
    day = read_required_day(as_of_date, "as_of_date", "申请日期", "the date of the application", diagnostics)
    if not header.area_code:
        require("area_code", "统筹区代码", "the pooling area", diagnostics)
    refuse(diagnostics)
    if day is None:
        raise LookupError("a missing date is refused above")
    release = runtime.catalogue.find(header.area_code, header.release, day)
    return assume(release, header.readings, diagnostics), day


def find_entries(
    release: Release, names: Sequence[str], day: date, diagnostics: Diagnostics, field: str = "disease_codes"
) -> list[EntryDecider]:
    """Return the deciders of the entries called ``names`` in force on ``day``; what is wrong with ``field`` is told."""
    if not names:
        require(field, "病种编码", "the disease entries", diagnostics)
    if len(names) > MAX_DISEASES:
        diagnostics.add(
            Code.TOO_MANY,
            FieldPath(field),
            Text(f"病种 {len(names)} 个", f"{len(names)} disease entries"),
            Text(
                f"一次至多 {MAX_DISEASES} 个；要全部请用 ScreenRecognition",
                f"at most {MAX_DISEASES}; for all of them call ScreenRecognition",
            ),
        )
        return []
    deciders: dict[str, EntryDecider] = {}
    for index, name in enumerate(names):
        decider = release.find(name, day)
        if decider is None:
            tell_unknown_entry(release, name, f"{field}[{index}]", diagnostics)
        elif decider.entry.code in deciders:
            told = Text(f"「{name}」问了两次", f"{name!r} is asked about twice")
            diagnostics.add(Code.BAD_FIELD, FieldPath(f"{field}[{index}]"), told, Text("只留一次", "ask once"))
        else:
            deciders[decider.entry.code] = decider
    return list(deciders.values())


def decide(
    runtime: Runtime, decider: EntryDecider, evidence: Evidence, detail: Detail, documents: Sequence[str] = ()
) -> Decision:
    """Decide one entry; a disagreement is recorded and refused, never answered.

    Raises EvaluatorsDisagreeError, EngineFailedError or TooMuchError, as ``Guard.run`` says.
    """

    def work() -> Decision:
        spend(STEPS_OF_ENTRY + sum(map(len, evidence.findings.values())))
        return decider.decide(evidence, detail, documents or None)

    return runtime.guard.run(work, "disease_code", decider.entry.code)
