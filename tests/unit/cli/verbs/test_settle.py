import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from chronicare.benefits.breakdown import BreakdownError
from chronicare.rpc.benefits import settlements

Run = Callable[..., Result]

EMPLOYEE = {"险种": "职工", "结算类别": "住院", "机构等级": "三级", "费用情形": "无", "享受公务员补助": False}
RESIDENT = {"险种": "居民", "结算类别": "住院", "机构等级": "乡镇卫生院", "费用情形": "无"}


@pytest.fixture
def rules() -> Path:
    """Return a rule directory with a few benefit tables."""
    return Path(__file__).parents[3] / "data" / "cli" / "benefit_rules"


def facts(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"finding": name, "value": value} for name, value in values.items()]


def bill(person: dict[str, Any], charges: dict[str, int], day: str = "2025-12-15", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"visit_id": "v-1", "care_date": day, "facts": facts(person), "charges": charges, **fields}


def request(person: dict[str, Any], charges: dict[str, int], **fields: Any) -> str:  # noqa: ANN401
    """Write the request to settle one bill, the first of the year."""
    whole = {
        "area_code": "999900",
        "request_id": "r-1",
        "bill": bill(person, charges),
        "accumulators": {"first_of_year": True},
    }
    return json.dumps({**whole, **fields}, ensure_ascii=False)


def settled(run: Run, text: str) -> dict[str, Any]:
    response: dict[str, Any] = json.loads(run("settle", "-", "--json", stdin=text).stdout)
    settlement: dict[str, Any] = response["settlement"]
    return settlement


def payments(amounts: dict[str, Any]) -> dict[str, int]:
    return {step["step"]: int(step.get("payment_fen", 0)) for part in amounts["parts"] for step in part["steps"]}


def test_a_patient_sees_how_every_amount_comes_about(run: Run) -> None:
    """A resident in a township hospital: of 4500 yuan 4200 are eligible, less 100, of which 90% are paid."""
    lines = run("settle", "-", stdin=request(RESIDENT, {"total_fen": 450000, "fully_self_paid_fen": 30000})).stdout
    for expected in (
        "v-1  就诊日 2025-12-15",
        "结果：已结算",
        "  总费用                  4500.00 元",
        "  减：自费（目录外）       300.00 元",
        "  合规费用（政策范围内）  4200.00 元",
        "支付（住院）",
        "  基本医保 住院报销：支付 3690.00 元",
        "      基数 4200.00 元",
        "      起付标准 100.00 元，本次扣 100.00 元",
        "      4100.00 元 × 90% = 3690.00 元",
        "      限额内还可支付 110000.00 元",
        "      2/27「扣减起付标准后按比例报销」 999900-shiyan/card.csv:2",
        "      住院待遇：起付标准 100 元、支付比例 90%",
        "        3/11「乡镇卫生院 100 元 90%」 999900-shiyan/inpatient.csv:3",
        "  基金支付  3690.00 元",
        "  个人负担   810.00 元",
        "    自付     510.00 元",
        "    自费     300.00 元",
        "  其中现金   810.00 元",
        "  统筹已付累计  3690.00 元",
    ):
        assert expected in lines.splitlines()
    assert "超限价" not in lines  # there is nothing to take off for it, so nothing is said of it
    assert "  sha256 " in lines


def test_the_statement_is_told_in_english(run: Run) -> None:
    said = run("settle", "-", "--lang", "en", stdin=request(RESIDENT, {"total_fen": 420000})).stdout
    assert "Result: settled" in said
    assert "4100.00 yuan × 90% = 3690.00 yuan" in said


