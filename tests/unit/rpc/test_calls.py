import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from chronicare.api.v1 import decision_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.errors import NotReadyError
from chronicare.diagnostics import Text
from chronicare.judging.budget import BudgetSpentError
from chronicare.rpc.calls import handlers_of
from chronicare.rpc.counts import CALLS, DECISIONS
from chronicare.rpc.held import Held
from chronicare.rpc.lanes import Lanes
from chronicare.rpc.log import ServerStats
from chronicare.rpc.quarantine import Quarantine, Work
from chronicare.rpc.server import RECOGNITION
from chronicare.rpc.settings import Settings
from chronicare.rpc.unsent import Unsent
from chronicare.rpc.working_out import Room


class Details(NamedTuple):
    """What gRPC says of a call that comes in."""

    method: str


class Context:
    """A call with so many seconds left that notes how it is ended."""

    def __init__(self, remaining: float | None) -> None:
        """Have ``remaining`` seconds left; ``None``: without end."""
        self.remaining = remaining
        self.ended: list[Any] = []
        self.callbacks: list[Callable[[object], None]] = []

    def peer(self) -> str:
        """Return the connection."""
        return "ipv4:127.0.0.1:1"

    def add_done_callback(self, callback: Callable[[object], None]) -> None:
        """Note what is to be called when it has ended."""
        self.callbacks.append(callback)

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
        self.threads: set[str] = set()

    def __getattr__(self, name: str) -> Callable[[object], Message]:
        """Return a method for any name."""
        return self._call

    def _call(self, _request: object) -> Message:
        self.calls += 1
        self.threads.add(threading.current_thread().name)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def make(
    servicer: Servicer,
    context: Context,
    data: bytes = b"",
    stats: ServerStats | None = None,
    method: str = "CheckRecognition",
    work: Work | None = None,
    unsent: Unsent | None = None,
    **settings: int,
) -> bytes:
    """Make a call as gRPC makes it."""
    lanes, work = Lanes(Settings.model_validate({"rules": "rules"} | settings)), work or Work(Quarantine(-1, 1, 3))
    room = Room(Held(20_000, 10_000), unsent or Unsent(10))
    handlers: Any = handlers_of(RECOGNITION, servicer, {}, stats or ServerStats(), lanes, work, room)
    handler = handlers.service(Details(f"/{RECOGNITION.full_name}/{method}"))
    written: bytes = asyncio.run(handler.unary_unary(data, context))
    lanes.close()
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


@pytest.mark.parametrize(
    ("answer", "remaining", "code"),
    [
        (pb.CheckRecognitionResponse(), None, "OK"),
        (NotReadyError(Text("无", "none")), None, "UNAVAILABLE"),
        (ZeroDivisionError("x"), None, "INTERNAL"),
        (pb.CheckRecognitionResponse(), -1.0, "DEADLINE_EXCEEDED"),
    ],
)
def test_calls_are_counted_by_their_status(answer: Message | Exception, remaining: float | None, code: str) -> None:
    stats = ServerStats()
    with suppress(grpc.aio.AbortError):
        make(Servicer(answer), Context(remaining), stats=stats)
    ended = {key[1:]: amount for key, amount in stats.counts.sums().items() if key[0] == CALLS}
    assert ended == {("CheckRecognition", code): 1}


def test_how_a_case_comes_out_is_counted() -> None:
    stats = ServerStats()
    decided = pb.CheckRecognitionResponse(decisions=[decision_pb2.Decision(outcome=decision_pb2.OUTCOME_MEETS)])
    decided.release.name = "areas/990000/releases/0123456789ab"
    make(Servicer(decided), Context(None), stats=stats)
    assert stats.counts.value(DECISIONS, "990000", "MEETS") == 1


def test_bytes_that_are_no_message_do_not_reach_the_method() -> None:
    servicer, context = Servicer(pb.CheckRecognitionResponse()), Context(None)
    with pytest.raises(grpc.aio.AbortError):
        make(servicer, context, b"\xff")
    assert servicer.calls == 0
    assert context.ended[0][0] is grpc.StatusCode.INVALID_ARGUMENT


def test_what_is_too_large_does_not_reach_the_method() -> None:
    servicer, context = Servicer(pb.CheckRecognitionResponse()), Context(None)
    with pytest.raises(grpc.aio.AbortError):
        make(servicer, context, pb.CheckRecognitionRequest(documents=["x"] * 2001).SerializeToString())
    assert servicer.calls == 0
    assert context.ended[0][0] is grpc.StatusCode.INVALID_ARGUMENT


@pytest.mark.parametrize(
    ("method", "lane"),
    [
        ("CheckRecognition", threading.main_thread().name),
        ("ReviewRecognition", "quick"),
        ("ScreenRecognition", "short"),
        ("BatchCheckRecognition", "long"),
    ],
)
def test_calls_are_worked_out_in_their_lanes(method: str, lane: str) -> None:
    servicer = Servicer(pb.CheckRecognitionResponse())
    make(servicer, Context(None), method=method)
    assert {each.split("_")[0] for each in servicer.threads} == {lane}


def test_work_beyond_the_budget_is_refused_for_good() -> None:
    context, stats = Context(None), ServerStats()
    with pytest.raises(grpc.aio.AbortError):
        make(Servicer(BudgetSpentError()), context, stats=stats)
    ((code, _, ((_, data),)),) = context.ended
    (info,) = status_pb2.Status.FromString(data).details
    reason = error_details_pb2.ErrorInfo()
    assert info.Unpack(reason)
    assert (code, reason.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "ERROR_REASON_TOO_MUCH")
    assert stats.faults == 0


def test_what_a_worker_died_over_does_not_reach_the_method() -> None:
    quarantine = Quarantine(-1, 1, 3)
    poison = pb.CheckRecognitionRequest(request_id="poison").SerializeToString()

    class Dying(Servicer):
        def _call(self, request: object) -> Message:
            quarantine.condemn(0, 600)
            return super()._call(request)

    servicer, context = Dying(pb.CheckRecognitionResponse()), Context(None)
    make(servicer, context, poison, work=Work(quarantine))
    with pytest.raises(grpc.aio.AbortError):
        make(servicer, context, poison, work=Work(quarantine))
    assert servicer.calls == 1
    ((code, message, ((_, data),)),) = context.ended
    reason = error_details_pb2.ErrorInfo()
    assert status_pb2.Status.FromString(data).details[0].Unpack(reason)
    assert (code, reason.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "ERROR_REASON_QUARANTINED")
    assert "中止" in message
    make(servicer, context, pb.CheckRecognitionRequest(request_id="other").SerializeToString(), work=Work(quarantine))
    assert servicer.calls == 2


def test_a_client_that_takes_no_answers_is_given_no_more_of_them() -> None:
    unsent, servicer = Unsent(10), Servicer(pb.CheckRecognitionResponse(request_id="0123456789"))
    untaken = Context(None)
    make(servicer, untaken, unsent=unsent)
    refused = Context(None)
    with pytest.raises(grpc.aio.AbortError):
        make(servicer, refused, unsent=unsent)
    assert servicer.calls == 1
    assert refused.ended[0][0] is grpc.StatusCode.RESOURCE_EXHAUSTED
    for callback in untaken.callbacks:
        callback(untaken)
    assert unsent.waiting == {}
    make(servicer, Context(None), unsent=unsent)
    assert servicer.calls == 2
