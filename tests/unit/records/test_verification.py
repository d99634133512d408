"""Every kind of tampering shows, and the first entry that is wrong is named. Both kinds of place are held to it."""

import random

import pytest
from unit.records.made import BEGIN, decision, write
from unit.records.places import FilePlace, Place

from chronicare.records.chain import Head, Link, link
from chronicare.records.entry import Entry, Kind, head_of
from chronicare.records.store import RecordStore
from chronicare.records.verification import Fault, Verified, verify

COUNT = 9


def written(place: Place) -> list[Link]:
    return write(place.open(), [decision(each, f"k1.{each}") for each in range(COUNT)])


def only_fault(store: RecordStore, known: tuple[Head, ...] = ()) -> Fault:
    (fault,) = verify(store, known).faults
    return fault


def test_a_record_as_it_was_written_is_good(place: Place) -> None:
    links = written(place)
    assert verify(place.open(), [links[3].end, links[-1].end]) == Verified(COUNT, 0, [links[-1].end], [])


def test_an_empty_record_is_good(place: Place) -> None:
    assert verify(place.open()) == Verified()


@pytest.mark.parametrize("column", ["id", "recorded_at", "reference", "head"])
@pytest.mark.parametrize("seq", [0, 4, COUNT - 1])
def test_a_changed_text_shows(place: Place, column: str, seq: int) -> None:
    links = written(place)
    place.tamper(f"UPDATE {{links}} SET {column} = replace({column}, '0', '1') || ' ' WHERE seq = {seq}")
    fault = only_fault(place.open())
    assert (fault.chain, fault.seq) == (0, seq)
    assert column == "id" or fault.id == links[seq].id


@pytest.mark.parametrize("column", ["request", "answer", "hash", "previous"])
def test_each_changed_byte_shows(place: Place, column: str) -> None:
    links = written(place)
    good = getattr(links[4], column)
    for at in range(len(good)):
        bad = good[:at] + bytes([good[at] ^ 1 << at % 8]) + good[at + 1 :]
        place.tamper(f"UPDATE {{links}} SET {column} = {{mark}} WHERE seq = 4", bad)
        assert only_fault(place.open()).seq == 4, at
    place.tamper(f"UPDATE {{links}} SET {column} = {{mark}} WHERE seq = 4", good)
    assert not verify(place.open()).faults


def test_bytes_cut_off_or_moved_from_the_request_to_the_answer_show(place: Place) -> None:
    links = written(place)
    whole = links[2].request + links[2].answer
    place.tamper("UPDATE {links} SET request = {mark}, answer = {mark} WHERE seq = 2", whole[:-3], whole[-3:])
    assert only_fault(place.open()).seq == 2


@pytest.mark.parametrize("seq", [0, 4])
def test_a_deleted_entry_shows(place: Place, seq: int) -> None:
    links = written(place)
    place.tamper(f"DELETE FROM {{links}} WHERE seq = {seq}")
    fault = only_fault(place.open())
    assert (fault.seq, fault.id) == (seq + 1, links[seq + 1].id)
    assert "missing" in fault.reason.en


def test_a_deleted_entry_shows_if_the_others_move_up(place: Place) -> None:
    links = written(place)
    place.tamper("DELETE FROM {links} WHERE seq = 4")
    for seq in range(5, COUNT):
        place.tamper(f"UPDATE {{links}} SET seq = {seq - 1} WHERE seq = {seq}")
    fault = only_fault(place.open())
    assert (fault.seq, fault.id) == (4, links[5].id)


def test_two_that_change_places_show(place: Place) -> None:
    links = written(place)
    for before, after in ((3, 100), (4, 3), (100, 4)):
        place.tamper(f"UPDATE {{links}} SET seq = {after} WHERE seq = {before}")
    fault = only_fault(place.open())
    assert (fault.seq, fault.id) == (3, links[4].id)


def test_two_whose_contents_change_places_show(place: Place) -> None:
    links = written(place)
    for seq, other in ((3, links[4]), (4, links[3])):
        place.tamper(f"UPDATE {{links}} SET request = {{mark}} WHERE seq = {seq}", other.request)
    assert only_fault(place.open()).seq == 3


def test_an_entry_put_in_shows(place: Place) -> None:
    links = written(place)
    (forged,) = link([decision(77)], links[3].end)
    place.tamper("DELETE FROM {links} WHERE seq = 4")
    insert(place, forged)
    fault = only_fault(place.open())
    assert (fault.seq, fault.id) == (5, links[5].id)