def test_machines_get_the_message_of_the_contract(run: Run) -> None:
    """An employee in a tertiary hospital, 10000 yuan eligible: (10000 − 700) × 80% = 7440, then (2560 − 400) × 85%."""
    charges = {
        "total_fen": 1100000,
        "fully_self_paid_fen": 60000,
        "above_price_limit_fen": 10000,
        "advance_self_payment_fen": 30000,
    }
    text = request(EMPLOYEE, charges, bill={**bill(EMPLOYEE, charges), "personal_account_fen": 50000})
    response = json.loads(run("settle", "-", "--json", stdin=text).stdout)
    assert response["request_id"] == "r-1"
    assert response["release"]["digest"].startswith(response["release"]["name"].rpartition("/")[2])
    settlement = response["settlement"]
    assert settlement["outcome"] == "SETTLEMENT_OUTCOME_SETTLED"
    amounts = settlement["amounts"]
    assert payments(amounts) == {"basic": 744000, "large": 183600}
    assert {name: int(amounts[name]) for name in ("eligible_fen", "fund_payment_fen", "copayment_fen")} == {
        "eligible_fen": 1000000,
        "fund_payment_fen": 927600,
        "copayment_fen": 72400,
    }
    assert (amounts["personal_burden_fen"], amounts["personal_account_fen"], amounts["cash_fen"]) == (
        "172400",
        "50000",
        "122400",
    )


def test_segments_and_caps_are_shown_one_by_one(run: Run) -> None:
    """Of 290400 yuan the basic fund pays its 140000; of the 150400 left, less 400, 100000 at 85% and 50000 at 90%."""
    lines = run("settle", "-", stdin=request(EMPLOYEE, {"total_fen": 29040000})).stdout.splitlines()
    for expected in (
        "      289700.00 元 × 80% = 231760.00 元",
        "  基本医保 住院报销：支付 140000.00 元",
        "      起付以上 0.00 元 至 100000.00 元：100000.00 元 × 85% = 85000.00 元",
        "      起付以上 100000.00 元 至 150000.00 元：50000.00 元 × 90% = 45000.00 元",
        "  大额补助 大额医疗费用补助：支付 130000.00 元",
        "  大额分段（A-2）：取「全年」，分段按全年累计",
    ):
        assert expected in lines


def test_an_expense_within_the_deductible_says_so(run: Run) -> None:
    said = run("settle", "-", stdin=request(RESIDENT, {"total_fen": 10000})).stdout
    assert "      没有超过起付标准" in said.splitlines()
    assert "  基本医保 住院报销：支付 0.00 元" in said.splitlines()


def test_a_payer_without_entitlement_is_told_with_its_row(run: Run) -> None:
    lines = run("settle", "-", stdin=request({**RESIDENT, "机构等级": "三级"}, {"total_fen": 420000})).stdout
    assert "  住院报销：没有这项待遇（统筹年度限额：无此待遇）" in lines.splitlines()
    assert "999900-shiyan/basic_cap.csv:4" in lines
    assert "  个人负担  4200.00 元" in lines.splitlines()


def test_what_is_not_payable_is_told_with_the_row_that_says_so(run: Run) -> None:
    """Nothing is said twice, and what is refused is not called outside the catalogues."""
    said = run("settle", "-", stdin=request({**EMPLOYEE, "费用情形": "工伤"}, {"total_fen": 420000})).stdout
    lines = said.splitlines()
    assert lines[1 : lines.index("规则") - 1] == [
        "结果：不予支付",
        "",
        "为什么不予支付",
        "  总费用 4200.00 元，医保基金不予支付。",
        "  1/6「应当从工伤保险基金中支付的」 999900-shiyan/payability.csv:2",
        "",
        "合计",
        "  总费用    4200.00 元",
        "  基金支付     0.00 元",
        "  个人负担  4200.00 元",
        "  其中现金  4200.00 元",
    ]


