from typing import Any

import click

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2
from chronicare.cli.pages.settlement import SettlementPage
from chronicare.diagnostics import Language

READING = "本结果依「起付周期」取读法「每年一次」。"


def page_of(settlement: benefit_pb2.Settlement) -> list[str]:
    response = benefit_service_pb2.SettleBillResponse(settlement=settlement)
    return [click.unstyle(line) for line in SettlementPage(Language.ZH).lines(response)]


def settled(**fields: Any) -> benefit_pb2.Settlement:  # noqa: ANN401
    amounts = benefit_pb2.Amounts(
        charges=benefit_pb2.Charges(total_fen=100_000),
        eligible_fen=100_000,
        fund_payment_fen=80_000,
        personal_burden_fen=20_000,
        copayment_fen=20_000,
        cash_fen=20_000,
    )
    return benefit_pb2.Settlement(
        outcome=benefit_pb2.SETTLEMENT_OUTCOME_SETTLED, amounts=amounts, care_date="2026-01-05", **fields
    )


def test_a_provisional_result_says_so_on_its_face() -> None:
    assert "结果：已结算（暂定）" in page_of(settled(is_provisional=True))
    assert "结果：已结算" in page_of(settled())


def test_a_reading_is_told_once_where_it_is_explained() -> None:
    used = benefit_pb2.ReadingUsed(switch_name="起付周期", reading="每年一次", text="一年扣一次", anomaly_id="A-1")
    lines = page_of(settled(statement=["总费用 1000.00 元。", READING], readings_used=[used]))
    assert "  总费用 1000.00 元。" in lines
    assert [line for line in lines if "每年一次" in line] == ["  起付周期（A-1）：取「每年一次」，一年扣一次"]


def test_what_an_employer_has_to_bear_is_not_left_to_the_person() -> None:
    settlement = settled()
    settlement.outcome = benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE
    settlement.amounts.fund_payment_fen, settlement.amounts.personal_burden_fen = 0, 100_000
    settlement.amounts.borne_elsewhere.name = "用人单位"
    settlement.amounts.borne_elsewhere.amount_fen = 80_000
    settlement.amounts.final_personal_burden_fen, settlement.amounts.cash_fen = 20_000, 100_000
    lines = page_of(settlement)
    at = lines.index("合计")
    assert [line.split() for line in lines[at + 1 : at + 7]] == [
        ["总费用", "1000.00", "元"],
        ["基金支付", "0.00", "元"],
        ["个人负担", "1000.00", "元"],
        ["其中现金", "1000.00", "元"],
        ["应由用人单位承担", "800.00", "元"],
        ["个人最终负担", "200.00", "元"],
    ]


def test_an_allowance_an_employer_has_to_pay_is_beside_the_bill() -> None:
    settlement = settled()
    settlement.outcome = benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE
    settlement.amounts.fund_payment_fen, settlement.amounts.personal_burden_fen = 0, 30_000
    settlement.amounts.borne_elsewhere.name = "用人单位"
    settlement.amounts.borne_elsewhere.amount_fen = 80_000
    settlement.amounts.final_personal_burden_fen = 30_000
    lines = [line.split() for line in page_of(settlement)]
    assert ["应由用人单位承担", "0.00", "元"] in lines
    assert ["另应由用人单位付定额补助", "800.00", "元"] in lines
    assert ["个人最终负担", "300.00", "元"] in lines


def test_what_an_employer_has_to_bear_is_not_told_if_it_is_not_known() -> None:
    settlement = settled()
    settlement.outcome = benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE
    settlement.amounts.borne_elsewhere.name = "用人单位"
    assert not [line for line in page_of(settlement) if "用人单位" in line or "最终" in line]


def test_a_cap_that_cannot_be_reached_is_told_at_its_least() -> None:
    settlement = settled()
    step = settlement.amounts.parts.add().steps.add(payer="大病保险", name="赔付", base_yuan="1000")
    step.limit_at_least_yuan = "240000"
    assert "      限额内至少还可支付 240000.00 元，这一次用不完" in page_of(settlement)


def test_a_product_beyond_the_fen_is_told_once_as_about_so_much() -> None:
    settlement = settled()
    step = benefit_pb2.PayerStep(base_yuan="400.14", payment_fen=28010)
    step.segments.add(high_yuan="400.14", ratio_basis_points=7000, amount_yuan="280.098")
    settlement.amounts.parts.add(setting="普通门诊", steps=[step])
    assert "      400.14 元 × 70% ≈ 280.10 元" in page_of(settlement)


def test_an_allowance_is_beside_the_bill_in_what_an_open_bill_may_come_to() -> None:
    settlement = benefit_pb2.Settlement(outcome=benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED, care_date="2026-01-05")
    settlement.missing_facts.add(code="x", name="参加生育保险", question="是否参加生育保险？")
    for text, paid in (("是", 80_000), ("否", 0)):
        each = settlement.alternatives.add()
        each.assumed_facts.add(code="x", name="参加生育保险", text=text)
        each.amounts.personal_burden_fen = 65_000
        part = each.amounts.parts.add(setting="产前检查")
        if paid:
            part.steps.add(payer="基本医保", is_allowance=True, payment_fen=paid)
    lines = page_of(settlement)
    at = lines.index("各种情形下的金额（元）")
    assert [line.split() for line in lines[at + 1 : at + 4]] == [
        ["基金支付", "个人负担", "另付定额补助", "情形"],
        ["0.00", "650.00", "800.00", "参加生育保险", "是"],
        ["0.00", "650.00", "—", "参加生育保险", "否"],
    ]


def test_a_reading_that_makes_no_difference_is_not_told_of_what_an_open_bill_may_come_to() -> None:
    settlement = benefit_pb2.Settlement(outcome=benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED, care_date="2026-01-05")
    settlement.open_switches.add(name="比例")
    for cap in ("占用", "不占用"):
        for ratio, paid in (("六成", 60), ("七成", 70)):
            each = settlement.alternatives.add()
            each.assumed_readings.add(switch_name="限额", reading=cap)
            each.assumed_readings.add(switch_name="比例", reading=ratio)
            each.amounts.fund_payment_fen, each.amounts.personal_burden_fen = paid, 100 - paid
    lines = page_of(settlement)
    at = lines.index("各种情形下的金额（元）")
    assert [line.split()[2:] for line in lines[at + 1 : at + 4]] == [["情形"], ["比例「六成」"], ["比例「七成」"]]


def test_a_part_of_which_nothing_is_left_to_pay_on_is_not_shown() -> None:
    settlement = settled()
    step = benefit_pb2.PayerStep(payer="基金", name="药品", base_yuan="1000", payment_fen=80_000)
    settlement.amounts.parts.add(setting="普通门诊", steps=[benefit_pb2.PayerStep(payer="基金", base_yuan="0")])
    settlement.amounts.parts.add(setting="药品", charges=benefit_pb2.Charges(total_fen=100_000), steps=[step])
    assert [line for line in page_of(settlement) if line.startswith("支付")] == ["支付（药品）"]
