"""An area is tables only: a small one on top of the national layer, written as an author would, and what it lacks."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from published import RULES

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[3] / "data" / "new_area"
FOLDER = "990700-shili"
Run = Callable[..., Result]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Copy the national layer and the small area."""
    shutil.copytree(RULES / "national", tmp_path / "national")
    shutil.copytree(DATA / FOLDER, tmp_path / FOLDER)
    return tmp_path


def test_an_area_of_a_few_tables_is_complete(run: Run, rules: Path) -> None:
    checked = run("check", rules, "--sources", DATA / "sources")
    (away,) = checked.stderr.splitlines()
    assert away.startswith("national/manifest.yaml"), "the document of the layer is not among those of the area"
    assert "错误 0，提醒 1" in checked.stdout
    told = run("cases", rules, "--coverage").stdout
    counts = re.search(r"990700 待遇案例 (\d+)，通过 (\d+)", told)
    assert counts is not None
    assert int(counts[1]) == int(counts[2]) > 10, "its own, and those of the layer"
    assert "未见" not in told


def test_an_area_without_recognition_says_so_instead_of_an_empty_list(run: Run, rules: Path) -> None:
    assert run("diseases", "--rules", rules).stdout == "示例市的规则里没有病种认定，只有待遇和办事\n"


def test_the_cover_of_the_book_says_no_recognition_where_there_is_none(run: Run, rules: Path) -> None:
    assert run("book", "-", "--rules", rules).stdout.startswith("# 示例市待遇规则 ")


def test_its_cases_are_measured_beside_what_it_covers(run: Run, rules: Path) -> None:
    told = run("cases", rules, "--mutation", "--table", "统筹年度限额", code=1)
    assert "统筹年度限额 改动 " in told.stdout
    assert isinstance(told.exception, SystemExit), "what no case notices is told, and nothing else is wrong"


def test_an_area_may_only_answer_look_ups(run: Run, rules: Path) -> None:
    folder = rules / FOLDER
    for name in ("scope", "counters", "inpatient", "two_diseases", "cap"):
        (folder / f"{name}.csv").unlink()
    (folder / "tables.csv").write_text("文件,类型,名称,取法\nstatus.csv,决策表,支付范围,FIRST\n", encoding="utf-8")
    (folder / "cases" / "benefits.yaml").write_text(
        "benefits: 支付范围\nas_of_date: 2026-03-01\ncases:\n"
        "- {name: 欠费, facts: {在待遇期内: false}, expect: {values: {不予支付理由: 不在待遇期}}}\n",
        encoding="utf-8",
    )
    assert "没有发现问题" in run("check", rules).stdout
    counts = re.search(r"待遇案例 (\d+)，通过 (\d+)", run("cases", rules).stdout)
    assert counts is not None
    assert counts[1] == counts[2]
    asked = run("ask", "不予支付理由", "--rules", rules, "--fact", "在待遇期内=否", "--as-of", "2026-03-01")
    assert "就诊日不在待遇享受期内" in asked.stdout
    bill = rules / "bill.yaml"
    bill.write_text(
        "person: {facts: [{finding: 险种, value: 职工}]}\n"
        "bill: {care_date: 2026-03-01, facts: [{finding: 结算类别, value: 住院}], charges: {total_fen: 100}}\n"
        "accumulators: {first_of_year: true}\n",
        encoding="utf-8",
    )
    assert run("book", "-", "--rules", rules).stdout.startswith("# 示例市查询规则 ")
    said = "示例市的规则没有支付方：只供查询，不能结算\n"
    assert run("settle", bill, "--rules", rules, code=1).stderr == said
    with (folder / "cases" / "benefits.yaml").open("a", encoding="utf-8") as file:
        file.write("- {name: 一笔, facts: {结算类别: 住院}, bill: {total: 1}, expect: {payments: {}}}\n")
    assert "没有支付方" in run("cases", rules, code=1).stderr


def test_what_no_table_of_an_area_gives_is_said_in_a_sentence(run: Run, rules: Path) -> None:
    said = run("ask", "待遇享受起始日", "--rules", rules, "--as-of", "2026-03-01", code=1).stderr
    assert said.count("\n") == 1


def test_bills_of_two_benefit_years_in_one_case_are_told_when_the_rules_are_checked(run: Run, rules: Path) -> None:
    with (rules / FOLDER / "cases" / "benefits.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "- name: 跨年\n  facts: {险种: 职工}\n"
            "  bills: [{care_date: 2026-12-31, total: 1}, {care_date: 2027-01-01, total: 1}]\n"
            "  expect: {bills: [null, null]}\n"
        )
    said = run("check", rules, code=1).stderr
    assert "2027-01-01 在 2027 待遇年度，第一笔在 2026 → 一个待遇年度写一个案例" in said
    assert "cases/benefits.yaml" in said
