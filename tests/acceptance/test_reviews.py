"""Recognitions that exist, reviewed over a live channel."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from chronicare.api.v1 import decision_pb2, review_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

EXAMPLE = Path(__file__).parents[1] / "data" / "rpc" / "rules"
Serve = Callable[..., AbstractContextManager[Any]]

SYMPTOMS = {"finding": "symptoms", "value": True}
TWICE = [
    {"finding": "空腹血糖", "value": value, "unit": "mmol/L", "date": date}
    for value, date in ((7.0, "2025-11-03"), (8.1, "2025-11-10"))
]
CURED, NOT_CURED = ({"finding": "终末期", "value": truth} for truth in (True, False))
PRESSURE = {"finding": "BP", "value": {"收缩压": 165}, "unit": "mmHg"}
SEVERE = {"finding": "分级", "value": "II"}


@pytest.fixture(scope="module")
def stub(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecognitionServiceStub]:
    """Return the service of the example rules, with an ending event of M90100 (24 months): 终末期."""
    rules = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("rules") / "rules"))
    for table, row in (
        ("criteria", "M90100,终1,终末期,是,,,1-1/1,终末期停止,,,,"),
        ("groups", "M90100,E1,终末期,全部,终1,,,1-1/1,终末期停止,,,,"),
    ):
        file = rules / "990000-example" / f"{table}.csv"
        file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + f"\n{row}\n", encoding="utf-8")
    with serve(rules=rules) as running:
        yield running.stub


def request_of(**changes: object) -> pb.ReviewRecognitionRequest:
    """Return a request: M90100, which goes on, with the fields given in JSON shape in their place."""
    plain = {
        "area_code": "990000",
        "as_of_date": "2025-12-01",
        "request_id": "r",
        "recognition": {"disease_code": "糖病", "start_date": "2021-05-31", "last_review_date": "2023-12-01"},
        "findings": [SYMPTOMS, *TWICE, NOT_CURED],
    }
    return json_format.ParseDict(plain | changes, pb.ReviewRecognitionRequest())


def test_a_recognition_continues(stub: RecognitionServiceStub) -> None:
    response = stub.ReviewRecognition(request_of())
    review, decision = response.review, response.decision
    assert (response.request_id, response.release.version) == ("r", "2025.1")
    assert review.status == review_pb2.REVIEW_STATUS_CONTINUES
    assert review.recognition == review_pb2.ExistingRecognition(
        disease_code="M90100", start_date="2021-05-31", last_review_date="2023-12-01"
    )
    assert (review.valid_until, review.has_lapsed) == ("2025-12-01", False)
    assert review.next_review_date == decision.review_date == "2027-12-01"
    ((event),) = review.ending_events
    assert (event.id, event.name, event.truth) == ("E1", "终末期", decision_pb2.TRUTH_FALSE)
    assert (event.source.place, event.source.clause, event.source.document) == ("1-1/1", "终末期停止", "手册")
    assert event.source.row.startswith("990000-example/groups.csv:")
    assert decision.outcome == decision_pb2.OUTCOME_MEETS
    assert decision.routes == ["R1"]
    assert "继续有效" in review.summary
    assert not review.ended_by


@pytest.mark.parametrize(
    ("findings", "ended_by", "outcome"),
    [
        ([SYMPTOMS, *TWICE, CURED], ["E1"], decision_pb2.OUTCOME_MEETS),
        ([CURED], ["E1"], decision_pb2.OUTCOME_UNDECIDED),
        (
            [{"finding": "symptoms", "value": False}, {"finding": "发病日期", "value": "2025-11-01"}, NOT_CURED],
            ["3"],
            decision_pb2.OUTCOME_DOES_NOT_MEET,
        ),
    ],
)
def test_a_recognition_ends(
    stub: RecognitionServiceStub, findings: list[Any], ended_by: list[str], outcome: decision_pb2.Outcome
) -> None:
    response = stub.ReviewRecognition(request_of(findings=findings))
    assert response.review.status == review_pb2.REVIEW_STATUS_ENDS
    assert response.review.ended_by == ended_by
    assert response.decision.outcome == outcome
    assert not response.review.next_review_date
    assert not response.decision.review_date


def test_an_exclusion_ends_a_recognition_without_a_period(stub: RecognitionServiceStub) -> None:
    recognition = {"disease_code": "M90200", "start_date": "2001-01-01"}
    response = stub.ReviewRecognition(request_of(recognition=recognition, findings=[PRESSURE, SEVERE, CURED]))
    review = response.review
    assert (review.status, list(review.ended_by)) == (review_pb2.REVIEW_STATUS_ENDS, ["X1"])
    assert [(each.id, each.truth) for each in review.ending_events] == [("X1", decision_pb2.TRUTH_TRUE)]
    assert (review.valid_until, review.has_lapsed, review.next_review_date) == ("", False, "")


def test_without_word_of_the_event_nothing_is_settled(stub: RecognitionServiceStub) -> None:
    response = stub.ReviewRecognition(request_of(findings=[SYMPTOMS, *TWICE]))
    review = response.review
    assert review.status == review_pb2.REVIEW_STATUS_UNDECIDED
    assert review.causes == [decision_pb2.UNDECIDED_CAUSE_EVIDENCE]
    for missing in (review.to_continue, review.to_end):
        (only,) = missing.sets
        assert [(each.count, list(each.findings), list(each.names)) for each in only.choices] == [
            (1, ["end_stage"], ["终末期"])
        ]
    assert response.decision.outcome == decision_pb2.OUTCOME_MEETS
    assert not response.decision.review_date


@pytest.mark.parametrize(
    ("start", "last", "as_of", "valid_until", "lapsed"),
    [
        ("2023-05-31", "", "2025-05-31", "2025-05-31", False),
        ("2023-05-31", "", "2025-06-01", "2025-05-31", True),
        ("2021-05-31", "2023-11-30", "2025-12-01", "2025-11-30", True),
        ("2021-05-31", "2024-02-29", "2025-12-01", "2026-02-28", False),
    ],
)
def test_a_period_runs_out_after_its_last_day(
    stub: RecognitionServiceStub, start: str, last: str, as_of: str, valid_until: str, lapsed: bool
) -> None:
    recognition = {"disease_code": "M90100", "start_date": start, "last_review_date": last}
    review = stub.ReviewRecognition(request_of(recognition=recognition, as_of_date=as_of, findings=[CURED])).review
    assert (review.valid_until, review.has_lapsed) == (valid_until, lapsed)


@pytest.mark.parametrize(
    ("detail", "reasons", "trace"),
    [("DETAIL_OUTCOME", False, False), ("DETAIL_UNSPECIFIED", True, False), ("DETAIL_TRACE", True, True)],
)
def test_detail(stub: RecognitionServiceStub, detail: str, reasons: bool, trace: bool) -> None:
    response = stub.ReviewRecognition(request_of(detail=detail, findings=[SYMPTOMS, *TWICE]))
    review, decision = response.review, response.decision
    assert review.status == review_pb2.REVIEW_STATUS_UNDECIDED
    assert [each.id for each in review.ending_events] == ["E1"]
    assert [bool(review.summary), bool(review.to_continue.sets), bool(decision.criteria)] == [reasons] * 3
    assert bool(decision.trace) is trace


def test_an_application_is_decided_without_the_event(stub: RecognitionServiceStub) -> None:
    asked = pb.CheckRecognitionRequest(area_code="990000", as_of_date="2025-12-01", disease_codes=["M90100"])
    json_format.ParseDict({"findings": [SYMPTOMS, *TWICE, CURED]}, asked)
    (decision,) = stub.CheckRecognition(asked).decisions
    assert (decision.outcome, list(decision.exclusions)) == (decision_pb2.OUTCOME_MEETS, [])
    assert {each.id: each.truth for each in decision.groups}["E1"] == decision_pb2.TRUTH_TRUE


def refused(stub: RecognitionServiceStub, request: pb.ReviewRecognitionRequest) -> list[tuple[str, str]]:
    """Return the fields named and the stable code of each; the call must be refused."""
    with pytest.raises(grpc.RpcError) as caught:
        stub.ReviewRecognition(request)
    assert isinstance(caught.value, grpc.Call)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    status = rpc_status.from_call(caught.value)
    assert status is not None
    bad_request = error_details_pb2.BadRequest()
    assert status.details[1].Unpack(bad_request)
    return [(each.field, each.reason) for each in bad_request.field_violations]


def recognised(**changes: str) -> dict[str, object]:
    return {"recognition": {"disease_code": "M90100", "start_date": "2023-05-31"} | changes}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"recognition": {}}, [("recognition.disease_code", "E0801"), ("recognition.start_date", "E0801")]),
        (recognised(disease_code=""), [("recognition.disease_code", "E0801")]),
        (recognised(disease_code="M90199"), [("recognition.disease_code", "E0802")]),
        (recognised(start_date=""), [("recognition.start_date", "E0801")]),
        (recognised(start_date="2023-02-29"), [("recognition.start_date", "E0806")]),
        (recognised(start_date="2025-12-02"), [("recognition.start_date", "E0806")]),
        (recognised(last_review_date="2025-12-02"), [("recognition.last_review_date", "E0806")]),
        (recognised(last_review_date="2023-05-30"), [("recognition.last_review_date", "E0807")]),
        ({"as_of_date": ""}, [("as_of_date", "E0801")]),
        (
            recognised(disease_code="M1", start_date="x", last_review_date="2026-01-01")
            | {"findings": [{"finding": "?", "value": 1}], "documents": ["信"], "language_code": "fr", "detail": 9},
            [
                ("detail", "E0811"),
                ("language_code", "E0811"),
                ("documents[0]", "E0415"),
                ("findings[0].finding", "E0802"),
                ("recognition.disease_code", "E0802"),
                ("recognition.last_review_date", "E0806"),
                ("recognition.start_date", "E0806"),
            ],
        ),
    ],
)
def test_every_wrong_field_is_named_at_once(
    stub: RecognitionServiceStub, changes: dict[str, object], fields: list[tuple[str, str]]
) -> None:
    assert sorted(refused(stub, request_of(**changes))) == sorted(fields)
