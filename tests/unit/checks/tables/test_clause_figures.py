"""Figures of cards, formulas and rows with an anomaly beside what their rows quote."""

from dataclasses import replace

import pytest
from unit.compiler.written import folder, table

from chronicare.checks.tables.clause_figures import check_figures
from chronicare.diagnostics import Diagnostics

ANOMALIES = "编号,出处,原文,采用读法,英文读法,理由\nA-1,2-36,原文,封顶按 50 万元,first,理由\n"
SWITCHES = "开关,读法,说明,英文说明,默认,理由\n起付,甲,扣 400 元,a,是,不明\n起付,乙,不扣,b,,不明\n"


def told(*tables: tuple[str, str], anomalies: str = ANOMALIES) -> list[str]:
    """Return the cells told of tables of a kind."""
    diagnostics = Diagnostics()
    area = folder(diagnostics, anomalies=anomalies, switches=SWITCHES)
    made = [table(kind, text, diagnostics, f"{number}.csv") for number, (kind, text) in enumerate(tables)]
    assert not diagnostics.has_errors
    found = Diagnostics()
    check_figures(replace(area, tables=(*area.tables, *made)), found)
    assert {each.code.name for each in found.sorted()} <= {"CLAUSE_SAYS_OTHERWISE"}
    assert not found.has_errors
    return [str(each.where).partition("「")[0] for each in found.sorted()]


def decision(cell: str, clause: str, source: str = "4-3/1", more: str = ",,") -> tuple[str, str]:
    return "decision", f'入：险种,出：年度限额,异常,开关,读法,出处,原文\n居民,"{cell}",{more},{source},"{clause}"\n'


def card(ratio: str, cap: str, clause: str, anomaly: str = "") -> tuple[str, str]:
    head = "编号,谁付,名称,基数,起付,比例,封顶,出处,原文,异常"
    return "card", f'{head}\na,基本医保,报销,合规费用,不设,"{ratio}","{cap}",2-36,"{clause}",{anomaly}\n'


@pytest.mark.parametrize(
    ("cell", "clause"),
    [
        ("600 元", "1 M01700 甲状腺功能异常 1000 600"),
        ("60%", "参保人员 400 60%"),
        ("2 万元", "低保对象 0 70% 20000"),
        ("欠费起始日 + 3 个月", "从欠费第4个月起暂停其待遇"),
        ("出生日 + 90 天", "出生后90天内"),
        ("日期(年份(就诊日), 1, 31) + 10 个月", "上一年的10月至当年的2月底"),
        # it says no figure of the kind: nothing either way
        ("600 元", "按规定支付"),
        # what is left of all, all of it, nothing, one of a unit
        ("缴费标准 − 75% × 缴费标准", "按个人缴费标准75%给予定额资助"),
        ("100%", "个人负担 20%"),
        ("0 元", "扣 400 元"),
        ("不足月数 ÷ 1 个月", "不足 6 个月的"),
        # a date is no duration
        ("出生日 + 3 个月", "自2025年起"),
        # nor is a month of the calendar, or the year before
        ("年份(就诊日 + 3 个月)", "即上一年的10月至当年的2月底"),
        ("≤ 10 万元: 85%；90%", "10万以内 (含)报销 85% 90%"),
    ],
)
def test_what_the_row_quotes(cell: str, clause: str) -> None:
    assert told(decision(cell, clause)) == []


@pytest.mark.parametrize(
    ("cell", "clause"),
    [
        ("650 元", "1 M01700 甲状腺功能异常 1000 600"),
        ("65%", "参保人员 400 60%"),
        ("欠费起始日 + 4 个月", "从欠费第4个月起暂停其待遇"),
        ("出生日 + 60 天", "出生后90天内"),
        ("个人缴费 + 500 元", "按 400 元补缴"),
        ("25% × 缴费标准", "按个人缴费标准75%给予定额资助"),
        ("日期(年份(就诊日), 1, 31) + 11 个月", "上一年的10月至当年的2月底"),
        ("≤ 20 万元: 85%；90%", "10万以内 (含)报销 85% 90%"),
    ],
)
def test_a_figure_that_no_row_quotes_is_told_at_its_cell(cell: str, clause: str) -> None:
    assert told(decision(cell, clause)) == ["0.csv:B2"]


def test_a_card_is_held_to_its_clause_and_its_anomaly_alone() -> None:
    assert told(card("60%", "50 万元 每年", "支付 60%", "A-1")) == []
    assert told(card("65%", "50 万元 每年", "支付 60%", "A-1")) == ["0.csv:F2"]
    assert told(card("60%", "55 万元 每年", "支付 60%", "A-1")) == ["0.csv:G2"]
    # what another row quotes of the document, or of the same place, is no excuse
    assert told(card("65%", "50 万元 每年", "支付 60%", "A-1"), decision("65%", "支付 65%", "9-9")) == ["0.csv:F2"]
    assert told(card("65%", "50 万元 每年", "支付 60%", "A-1"), decision("65%", "支付 65%", "2-36")) == ["0.csv:F2"]


def test_an_anomaly_excuses_the_figures_it_names_and_none_of_those_it_quotes() -> None:
    # its reading: 50 万元; what it quotes of the source: 70%
    named = ANOMALIES.replace("原文", "支付 70%", 2).replace("支付 70%", "原文", 1)
    assert "支付 70%" in named.splitlines()[1]
    assert told(card("60%", "50 万元 每年", "支付 60%", "A-1"), anomalies=named) == []
    assert told(card("70%", "50 万元 每年", "支付 60%", "A-1"), anomalies=named) == ["0.csv:F2"]


def test_a_figure_by_itself_is_held_to_the_reading_it_holds_under_and_to_no_other() -> None:
    assert told(decision("400 元", "扣 300 元", "2-36", ",起付,甲")) == []
    assert told(decision("400 元", "扣 300 元", "2-36", ",起付,乙")) == ["0.csv:B2"]
    assert told(decision("400 元", "扣 300 元", "2-36")) == ["0.csv:B2"]
    # a row of the printed table at the place that the row cites as a whole
    assert told(decision("400 元", "扣 300 元", "2-36"), decision("400 元", "普通人员 400 元", "2-36/1")) == [
        "0.csv:B2"
    ]


def test_a_serial_number_is_no_amount_in_ten_thousands() -> None:
    """「1 M01700 … 1000 600」 is row 1 of a printed table, not 10,000 yuan; beside 2 万元 it may be."""
    assert told(decision("10000 元", "1 M01700 甲状腺功能异常 1000 600")) == ["0.csv:B2"]
    assert told(decision("2 万元", "低保对象 0 70% 2")) == []


def test_a_cell_of_which_it_is_told_already_is_passed_over() -> None:
    diagnostics = Diagnostics()
    made = table(*decision("650 元", "1 M01700 甲状腺功能异常 1000 600"), diagnostics, "0.csv")
    area = folder(diagnostics)
    for _ in range(2):
        check_figures(replace(area, tables=(*area.tables, made)), diagnostics)
    assert diagnostics.count == 1
