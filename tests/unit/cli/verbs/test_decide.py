import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

MEETING: dict[str, Any] = {
    "area_code": "999900",
    "request_id": "r-1",
    "as_of_date": "2025-12-01",
    "disease_codes": ["T00001"],
    "findings": [
        {"finding": "典型症状", "value": True},
        {"finding": "FPG", "value": 126, "unit": "mg/dL", "date": "2025-11-03", "report_id": "L7"},
        {"finding": "肌力", "value": "II"},
        {"finding": "起病日期", "value": "2025-01-31"},
        {"finding": "丙抗体", "value": False},
    ],
    "documents": ["certificate"],
}


def request(**changes: object) -> str:
    return json.dumps({**MEETING, **changes}, ensure_ascii=False)


def test_people_see_the_outcome_the_criteria_the_clauses_the_documents_and_the_review(run: Run) -> None:
    lines = run("decide", "-", stdin=request()).stdout.splitlines()
    for expected in (
        "T00001 糖病  慢病  申请日 2025-12-01",
        "结论：符合",
        "  ✓ 2  空腹血糖 ≥ 7.0 mmol/L（任一次）",
        "       所报：126 mg/dL = 7 mmol/L（2025-11-03，L7） ✓",
        "       1/1「空腹血糖≥7.0」",
        "  ✗ 5  丙抗体应为「是」",
        "  ✓ R1  全部（四条全部）：1、2、3、4",
        "  ☑ 病情证明书（定点医疗机构）",
        "  ☐ 检验报告，尚缺",
        "  每 12 个月，下次 2026-12-01",
        "  终止：痊愈",
    ):
        assert expected in lines
    assert any(line.startswith("  sha256 ") for line in lines)


def test_machines_get_the_message_of_the_contract(run: Run) -> None:
    response = json.loads(run("decide", "-", "--json", stdin=request()).stdout)
    assert response["request_id"] == "r-1"
    assert response["release"]["digest"].startswith(response["release"]["name"].rpartition("/")[2])
    (decision,) = response["decisions"]
    assert decision["outcome"] == "OUTCOME_MEETS"
    assert decision["routes"] == ["R1"]
    assert decision["review_date"] == "2026-12-01"
    assert {each["id"]: each["truth"] for each in decision["criteria"]} == {
        **dict.fromkeys("1234", "TRUTH_TRUE"),
        "5": "TRUTH_FALSE",
    }


def test_the_trace_is_sent_if_asked_for(run: Run) -> None:
    plain = json.loads(run("decide", "-", "--json", stdin=request()).stdout)
    traced = json.loads(run("decide", "-", "--json", "--detail", stdin=request()).stdout)
    assert "trace" not in plain["decisions"][0]
    assert {"node": "R1", "truth": "TRUTH_TRUE"}.items() <= max(
        ({"node": each.get("node"), "truth": each.get("truth")} for each in traced["decisions"][0]["trace"]),
        key=lambda step: step["node"] == "R1",
    ).items()


def test_yaml_says_the_same_as_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    file.write_text(
        """
area_code: 999900
as_of_date: 2025-12-01
disease_codes: [糖病]
findings:
- {finding: 典型症状, value: 是}
- {finding: 空腹血糖, value: 6.9, unit: mmol/L, date: 2025-11-03}
complete_findings: [空腹血糖]
""",
        encoding="utf-8",
    )
    said = run("decide", file).stdout
    assert "结论：不符合" in said
    assert "所报：6.9 mmol/L（2025-11-03） ✗，还差 0.1 mmol/L" in said


def test_an_unknown_word_is_no_value(run: Run) -> None:
    said = run(
        "decide", "-", stdin=request(disease_codes=["T00002"], findings=[{"finding": "甲抗体", "value": "未回"}])
    )
    assert "   1 「甲抗体：是」、「乙抗体：是」、「丙抗体：是」任选 2 项" in said.stdout.splitlines()


def test_an_open_point_of_the_source_is_told_with_the_outcome_under_each_reading(run: Run) -> None:
    findings = [{"finding": "甲抗体", "value": True}, {"finding": "乙抗体", "value": False}]
    lines = run("decide", "-", stdin=request(disease_codes=["T00003"], findings=findings)).stdout.splitlines()
    assert "结论：尚不能认定（政策未定）" in lines
    assert "  T00003 连接（A-1），影响本结论" in lines
    assert "    [未定] 两种抗体都要：不符合" in lines
    assert "    [未定] 一种抗体即可：符合" in lines


def test_a_case_file_is_decided_case_by_case(run: Run, rules: Path) -> None:
    said = run("decide", rules / "999900-shiyan" / "cases" / "T00002.yaml").stdout
    assert "── 两项阳性：符合 ──\nT00002 抗体病" in said
    assert [line for line in said.splitlines() if line.startswith("结论")] == [
        "结论：符合",
        "结论：尚不能认定（缺少资料）",
    ]


