"""`chronicare sheet`: out as workbooks, back after everything is told, all files or none."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from chronicare.cli.verbs import sheet as verb

pytestmark = pytest.mark.slow

Run = Callable[..., Result]

AREA, LAYER = "999900-shiyan", "national"
BENEFIT_RULES = Path(__file__).parents[3] / "data" / "cli" / "benefit_rules"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return rules of a card and tables that may be changed."""
    return Path(shutil.copytree(BENEFIT_RULES, tmp_path / "rules"))


@pytest.fixture
def out(run: Run, tmp_path: Path) -> Path:
    """Return the folder that all workbooks are written to."""
    run("sheet", "export", "--to", tmp_path / "out")
    return tmp_path / "out"


def contents(rules: Path) -> dict[str, bytes]:
    return {path.relative_to(rules).as_posix(): path.read_bytes() for path in rules.rglob("*") if path.is_file()}


def book_with(out: Path, title: str) -> Path:
    """Return the workbook that has a sheet called ``title``."""
    return next(path for path in sorted(out.glob("*.xlsx")) if title in load_workbook(path).sheetnames)


def put(out: Path, title: str, **cells: str) -> Path:
    """Fill in cells; return the workbook they are in."""
    path = book_with(out, title)
    book = load_workbook(path)
    for place, text in cells.items():
        book[title][place] = text
    book.save(path)
    return path


# The sheet of 住院待遇: C 险种, D 机构等级, E 起付标准, F 支付比例; its rows 2 to 4 are in rows 5 to 7.


def test_there_and_back_nothing_has_changed(run: Run, rules: Path, out: Path) -> None:
    before = contents(rules)
    names = sorted(each.name for each in out.iterdir())
    assert len(names) == 3
    result = run("sheet", "import", *sorted(out.iterdir()), "--yes")
    assert result.output == "没有改动\n"
    assert contents(rules) == before


def test_a_folder_is_written_out_alone_and_the_same_each_time(run: Run, out: Path, tmp_path: Path) -> None:
    run("sheet", "export", AREA, "--to", tmp_path / "again")
    again = {each.name: each.read_bytes() for each in (tmp_path / "again").iterdir()}
    assert len(again) == 1
    assert again == {name: (out / name).read_bytes() for name in again}
    assert AREA in run("sheet", "export", "111111-meiyou", "--to", tmp_path / "no", code=2).output
    by_code = run("sheet", "export", AREA.partition("-")[0], "--to", tmp_path / "by_code").output
    assert by_code.count("已写入") == len(list((tmp_path / "again").glob("*.xlsx"))) > 0


def test_a_workbook_that_is_there_is_not_written_over(run: Run, out: Path) -> None:
    path = put(out, "住院待遇", F5="81%")
    edited = path.read_bytes()
    assert path.name in run("sheet", "export", "--to", out, code=2).output
    assert path.read_bytes() == edited
    run("sheet", "export", "--to", out, "--overwrite")
    assert path.read_bytes() != edited


def test_a_change_is_told_and_written_only_when_it_is_confirmed(run: Run, rules: Path, out: Path) -> None:
    before = contents(rules)
    path = put(out, "住院待遇", F5="81%")
    told = f"住院待遇（{AREA}/inpatient.csv）\n  第 2 行（职工、三级）支付比例：80% → 81%\n"
    dry = run("sheet", "import", path, "--dry-run")
    assert dry.stdout == f"{told}1 张表有改动，没有写入\n"
    refused = run("sheet", "import", path, stdin="n\n")
    assert refused.stdout.startswith(told)
    assert "没有写入" in refused.stdout
    assert contents(rules) == before
    assert "已写入 1 个文件" in run("sheet", "import", path, stdin="y\n").stdout
    after = contents(rules)
    name = f"{AREA}/inpatient.csv"
    assert after.pop(name) == before.pop(name).replace("700 元,80%".encode(), "700 元,81%".encode())
    assert after == before


def test_what_the_rules_refuse_is_told_in_the_sheet_and_nothing_is_written(run: Run, rules: Path, out: Path) -> None:
    before = contents(rules)
    bad = put(out, "住院待遇", C5="职员", F5="81%", F6="90", E7="700")
    good = put(out, "值表", E5="改的值")
    told = run("sheet", "import", bad, good, "--yes", code=1).output
    assert f"{bad.name} 住院待遇:C5「入：险种」: E0203 " in told
    assert f"{bad.name} 住院待遇:F6「出：支付比例」: E0204 " in told
    assert f"{bad.name} 住院待遇:E7「出：起付标准」: E0202 " in told
    assert contents(rules) == before


def test_what_was_wrong_before_is_no_reason_to_refuse(run: Run, rules: Path, tmp_path: Path) -> None:
    file = rules / AREA / "inpatient.csv"
    file.write_bytes(file.read_bytes().replace(b"90%", b"90").replace(b"60%", "六成".encode()))
    run("sheet", "export", AREA, "--to", tmp_path / "out")
    path = put(tmp_path / "out", "住院待遇", F7="60%")
    run("sheet", "import", path, "--yes")
    assert "700 元,60%" in file.read_text(encoding="utf-8-sig"), "one of two mistakes is mended"
    path = put(tmp_path / "out", "住院待遇", F5="八成")
    assert "住院待遇:F5" in run("sheet", "import", path, "--yes", code=1).output


def test_a_word_taken_away_is_told_where_it_is_used(run: Run, rules: Path, out: Path) -> None:
    before = contents(rules)
    path = book_with(out, "值表")
    book = load_workbook(path)
    levels = book["值表"]
    levels.delete_rows(next(row for row in range(5, levels.max_row) if levels[f"D{row}"].value == "乡镇卫生院"))
    book.save(path)
    told = run("sheet", "import", path, "--yes", code=1).output
    assert f"{AREA}/inpatient.csv:B3「入：机构等级」: E0203 " in told
    assert contents(rules) == before


def test_a_bad_folder_harms_no_other(run: Run, rules: Path, out: Path) -> None:
    path = put(out, "住院待遇", F5="81%")
    shutil.copytree(rules / AREA, rules / "888800-bieqing")
    (rules / "888800-bieqing" / "inpatient.csv").write_bytes(b"\xff\xff")
    run("sheet", "import", path, "--yes")
    assert "81%" in (rules / AREA / "inpatient.csv").read_text(encoding="utf-8-sig")
    assert "888800-bieqing/inpatient.csv" in run("sheet", "export", "888800-bieqing", "--to", out, code=1).output


def test_without_the_library_it_is_named(run: Run, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "_LACKING", "openpyxl")
    assert "chronicare[excel]" in run("sheet", "export", "--to", out, code=2).output


def test_all_files_are_written_or_none(run: Run, rules: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(rules)
    path = put(out, "住院待遇", F5="81%")
    put(out, "支付处理", J5="要写的")
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == "payability.csv" or (target.name == "inpatient.csv" and b"81%" not in self.read_bytes()):
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    run("sheet", "import", path, "--yes", code=2)
    assert contents(rules) == before
