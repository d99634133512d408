"""`chronicare new-case`: an answer that its author has seen and confirmed becomes a case, or nothing is written."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from chronicare.judging.agreement import DisagreementError
from chronicare.program.truth import Judgement
from chronicare.recognition.decide import EntryDecider

Run = Callable[..., Result]

DATA = Path(__file__).parents[3] / "data" / "cli"
AREA = "999900-shiyan"
MEETING: dict[str, Any] = {
    "area_code": "999900",
    "as_of_date": "2025-12-01",
    "disease_codes": ["T00001"],
    "findings": [
        {"finding": "典型症状", "value": True},
        {"finding": "FPG", "value": 126, "unit": "mg/dL", "date": "2025-11-03", "report_id": "L7"},
        {"finding": "肌力", "value": "II"},
        {"finding": "起病日期", "value": "2025-01-31"},
        {"finding": "丙抗体", "value": False},
    ],
}
RESIDENT = {"险种": "居民", "结算类别": "住院", "机构等级": "乡镇卫生院", "费用情形": "无"}
NOTE = ("--name", "低于七：不符合", "--reason", "1/1")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return rules of entries, and of a card, that may be changed."""
    shutil.copytree(DATA / "rules", tmp_path / "rules")
    return tmp_path / "rules"


@pytest.fixture
def benefit_rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / "benefit_rules", tmp_path / "benefit_rules"))


def person(**changes: object) -> str:
    return json.dumps({**MEETING, **changes}, ensure_ascii=False)


def a_bill(facts: dict[str, Any] = RESIDENT, visit: str = "v-1", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    stated = [{"finding": name, "value": value} for name, value in facts.items()]
    charges = {"total_fen": 450000, "fully_self_paid_fen": 30000}
    return {"visit_id": visit, "care_date": "2025-12-15", "facts": stated, "charges": charges, **fields}


def billed(**fields: Any) -> str:  # noqa: ANN401
    whole = {"area_code": "999900", "bill": a_bill(), "accumulators": {"first_of_year": True}}
    return json.dumps({**whole, **fields}, ensure_ascii=False)


def contents(rules: Path) -> dict[str, bytes]:
    return {path.relative_to(rules).as_posix(): path.read_bytes() for path in rules.rglob("*") if path.is_file()}


def test_a_decision_that_is_confirmed_stands_among_the_cases_and_holds_the_rules_fast(run: Run, rules: Path) -> None:
    path = rules / AREA / "cases" / "T00001.yaml"
    before = path.read_bytes()
    shown = run("new-case", "-", "--name", "七：符合", "--reason", "1/1 的界值", "--yes", stdin=person()).output
    assert "结论：符合" in shown
    added = (
        "# 1/1 的界值\n"
        "- name: 七：符合\n"
        "  as_of_date: 2025-12-01\n"
        "  findings:\n"
        "  - {finding: 典型症状, value: true}\n"
        "  - {finding: 空腹血糖, value: 126, unit: mg/dL, date: 2025-11-03, report_id: L7}\n"
        "  - {finding: 肌力, value: II}\n"
        "  - {finding: 起病日期, value: 2025-01-31}\n"
        "  - {finding: 丙抗体, value: false}\n"
        "  expect:\n"
        "    outcome: MEETS\n"
        "    routes: [R1]\n"
        "    review_date: 2026-12-01\n"
    )
    assert path.read_bytes() == before + added.encode()
    assert "案例 7，通过 7" in run("cases", rules).output
    criteria = rules / AREA / "criteria.csv"
    criteria.write_bytes(criteria.read_bytes().replace("≥ 7.0 mmol/L".encode(), "≥ 7.1 mmol/L".encode(), 1))
    assert "「七：符合」" in run("cases", rules, code=1).output


def test_nothing_is_written_unless_it_is_confirmed(run: Run, rules: Path) -> None:
    before = contents(rules)
    request = rules.parent / "request.json"
    request.write_text(person(), "utf-8")
    assert "没有写入" in run("new-case", request, *NOTE, stdin="n\n").output
    assert contents(rules) == before
    assert "已写入" in run("new-case", request, *NOTE, stdin="y\n").output
    assert contents(rules) != before


def test_a_reason_is_asked_for_and_an_empty_one_is_none(run: Run, rules: Path) -> None:
    before = contents(rules)
    request = rules.parent / "request.json"
    request.write_text(person(), "utf-8")
    assert "为什么是对的" in run("new-case", request, "--name", "甲", stdin="  \nn\n", code=1).output
    assert contents(rules) == before


def test_the_same_name_again_is_told_at_its_place(run: Run, rules: Path) -> None:
    run("new-case", "-", *NOTE, "--yes", stdin=person())
    before = contents(rules)
    told = run("new-case", "-", *NOTE, "--yes", stdin=person(), code=1).output
    assert "重名" in told
    assert "cases/T00001.yaml" in told
    assert contents(rules) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"disease_codes": ["T00001", "T00002"]}, "一个案例只问一件事"),
        ({"readings": {"无此": "是"}}, "readings"),
        ({"disease_codes": ["T99999"]}, "T99999"),
    ],
)
def test_what_cannot_be_a_case_is_refused(run: Run, rules: Path, change: dict[str, Any], says: str) -> None:
    before = contents(rules)
    code = 2 if "一件事" in says else 1
    assert says in run("new-case", "-", *NOTE, "--yes", stdin=person(**change), code=code).output
    assert contents(rules) == before


