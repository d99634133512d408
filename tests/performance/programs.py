"""The programs that are measured from outside: our server and the bare one, each started and ended here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

import grpc
from grpc_health.v1 import health_pb2

_HERE = Path(__file__).parent
_LONGEST_START_SECONDS = 60.0
_PAUSE_SECONDS = 0.01


class Program(NamedTuple):
    """A server that is running: its address, the process that answers, and the seconds from its start to SERVING."""

    address: str
    pid: int
    seconds_to_serving: float

    def cpu_seconds(self) -> float:
        """Return the processor time its threads have used so far; 0 where the system does not tell."""
        try:
            told = [each.read_text(encoding="utf-8") for each in Path(f"/proc/{self.pid}/task").glob("*/schedstat")]
        except OSError:
            return 0.0
        return sum(int(each.split()[0]) for each in told) / 1e9

    def resident_bytes(self) -> int:
        """Return the memory in use; 0 where the system does not tell."""
        return resident_bytes(self.pid)


def resident_bytes(pid: int | str = "self") -> int:
    """Return the memory that process ``pid`` has in use; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def serving(rules: Path, *more: str) -> Iterator[Program]:
    """Run ``chronicare serve`` with one worker on ``rules``, and ``more`` options, ready once health says SERVING."""
    command = (sys.executable, "-m", "chronicare.cli", "serve")
    options = ("--rules", str(rules), "--port", "0", "--workers", "1")
    started = perf_counter()
    with subprocess.Popen(
        (*command, *options, *more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().rpartition(" ")[2].strip()
            if not address:
                raise SystemExit(f"the server did not start: {process.communicate()[1]}")
            _wait_until_serving(address)
            yield Program(address, _worker_of(process.pid), perf_counter() - started)
        finally:
            process.terminate()
            process.communicate()


@contextmanager
def echoing(answer: bytes) -> Iterator[Program]:
    """Run the bare server, which answers every call with ``answer``."""
    command = (sys.executable, str(_HERE / "echo.py"))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(answer)
            process.stdin.close()
            yield Program(f"127.0.0.1:{int(process.stdout.readline())}", process.pid, 0.0)
        finally:
            process.terminate()


def _wait_until_serving(address: str) -> None:
    until = perf_counter() + _LONGEST_START_SECONDS
    with grpc.insecure_channel(address) as channel:
        check = channel.unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString,
        )
        while perf_counter() < until:
            try:
                answer = check(health_pb2.HealthCheckRequest(), timeout=_LONGEST_START_SECONDS, wait_for_ready=True)
            except grpc.RpcError:
                sleep(_PAUSE_SECONDS)
                continue
            if answer.status == health_pb2.HealthCheckResponse.SERVING:
                return
    raise SystemExit(f"the server did not serve within {_LONGEST_START_SECONDS:g} seconds")


def _worker_of(supervisor: int) -> int:
    """Return the one child of ``supervisor``; itself where the system does not tell."""
    try:
        children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="utf-8").split()
    except OSError:
        return supervisor
    return int(children[0])
