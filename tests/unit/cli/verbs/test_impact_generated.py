"""Sample persons: the same for one seed, drawn by the shares of the population, else at the bounds of the rules."""

import csv
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import pytest
from click.testing import Result

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
Rows = Sequence[dict[str, str]]

HEAD = "事项,入：险种,取值,权重\n"
SHARES = """险种,-,居民,3
险种,-,职工,1
结算类别,-,住院,1
机构等级,职工,三级,1
机构等级,居民,乡镇卫生院,1
费用情形,-,无,1
总费用,-,[100 元..5000 元],1
"""


def with_population(data: Path, to: Path, text: str, folder: str = "national") -> Path:
    """Return a copy of the rules of ``data`` with a population in one folder."""
    copy = to if to.exists() else Path(shutil.copytree(data, to))
    (copy / folder / "population.csv").write_text(HEAD + text, "utf-8-sig")
    listed = copy / folder / "tables.csv"
    listed.write_text(listed.read_text("utf-8-sig").rstrip() + "\npopulation.csv,人群\n", "utf-8-sig")
    return copy


@pytest.fixture
def benefits() -> Path:
    """Return small benefit rules."""
    return Path(__file__).parents[3] / "data" / "cli" / "benefit_rules"


def generated(run: Run, rules: Path, count: int, seed: int = 1) -> tuple[bytes, Rows]:
    file = rules.parent / f"saved-{seed}.csv"
    run("impact", rules, rules, "--generate", str(count), "--seed", str(seed), "--save", file)
    data = file.read_bytes()
    return data, list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


def test_one_seed_always_draws_the_same_and_another_others(run: Run, benefits: Path, tmp_path: Path) -> None:
    rules = with_population(benefits, tmp_path / "rules", SHARES)
    data, rows = generated(run, rules, 20)
    assert generated(run, rules, 20)[0] == data
    assert generated(run, rules, 20, seed=2)[0] != data
    fewer = generated(run, rules, 10)[1]
    assert fewer == [{heading: row[heading] for heading in fewer[0]} for row in rows[:10]]


def test_bills_are_as_the_population_says_and_state_what_can_matter_alone(
    run: Run, benefits: Path, tmp_path: Path
) -> None:
    """Employees are asked whether they have the subsidy of civil servants, residents are not."""
    rules = with_population(benefits, tmp_path / "rules", SHARES)
    bills = [row for row in generated(run, rules, 120)[1] if row["总费用"]]
    assert len(bills) == 60
    by_scheme = Counter(row["险种"] for row in bills)
    assert 1.5 < by_scheme["居民"] / by_scheme["职工"] < 6
    assert {row["机构等级"] for row in bills if row["险种"] == "职工"} == {"三级"}
    assert {row["机构等级"] for row in bills if row["险种"] == "居民"} == {"乡镇卫生院"}
    assert {row["享受公务员补助"] for row in bills if row["险种"] == "居民"} == {""}
    assert {row["享受公务员补助"] for row in bills if row["险种"] == "职工"} == {"是", "否"}
    assert all(100 <= float(row["总费用"]) <= 5000 for row in bills)


def test_what_is_generated_can_be_asked_again_from_its_file(run: Run, benefits: Path, tmp_path: Path) -> None:
    old = with_population(benefits, tmp_path / "old", SHARES)
    new = Path(shutil.copytree(old, tmp_path / "new"))
    ratio = new / "999900-shiyan" / "inpatient.csv"
    text = ratio.read_text("utf-8-sig")
    ratio.write_text(text.replace("居民,乡镇卫生院,100 元,90%", "居民,乡镇卫生院,100 元,95%"), "utf-8-sig")
    file = tmp_path / "persons.csv"
    first = json.loads(run("impact", old, new, "--generate", "40", "--save", file, "--json", code=1).stdout)
    again = json.loads(run("impact", old, new, "--persons", file, "--json", code=1).stdout)
    assert again == first
    changed = first["999900"]["changed"]
    assert changed
    for each in changed:  # whoever has more than the deductible gains 5 % of what is beyond it, to the fen
        (payer,) = each["after"]["payers"]
        base = each["before"]["burden_fen"] + each["before"]["payers"][payer] - 100_00
        assert each["gain_fen"] == pytest.approx(base * 0.05, abs=1)


