"""Whom other rules hit: the amounts below are worked out by hand from the small tables."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

pytestmark = pytest.mark.slow

Run = Callable[..., Result]

CASES = """benefits: 住院
as_of_date: 2025-12-15
bases:
  居民: {facts: {险种: 居民, 结算类别: 住院, 机构等级: 乡镇卫生院, 费用情形: 无}}
  职工: {facts: {险种: 职工, 结算类别: 住院, 机构等级: 三级, 费用情形: 无, 享受公务员补助: false}}
cases:
- {name: 卫生院四千三, base: 居民, bill: {total: 4300}, expect: {payments: {basic: 3780}}}
- {name: 卫生院一千一, base: 居民, bill: {total: 1100}, expect: {payments: {basic: 900}}}
- {name: 三级一万零七百, base: 职工, bill: {total: 10700}, expect: {payments: {basic: 8000}}}
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return small benefit rules with three cases: 100 deducted, then 90 %; 700 deducted, then 80 %."""
    data = Path(__file__).parents[3] / "data" / "cli" / "benefit_rules"
    copy = Path(shutil.copytree(data, tmp_path / "old"))
    (copy / "999900-shiyan" / "cases").mkdir()
    (copy / "999900-shiyan" / "cases" / "benefits.yaml").write_text(CASES, "utf-8")
    return copy


def changed(old: Path, file: str, before: str, after: str) -> Path:
    """Return a copy of the rules beside them, with ``before`` in ``file`` written as ``after``."""
    copy = Path(shutil.copytree(old, old.parent / "new"))
    (path,) = copy.glob(f"999900-shiyan/{file}")
    text = path.read_text("utf-8-sig")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8-sig")
    return copy


def impact(run: Run, *arguments: str | Path, code: int = 1) -> dict[str, Any]:
    (found,) = json.loads(run("impact", *arguments, "--json", code=code).stdout).values()
    return dict(found)


def test_a_ratio_that_rises_gives_just_those_it_is_of_so_much_more(run: Run, old: Path) -> None:
    new = changed(old, "inpatient.csv", "居民,乡镇卫生院,100 元,90%", "居民,乡镇卫生院,100 元,95%")
    found = impact(run, old, new)
    assert found["effects"] == {"gains": 2, "loses": 0, "otherwise": 0, "same": 1}
    gains = {each["name"]: each["gain_fen"] for each in found["changed"]}
    assert gains == {"住院「卫生院四千三」": 4200_00 * 5 // 100, "住院「卫生院一千一」": 1000_00 * 5 // 100}
    basic = {"before_fen": 3780_00 + 900_00 + 8000_00, "after_fen": 3990_00 + 950_00 + 8000_00}
    assert found["payers"]["基本医保"] == basic
    (row,) = found["responsible"]
    assert (row["people"], row["gained_fen"], row["lost_fen"]) == (2, 260_00, 0)
    assert "支付比例：90% → 95%" in row["what"]
    assert row["row"] == "999900-shiyan/inpatient.csv:3"
    page = run("impact", old, new, code=1).stdout
    assert "999900 试验市：3 例\n  得益 2（共 260.00 元），受损 0，另有不同 0，不变 1" in page
    assert "已结算 → 已结算  3" in page
    assert "4200.00 元按 90% 为 3780.00 元" in page
    assert "4200.00 元按 95% 为 3990.00 元" in page
    assert "三级一万零七百" not in page


def test_who_loses_is_told_from_who_gains(run: Run, old: Path) -> None:
    new = changed(old, "inpatient.csv", "职工,三级,700 元,80%", "职工,三级,800 元,80%")
    found = impact(run, old, new)
    (one,) = found["changed"]
    assert (one["effect"], one["gain_fen"]) == ("loses", -12_00)
    # Of the 100 more that are deducted the basic fund pays 80 % less, of which the subsidy pays 85 %.
    assert one["before"]["payers"] == {"基本医保": 8000_00, "大额补助": (2700_00 - 400_00) * 85 // 100}
    assert one["after"]["payers"] == {"基本医保": 7920_00, "大额补助": (2780_00 - 400_00) * 85 // 100}
    assert found["responsible"][0]["lost_fen"] == 12_00
    assert found["burden"]["after_fen"] - found["burden"]["before_fen"] == 12_00


def test_rules_that_are_the_same_hit_nobody(run: Run, old: Path) -> None:
    assert impact(run, old, old, code=0)["effects"] == {"gains": 0, "loses": 0, "otherwise": 0, "same": 3}
    assert "由哪些行" not in run("impact", old, old).stdout


def test_who_meets_an_entry_now_gains_by_the_criterion_that_changed(run: Run, rules: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(rules, tmp_path / "old"))
    known = "{finding: 典型症状, value: true}, {finding: 肌力, value: I}, {finding: 起病日期, value: 2025-01-01}"
    (old / "999900-shiyan" / "cases" / "T00001.yaml").write_text(
        "entry: T00001\nas_of_date: 2025-12-01\ncases:\n"
        + "".join(
            f"- {{name: '{value}', findings: [{known}, {{finding: 丙抗体, value: false}}, "
            f"{{finding: 空腹血糖, value: {value}, unit: mmol/L}}], record_complete: true, "
            "expect: {outcome: MEETS}}\n"
            for value in ("6.4", "6.8", "7.0")
        ),
        "utf-8",
    )
    new = changed(old, "criteria.csv", "空腹血糖,≥ 7.0 mmol/L", "空腹血糖,≥ 6.5 mmol/L")
    for path in new.glob("*/cases/T0000[2-5].yaml"):
        path.unlink()
    found = impact(run, old, new)
    assert found["effects"] == {"gains": 1, "loses": 0, "otherwise": 0, "same": 2}
    assert found["changed"][0]["name"] == "T00001「6.8」"
    assert {"before": "不符合", "after": "符合", "people": 1} in found["outcomes"]
    (row,) = found["responsible"]
    assert "空腹血糖 ≥ 7.0 mmol/L，任一 → 空腹血糖 ≥ 6.5 mmol/L，任一" in row["what"]


def test_an_area_that_not_both_have_is_told(run: Run, old: Path) -> None:
    assert "123456" in run("impact", old, old, "--area", "123456", code=2).stderr


PERSONS = """编号,日期,险种,结算类别,机构等级,费用情形,总费用,全自费,统筹已付累计
甲,2025-12-15,居民,住院,乡镇卫生院,无,4600,300,
乙,2025-12-15,居民,住院,乡镇卫生院,无,"1,100.00",,109900
丙,2025-12-15,居民,住院,乡镇卫生院,无,100,,
丁,2025-12-15,居民,住院,乡镇卫生院,工伤,4300,,
"""


def persons(old: Path, text: str) -> Path:
    path = old.parent / "persons.csv"
    path.write_text(text, "utf-8-sig")
    return path


def test_bills_of_a_file_are_settled_by_both_rules(run: Run, old: Path) -> None:
    """The cap of 110,000 leaves 乙 100 before and after; 丙 does not exceed the deductible; 丁 is not paid at all."""
    new = changed(old, "inpatient.csv", "居民,乡镇卫生院,100 元,90%", "居民,乡镇卫生院,100 元,95%")
    file = persons(old, PERSONS)
    found = impact(run, old, new, "--persons", file)
    assert found["effects"] == {"gains": 1, "loses": 0, "otherwise": 0, "same": 3}
    (one,) = found["changed"]
    assert (one["name"], one["gain_fen"]) == ("甲", 210_00)
    assert found["payers"] == {"基本医保": {"before_fen": 3880_00, "after_fen": 4090_00}}
    assert {"before": "不予支付", "after": "不予支付", "people": 1} in found["outcomes"]
    both = impact(run, old, new, "--persons", file, "--cases")
    assert both["people"] == 4 + 3


def test_persons_of_a_file_are_recognised_by_both_rules(run: Run, rules: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(rules, tmp_path / "old"))
    new = changed(old, "criteria.csv", "空腹血糖,≥ 7.0 mmol/L", "空腹血糖,≥ 7.5 mmol/L")
    file = persons(
        old,
        "编号,日期,认定病种,记录完整,典型症状,空腹血糖,肌力,起病日期,丙抗体\n"
        "甲,2025-12-01,T00001,是,是,7.2 mmol/L@2025-11-01；126 mg/dL,I,2025-01-01,否\n"
        "乙,2025-12-01,T00001,是,是,7.6 mmol/L,I,2025-01-01,否\n"
        "丙,2025-12-01,T00001,,是,7.2 mmol/L,I,2025-01-01,否\n",
    )
    found = impact(run, old, new, "--persons", file)
    assert [(each["name"], each["effect"], each["after"]["outcome"]) for each in found["changed"]] == [
        ("甲", "loses", "不符合"),
        ("丙", "loses", "尚不能认定"),
    ]


def test_everything_wrong_with_a_file_is_told_with_its_cell(run: Run, old: Path) -> None:
    text = (
        PERSONS.replace("甲,2025-12-15", "甲,十二月")
        .replace('"1,100.00",,109900', "1100.001,,很多")
        .replace("丙,2025-12-15,居民,住院,乡镇卫生院,无,100,,", "丙,2025-12-15,居民,住院,四级,无,,,")
        .replace("丁,2025-12-15,居民,住院,乡镇卫生院", "丁,2025-12-15,居民,住院,四级")
    )
    told = run("impact", old, old, "--persons", persons(old, text), code=1).stderr
    places = [line.partition(": ")[0].rpartition("/")[2] for line in told.splitlines()]
    assert places == [
        f"persons.csv:{cell}" for cell in ("B2「日期」", "G3「总费用」", "I3「统筹已付累计」", "4", "E5「机构等级」")
    ]
    assert "既不是账单，也不是认定 → 账单写总费用，认定写「认定病种」，只写一种" in told


def test_a_heading_that_names_nothing_is_told_once(run: Run, old: Path) -> None:
    told = run("impact", old, old, "--persons", persons(old, PERSONS.replace("险种", "险中")), code=1).stderr
    assert "C1「险中」: E0103 没有事项或所见「险中」 → 是不是「险种」？" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第一行是空的"),
        ("编号,日期\n", "标题下面没有一行"),
        ("编号,日期,编号\n1,2025-12-15,2\n", "写了两次"),
        ("编号,日期\n1,2025-12-15,2\n", "「2」上面没有标题"),
    ],
)
def test_a_file_of_another_form_is_refused(run: Run, old: Path, text: str, said: str) -> None:
    assert said in run("impact", old, old, "--persons", persons(old, text), code=1).stderr


def test_what_only_one_side_can_answer_is_told_as_its_answer(run: Run, old: Path) -> None:
    new = changed(old, "manifest.yaml", "effective_from: 2025-01-01", "effective_from: 2026-01-01")
    found = impact(run, old, new, "--persons", persons(old, PERSONS))
    assert {"before": "已结算", "after": "不能作答", "people": 3} in found["outcomes"]
    assert found["effects"]["otherwise"] == 4


def test_the_page_with_charts_is_written_beside_what_is_told(run: Run, old: Path, tmp_path: Path) -> None:
    new = changed(old, "inpatient.csv", "居民,乡镇卫生院,100 元,90%", "居民,乡镇卫生院,100 元,95%")
    page = tmp_path / "impact.html"
    assert "得益 2" in run("impact", old, new, "--html", page, code=1).stdout
    text = page.read_text("utf-8")
    assert "试验市：改了规则影响谁" in text
    assert text.count("<details") == 2
    assert "4200.00 元按 90% 为 3780.00 元" in text
    assert "4200.00 元按 95% 为 3990.00 元" in text
    assert "支付比例：90% → 95%" in text


def test_a_release_is_compared_as_a_directory_is(run: Run, rules: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    run("release", "build", "1", "--store", store)
    (package,) = store.glob("*.release")
    assert "受损 0，另有不同 0" in run("impact", package, rules).stdout
    package.write_bytes(b"x")
    assert "不是发布文件" in run("impact", package, rules, code=1).stderr


def test_rules_of_an_area_that_are_wrong_keep_no_other_from_its_answer(run: Run, old: Path) -> None:
    other = old / "999800-lingshi"
    shutil.copytree(old / "999900-shiyan", other)
    manifest = other / "manifest.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("999900", "999800"), "utf-8")
    new = changed(old, "inpatient.csv", "居民,乡镇卫生院,100 元,90%", "居民,乡镇卫生院,100 元,95%")
    broken = new / "999800-lingshi" / "basic_cap.csv"
    broken.write_text(broken.read_text("utf-8-sig").replace("14 万元", "很多"), "utf-8-sig")
    told = run("impact", old, new, code=1)
    assert "999900 试验市：3 例\n  得益 2" in told.stdout
    assert "999800" not in told.stdout
    assert "999800-lingshi/basic_cap.csv:C2" in told.stderr


def test_of_a_file_that_is_wrong_throughout_so_much_is_told_as_can_be_read(run: Run, old: Path) -> None:
    """Each of 250 rows is neither a bill nor a record: 200 are told, and that 50 more are not."""
    persons = old.parent / "persons.csv"
    persons.write_text("编号,日期,险种\n" + "甲,2025-12-15,居民\n" * 250, "utf-8")
    said = run("impact", old, old, "--persons", persons, code=1).stderr
    assert said.count("既不是账单，也不是认定") == 200
    assert "另有 50 处，没有一一列出" in said
