"""The service as it is run: a supervisor with worker processes, stopped, killed, hung and reloaded."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import grpc
import pytest

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.rpc.settings import Settings

RequestOf = Callable[..., pb.CheckRecognitionRequest]
SERVE = """
import sys
from chronicare.rpc.settings import Settings
from chronicare.rpc.supervisor import serve
sys.exit(serve(Settings.model_validate_json(sys.argv[1])))
"""
PATIENCE_SECONDS = 60


class Service:
    """A supervisor in a process of its own, and what it says."""

    def __init__(self, settings: Settings) -> None:
        """Start it."""
        command = [sys.executable, "-c", SERVE, settings.model_dump_json()]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.events.put(json.loads(line))

    def wait_for(self, event: str) -> dict[str, Any]:
        """Return the next log line of the kind ``event``; pass over others."""
        until = monotonic() + PATIENCE_SECONDS
        while True:
            line = self.events.get(timeout=max(until - monotonic(), 0.001))
            if line["event"] == event:
                return line

    def announced(self) -> str:
        """Return the line on standard output."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def call(self, address: str, request: pb.CheckRecognitionRequest) -> pb.CheckRecognitionResponse:
        """Make a call on a new connection, as soon as there is somebody to answer it."""
        with grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
            stub = RecognitionServiceStub(channel)
            return stub.CheckRecognition(request, timeout=PATIENCE_SECONDS, wait_for_ready=True)

    def end(self) -> int:
        """Stop it as an operator does; return its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return code


@contextmanager
def service(rules: Path, **settings: object) -> Iterator[tuple[Service, str]]:
    """Run a service of one worker and give its address."""
    defaults = {"port": 0, "workers": 1, "silence_seconds": 2, "heartbeat_seconds": 0.1, "grace_seconds": 5}
    running = Service(Settings.model_validate({"rules": rules} | defaults | settings))
    try:
        line = running.announced()
        assert line.startswith("listening on 127.0.0.1:")
        yield running, line.removeprefix("listening on ")
    finally:
        running.end()


def gone(process_id: int) -> bool:
    """Whether a process that is not our child ends within the time we have patience for."""
    until = monotonic() + PATIENCE_SECONDS
    pause = threading.Event()
    while monotonic() < until:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        pause.wait(0.02)
    return False


@pytest.mark.parametrize(("blow", "told"), [(signal.SIGKILL, "worker ended"), (signal.SIGSTOP, "worker hangs")])
def test_a_worker_that_dies_or_hangs_is_replaced(
    rules: Path, request_of: RequestOf, blow: signal.Signals, told: str
) -> None:
    with service(rules) as (running, address):
        first = running.wait_for("worker started")["worker_pid"]
        before = running.call(address, request_of())
        os.kill(first, blow)
        assert running.wait_for(told)["worker_pid"] == first
        assert running.wait_for("worker started")["worker_pid"] != first
        after = running.call(address, request_of())
        assert after.release == before.release
        assert gone(first)


def test_two_workers_share_the_port_and_stop_together(rules: Path, request_of: RequestOf) -> None:
    with service(rules, workers=2) as (running, address):
        workers = [running.wait_for("worker started")["worker_pid"] for _ in range(2)]
        assert running.call(address, request_of(request_id="r")).request_id == "r"
        assert running.end() == 0
        assert all(gone(each) for each in workers)


def test_a_worker_whose_supervisor_is_gone_ends(rules: Path) -> None:
    with service(rules) as (running, _):
        worker = running.wait_for("worker started")["worker_pid"]
        running.process.kill()
        assert gone(worker)


def test_rules_are_loaded_anew_on_sighup(rules: Path, request_of: RequestOf) -> None:
    criteria = rules / "990000-example" / "criteria.csv"
    text = criteria.read_text(encoding="utf-8")
    with service(rules) as (running, address):
        running.wait_for("rules in force")
        before = running.call(address, request_of()).release.digest
        criteria.write_text(text.replace("≥ 7.0 mmol/L", "≥ 7.0 kg"), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        assert running.wait_for("rules refused")["code"] == "E0205"
        assert running.call(address, request_of()).release.digest == before
        criteria.write_text(text.replace("≥ 7.0 mmol/L", "≥ 7.1 mmol/L"), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        changed = running.wait_for("rules in force")["digest"]
        assert changed != before
        assert running.call(address, request_of()).release.digest == changed


def test_rules_broken_from_the_start_end_the_service(rules: Path) -> None:
    (rules / "vocabulary" / "units.csv").unlink()
    running = Service(Settings(rules=rules, port=0, workers=2))
    assert running.announced() == ""
    assert running.process.wait(PATIENCE_SECONDS) == 1
    assert running.wait_for("rules refused")["code"] == "E0110"
    running.end()


def test_an_address_that_is_not_ours_ends_the_service(rules: Path) -> None:
    running = Service(Settings(rules=rules, host="192.0.2.1", port=0))
    assert running.announced() == ""
    assert running.wait_for("cannot listen")["host"] == "192.0.2.1"
    assert running.end() == 1
