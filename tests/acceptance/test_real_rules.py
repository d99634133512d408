"""The rule tables as they are published, served: every entry can be listed, described and asked about."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from chronicare.api.v1 import decision_pb2, disease_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

RULES = Path(__file__).parents[2] / "rules"
AREA, DAY = "511900", "2025-12-01"
SYMPTOMS = {"典型糖尿病症状": True, "合并肾病": True}
Serve = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def published(serve: Serve) -> Iterator[RecognitionServiceStub]:
    """Return the service of the published rules."""
    with serve(rules=RULES) as running:
        yield running.stub


@pytest.fixture(scope="module")
def diseases(published: RecognitionServiceStub) -> list[disease_pb2.Disease]:
    """Return all entries."""
    return list(published.ListDiseases(pb.ListDiseasesRequest(area_code=AREA, as_of_date=DAY, page_size=500)).diseases)


def check(published: RecognitionServiceStub, glucose: float | None, *, whole: bool) -> decision_pb2.Decision:
    """Decide M01603 for a person with symptoms, nephropathy and one fasting glucose."""
    request = pb.CheckRecognitionRequest(area_code=AREA, as_of_date=DAY, disease_codes=["M01603"])
    for name, truth in SYMPTOMS.items():
        request.findings.add(finding=name).value.bool_value = truth
    if glucose is not None:
        request.findings.add(finding="空腹血糖", unit="mmol/L").value.number_value = glucose
    if whole:
        request.complete_findings.extend(["空腹血糖", "随机血糖", "OGTT 2小时血糖"])
    return published.CheckRecognition(request).decisions[0]


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
    published: RecognitionServiceStub,
    glucose: float | None,
    whole: bool,
    outcome: decision_pb2.Outcome,
) -> None:
    assert check(published, glucose, whole=whole).outcome == outcome


def test_every_entry_can_be_described_and_asked_about(
    published: RecognitionServiceStub, diseases: list[disease_pb2.Disease]
) -> None:
    assert len(diseases) > 20
    for disease in diseases:
        request = pb.DescribeDiseaseRequest(area_code=AREA, as_of_date=DAY, disease_code=disease.disease_code)
        description = published.DescribeDisease(request).description
        assert description.findings
        assert all(each.source.clause for each in description.criteria)
        assert any(each.id.startswith("R") for each in description.groups)


def test_nobody_is_recognised_without_evidence(
    published: RecognitionServiceStub, diseases: list[disease_pb2.Disease]
) -> None:
    codes = [each.disease_code for each in diseases]
    request = pb.CheckRecognitionRequest(area_code=AREA, as_of_date=DAY, disease_codes=codes, detail="DETAIL_TRACE")
    decisions = published.CheckRecognition(request).decisions
    assert [each.disease_code for each in decisions] == codes
    assert {each.outcome for each in decisions} == {decision_pb2.OUTCOME_UNDECIDED}
    assert all(each.to_meet.sets and each.summary and each.trace for each in decisions)
