import os
from datetime import date
from pathlib import Path

import pytest
from unit.releases.made import EXAMPLE, keys, package_of, signed, store_with

from chronicare.releases.bundle import ReleaseBundle, is_bundle, pack_active
from chronicare.releases.package import BrokenPackageError
from chronicare.releases.signing import SignatureRefusedError
from chronicare.releases.store import Activation, ReleaseStore, StoreError

FIRST, SECOND = package_of(), package_of(EXAMPLE, "2026.2")
JULY = date(2026, 7, 1)


def test_a_release_is_found_by_what_its_digest_begins_with(tmp_path: Path) -> None:
    store = store_with(tmp_path, FIRST, SECOND)
    assert store.find(FIRST.digest[:12].upper()) == FIRST.digest
    for named in ("", FIRST.digest[:3], "0" * 12):
        with pytest.raises(StoreError):
            store.find(named)


def test_only_what_is_signed_by_whom_the_store_trusts_becomes_active(tmp_path: Path) -> None:
    store = ReleaseStore(tmp_path / "store")
    store.add(FIRST)
    with pytest.raises(SignatureRefusedError, match="not signed"):
        store.activate(FIRST.digest, None)
    store.keep_signatures(FIRST.digest, signed(FIRST.digest, tmp_path))
    with pytest.raises(SignatureRefusedError, match="unknown"):
        store.activate(FIRST.digest, None)
    store.trust("医保局", keys().public, None)
    assert store.activate(FIRST.digest, None) == (Activation(digest=FIRST.digest),)
    store.trust("审计处", keys("审计处").public, 2)
    with pytest.raises(SignatureRefusedError, match="1 trusted signatures of 2"):
        list(store.active_packages())


def test_a_byte_changed_in_the_store_is_found_whenever_it_is_read(tmp_path: Path) -> None:
    store = store_with(tmp_path, FIRST)
    store.activate(FIRST.digest, None)
    path = tmp_path / "store" / f"{FIRST.digest}.release"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(BrokenPackageError):
        store.open_verified(FIRST.digest)
    with pytest.raises(OSError, match="digest"):
        pack_active(store)


def test_releases_follow_each_other_by_day_and_one_command_goes_back(tmp_path: Path) -> None:
    store = store_with(tmp_path, FIRST, SECOND)
    first, second = Activation(digest=FIRST.digest), Activation(digest=SECOND.digest, applies_from=JULY)
    store.activate(FIRST.digest, None)
    assert store.activate(SECOND.digest, JULY) == (second, first)
    assert [each for each, _ in store.active_packages()] == [second, first]
    assert store.roll_back() == (first,)
    with pytest.raises(StoreError, match="nothing was active"):
        store.roll_back()
    assert store.active() == (first,)


def test_without_a_day_a_release_takes_the_place_of_all(tmp_path: Path) -> None:
    store = store_with(tmp_path, FIRST, SECOND)
    store.activate(FIRST.digest, None)
    store.activate(FIRST.digest, JULY)
    assert store.activate(SECOND.digest, None) == (Activation(digest=SECOND.digest),)
    assert store.roll_back() == (Activation(digest=FIRST.digest, applies_from=JULY), Activation(digest=FIRST.digest))


def test_nothing_is_active_of_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    store = store_with(tmp_path, FIRST)
    store.activate(FIRST.digest, None)
    (tmp_path / "store" / "active.json").write_text('{"active": 1}', encoding="utf-8")
    with pytest.raises(StoreError, match=r"active\.json"):
        store.active()
    with pytest.raises(OSError, match=r"active\.json"):
        pack_active(store)


def test_a_store_without_an_active_release_has_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no release is active"):
        pack_active(store_with(tmp_path, FIRST))


def test_a_bundle_holds_what_is_active_with_its_days_and_programs(tmp_path: Path) -> None:
    store = store_with(tmp_path, FIRST, SECOND)
    store.activate(FIRST.digest, None)
    store.activate(SECOND.digest, JULY)
    packed = pack_active(store)
    assert is_bundle(packed)
    assert not is_bundle(FIRST.data)
    read = ReleaseBundle(packed).load()
    assert read.is_release
    assert [(each.area, each.applies_from) for each in read.areas] == [("990000", JULY), ("990000", None)]
    assert {each.program for each in read.areas} == {FIRST.contents.areas[0].program}


def test_whoever_may_read_the_folder_may_read_what_is_put_into_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        store_with(tmp_path, FIRST).activate(FIRST.digest, None)
    finally:
        os.umask(before)
    modes = {each.stat().st_mode & 0o777 for each in (tmp_path / "store").iterdir()}
    assert modes == {0o640}, "another user serves the rules than the one who packs them"
