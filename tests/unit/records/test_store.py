"""What any place that keeps the record must do; both kinds pass the same tests."""

import pytest
from unit.records.made import decision, write
from unit.records.places import FilePlace, Place

from chronicare.records.chain import NOTHING, Head, link
from chronicare.records.opening import open_store
from chronicare.records.store import Column, RecordError


def test_nothing_is_there_at_first(place: Place) -> None:
    store = place.open()
    assert list(store.chains()) == []
    assert list(store.find(Column.ID, "00")) == []


def test_what_was_appended_is_read_again_in_order(place: Place) -> None:
    links = write(place.open(), [decision(1), decision(2)])
    assert [each.seq for each in links] == [0, 1]
    store = place.open()
    assert list(store.chains()) == [0]
    assert store.end(0) == links[-1].end
    assert list(store.read(0)) == links
    assert [each.entry().answer for each in store.read(0, 0)] == [b"answered 2"]


def test_more_than_a_page_is_read(place: Place) -> None:
    links = write(place.open(), [decision(each) for each in range(450)])
    assert list(place.open().read(0)) == links


def test_links_are_found_by_id_and_by_reference(place: Place) -> None:
    store = place.open()
    links = [*write(store, [decision(1, "k1.a"), decision(2)], 0), *write(store, [decision(3, "k1.a")], 1)]
    assert list(store.find(Column.ID, links[1].id)) == [links[1]]
    assert list(store.find(Column.REFERENCE, "k1.a")) == [links[0], links[2]]
    assert list(store.find(Column.REFERENCE, "")) == []
    assert list(store.find(Column.ID, "0" * 32)) == []


def test_a_chain_has_one_writer_at_a_time(place: Place) -> None:
    first = place.open().claim()
    second = place.open().claim()
    assert (first.end, second.end) == (Head(0), Head(1))
    with pytest.raises(RecordError, match="chain 1 is being written"):
        place.open().claim(1)
    first.close()
    third = place.open().claim()
    assert third.end == Head(0)
    second.close()
    third.close()


def test_a_chain_goes_on_where_it_ended(place: Place) -> None:
    before = write(place.open(), [decision(1)])
    after = write(place.open(), [decision(2)])
    assert after[0].previous == before[0].hash
    assert [each.seq for each in place.open().read(0)] == [0, 1]


def test_of_what_is_appended_together_all_is_there_or_nothing(place: Place) -> None:
    store = place.open()
    writer = store.claim()
    first = link([decision(1)], writer.end)
    writer.append(first)
    good, *_ = link([decision(2)], writer.end)
    with pytest.raises(RecordError):
        writer.append([good, good._replace(seq=2, id=first[0].id)])
    writer.close()
    assert list(place.open().read(0)) == first
    assert place.open().end(0) == first[-1].end


def test_a_chain_cannot_fork(place: Place) -> None:
    writer = place.open().claim()
    place.tamper("UPDATE {ends} SET seq = 7")
    with pytest.raises(RecordError, match="not where it was left"):
        writer.append(link([decision(1)], writer.end))
    writer.close()
    assert list(place.open().read(0)) == []


def test_an_empty_chain_can_go_on_after_what_is_elsewhere(place: Place) -> None:
    end = Head(3, 41, b"\1" * 32)
    writer = place.open().claim(3)
    writer.begin_after(end)
    writer.append(link([decision(1)], writer.end))
    writer.close()
    (only,) = place.open().read(3)
    assert (only.seq, only.previous) == (42, end.hash)


def test_a_chain_with_links_does_not_begin_elsewhere(place: Place) -> None:
    write(place.open(), [decision(1)])
    writer = place.open().claim(0)
    with pytest.raises(RecordError):
        writer.begin_after(Head(0, 41, NOTHING))
    writer.close()


def test_the_front_is_removed_and_the_rest_stays(place: Place) -> None:
    links = write(place.open(), [decision(each) for each in range(450)])
    store = place.open()
    store.remove(0, 440)
    assert list(store.read(0)) == links[441:]
    assert store.end(0) == links[-1].end
    assert list(store.find(Column.ID, links[0].id)) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: object) -> None:
    del tmp_path
    with pytest.raises(RecordError, match="/dev/null"):
        open_store("/dev/null/record").claim()


def test_files_are_for_their_owner_alone(file_place: FilePlace) -> None:
    write(file_place.open(), [decision(1)])
    assert file_place.root.stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o777 for each in file_place.root.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("url", "told"),
    [("mysql://host/x", "mysql:// is not known"), ("postgresql://a:secret@host/x", "put no password into the URL")],
)
def test_other_urls_are_refused(url: str, told: str) -> None:
    with pytest.raises(RecordError, match=told):
        open_store(url)


def test_a_database_that_is_not_there_is_told() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(RecordError, match="record database"):
        open_store("postgresql:///x?host=/nowhere").claim()
