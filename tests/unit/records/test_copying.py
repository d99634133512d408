from datetime import timedelta
from pathlib import Path

import pytest
from unit.records.made import BEGIN, decision, write
from unit.records.places import FilePlace, Place

from chronicare.records.copying import copy_record
from chronicare.records.opening import open_store
from chronicare.records.retention import remove_before
from chronicare.records.store import RecordError
from chronicare.records.verification import verify


def test_a_copy_is_the_same_and_takes_only_what_is_new(place: Place, tmp_path: Path) -> None:
    write(place.open(), [decision(each) for each in range(700)], 0)
    write(place.open(), [decision(each) for each in range(3)], 1)
    target = open_store(str(tmp_path / "backup"))
    assert copy_record(place.open(), target) == 703
    assert copy_record(place.open(), target) == 0
    write(place.open(), [decision(900)], 1)
    assert copy_record(place.open(), target) == 1
    for chain in (0, 1):
        assert list(target.read(chain)) == list(place.open().read(chain))
        assert target.end(chain) == place.open().end(chain)
    assert verify(target).entries == 704
    target.close()


def test_a_backup_is_restored_into_the_place_and_goes_on(place: Place, tmp_path: Path) -> None:
    before = FilePlace(tmp_path / "before")
    links = write(before.open(), [decision(1), decision(2)], 0)
    copy_record(before.open(), place.open())
    write(place.open(), [decision(3)], 0)
    assert verify(place.open(), [links[-1].end]).entries == 3
    before.close()


def test_a_record_whose_front_was_removed_is_copied(place: Place, tmp_path: Path) -> None:
    write(place.open(), [decision(each) for each in range(5)], 0)
    write(place.open(), [decision(500)], 1)
    remove_before(place.open(), BEGIN + timedelta(minutes=100), lambda: BEGIN + timedelta(days=1))
    target = open_store(str(tmp_path / "backup"))
    copy_record(place.open(), target)
    verified = verify(target)
    assert (verified.faults, verified.removed) == ([], 5)
    target.close()


def test_what_was_changed_is_not_copied(place: Place, tmp_path: Path) -> None:
    write(place.open(), [decision(each) for each in range(5)], 0)
    place.tamper("UPDATE {links} SET reference = 'x', head = replace(head, 'decision', 'Decision') WHERE seq = 3")
    with pytest.raises(RecordError, match="0/3"):
        copy_record(place.open(), open_store(str(tmp_path / "backup")))


@pytest.mark.parametrize("count", [1, 3])
def test_a_target_with_other_entries_is_refused(place: Place, tmp_path: Path, count: int) -> None:
    write(place.open(), [decision(each) for each in range(2)], 0)
    other = FilePlace(tmp_path / "other")
    write(other.open(), [decision(each) for each in range(count)], 0)
    with pytest.raises(RecordError, match="not an earlier part"):
        copy_record(place.open(), other.open())
    other.close()
