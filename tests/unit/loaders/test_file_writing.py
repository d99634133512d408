from errno import ENOSPC
from pathlib import Path

import pytest

from chronicare.loaders.file_writing import UnwrittenError, replace_file, replace_files


def test_a_file_keeps_its_mode_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_files_in_new_folders_are_written(tmp_path: Path) -> None:
    replace_files({tmp_path / "new" / "a.csv": b"1", tmp_path / "b.csv": b"2"})
    assert (tmp_path / "new" / "a.csv").read_bytes() == b"1"
    assert (tmp_path / "b.csv").read_bytes() == b"2"


def test_if_one_cannot_be_written_all_are_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, last = tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "last.csv"
    old.write_bytes(b"old")
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target == last:
            raise OSError(ENOSPC, "full")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UnwrittenError) as unwritten:
        replace_files({old: b"changed", new: b"made", last: b"never"})
    assert unwritten.value.path == last
    assert unwritten.value.error.errno == ENOSPC
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == {old: b"old"}
