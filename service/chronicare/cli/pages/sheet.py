"""The decision sheet (告知单): one printable page for each decision, complete in itself.

Only what the decision and the rule tables say stands on it. The way to object is policy: as long as no table states it,
its place stays empty.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from chronicare.api.v1 import decision_pb2, recognition_service_pb2
from chronicare.application.release import Release
from chronicare.cli.pages.decision import criteria_of_endings, evidence_texts
from chronicare.cli.pages.parts import site_text
from chronicare.diagnostics import Language, unused_text
from chronicare.recognition.criterion_wording import written_id
from chronicare.tables import SourceDocument

_TEMPLATE = "sheet.html.j2"
_MARKS = {
    decision_pb2.TRUTH_TRUE: "满足",
    decision_pb2.TRUTH_FALSE: "不满足",
    decision_pb2.TRUTH_UNKNOWN: "未知",
}
_OUTCOMES = {
    decision_pb2.OUTCOME_MEETS: "符合认定标准",
    decision_pb2.OUTCOME_DOES_NOT_MEET: "不符合认定标准",
    decision_pb2.OUTCOME_UNDECIDED: "尚不能认定",
}
_MAX_MISSING_SETS = 6


class SheetRow(NamedTuple):
    """One criterion on the sheet.

    ``values`` are as reported, each with its day, report and attester; ``decides`` if a refusal rests on it.
    """

    id: str
    asked: str
    place: str
    clause: str
    correction: str
    values: tuple[tuple[str, str], ...]
    verdict: str
    distance: str
    decides: bool


class Sheet(NamedTuple):
    """What the template shows of one decision."""

    area: str
    basis: tuple[str, ...]
    decision: decision_pb2.Decision
    release: recognition_service_pb2.ReleaseInfo
    outcome: str
    tone: str
    rows: tuple[SheetRow, ...]
    missing_sets: tuple[str, ...]
    missing_set_count: int
    review: str
    objection: str
    printed: str
    unused: str


def write_sheet(
    decisions: Iterable[
        tuple[
            decision_pb2.Decision,
            recognition_service_pb2.CheckRecognitionResponse,
            Release,
            Sequence[SourceDocument],
            date,
        ]
    ],
) -> str:
    """Return one HTML document with a page for each of ``decisions``.

    Beside a decision stand the answer it came in, the release it was made with, the documents its tables cite,
    and the day it is printed on.
    """
    sheets = [_sheet(*each) for each in decisions]
    return _environment().get_template(_TEMPLATE).render(sheets=sheets)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("chronicare.cli.pages", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _sheet(
    decision: decision_pb2.Decision,
    answer: recognition_service_pb2.CheckRecognitionResponse,
    release: Release,
    documents: Sequence[SourceDocument],
    printed: date,
) -> Sheet:
    tone = {decision_pb2.OUTCOME_MEETS: "meets", decision_pb2.OUTCOME_DOES_NOT_MEET: "refused"}.get(
        decision.outcome, "undecided"
    )
    missing_sets = evidence_texts(decision.to_meet, Language.ZH)
    of_endings = criteria_of_endings(decision)
    return Sheet(
        release.rules.name.zh,
        tuple(f"《{each.title}》（{each.publisher}，{each.edition}）" for each in documents),
        decision,
        answer.release,
        _OUTCOMES[decision.outcome],
        tone,
        tuple(
            _row(each, decision)
            for each in decision.criteria
            if each.id not in of_endings and not each.is_of_other_reading
        ),
        tuple(missing_sets[:_MAX_MISSING_SETS]),
        decision.to_meet.total_count if len(missing_sets) > _MAX_MISSING_SETS else 0,
        _review(decision, release),
        "",
        printed.isoformat(),
        unused_text(answer.ignored_total).zh if answer.ignored_total else "",
    )


def _row(each: decision_pb2.CriterionResult, decision: decision_pb2.Decision) -> SheetRow:
    return SheetRow(
        written_id(each.id),
        each.description,
        each.source.citation,
        each.source.clause,
        each.source.correction,
        tuple(_value(value, each.site) for value in each.values),
        _MARKS[each.truth],
        each.distance,
        each.id in decision.nearest_route.failing_criteria,
    )


def _value(value: decision_pb2.UsedValue, site: str) -> tuple[str, str]:
    taken = (value.date, site_text(value.site, site).zh, value.report_id, value.attester)
    return value.description, " ".join(filter(None, taken))


def _review(decision: decision_pb2.Decision, release: Release) -> str:
    decider = release.find(decision.disease_code, date.fromisoformat(decision.as_of_date))
    basis = f"，依据：{decider.entry.review_basis}" if decider is not None and decider.entry.review_basis else ""
    if not decision.HasField("review_months"):
        return f"复审周期：长期{basis}"
    due = f"，下次复审日期 {decision.review_date}" if decision.review_date else ""
    return f"复审周期：每 {decision.review_months} 个月{due}{basis}"
