import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from chronicare.authoring.mending import CellMending, Current, mendings_of
from chronicare.cli.verbs import check as check_verb
from chronicare.diagnostics import Diagnostic, Edit

Run = Callable[..., Result]


def test_diseases_lists_the_entries(run: Run) -> None:
    assert run("diseases", "--as-of", "2025-12-01").stdout.splitlines() == [
        "T00001  慢病  糖病    12 个月复审",
        "T00002  特病  抗体病  长期",
        "T00003  慢病  两读病  长期",
        "T00005  慢病  新病    长期",
        "T00004  慢病  评分病  长期",
    ]


def test_diseases_are_told_to_machines(run: Run) -> None:
    response = json.loads(run("diseases", "--as-of", "2025-12-01", "--json").stdout)
    assert response["total_count"] == 5
    assert response["diseases"][0] == {
        "disease_code": "T00001",
        "aliases": ["甜病"],
        "name": "糖病",
        "disease_class": "慢病",
        "review_months": 12,
        "review_basis": "复查报告",
        "ends_when": "痊愈",
    }


def test_rules_not_in_force_are_said_to_be_so(run: Run) -> None:
    assert "2025-01-01" in run("diseases", "--as-of", "2024-12-31", code=1).stderr


def test_describe_shows_the_tree_the_findings_and_the_documents(run: Run) -> None:
    said = run("describe", "甜病", "--as-of", "2025-12-01").stdout
    for expected in (
        "T00001 糖病（慢病）\n又作：甜病\n",
        "  R1 四条全部：全部\n    1  典型症状应为「是」\n        1/1「有典型症状」\n",
        "  X1 丙抗体阳性：任一\n    5  丙抗体应为「是」\n",
        "  空腹血糖  fasting_glucose（数值；可报多次；mmol/L、mg/dL）\n      空腹血糖是多少？\n",
        "  肌力  strength（等级；0、I、II、III、IV；由副主任医师判定）",
        "  ☐ 检验报告，仅当 R1",
    ):
        assert expected in said


def test_describe_shows_scores_and_every_reading(run: Run) -> None:
    assert "    3  抗体滴度 > 1:80，3 分" in run("describe", "T00004", "--as-of", "2025-12-01").stdout
    said = run("describe", "T00003", "--as-of", "2025-12-01").stdout
    assert "  R1 两项：全部，读法「都要」" in said
    assert "  R1 两项：任一，读法「有一即可」" in said
    assert "A-1 没有连接词" in said


def test_describe_is_told_to_machines(run: Run) -> None:
    response = json.loads(run("describe", "T00002", "--as-of", "2025-12-01", "--json").stdout)
    assert [each["code"] for each in response["description"]["findings"]] == ["first", "second", "third"]


def test_an_entry_that_is_not_there_is_told(run: Run) -> None:
    assert "没有病种「T9」" in run("describe", "T9", "--as-of", "2025-12-01", code=1).stderr


def test_check_counts_and_finds_nothing_wrong(run: Run, rules: Path) -> None:
    assert run("check", rules).stdout.splitlines() == [
        "统筹区 1，病种 5，判断 15，组合 6，临床所见 12，材料 2，原文 30",
        "没有发现问题",
    ]


def test_an_entry_with_two_periods_is_counted_once(run: Run, rules: Path, tmp_path: Path) -> None:
    copied = tmp_path / "rules"
    shutil.copytree(rules, copied)
    entries = copied / "999900-shiyan" / "entries.csv"
    heading, first, *others = entries.read_text(encoding="utf-8-sig").splitlines()
    rows = [
        f"{heading},生效日,失效日",
        f"{first},,2026-01-01",
        f"{first},2026-01-01,",
        *(f"{each},," for each in others),
    ]
    entries.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8-sig", newline="")
    counted = run("check", copied).stdout.splitlines()[0]
    assert counted.startswith("统筹区 1，病种 5，判断 15，组合 6，临床所见 12，材料 2，")


def test_check_proves_each_clause_in_its_document(run: Run, rules: Path, sources: Path) -> None:
    assert "原文 30（核对无误 30）" in run("check", rules, "--sources", sources).stdout


def test_check_finds_the_questions_no_row_cites(run: Run, rules: Path, sources: Path, tmp_path: Path) -> None:
    copy, documents = tmp_path / "rules", tmp_path / "documents"
    shutil.copytree(rules, copy)
    documents.mkdir()
    before = (sources / "handbook.txt").read_bytes()
    after = "1. 什么病？\n".encode() + before + "\n2. 去哪里？\n".encode()
    (documents / "handbook.txt").write_bytes(after)
    manifest = copy / "999900-shiyan" / "manifest.yaml"
    old, new = (hashlib.sha256(each).hexdigest() for each in (before, after))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (line,) = run("check", copy, "--sources", documents, code=1).stderr.splitlines()
    assert "E0510 《试验手册》2「2. 去哪里？」没有一行引用" in line


