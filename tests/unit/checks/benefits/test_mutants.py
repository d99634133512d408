"""Mutants of tables and the chain: what is changed, and by how much."""

import pytest
from unit.benefits.written import vocabulary
from unit.checks.benefits.written import rules_with

from chronicare.checks.benefits.mutants import mutants_of_table


def changes(hit: str, text: str) -> list[tuple[int, str]]:
    """Return row and change of every mutant of a decision table."""
    rules = rules_with(hit, text)
    mutants = mutants_of_table(rules.tables["表"], rules, vocabulary())
    return [(each.change.row.row, each.change.what.zh) for each in mutants]


def test_a_row_a_cell_and_an_amount() -> None:
    assert changes("UNIQUE", "入：参保年数,出：应扣\n≥ 5,700 元\n") == [
        (2, "去掉这一行"),
        (2, "参保年数「≥ 5」改为「-」"),
        (2, "参保年数「≥ 5」改动之1（> 5）"),
        (2, "参保年数「≥ 5」改动之2（>= 6）"),
        (2, "参保年数「≥ 5」改动之3（>= 4）"),
        (2, "应扣：「700 元」改为「无此待遇」"),
        (2, "应扣：「700 元」改为「700.01 元」"),
    ]


@pytest.mark.parametrize(
    ("heading", "output", "changed"),
    [
        ("支付比例", "85%", ["86 %"]),
        ("支付比例", "100%", ["99 %"]),
        ("等待月数", "3 个月", ["4 个月"]),
        ("应扣", "10 万元", ["10.000001 万元"]),
        ("待遇起始", "2025-12-31", ["2026-01-01"]),
        ("项数", "2", ["3"]),
        ("应扣", "最大(0 元, 5% × 上年收入)", ["最大(0.01 元, 5% × 上年收入)", "最大(0 元, 6 % × 上年收入)"]),
        ("应扣", "−5% × 上年收入", ["−6 % × 上年收入"]),
        ("应扣", "上年收入", []),
        ("支付处理", "支付", ["不予支付"]),
        ("支付处理", "不予支付", ["支付"]),
        ("有待遇", "是", ["否"]),
        ("所定等级", "三级", ["一级"]),
    ],
)
def test_outputs_change_by_the_smallest_step(heading: str, output: str, changed: list[str]) -> None:
    found = changes("UNIQUE", f'入：险种,出：{heading}\n-,"{output}"\n')
    expected = [f"{heading}：「{output}」改为「{each}」" for each in ("无此待遇", *changed)]
    assert [change for _, change in found] == ["去掉这一行", *expected]


def test_words_turn_round_and_lists_lose_a_member() -> None:
    found = changes(
        "FIRST", '入：险种,入：公务员,入：机构等级,出：有待遇\n职工,是,"二级, 三级",无此待遇\n-,-,-,无此待遇\n'
    )
    assert [(row, change.partition("（")[0]) for row, change in found] == [
        (2, "去掉这一行"),
        (2, "险种「职工」改为「-」"),
        (2, "险种「职工」改动之1"),
        (2, "公务员「是」改为「-」"),
        (2, "公务员「是」改动之1"),
        (2, "机构等级「二级, 三级」改为「-」"),
        *[(2, f"机构等级「二级, 三级」改动之{number}") for number in range(1, 10)],
        (2, "有待遇：「无此待遇」改为「未公布」"),
        (3, "去掉这一行"),
        (3, "与上一行对调"),
        (3, "有待遇：「无此待遇」改为「未公布」"),
    ]


def chain_changes(row: str) -> list[str]:
    rules = rules_with("UNIQUE", "入：险种,出：应扣\n-,无此待遇\n", row)
    assert rules.chain is not None
    return [each.change.what.zh for each in mutants_of_table(rules.chain, rules, vocabulary())]


def test_a_step_loses_each_of_its_parts() -> None:
    row = "basic,基本,报销,合规费用,基数累计,400 元,≤ 10 万元: 85%；90%,2 万元 − 统筹累计,统筹累计 += 本步支付"
    assert chain_changes(row) == [
        "去掉这一行",
        "去掉 start「基数累计」",
        "deductible 「400 元」改为「400.01 元」",
        "去掉 deductible「400 元」",
        "limit 「2 万元 − 统筹累计」改为「2.000001 万元 − 统筹累计」",
        "去掉 limit「2 万元 − 统筹累计」",
        "「85%」改为「86 %」",
        "「10 万元」改为「10.000001 万元」",
        "去掉一段「≤ 10 万元: 85%」",
        "「90%」改为「91 %」",
        "去掉「统筹累计 += 本步支付」",
    ]


def test_no_deductible_cannot_be_left_out() -> None:
    changes = chain_changes("basic,基本,报销,合规费用,,,85%")
    assert changes == ["去掉这一行", "deductible 「0 元」改为「0.01 元」", "「85%」改为「86 %」"]


def test_an_allowance_keeps_its_amount() -> None:
    assert chain_changes("gift,基本,补助,,,,,300 元,") == ["去掉这一行", "limit 「300 元」改为「300.01 元」"]


def test_a_mutant_changes_only_its_own_table() -> None:
    rules = rules_with("UNIQUE", "入：险种,出：应扣\n职工,700 元\n", "basic,基本,报销,合规费用,,应扣,85%")
    assert rules.chain is not None
    for table in (rules.tables["表"], rules.chain):
        for mutant in mutants_of_table(table, rules, vocabulary()):
            changed = mutant.applied_to(rules)
            same = [changed.chain is rules.chain and changed.steps is rules.steps, changed.tables is rules.tables]
            assert same == ([True, False] if table is not rules.chain else [False, True]), mutant.change.what.zh
