import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import status_pb2

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.errors import NotReadyError
from chronicare.diagnostics import Text
from chronicare.rpc.calls import Call, handlers_of
from chronicare.rpc.log import ServerStats
from chronicare.rpc.server import RECOGNITION


class Details(NamedTuple):
    """What gRPC says of a call that comes in."""

    method: str


class Context:
    """A call with so many seconds left that notes how it is ended."""

    def __init__(self, remaining: float | None) -> None:
        """Have ``remaining`` seconds left; ``None``: without end."""
        self.remaining = remaining
        self.ended: list[Any] = []

    def time_remaining(self) -> float | None:
        """Return the seconds left."""
        return self.remaining

    async def abort(self, *how: object) -> None:
        """Note it, and end the call as gRPC does."""
        self.ended.append(how)
        raise grpc.aio.AbortError


class Servicer:
    """Answers every call with ``answer``, an exception being raised, and counts the calls."""

    def __init__(self, answer: Message | Exception) -> None:
        """Have the answer ready."""
        self.answer = answer
        self.calls = 0

    def __getattr__(self, name: str) -> Callable[[object, Call], Awaitable[Message]]:
        """Return a method for any name."""
        return self._call

    async def _call(self, _request: object, _call: Call) -> Message:
        self.calls += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def make(servicer: Servicer, context: Context, data: bytes = b"", stats: ServerStats | None = None) -> bytes:
    """Make a call of CheckRecognition as gRPC makes it."""
    handlers: Any = handlers_of(RECOGNITION, servicer, {}, stats or ServerStats())
    handler = handlers.service(Details(f"/{RECOGNITION.full_name}/CheckRecognition"))
    response = asyncio.run(handler.unary_unary(handler.request_deserializer(data), context))
    written: bytes = handler.response_serializer(response)
    return written


@pytest.mark.parametrize("remaining", [None, 0.5])
def test_a_call_in_time_is_answered(remaining: float | None) -> None:
    answer = pb.CheckRecognitionResponse(request_id="r")
    assert make(Servicer(answer), Context(remaining)) == answer.SerializeToString()


@pytest.mark.parametrize("remaining", [0.0, -1.0])
def test_nothing_is_done_for_a_call_whose_deadline_has_passed(remaining: float) -> None:
    servicer, context = Servicer(pb.CheckRecognitionResponse()), Context(remaining)
    with pytest.raises(grpc.aio.AbortError):
        make(servicer, context)
    assert servicer.calls == 0
    assert context.ended[0][0] is grpc.StatusCode.DEADLINE_EXCEEDED


@pytest.mark.parametrize(
    ("error", "code", "faults"),
    [
        (NotReadyError(Text("无", "none")), grpc.StatusCode.UNAVAILABLE, 0),
        (ZeroDivisionError("x"), grpc.StatusCode.INTERNAL, 1),
    ],
)
def test_errors_become_a_status(error: Exception, code: grpc.StatusCode, faults: int) -> None:
    context, stats = Context(None), ServerStats()
    with pytest.raises(grpc.aio.AbortError):
        make(Servicer(error), context, stats=stats)
    ((given, message, ((_, data),)),) = context.ended
    assert (given, message) == (code, status_pb2.Status.FromString(data).message)
    assert stats.faults == faults


def test_a_call_ended_by_the_method_is_not_ended_again() -> None:
    context = Context(None)
    with pytest.raises(grpc.aio.AbortError):
        make(Servicer(grpc.aio.AbortError()), context)
    assert context.ended == []


def test_bytes_that_are_no_message_do_not_reach_the_method() -> None:
    servicer, context = Servicer(pb.CheckRecognitionResponse()), Context(None)
    with pytest.raises(grpc.aio.AbortError):
        make(servicer, context, b"\xff")
    assert servicer.calls == 0
    assert context.ended[0][0] is grpc.StatusCode.INVALID_ARGUMENT