@pytest.fixture
def broken(rules: Path, tmp_path: Path) -> Path:
    """Copy the small rules, with a finding and a clause changed."""
    copy = tmp_path / "rules"
    shutil.copytree(rules, copy)
    table = copy / "999900-shiyan" / "criteria.csv"
    text = table.read_text(encoding="utf-8-sig")
    table.write_text(
        text.replace("典型症状,是", "典型正状,是").replace("肌力小于三级", "肌力小于四级"), encoding="utf-8"
    )
    return copy


@pytest.fixture
def two_areas(broken: Path) -> Path:
    """Copy the small rules beside the broken ones, as another area."""
    second = Path(shutil.copytree(broken / "999900-shiyan", broken / "999901-second"))
    manifest = second / "manifest.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("999900", "999901"), encoding="utf-8")
    table = second / "criteria.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("典型正状,是", "典型症状,是"), encoding="utf-8")
    return broken


def test_check_says_of_each_area_what_is_wrong_with_it(run: Run, two_areas: Path) -> None:
    result = run("check", two_areas, code=1)
    assert {line.partition("/")[0] for line in result.stderr.splitlines()} == {"999900-shiyan"}
    assert result.stdout.splitlines()[:2] == ["999900 试验市：错误 1，提醒 0", "999901 试验市：错误 0，提醒 0"]
    plain = json.loads(run("check", two_areas, "--json", code=1).stdout)
    assert plain["areas"] == [
        {"area": "999900", "errors": 1, "warnings": 0},
        {"area": "999901", "errors": 0, "warnings": 0},
    ]


def test_a_good_area_is_used_beside_a_bad_one(run: Run, two_areas: Path) -> None:
    assert "T00001" in run("diseases", "--rules", two_areas, "--area", "999901", "--as-of", "2025-12-01").stdout
    assert "典型正状" in run("diseases", "--rules", two_areas, "--area", "999900", code=1).stderr
    assert "999900、999901" in run("diseases", "--rules", two_areas, code=2).stderr.replace(
        "999901、999900", "999900、999901"
    )
    told = run("cases", two_areas, code=1)
    assert "999901 案例" in told.stdout
    assert "999900-shiyan/criteria.csv" in told.stderr


def test_check_tells_everything_that_is_wrong_in_order_and_fails(run: Run, broken: Path, sources: Path) -> None:
    result = run("check", broken, "--sources", sources, code=1)
    lines = result.stderr.splitlines()
    assert [line.split(": ")[0] + line.split(": ")[1][:5] for line in lines[:2]] == [
        "999900-shiyan/criteria.csv:C2「所见」E0403",
        "999900-shiyan/criteria.csv:H4「原文」E0502",
    ]
    assert "核对无误 29" in result.stdout


def test_check_tells_machines_where_each_problem_is(run: Run, broken: Path) -> None:
    answer = json.loads(run("check", broken, "--json", code=1).stdout)
    first = answer["diagnostics"][0]
    assert (first["code"], first["slug"], first["is_error"]) == ("E0403", "UNKNOWN_FINDING", True)
    assert (first["file"], first["row"], first["column"]) == ("999900-shiyan/criteria.csv", 2, 3)
    assert answer["counts"]["areas"] == 1


def test_check_speaks_english(run: Run, rules: Path) -> None:
    assert "1 areas, 5 entries, 15 criteria" in run("check", rules, "--lang", "en").stdout


def test_cases_that_pass_are_counted(run: Run, rules: Path) -> None:
    assert run("cases", rules).stdout == "999900 案例 6，通过 6\n"


def test_a_case_that_comes_out_otherwise_is_told_at_its_place(run: Run, rules: Path, tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(rules, copy)
    file = copy / "999900-shiyan" / "cases" / "T00002.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("outcome: MEETS", "outcome: DOES_NOT_MEET"), encoding="utf-8"
    )
    result = run("cases", copy, code=1)
    assert "999900-shiyan/cases/T00002.yaml" in result.stderr
    assert "两项阳性：符合" in result.stderr
    assert "案例 6，通过 5" in result.stdout


def test_coverage_names_what_no_case_has_shown(run: Run, rules: Path) -> None:
    lines = run("cases", rules, "--coverage", "--entry", "T00002").stdout.splitlines()
    unseen = ["9 1 不满足", "9 1 未知", "10 2 不满足", "11 3 满足", "11 3 不满足"]
    rows = "、".join(f"999900-shiyan/criteria.csv:{each}" for each in unseen)
    assert lines[1] == f"  T00002 案例 2，覆盖 4/9，未见：{rows}、DOES_NOT_MEET"


