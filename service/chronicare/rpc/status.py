"""The one table from errors to status, and how a failure is written: as a gRPC status, and as an item of a batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import grpc
from google.protobuf import any_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from chronicare.api.v1 import error_reason_pb2
from chronicare.application.errors import (
    ApplicationError,
    BrokenRulesError,
    BusyError,
    EngineFailedError,
    EvaluatorsDisagreeError,
    ForbiddenError,
    InvalidRequestError,
    MessageTooLongError,
    NoBenefitsError,
    NotInForceError,
    NotReadyError,
    QuarantinedError,
    QuotaSpentError,
    TooMuchError,
    UnauthenticatedError,
    UnknownAreaError,
    UnknownReleaseError,
    UnrecordableError,
)
from chronicare.diagnostics import Diagnostic, Language, Text
from chronicare.rpc.wire import MAX_HEADER_BYTES

DOMAIN = "chronicare"

STATUS_OF: Mapping[type[ApplicationError], tuple[grpc.StatusCode, error_reason_pb2.ErrorReason]] = {
    InvalidRequestError: (grpc.StatusCode.INVALID_ARGUMENT, error_reason_pb2.ERROR_REASON_INVALID_REQUEST),
    UnknownAreaError: (grpc.StatusCode.NOT_FOUND, error_reason_pb2.ERROR_REASON_UNKNOWN_AREA),
    BrokenRulesError: (grpc.StatusCode.FAILED_PRECONDITION, error_reason_pb2.ERROR_REASON_BROKEN_RULES),
    UnknownReleaseError: (grpc.StatusCode.FAILED_PRECONDITION, error_reason_pb2.ERROR_REASON_UNKNOWN_RELEASE),
    NotInForceError: (grpc.StatusCode.FAILED_PRECONDITION, error_reason_pb2.ERROR_REASON_NOT_IN_FORCE),
    NoBenefitsError: (grpc.StatusCode.NOT_FOUND, error_reason_pb2.ERROR_REASON_NO_BENEFITS),
    EvaluatorsDisagreeError: (grpc.StatusCode.INTERNAL, error_reason_pb2.ERROR_REASON_EVALUATORS_DISAGREE),
    EngineFailedError: (grpc.StatusCode.INTERNAL, error_reason_pb2.ERROR_REASON_ENGINE_FAILED),
    NotReadyError: (grpc.StatusCode.UNAVAILABLE, error_reason_pb2.ERROR_REASON_NOT_READY),
    MessageTooLongError: (grpc.StatusCode.RESOURCE_EXHAUSTED, error_reason_pb2.ERROR_REASON_TOO_MUCH),
    TooMuchError: (grpc.StatusCode.RESOURCE_EXHAUSTED, error_reason_pb2.ERROR_REASON_TOO_MUCH),
    BusyError: (grpc.StatusCode.RESOURCE_EXHAUSTED, error_reason_pb2.ERROR_REASON_BUSY),
    QuotaSpentError: (grpc.StatusCode.RESOURCE_EXHAUSTED, error_reason_pb2.ERROR_REASON_QUOTA_SPENT),
    UnauthenticatedError: (grpc.StatusCode.UNAUTHENTICATED, error_reason_pb2.ERROR_REASON_UNAUTHENTICATED),
    ForbiddenError: (grpc.StatusCode.PERMISSION_DENIED, error_reason_pb2.ERROR_REASON_FORBIDDEN),
    UnrecordableError: (grpc.StatusCode.UNAVAILABLE, error_reason_pb2.ERROR_REASON_RECORD_UNAVAILABLE),
    QuarantinedError: (grpc.StatusCode.FAILED_PRECONDITION, error_reason_pb2.ERROR_REASON_QUARANTINED),
}
UNFORESEEN = (grpc.StatusCode.INTERNAL, error_reason_pb2.ERROR_REASON_INTERNAL)
"""The status of anything else: a fault of ours, of which the caller is told nothing more."""

MAX_CHARACTERS = 240
"""Of any one text sent back: callers' own words are among them, and can be of any length."""
MAX_VIOLATIONS = 100
"""Offending fields told for one item of a batch."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call, or an item of a batch, has no answer, in the caller's language.

    ``violations`` are (field, code, description), in order of field; after ``retry_seconds`` (0: never) it
    is worth trying again.
    """

    code: grpc.StatusCode
    reason: error_reason_pb2.ErrorReason
    message: str
    metadata: Mapping[str, str]
    violations: tuple[tuple[str, str, str], ...]
    retry_seconds: int = 0


