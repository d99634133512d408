"""What is covered has a payer, or a row that says why there is none."""

import pytest
from unit.benefits.written import Written, chain_of, model_of, rules_of, vocabulary

from chronicare.checks.benefits.scope import check_payers, check_scope_said
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Text

CHAIN = chain_of("basic,基本医保,报销,合规费用,,100 元,80%,,,住院,职工")
NONE = {"表": Written("UNIQUE", "入：险种,出：应扣\n职工,100 元\n居民,无此待遇\n")}
BY_TABLE = CHAIN.replace("入：险种,", "入：应扣,").replace(",职工,", ",> 0 元,")


def told(scope: str, chain: str = CHAIN, tables: dict[str, Written] | None = None) -> list[tuple[str, str, str]]:
    diagnostics = Diagnostics()
    check_payers(model_of(tables, chain, {"scope": scope}), diagnostics)
    return [(each.code.name, str(each.where).partition("「")[0], each.message.zh) for each in diagnostics.sorted()]


def test_each_covered_combination_has_a_payer() -> None:
    assert told("入：险种,入：结算类别\n职工,住院\n") == []


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (
            "入：险种,入：结算类别\n-,住院\n",
            [
                (
                    "NO_PAYER",
                    "scope.csv:2",
                    "「居民医保、住院」写在适用范围里，却没有一个支付方，也没有一行说「无此待遇」",
                )
            ],
        ),
        (
            "入：险种,入：结算类别\n职工,住院\n职工,门诊\n",
            [
                (
                    "NO_PAYER",
                    "scope.csv:3",
                    "「职工医保、门诊」写在适用范围里，却没有一个支付方，也没有一行说「无此待遇」",
                )
            ],
        ),
    ],
)
def test_one_without_a_payer_is_told(scope: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(scope) == expected


@pytest.mark.parametrize("base", ["合规余额", "合规余额 − 已扣起付", "上年收入 + 合规余额", "超限费用"])
def test_a_payer_of_what_is_left_is_no_first_payer(base: str) -> None:
    later = f"more,补充,报销,{base},,,50%,,,住院,职工"
    (only,) = told("入：险种,入：结算类别\n职工,住院\n", chain_of(later))
    assert only == (
        "NO_PAYER",
        "scope.csv:2",
        "「职工医保、住院」写在适用范围里，却没有第一支付方：补充 的基数都是前面付剩下的",
    )
    first = "basic,基本医保,报销,合规费用,,100 元,80%,,,住院,职工"
    assert told("入：险种,入：结算类别\n职工,住院\n", chain_of(first, later)) == []


@pytest.mark.parametrize(("given", "is_first"), [("最大(合规余额 − 30 元，0)", False), ("最大(上年收入，0)", True)])
def test_what_a_table_gives_as_the_base_is_followed(given: str, *, is_first: bool) -> None:
    tables = {"表": Written("UNIQUE", f"入：险种,出：另项\n职工,{given}\n居民,未公布\n")}
    found = told("入：险种,入：结算类别\n职工,住院\n", chain_of("more,补充,报销,另项,,,50%,,,住院,职工"), tables)
    assert bool(found) is not is_first


@pytest.mark.parametrize("base", ["合规费用", "最小(上年收入，合规余额)", "合规费用 − 合规余额"])
def test_a_payer_with_a_base_of_its_own_may_be_the_first(base: str) -> None:
    assert told("入：险种,入：结算类别\n职工,住院\n", chain_of(f"more,补充,报销,{base},,,50%,,,住院,职工")) == []


def test_a_row_may_say_that_there_is_none() -> None:
    assert told("入：险种,入：结算类别\n-,住院\n", BY_TABLE, NONE) == []


@pytest.mark.parametrize(("scope", "expected"), [("", ["NO_SCOPE"]), ("入：险种,入：结算类别\n职工,住院\n", [])])
def test_an_area_that_settles_says_what_it_covers(scope: str, expected: list[str]) -> None:
    (period,), found = rules_of({}, CHAIN, {"scope": scope} if scope else None)
    assert found == []
    diagnostics = Diagnostics()
    nowhere = AreaRules("990000", Text("试验市", "Trial"), "1", None, None, (), vocabulary(), (period,))
    check_scope_said(nowhere, diagnostics)
    assert [each.code.name for each in diagnostics.sorted()] == expected


BY_LEVEL = "编号,谁付,名称,基数,起付,比例,封顶,入：结算类别,入：险种,入：机构等级,入：公务员\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("-,-,-\n", []),
        (
            "职工,-,-\n",
            [("scope.csv:2", "「居民医保、住院」写在适用范围里，却没有一个支付方，也没有一行说「无此待遇」")],
        ),
        (
            "职工,≥ 二级,-\nbasic,基本医保,报销,合规费用,不设,70%,不限,住院,居民,-,-\n",
            [("card.csv:2", "「职工医保、住院」的「机构等级」是 一级 时没有第一支付方，也没有一行说「无此待遇」")],
        ),
        (
            "职工,-,是\nbasic,基本医保,报销,合规费用,不设,70%,不限,住院,居民,-,-\n",
            [("card.csv:2", "「职工医保、住院」的「公务员」是 否 时没有第一支付方，也没有一行说「无此待遇」")],
        ),
    ],
)
def test_a_row_of_a_card_that_is_not_there_is_told(rows: str, expected: list[tuple[str, str]]) -> None:
    chain = BY_LEVEL + "basic,基本医保,报销,合规费用,不设,80%,不限,住院," + rows
    found = told("入：险种,入：结算类别\n-,住院\n", chain)
    assert [(where, message) for _, where, message in found] == expected


def test_a_scope_by_the_column_leaves_it_out() -> None:
    chain = BY_LEVEL + "basic,基本医保,报销,合规费用,不设,80%,不限,住院,-,≥ 二级,-\n"
    assert told("入：结算类别,入：机构等级\n住院,≥ 二级\n", chain) == []
    assert [each[1] for each in told("入：结算类别,入：机构等级\n住院,-\n", chain)] == ["scope.csv:2"]