def test_an_entry_put_at_the_end_shows(place: Place) -> None:
    links = written(place)
    (forged,) = link([decision(77)], links[-1].end)
    insert(place, forged)
    assert only_fault(place.open()).seq == COUNT


def test_entries_cut_off_the_end_show(place: Place) -> None:
    written(place)
    place.tamper(f"DELETE FROM {{links}} WHERE seq >= {COUNT - 2}")
    fault = only_fault(place.open())
    assert (fault.seq, fault.reason.en) == (COUNT - 2, f"the entries up to {COUNT - 1} are missing")


def test_an_end_that_was_moved_with_what_was_cut_off_shows_by_one_taken_down_before(place: Place) -> None:
    links = written(place)
    place.tamper(f"DELETE FROM {{links}} WHERE seq >= {COUNT - 2}")
    place.tamper("UPDATE {ends} SET seq = {mark}, hash = {mark}", COUNT - 3, links[COUNT - 3].hash)
    assert not verify(place.open()).faults
    assert only_fault(place.open(), (links[-1].end,)).seq == COUNT - 2


def test_a_chain_written_anew_shows_by_an_end_taken_down_before(place: Place) -> None:
    links = written(place)
    place.tamper("DELETE FROM {links} WHERE seq >= 6")
    place.tamper("UPDATE {ends} SET seq = 5, hash = {mark}", links[5].hash)
    write(place.open(), [decision(each + 50) for each in range(5)])
    assert not verify(place.open()).faults
    fault = only_fault(place.open(), (links[-1].end,))
    assert (fault.seq, "written anew" in fault.reason.en) == (COUNT - 1, True)


def test_a_chain_that_is_gone_shows(place: Place) -> None:
    write(place.open(), [decision(1)], 0)
    links = write(place.open(), [decision(2)], 1)
    place.tamper("DELETE FROM {links}" + ("" if isinstance(place, FilePlace) else " WHERE chain = 0"), chain=0)
    assert only_fault(place.open()).chain == 0
    assert verify(place.open()).ends[1:] == [links[-1].end]


def test_a_file_that_is_gone_shows(file_place: FilePlace) -> None:
    write(file_place.open(), [decision(1)], 0)
    write(file_place.open(), [decision(2)], 1)
    (file_place.root / "chain-0.db").unlink()
    fault = only_fault(file_place.open())
    assert (fault.chain, fault.reason.en) == (0, "this chain is missing")


def test_the_last_chain_that_is_gone_shows_by_its_end(place: Place) -> None:
    write(place.open(), [decision(1)], 0)
    assert only_fault(place.open(), (Head(1, 4, b"\1" * 32),)).chain == 1


def test_a_front_that_is_gone_without_the_record_saying_so_shows(place: Place) -> None:
    written(place)
    place.open().remove(0, 3)
    assert only_fault(place.open()).seq == 4


def test_a_front_that_the_record_says_was_removed_is_good(place: Place) -> None:
    links = written(place)
    fronts = {"0": {"seq": 3, "hash": links[3].hash.hex()}}
    write(place.open(), [Entry(head_of(Kind.REMOVED, BEGIN, fronts=fronts))], 1)
    place.open().remove(0, 3)
    verified = verify(place.open(), [links[2].end, links[-1].end])
    assert (verified.faults, verified.removed, verified.entries) == ([], 4, COUNT - 4 + 1)


def test_a_front_with_another_hash_than_the_record_says_shows(place: Place) -> None:
    written(place)
    fronts = {"0": {"seq": 3, "hash": "00" * 32}}
    write(place.open(), [Entry(head_of(Kind.REMOVED, BEGIN, fronts=fronts))], 1)
    place.open().remove(0, 3)
    assert only_fault(place.open()).seq == 4


def test_whatever_byte_of_the_file_is_changed_shows_or_changes_no_entry(file_place: FilePlace) -> None:
    links = written(file_place)
    path = file_place.root / "chain-0.db"
    good = path.read_bytes()
    draw, shown = random.Random(7), 0
    for at in sorted(draw.sample(range(len(good)), 150)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1 << draw.randrange(8)]) + good[at + 1 :])
        store = file_place.open()
        verified = verify(store)
        if verified.faults:
            shown += 1
        else:
            assert list(store.read(0)) == links, at
        store.close()
    assert shown


def insert(place: Place, forged: Link) -> None:
    values = forged[1:] if isinstance(place, FilePlace) else forged
    marks = ", ".join(["{mark}"] * len(values))
    place.tamper(f"INSERT INTO {{links}} VALUES ({marks})", *values)
