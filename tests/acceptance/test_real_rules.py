"""The rule tables as they are published, served: every entry can be listed, described and asked about."""

from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import json_format

from chronicare.api.v1 import decision_pb2, disease_pb2, review_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

if TYPE_CHECKING:
    from acceptance.conftest import Live

AREA, DAY = "511900", "2025-12-01"
SYMPTOMS = {"典型糖尿病症状": True, "合并肾病": True}


@pytest.fixture(scope="module")
def service(real: "Live") -> RecognitionServiceStub:
    """Return the service of the published rules."""
    return real.stub


@pytest.fixture(scope="module")
def diseases(service: RecognitionServiceStub) -> list[disease_pb2.Disease]:
    """Return all entries."""
    return list(service.ListDiseases(pb.ListDiseasesRequest(area_code=AREA, as_of_date=DAY, page_size=500)).diseases)


def check(service: RecognitionServiceStub, glucose: float | None, *, whole: bool) -> decision_pb2.Decision:
    """Decide M01603 for a person with symptoms, nephropathy and one fasting glucose."""
    request = pb.CheckRecognitionRequest(area_code=AREA, as_of_date=DAY, disease_codes=["M01603"])
    for name, truth in SYMPTOMS.items():
        request.findings.add(finding=name).value.bool_value = truth
    if glucose is not None:
        request.findings.add(finding="空腹血糖", unit="mmol/L").value.number_value = glucose
    if whole:
        for name in ("随机血糖", "OGTT 2小时血糖"):
            request.findings.add(finding=name, unit="mmol/L").value.number_value = 6
        request.record_complete = True
    return service.CheckRecognition(request).decisions[0]


@pytest.mark.parametrize(
    ("glucose", "whole", "outcome"),
    [
        (7.0, False, decision_pb2.OUTCOME_MEETS),
        (6.9, True, decision_pb2.OUTCOME_DOES_NOT_MEET),
        (6.9, False, decision_pb2.OUTCOME_UNDECIDED),
        (None, False, decision_pb2.OUTCOME_UNDECIDED),
    ],
)
def test_diabetes_with_complications(
    service: RecognitionServiceStub,
    glucose: float | None,
    whole: bool,
    outcome: decision_pb2.Outcome,
) -> None:
    assert check(service, glucose, whole=whole).outcome == outcome


def test_every_entry_can_be_described_and_asked_about(
    service: RecognitionServiceStub, diseases: list[disease_pb2.Disease]
) -> None:
    assert diseases
    for disease in diseases:
        request = pb.DescribeDiseaseRequest(area_code=AREA, as_of_date=DAY, disease_code=disease.disease_code)
        description = service.DescribeDisease(request).description
        assert description.findings
        assert all(each.source.clause for each in description.criteria)
        assert any(each.id.startswith("R") for each in description.groups)


def test_nobody_is_recognised_without_evidence(
    service: RecognitionServiceStub, diseases: list[disease_pb2.Disease]
) -> None:
    codes = [each.disease_code for each in diseases]
    request = pb.CheckRecognitionRequest(area_code=AREA, as_of_date=DAY, disease_codes=codes, detail="DETAIL_TRACE")
    decisions = service.CheckRecognition(request).decisions
    assert [each.disease_code for each in decisions] == codes
    assert {each.outcome for each in decisions} == {decision_pb2.OUTCOME_UNDECIDED}
    assert all(each.to_meet.sets and each.summary and each.trace for each in decisions)


PROSTATE = {
    "影像提示前列腺增生": True,
    "前列腺横径": (4.8, "cm"),
    "前列腺纵径": (4.5, "cm"),
    "尿流率": (8, "mL/s"),
    "急性尿潴留次数": 1,
    "I-PSS评分": 20,
}
GLAUCOMA = {
    "青光眼类型": "原发性开角型",
    "左眼前房浅": False,
    "左眼青光眼视野损害": True,
    "左眼青光眼视盘改变": True,
    "左眼绝对期青光眼": False,
    "右眼前房浅": True,
}


def review(service: RecognitionServiceStub, code: str, start: str, last: str, **known: Any) -> review_pb2.Review:  # noqa: ANN401 - any JSON
    """Review a recognition; a value with a unit is a pair."""
    findings = [
        {"finding": name, "value": value[0], "unit": value[1]}
        if isinstance(value, tuple)
        else {"finding": name, "value": value}
        for name, value in known.items()
    ]
    recognition = {"disease_code": code, "start_date": start, "last_review_date": last}
    request = {"area_code": AREA, "as_of_date": DAY, "recognition": recognition, "findings": findings}
    return service.ReviewRecognition(json_format.ParseDict(request, pb.ReviewRecognitionRequest())).review


@pytest.mark.parametrize(
    ("surgery", "status", "ended_by"),
    [
        ({"认定后前列腺手术": False}, review_pb2.REVIEW_STATUS_CONTINUES, []),
        ({"认定后前列腺手术": True}, review_pb2.REVIEW_STATUS_ENDS, ["E1"]),
        ({}, review_pb2.REVIEW_STATUS_UNDECIDED, []),
    ],
)
def test_prostate_surgery_ends_the_recognition_of_hyperplasia(
    service: RecognitionServiceStub, surgery: dict[str, bool], status: review_pb2.ReviewStatus, ended_by: list[str]
) -> None:
    reviewed = review(service, "M07900", "2025-11-05", "", **PROSTATE, **surgery)
    assert (reviewed.status, list(reviewed.ended_by)) == (status, ended_by)
    (event,) = reviewed.ending_events
    assert (event.source.place, event.source.clause) == ("4-4/20", "前列腺手术后停止")
    assert not reviewed.valid_until