def test_a_change_no_case_notices_fails(run: Run, rules: Path) -> None:
    said = run("cases", rules, "--mutation", "--entry", "T00002", code=1).stdout
    assert "未发觉：999900-shiyan/groups.csv:5 R1：去掉成员 3" in said


def test_cases_are_told_to_machines(run: Run, rules: Path) -> None:
    (area,) = json.loads(run("cases", rules, "--coverage", "--entry", "T00002", "--json").stdout)
    assert (area["cases"], area["failures"]) == (2, [])
    (covered,) = area["coverage"]
    assert (covered["entry"], covered["seen"], covered["total"]) == ("T00002", 4, 9)
    assert covered["unseen"][0] == {"row": "999900-shiyan/criteria.csv:9", "criterion": "1", "truth": False}
    assert covered["missing_outcomes"] == ["DOES_NOT_MEET"]


@pytest.fixture
def benefit_rules(rules: Path, tmp_path: Path) -> Path:
    """Return a rule directory with benefit tables and two benefit cases, of which the second comes out otherwise."""
    copy = tmp_path / "rules"
    shutil.copytree(rules.parent / "benefit_rules", copy)
    cases = copy / "999900-shiyan" / "cases"
    cases.mkdir()
    (cases / "起始.yaml").write_text(
        "benefits: 起始\nas_of_date: 2026-06-01\ncases:\n"
        "- {name: 二月缴费, facts: {缴费日: 2026-02-28}, expect: {values: {待遇起始日: 2026-02-28}}}\n"
        "- {name: 一月缴费, facts: {缴费日: 2026-01-31}, expect: {values: {待遇起始日: 2026-02-01}}}\n",
        encoding="utf-8",
    )
    return copy


def test_benefit_cases_are_told_like_those_of_entries(run: Run, benefit_rules: Path) -> None:
    result = run("cases", benefit_rules, "--table", "待遇起始", "--coverage", code=1)
    assert result.stdout.splitlines() == [
        "999900 待遇案例 2，通过 1",
        "  待遇起始 案例 2，覆盖 1/2，格 0/2，未见：999900-shiyan/benefit_from.csv:3",
    ]
    assert "999900-shiyan/cases/起始.yaml" in result.stderr
    assert "起始「一月缴费」待遇起始日 应为 2026-02-01，得 2026-01-31" in result.stderr


def test_benefit_cases_are_told_to_machines_inside_their_area(run: Run, benefit_rules: Path) -> None:
    (area,) = json.loads(run("cases", benefit_rules, "--coverage", "--json", code=1).stdout)
    assert (area["area"], area["cases"], area["benefits"]["cases"]) == ("999900", 0, 2)
    (failure,) = area["benefits"]["failures"]
    assert (failure["file"], failure["subject"], failure["case"]) == (
        "999900-shiyan/cases/起始.yaml", "起始", "一月缴费",
    )  # fmt: skip
    covered = {each["table"]: (each["seen"], each["total"]) for each in area["benefits"]["coverage"]}
    assert covered["待遇起始"] == (1, 2)
    assert covered["住院"] == (0, 5)


def test_a_table_that_is_not_there_is_told(run: Run, benefit_rules: Path) -> None:
    assert "没有待遇表「待遇终止」" in run("cases", benefit_rules, "--table", "待遇终止", code=1).stderr


def test_an_entry_without_cases_is_not_an_unknown_one(run: Run, rules: Path, tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(rules, copy, ignore=shutil.ignore_patterns("cases"))
    assert run("cases", copy, "--entry", "甜病").stdout == "999900 案例 0，通过 0\n"
    assert "没有病种 T9" in run("cases", copy, "--entry", "T9", code=1).stderr


def test_help_names_every_verb(run: Run) -> None:
    said = run("--help").stdout
    for verb in ("decide", "diseases", "describe", "check", "cases", "fmt", "serve", "demo"):
        assert f"\n  {verb} " in said


def spoiled(rules: Path, tmp_path: Path, file: str, change: Callable[[bytes], bytes]) -> Path:
    """Copy the rules and change one file of them."""
    copy = tmp_path / "rules"
    shutil.copytree(rules, copy)
    (copy / file).write_bytes(change((copy / file).read_bytes()))
    return copy


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("999900-shiyan/criteria.csv", lambda data: data.decode().encode("utf-16"), "E0101"),
        ("999900-shiyan/criteria.csv", lambda data: data.replace("原文".encode(), "摘录".encode(), 1), "E0103"),
        ("national/findings.csv", lambda data: data.decode().encode("utf-16"), "E0101"),
        ("national/findings.csv", lambda data: data.replace("类型".encode(), "类别".encode(), 1), "E0103"),
    ],
)
def test_one_cause_is_one_error(
    run: Run, rules: Path, sources: Path, tmp_path: Path, file: str, change: Callable[[bytes], bytes], told: str
) -> None:
    result = run("check", spoiled(rules, tmp_path, file, change), "--sources", sources, code=1)
    (line,) = [each for each in result.stderr.splitlines() if ": E" in each]
    assert line.startswith(file)
    assert told in line