def test_nothing_is_recorded_where_the_two_evaluators_disagree(
    run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They agree while it is shown, and no more when the case is run: what was shown is not what would be held."""
    decide, asked = EntryDecider.decide, []

    def disagreeing(self: EntryDecider, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        asked.append(self)
        if len(asked) > 2:
            raise DisagreementError("T00001", Judgement({}, True, {}), Judgement({}, False, {}), ())
        return decide(self, *given, **named)

    monkeypatch.setattr(EntryDecider, "decide", disagreeing)
    before = contents(rules)
    assert "结论不一" in run("new-case", "-", *NOTE, "--yes", stdin=person(), code=2).output
    assert contents(rules) == before


def test_a_bill_goes_into_a_file_of_its_kind(run: Run, benefit_rules: Path) -> None:
    """A resident in a township hospital: of 4500 yuan 4200 are eligible, less 100, of which 90% are paid: 3690."""
    chosen = ("--rules", benefit_rules, "--name", "乡镇卫生院 4500 元", "--reason", "2/27", "--yes")
    assert "支付 3690.00 元" in run("new-case", "-", *chosen, stdin=billed()).output
    assert (benefit_rules / AREA / "cases" / "recorded.yaml").read_text("utf-8") == (
        "benefits: 记录下来的账单\n"
        "cases:\n"
        "# 2/27\n"
        "- name: 乡镇卫生院 4500 元\n"
        "  as_of_date: 2025-12-15\n"
        "  facts: {险种: 居民, 结算类别: 住院, 机构等级: 乡镇卫生院, 费用情形: 无}\n"
        "  bill: {total: 4500, fully_self_paid: 300}\n"
        "  expect:\n"
        "    payments: {basic: 3690}\n"
        "    copayment: 510\n"
        "    accumulators: {统筹已付累计: 3690}\n"
    )
    run("new-case", "-", *chosen, "--into", "benefits-2026.yaml", stdin=billed())
    assert (benefit_rules / AREA / "cases" / "benefits-2026.yaml").is_file()
    run("cases", benefit_rules)
    told = run("new-case", "-", *chosen, "--into", "../card.csv", stdin=billed(), code=1).output
    assert "不是案例文件的名字" in told


def test_a_year_of_bills_is_one_case(run: Run, benefit_rules: Path) -> None:
    """Twice the same stay: each pays (4200 − 100) × 90% = 3690, together 7380."""
    year = {"bills": [a_bill(), a_bill(visit="v-2")], "accumulators": {"first_of_year": True}, "area_code": "999900"}
    chosen = ("--rules", benefit_rules, "--name", "两次住院", "--reason", "2/27", "--yes")
    run("new-case", "-", *chosen, stdin=json.dumps(year, ensure_ascii=False))
    written = (benefit_rules / AREA / "cases" / "recorded.yaml").read_text("utf-8")
    assert written.count("payments: {basic: 3690}") == 2
    assert "accumulators: {统筹已付累计: 7380}" in written
    run("cases", benefit_rules)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bill": a_bill(care_area_code="999901")}, "care_area_code"),
        ({"accumulators": {"first_of_year": True, "changed_within_year": True}}, "changed_within_year"),
    ],
)
def test_a_bill_that_a_case_has_no_words_for_is_refused(
    run: Run, benefit_rules: Path, change: dict[str, Any], says: str
) -> None:
    before = contents(benefit_rules)
    result = run("new-case", "-", "--rules", benefit_rules, *NOTE, "--yes", stdin=billed(**change), code=1)
    assert says in result.output
    assert contents(benefit_rules) == before
