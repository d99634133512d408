"""What is acknowledged is there, what cannot be written is refused, and it recovers by itself."""

import random
import resource
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from unit.records.made import decision
from unit.records.places import FilePlace, Place
from unit.records.stores import PATIENCE, ControlledStore

from chronicare.diagnostics import Text
from chronicare.records import recorder as module
from chronicare.records.entry import Kind
from chronicare.records.recorder import Bounds, Mode, NotWritableError, Recorder
from chronicare.records.store import Column, RecordStore
from chronicare.records.verification import verify

HOUR = 3_600_000


class Changes:
    """What a recorder tells of whether it can write."""

    def __init__(self) -> None:
        """Know of nothing yet."""
        self.told: list[Text | None] = []
        self.recovered = threading.Event()

    def __call__(self, reason: Text | None) -> None:
        """Note it."""
        self.told.append(reason)
        if reason is None:
            self.recovered.set()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)


@pytest.fixture
def control(place: Place) -> Iterator[ControlledStore]:
    """Give a store that can be held up."""
    made = ControlledStore(place.open())
    yield made
    made.gate.set()


def started(
    store: RecordStore, mode: Mode = Mode.DURABLE, bounds: Bounds | None = None, changes: object = None
) -> Recorder:
    made = Recorder(store, {"about": "a test"}, mode, bounds, changes or Changes())  # type: ignore[arg-type]
    made.start()
    return made


def numbers(place: Place) -> list[int]:
    """Return which decisions are there, in the order of their chains."""
    store = place.open()
    return [
        each.entry().head["number"]
        for chain in store.chains()
        for each in store.read(chain)
        if each.entry().kind is Kind.DECISION
    ]


def kinds(place: Place) -> list[Kind]:
    store = place.open()
    return [each.entry().kind for chain in store.chains() for each in store.read(chain)]


def test_what_is_acknowledged_is_there(place: Place) -> None:
    recorder = started(place.open())
    for number in range(3):
        written = recorder.put([decision(number)])
        assert written is not None
        written.result(PATIENCE)
        assert numbers(place) == list(range(number + 1))
    recorder.close()
    assert kinds(place)[0] is Kind.OPENED
    assert not verify(place.open()).faults


def test_a_segment_begins_with_who_writes_it(place: Place) -> None:
    started(place.open()).close()
    (opened,) = place.open().read(0)
    assert (opened.reference, opened.entry().head["about"]) == ("opened", "a test")


def test_all_that_has_come_meanwhile_is_one_commit(place: Place, control: ControlledStore) -> None:
    recorder = started(control)
    control.gate.clear()
    first = recorder.put([decision(0)])
    for _ in range(2):  # the segment's beginning, and the first
        assert control.reached.acquire(timeout=PATIENCE)
    others = [recorder.put([decision(number)]) for number in range(1, 11)]
    assert (first is not None and first.done(), recorder.lag.entries) == (False, 11)
    control.gate.set()
    for each in others:
        assert each is not None
        each.result(PATIENCE)
    recorder.close()
    assert control.sizes == [1, 1, 10]
    assert numbers(place) == list(range(11))


def test_batched_nobody_waits_until_so_many_are_unwritten(place: Place, control: ControlledStore) -> None:
    recorder = started(control, Mode.BATCHED, Bounds(4, HOUR))
    control.gate.clear()
    assert [recorder.put([decision(number)]) for number in range(4)] == [None] * 4
    fifth = recorder.put([decision(4)])
    assert fifth is not None
    assert not fifth.done()
    control.gate.set()
    fifth.result(PATIENCE)
    assert numbers(place) == [0, 1, 2, 3, 4]
    recorder.close()


def test_batched_nobody_waits_until_one_is_unwritten_for_so_long(place: Place, control: ControlledStore) -> None:
    recorder = started(control, Mode.BATCHED, Bounds(1000, 0))
    control.gate.clear()
    assert recorder.put([decision(0)]) is None
    second = recorder.put([decision(1)])
    assert second is not None
    control.gate.set()
    second.result(PATIENCE)
    assert numbers(place) == [0, 1]
    recorder.close()


