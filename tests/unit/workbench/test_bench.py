from errno import ENOSPC
from pathlib import Path

import pytest
from unit.small_rules import CARD, RATIO

from chronicare.analysis.impact import Effect
from chronicare.authoring.trials import trial as trying
from chronicare.diagnostics import Code
from chronicare.formats.csv_edit import replace_cell
from chronicare.workbench.bench import Bench, RefusedError

pytestmark = pytest.mark.slow


def write(bench: Bench, text: str, column: int = RATIO) -> None:
    data = bench.current(CARD)
    assert data is not None
    bench.change(text, {CARD: replace_cell(data, 2, column, text)})


def finished(bench: Bench) -> trying.Trial:
    """Return the trial of the draft once it is done."""
    with bench._changed:  # noqa: SLF001 - there is no other end to wait for
        while not bench.trial.is_done:
            bench._changed.wait()  # noqa: SLF001
        return bench.trial


def test_a_change_is_told_in_the_words_of_the_policy_and_by_its_cases(bench: Bench) -> None:
    write(bench, "60%")
    trial = finished(bench)
    assert not trial.failed
    assert [each.code.name for each in trial.problems] == ["CLAUSE_SAYS_OTHERWISE"], "its clause has 50%"
    (difference,) = trial.differences["990700"]
    assert (difference.key.aspect, difference.before, difference.after) == ("比例", "50%", "60%")
    # 1000 × 60% is 600 and no more 500; of two such bills the second gets 800 − 600 = 200 and no more 300.
    assert {each.after.name for each in trial.changes if each.fails} == {
        "两病 1000 元的一半，未到 800 元",
        "两病全年两笔：500 元，再 300 元为止",
    }
    assert len(trial.changes) == 2
    assert trial.cases.done == trial.cases.total
    impact = trial.impacts["990700"]
    assert impact.asked == trial.persons.done == trial.persons.total == 20
    assert not impact.of(Effect.LOSES)


def test_undoing_brings_back_what_was(bench: Bench, rules: Path) -> None:
    before = (rules / CARD).read_bytes()
    write(bench, "60%")
    bench.undo()
    assert bench.current(CARD) == before
    assert finished(bench).version == 2
    assert not bench.draft.files


def test_an_error_is_told_at_its_cell_and_nothing_is_saved(bench: Bench, rules: Path) -> None:
    before = (rules / CARD).read_bytes()
    write(bench, "150%")
    with pytest.raises(RefusedError) as refused:
        bench.save()
    where = {(str(each.where).partition("「")[0]) for each in refused.value.problems}
    assert f"{CARD}:I2" in where
    assert (rules / CARD).read_bytes() == before
    assert finished(bench).has_errors


def test_saving_changes_the_cell_and_not_another_byte(bench: Bench, rules: Path) -> None:
    files = {path: path.read_bytes() for path in rules.rglob("*") if path.is_file()}
    write(bench, "60%")
    assert bench.save() == (CARD,)
    now = {path: path.read_bytes() for path in rules.rglob("*") if path.is_file()}
    assert {path for path in now if now[path] != files.get(path)} == {rules / CARD}
    assert now[rules / CARD] == files[rules / CARD].replace(b",50%,", b",60%,")
    assert not bench.draft.files
    assert bench.saved is bench.drafted


def test_what_was_changed_elsewhere_meanwhile_is_not_overwritten(bench: Bench, rules: Path) -> None:
    write(bench, "60%")
    other = (rules / CARD).read_bytes().replace(b"50%", b"55%")
    (rules / CARD).write_bytes(other)
    with pytest.raises(RefusedError) as refused:
        bench.save()
    assert [each.code for each in refused.value.problems] == [Code.CHANGED_SINCE_EXPORT]
    assert (rules / CARD).read_bytes() == other


def test_files_changed_elsewhere_are_read_anew(bench: Bench, rules: Path) -> None:
    (rules / CARD).write_bytes((rules / CARD).read_bytes().replace(b"50%", b"55%"))
    bench.refresh()
    table = next(each for each in bench.saved.written["990700-shili"].tables if each.file == CARD)
    assert table.rows[0].text("ratio") == "55%"


@pytest.mark.parametrize("file", ["../outside.csv", "990700-shili/../../outside.csv", "/etc/passwd"])
def test_nothing_outside_the_directory_is_read_or_changed(bench: Bench, file: str) -> None:
    assert bench.current(file) is None
    with pytest.raises(LookupError):
        bench.change("外面", {file: b"x"})


def test_a_link_that_leads_out_is_not_followed(bench: Bench, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("x", encoding="utf-8")
    (rules / "990700-shili" / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert bench.on_disk("990700-shili/link.csv") is None


def test_if_one_file_cannot_be_written_none_is(bench: Bench, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = "990700-shili/cap.csv"
    before = {name: (rules / name).read_bytes() for name in (CARD, other)}
    write(bench, "60%")
    data = bench.current(other)
    assert data is not None
    bench.change("限额", {other: replace_cell(data, 2, 2, "21 万元")})
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "cap.csv":
            raise OSError(ENOSPC, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RefusedError) as refused:
        bench.save()
    assert "No space left" in refused.value.reason
    assert {name: (rules / name).read_bytes() for name in before} == before
    assert set(bench.draft.files) == {CARD, other}
    assert not list(rules.rglob(".*csv*"))


def test_what_could_not_be_checked_is_not_saved(bench: Bench, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no check")

    before = (rules / CARD).read_bytes()
    monkeypatch.setattr(trying, "new_problems", broken)
    write(bench, "60%")
    with pytest.raises(RefusedError) as refused:
        bench.save()
    assert "no check" in refused.value.reason
    assert (rules / CARD).read_bytes() == before


def test_a_draft_is_tried_anew_when_the_files_below_it_change(bench: Bench, rules: Path) -> None:
    write(bench, "60%")
    finished(bench)
    cap = rules / "990700-shili" / "cap.csv"
    cap.write_bytes(cap.read_bytes().replace("20 万元".encode(), "二十万".encode(), 1))
    bench.refresh()
    # What was changed elsewhere is wrong as it stands, not by the draft.
    assert not finished(bench).problems
    assert finished(bench).already
