"""Many calls at once, and clients that only watch: others are answered as if they were not there."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from select import select
from typing import TYPE_CHECKING, Any

import grpc
from acceptance.refused import info_of, refused
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

if TYPE_CHECKING:
    from acceptance.conftest import Live

RequestOf = Callable[..., pb.CheckRecognitionRequest]
PATIENCE_SECONDS = 60


def test_watches_beyond_a_connections_share_are_refused_and_calls_go_on(
    serve: Callable[..., AbstractContextManager["Live"]], request_of: RequestOf
) -> None:
    with serve(max_watches=2) as running:
        health: Any = health_pb2_grpc.HealthStub(running.channel)
        watches = [health.Watch(health_pb2.HealthCheckRequest(), timeout=PATIENCE_SECONDS) for _ in range(20)]
        told, advised = [], list[int]()
        for watch in watches:
            try:
                told.append(next(watch).status)
            except grpc.RpcError as error:
                told.append(error.code())
                advised.append(retry_advice_of(error))
        assert told.count(health_pb2.HealthCheckResponse.SERVING) == 2
        assert told.count(grpc.StatusCode.RESOURCE_EXHAUSTED) == 18
        assert min(advised) > 0
        assert running.stub.CheckRecognition(request_of(request_id="beside")).request_id == "beside"
        for watch in watches:
            watch.cancel()


def retry_advice_of(error: Any) -> int:  # noqa: ANN401 - a call that has failed
    """Return after how many seconds it is worth trying again."""
    status, advice = rpc_status.from_call(error), error_details_pb2.RetryInfo()
    assert status is not None
    assert any(each.Unpack(advice) for each in status.details if each.Is(advice.DESCRIPTOR))
    seconds: int = advice.retry_delay.seconds
    return seconds


def test_a_message_that_is_too_long_is_told_how_long_it_may_be(
    serve: Callable[..., AbstractContextManager["Live"]], request_of: RequestOf
) -> None:
    with serve(max_message_bytes=10_000) as running:
        check: Any = running.channel.unary_unary("/chronicare.api.v1.RecognitionService/CheckRecognition")
        for size in (10_001, 19_000):
            error = refused(check, bytes(size))
            assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
            assert info_of(error).reason == "ERROR_REASON_TOO_MUCH"
            assert error.details() == f"请求有 {size} 字节，至多 10000：分成几次"
        assert refused(check, bytes(30_000)).code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert running.stub.CheckRecognition(request_of(request_id="beside")).request_id == "beside"


def test_connections_beyond_those_there_is_room_for_are_closed(
    serve: Callable[..., AbstractContextManager["Live"]], request_of: RequestOf
) -> None:
    with serve(max_connections=3) as running:
        assert running.stub.CheckRecognition(request_of(request_id="first")).request_id == "first"
        with ExitStack() as stack:
            idle = [stack.enter_context(socket.create_connection(("127.0.0.1", running.port))) for _ in range(8)]
            closed = 0
            for each in idle:
                each.settimeout(PATIENCE_SECONDS)
            while closed < 6:
                ready, _, _ = select(idle, [], [], PATIENCE_SECONDS)
                assert ready, "no connection is closed"
                for each in ready:
                    if not _read(each):
                        closed += 1
                        idle.remove(each)
            assert running.stub.CheckRecognition(request_of(request_id="still")).request_id == "still"


def _read(connection: socket.socket) -> bytes:
    try:
        return connection.recv(4096)
    except ConnectionResetError:
        return b""


def test_a_burst_is_answered_and_harms_no_neighbour(channel: grpc.Channel, request_of: RequestOf) -> None:
    burst, request = RecognitionServiceStub(channel), request_of(detail="DETAIL_OUTCOME")
    calls = [burst.CheckRecognition.future(request, timeout=PATIENCE_SECONDS) for _ in range(1200)]
    assert burst.CheckRecognition(request, timeout=PATIENCE_SECONDS).decisions
    assert {call.code() for call in calls} == {grpc.StatusCode.OK}
