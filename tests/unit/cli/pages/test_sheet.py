import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Sheet = Callable[..., str]


@pytest.fixture
def sheet(run: Run, tmp_path: Path) -> Sheet:
    """Decide and return the sheet."""

    def write(code: str, *findings: dict[str, Any], arguments: tuple[str, ...] = (), **more: object) -> str:
        request = {"as_of_date": "2025-12-01", "disease_codes": [code], "findings": findings, **more}
        file = tmp_path / "sheet.html"
        run("decide", "-", "--sheet", file, *arguments, stdin=json.dumps(request, ensure_ascii=False))
        return file.read_text(encoding="utf-8")

    return write


def words(html: str) -> str:
    body = html.partition("<body>")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", body)))


def test_a_refusal_stands_complete_on_its_sheet(sheet: Sheet) -> None:
    html = sheet(
        "T00001",
        {"finding": "空腹血糖", "value": 124.2, "unit": "mg/dL", "date": "2025-11-03", "report_id": "L7"},
        complete_findings=["空腹血糖"],
    )
    said = words(html)
    for expected in (
        "试验市门诊慢特病认定告知单",
        "T00001 糖病",
        "2025-12-01",
        "不符合认定标准",
        "空腹血糖 ≥ 7.0 mmol/L（任一次） 1/1「空腹血糖≥7.0」 124.2 mg/dL = 6.9 mmol/L 2025-11-03 L7 不满足",
        "L7 不满足 还差 0.1 mmol/L",
        "复审周期：每 12 个月，依据：复查报告；终止情形：痊愈",
        "认定医师（签名）",
        "认定机构（盖章）",
        "《试验手册》（试验局，第一版）",
    ):
        assert expected in said
    assert re.search(r"sha256 [0-9a-f]{64}。", said)
    assert html.count('class="decides"') == 1


def test_what_was_not_used_is_counted_on_the_sheet(sheet: Sheet) -> None:
    unknown = {"finding": "空腹血塘", "value": 9, "unit": "mmol/L"}
    glucose = {"finding": "空腹血糖", "value": 6.9, "unit": "mmol/L", "date": "2025-11-03"}
    assert "所报事项中有 1 项未采用" in words(sheet("T00001", unknown, glucose, ignore_unknown=True))
    assert "未采用" not in words(sheet("T00001", glucose, ignore_unknown=True))


def test_the_place_for_objections_is_empty_as_long_as_no_table_says_how(sheet: Sheet) -> None:
    assert re.search(r"<dt>异议</dt>\s*<dd class=\"blank\"></dd>", sheet("T00002"))


def test_an_undecided_sheet_says_what_is_missing(sheet: Sheet) -> None:
    said = words(sheet("T00002", {"finding": "甲抗体", "value": True}))
    assert "尚不能认定" in said
    assert "补充下列任意一组，可能符合认定标准 「乙抗体：是」、「丙抗体：是」任选其一" in said


def test_documents_held_are_ticked_and_lacking_ones_named(sheet: Sheet) -> None:
    said = words(sheet("T00001", {"finding": "典型症状", "value": True}, documents=["certificate"]))
    assert "✓ 病情证明书（定点医疗机构）" in said
    assert "检验报告 视所用路径而定" in said


def test_an_open_reading_is_told(sheet: Sheet) -> None:
    html = sheet("T00003", {"finding": "甲抗体", "value": True}, {"finding": "乙抗体", "value": False})
    assert words(html).count("T00003 连接（A-1）：未定，其一为：") == 2


def test_each_decision_has_its_page(run: Run, tmp_path: Path) -> None:
    request = {"as_of_date": "2025-12-01", "disease_codes": ["T00001", "T00002"], "findings": []}
    run("decide", "-", "--sheet", tmp_path / "s.html", stdin=json.dumps(request))
    assert (tmp_path / "s.html").read_text(encoding="utf-8").count("<article>") == 2


def test_a_sheet_is_chinese_whatever_language_the_answer_is_in(sheet: Sheet) -> None:
    assert "尚不能认定。尚缺" in words(sheet("T00002", arguments=("--lang", "en")))


def test_what_is_reported_cannot_become_mark_up(sheet: Sheet) -> None:
    html = sheet("T00001", {"finding": "典型症状", "value": True, "report_id": "<script>alert(1)</script>"})
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_sheet_needs_nothing_from_elsewhere(sheet: Sheet) -> None:
    assert not re.search(r"(src|href)=|url\(|@import", sheet("T00001"))
