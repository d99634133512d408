"""The payers' chain, setting by setting."""

import pytest
from unit.benefits.written import Written, chain_of, model_of, rules_of, vocabulary
from unit.compiler.written import switches

from chronicare.authoring.benefits.chains import SettingChain, write_chains
from chronicare.compiler.card_cells import NO_CAP

BASIC = "basic,基本医保,报销,合规费用,统筹累计,700 元,≤ 1 万元: 85%；支付比例,14 万元 − 统筹累计,统筹累计 += 本步支付"


def chains(*rows: str, **defaults: str) -> tuple[SettingChain, ...]:
    rules, found = rules_of(chain=chain_of(*rows), switches=switches(**defaults) if defaults else None)
    assert found == []
    return write_chains(rules, vocabulary())


def test_a_line_says_what_it_pays_on_from_where_how_much_and_up_to_where() -> None:
    (chain,) = chains(f"{BASIC},住院,职工")
    assert (chain.setting, chain.name) == ("住院", "住院")
    (line,) = chain.lines
    assert (line.step_number, line.payer, line.name, line.payment_kind) == (1, "基本医保", "basic报销", "报销")
    assert (line.base, line.start, line.deductible) == ("合规费用", "统筹累计", "700 元")
    assert (line.ratio, line.limit) == ("≤ 1 万元：85%；支付比例", "14 万元 − 统筹累计")
    assert line.accumulations == ("统筹累计 += 本步支付",)
    assert line.terms == ("eligible_expense", "acc_basic", "ratio")


@pytest.mark.parametrize(
    ("cap", "written"),
    [("120 元 每项", "120 元 每项"), ("120 元 每项；200 元 每次", "120 元 每项；200 元"), ("不限", NO_CAP)],
)
def test_a_cap_for_each_item_is_told_as_one(cap: str, written: str) -> None:
    card = f"编号,谁付,名称,基数,起付,比例,封顶,共用限额,计数\nbasic,基本医保,报销,合规费用,不设,90%,{cap},,\n"
    apart = Written("UNIQUE", "入：费用种类,出：单列结算类别\n单列药,单列\n")
    chain = write_chains((model_of({"表": apart}, card).rules,), vocabulary())[0]
    assert [line.limit for line in chain.lines] == [written]


def test_the_setting_is_told_by_the_heading_and_not_among_the_conditions() -> None:
    (chain,) = chains(f"{BASIC},住院,职工")
    assert chain.lines[0].conditions == "险种：职工医保"


def test_each_setting_has_the_payers_whose_rows_let_it_pass() -> None:
    """门诊 and 单列 are what is not 住院; the supplement pays in 单列 alone."""
    made = chains(
        "ward,基本医保,报销,合规费用,,,85%,,,住院",
        "other,基本医保,报销,合规费用,,,50%,,,非(住院)",
        "more,补充医保,报销,合规余额,,,60%,,,单列",
    )
    assert [(each.setting, [line.name for line in each.lines]) for each in made] == [
        ("住院", ["ward报销"]),
        ("门诊", ["other报销"]),
        ("单列", ["other报销", "more报销"]),
    ]


def test_lines_are_numbered_by_the_step_so_that_alternatives_share_a_number() -> None:
    made = chains(
        "basic,基本医保,报销,合规费用,,,85%,,,住院,职工",
        "basic,基本医保,报销,合规费用,,,60%,,,住院,居民",
        "more,补充医保,报销,合规余额,,,60%,,,住院",
    )
    assert [(line.step_number, line.ratio) for line in made[0].lines] == [(1, "85%"), (1, "60%"), (2, "60%")]


def test_the_first_payer_is_told_without_readings_that_are_not_in_force() -> None:
    (chain,) = chains(
        "basic,基本医保,报销,合规费用,,,85%,,,住院,,开,甲",
        "basic,基本医保,报销,合规费用,,,60%,,,住院,,开,乙",
        "second,基本医保,报销,合规余额,,,50%,,,住院",
        "more,补充医保,报销,合规余额,,,60%,,,住院",
        开="乙",
    )
    assert [line.reading for line in chain.lines] == ["开取「甲」，另一读法", "开取「乙」，采用", "", ""]
    assert [line.ratio for line in chain.first_payer] == ["60%", "50%"]


def test_an_allowance_says_so() -> None:
    (chain,) = chains("cash,基本医保,补助,,,,,800 元,,住院")
    assert (chain.lines[0].payment_kind, chain.lines[0].base, chain.lines[0].limit) == ("补助", "", "800 元")


def test_a_payer_who_does_not_ask_for_the_setting_pays_in_every_one() -> None:
    made = chains("more,补充医保,报销,合规余额,,,60%")
    assert [(each.setting, len(each.lines)) for each in made] == [("住院", 1), ("门诊", 1), ("单列", 1)]


def test_a_chain_that_asks_for_no_setting_is_one_table() -> None:
    rules, found = rules_of(
        chain="编号,谁付,名称,基数,起付,比例,封顶,入：险种\nbasic,基本医保,报销,合规费用,不设,85%,不限,职工\n"
    )
    assert found == []
    (chain,) = write_chains(rules, vocabulary())
    assert (chain.setting, [line.conditions for line in chain.lines]) == ("", ["险种：职工医保"])


def test_without_a_chain_there_is_none() -> None:
    assert write_chains((), vocabulary()) == ()