def test_several_files_give_several_answers_in_order(run: Run, tmp_path: Path) -> None:
    files = []
    for name, code in (("a.json", "T00001"), ("b.json", "T00002")):
        file = tmp_path / name
        file.write_text(request(disease_codes=[code]), encoding="utf-8")
        files.append(file)
    answers = json.loads(run("decide", *files, "--json").stdout)
    assert [each["decisions"][0]["disease_code"] for each in answers] == ["T00001", "T00002"]


@pytest.mark.parametrize(
    ("arguments", "code", "heading"),
    [((), "", "结论：符合"), ((), "en", "Outcome: meets the criteria"), (("--lang", "zh"), "en", "结论：符合")],
)
def test_the_language_is_the_requests_unless_the_command_names_one(
    run: Run, arguments: tuple[str, ...], code: str, heading: str
) -> None:
    assert heading in run("decide", "-", *arguments, stdin=request(language_code=code)).stdout


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"disease_codes": []}, ["stdin:1「disease_codes」: E0801"]),
        ({"disease_codes": ["T9"]}, ["stdin:1「disease_codes[0]」: E0802"]),
        ({"as_of_date": ""}, ["stdin:1「as_of_date」: E0801"]),
        (
            {"findings": [{"finding": "空腹血糖", "value": 7}, {"finding": "血塘", "value": 7}]},
            ["stdin:1「findings[0].unit」: E0804", "stdin:1「findings[1].finding」: E0802"],
        ),
        ({"disease_code": ["T00001"]}, ["stdin:1「disease_code」: E0811"]),
        ({"findings": [{"find": "空腹血糖"}]}, ["stdin:1「findings[0].find」: E0811"]),
    ],
)
def test_every_problem_of_a_request_is_told_at_its_place(
    run: Run, changes: dict[str, object], problems: list[str]
) -> None:
    lines = run("decide", "-", stdin=request(**changes), code=1).stderr.splitlines()
    assert len(lines) == len(problems)
    for line, problem in zip(lines, problems, strict=True):
        assert line.startswith(problem)


def test_a_problem_in_yaml_is_told_at_its_line(run: Run) -> None:
    head = "area_code: '999900'\nas_of_date: 2025-12-01\ndisease_codes: [T00001]\n"
    text = f"{head}findings:\n- finding: 空腹血糖\n  value: 7\n"
    assert run("decide", "-", stdin=text, code=1).stderr.startswith("stdin:5「findings[0].unit」: E0804 ")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("{", "stdin:"),
        ("- 1\n- 2\n", "stdin"),
        ('{"area_code": "999900", "area_code": "1"}', "stdin:1「area_code」: E0811"),
        ('{"area_code": "999900",\n"disease_codes": [],\n}', "stdin:2: E0811 不合 JSON 写法：最后一项后面多了逗号"),
        ("\x00", "stdin: E0101"),
    ],
)
def test_what_is_no_request_is_refused(run: Run, text: str, start: str) -> None:
    assert run("decide", "-", stdin=text, code=1).stderr.startswith(start)


def test_json_with_tabs_and_escapes_is_read(run: Run) -> None:
    text = request().replace("{", "{\n\t", 1).replace("典型症状", "\\u5178\\u578b\\u75c7\\u72b6")
    assert "结论：符合" in run("decide", "-", stdin=text).stdout


def test_a_long_decimal_stays_exact(run: Run) -> None:
    nearly = request(
        findings=[{"finding": "空腹血糖", "value": 0, "unit": "mmol/L"}], complete_findings=["空腹血糖"]
    ).replace('"value": 0', '"value": 6.99999999999999999999')
    assert "✗ 2  空腹血糖" in run("decide", "-", stdin=nearly).stdout


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"area_code": "110000"}, "999900"),
        ({"release": "x"}, "areas/999900"),
        ({"as_of_date": "2024-12-31"}, "2025-01-01"),
    ],
)
def test_what_the_rules_cannot_answer_is_one_sentence(run: Run, changes: dict[str, object], word: str) -> None:
    said = run("decide", "-", stdin=request(**changes), code=1).stderr
    assert word in said
    assert said.count("\n") == 1


def test_a_missing_file_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert run("decide", tmp_path / "nothing.json", code=2).stderr.count("\n") == 1


def test_broken_rules_are_told_and_nothing_is_decided(run: Run, rules: Path, tmp_path: Path) -> None:
    result = run("decide", "-", "--rules", tmp_path, stdin=request(), code=1)
    assert result.stderr.count("\n") == 1
    shutil.copytree(rules, tmp_path / "rules")
    (tmp_path / "rules" / "999900-shiyan" / "criteria.csv").unlink()
    result = run("decide", "-", "--rules", tmp_path / "rules", stdin=request(), code=1)
    assert "999900-shiyan/criteria.csv: E0110" in result.stderr
    assert result.stdout == ""


def test_what_was_not_used_is_named_on_the_page(run: Run) -> None:
    findings = [*MEETING["findings"], {"finding": "空腹血塘", "value": 9, "unit": "mmol/L"}]
    said = run("decide", "-", stdin=request(findings=findings, ignore_unknown=True)).stdout
    assert "所报事项中有 1 项未采用" in said
    assert "空腹血塘（findings[5].finding）" in said
    assert "结论：符合" in said
