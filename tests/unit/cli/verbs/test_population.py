"""A population in a file: decided into another, told of in sentences, refused where the file is no such file."""

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import Result
from pyarrow import parquet

Run = Callable[..., Result]
DAY = "2025-12-15"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a file of three persons: two antibodies of three, one of three, and one whose day cannot be read."""
    path = tmp_path / "persons.parquet"
    table = pa.table(
        {
            "编号": ["A", "B", "C"],
            "日期": [DAY, DAY, "明天"],
            "甲抗体": [True, True, True],
            "乙抗体": [True, False, True],
            "丙抗体": [None, False, True],
        }
    )
    parquet.write_table(table, path)
    return path


def test_all_are_decided_and_what_they_came_to_is_told(run: Run, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    result = run("population", "decide", source, output, "--entry", "T00002", code=1)  # a row is refused
    assert result.stdout.splitlines() == [
        "3 行，不能作答 1 行；作答 2 次，其中逐行 0 次",
        "T00002 抗体病：不符合 1，尚不能认定 0，符合 1",
    ]
    rows = parquet.read_table(output).to_pydict()
    assert rows["T00002"] == ["符合", "不符合", None]
    assert "明天" in rows["问题"][2]


def test_for_machines_it_is_told_as_json(run: Run, source: Path, tmp_path: Path) -> None:
    result = run("population", "decide", source, tmp_path / "out.parquet", "--entry", "T00002", "--json", code=1)
    assert json.loads(result.stdout) == {
        "rows": 3,
        "refused": 1,
        "read_apart": 1,
        "decisions": 2,
        "row_by_row": 0,
        "outcomes": {"T00002": {"不符合": 1, "尚不能认定": 0, "符合": 1}},
        "fen": {},
    }


def test_what_was_begun_otherwise_is_gone_on_with_only_if_one_says_so(run: Run, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    begun = tmp_path / "out.parquet.parts"
    begun.mkdir()
    (begun / "job.json").write_text("{}")
    refused = run("population", "decide", source, output, code=1)
    assert "--anew" in refused.stderr
    assert not output.exists()
    run("population", "decide", source, output, "--anew", code=1)
    assert output.exists()
    assert not begun.exists()


def test_an_entry_there_is_not_is_told_of(run: Run, source: Path, tmp_path: Path) -> None:
    result = run("population", "decide", source, tmp_path / "out.parquet", "--entry", "T9", code=1)
    assert result.stderr == "没有病种：T9\n"


def test_headings_that_name_nothing_and_files_that_are_none_are_refused(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.parquet"
    parquet.write_table(pa.table({"日期": [DAY], "甲抗休": [True]}), wrong)
    result = run("population", "decide", wrong, tmp_path / "out.parquet", code=1)
    assert "没有事项或所见「甲抗休」" in result.stderr
    assert "甲抗体" in result.stderr
    wrong.write_bytes(b"no such file")
    result = run("population", "decide", wrong, tmp_path / "out.parquet", code=1)
    assert "不是 Parquet 文件" in result.stderr
    assert not (tmp_path / "out.parquet").exists()


@pytest.fixture
def bills(tmp_path: Path) -> Path:
    """Return a file of four bills: at a health centre, there again, of a civil servant, and one that cannot be read."""
    path = tmp_path / "bills.parquet"
    table = pa.table(
        {
            "编号": ["A", "B", "C", "D"],
            "日期": [DAY] * 4,
            "险种": ["居民", "居民", "职工", "居民"],
            "结算类别": ["住院"] * 4,
            "机构等级": ["乡镇卫生院", "乡镇卫生院", "三级", "乡镇卫生院"],
            "费用情形": ["无"] * 4,
            "享受公务员补助": [None, None, False, None],
            "总费用": [Decimal("4300.00"), Decimal("1100.00"), Decimal("10700.00"), Decimal("0.001")],
        }
    )
    parquet.write_table(table, path)
    return path


@pytest.fixture
def benefit_rules(tmp_path: Path) -> Path:
    """Return small rules: 100 deducted, then 90 % at a health centre; 700, then 80 % at the third level.

    Of the 2,700 left there a subsidy pays 85 % beyond 400: 1,955.
    """
    return Path(shutil.copytree(Path(__file__).parents[3] / "data" / "cli" / "benefit_rules", tmp_path / "old"))


@pytest.mark.slow
def test_bills_are_settled_and_what_payers_pay_is_added_up(
    run: Run, bills: Path, benefit_rules: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.parquet"
    result = run("population", "settle", bills, output, "--rules", benefit_rules, "--json", code=1)
    counts = json.loads(result.stdout)
    assert (counts["rows"], counts["refused"], counts["outcomes"]) == (4, 1, {"": {"已结算": 3}})
    assert counts["fen"] == {"基本医保": 3780_00 + 900_00 + 8000_00, "大额补助": 1955_00}
    rows = parquet.read_table(output).to_pydict()
    assert rows["支付：基本医保"] == [Decimal("3780.00"), Decimal("900.00"), Decimal("8000.00"), None]
    assert rows["个人负担"] == [Decimal("520.00"), Decimal("200.00"), Decimal("745.00"), None]
    assert "inpatient.csv:" in rows["依据"][0]
    assert "不是金额" in rows["问题"][3]


@pytest.mark.slow
def test_what_other_rules_mean_is_told_of_each_bill(run: Run, bills: Path, benefit_rules: Path, tmp_path: Path) -> None:
    new = Path(shutil.copytree(benefit_rules, tmp_path / "new"))
    (table,) = new.glob("999900-shiyan/inpatient.csv")
    text = table.read_text("utf-8-sig")
    table.write_text(text.replace("居民,乡镇卫生院,100 元,90%", "居民,乡镇卫生院,100 元,95%"), "utf-8-sig")
    output = tmp_path / "out.parquet"
    result = run("population", "impact", benefit_rules, new, bills, output, "--json", code=1)
    counts = json.loads(result.stdout)
    assert counts["outcomes"] == {"": {"得益": 2, "不变": 1}}
    assert counts["fen"] == {"得益": (4200_00 + 1000_00) * 5 // 100, "不变": 0}
    rows = parquet.read_table(output).to_pydict()
    assert rows["影响"] == ["得益", "得益", "不变", None]
    assert rows["多付"] == [Decimal("210.00"), Decimal("50.00"), Decimal("0.00"), None]