def test_a_finding_that_cannot_be_read_is_one_error(run: Run, rules: Path, tmp_path: Path) -> None:
    copy = spoiled(
        rules, tmp_path, "national/findings.csv", lambda data: data.replace("是否".encode(), "是非".encode(), 1)
    )
    (line,) = [each for each in run("check", copy, code=1).stderr.splitlines() if each]
    assert "E0302" in line


def test_an_entry_with_two_dated_rows_is_counted_once(run: Run, rules: Path, tmp_path: Path) -> None:
    def dated(data: bytes) -> bytes:
        head, row, *rest = data.decode("utf-8-sig").splitlines()
        lines = [f"{head},生效日,失效日", f"{row},,2026-01-01", f"{row},2026-01-01,", *(f"{each},," for each in rest)]
        return "\n".join(lines).encode()

    before = run("check", rules).stdout.splitlines()[0]
    after = run("check", spoiled(rules, tmp_path, "999900-shiyan/criteria.csv", dated)).stdout.splitlines()[0]
    assert before.partition("，原文")[0] == after.partition("，原文")[0]


CRITERIA = "999900-shiyan/criteria.csv"


def misspelt(data: bytes) -> bytes:
    return data.replace("典型症状".encode(), "典形症状".encode(), 1)


def made_a_day(data: bytes) -> bytes:
    """Do as a spreadsheet does with 1-1."""
    return data.replace("任一,,1/1".encode(), "任一,,1月1日".encode(), 1)


def test_a_guess_is_data_and_is_made_only_if_guesses_are_wanted(run: Run, rules: Path, tmp_path: Path) -> None:
    copy = spoiled(rules, tmp_path, CRITERIA, misspelt)
    answer = json.loads(run("check", copy, "--json", code=1).stdout)
    (edit,) = [each["edit"] for each in answer["diagnostics"] if "edit" in each]
    assert edit == {
        "file": CRITERIA, "row": 2, "column": 3, "heading": "所见", "old": "典形症状", "new": "典型症状",
        "takes_row_out": False, "is_certain": False,
    }  # fmt: skip
    before = (copy / CRITERIA).read_bytes()
    assert "没有可以替你改的" in run("check", copy, "--fix", "--yes", code=1).stdout
    assert (copy / CRITERIA).read_bytes() == before
    said = run("check", copy, "--fix", "--guesses", "--yes").stdout
    assert f"{CRITERIA}:C2「所见」  典形症状 → 典型症状" in said
    assert "+T00001,1,典型症状" in said
    assert "没有发现问题" in said
    assert (copy / CRITERIA).read_bytes() == (rules / CRITERIA).read_bytes()


def test_what_is_certain_is_mended_once_it_is_confirmed(run: Run, rules: Path, tmp_path: Path) -> None:
    copy = spoiled(rules, tmp_path, CRITERIA, made_a_day)
    before = (copy / CRITERIA).read_bytes()
    assert "其中 1 处拿得准，可以用 --fix 改" in run("check", copy, code=1).stdout
    refused = run("check", copy, "--fix", stdin="n\n", code=1)
    assert "1月1日 → 1-1" in refused.stdout
    assert "没有写入" in refused.stdout
    assert (copy / CRITERIA).read_bytes() == before
    run("check", copy, "--fix", stdin="y\n")
    assert (copy / CRITERIA).read_bytes() == before.replace("1月1日".encode(), b"1-1")


def test_what_is_wrong_still_is_not_written(
    run: Run, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = spoiled(rules, tmp_path, CRITERIA, misspelt)
    before = (copy / CRITERIA).read_bytes()

    def no_better(diagnostics: Iterable[Diagnostic], current: Current) -> Iterator[CellMending]:
        for each in mendings_of(diagnostics, current):
            yield each._replace(edit=Edit("典形症状", "典行症状"))

    monkeypatch.setattr(check_verb, "mendings_of", no_better)
    said = run("check", copy, "--fix", "--guesses", "--yes", code=1)
    assert "改了还是不对，没有写入" in said.stdout
    assert "典行症状" in said.stderr
    assert (copy / CRITERIA).read_bytes() == before


def test_machines_are_told_and_nothing_is_changed(run: Run, rules: Path) -> None:
    assert "--json 只说不改" in run("check", rules, "--json", "--fix", code=2).stderr