@pytest.mark.parametrize(
    ("surgery", "status", "ended_by"),
    [
        ({"左眼青光眼手术史": False}, review_pb2.REVIEW_STATUS_CONTINUES, []),
        (
            {"左眼青光眼手术史": True, "左眼青光眼术后眼压正常时长": (7, "月")},
            review_pb2.REVIEW_STATUS_ENDS,
            ["X2@左眼"],
        ),
        (
            {
                "左眼青光眼手术史": True,
                "左眼青光眼术后眼压正常时长": (3, "月"),
                "左眼青光眼术后视野无恶化时长": (3, "月"),
            },
            review_pb2.REVIEW_STATUS_CONTINUES,
            [],
        ),
    ],
)
def test_an_exclusion_ends_the_recognition_of_glaucoma(
    service: RecognitionServiceStub, surgery: dict[str, Any], status: review_pb2.ReviewStatus, ended_by: list[str]
) -> None:
    reviewed = review(service, "M03600", "2025-11-05", "", **GLAUCOMA, **surgery)
    assert (reviewed.status, list(reviewed.ended_by)) == (status, ended_by)
    assert [each.id for each in reviewed.ending_events] == ["X1@左眼", "X2@左眼", "X1@右眼", "X2@右眼"]


def test_growing_up_ends_the_recognition_of_growth_hormone_deficiency(service: RecognitionServiceStub) -> None:
    recognition = {"disease_code": "M01902", "start_date": "2025-11-05"}
    for birth_date, status in (
        ("2006-12-02", review_pb2.REVIEW_STATUS_UNDECIDED),  # 18 on the day of the review: not above it
        ("2006-12-01", review_pb2.REVIEW_STATUS_ENDS),  # 19 that day
    ):
        request = {
            "area_code": AREA,
            "as_of_date": DAY,
            "recognition": recognition,
            "person": {"birth_date": birth_date},
        }
        response = service.ReviewRecognition(json_format.ParseDict(request, pb.ReviewRecognitionRequest()))
        assert response.review.status == status


@pytest.mark.parametrize(
    ("code", "last", "valid_until", "lapsed"),
    [
        ("M00100", "2024-12-01", "2025-12-01", False),  # 结核病: 12 months, through the very day
        ("M00100", "2024-11-30", "2025-11-30", True),
        ("M00104", "2023-12-01", "2025-12-01", False),  # 耐药结核病: 24 months
        ("M00104", "2023-11-30", "2025-11-30", True),
        ("M00406", "2024-11-30", "2025-11-30", True),  # 包虫病: 12 months
        ("M07300", "2024-02-29", "2026-02-28", False),  # 慢性骨髓炎: 24 months
        ("M00202", "2024-11-30", "2025-11-30", True),  # 丙型肝炎: 12 months
        ("M01603", "2003-01-01", "", False),  # 长期
    ],
)
def test_periods_are_those_of_the_manual(
    service: RecognitionServiceStub, code: str, last: str, valid_until: str, lapsed: bool
) -> None:
    reviewed = review(service, code, "2003-01-01", last)
    assert (reviewed.valid_until, reviewed.has_lapsed) == (valid_until, lapsed)


def test_an_eye_is_asked_for_reported_and_told(service: RecognitionServiceStub) -> None:
    asked = pb.DescribeDiseaseRequest(area_code=AREA, as_of_date=DAY, disease_code="M03600")
    findings = {each.code: each for each in service.DescribeDisease(asked).description.findings}
    assert (findings["glaucoma_type"].site, findings["glaucoma_type"].declared_code) == ("", "")
    right = findings["intraocular_pressure@右眼"]
    assert (right.site, right.declared_code, list(right.criteria)) == ("右眼", "intraocular_pressure", ["3@右眼"])
    request = {
        "area_code": AREA,
        "as_of_date": DAY,
        "disease_codes": ["M03600"],
        "findings": [
            {"finding": "青光眼类型", "value": "闭角型"},
            {"finding": "前房浅", "value": True, "site": "OS"},
            {"finding": "裂隙灯房角窄", "value": True, "site": "左"},
            {"finding": "房角检查示窄房角", "value": True, "site": "左眼"},
            {"finding": "左眼绝对期青光眼", "value": False},
            {"finding": "glaucoma_surgery_done@左眼", "value": False},
            {"finding": "前房浅", "value": False, "site": "右眼"},
            {"finding": "眼压", "value": 28, "unit": "mmHg"},
        ],
    }
    response = service.CheckRecognition(json_format.ParseDict(request, pb.CheckRecognitionRequest()))
    (decision,) = response.decisions
    assert decision.outcome == decision_pb2.OUTCOME_UNDECIDED
    (item,) = decision.to_meet.sets[0].choices[0].items
    assert (item.kind, item.site, item.wanted) == (decision_pb2.MISSING_KIND_SITE, "左眼", "左眼")
    rows = {each.id: each for each in decision.criteria}
    assert (rows["前提a"].site, rows["3@左眼"].site) == ("", "左眼")
    assert [each.site for each in rows["1b@左眼"].values] == ["左眼"]
    assert [(each.site, each.passes) for each in rows["3@左眼"].values] == [("", decision_pb2.TRUTH_TRUE)]
    assert {each.id: each.site for each in decision.groups}["R1@右眼"] == "右眼"
