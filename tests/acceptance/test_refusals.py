"""What is wrong with a request, over a live channel: the code, the reason, and every field named."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import grpc
import pytest
from acceptance.refused import fields, info_of, refused, violations_of

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

RequestOf = Callable[..., pb.CheckRecognitionRequest]
Serve = Callable[..., AbstractContextManager[Any]]
METHOD = "/chronicare.api.v1.RecognitionService/CheckRecognition"


def glucose(**changes: object) -> dict[str, Any]:
    """Return a glucose value, with fields changed."""
    return {"finding": "空腹血糖", "value": 7.0, "unit": "mmol/L"} | changes


YES, NO = ({"finding": "symptoms", "value": truth} for truth in (True, False))


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        pytest.param({"findings": [{"finding": "symptoms", "value": "也许"}]}, "findings[0].value", "E0803", id="word"),
        pytest.param({"findings": [{"finding": "symptoms", "value": 1}]}, "findings[0].value", "E0803", id="number"),
        pytest.param({"findings": [glucose(value=[7.0])]}, "findings[0].value", "E0803", id="list"),
        pytest.param({"findings": [glucose(value={"a": 7})]}, "findings[0].value", "E0803", id="object"),
        pytest.param({"findings": [{"finding": "symptoms"}]}, "findings[0].value", "E0801", id="no value"),
        pytest.param({"findings": [YES, glucose(unit="mmHg")]}, "findings[1].unit", "E0804", id="wrong unit"),
        pytest.param({"findings": [glucose(unit="")]}, "findings[0].unit", "E0804", id="no unit"),
        pytest.param({"findings": [glucose(value=700)]}, "findings[0].value", "E0805", id="impossible value"),
        pytest.param({"findings": [glucose(date="2025-02-30")]}, "findings[0].date", "E0806", id="impossible date"),
        pytest.param({"findings": [glucose(date="2025-12-02")]}, "findings[0].date", "E0806", id="date to come"),
        pytest.param({"person": {"birth_date": "2026-01-01"}}, "person.birth_date", "E0806", id="not yet born"),
        pytest.param({"findings": [YES, NO]}, "findings[1].value", "E0807", id="contradiction"),
        pytest.param({"disease_codes": ["M90100", "M90199"]}, "disease_codes[1]", "E0802", id="unknown disease"),
        pytest.param({"disease_codes": []}, "disease_codes", "E0801", id="no disease"),
        pytest.param({"disease_codes": ["M90100"] * 101}, "disease_codes", "E0808", id="too many diseases"),
        pytest.param({"findings": [YES] * 2001}, "findings", "E0808", id="too many findings"),
        pytest.param(
            {"findings": [{"finding": "糖", "value": 1}]}, "findings[0].finding", "E0802", id="unknown finding"
        ),
        pytest.param({"findings": [{"value": 1}]}, "findings[0].finding", "E0801", id="no finding"),
        pytest.param({"complete_findings": ["symptoms"]}, "complete_findings[0]", "E0811", id="single is complete"),
        pytest.param({"complete_findings": ["FPG"] * 2001}, "complete_findings", "E0808", id="too many complete"),
        pytest.param({"documents": ["certificate"] * 2001}, "documents", "E0808", id="too many documents"),
        pytest.param({"documents": ["certificate", "信"]}, "documents[1]", "E0415", id="unknown document"),
        pytest.param({"as_of_date": ""}, "as_of_date", "E0801", id="no date"),
        pytest.param({"as_of_date": "2025-13-01"}, "as_of_date", "E0806", id="bad as-of date"),
        pytest.param({"area_code": ""}, "area_code", "E0801", id="no area"),
        pytest.param({"detail": 9}, "detail", "E0811", id="unknown detail"),
        pytest.param({"language_code": "fr"}, "language_code", "E0811", id="unknown language"),
        pytest.param({"request_id": "x" * 129}, "request_id", "E0811", id="long request id"),
        pytest.param({"release": "x" * 129}, "release", "E0811", id="long release"),
    ],
)
def test_a_wrong_field_is_named(
    stub: RecognitionServiceStub, request_of: RequestOf, changes: dict[str, Any], field: str, code: str
) -> None:
    error = refused(stub.CheckRecognition, request_of(**changes))
    assert fields(error) == [(field, code)]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(stub: RecognitionServiceStub, request_of: RequestOf, number: float) -> None:
    request = request_of(findings=[glucose()])
    request.findings[0].value.number_value = number
    assert fields(refused(stub.CheckRecognition, request)) == [("findings[0].value", "E0803")]


def test_everything_wrong_is_told_at_once(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    request = request_of(
        detail=7,
        language_code="fr",
        disease_codes=["M1"],
        person={"birth_date": "x"},
        findings=[glucose(unit="kg"), {"finding": "?", "value": 1}, {"finding": "symptoms"}, YES, NO],
        complete_findings=["nothing"],
    )
    assert [field for field, _ in fields(refused(stub.CheckRecognition, request))] == [
        "complete_findings[0]",
        "detail",
        "disease_codes[0]",
        "findings[0].unit",
        "findings[1].finding",
        "findings[2].value",
        "findings[4].value",
        "language_code",
        "person.birth_date",
    ]


def test_more_errors_than_fit_are_counted(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    request = request_of(findings=[glucose(unit="斤" * 50) for _ in range(500)])
    error = refused(stub.CheckRecognition, request)
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert info_of(error).metadata["count"] == "500"
    named = [each.field for each in violations_of(error)]
    assert 0 < len(named) < 500
    assert len(set(named)) == len(named)


def test_what_is_too_long_or_too_many_is_told_before_anything_is_read(
    stub: RecognitionServiceStub, request_of: RequestOf
) -> None:
    request = request_of(
        area_code="甲" * 100_000,
        request_id="x" * 129,
        disease_codes=["M1"] * 101,
        findings=[glucose(unit="kg"), glucose(report_id="号" * 201)],
    )
    assert fields(refused(stub.CheckRecognition, request)) == [
        ("area_code", "E0811"),
        ("disease_codes", "E0808"),
        ("findings[1].report_id", "E0811"),
        ("request_id", "E0811"),
    ]


def test_empty_findings_by_the_hundred_thousand_are_counted_not_read(
    stub: RecognitionServiceStub, request_of: RequestOf
) -> None:
    request = request_of(findings=[])
    request.MergeFromString(b"\x3a\x00" * 900_000)
    assert len(request.findings) == 900_000
    assert fields(refused(stub.CheckRecognition, request)) == [("findings", "E0808")]


def test_one_disease_is_asked_about_once(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    request = request_of(disease_codes=["M90100", "M90200", "M90100"])
    assert fields(refused(stub.CheckRecognition, request)) == [("disease_codes[2]", "E0811")]


@pytest.mark.parametrize(
    ("language", "message", "words"),
    [
        ("", "请求有 1 处错误：findings[0].unit 空腹血糖：不认识单位", "不认识单位"),
        ("en", "1 problem in the request: findings[0].unit fasting glucose: unknown unit", "unknown unit"),
    ],
)
def test_messages_are_in_the_language_asked_for(
    stub: RecognitionServiceStub, request_of: RequestOf, language: str, message: str, words: str
) -> None:
    error = refused(stub.CheckRecognition, request_of(language_code=language, findings=[glucose(unit="kg")]))
    assert str(error.details()).startswith(message)
    assert words in violations_of(error)[0].description


@pytest.mark.parametrize(
    ("changes", "code", "reason", "metadata"),
    [
        (
            {"area_code": "123456"},
            grpc.StatusCode.NOT_FOUND,
            "ERROR_REASON_UNKNOWN_AREA",
            {"area_code": "123456"},
        ),
        (
            {"release": "areas/990000/releases/0"},
            grpc.StatusCode.FAILED_PRECONDITION,
            "ERROR_REASON_UNKNOWN_RELEASE",
            {"release": "areas/990000/releases/0"},
        ),
        (
            {"as_of_date": "2024-12-31", "findings": []},
            grpc.StatusCode.FAILED_PRECONDITION,
            "ERROR_REASON_NOT_IN_FORCE",
            {"as_of_date": "2024-12-31", "effective_from": "2025-01-01", "effective_until": ""},
        ),
    ],
)
def test_the_rules_asked_for_are_not_there(
    stub: RecognitionServiceStub,
    request_of: RequestOf,
    changes: dict[str, Any],
    code: grpc.StatusCode,
    reason: str,
    metadata: dict[str, str],
) -> None:
    error = refused(stub.CheckRecognition, request_of(**changes))
    info = info_of(error)
    assert (error.code(), info.reason, dict(info.metadata)) == (code, reason, metadata)


def test_a_screening_names_no_diseases(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    request = pb.ScreenRecognitionRequest(request=request_of(findings=[glucose(unit="kg")]))
    assert fields(refused(stub.ScreenRecognition, request)) == [
        ("request.disease_codes", "E0811"),
        ("request.findings[0].unit", "E0804"),
    ]


def test_bytes_that_are_no_message(channel: grpc.Channel) -> None:
    error = refused(channel.unary_unary(METHOD), b"\x0a\x7fa")
    assert fields(error) == [("", "E0811")]


def test_a_message_that_is_too_large(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    error = refused(stub.CheckRecognition, request_of(request_id="x" * (4 * 1024 * 1024)))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "4194304" in (error.details() or "")


def test_a_deadline_that_has_passed(stub: RecognitionServiceStub, request_of: RequestOf) -> None:
    error = refused(stub.CheckRecognition, request_of(), timeout=-1)
    assert error.code() is grpc.StatusCode.DEADLINE_EXCEEDED


def test_an_unknown_method(channel: grpc.Channel) -> None:
    error = refused(channel.unary_unary(METHOD + "s"), b"")
    assert error.code() is grpc.StatusCode.UNIMPLEMENTED


def test_without_rules_the_call_can_be_tried_again(serve: Serve, request_of: RequestOf) -> None:
    with serve(load=False) as empty:
        error = refused(empty.stub.CheckRecognition, request_of())
    assert (error.code(), info_of(error).reason) == (grpc.StatusCode.UNAVAILABLE, "ERROR_REASON_NOT_READY")


def test_a_fault_of_ours_tells_nothing_of_the_inside(
    serve: Serve, request_of: RequestOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve() as faulty:
        monkeypatch.setattr(faulty.server.catalogue, "find", lambda *_: 1 / 0)
        error = refused(faulty.stub.CheckRecognition, request_of(language_code="en"))
        assert faulty.server.stats.faults == 1
    assert (error.code(), info_of(error).reason) == (grpc.StatusCode.INTERNAL, "ERROR_REASON_INTERNAL")
    assert error.details() == "an internal fault; it has been logged"
