import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

CONTINUING: dict[str, Any] = {
    "area_code": "999900",
    "request_id": "r-1",
    "as_of_date": "2025-12-01",
    "recognition": {"disease_code": "T00001", "start_date": "2023-05-31", "last_review_date": "2024-11-30"},
    "findings": [
        {"finding": "典型症状", "value": True},
        {"finding": "FPG", "value": 126, "unit": "mg/dL", "date": "2025-11-03"},
        {"finding": "肌力", "value": "II"},
        {"finding": "起病日期", "value": "2023-01-31"},
        {"finding": "丙抗体", "value": False},
        {"finding": "甲抗体", "value": False},
    ],
}
CURED = {"finding": "甲抗体", "value": True}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return the small rules, with an ending event of T00001: 甲抗体."""
    rules = Path(shutil.copytree(Path(__file__).parents[3] / "data" / "cli" / "rules", tmp_path / "rules"))
    area = rules / "999900-shiyan"
    for table, row in (
        ("criteria", "T00001,终1,甲抗体,是,,,1/1,有典型症状,,"),
        ("groups", "T00001,E1,已痊愈,全部,终1,,,1/1,同时满足,,"),
    ):
        file = area / f"{table}.csv"
        file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + f"\n{row}\n", encoding="utf-8")
    return rules


def request(**changes: object) -> str:
    return json.dumps({**CONTINUING, **changes}, ensure_ascii=False)


def test_people_see_what_becomes_of_it_the_period_the_events_and_the_decision(run: Run) -> None:
    lines = run("review", "-", stdin=request()).stdout.splitlines()
    for expected in (
        "T00001 糖病  慢病  复审日 2025-12-01",
        "复审结论：继续有效",
        "  自 2023-05-31 起，上次复审 2024-11-30",
        "  有效期至 2025-11-30，已过期",
        "  下次复审 2026-12-01",
        "  ✗ X1  丙抗体阳性：没有",
        "        1/1「丙抗体阳性除外」",
        "  ✗ E1  已痊愈：没有",
        "T00001 糖病  慢病  复审日 2025-12-01",
        "结论：符合",
        "  ✓ 2  空腹血糖 ≥ 7.0 mmol/L（任一次）",
    ):
        assert expected in lines


def test_an_event_that_holds_is_named_with_its_clause(run: Run) -> None:
    ended = request(findings=[*CONTINUING["findings"][:-1], CURED])
    lines = run("review", "-", stdin=ended).stdout.splitlines()
    at = lines.index("  ✓ E1  已痊愈：有")
    assert "复审结论：终止" in lines
    assert "1/1「同时满足」" in lines[at + 1]
    assert "结论：符合" in lines, "by the criteria alone"
    assert "  每 12 个月" in lines, "nothing falls due any more"


def test_what_is_missing_is_told_for_the_review(run: Run) -> None:
    open_event = request(findings=CONTINUING["findings"][:-1])
    lines = run("review", "-", stdin=open_event).stdout.splitlines()
    assert "复审结论：尚不能定（缺少资料）" in lines
    assert lines[lines.index("查明下列任意一组，可能继续有效") + 1] == "   1 「甲抗体：否」"
    assert lines[lines.index("查明下列任意一组，可能终止") + 1] == "   1 「甲抗体：是」"
    assert "  ? E1  已痊愈：不详" in lines


def test_english_is_spoken(run: Run) -> None:
    said = run("review", "-", stdin=request(language_code="en")).stdout
    assert "Review: continues" in said
    assert "  since 2023-05-31, last reviewed 2024-11-30" in said
    assert "  valid until 2025-11-30, has run out" in said


def test_machines_get_the_message_of_the_contract(run: Run) -> None:
    response = json.loads(run("review", "-", "--json", stdin=request()).stdout)
    assert response["request_id"] == "r-1"
    assert response["review"]["status"] == "REVIEW_STATUS_CONTINUES"
    assert (response["review"]["valid_until"], response["review"]["has_lapsed"]) == ("2025-11-30", True)
    assert response["review"]["next_review_date"] == response["decision"]["review_date"] == "2026-12-01"
    assert [each["id"] for each in response["review"]["ending_events"]] == ["X1", "E1"]


def test_several_files_give_several_answers_in_order(run: Run, tmp_path: Path) -> None:
    files = []
    for name, code in (("a.yaml", "T00001"), ("b.json", "T00002")):
        file = tmp_path / name
        recognition = {"disease_code": code, "start_date": "2025-06-01"}
        file.write_text(request(recognition=recognition), encoding="utf-8")
        files.append(file)
    answers = json.loads(run("review", *files, "--json").stdout)
    assert [each["decision"]["disease_code"] for each in answers] == ["T00001", "T00002"]
    assert "── " in run("review", *files).stdout


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"recognition": {}}, ["「recognition.disease_code」: E0801", "「recognition.start_date」: E0801"]),
        ({"recognition": None}, ["「recognition.disease_code」: E0801", "「recognition.start_date」: E0801"]),
        (
            {"recognition": {"disease_code": "T00001", "start_date": "2025-12-02"}},
            ["「recognition.start_date」: E0806"],
        ),
        (
            {"recognition": {"disease_code": "T9", "start_date": "2025-06-01", "last_review_date": "2025-05-01"}},
            ["「recognition.disease_code」: E0802", "「recognition.last_review_date」: E0807"],
        ),
        ({"disease_codes": ["T00001"]}, ["「disease_codes」: E0811"]),
        ({"recognition": {"disease": "T00001"}}, ["「recognition.disease」: E0811"]),
    ],
)
def test_every_problem_is_told_at_its_place(run: Run, changes: dict[str, object], problems: list[str]) -> None:
    lines = run("review", "-", stdin=request(**changes), code=1).stderr.splitlines()
    assert len(lines) == len(problems)
    for line, problem in zip(lines, problems, strict=True):
        assert line.startswith("stdin")
        assert problem in line


def test_a_recognition_is_not_asked_of_decide(run: Run) -> None:
    assert "「recognition」: E0811" in run("decide", "-", stdin=request(), code=1).stderr


def application(**changes: object) -> str:
    plain = {name: value for name, value in CONTINUING.items() if name != "recognition"}
    return json.dumps({**plain, "disease_codes": ["T00001"], **changes}, ensure_ascii=False)


def test_a_decision_on_an_application_keeps_ending_events_apart(run: Run, tmp_path: Path) -> None:
    ended = [*CONTINUING["findings"][:-1], CURED]
    lines = run(
        "decide", "-", "--sheet", tmp_path / "sheet.html", stdin=application(findings=ended)
    ).stdout.splitlines()
    assert "结论：符合" in lines
    criteria, endings = lines.index("认定依据"), lines.index("终止情形（只看已有的认定，不影响结论）")
    assert criteria < lines.index("  ✗ 5  丙抗体应为「是」") < endings < lines.index("  ✓ 终1  甲抗体应为「是」")
    sheet = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert "丙抗体应为" in sheet
    assert "甲抗体应为" not in sheet, "the applicant is not asked for what ends a recognition"


def test_an_entry_is_described_with_its_ending_events(run: Run) -> None:
    said = run("describe", "T00001", "--as-of", "2025-12-01").stdout
    assert "E1 已痊愈：全部" in said
