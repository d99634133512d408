"""Calls that are refused: making one, and reading the code, the reason and the fields named out of its status."""

from collections.abc import Callable

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status


def refused(call: Callable[..., object], request: Message | bytes, **how: float) -> grpc.Call:
    """Make the call, which must fail, and return the error."""
    with pytest.raises(grpc.RpcError) as caught:
        call(request, **how)
    assert isinstance(caught.value, grpc.Call)
    return caught.value


def info_of(error: grpc.Call) -> error_details_pb2.ErrorInfo:
    """Return the ErrorInfo of a failed call."""
    status = rpc_status.from_call(error)
    info = error_details_pb2.ErrorInfo()
    assert status is not None
    assert status.details[0].Unpack(info)
    assert info.domain == "chronicare"
    return info


def violations_of(error: grpc.Call) -> list[error_details_pb2.BadRequest.FieldViolation]:
    """Return the fields named by a failed call."""
    status = rpc_status.from_call(error)
    bad_request = error_details_pb2.BadRequest()
    assert status is not None
    assert status.details[1].Unpack(bad_request)
    return list(bad_request.field_violations)


def fields(error: grpc.Call) -> list[tuple[str, str]]:
    """Return the fields named and the stable code of each."""
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    info = info_of(error)
    named = [(each.field, each.reason) for each in violations_of(error)]
    assert info.reason == "ERROR_REASON_INVALID_REQUEST"
    assert info.metadata["count"] == str(len(named))
    return named
