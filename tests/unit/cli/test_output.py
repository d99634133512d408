"""What the environment refuses: code pages that lack signs, full and read-only disks."""

import errno
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chronicare.cli.__main__ import main
from chronicare.engine import ProbeError

Run = Callable[..., Result]
REQUEST = json.dumps(
    {
        "area_code": "999900",
        "as_of_date": "2025-12-01",
        "disease_codes": ["T00001"],
        "findings": [
            {"finding": "典型症状", "value": True, "report_id": "😀"},
            {"finding": "空腹血糖", "value": 7, "unit": "mmol/L"},
        ],
    }
)


def run_gbk(*arguments: object, stdin: str) -> Result:
    """Run a command whose standard streams are in GBK."""
    return CliRunner(charset="gbk").invoke(main, [str(each) for each in arguments], input=stdin, catch_exceptions=False)


def test_signs_that_the_code_page_lacks_are_written_by_signs_alike(rules: Path) -> None:
    result = run_gbk("decide", "-", "--rules", rules, stdin=REQUEST)
    assert result.exit_code == 0
    page = result.stdout_bytes.decode("gbk")
    assert "  √ 1  典型症状" in page
    assert "\\U0001f600" in page


def test_json_keeps_every_character_whatever_the_code_page(rules: Path) -> None:
    result = run_gbk("decide", "-", "--json", "--rules", rules, stdin=REQUEST)
    answer = json.loads(result.stdout_bytes.decode("gbk"))
    reports = [
        value.get("report_id") for each in answer["decisions"][0]["criteria"] for value in each.get("values", ())
    ]
    assert "😀" in reports


def test_powers_of_ten_stay_powers_in_gbk() -> None:
    assert "10⁹/L ≥ 5 cm²".encode("gbk", "chronicare.legible").decode("gbk") == "10^9/L ≥ 5 cm^2"


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "所在的磁盘只读"), (errno.EACCES, "没有权限")],
)
@pytest.mark.parametrize("verb", ["book", "decide"])
def test_a_file_that_cannot_be_written_is_one_sentence_and_the_old_one_stays(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str, number: int, word: str
) -> None:
    def refuse(_path: Path, _target: Path) -> None:
        raise OSError(number, "refused by the system")

    monkeypatch.setattr(Path, "replace", refuse)
    out = tmp_path / "out.html"
    out.write_text("before", encoding="utf-8")
    arguments = ("book", out) if verb == "book" else ("decide", "-", "--sheet", out)
    told = run(*arguments, stdin=REQUEST, code=2).stderr
    assert told == f"{out}：{word}（refused by the system）\n"
    assert out.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir() if each.name != "rules"] == ["out.html"]


def test_no_empty_file_is_left_where_the_folder_takes_none(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_where: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert "只读" in run("book", tmp_path / "book.md", code=2).stderr
    assert not (tmp_path / "book.md").exists()


def test_a_folder_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    told = run("book", tmp_path / "nowhere" / "book.md", code=2).stderr
    assert told.startswith(f"{tmp_path / 'nowhere' / 'book.md'}：没有这个文件或文件夹")


def test_a_new_file_can_be_read_by_those_who_could_read_any(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    run("book", tmp_path / "book.md")
    assert (tmp_path / "book.md").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_trial_that_cannot_be_made_is_one_sentence_and_blames_no_entry(
    run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ProbeError("the probe exited with code 1")

    monkeypatch.setattr("chronicare.cli.checked_rules.probe_programs", fail)
    assert run("check", rules, code=2).stderr == "规则没能在子进程里试运行：the probe exited with code 1\n"


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("check",), ("check", "--json"), ("book", "-")])
def test_a_full_disk_is_one_sentence(rules: Path, arguments: tuple[str, ...]) -> None:
    directory = [str(rules)] if arguments[0] == "check" else ["--rules", str(rules)]
    command = [sys.executable, "-m", "chronicare.cli", *arguments, *directory]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, text=True, encoding="utf-8")
    assert ended.returncode == 2
    assert "磁盘已满" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr


def test_a_device_is_written_to_and_stays_a_device(run: Run, tmp_path: Path) -> None:
    (tmp_path / "book.md").symlink_to("/dev/full")
    assert run("book", tmp_path / "book.md", code=2).stderr.startswith(f"{tmp_path / 'book.md'}：磁盘已满")
    assert (tmp_path / "book.md").is_char_device()