def test_an_open_point_of_the_policy_is_told_with_the_amounts_under_each_reading(run: Run) -> None:
    """Of the 2560 yuan left to a civil servant 60% are 1536, all of them 2560."""
    civil = {**EMPLOYEE, "享受公务员补助": True}
    lines = run("settle", "-", stdin=request(civil, {"total_fen": 1000000})).stdout.splitlines()
    for expected in (
        "结果：尚不能结算（政策未定）",
        "  补助比例（A-1）",
        "    [六成] 剩余部分补助 60%",
        "    [全额] 剩余部分全部补助",
        "  基本医保  公务员补助  基金支付  个人负担  情形",
        "   7440.00     1536.00   8976.00   1024.00  补助比例「六成」",
        "   7440.00     2560.00  10000.00      0.00  补助比例「全额」",
    ):
        assert expected in lines
    settlement = settled(run, request(civil, {"total_fen": 1000000}))
    assert settlement["outcome"] == "SETTLEMENT_OUTCOME_UNDECIDED"
    assert "amounts" not in settlement
    assert [payments(each["amounts"])["civil"] for each in settlement["alternatives"]] == [153600, 256000]


def test_a_missing_fact_is_asked_for_and_tried(run: Run) -> None:
    person = {name: value for name, value in RESIDENT.items() if name != "机构等级"}
    lines = run("settle", "-", stdin=request(person, {"total_fen": 420000})).stdout.splitlines()
    for expected in (
        "结果：尚不能结算（缺少资料）",
        "  机构等级：机构是什么等级？",
        "   3690.00   3690.00    510.00  机构等级 乡镇卫生院",
    ):
        assert expected in lines


def test_unknown_accumulators_are_missing_facts(run: Run) -> None:
    lines = run("settle", "-", stdin=request(RESIDENT, {"total_fen": 420000}, accumulators=None)).stdout.splitlines()
    assert "结果：尚不能结算（缺少资料）" in lines
    asked = "  统筹已付累计：就诊之前，本年度已累计多少？（本年度第一次就医写 first_of_year: true）"
    assert asked in lines


def year(person: dict[str, Any], *totals: int, **fields: object) -> str:
    bills = [
        bill(person, {"total_fen": total}, f"2025-{month:02}-10", visit_id=f"v-{month}")
        for month, total in enumerate(totals, 1)
    ]
    whole = {"area_code": "999900", "bills": bills, "accumulators": {"first_of_year": True}, **fields}
    return json.dumps(whole, ensure_ascii=False)


def test_a_year_is_settled_in_order_and_summed_up(run: Run) -> None:
    """The basic fund pays 139000 of the first stay, the subsidy 85% of 35450 less 400; of the second 1000 and 85%."""
    lines = run("settle", "-", stdin=year(EMPLOYEE, 17445000, 1000000)).stdout.splitlines()
    assert "      限额内还可支付 1000.00 元" in lines
    at = lines.index("━━━ 全年 ━━━")
    assert lines[at + 1 : at + 4] == [
        "就诊  日期           总费用   基金支付  个人负担",
        "v-1   2025-01-10  174450.00  168792.50   5657.50",
        "v-2   2025-02-10   10000.00    8650.00   1350.00",
    ]
    assert "  统筹已付累计  140000.00 元" in lines[at:]


def test_visits_that_come_out_otherwise_without_another_are_shown(run: Run) -> None:
    lines = run("settle", "-", stdin=year(EMPLOYEE, 17445000, 1000000, without_visit_ids=["v-1"])).stdout.splitlines()
    at = lines.index("去掉所列就诊后金额有变的就诊")
    assert lines[at + 1 : at + 4] == [
        "  就诊          总费用  基金支付  个人负担",
        "  v-2   原来  10000.00   8650.00   1350.00",
        "        现在  10000.00   9276.00    724.00",
    ]


def test_a_bill_after_an_undecided_one_says_why_it_is_not_settled(run: Run) -> None:
    lines = run("settle", "-", stdin=year({**EMPLOYEE, "享受公务员补助": True}, 1000000, 1000000)).stdout.splitlines()
    at = lines.index("v-2  就诊日 2025-02-10")
    assert lines[at + 1] == "结果：尚不能结算（政策未定）"
    assert "v-1" in lines[at + 2]
    assert not any("累计（本次之后）" in line for line in lines)


