from datetime import timedelta

import pytest
from unit.records.made import BEGIN, decision, write
from unit.records.places import Place

from chronicare.diagnostics import Text
from chronicare.records.chain import Link
from chronicare.records.entry import Entry, Kind, head_of
from chronicare.records.retention import remove_before
from chronicare.records.store import RecordError, RecordStore
from chronicare.records.verification import verify


def opened(minute: int) -> Entry:
    return Entry(head_of(Kind.OPENED, BEGIN + timedelta(minutes=minute)))


def written(place: Place) -> list[Link]:
    """Write segments that begin at minutes 0, 10 and 20, of three links each, into one chain."""
    return write(
        place.open(),
        [each for begin in (0, 10, 20) for each in (opened(begin), decision(begin + 1), decision(begin + 2))],
        0,
    )


def seqs(store: RecordStore, chain: int = 0) -> list[int]:
    return [each.seq for each in store.read(chain)]


@pytest.mark.parametrize(
    ("minute", "left"),
    [(0, range(9)), (2, range(9)), (3, range(3, 9)), (12, range(3, 9)), (13, range(6, 9)), (60, range(9, 9))],
)
def test_segments_that_are_old_as_a_whole_are_removed(place: Place, minute: int, left: range) -> None:
    links = written(place)
    remove_before(place.open(), BEGIN + timedelta(minutes=minute), lambda: BEGIN + timedelta(days=1))
    store = place.open()
    kept = [each for each in store.read(0) if each.entry().kind is not Kind.REMOVED]
    assert [each.seq for each in kept] == list(left)
    verified = verify(store, [links[-1].end])
    assert (verified.faults, verified.removed) == ([], 9 - len(left))


def test_what_is_left_goes_on_and_tampering_still_shows(place: Place) -> None:
    written(place)
    remove_before(place.open(), BEGIN + timedelta(minutes=13), lambda: BEGIN + timedelta(days=1))
    write(place.open(), [decision(99)], 0)
    assert not verify(place.open()).faults
    place.tamper("DELETE FROM {links} WHERE seq = 6")
    (fault,) = verify(place.open()).faults
    assert (fault.chain, fault.seq) == (0, 7)


def test_chains_removed_one_after_the_other_are_all_accounted_for(place: Place) -> None:
    written(place)
    write(place.open(), [opened(0), decision(1), opened(40), decision(41)], 1)
    for minute in (3, 13):
        remove_before(place.open(), BEGIN + timedelta(minutes=minute), lambda: BEGIN + timedelta(days=1))
    store = place.open()
    verified = verify(store)
    assert (verified.faults, verified.removed) == ([], 6 + 2)
    assert seqs(store, 1)[:2] == [2, 3]


def test_the_statement_outlives_its_own_chain(place: Place) -> None:
    """What says from where chains go on is said anew before it is removed itself."""
    written(place)
    remove_before(place.open(), BEGIN + timedelta(minutes=13), lambda: BEGIN + timedelta(minutes=30))
    remove_before(place.open(), BEGIN + timedelta(minutes=90), lambda: BEGIN + timedelta(minutes=100))
    assert not verify(place.open()).faults


def test_a_removal_that_was_not_finished_is_good_and_finished_the_next_time(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(place)
    store = place.open()

    def stop(*_: object) -> None:
        raise RecordError(Text("停", "stop"))

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "remove", stop)
        with pytest.raises(RecordError, match="stop"):
            remove_before(store, BEGIN + timedelta(minutes=13), lambda: BEGIN + timedelta(days=1))
    assert 0 in seqs(place.open())
    assert not verify(place.open()).faults
    remove_before(place.open(), BEGIN, lambda: BEGIN + timedelta(days=1))
    assert seqs(place.open())[0] == 6
    assert not verify(place.open()).faults
