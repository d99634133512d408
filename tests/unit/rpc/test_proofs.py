"""Proofs: believed for exactly what was tried, by exactly the program that tried it, out of a folder of one's own."""

import os
from pathlib import Path

import pytest

from chronicare.rpc import proofs
from chronicare.rpc.proofs import MAX_KEPT, Proofs
from chronicare.rpc.rules_history import HeldRelease

RULES = b"rules"
PASSED = (HeldRelease("990000", "0" * 64), HeldRelease("990001", "1" * 64))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One in which these releases of the rules are proven."""
    folder = tmp_path / "cache" / "proofs"
    Proofs(folder).keep(RULES, PASSED)
    return folder


def test_what_was_proven_is_known_at_the_next_start(folder: Path) -> None:
    assert Proofs(folder).of(RULES) == PASSED


def test_nothing_is_known_of_other_rules(folder: Path) -> None:
    assert Proofs(folder).of(RULES + b" ") == ()


def test_another_program_proves_for_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "_program", lambda: b"another")
    assert Proofs(folder).of(RULES) == ()


def test_the_program_is_its_code_and_what_it_stands_on(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = list(proofs._parts())  # noqa: SLF001 - what the digest is of
    assert Path(proofs.__file__).read_bytes() in parts
    assert any(each.startswith(b"\x7fELF") for each in parts)
    monkeypatch.setattr(proofs, "_parts", lambda: iter([*parts[:-1], parts[-1] + b"#"]))
    before = proofs._program()  # noqa: SLF001 - same
    assert proofs._program.__wrapped__() != before  # noqa: SLF001 - worked out anew


def test_what_passed_later_takes_its_place(folder: Path) -> None:
    Proofs(folder).keep(RULES, PASSED[:1])
    assert Proofs(folder).of(RULES) == PASSED[:1]


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_a_folder_others_can_write_to_is_neither_believed_nor_written(folder: Path, mode: int) -> None:
    folder.chmod(mode)
    assert Proofs(folder).of(RULES) == ()
    kept = Proofs(folder)
    kept.keep(b"others", PASSED)
    assert kept.of(b"others") == PASSED, "for itself it still knows"
    assert len(list(folder.iterdir())) == 1


def test_a_file_others_can_write_to_is_not_believed(folder: Path) -> None:
    next(folder.iterdir()).chmod(0o666)
    assert Proofs(folder).of(RULES) == ()


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (proof,) = folder.iterdir()
    proof.rename(tmp_path / "elsewhere")
    proof.symlink_to(tmp_path / "elsewhere")
    assert Proofs(folder).of(RULES) == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_not_believed(folder: Path) -> None:
    os.chown(next(folder.iterdir()), 12345, -1)
    assert Proofs(folder).of(RULES) == ()


def test_those_made_longest_ago_make_room(folder: Path) -> None:
    (first,) = folder.iterdir()
    os.utime(first, (0, 0))
    for number in range(MAX_KEPT):
        Proofs(folder).keep(b"rules %d" % number, PASSED)
    assert len(list(folder.iterdir())) == MAX_KEPT
    assert not first.exists()


def test_without_a_folder_only_this_process_knows(tmp_path: Path) -> None:
    kept = Proofs(None)
    kept.keep(RULES, PASSED)
    assert kept.of(RULES) == PASSED
    (tmp_path / "file").touch()
    unwritable = Proofs(tmp_path / "file" / "proofs")
    unwritable.keep(RULES, PASSED)
    assert unwritable.of(RULES) == PASSED
