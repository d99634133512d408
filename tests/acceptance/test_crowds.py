"""Many calls at once, and clients that only watch: others are answered as if they were not there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

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
        told = []
        for watch in watches:
            try:
                told.append(next(watch).status)
            except grpc.RpcError as error:
                told.append(error.code())
        assert told.count(health_pb2.HealthCheckResponse.SERVING) == 2
        assert told.count(grpc.StatusCode.RESOURCE_EXHAUSTED) == 18
        assert running.stub.CheckRecognition(request_of(request_id="beside")).request_id == "beside"
        for watch in watches:
            watch.cancel()


def test_a_burst_is_answered_and_harms_no_neighbour(channel: grpc.Channel, request_of: RequestOf) -> None:
    burst, request = RecognitionServiceStub(channel), request_of(detail="DETAIL_OUTCOME")
    calls = [burst.CheckRecognition.future(request, timeout=PATIENCE_SECONDS) for _ in range(1200)]
    assert burst.CheckRecognition(request, timeout=PATIENCE_SECONDS).decisions
    assert {call.code() for call in calls} == {grpc.StatusCode.OK}