def test_facts_that_are_not_listed_are_at_the_bounds_the_rules_name(run: Run, rules: Path, tmp_path: Path) -> None:
    """``≥ 7.0``, ``< III``, ``> 1:80`` and three months: at the bound, and on both sides of it."""
    copy = Path(shutil.copytree(rules, tmp_path / "rules"))
    rows = generated(run, copy, 150)[1]
    glucose = {item.partition("@")[0] for row in rows for item in row["空腹血糖"].split("；") if item}
    assert "7 mmol/L" in glucose
    assert any(float(each.removesuffix(" mmol/L")) < 7 for each in glucose)
    assert {"1:80"} < {row["抗体滴度"] for row in rows if row["抗体滴度"]}
    assert {"III"} < {row["肌力"] for row in rows if row["肌力"]}
    found = json.loads(run("impact", rules, rules, "--generate", "60", "--json").stdout)["999900"]
    assert {each["before"] for each in found["outcomes"]} >= {"符合", "不符合"}


def test_an_area_says_of_a_term_what_is_so_there(run: Run, benefits: Path, tmp_path: Path) -> None:
    rules = with_population(benefits, tmp_path / "rules", SHARES)
    with_population(benefits, rules, "险种,-,职工,1\n", "999900-shiyan")
    bills = [row for row in generated(run, rules, 20)[1] if row["总费用"]]
    assert {row["险种"] for row in bills} == {"职工"}


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        ("险中,-,居民,1", "A2「事项」", "没有事项或所见「险中」"),
        ("险种,-,市民,1", "C2「取值」", "市民"),
        ("险种,-,居民,0", "D2「权重」", "权重「0」不是正整数"),
        ("总费用,-,≥ 100 元,1", "C2「取值」", "说不出取哪些值"),
        ("总费用,-,[100..500],1", "C2「取值」", "没有写单位"),
        ("总费用,居明,100 元,1", "B2「入：险种」", "居明"),
    ],
)
def test_a_share_that_is_wrong_is_told_with_its_cell(
    run: Run, benefits: Path, tmp_path: Path, row: str, place: str, said: str
) -> None:
    rules = with_population(benefits, tmp_path / "rules", f"{row}\n")
    told = run("check", rules, code=1).stderr
    assert any(f"population.csv:{place}" in line and said in line for line in told.splitlines()), told


def as_columns(rows: Rows, to: Path) -> Path:
    """Write ``rows`` as Parquet, amounts as numbers and nothing where nothing is known."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {name: [row[name] or None for row in rows] for name in rows[0]}
    amounts = {"总费用": [None if each is None else float(each) for each in columns["总费用"]]}
    parquet.write_table(pyarrow.table({**columns, **amounts}), to)
    return to


def test_persons_in_columns_are_answered_as_those_in_rows(run: Run, benefits: Path, tmp_path: Path) -> None:
    old = with_population(benefits, tmp_path / "old", SHARES)
    new = Path(shutil.copytree(old, tmp_path / "new"))
    ratio = new / "999900-shiyan" / "inpatient.csv"
    text = ratio.read_text("utf-8-sig")
    ratio.write_text(text.replace("居民,乡镇卫生院,100 元,90%", "居民,乡镇卫生院,100 元,95%"), "utf-8-sig")
    _, rows = generated(run, old, 40)
    saved = tmp_path / "saved-1.csv"
    columns = as_columns(rows, tmp_path / "人.parquet")
    by_row = json.loads(run("impact", old, new, "--persons", saved, "--json", code=1).stdout)
    by_column = json.loads(run("impact", old, new, "--persons", columns, "--json", code=1).stdout)
    assert by_column == by_row
    assert by_column["999900"]["changed"]


def test_what_is_wrong_in_a_column_is_told_with_its_row_and_column(run: Run, benefits: Path, tmp_path: Path) -> None:
    rules = with_population(benefits, tmp_path / "rules", SHARES)
    row = {"编号": "甲", "日期": "2025-03-01", "总费用": "100", "险种": "居民", "结算类别": "住院"}
    columns = as_columns([row, {**row, "编号": "乙", "险种": "市民"}], tmp_path / "人.parquet")
    said = run("impact", rules, rules, "--persons", columns, code=1).output
    assert "人.parquet:D3「险种」" in said
    columns = as_columns([{**row, "险中": "居民"}], tmp_path / "另.parquet")
    assert "另.parquet:F1" in run("impact", rules, rules, "--persons", columns, code=1).output


def test_without_the_library_it_says_which_command_mends_it(
    run: Run, benefits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "chronicare.formats.persons_parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "人.parquet").write_bytes(b"")
    said = run("impact", benefits, benefits, "--persons", tmp_path / "人.parquet", code=2).output
    assert "pip install 'chronicare[parquet]'" in said