def test_several_files_give_several_answers_in_order(run: Run, tmp_path: Path) -> None:
    files = []
    for name, total in (("a.json", 420000), ("b.json", 430000)):
        file = tmp_path / name
        file.write_text(request(RESIDENT, {"total_fen": total}), encoding="utf-8")
        files.append(file)
    answers = json.loads(run("settle", *files, "--json").stdout)
    assert [payments(each["settlement"]["amounts"]) for each in answers] == [{"basic": 369000}, {"basic": 378000}]
    assert f"── {files[1]} ──" in run("settle", *files).stdout


def test_yaml_says_the_same_as_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bill.yaml"
    file.write_text(
        """
person:
  facts:
  - {finding: 险种, value: 居民}
bill:
  care_date: 2025-12-15
  facts:
  - {finding: 结算类别, value: 住院}
  - {finding: 机构等级, value: 乡镇卫生院}
  - {finding: 费用情形, value: 无}
  charges: {total_fen: 420000}
accumulators:
  year: 2025
  amounts:
  - {code: 统筹已付累计, amount_fen: 10900000}
""",
        encoding="utf-8",
    )
    said = run("settle", file).stdout
    assert "      限额内还可支付 1000.00 元" in said.splitlines()
    assert "  基本医保 住院报销：支付 1000.00 元" in said.splitlines()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"bill": {"care_date": "2025-12-15"}}, "stdin:1「bill.charges.total_fen」: E0801"),
        (
            {"bill": bill(EMPLOYEE, {"total_fen": 0}) | {"charges": {"total_fen": 1.5}}},
            "stdin:1「bill.charges.total_fen」: E0",
        ),
        ({"bill": bill({"险种": "农民"}, {"total_fen": 1})}, "stdin:1「bill.facts[0].value」: E0802"),
        ({"bil": {}}, "stdin:1「bil」: E0811"),
        ({"accumulators": {"year": 2024, "amounts": [{"code": "acc_basic"}]}}, "stdin:1「accumulators.year」: E0"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(run: Run, changes: dict[str, object], problem: str) -> None:
    stderr = run("settle", "-", stdin=request(EMPLOYEE, {"total_fen": 1}, **changes), code=1).stderr
    assert any(line.startswith(problem) for line in stderr.splitlines()), stderr


def test_an_area_without_benefit_tables_is_one_sentence(run: Run) -> None:
    without = Path(__file__).parents[3] / "data" / "cli" / "rules"
    said = run("settle", "-", "--rules", without, stdin=request(EMPLOYEE, {"total_fen": 1}), code=1).stderr
    assert "没有待遇规则" in said
    assert said.count("\n") == 1


def test_every_visit_may_be_left_out(run: Run) -> None:
    said = run("settle", "-", stdin=year(EMPLOYEE, 1000000, without_visit_ids=["v-1"])).stdout
    assert "v-1" not in said


def test_amounts_that_do_not_add_up_are_no_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise BreakdownError("1 fen")

    monkeypatch.setattr(settlements, "break_down", fail)
    result = run("settle", "-", stdin=request(RESIDENT, {"total_fen": 420000}), code=2)
    assert result.stdout == ""
    assert "1 fen" in result.stderr


@pytest.mark.parametrize("person", [EMPLOYEE, {"险种": "职工"}])
def test_what_was_not_used_is_named_whether_settled_or_not(run: Run, person: dict[str, Any]) -> None:
    billed = bill({**person, "什么": 1}, {"total_fen": 1_000_000})
    place = f"什么（bill.facts[{len(person)}].finding）"
    said = run("settle", "-", stdin=request(person, {}, bill=billed, ignore_unknown=True)).stdout
    assert said.count("所报事项中有 1 项未采用") == 1
    assert place in said
