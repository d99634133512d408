"""What runs the service is told how it is: probes on their own port, systemd by its socket; old connections end."""

import queue
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
from acceptance.test_supervisor import service
from credentials import certificate, put, server_certificate
from grpc_health.v1 import health_pb2, health_pb2_grpc

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

if TYPE_CHECKING:
    from acceptance.conftest import Serve

RequestOf = Callable[..., pb.CheckRecognitionRequest]
PATIENCE_SECONDS = 30
SERVING = health_pb2.HealthCheckResponse.SERVING


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_a_probe_without_tls_is_told_the_health_and_can_ask_nothing_else(
    serve: "Serve", request_of: RequestOf, tmp_path: Path, free_port: int
) -> None:
    own, key = put(tmp_path, "server", server_certificate(certificate("root")))
    tls = {"certificate": own, "key": key}
    with serve(tls=tls, health_port=free_port), grpc.insecure_channel(f"127.0.0.1:{free_port}") as channel:
        health = cast("Any", health_pb2_grpc.HealthStub(channel))
        for name in ("", "chronicare.api.v1.RuleSetService"):
            asked = health_pb2.HealthCheckRequest(service=name)
            assert health.Check(asked, timeout=PATIENCE_SECONDS).status == SERVING
        with pytest.raises(grpc.RpcError) as caught:
            RecognitionServiceStub(channel).CheckRecognition(request_of(), timeout=PATIENCE_SECONDS)
        error: Any = caught.value
        assert error.code() is grpc.StatusCode.UNIMPLEMENTED


def test_an_old_connection_is_ended_without_a_call_lost(serve: "Serve", request_of: RequestOf) -> None:
    seen: queue.Queue[grpc.ChannelConnectivity] = queue.Queue()
    with serve(max_connection_seconds=0.1) as live, grpc.insecure_channel(f"127.0.0.1:{live.port}") as channel:
        channel.subscribe(seen.put)
        stub = RecognitionServiceStub(channel)
        ended, until = 0, monotonic() + PATIENCE_SECONDS
        while ended < 3 and monotonic() < until:
            assert stub.CheckRecognition(request_of(), timeout=PATIENCE_SECONDS, wait_for_ready=True).decisions
            while not seen.empty():
                ended += seen.get() is grpc.ChannelConnectivity.IDLE
        assert ended >= 3


def test_while_it_drains_it_says_so_and_answers(serve: "Serve", request_of: RequestOf) -> None:
    with serve(drain_seconds=PATIENCE_SECONDS) as live, grpc.insecure_channel(f"127.0.0.1:{live.port}") as channel:
        stub, health = RecognitionServiceStub(channel), cast("Any", health_pb2_grpc.HealthStub(channel))
        said = health.Watch(health_pb2.HealthCheckRequest(), timeout=PATIENCE_SECONDS)
        assert next(said).status == SERVING
        stopping = live.begin(live.server.stop(drain=True))
        assert next(said).status == health_pb2.HealthCheckResponse.NOT_SERVING
        assert stub.CheckRecognition(request_of(), timeout=PATIENCE_SECONDS).decisions
        assert stopping.cancel()


def test_systemd_is_told_when_it_answers_what_came_of_a_reload_and_that_it_stops(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE_SECONDS)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with service(rules) as (running, address):
            assert manager.recv(1000).decode().splitlines() == ["READY=1", f"STATUS=listening on {address}"]
            running.process.send_signal(signal.SIGHUP)
            assert manager.recv(1000).decode().splitlines()[0] == "RELOADING=1"
            assert manager.recv(1000).decode().splitlines() == ["READY=1", "STATUS=new rules in force"]
            (rules / "national" / "units.csv").unlink()
            running.process.send_signal(signal.SIGHUP)
            assert manager.recv(1000).decode().splitlines()[0] == "RELOADING=1"
            assert manager.recv(1000).decode().splitlines() == ["READY=1", "STATUS=rules refused, the old stay"]
            assert running.end() == 0
            assert manager.recv(1000) == b"STOPPING=1"
