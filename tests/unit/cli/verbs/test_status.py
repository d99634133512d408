"""The state of a service, asked for from the command line."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from click.testing import Result

from chronicare.rpc.state import ServiceState, WorkerPhase, WorkerState
from chronicare.rpc.status_socket import name_of

Run = Callable[..., Result]
AT = datetime(2026, 3, 1, tzinfo=UTC)
WELL = ServiceState(
    version="1",
    pid=1,
    address="127.0.0.1:1",
    started_at=AT,
    rules="rules",
    workers=(WorkerState(number=0, pid=2, phase=WorkerPhase.LISTENING, since=AT),),
)


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Give the port, as an argument, of what says ``answer`` to the first who asks."""
    with socket.socket() as taken, socket.socket(socket.AF_UNIX) as listening:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        listening.bind(name_of(port))
        listening.listen()

        def tell() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(answer)

        thread = threading.Thread(target=tell)
        thread.start()
        yield str(port)
        thread.join()


def test_a_service_that_is_well_ends_with_0(run: Run) -> None:
    with answering(WELL.model_dump_json().encode()) as port:
        assert run("status", "--port", port).stdout.startswith("127.0.0.1:1 一切正常\n")


def test_one_that_is_not_with_1(run: Run) -> None:
    ill = WELL.model_copy(update={"refused_areas": ("990000",)})
    with answering(ill.model_dump_json().encode()) as port:
        assert "990000" in run("status", "--port", port, code=1).stdout


def test_machines_are_told_the_same(run: Run) -> None:
    with answering(WELL.model_dump_json().encode()) as port:
        told = run("status", "--port", port, "--json").stdout
    assert ServiceState.model_validate(json.loads(told)) == WELL


def test_where_nobody_serves_that_is_said(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        told = run("status", "--port", str(taken.getsockname()[1]), code=1).stderr
    assert "没有正在运行的服务" in told


def test_an_answer_that_is_none_is_told(run: Run) -> None:
    with answering(b"{}") as port:
        assert "另一个版本" in run("status", "--port", port, code=2).stderr
