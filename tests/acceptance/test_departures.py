"""Clients that leave, or whose time is up, while a batch is worked out: the rest of it is not done."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from time import monotonic
from typing import TYPE_CHECKING

import grpc
import pytest

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.judging.budget import AbandonedError, spend
from chronicare.rpc import batch as batches

if TYPE_CHECKING:
    from acceptance.conftest import Live
    from google.protobuf.message import Message

RequestOf = Callable[..., pb.CheckRecognitionRequest]
PATIENCE_SECONDS = 30


@pytest.mark.parametrize("leaves", [True, False], ids=["leaves", "is out of time"])
def test_a_batch_ends_when_its_client_is_gone(
    serve: Callable[..., AbstractContextManager["Live"]],
    request_of: RequestOf,
    monkeypatch: pytest.MonkeyPatch,
    leaves: bool,
) -> None:
    begun, abandoned, items = threading.Event(), threading.Event(), 0

    def work_on(_: "Message") -> None:
        nonlocal items
        items += 1
        begun.set()
        until = monotonic() + PATIENCE_SECONDS
        try:
            while monotonic() < until:
                spend(0)
        except AbandonedError:
            abandoned.set()
            raise

    monkeypatch.setattr(batches, "refuse_oversized", work_on)
    with serve(max_long_calls=2, long_threads=1) as running:
        batch = pb.BatchCheckRecognitionRequest(requests=[request_of()] * 100)
        call = running.stub.BatchCheckRecognition.future(batch, timeout=PATIENCE_SECONDS if leaves else 2)
        if leaves:
            assert begun.wait(PATIENCE_SECONDS)
            call.cancel()
        assert abandoned.wait(PATIENCE_SECONDS)
        assert items == 1
        assert call.code() is (grpc.StatusCode.CANCELLED if leaves else grpc.StatusCode.DEADLINE_EXCEEDED)
        monkeypatch.undo()
        assert len(running.stub.BatchCheckRecognition(batch, timeout=PATIENCE_SECONDS).items) == 100
        assert running.server.stats.faults == 0
