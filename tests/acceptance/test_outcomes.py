"""The answers themselves, over a live channel."""

from collections.abc import Callable
from typing import Any

import pytest
from acceptance.refused import fields, refused

from chronicare.api.v1 import decision_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

RequestOf = Callable[..., pb.CheckRecognitionRequest]
SEVERE = {"finding": "severity", "value": "II", "attester": "副主任医师"}
PRESSURE = {"finding": "血压", "value": {"SBP": 22, "舒张压": 12}, "unit": "kPa", "date": "2025-11-03"}


def decide(stub: RecognitionServiceStub, request: pb.CheckRecognitionRequest) -> decision_pb2.Decision:
    """Return the one decision the server gives."""
    (decision,) = stub.CheckRecognition(request).decisions
    return decision


def criterion(decision: decision_pb2.Decision, number: str) -> decision_pb2.CriterionResult:
    """Return what became of the criterion ``number``."""
    return next(each for each in decision.criteria if each.id == number)


def test_meets(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    decision = decide(stub, request_of(documents=["certificate"]))
    assert decision.outcome == decision_pb2.OUTCOME_MEETS
    assert (decision.disease_code, decision.disease_name, decision.disease_class) == ("M90100", "高糖病", "慢病")
    assert decision.routes == ["R1"]
    assert decision.as_of_date == "2025-12-01"
    assert (decision.review_months, decision.review_date) == (24, "2027-12-01")
    assert decision.ends_when == "治愈"
    assert "符合" in decision.summary
    glucose = criterion(decision, "2")
    assert glucose.truth == decision_pb2.TRUTH_TRUE
    assert (glucose.finding, glucose.finding_name, glucose.test) == ("fasting_glucose", "空腹血糖", "≥ 7.0 mmol/L")
    assert [(each.given, each.normalised, each.date, each.report_id) for each in glucose.values] == [
        ("7 mmol/L", "7 mmol/L", "2025-11-03", "L1"),
        ("144 mg/dL", "8 mmol/L", "2025-11-10", ""),
    ]
    assert glucose.anomaly_ids == ["A-1"]
    assert glucose.source.clause == "空腹血糖两次 ≥ 7.0mmol/L"
    assert (glucose.source.document, glucose.source.place) == ("手册", "1-1/1")
    assert glucose.source.row == "990000-example/criteria.csv:3"
    # The other document is asked for on another route only, which is not the one that holds.
    assert [(each.code, each.is_required, each.is_held) for each in decision.documents] == [("certificate", True, True)]
    assert [each.id for each in decision.anomalies] == ["A-1"]
    assert not decision.trace


def test_what_is_not_used_is_listed_and_unknown_names_are_only_if_the_request_says_so(
    stub: RecognitionServiceStub, request_of: RequestOf
) -> None:
    findings = [
        {"finding": "symptoms", "value": True},
        {"finding": "空腹血糖", "value": 7.0, "unit": "mmol/L", "date": "2025-11-03"},
        {"finding": "空腹血塘", "value": 1.0, "unit": "mmol/L"},
        {"finding": "FPG", "value": "144", "unit": "mg/dL", "date": "2025-11-10"},
    ]
    assert fields(refused(stub.CheckRecognition, request_of(findings=findings))) == [("findings[2].finding", "E0802")]
    response = stub.CheckRecognition(request_of(findings=findings, ignore_unknown=True, documents=["certificate", "X"]))
    assert response.decisions[0].outcome == decision_pb2.OUTCOME_MEETS
    assert [(each.name, each.path, each.is_known) for each in response.ignored] == [
        ("空腹血塘", "findings[2].finding", False),
        ("X", "documents[1]", False),
    ]
    assert response.ignored[0].nearest_names[0] == "空腹血糖"
    assert response.ignored_total == 2
    screened = stub.ScreenRecognition(
        pb.ScreenRecognitionRequest(request=request_of(findings=findings, ignore_unknown=True, disease_codes=[]))
    )
    assert screened.ignored_total == 1
    wrong = [*findings, {"finding": "严重分级", "value": "IX"}, {"finding": "severity", "value": "IX"}]
    assert fields(refused(stub.CheckRecognition, request_of(findings=wrong, ignore_unknown=True))) == [
        ("findings[5].value", "E0802")
    ]


def test_does_not_meet_names_the_nearest_route_and_the_distance(
    stub: RecognitionServiceStub, request_of: RequestOf
) -> None:
    findings = [
        {"finding": "symptoms", "value": False},
        {"finding": "onset_date", "value": "2025-11-01"},
        {"finding": "空腹血糖", "value": 7.0, "unit": "mmol/L", "date": "2025-11-03"},
    ]
    decision = decide(stub, request_of(findings=findings))
    assert decision.outcome == decision_pb2.OUTCOME_DOES_NOT_MEET
    # the days still to pass are nearer than the symptoms there are not
    assert decision.nearest_route.route == "R2"
    assert decision.nearest_route.failing_criteria == ["3"]
    assert decision.nearest_route.untested_criteria == ["2"]
    assert criterion(decision, "3").truth == decision_pb2.TRUTH_FALSE
    assert "2026-02-01" in criterion(decision, "3").distance
    assert criterion(decision, "2").truth == decision_pb2.TRUTH_UNKNOWN
    assert not decision.review_date
    assert [(each.id, each.truth) for each in decision.groups] == [
        ("R1", decision_pb2.TRUTH_FALSE),
        ("R2", decision_pb2.TRUTH_FALSE),
    ]


def test_undecided_says_what_is_missing(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    decision = decide(stub, request_of(findings=[{"finding": "symptoms", "value": True}]))
    assert decision.outcome == decision_pb2.OUTCOME_UNDECIDED
    assert decision.causes == [decision_pb2.UNDECIDED_CAUSE_EVIDENCE]
    for missing in (decision.to_meet, decision.to_refuse):
        (only,) = missing.sets
        assert [(each.count, list(each.findings), list(each.names)) for each in only.choices] == [
            (1, ["fasting_glucose"], ["空腹血糖"])
        ]
        assert (missing.total_count, missing.is_lower_bound) == (1, False)


@pytest.mark.parametrize("word", [None, "未做"])
def test_what_is_reported_as_unknown_is_unknown(
    stub: RecognitionServiceStub, request_of: RequestOf, word: str | None
) -> None:
    findings = [{"finding": "symptoms", "value": True}, {"finding": "空腹血糖", "value": word, "unit": "mmol/L"}]
    decision = decide(stub, request_of(findings=findings))
    assert decision.outcome == decision_pb2.OUTCOME_UNDECIDED


def test_a_point_the_source_leaves_open_is_a_cause_of_its_own(
    stub: RecognitionServiceStub, request_of: RequestOf
) -> None:
    findings = [{"finding": "symptoms", "value": True}, {"finding": "severity", "value": "I"}]
    decision = decide(
        stub, request_of(disease_codes=["M90300"], findings=findings, person={"birth_date": "1990-05-01"})
    )
    assert decision.outcome == decision_pb2.OUTCOME_UNDECIDED
    assert decision.causes == [decision_pb2.UNDECIDED_CAUSE_POLICY]
    (reading,) = decision.policy_readings
    assert (reading.name, reading.in_force, reading.is_decisive) == ("症状与分级的关系", "", True)
    assert [(each.id, each.outcome) for each in reading.readings] == [
        ("都要", decision_pb2.OUTCOME_DOES_NOT_MEET),
        ("其一", decision_pb2.OUTCOME_MEETS),
    ]
    shown = next(each for each in decision.groups if each.id == "A")
    assert (shown.needs, list(shown.members)) == ("全部", ["1", "3"])


@pytest.mark.parametrize(
    ("extra", "outcome"),
    [
        ([{"finding": "终末期", "value": False}], decision_pb2.OUTCOME_MEETS),
        ([{"finding": "终末期", "value": True}], decision_pb2.OUTCOME_DOES_NOT_MEET),
        ([], decision_pb2.OUTCOME_UNDECIDED),
    ],
)
def test_exclusions(stub: RecognitionServiceStub, request_of: RequestOf, extra: list[Any], outcome: int) -> None:
    decision = decide(stub, request_of(disease_codes=["M90200"], findings=[PRESSURE, SEVERE, *extra]))
    assert decision.outcome == outcome
    assert decision.exclusions == (["X1"] if outcome == decision_pb2.OUTCOME_DOES_NOT_MEET else [])
    (value,) = criterion(decision, "1").values
    assert "165 mmHg" in value.normalised  # 22 kPa × 7.5
    (graded,) = criterion(decision, "2").values
    assert graded.attester == "副主任医师"


def test_a_reference_range_is_used(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    enzyme = {"finding": "ALT", "value": 61, "unit": "U/L", "reference_range": {"low": None, "high": "40"}}
    decision = decide(stub, request_of(disease_codes=["M90200"], findings=[enzyme]))
    assert criterion(decision, "3").truth == decision_pb2.TRUTH_TRUE  # 61 > 1.5 × 40


@pytest.mark.parametrize(
    ("detail", "reasons", "trace"),
    [("DETAIL_OUTCOME", False, False), ("DETAIL_UNSPECIFIED", True, False), ("DETAIL_TRACE", True, True)],
)
def test_detail(stub: RecognitionServiceStub, request_of: RequestOf, detail: str, reasons: bool, trace: bool) -> None:
    decision = decide(stub, request_of(detail=detail))
    assert decision.outcome == decision_pb2.OUTCOME_MEETS
    assert bool(decision.summary) is reasons
    assert [bool(part) for part in (decision.criteria, decision.groups, decision.documents, decision.anomalies)] == [
        reasons
    ] * 4
    assert bool(decision.trace) is trace
    if trace:
        assert ("*", decision_pb2.TRUTH_TRUE) in {(each.node, each.truth) for each in decision.trace}


def test_languages(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    chinese, english = (decide(stub, request_of(language_code=code)) for code in ("zh", "en"))
    assert criterion(english, "2").finding_name == "fasting glucose"
    assert english.anomalies[0].reading == "any two"
    assert chinese.anomalies[0].reading == "任意两次"
    assert english.summary != chinese.summary
    assert english.disease_name == chinese.disease_name == "高糖病"
    assert criterion(english, "2").source.clause == criterion(chinese, "2").source.clause


def test_answers_carry_release_and_ids(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    request = request_of(request_id="甲-17", disease_codes=["糖病", "M90200"])
    response = stub.CheckRecognition(request)
    release = response.release
    assert response.request_id == "甲-17"
    assert len(release.digest) == 64
    assert release.name == f"areas/990000/releases/{release.digest[:12]}"
    assert release.version == "2025.1"
    assert [each.disease_code for each in response.decisions] == ["M90100", "M90200"]
    assert len({each.decision_id for each in response.decisions}) == 2


def test_a_screening_decides_all_entries(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    request = pb.ScreenRecognitionRequest(request=request_of(disease_codes=[], request_id="s"))
    response = stub.ScreenRecognition(request)
    assert response.request_id == "s"
    assert [(each.disease_code, each.outcome) for each in response.decisions] == [
        ("M90100", decision_pb2.OUTCOME_MEETS),
        ("M90300", decision_pb2.OUTCOME_UNDECIDED),
    ]
    assert [(each.disease_code, each.disease_name, each.outcome) for each in response.untouched] == [
        ("M90200", "高压病", decision_pb2.OUTCOME_UNDECIDED)
    ]