def failure_of(error: Exception, language: Language, prefix: str = "") -> Failure:
    """Look ``error`` up in the table. ``prefix`` goes before the path of every field."""
    if not isinstance(error, ApplicationError):
        code, reason = UNFORESEEN
        message = Text("服务内部错误，已记录", "an internal fault; it has been logged")
        return Failure(code, reason, message.in_language(language), {}, ())
    code, reason = STATUS_OF[type(error)]
    diagnostics = error.diagnostics if isinstance(error, InvalidRequestError) else ()
    violations = tuple(
        (f"{prefix}{_shortened(str(each.where))}", each.code.value, _described(each, language)) for each in diagnostics
    )
    return Failure(
        code,
        reason,
        _shortened(_message(error.message, violations, language)),
        {name: _shortened(value) for name, value in error.metadata.items()},
        violations,
        error.retry_seconds if isinstance(error, BusyError | UnrecordableError) else 0,
    )


def write_status(failure: Failure, most_bytes: int = MAX_HEADER_BYTES) -> grpc.Status:
    """Write the status of a call, with google.rpc.ErrorInfo and, for fields, google.rpc.BadRequest in its details.

    Where it is worth trying again later google.rpc.RetryInfo says when.

    Fields that do not fit into ``most_bytes`` are left out, the last ones first; ``count`` in the metadata still says
    how many there are.
    """
    info = error_details_pb2.ErrorInfo(
        reason=error_reason_pb2.ErrorReason.Name(failure.reason), domain=DOMAIN, metadata=failure.metadata
    )
    status = status_pb2.Status(code=_number(failure.code), message=failure.message, details=[_packed(info)])
    if failure.retry_seconds:
        advice = error_details_pb2.RetryInfo()
        advice.retry_delay.FromSeconds(failure.retry_seconds)
        status.details.append(_packed(advice))
    if failure.violations:
        status.details.append(_packed(_bad_request(failure.violations, most_bytes - status.ByteSize())))
    return rpc_status.to_status(status)


def write_request_error(failure: Failure, error: error_reason_pb2.RequestError) -> None:
    """Write the failure of one item of a batch into ``error``."""
    error.status_code = _number(failure.code)
    error.reason = failure.reason
    error.message = failure.message
    for field, code, description in failure.violations[:MAX_VIOLATIONS]:
        error.violations.add(field=field, code=code, description=description)


def _bad_request(violations: Iterable[tuple[str, str, str]], most_bytes: int) -> error_details_pb2.BadRequest:
    bad_request = error_details_pb2.BadRequest()
    for field, code, description in violations:
        bad_request.field_violations.add(field=field, reason=code, description=description)
        if bad_request.ByteSize() > most_bytes:
            del bad_request.field_violations[-1]
            break
    return bad_request


def _message(whole: Text, violations: Sequence[tuple[str, str, str]], language: Language) -> str:
    """Write what is wrong as a whole, and the first violation: there are clients that show nothing else."""
    said = whole.in_language(language)
    if not violations:
        return said
    field, _, description = violations[0]
    return f"{said}{Text('：', ': ').in_language(language)}{f'{field} ' if field else ''}{description}"


def _described(diagnostic: Diagnostic, language: Language) -> str:
    message, hint = diagnostic.message.in_language(language), diagnostic.hint.in_language(language)
    joint = Text("；", "; ").in_language(language)
    return _shortened(f"{message}{joint}{hint}" if hint else message)


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_CHARACTERS else f"{text[: MAX_CHARACTERS - 1]}…"


def _number(code: grpc.StatusCode) -> int:
    number: int = code.value[0]
    return number


def _packed(message: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed
