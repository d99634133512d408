"""Tests of a draft that outlives the process: gone on with as it was, or not at all."""

import json
from pathlib import Path

import pytest

from chronicare.engine import DurableEngine
from chronicare.workbench.bench import Bench
from chronicare.workbench.draft import Draft
from chronicare.workbench.kept_draft import KeptDraft, users_folder


@pytest.fixture
def kept(tmp_path: Path) -> KeptDraft:
    (tmp_path / "规则").mkdir()
    return KeptDraft(tmp_path / "规则", tmp_path / "state")


def drafted() -> Draft:
    draft = Draft()
    draft.change("一", {"甲/a.csv": b"\xff1"}, {"甲/a.csv": b"0"})
    draft.change("二", {"甲/a.csv": b"2", "b.csv": b"x"}, {"甲/a.csv": b"0", "b.csv": None})
    return draft


def test_a_draft_is_gone_on_with_and_can_be_undone_step_by_step(kept: KeptDraft) -> None:
    kept.keep(drafted())
    draft = kept.read()
    assert draft is not None
    assert draft.files == {"甲/a.csv": b"2", "b.csv": b"x"}
    assert draft.saved == {"甲/a.csv": b"0", "b.csv": None}
    draft.undo()
    assert draft.files == {"甲/a.csv": b"\xff1"}
    draft.undo()
    assert not draft.files


def test_a_file_made_empty_is_kept_so(kept: KeptDraft) -> None:
    draft = Draft()
    draft.change("空", {"a.csv": b""}, {"a.csv": b"0"})
    kept.keep(draft)
    again = kept.read()
    assert again is not None
    assert again.files == {"a.csv": b""}


def test_of_a_draft_that_changes_nothing_nothing_is_kept(kept: KeptDraft) -> None:
    kept.keep(drafted())
    kept.keep(Draft())
    assert kept.read() is None
    assert not list(kept.path.parent.iterdir())


def test_it_is_kept_for_its_rules_alone(kept: KeptDraft, tmp_path: Path) -> None:
    kept.keep(drafted())
    assert KeptDraft(tmp_path / "别的", tmp_path / "state").read() is None


@pytest.mark.parametrize("name", ["../外.csv", "/etc/passwd"])
def test_no_file_outside_the_rules_comes_from_it(kept: KeptDraft, name: str) -> None:
    kept.keep(drafted())
    text = json.loads(kept.path.read_text("utf-8"))
    for part in ("now", "saved"):
        text[part][name] = "eA=="
    kept.path.write_text(json.dumps(text), "utf-8")
    assert kept.read() is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": 2}', '{"form": 1'])
def test_what_cannot_be_read_is_no_draft(kept: KeptDraft, text: str) -> None:
    kept.path.parent.mkdir()
    kept.path.write_text(text, "utf-8")
    assert kept.read() is None


def test_it_is_kept_where_the_user_keeps_such_things(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert users_folder().is_relative_to(tmp_path)


def test_the_bench_goes_on_with_it_until_it_is_discarded(rules: Path, engine: DurableEngine, tmp_path: Path) -> None:
    kept = KeptDraft(rules, tmp_path / "state")
    first = Bench(rules, engine, {}, 0, kept)
    (file,) = (each.relative_to(rules).as_posix() for each in rules.glob("990700-shili/two_diseases.csv"))
    before = (rules / file).read_bytes()
    first.change("改", {file: before + b"\r\n"})
    first.close()
    second = Bench(rules, engine, {}, 0, kept)
    assert (second.restored, second.current(file)) == (1, before + b"\r\n")
    assert second.trial.version == second.draft.version
    second.discard()
    second.close()
    assert (rules / file).read_bytes() == before
    third = Bench(rules, engine, {}, 0, kept)
    third.close()
    assert (third.restored, third.current(file)) == (0, before)


def test_it_is_told_if_it_could_not_be_kept(rules: Path, engine: DurableEngine, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file stands in the way")
    bench = Bench(rules, engine, {}, 0, KeptDraft(rules, tmp_path / "state"))
    bench.change("改", {"新.csv": b"x"})
    assert str(tmp_path / "state") in bench.not_kept
    bench.close()


def test_of_two_workbenches_one_keeps_the_draft(rules: Path, tmp_path: Path) -> None:
    first, second = KeptDraft(rules, tmp_path / "state"), KeptDraft(rules, tmp_path / "state")
    assert first.claim()
    assert not second.claim()
    other = KeptDraft(tmp_path, tmp_path / "state")
    assert other.claim(), "of other rules there is another draft"
    first.let_go()
    assert second.claim(), "whoever has let go keeps it no more"
    for each in (second, other):
        each.let_go()
