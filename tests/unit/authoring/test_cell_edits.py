"""Changes of cells made into files: the bytes of the cells and no others, everything that cannot be done at once."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from chronicare.authoring.cell_edits import CellEdit, NewRow, edited_files, unified_diff
from chronicare.diagnostics import Code, DiagnosticError

TABLE = "区/表.csv"
DATA = '\ufeff甲,乙\r\n1,"二, 三"\r\n4,五\r\n'.encode()
TABLES = {TABLE: DATA, "区/别的.csv": b"x\n1\n"}


def test_a_cell_is_written_and_every_other_byte_stays() -> None:
    files = edited_files([CellEdit(TABLE, 3, "乙", "六,七")], [], TABLES)
    assert files == {TABLE: DATA.replace("4,五".encode(), '4,"六,七"'.encode())}


def test_a_row_is_added_with_what_is_not_named_left_empty() -> None:
    files = edited_files([], [NewRow(TABLE, {"乙": "八"})], TABLES)
    assert files == {TABLE: DATA + ",八\r\n".encode()}


def test_what_changes_nothing_gives_no_file() -> None:
    assert edited_files([CellEdit(TABLE, 3, "乙", "五")], [], TABLES) == {}


def test_everything_that_cannot_be_done_is_told_at_once() -> None:
    wrong = [CellEdit(TABLE, 9, "乙", ""), CellEdit(TABLE, 2, "丙", ""), CellEdit("区/表", 2, "乙", "")]
    with pytest.raises(DiagnosticError) as raised:
        edited_files(wrong, [NewRow(TABLE, {"丁": "1"})], TABLES)
    told = raised.value.diagnostics
    wanted = [Code.BAD_FIELD, Code.UNKNOWN_HEADING, Code.MISSING_FILE, Code.UNKNOWN_HEADING]
    assert Counter(each.code for each in told) == Counter(wanted)
    assert "是不是「区/表.csv」？" in {each.hint.zh for each in told}


def test_the_patch_is_one_that_git_applies(tmp_path: Path) -> None:
    path = tmp_path / TABLE
    path.parent.mkdir()
    path.write_bytes(DATA)
    files = edited_files([CellEdit(TABLE, 2, "甲", "9")], [NewRow(TABLE, {"甲": "0"})], TABLES)
    (tmp_path / "p.patch").write_bytes(unified_diff(TABLES, files).encode())
    subprocess.run(["git", "apply", "p.patch"], cwd=tmp_path, check=True)
    assert path.read_bytes() == files[TABLE]


def test_the_patch_of_a_file_without_an_end_of_line() -> None:
    diff = unified_diff({"a.csv": b"x\n1"}, {"a.csv": b"x\n2"})
    end = "\\ No newline at end of file\n"
    assert diff == f"--- a/a.csv\n+++ b/a.csv\n@@ -1,2 +1,2 @@\n x\n-1\n{end}+2\n{end}"
