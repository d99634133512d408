"""A population in a file: decided into another, told of in sentences, refused where the file is no such file."""

import json
from collections.abc import Callable
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
        "3 人，不能判定 1 人；判定 2 次，其中逐人 0 次",
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
        "outcomes": {"T00002": [1, 0, 1]},
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