def test_batched_entries_are_written_without_being_waited_for(place: Place, control: ControlledStore) -> None:
    recorder = started(control, Mode.BATCHED, Bounds(1000, 1))
    assert recorder.put([decision(0)]) is None
    for _ in range(2):
        assert control.reached.acquire(timeout=PATIENCE)
    recorder.close()
    assert numbers(place) == [0]


def test_what_is_left_is_written_at_the_end(place: Place) -> None:
    recorder = started(place.open(), Mode.BATCHED, Bounds(1000, HOUR))
    assert recorder.put([decision(0), decision(1)]) is None
    assert recorder.lag.entries == 2
    recorder.close()
    assert numbers(place) == [0, 1]
    with pytest.raises(NotWritableError):
        recorder.put([decision(2)])


def test_durable_is_refused_while_it_cannot_be_written_and_recovers(place: Place, control: ControlledStore) -> None:
    changes = Changes()
    recorder = started(control, changes=changes)
    control.fails = True
    refused = recorder.put([decision(0)])
    assert refused is not None
    with pytest.raises(NotWritableError):
        refused.result(PATIENCE)
    with pytest.raises(NotWritableError):
        recorder.check()
    with pytest.raises(NotWritableError):
        recorder.put([decision(1)])
    assert (recorder.is_failing, [each and each.en for each in changes.told]) == (True, ["it fails"])
    control.fails = False
    assert changes.recovered.wait(PATIENCE)
    recorder.check()
    after = recorder.put([decision(2)])
    assert after is not None
    after.result(PATIENCE)
    recorder.close()
    assert numbers(place) == [2]
    (gap,) = place.open().find(Column.REFERENCE, "interrupted")
    head = gap.entry().head
    assert head["refused"] == 3
    assert head["from"] <= head["until"]


def test_batched_what_was_acknowledged_before_it_failed_is_written_once(place: Place, control: ControlledStore) -> None:
    changes = Changes()
    recorder = started(control, Mode.BATCHED, Bounds(4, HOUR), changes)
    control.gate.clear()
    assert [recorder.put([decision(number)]) for number in range(4)] == [None] * 4
    waiting = recorder.put([decision(4)])
    control.fails = control.keeps_failed = True
    control.gate.set()
    assert waiting is not None
    with pytest.raises(NotWritableError):
        waiting.result(PATIENCE)
    assert recorder.is_failing
    control.fails = False
    assert changes.recovered.wait(PATIENCE)
    recorder.close()
    assert [each for each in numbers(place) if each < 4] == [0, 1, 2, 3]
    assert not verify(place.open()).faults


def test_it_starts_although_the_record_cannot_be_written_yet(tmp_path: Path) -> None:
    root = tmp_path / "record"
    root.write_text("in the way")
    changes, place = Changes(), FilePlace(root)
    recorder = started(place.open(), changes=changes)
    with pytest.raises(NotWritableError):
        recorder.check()
    root.unlink()
    assert changes.recovered.wait(PATIENCE)
    recorder.check()
    recorder.close()
    assert kinds(place) == [Kind.OPENED, Kind.INTERRUPTED]
    place.close()


def test_a_full_disk_refuses_and_loses_nothing_that_was_acknowledged(file_place: FilePlace) -> None:
    changes = Changes()
    recorder = started(file_place.open(), changes=changes)
    acknowledged: list[int] = []

    def fill() -> None:
        for number in range(10_000):
            written = recorder.put([decision(number, answer=random.Random(number).randbytes(2000))])
            assert written is not None
            written.result(PATIENCE)
            acknowledged.append(number)

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
        with pytest.raises(NotWritableError):
            fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert acknowledged
    assert changes.recovered.wait(PATIENCE)
    after = recorder.put([decision(20_000)])
    assert after is not None
    after.result(PATIENCE)
    recorder.close()
    assert numbers(file_place)[: len(acknowledged)] == acknowledged
    assert numbers(file_place)[-1] == 20_000
    assert not verify(file_place.open()).faults


def test_too_much_waiting_is_refused(place: Place, control: ControlledStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_WAITING", 2)
    recorder = started(control)
    control.gate.clear()
    waiting = [recorder.put([decision(0)]), recorder.put([decision(1)])]
    with pytest.raises(NotWritableError):
        recorder.put([decision(2)])
    control.gate.set()
    for each in waiting:
        assert each is not None
        each.result(PATIENCE)
    recorder.close()
    assert numbers(place) == [0, 1]
