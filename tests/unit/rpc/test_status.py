from collections.abc import Iterator

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2

from chronicare.api.v1 import error_reason_pb2
from chronicare.application.errors import ApplicationError, BusyError, InvalidRequestError, UnknownAreaError
from chronicare.diagnostics import Code, Diagnostic, FieldPath, Language, Text
from chronicare.rpc.status import (
    MAX_CHARACTERS,
    MAX_VIOLATIONS,
    STATUS_OF,
    UNFORESEEN,
    failure_of,
    write_request_error,
    write_status,
)
from chronicare.rpc.wire import MAX_HEADER_BYTES


def subclasses(kind: type[ApplicationError]) -> Iterator[type[ApplicationError]]:
    """Go through all kinds of error below ``kind``."""
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def wrong(path: str, text: str = "错") -> Diagnostic:
    """Return a diagnostic about the field at ``path``."""
    return Diagnostic(Code.BAD_UNIT, FieldPath(path), Text(text, "wrong"), Text("改", "change it"))


def status_of(error: Exception, language: Language = Language.ZH, prefix: str = "") -> status_pb2.Status:
    """Return the google.rpc.Status in the trailing metadata."""
    written = write_status(failure_of(error, language, prefix))
    ((key, value),) = written.trailing_metadata or ()
    assert key == "grpc-status-details-bin"
    assert isinstance(value, bytes)
    return status_pb2.Status.FromString(value)


def test_every_error_of_the_use_cases_is_in_the_table() -> None:
    assert set(STATUS_OF) == set(subclasses(ApplicationError))


def test_every_reason_is_used() -> None:
    reasons = {reason for _, reason in (*STATUS_OF.values(), UNFORESEEN)}
    assert reasons == set(error_reason_pb2.ErrorReason.values()) - {error_reason_pb2.ERROR_REASON_UNSPECIFIED}


@pytest.mark.parametrize("kind", STATUS_OF)
def test_no_error_looks_like_success(kind: type[ApplicationError]) -> None:
    assert STATUS_OF[kind][0] not in (grpc.StatusCode.OK, grpc.StatusCode.UNKNOWN)


def test_details_of_a_status() -> None:
    status = status_of(UnknownAreaError(Text("没有", "none"), {"area_code": "123456"}), Language.EN)
    info = error_details_pb2.ErrorInfo()
    (detail,) = status.details
    assert detail.Unpack(info)
    assert (status.code, status.message) == (5, "none")
    assert (info.reason, info.domain, dict(info.metadata)) == (
        "ERROR_REASON_UNKNOWN_AREA",
        "chronicare",
        {"area_code": "123456"},
    )


@pytest.mark.parametrize(("language", "text"), [(Language.ZH, "错；改"), (Language.EN, "wrong; change it")])
def test_fields_of_a_status(language: Language, text: str) -> None:
    status = status_of(InvalidRequestError([wrong("b"), wrong("a")]), language, "request.")
    bad_request = error_details_pb2.BadRequest()
    assert status.details[1].Unpack(bad_request)
    assert [(each.field, each.reason, each.description) for each in bad_request.field_violations] == [
        ("request.a", "E0804", text),
        ("request.b", "E0804", text),
    ]


def test_the_details_of_a_status_stay_small() -> None:
    errors = InvalidRequestError([wrong(f"findings[{number}].unit", "长" * 1000) for number in range(1000)])
    assert status_of(errors).ByteSize() <= MAX_HEADER_BYTES + 100  # the envelope of the last detail


def test_texts_are_cut() -> None:
    failure = failure_of(UnknownAreaError(Text("长" * 1000, ""), {"area_code": "x" * 1000}), Language.ZH)
    assert [len(failure.message), len(failure.metadata["area_code"])] == [MAX_CHARACTERS] * 2
    assert failure.message.endswith("长…")


def test_an_error_of_one_item() -> None:
    error = error_reason_pb2.RequestError()
    write_request_error(
        failure_of(InvalidRequestError([wrong(f"f{number:03}") for number in range(200)]), Language.ZH), error
    )
    assert (error.status_code, error.reason) == (3, error_reason_pb2.ERROR_REASON_INVALID_REQUEST)
    assert error.message == "请求有 200 处错误：f000 错；改"
    assert len(error.violations) == MAX_VIOLATIONS
    assert (error.violations[0].field, error.violations[0].code) == ("f000", "E0804")


def test_an_unforeseen_error_is_not_told() -> None:
    failure = failure_of(ValueError("a secret"), Language.EN)
    assert (failure.code, failure.reason) == (
        grpc.StatusCode.INTERNAL,
        error_reason_pb2.ERROR_REASON_INTERNAL,
    )
    assert "secret" not in failure.message


def test_who_is_to_come_back_is_told_when() -> None:
    status = write_status(failure_of(BusyError(5), Language.EN))
    ((_, data),) = status.trailing_metadata
    assert isinstance(data, bytes)
    info, advice = status_pb2.Status.FromString(data).details
    delay = error_details_pb2.RetryInfo()
    assert advice.Unpack(delay)
    assert (status.code, delay.retry_delay.seconds) == (grpc.StatusCode.RESOURCE_EXHAUSTED, 5)
    reason = error_details_pb2.ErrorInfo()
    assert info.Unpack(reason)
    assert reason.reason == "ERROR_REASON_BUSY"
