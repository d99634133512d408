"""A new area begun after one there is: its shape without its numbers, and ``check`` says what is to be filled in."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from published import RULES

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[3] / "data" / "new_area"
LIKE = "990700-shili"
Run = Callable[..., Result]
TO_FILL_IN = "待填"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Copy the national layer and the area to begin after."""
    shutil.copytree(RULES / "national", tmp_path / "national")
    shutil.copytree(DATA / LIKE, tmp_path / LIKE)
    return tmp_path


def begun(run: Run, rules: Path, *options: str) -> Path:
    run("new-area", "990800", "新开市", "--like", "990700", "--rules", rules, "--as-of", "2026-01-01", *options)
    return rules / "990800-新开市"


def cite(run: Run, folder: Path) -> None:
    about = {"--id": "告知", "--title": "告", "--publisher": "局", "--edition": "一"}
    run("cite", folder, DATA / "sources" / "handbook.md", *(word for each in about.items() for word in each))


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))


def test_it_has_the_shape_and_no_number(run: Run, rules: Path) -> None:
    folder = begun(run, rules)
    first, *_ = rows_of(folder / "inpatient.csv")
    assert (first["编号"], first["谁付"], first["入：机构等级"], first["基数"]) == (
        "basic",
        "基本医保",
        "三级",
        "合规费用",
    )
    assert (first["起付"], first["比例"], first["封顶"], first["共用限额"]) == (
        f"{TO_FILL_IN} 每次",
        TO_FILL_IN,
        TO_FILL_IN,
        "统筹已付累计",
    )
    assert (first["出处"], first["原文"]) == ("", "")
    assert [row["出：统筹年度限额"] for row in rows_of(folder / "cap.csv")] == [TO_FILL_IN] * 2
    assert not any(
        digit in cell for row in rows_of(folder / "cap.csv") for cell in row.values() for digit in "0123456789"
    )
    manifest = (folder / "manifest.yaml").read_text("utf-8")
    assert (
        'area: "990800"\nextends: national\nname: {zh: 新开市}\nversion: "2026.1"\neffective_from: 2026-01-01\n'
        in manifest
    )
    cases = (folder / "cases" / "benefits.yaml").read_text("utf-8")
    assert cases.count("- {name: ") == 2, "one for each card"


def cited(run: Run, folder: Path) -> None:
    """Register the handbook in ``folder``."""
    named = ("--id", "告知", "--title", "告", "--publisher", "局", "--edition", "一")
    run("cite", folder, DATA / "sources" / "handbook.md", *named)


def test_check_names_every_cell_that_is_to_be_filled_in(run: Run, rules: Path) -> None:
    folder = begun(run, rules)
    cited(run, folder)
    told = run("check", rules, code=1).stderr
    for file in ("inpatient.csv", "two_diseases.csv", "cap.csv", "status.csv"):
        rows = (folder / file).read_text("utf-8-sig").splitlines()
        for number, row in enumerate(rows, 1):
            if TO_FILL_IN in row:
                assert f"990800-新开市/{file}:" in told
                assert any(f"{file}:{letter}{number}「" in told for letter in "ABCDEFGHIJKLMNOP"), (file, number)


def test_a_row_not_filled_in_is_told_once_and_so_is_that_no_document_is_registered(run: Run, rules: Path) -> None:
    begun(run, rules)
    told = run("check", rules, "--area", "990800", code=1).stderr.splitlines()
    assert [line for line in told if "inpatient.csv" in line] == [
        "990800-新开市/inpatient.csv:I2「起付」: E0120 这一行还没有填：起付、比例、封顶、出处、原文",
        *(f"990800-新开市/inpatient.csv:I{row}「起付」: E0120 这一行还没有填：起付、比例、封顶" for row in (3, 4, 5)),
    ]
    assert sum("还没有登记依据文件" in line for line in told) == 1
    status = next(line for line in told if "status.csv:B2" in line)
    assert "「出：属支付范围」可写：是、否" in status
    assert sum("「待填」不是金额" in line for line in told) == 2, "a case for each card"


def test_only_the_cards_wanted_come_with_what_they_use(run: Run, rules: Path) -> None:
    folder = begun(run, rules, "--card", "两病")
    assert [row["文件"] for row in rows_of(folder / "tables.csv")] == ["scope.csv", "status.csv", "two_diseases.csv"]
    cases = (folder / "cases" / "benefits.yaml").read_text("utf-8")
    (case,) = [line for line in cases.splitlines() if "name:" in line]
    assert case.startswith("- {name: 两病, facts: {结算类别: 两病, 机构等级: 一级}, bill: {total: 10000}, ")


def test_a_card_that_is_not_there_is_told(run: Run, rules: Path) -> None:
    options = ("--like", "990700", "--rules", rules, "--card", "牙科", "--card", "住院")
    refused = run("new-area", "990800", "新开市", *options, code=2)
    assert refused.stderr == "990700 没有待遇卡「牙科」；有：住院、两病\n"
    assert not list(rules.glob("990800*"))


def test_one_area_is_checked_and_tried_alone(run: Run, rules: Path) -> None:
    begun(run, rules)
    alone = run("check", rules, "--area", "990700")
    assert "统筹区 1，" in alone.stdout
    assert alone.stderr == ""
    tried = run("cases", rules, "--area", "990700").stdout
    assert re.findall(r"^(\d+) 待遇案例", tried, re.MULTILINE) == ["990700"]
    for verb, code in (("check", 2), ("cases", 1)):
        assert run(verb, rules, "--area", "110000", code=code).stderr.startswith("没有统筹区 110000 的规则；已有：")


def test_filled_in_it_is_complete(run: Run, rules: Path) -> None:
    folder, like = begun(run, rules), rules / LIKE
    cited(run, folder)
    for table in folder.glob("*.csv"):
        if table.name != "tables.csv":
            shutil.copy(like / table.name, table)
    shutil.copy(like / "cases" / "benefits.yaml", folder / "cases" / "benefits.yaml")
    (away,) = run("check", rules, "--sources", DATA / "sources").stderr.splitlines()
    assert away.startswith("national/manifest.yaml"), "the document of the layer is not among those of the area"
    counts = re.search(r"990800 待遇案例 (\d+)，通过 (\d+)", run("cases", rules).stdout)
    assert counts is not None
    assert int(counts[1]) == int(counts[2]) > 10, "its own, and those of the layer"


def test_the_folder_may_have_another_name(run: Run, rules: Path) -> None:
    begun(run, rules, "--folder", "990800-xinkai")
    assert (rules / "990800-xinkai" / "tables.csv").exists()


@pytest.mark.parametrize(
    ("code", "like", "said"),
    [
        ("99080", "990700", "「99080」不是 6 位行政区划代码\n"),
        ("990700", "990700", "990700 已有文件夹\n"),
        ("990800", "110000", "没有统筹区 110000 的规则；已有：990700\n"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, rules: Path, code: str, like: str, said: str
) -> None:
    before = sorted(rules.iterdir())
    refused = run("new-area", code, "新开市", "--like", like, "--rules", rules, code=1 if like == "110000" else 2)
    assert refused.stderr == said
    assert sorted(rules.iterdir()) == before
