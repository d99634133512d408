"""Connect's unary form: what a request says in its headers, how a status is written in the body of an answer."""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from typing import Any

import grpc
from google.protobuf import json_format
from google.rpc import error_details_pb2, status_pb2

from chronicare.rpc.http.exchange import AbortedError
from chronicare.rpc.http.json_form import JSON, MAX_DETAILS_BYTES
from chronicare.rpc.wire import Wire, read_bytes, write_bytes

WIRES: Mapping[str, Wire] = {
    "application/json": JSON,
    "application/proto": Wire(read_bytes, write_bytes, MAX_DETAILS_BYTES),
}
"""How messages are written, by content type."""
ENCODINGS = {"json": "application/json", "proto": "application/proto"}
"""What the two are called in the query of a GET."""
VERSION = "1"

HTTP_STATUS: Mapping[grpc.StatusCode, int] = {
    grpc.StatusCode.CANCELLED: 499,
    grpc.StatusCode.UNKNOWN: 500,
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.DEADLINE_EXCEEDED: 504,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.FAILED_PRECONDITION: 400,
    grpc.StatusCode.UNIMPLEMENTED: 501,
    grpc.StatusCode.INTERNAL: 500,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.UNAUTHENTICATED: 401,
}
_DETAILS = "grpc-status-details-bin"
_TEXT_METADATA = frozenset({"x-request-id"})
_MAX_TIMEOUT_DIGITS = 10
_PLACES = 1000


class MalformedError(AbortedError):
    """What frames a message is not Connect's."""

    def __init__(
        self, message: str, code: grpc.StatusCode = grpc.StatusCode.INVALID_ARGUMENT, http_status: int | None = None
    ) -> None:
        """Say what is wrong; HTTP has a status of its own for some of it."""
        super().__init__(code, message, ())
        self.http_status = http_status or HTTP_STATUS[code]


def seconds_of(written: str | None) -> float | None:
    """Read Connect-Timeout-Ms. Raises MalformedError."""
    if written is None:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) <= _MAX_TIMEOUT_DIGITS):
        raise MalformedError("Connect-Timeout-Ms must be a whole number of at most 10 digits")
    return int(written) / _PLACES


def check_version(written: str | None) -> None:
    """Raise MalformedError if a version of the protocol is named that is not this one."""
    if written is not None and written != VERSION:
        raise MalformedError(f"Connect-Protocol-Version must be {VERSION}")


def check_encoding(written: str | None) -> None:
    """Raise MalformedError for a compressed message: how long it is could not be told before it is read."""
    if written not in {None, "", "identity"}:
        raise MalformedError("compressed messages are not taken: send identity", grpc.StatusCode.UNIMPLEMENTED)


def message_in(query: Mapping[str, str]) -> tuple[Wire, str, bytes]:
    """Return how the message in the ``query`` of a GET is written, its type and itself. Raises MalformedError."""
    check_version(None if query.get("connect", f"v{VERSION}") == f"v{VERSION}" else query["connect"])
    check_encoding(query.get("compression"))
    kind = ENCODINGS.get(query.get("encoding", ""))
    if kind is None or "message" not in query:
        raise MalformedError("a GET needs ?encoding=json&message=… (or encoding=proto)")
    written = query["message"]
    if query.get("base64") != "1":
        return WIRES[kind], kind, written.encode("utf-8", "surrogateescape")
    try:
        padded = written + "=" * (-len(written) % 4)
        return WIRES[kind], kind, base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise MalformedError("message is not base64url") from None


def write_error(error: AbortedError) -> tuple[int, dict[str, str], bytes]:
    """Write how a call ended: the status of HTTP, headers, and the body."""
    told = status_pb2.Status()
    headers = {"content-type": "application/json"}
    for name, value in error.metadata:
        if name == _DETAILS and isinstance(value, bytes):
            told.ParseFromString(value)
        elif name in _TEXT_METADATA and isinstance(value, str):
            headers[name] = value
    body: dict[str, Any] = {"code": code_of(error.code), "message": error.message}
    details = list(_details(told, headers))
    if details:
        body["details"] = details
    status = error.http_status if isinstance(error, MalformedError) else HTTP_STATUS[error.code]
    return status, headers, json.dumps(body, ensure_ascii=False).encode()


def code_of(code: grpc.StatusCode) -> str:
    """Return what Connect calls ``code``."""
    return "canceled" if code is grpc.StatusCode.CANCELLED else code.name.lower()


def _details(status: status_pb2.Status, headers: dict[str, str]) -> Iterable[Mapping[str, Any]]:
    """Yield the details, each as bytes and, for people, as JSON; when to try again becomes a header as well."""
    for each in status.details:
        name = each.type_url.rpartition("/")[2]
        kind = getattr(error_details_pb2, name.rpartition(".")[2])()
        each.Unpack(kind)
        if isinstance(kind, error_details_pb2.RetryInfo):
            headers["retry-after"] = str(kind.retry_delay.seconds)
        yield {
            "type": name,
            "value": base64.b64encode(each.value).decode().rstrip("="),
            "debug": json_format.MessageToDict(kind),
        }
