"""``chronicare record`` over decisions that were served."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from unit.releases.made import key_file, keys
from unit.rpc.recording.kept import EXAMPLE, KEYS, Recorded, request_of

from chronicare.records.policy import MaskingPolicy
from chronicare.records.pseudonyms import read_keys

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Give a record of two decisions and what they are called."""
    place: Path = tmp_path_factory.mktemp("served") / "record"
    undecided = request_of(request_id="病例-2", findings=[])
    ids = Recorded(place).check([request_of(request_id="病例-1"), undecided])
    return place, ids


def copied(served: tuple[Path, list[str]], folder: Path) -> tuple[Path, list[str]]:
    """Return a copy that a test may change."""
    place, ids = served
    copy = folder / "copy"
    copy.mkdir()
    for each in place.iterdir():
        (copy / each.name).write_bytes(each.read_bytes())
    return copy, ids


def test_decisions_are_listed_and_found_by_what_the_caller_called_them(
    run: Run, served: tuple[Path, list[str]], tmp_path: Path
) -> None:
    place, ids = served
    listed = run("record", "list", "--record", place).stdout.splitlines()
    assert [line.split()[0] for line in listed] == ids
    key = tmp_path / "keys"
    key.write_text(KEYS)
    found = run("record", "list", "--record", place, "--request-id", "病例-2", "--record-keys", key, "--json")
    assert [each["id"] for each in json.loads(found.stdout)] == ids[1:]
    assert "病例" not in found.stdout
    nothing = run("record", "list", "--record", place, "--until", "2020-01-01")
    assert (nothing.stdout, nothing.stderr) == ("", "没有\n")
    nothing = run("record", "list", "--record", place, "--area", "110000")
    assert (nothing.stdout, nothing.stderr) == ("", "没有\n")
    nothing = run("record", "list", "--record", place, "--method", "SettleBill")
    assert (nothing.stdout, nothing.stderr) == ("", "没有\n")
    first = run("record", "list", "--record", place, "--limit", "1")
    assert [line.split()[0] for line in first.stdout.splitlines()] == ids[:1]
    assert "还有" in first.stderr


def test_a_caller_s_request_cannot_be_looked_for_without_the_key(
    run: Run, served: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHRONICARE_RECORD_KEYS", raising=False)
    asked = run("record", "list", "--record", served[0], "--request-id", "病例-2", code=2)
    assert "chronicare record keygen" in asked.stderr


def test_a_decision_is_shown_as_it_was_given(run: Run, served: tuple[Path, list[str]]) -> None:
    place, ids = served
    shown = run("record", "show", ids[0], "--record", place).stdout
    assert "M90100 高糖病" in shown
    assert "结论：符合" in shown
    assert "areas/990000/releases/" in shown
    plain = json.loads(run("record", "show", ids[0], "--record", place, "--json").stdout)
    assert plain["answer"]["decisions"][0]["outcome"] == "OUTCOME_MEETS"
    assert (plain["chain"], plain["seq"], plain["request"]["area_code"]) == (0, 0, "990000")


def test_what_is_not_there_or_not_as_it_was_is_not_shown(
    run: Run, served: tuple[Path, list[str]], tmp_path: Path
) -> None:
    place, ids = copied(served, tmp_path)
    assert "没有条目" in run("record", "show", "0" * 32, "--record", place, code=1).stderr
    tampered(place, "UPDATE links SET head = replace(head, '990000', '110000') WHERE seq = 0")
    assert "被改动过" in run("record", "show", ids[0], "--record", place, code=1).stderr
    assert "被改动过" in run("record", "replay", ids[0], "--record", place, "--rules", EXAMPLE, code=1).stderr


def test_a_record_is_verified_and_what_was_cut_off_shows_by_signed_ends(
    run: Run, served: tuple[Path, list[str]], tmp_path: Path
) -> None:
    place, ids = copied(served, tmp_path)
    assert "完好的 2 条" in run("record", "verify", "--record", place).stdout
    (tmp_path / "public.pem").write_bytes(keys().public)
    (tmp_path / "other.pem").write_bytes(keys("other").public)
    signed = ("--ends", tmp_path / "ends")
    run("record", "ends", "--record", place, "--out", tmp_path / "ends", "--key", key_file(tmp_path))
    run("record", "verify", "--record", place, *signed, "--key", tmp_path / "public.pem")
    refused = run("record", "verify", "--record", place, *signed, "--key", tmp_path / "other.pem", code=2)
    assert "签名不是所信任的" in refused.stderr
    with sqlite3.connect(place / "chain-0.db") as connection:
        (first,) = connection.execute("SELECT hash FROM links WHERE seq = 0").fetchone()
        connection.execute("DELETE FROM links WHERE seq = 1")
        connection.execute("UPDATE ends SET seq = 0, hash = ?", (first,))
    run("record", "verify", "--record", place)
    told = run("record", "verify", "--record", place, *signed, "--json", code=1)
    (fault,) = json.loads(told.stdout)["faults"]
    assert (fault["chain"], fault["seq"]) == (0, 1)
    assert ids[1] not in run("record", "list", "--record", place).stdout


def test_a_file_that_is_no_ends_is_told(run: Run, served: tuple[Path, list[str]], tmp_path: Path) -> None:
    (tmp_path / "ends").write_text("{}")
    told = run("record", "verify", "--record", served[0], "--ends", tmp_path / "ends", code=2)
    assert "不是链末端的文件" in told.stderr


def test_a_tampered_record_is_not_signed_for(run: Run, served: tuple[Path, list[str]], tmp_path: Path) -> None:
    place, ids = copied(served, tmp_path)
    tampered(place, "UPDATE links SET recorded_at = '2020-01-01T00:00:00.000Z' WHERE seq = 1")
    assert f"0/1 {ids[1]}" in run("record", "verify", "--record", place, code=1).stdout
    assert "先 verify" in run("record", "ends", "--record", place, code=1).stderr


def test_decisions_are_answered_again(run: Run, served: tuple[Path, list[str]], rules: Path) -> None:
    place, ids = served
    again = run("record", "replay", "--record", place, "--rules", EXAMPLE)
    assert again.stdout == "再算 2 个，相同的 2 个\n"
    assert "相同" in run("record", "replay", ids[0], "--record", place, "--rules", EXAMPLE).stdout
    elsewhere = run("record", "replay", ids[0], "--record", place, "--rules", rules, "--json", code=1)
    (told,) = json.loads(elsewhere.stdout)
    assert (told["outcome"], told["id"]) == ("impossible", ids[0])


def test_a_key_is_made_and_another_added(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "keys"
    assert "密钥 k1" in run("record", "keygen", path).stdout
    assert path.stat().st_mode & 0o777 == 0o600
    first = path.read_text()
    assert "密钥 k2" in run("record", "keygen", path).stdout
    assert path.read_text().startswith(first)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("nonsense")
    assert "第 1 行" in run("record", "keygen", path, code=2).stderr
    assert path.read_text() == "nonsense"


def test_after_a_key_is_added_older_entries_are_still_found(run: Run, tmp_path: Path) -> None:
    place, path = tmp_path / "record", tmp_path / "keys"
    run("record", "keygen", path)
    first = Recorded(place, keys=read_keys(path.read_text())).check([request_of(request_id="病例-9")])
    run("record", "keygen", path)
    second = Recorded(place, keys=read_keys(path.read_text())).check([request_of(request_id="病例-9")])
    found = run("record", "list", "--record", place, "--request-id", "病例-9", "--record-keys", path)
    assert {line.split()[0] for line in found.stdout.splitlines()} == {*first, *second}
    kept = {
        json.loads(run("record", "show", each, "--record", place, "--json").stdout)["key"] for each in first + second
    }
    assert kept == {"k1", "k2"}


def test_decisions_are_written_out_for_other_programs(run: Run, served: tuple[Path, list[str]], tmp_path: Path) -> None:
    place, ids = served
    lines = [json.loads(line) for line in run("record", "export", "--record", place).stdout.splitlines()]
    assert [each["id"] for each in lines] == ids
    assert [each["answer"]["decisions"][0]["outcome"] for each in lines] == ["OUTCOME_MEETS", "OUTCOME_UNDECIDED"]
    out = tmp_path / "out.csv"
    run("record", "export", "--record", place, "--format", "csv", "--out", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [(each["id"], each["outcomes"]) for each in rows] == [
        (ids[0], "M90100=OUTCOME_MEETS"),
        (ids[1], "M90100=OUTCOME_UNDECIDED"),
    ]
    assert rows[0]["releases"] == lines[0]["releases"][0]["digest"]
    assert "病例" not in out.read_text("utf-8-sig") + json.dumps(lines, ensure_ascii=False)


def test_what_a_spreadsheet_would_take_for_a_formula_is_quoted(run: Run, tmp_path: Path) -> None:
    policy = MaskingPolicy.model_validate({"fields": {"request_id": "keep"}})
    Recorded(tmp_path / "record", policy=policy).check([request_of(request_id="=1+1")])
    written = run("record", "export", "--record", tmp_path / "record", "--format", "csv").stdout
    assert ",'=1+1," in written


def test_a_record_is_copied_and_what_is_old_is_removed(
    run: Run, served: tuple[Path, list[str]], tmp_path: Path
) -> None:
    place, ids = copied(served, tmp_path)
    assert run("record", "copy", tmp_path / "backup", "--record", place).stdout == "抄了 2 条\n"
    assert run("record", "copy", tmp_path / "backup", "--record", place).stdout == "抄了 0 条\n"
    assert run("record", "prune", "--before", "2020-01-01", "--record", place).stdout == "没有到期的\n"
    assert run("record", "prune", "--before", "2999-01-01", "--record", place).stdout == "链 0：删到 1\n"
    assert "到期删去的 2 条" in run("record", "verify", "--record", place).stdout
    nothing = run("record", "list", "--record", place)
    assert (nothing.stdout, nothing.stderr) == ("", "没有\n")
    assert ids[0] in run("record", "list", "--record", tmp_path / "backup").stdout


def test_a_tampered_record_is_not_pruned(run: Run, served: tuple[Path, list[str]], tmp_path: Path) -> None:
    place, _ = copied(served, tmp_path)
    tampered(place, "UPDATE links SET request = x'00' WHERE seq = 1")
    assert "先 verify" in run("record", "prune", "--before", "2999-01-01", "--record", place, code=1).stderr
    assert "0/1" in run("record", "copy", tmp_path / "backup", "--record", place, code=2).stderr


def tampered(place: Path, statement: str) -> None:
    connection = sqlite3.connect(place / "chain-0.db", isolation_level=None)
    connection.execute(statement)
    connection.close()
