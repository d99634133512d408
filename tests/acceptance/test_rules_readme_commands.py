"""The commands of the other chapters of rules/README.md are run as they stand, on a copy beside what they speak of."""

import json
import re
import shlex
import shutil
import textwrap
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from chronicare.cli.__main__ import main
from chronicare.cli.open_rules import open_rules
from chronicare.cli.verbs import ask, entitlements, settle

ROOT = Path(__file__).parents[2]
README = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
SMALL_CITY = ROOT / "tests" / "data" / "new_area"
COMMAND = re.compile(r"^ {4}(chronicare .+)$", re.MULTILINE)
IN_USE = "511900-bazhong"
TO_CITE = "告知.md"
WALKED_ELSEWHERE = ("chronicare cases rules --watch", "chronicare serve", "chronicare dmn tck")
"""Run on until they are stopped, or on what the OMG gives out: their own tests do so."""

Run = Callable[[str], str]


def commands(heading: str) -> list[str]:
    """Return the commands of the chapter under ``heading``, without what is said of each."""
    chapter = README.split(f"\n{heading}\n")[1].split("\n## ")[0].split("\n### ")[0]
    return [re.split(r"  +", found)[0].strip() for found in COMMAND.findall(chapter)]


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand beside the rules of a small city, which goes by the name of the city the chapters speak of."""
    city = tmp_path / "rules" / IN_USE
    shutil.copytree(ROOT / "rules" / "national", tmp_path / "rules" / "national")
    shutil.copytree(SMALL_CITY / "990700-shili", city)
    manifest = city / "manifest.yaml"
    written = manifest.read_text(encoding="utf-8")
    manifest.write_text(written.replace("990700", "511900").replace("示例市}", "巴中市}"), encoding="utf-8")
    shutil.copytree(SMALL_CITY / "sources", tmp_path / "目录")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str, code: int = 0, given: str = "", names: Mapping[str, str] | None = None) -> str:
    """Run ``command`` and return what it says; ``names`` are put in the place of words of it."""
    program, *words = shlex.split(command)
    assert program == "chronicare"
    words = [(names or {}).get(word, word) for word in words]
    spread = [each for word in words for each in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
    result = CliRunner().invoke(main, spread, input=given)
    assert result.exit_code == code, (command, result.output[-3000:])
    assert "Traceback" not in result.output
    return result.output


def passing() -> int:
    """Return how many benefit cases there are, which all must pass."""
    counted = re.search(r"待遇案例 (\d+)，通过 (\d+)", run("chronicare cases rules"))
    assert counted is not None
    assert counted[1] == counted[2]
    return int(counted[1])


def test_every_command_is_of_a_chapter_that_is_walked() -> None:
    walked = (
        "## 用 Excel、WPS 改", "### 把一次结论记成案例", "## 查错与发布", "### 发布", "## DMN 的导入与导出",
        "## 政策未定与资料不足", "### 依据文件的摘要",
    )  # fmt: skip
    pages = README.split("\n## 常做的五件事\n")[1].split("\n## ")[0]
    beyond = COMMAND.findall(README.replace(pages, ""))
    assert sorted(each for heading in walked for each in commands(heading)) == sorted(
        re.split(r"  +", each)[0].strip() for each in beyond
    )


def test_workbooks(stand: Path) -> None:
    export, bring_back = commands("## 用 Excel、WPS 改")
    run(export)
    assert (stand / "工作簿" / "巴中市-待遇卡.xlsx").exists()
    assert "没有改动" in run(bring_back)
    assert "没有改动" in run(f"{bring_back} --dry-run")


def test_an_answer_becomes_a_case(stand: Path) -> None:
    """Of 10,000 yuan 800 are deducted and 80 % paid: 9200 × 80 % = 7360, by hand."""
    asked, at_once = commands("### 把一次结论记成案例")
    facts = {"险种": "职工", "在待遇期内": True, "结算类别": "住院", "机构等级": "三级"}
    bill = {
        "care_date": "2026-03-01",
        "facts": [{"finding": name, "value": value} for name, value in facts.items()],
        "charges": {"total_fen": 1_000_000},
    }
    request = {"area_code": "511900", "bill": bill, "accumulators": {"first_of_year": True}}
    (stand / "请求.json").write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    cases = stand / "rules" / IN_USE / "cases"
    before = passing()
    assert "7360.00" in run(asked, given="先问过的\n告知第 1 条\nn\n")
    assert not (cases / "recorded.yaml").exists()
    run(asked, given="先问过的\n告知第 1 条\ny\n")
    assert "basic: 7360" in (cases / "recorded.yaml").read_text(encoding="utf-8")
    run(at_once)
    assert "# 出处" in (cases / "benefits-2026.yaml").read_text(encoding="utf-8")
    assert passing() == before + 2


@pytest.mark.slow
def test_checking_and_changing(stand: Path) -> None:
    """Residents are paid 75 % at the second level, 70 % before: the rules differ, and whom it hits is told."""
    todo = dict.fromkeys(commands("## 查错与发布"))

    def does(command: str, code: int = 0, given: str = "", names: Mapping[str, str] | None = None) -> str:
        del todo[command]
        return run(command, code, given, names)

    shutil.copytree(stand / "rules", stand / "原来的目录")
    card = stand / "rules" / IN_USE / "inpatient.csv"
    assert "没有发现问题" in does("chronicare check rules")
    assert "没有发现问题" in does("chronicare check rules --examples")
    assert "没有发现问题" in does("chronicare check rules --notes")
    assert "核对无误 10" in does("chronicare check rules --sources 目录")
    does("chronicare cases rules")
    does("chronicare fmt rules/511900-bazhong/*.csv")
    (stand / "rules" / IN_USE / "gaps.csv").write_text("表,情形,理由\n统筹年度限额,险种：居民,没有公布\n", "utf-8")
    listed = stand / "rules" / IN_USE / "tables.csv"
    listed.write_text(listed.read_text(encoding="utf-8-sig") + "gaps.csv,空缺,,,\n", encoding="utf-8")
    does("chronicare check rules --fix", given="n\n")
    assert "居民" in (stand / "rules" / IN_USE / "gaps.csv").read_text(encoding="utf-8-sig")
    run("chronicare check rules --fix", given="y\n")
    assert "居民" not in (stand / "rules" / IN_USE / "gaps.csv").read_text(encoding="utf-8-sig")

    written = card.read_text(encoding="utf-8-sig")
    card.write_text(written.replace("600 元 每次,70%", "600 元 每次,75%"), encoding="utf-8")
    differs = does("chronicare diff 原来的目录 rules", 1)
    assert "70%" in differs
    assert "75%" in differs
    assert "得益 1" in does("chronicare impact 原来的目录 rules", 1)
    does("chronicare cases rules --changed-since 原来的目录", 1)
    does("chronicare cases rules --html 报告.html", 1)
    does("chronicare book 登记册.html --only register")
    does("chronicare book 规则.pdf", names={"规则.pdf": "规则.html"})  # as a PDF it is printed once, which is slow
    does("chronicare book 规则.pdf --since 签过的版本", names={"签过的版本": "原来的目录"})
    assert (stand / "规则.pdf").read_bytes().startswith(b"%PDF")
    assert "没有通过 1 个" in (stand / "报告.html").read_text(encoding="utf-8")
    assert all(each in WALKED_ELSEWHERE for each in todo), list(todo)


def test_a_release(stand: Path) -> None:
    keygen, trust, build, sign, verify, activate, back, listed, serve = commands("### 发布")
    assert serve.startswith(WALKED_ELSEWHERE)
    (stand / "钥匙").mkdir()
    (stand / "改了什么.md").write_text("第一份\n", encoding="utf-8")
    run(keygen)
    run(trust)
    built = re.search(r"发布 2026\.1：(\S{64})", run(build))
    assert built is not None
    names = {"摘要前几位": built[1][:12]}
    run(sign, names=names)
    run(verify, names=names)
    run(activate, names=names)
    run(back, 1)
    assert built[1][:12] in run(listed)


def test_dmn(stand: Path) -> None:
    whole, one, bring_back, tck = commands("## DMN 的导入与导出")
    assert tck.startswith(WALKED_ELSEWHERE)
    run(whole)
    run(one, names={"住院待遇": "统筹年度限额"})
    run(bring_back, names={"模型.dmn": "住院.dmn"})
    assert (stand / "rules" / "990700-shili" / "manifest.yaml").exists()


def test_a_source_is_cited(stand: Path) -> None:
    (command,) = commands("### 依据文件的摘要")
    (stand / "淮安手册.md").write_text("1. 问\n\n答。\n", encoding="utf-8")
    run(command, names={"rules/320800-huaian": f"rules/{IN_USE}"})
    assert "医保政策问答" in (stand / "rules" / IN_USE / "manifest.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of the rules in use.

    By hand, from the manual of 巴中: of 5,000 yuan 400 are deducted and 70 % paid, 3,220 (3-11); of the 1,780 left,
    under the floor of the insurance, assistance pays 70 %, 1,246, so that 534 are left.
    """
    for folder in ("national", IN_USE, "440300-shenzhen"):
        shutil.copytree(ROOT / "rules" / folder, tmp_path / "rules" / folder)
    monkeypatch.chdir(tmp_path)
    once = cache(open_rules)
    for verb in (ask, entitlements, settle):
        monkeypatch.setattr(verb, "open_rules", once)
    bill = textwrap.dedent(
        README.split("参保人文件只写 `area_code`、`person`、`accumulators`：\n")[1].split("\n## ")[0]
    )
    (tmp_path / "账单.yaml").write_text(bill, encoding="utf-8")
    person = bill.split("bill:")[0] + "accumulators:" + bill.split("accumulators:")[1]
    (tmp_path / "参保人.yaml").write_text(person, encoding="utf-8")
    promised = ("个人自付 534.00 元", "2026-03-01", "基本医疗保险二档", "待遇享受起始日", "异地", "住院")
    for command, words in zip(commands("## 政策未定与资料不足"), promised, strict=True):
        assert words in run(command), command
