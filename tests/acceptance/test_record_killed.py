"""Workers that record are killed while they answer: whatever was acknowledged is there, and nothing is torn."""

import os
import signal
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import grpc
import pytest
from acceptance.test_supervisor import Service, service

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.engine import InterpretingEngine
from chronicare.records.opening import open_store
from chronicare.records.pseudonyms import new_key
from chronicare.records.search import Wanted, search
from chronicare.records.verification import verify
from chronicare.rpc.recording.replay import ReplayOutcome, replay
from chronicare.rpc.recording.shelf import ReleaseShelf

pytestmark = pytest.mark.slow

RequestOf = Callable[..., pb.CheckRecognitionRequest]
CALLERS = 6
ENOUGH = 30
PATIENCE = 60.0


class Load:
    """Callers, each on a connection of its own, who ask until told to stop; ``acknowledged`` are their record ids."""

    def __init__(self, address: str, request: pb.CheckRecognitionRequest) -> None:
        """Begin."""
        self._address, self._request = address, request
        self._stopping, self._enough = threading.Event(), threading.Semaphore(0)
        self._numbers = count()
        self.acknowledged: list[str] = []
        self.broken: list[Any] = []
        self._threads = [threading.Thread(target=self._ask) for _ in range(CALLERS)]
        for each in self._threads:
            each.start()

    def _ask(self) -> None:
        while not self._stopping.is_set():
            with grpc.insecure_channel(self._address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
                stub = RecognitionServiceStub(channel)
                try:
                    while not self._stopping.is_set():
                        answer = stub.CheckRecognition(self._next(), timeout=PATIENCE, wait_for_ready=True)
                        self.acknowledged.append(answer.record_id)
                        self._enough.release()
                except grpc.RpcError as error:
                    self.broken.append(error)

    def _next(self) -> pb.CheckRecognitionRequest:
        """Return the request under an id of its own: the very one that a worker dies over is not taken again."""
        request = pb.CheckRecognitionRequest()
        request.CopyFrom(self._request)
        request.request_id = str(next(self._numbers))
        return request

    def go_on(self) -> None:
        """Return when so many more have been acknowledged."""
        for _ in range(ENOUGH):
            assert self._enough.acquire(timeout=PATIENCE)

    def stop(self) -> None:
        """Return when nobody asks any more."""
        self._stopping.set()
        for each in self._threads:
            each.join(PATIENCE)


def workers(running: Service, number: int) -> list[int]:
    return [int(running.wait_for("worker started")["worker_pid"]) for _ in range(number)]


@pytest.mark.parametrize("mode", ["durable", "batched"])
def test_two_workers_one_of_which_is_killed_under_load(
    rules: Path, request_of: RequestOf, tmp_path: Path, mode: str
) -> None:
    keys, place, bound = tmp_path / "keys", tmp_path / "record", 20
    keys.write_text(new_key())
    settings = {"record": str(place), "record_keys": keys, "record_mode": mode, "record_entries": bound}
    with service(rules, "", workers=2, **settings) as (running, address):
        first, _ = workers(running, 2)
        load = Load(address, request_of(detail="DETAIL_OUTCOME"))
        load.go_on()
        os.kill(first, signal.SIGKILL)
        workers(running, 1)
        load.go_on()
        load.stop()
    assert {each.code() for each in load.broken} <= {grpc.StatusCode.UNAVAILABLE}
    store = open_store(str(place))
    assert not verify(store).faults
    kept = list(search(store, Wanted()))
    lost = set(load.acknowledged) - {each.id for each in kept}
    assert len(lost) <= (0 if mode == "durable" else bound)
    assert len({each.id for each in kept}) == len(kept)
    shelf = ReleaseShelf(None, rules, InterpretingEngine())
    assert {replay(each.entry(), shelf).outcome for each in kept[-5:]} == {ReplayOutcome.SAME}
    store.close()
