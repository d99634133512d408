"""Batches over a live channel: order, errors of one item, limits, one rule set for all."""

from collections.abc import Callable
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from chronicare.api.v1 import decision_pb2, error_reason_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

RequestOf = Callable[..., pb.CheckRecognitionRequest]


def test_order_is_kept_and_an_error_is_its_items_own(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    requests = [
        request_of(request_id="a"),
        request_of(request_id="b", language_code="en", findings=[{"finding": "FPG", "value": 7, "unit": "kg"}]),
        request_of(request_id="c", findings=[]),
        request_of(request_id="d", area_code="123456"),
        request_of(request_id="e", detail="DETAIL_OUTCOME"),
    ]
    items = stub.BatchCheckRecognition(pb.BatchCheckRecognitionRequest(requests=requests)).items
    assert [each.WhichOneof("answer") for each in items] == ["response", "error", "response", "error", "response"]
    assert [each.response.request_id for each in items] == ["a", "", "c", "", "e"]
    assert [each.response.decisions[0].outcome for each in (items[0], items[2], items[4])] == [
        decision_pb2.OUTCOME_MEETS,
        decision_pb2.OUTCOME_UNDECIDED,
        decision_pb2.OUTCOME_MEETS,
    ]
    wrong, elsewhere = items[1].error, items[3].error
    assert wrong.status_code == 3
    assert wrong.reason == error_reason_pb2.ERROR_REASON_INVALID_REQUEST
    assert wrong.message.startswith("1 problem in the request: findings[0].unit fasting glucose: unknown unit")
    assert [(each.field, each.code) for each in wrong.violations] == [("findings[0].unit", "E0804")]
    assert "unknown unit" in wrong.violations[0].description
    assert (elsewhere.status_code, elsewhere.reason) == (5, error_reason_pb2.ERROR_REASON_UNKNOWN_AREA)


def test_a_batch_answers_as_single_calls_do(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    requests = [request_of(detail="DETAIL_TRACE", disease_codes=[code]) for code in ("M90100", "M90200", "M90300")]
    items = stub.BatchCheckRecognition(pb.BatchCheckRecognitionRequest(requests=requests)).items
    singles = [stub.CheckRecognition(each) for each in requests]
    for answer in (*(each.response for each in items), *singles):
        answer.decisions[0].decision_id = ""
    assert [each.response for each in items] == singles


@pytest.mark.parametrize(
    ("count", "codes", "code"),
    [(0, 1, "E0801"), (1001, 1, "E0808"), (101, 100, "E0808")],
    ids=["none", "too many requests", "too many decisions"],
)
def test_limits(stub: RecognitionServiceStub, request_of: RequestOf, count: int, codes: int, code: str) -> None:
    request = request_of(findings=[], disease_codes=["M90100"] * codes, language_code="en")
    with pytest.raises(grpc.RpcError) as caught:
        stub.BatchCheckRecognition(pb.BatchCheckRecognitionRequest(requests=[request] * count))
    error: Any = caught.value
    status = rpc_status.from_call(error)
    bad_request = error_details_pb2.BadRequest()
    assert status.details[1].Unpack(bad_request)
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert [(each.field, each.reason) for each in bad_request.field_violations] == [("requests", code)]


def test_the_largest_batch(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    requests = [request_of(request_id=str(number), detail="DETAIL_OUTCOME") for number in range(1000)]
    items = stub.BatchCheckRecognition(pb.BatchCheckRecognitionRequest(requests=requests)).items
    assert [each.response.request_id for each in items] == [str(number) for number in range(1000)]
    assert len({each.response.release.digest for each in items}) == 1
