import logging
from pathlib import Path

import pytest

from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Position, Text
from chronicare.rpc.access.watched_files import WatchedFiles


def words(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if "?" in text:
        raise DiagnosticError([Diagnostic(Code.BAD_SETTING, Position("f"), Text("不", "no"))])
    return text


def test_what_changes_is_read_again_and_what_will_not_do_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "chronicare")
    file = tmp_path / "f"
    file.write_text("one", encoding="utf-8")
    watched = WatchedFiles((file,), lambda: words(file))
    assert watched.value() == "one"
    file.write_text("two two", encoding="utf-8")
    assert watched.value() == "two two"
    file.write_text("three?", encoding="utf-8")
    assert [watched.value(), watched.value()] == ["two two"] * 2
    file.unlink()
    assert [watched.value(), watched.value()] == ["two two"] * 2
    file.write_text("four", encoding="utf-8")
    assert watched.value() == "four"
    refused = "changed files refused, the old stay"
    assert [each.message for each in caplog.records] == [
        "changed files read",
        refused,
        refused,
        "changed files read",
    ]


def test_at_the_start_there_is_no_old_one(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        WatchedFiles((tmp_path / "nowhere",), lambda: words(tmp_path / "nowhere"))
