"""A worker that records tells what of the record is not written yet."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.records.pseudonyms import new_key

Serve = Callable[..., AbstractContextManager[Any]]
A_MINUTE = 60_000


def test_what_of_the_record_is_not_written_yet_is_told(
    serve: Serve, request_of: Callable[..., pb.CheckRecognitionRequest], tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    keys.write_text(new_key())
    settings = {"record": str(tmp_path / "record"), "record_keys": keys, "record_mode": "batched"}
    with serve(**settings, record_milliseconds=A_MINUTE) as live:
        assert live.server.report().record.waiting == 0
        live.stub.CheckRecognition(request_of())
        state = live.server.report().record
        assert (state.waiting, state.is_failing) == (1, False)
        assert 0 < state.seconds < A_MINUTE / 1000


def test_where_nothing_is_recorded_nothing_is_told_of_it(serve: Serve) -> None:
    with serve() as live:
        assert live.server.report().record is None
