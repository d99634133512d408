"""A recognition that exists, decided again: what becomes of it, what ended it, and whether its period had run out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from typed import to_check, typed
from unit.compiler.written import release_of, rows_of
from unit.no_log import NoLog

from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import InvalidRequestError
from chronicare.application.guard import Guard
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.requests import ReviewRequest
from chronicare.application.recognition.review import review_recognition
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Language
from chronicare.judging.cause import Cause
from chronicare.recognition.decision import Detail, Outcome
from chronicare.recognition.missing_sets import Choice
from chronicare.recognition.re_review import Review, ReviewStatus
from chronicare.recognition.review_wording import summarise_review

ENTRIES = (
    "编码,名称,英文名,别名,类别,复审周期\nT1,甲病,disease A,甲,慢病,12\nT2,乙病,B,,慢病,24\nT3,丙病,C,,慢病,长期\n"
)
CRITERIA = (
    "病种,编号,所见,条件\nT1;T2;T3,1,症状,是\nT1;T2;T3,2,体温,≥ 38 °C\nT1;T2;T3,终,咳嗽,是\nT1;T2;T3,排,皮疹,是\n"
)
GROUPS = "病种,编号,名称,满足,成员\nT1;T2;T3,R1,两条,全部,1;2\nT1;T2;T3,X1,皮疹者,全部,排\nT1;T2;T3,E1,已咳嗽,全部,终\n"
CONTINUES, ENDS, UNDECIDED = ReviewStatus.CONTINUES, ReviewStatus.ENDS, ReviewStatus.UNDECIDED
MEETS, REFUSED, OPEN = Outcome.MEETS, Outcome.DOES_NOT_MEET, Outcome.UNDECIDED


def serving(**tables: str) -> Runtime:
    catalogue = Catalogue()
    catalogue.publish((release_of(**tables),))
    return Runtime(catalogue, Guard(NoLog()))


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return serving(entries=ENTRIES, criteria=CRITERIA, groups=GROUPS)


def findings(**known: bool | float) -> list[dict[str, Any]]:
    """Return the findings given by code; those of a person who goes on, but for what is given as ``None``."""
    return [
        {"finding": code, "value": value, "unit": "°C" if code == "temperature" else ""}
        for code, value in known.items()
    ]


WELL = {"symptom": True, "temperature": 38, "cough": False, "rash": False}


def report(
    known: Mapping[str, bool | float], code: str = "T1", as_of: str = "2025-12-15", **recognition: str
) -> dict[str, Any]:
    return {
        "area_code": "990000",
        "as_of_date": as_of,
        "recognition": {"disease_code": code, "start_date": "2025-03-01"} | recognition,
        "findings": findings(**known),
    }


def without(*codes: str, **changes: bool | float) -> Mapping[str, bool | float]:
    return {code: value for code, value in {**WELL, **changes}.items() if code not in codes}


@pytest.mark.parametrize(
    ("known", "status", "outcome", "ended_by"),
    [
        (WELL, CONTINUES, MEETS, ()),
        (without(cough=True), ENDS, MEETS, ("E1",)),
        (without(rash=True), ENDS, REFUSED, ("X1",)),
        (without(symptom=False), ENDS, REFUSED, ("1",)),
        (without(temperature=37), ENDS, REFUSED, ("2",)),
        (without(symptom=False, cough=True), ENDS, REFUSED, ("E1", "1")),
        (without(rash=True, cough=True), ENDS, REFUSED, ("X1", "E1")),
        (without("cough"), UNDECIDED, MEETS, ()),
        (without("cough", symptom=False), ENDS, REFUSED, ("1",)),
        (without("temperature"), UNDECIDED, OPEN, ()),
        (without("temperature", cough=True), ENDS, OPEN, ("E1",)),
        (without("rash"), UNDECIDED, OPEN, ()),
        ({}, UNDECIDED, OPEN, ()),
    ],
)
def test_what_becomes_of_a_recognition(
    runtime: Runtime,
    known: Mapping[str, bool | float],
    status: ReviewStatus,
    outcome: Outcome,
    ended_by: tuple[str, ...],
) -> None:
    review = review_recognition(runtime, typed(ReviewRequest, report(known), detail=Detail.REASONS)).review
    assert (review.status, review.decision.outcome, review.ended_by) == (status, outcome, ended_by)
    assert [event.group.id for event in review.events] == ["X1", "E1"]
    assert [event.truth for event in review.events] == [known.get("rash"), known.get("cough")]
    assert (review.next_review is not None) is (status is CONTINUES)
    assert review.decision.review_date == review.next_review


def test_an_application_is_not_asked_for_ending_events(runtime: Runtime) -> None:
    asked = report(without(cough=True)) | {"disease_codes": ["T1"]}
    del asked["recognition"]
    (decision,) = check_recognition(runtime, to_check(asked, Detail.REASONS)).decisions
    assert (decision.outcome, decision.exclusions) == (MEETS, ())
    assert decision.judgement.nodes["E1"] is True
    (decision,) = check_recognition(
        runtime, to_check(asked | {"findings": findings(**without("cough"))}, Detail.REASONS)
    ).decisions
    assert decision.outcome is MEETS


def test_what_is_missing_to_go_on_is_not_what_is_missing_to_meet(runtime: Runtime) -> None:
    review = review_recognition(runtime, typed(ReviewRequest, report(without("cough")), detail=Detail.REASONS)).review
    assert review.decision.to_meet is None
    assert review.continuing.causes == (Cause.EVIDENCE,)
    for missing in (review.continuing.to_meet, review.continuing.to_refuse):
        assert missing is not None
        assert missing.sets == ((Choice(1, ("cough",)),),)


@pytest.mark.parametrize("detail", Detail)
def test_events_are_told_whatever_the_detail_and_criteria_with_reasons(runtime: Runtime, detail: Detail) -> None:
    review = review_recognition(
        runtime, typed(ReviewRequest, report(without(cough=True, symptom=False)), detail=detail)
    ).review
    assert review.ended_by == (("E1",) if detail is Detail.OUTCOME else ("E1", "1"))


PERIODS = [
    # 12 months: through the day a year later, and no longer
    ("T1", "2024-12-15", "", "2025-12-15", "2025-12-15", False, "2026-12-15"),
    ("T1", "2024-12-14", "", "2025-12-15", "2025-12-14", True, "2026-12-15"),
    ("T1", "2025-12-15", "", "2025-12-15", "2026-12-15", False, "2026-12-15"),
    # the last review starts the period anew
    ("T1", "2020-06-01", "2025-06-30", "2025-12-15", "2026-06-30", False, "2026-12-15"),
    ("T1", "2020-06-01", "2024-06-30", "2025-12-15", "2025-06-30", True, "2026-12-15"),
    # 29 February is the 28th in another year; so is what falls due then
    ("T1", "2020-01-31", "2024-02-29", "2025-02-28", "2025-02-28", False, "2026-02-28"),
    ("T1", "2020-01-31", "2024-02-29", "2025-03-01", "2025-02-28", True, "2026-03-01"),
    ("T1", "2027-02-28", "", "2028-02-29", "2028-02-28", True, "2029-02-28"),
    # 24 months
    ("T2", "2024-02-29", "", "2026-02-28", "2026-02-28", False, "2028-02-28"),
    ("T2", "2024-02-29", "", "2026-03-01", "2026-02-28", True, "2028-03-01"),
    ("T2", "2022-01-10", "2024-01-10", "2025-12-15", "2026-01-10", False, "2027-12-15"),
    # 长期
    ("T3", "1999-12-31", "", "2025-12-15", "", False, ""),
    ("T3", "1999-12-31", "2000-01-01", "2025-12-15", "", False, ""),
]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("code", "start", "last", "as_of", "valid_until", "lapsed", "following"), PERIODS)
def test_periods(
    runtime: Runtime,
    code: str,
    start: str,
    last: str,
    as_of: str,
    valid_until: str,
    lapsed: bool,
    following: str,
) -> None:
    recognition = {"start_date": start, "last_review_date": last}
    going_on = review_recognition(
        runtime, typed(ReviewRequest, report(WELL, code, as_of, **recognition), detail=Detail.OUTCOME)
    ).review
    assert going_on.status is CONTINUES, "a period that has run out is renewed if the criteria are met"
    assert (going_on.valid_until, going_on.lapsed, going_on.next_review) == (day(valid_until), lapsed, day(following))
    ended = review_recognition(
        runtime, typed(ReviewRequest, report(without(cough=True), code, as_of, **recognition), detail=Detail.OUTCOME)
    ).review
    assert (ended.status, ended.valid_until, ended.lapsed, ended.next_review) == (
        ENDS, day(valid_until), lapsed, None,
    )  # fmt: skip


def test_criteria_and_events_that_leave_no_way_out_end_it_with_nothing_known() -> None:
    # 38 °C or more is needed, and 36 °C or more ends it: no temperature goes on
    runtime = serving(**rows_of("1,体温,≥ 38 °C\n终,体温,≥ 36 °C", "R1,全部,1\nE1,全部,终"))
    review = review_recognition(runtime, typed(ReviewRequest, report({}, "T1"), detail=Detail.REASONS)).review
    assert (review.status, review.decision.outcome, review.ended_by) == (ENDS, OPEN, ())
    assert [event.truth for event in review.events] == [None]
    assert "不是不再符合认定标准，就是有终止情形" in summarise_review(review, vocabulary_of(runtime), Language.ZH)


def test_without_ending_events_there_is_one_decision() -> None:
    runtime = serving(**rows_of("1,体温,≥ 38 °C", "R1,全部,1"))
    review = review_recognition(
        runtime, typed(ReviewRequest, report({"temperature": 39}), detail=Detail.REASONS)
    ).review
    assert (review.status, review.events) == (CONTINUES, ())
    assert review.continuing is review.decision


# Requests


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            {"recognition": {}},
            [("REQUIRED_FIELD", "recognition.disease_code"), ("REQUIRED_FIELD", "recognition.start_date")],
        ),
        ({"recognition": {"disease_code": "T1", "start_date": ""}}, [("REQUIRED_FIELD", "recognition.start_date")]),
        ({"recognition": {"disease_code": "T9", "start_date": "2025-01-01"}}, [
            ("UNKNOWN_CODE", "recognition.disease_code"),
        ]),
        ({"recognition": {"disease_code": "T1", "start_date": "2025-12-16"}}, [("BAD_DATE", "recognition.start_date")]),
        ({"recognition": {"disease_code": "T1", "start_date": "2025-02-30"}}, [("BAD_DATE", "recognition.start_date")]),
        (
            {"recognition": {"disease_code": "T1", "start_date": "2025-01-01", "last_review_date": "2025-12-16"}},
            [("BAD_DATE", "recognition.last_review_date")],
        ),
        (
            {"recognition": {"disease_code": "T1", "start_date": "2025-06-01", "last_review_date": "2025-05-31"}},
            [("CONTRADICTORY", "recognition.last_review_date")],
        ),
        ({"person": {"birth_date": "2025-03-02"}}, [("CONTRADICTORY", "recognition.start_date")]),
        ({"person": {"birth_date": "2025-03-01"}}, []),
        ({"person": {"birth_date": "昨天"}}, [("BAD_DATE", "person.birth_date")]),
        (
            {
                "recognition": {"disease_code": "T9", "start_date": "2026-01-01", "last_review_date": "2025-12-31"},
                "findings": [{"finding": "体温", "value": 38}],
            },
            [
                ("BAD_UNIT", "findings[0].unit"),
                ("UNKNOWN_CODE", "recognition.disease_code"),
                ("BAD_DATE", "recognition.last_review_date"),
                ("CONTRADICTORY", "recognition.last_review_date"),
                ("BAD_DATE", "recognition.start_date"),
            ],
        ),
        # what ends a recognition came after it began (2025-03-01); what it rests on may be older
        (
            {"findings": [*findings(**WELL), {"finding": "cough", "value": False, "date": "2025-02-28"}]},
            [("CONTRADICTORY", "findings[4].date")],
        ),
        ({"findings": [*findings(**WELL), {"finding": "咳嗽", "value": False, "date": "2025-03-01"}]}, []),
        ({"findings": [*findings(**WELL), {"finding": "rash", "value": False, "date": "2025-02-28"}]}, []),
        ({"findings": [*findings(**WELL), {"finding": "cough", "value": None, "date": "2025-02-28"}]}, []),
        ({"as_of_date": "", "recognition": {}}, [("REQUIRED_FIELD", "as_of_date")]),
    ],
)  # fmt: skip
def test_every_wrong_field_is_named_at_once(
    runtime: Runtime, changes: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    asked = report(WELL) | changes
    if not problems:
        assert (
            review_recognition(runtime, typed(ReviewRequest, asked, detail=Detail.OUTCOME)).review.status is CONTINUES
        )
        return
    with pytest.raises(InvalidRequestError) as refused:
        review_recognition(runtime, typed(ReviewRequest, asked, detail=Detail.OUTCOME))
    assert sorted((each.code.name, str(each.where)) for each in refused.value.diagnostics) == sorted(problems)


def test_the_entry_may_be_named_by_its_alias_and_dates_may_meet(runtime: Runtime) -> None:
    asked = report(WELL, "甲", start_date="2025-12-15", last_review_date="2025-12-15")
    review = review_recognition(runtime, typed(ReviewRequest, asked, detail=Detail.OUTCOME)).review
    assert (review.decision.entry.code, review.valid_until) == ("T1", date(2026, 12, 15))


# Words


def vocabulary_of(runtime: Runtime) -> Any:  # noqa: ANN401 - the release's
    return runtime.catalogue.find("990000", "", date(2025, 12, 15)).vocabulary


def said(runtime: Runtime, review: Review, language: Language = Language.ZH) -> str:
    return summarise_review(review, vocabulary_of(runtime), language)


RUNNING = "原有效期至 2026-03-01，到 2025-12-15 未过期。"


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (
            WELL,
            "T1 甲病：复审结论为继续有效。仍符合认定标准，没有终止情形；下次复审日期 2026-12-15。",
        ),
        (
            without(cough=True),
            "T1 甲病：复审结论为终止。已有终止情形：已咳嗽（E1）。",
        ),
        (
            without(symptom=False),
            "T1 甲病：复审结论为终止。不再符合认定标准：1 症状应为「是」，所报「否」。",
        ),
        (
            without("cough"),
            "T1 甲病：复审结论为尚不能定。尚缺：「咳嗽：否」；补充后可能继续有效。",
        ),
    ],
)
def test_a_review_in_words(runtime: Runtime, known: Mapping[str, bool | float], sentence: str) -> None:
    assert (
        said(runtime, review_recognition(runtime, typed(ReviewRequest, report(known), detail=Detail.REASONS)).review)
        == sentence + RUNNING
    )


def test_what_has_run_out_and_what_never_does_is_said(runtime: Runtime) -> None:
    lapsed = review_recognition(
        runtime, typed(ReviewRequest, report(WELL, start_date="2024-01-31"), detail=Detail.REASONS)
    ).review
    assert said(runtime, lapsed).endswith("原有效期至 2025-01-31，到 2025-12-15 已过期。")
    assert said(runtime, lapsed, Language.EN) == (
        "T1 disease A, in review: continues. "
        "The criteria are met and nothing ends it; the next review is on 2026-12-15. "
        "Its period ended on 2025-01-31 and had run out by 2025-12-15."
    )
    endless = review_recognition(runtime, typed(ReviewRequest, report(WELL, "T3"), detail=Detail.REASONS)).review
    assert said(runtime, endless) == (
        "T3 丙病：复审结论为继续有效。仍符合认定标准，没有终止情形。原认定长期有效，没有复审期限。"
    )
