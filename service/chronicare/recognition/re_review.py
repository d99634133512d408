"""A recognition that exists, decided again: whether it goes on, what ends it, and whether its period had run out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import NamedTuple

from chronicare.compiler.structure import criteria_below
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.consistency import Where
from chronicare.judging.dates import read_date
from chronicare.judging.report import ReportedFinding, ReportedPerson
from chronicare.program.entry import Entry, Group
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Decision, Outcome
from chronicare.recognition.review_date import review_date


class ReviewStatus(Enum):
    """What becomes of the recognition."""

    CONTINUES = "CONTINUES"
    ENDS = "ENDS"
    UNDECIDED = "UNDECIDED"


@dataclass(frozen=True, slots=True)
class ReportedRecognition:
    """A recognition as it was sent: of which entry, since when (ISO 8601), and when it was last reviewed."""

    disease_code: str = ""
    start_date: str = ""
    last_review_date: str = ""


class ExistingRecognition(NamedTuple):
    """A recognition as it stands before the review; ``last_review`` is ``None`` if there was none since the start."""

    start: date
    last_review: date | None


class EndingEvent(NamedTuple):
    """An ending event or an exclusion of the entry, and whether it holds."""

    group: Group
    truth: Truth


@dataclass(frozen=True, slots=True)
class Review:
    """What a review came to.

    ``decision`` is that on the criteria alone, ``continuing`` the one on whether the recognition goes on, which the
    ending events have a say in; they are one and the same if the entry has none. ``valid_until`` is the last day of the
    period that ran before this review (``None``: 长期, no period), ``lapsed`` says whether it lies before the review's.
    ``next_review`` is set if the recognition goes on and has a period. ``ended_by`` are the events that hold, and the
    criteria that fail the nearest route where the criteria are not met (those from Detail.REASONS on).
    """

    existing: ExistingRecognition
    decision: Decision
    continuing: Decision
    status: ReviewStatus
    valid_until: date | None
    lapsed: bool
    next_review: date | None
    events: tuple[EndingEvent, ...]
    ended_by: tuple[str, ...]


def conclude(existing: ExistingRecognition, decision: Decision, continuing: Decision) -> Review:
    """Conclude the review from the two decisions made as of its day; see ``Review``."""
    entry, as_of = decision.entry, decision.as_of
    status = _STATUSES[continuing.outcome]
    valid_until = review_date(entry, existing.last_review or existing.start)
    events = tuple(
        EndingEvent(group, True if group.id in continuing.exclusions else continuing.judgement.nodes[group.id])
        for group in entry.groups.values()
        if group.is_ending or group.is_exclusion or group.excludes_site
    )
    ended_by: tuple[str, ...] = ()
    if status is ReviewStatus.ENDS:
        failing = decision.nearest.failing if decision.nearest is not None else ()
        held = [event.group.id for event in events if event.truth]
        told = {name for each in held for name in criteria_below(entry, each)}
        ended_by = (*held, *(name for name in failing if name not in told))
    continues = status is ReviewStatus.CONTINUES
    return Review(
        existing,
        decision if continues else replace(decision, review_date=None),
        continuing,
        status,
        valid_until,
        valid_until is not None and valid_until < as_of,
        continuing.review_date,
        events,
        ended_by,
    )


_STATUSES = {
    Outcome.MEETS: ReviewStatus.CONTINUES,
    Outcome.DOES_NOT_MEET: ReviewStatus.ENDS,
    Outcome.UNDECIDED: ReviewStatus.UNDECIDED,
}


def read_existing(
    stated: ReportedRecognition, person: ReportedPerson, as_of: date, where: Where, diagnostics: Diagnostics
) -> ExistingRecognition | None:
    """Read the dates of a recognition of ``person``. What is wrong goes to ``diagnostics``; then there may be none."""
    born = _born(person)
    if not stated.start_date:
        diagnostics.add(
            Code.REQUIRED_FIELD,
            where(_START),
            Text("没有写认定起始日期", "the day the recognition began is required"),
        )
    start = _day(stated.start_date, _START, as_of, where, diagnostics)
    last_review = _day(stated.last_review_date, _LAST, as_of, where, diagnostics)
    if start is not None and born is not None and start < born:
        _contradictory(
            _START,
            Text(f"认定始于 {start}，早于出生日期 {born}", f"it began {start}, before the birth {born}"),
            where,
            diagnostics,
        )
    if start is not None and last_review is not None and last_review < start:
        _contradictory(
            _LAST,
            Text(f"上次复审 {last_review} 早于认定起始 {start}", f"reviewed {last_review}, before it began on {start}"),
            where,
            diagnostics,
        )
    return None if start is None else ExistingRecognition(start, last_review)


def check_since(
    entry: Entry,
    existing: ExistingRecognition,
    reported: Sequence[ReportedFinding],
    vocabulary: Vocabulary,
    where: Where,
    diagnostics: Diagnostics,
) -> None:
    """Tell of ``reported`` ending events of a day before the recognition began: only what came after can end it."""
    ending = {name for group in entry.groups.values() if group.is_ending for name in criteria_below(entry, group.id)}
    others = {each.finding for name, each in entry.criteria.items() if name not in ending}
    since = {entry.criteria[name].finding for name in ending} - others
    for index, each in enumerate(reported):
        finding = vocabulary.find(each.finding)
        if finding is None or finding.code not in since or each.value is None or not each.date:
            continue
        day = read_date(each.date, "", FieldPath, Diagnostics())
        if day is not None and day < existing.start:
            name = finding.name
            diagnostics.add(
                Code.CONTRADICTORY,
                where(f"findings[{index}].date"),
                Text(
                    f"「{name.zh}」的日期 {day} 早于认定起始 {existing.start}，不是认定以后的事",
                    f"{name.en} is of {day}, before the recognition began on {existing.start}",
                ),
                Text(
                    f"认定以前的不算，不报；只报认定以后的：{finding.question.zh}",
                    f"leave out what came before; report what came since: {finding.question.en}",
                ),
            )


_START = "recognition.start_date"
_LAST = "recognition.last_review_date"


def _day(text: str, path: str, as_of: date, where: Where, diagnostics: Diagnostics) -> date | None:
    day = read_date(text, path, where, diagnostics) if text else None
    if day is not None and day > as_of:
        diagnostics.add(
            Code.BAD_DATE,
            where(path),
            Text(f"日期 {day} 晚于复审日 {as_of}", f"{day} is after the as-of date {as_of}"),
            Text("检查日期", "check the date"),
        )
    return day


def _born(person: ReportedPerson) -> date | None:
    """Return the birth date, if there is a readable one: what is wrong with it is told by the intake."""
    return read_date(person.birth_date, "", FieldPath, Diagnostics()) if person.birth_date else None


def _contradictory(path: str, message: Text, where: Where, diagnostics: Diagnostics) -> None:
    diagnostics.add(Code.CONTRADICTORY, where(path), message, Text("检查两个日期", "check both dates"))
