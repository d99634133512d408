"""Cases run with what authors want of them: a report to sign, what has changed and has none, again and again."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from unit.small_rules import copy_rules

from chronicare.cli.verbs import cases as verb

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


@pytest.fixture
def copy(rules: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(rules, tmp_path / "rules"))


def edit(rules: Path, file: str, old: str, new: str) -> None:
    (path,) = rules.glob(f"*/{file}")
    text = path.read_text("utf-8-sig")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8-sig")


def test_a_report_says_what_passes_what_fails_and_what_has_no_case(run: Run, copy: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    run("cases", copy, "--html", page)
    html = page.read_text("utf-8")
    assert "<h1>案例报告</h1>" in html
    assert "没有通过的" not in html
    assert "<h2>试验市（999900）认定案例</h2>" in html
    assert '<td class="unit">T00001 糖病</td>' in html, "whoever signs knows diseases by their names"
    assert "还没有案例的" in html
    assert "criteria.csv 第 2（1 满足）、" in html
    edit(copy, "cases/T00001.yaml", "expect: {outcome: UNDECIDED}", "expect: {outcome: MEETS}")
    run("cases", copy, "--html", page, code=1)
    html = page.read_text("utf-8")
    assert "没有通过 1 个" in html
    assert ">T00001 糖病</th>" in html
    assert "<td>什么都不知道：尚不能认定</td><td>结果 应为 符合，得 尚不能认定<br></td>" in html
    assert "T00001.yaml 第 4 行" in html


def test_a_row_that_is_new_or_changed_must_have_a_case(run: Run, rules: Path, copy: Path) -> None:
    run("cases", copy, "--changed-since", rules)
    # a grade that no case reports: of the changed row no case shows that it can fail
    edit(copy, "criteria.csv", "肌力,< III", "肌力,< II")
    told = run("cases", copy, "--changed-since", rules, code=1).stderr
    assert "新增或改动的行没有案例：999900-shiyan/criteria.csv:4 3 " in told


def test_cases_are_run_again_whenever_a_file_changes(run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changes(directory: Path) -> Iterator[object]:
        assert directory == copy
        edit(copy, "criteria.csv", "空腹血糖,≥ 7.0 mmol/L,任一", "空腹血糖,≥≥ 7.0 mmol/L,任一")
        yield {"changed"}
        edit(copy, "criteria.csv", "空腹血糖,≥≥ 7.0 mmol/L,任一", "空腹血糖,≥ 7.0 mmol/L,任一")
        yield {"changed"}

    monkeypatch.setattr(verb, "changes_below", changes)
    told = run("cases", copy, "--watch")
    first, broken, again = told.stdout.split("──")[1:]
    assert "通过" in first
    assert "通过" not in broken
    assert "E02" in told.stderr
    assert again.removeprefix(" 3") == first.removeprefix(" 1")


def test_the_cells_that_no_case_rests_on_are_told_and_shaded(run: Run, tmp_path: Path) -> None:
    """The card 两病 of the small city, by hand: its cases tell by the ratio and the cap, by none of its tests alone."""
    rules, page = copy_rules(tmp_path / "rules"), tmp_path / "report.html"
    told = run("cases", rules, "--table", "两病", "--coverage", "--html", page).stdout
    assert "两病 案例 2，覆盖 1/1，格 2/5\n" in told
    html = page.read_text("utf-8")
    for cell in ("是", "两病", "一级"):
        assert f'<td class="unseen">{cell}</td>' in html
    assert '<td class="seen">50%</td>' in html
    (area,) = json.loads(run("cases", rules, "--table", "两病", "--coverage", "--json").stdout)
    (cells,) = area["benefits"]["cells"]
    assert [each["column"] for each in cells["unseen"]] == ["入：属支付范围", "入：结算类别", "入：机构等级"]
