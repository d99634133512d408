"""Mutation of benefit tables: what is changed, what the cases notice, and what is proved to make no difference."""

import pytest
from unit.benefits.written import Written, chain_of, rules_of, vocabulary
from unit.checks.benefits.written import OnePeriod, area, run
from unit.compiler.written import switches

from chronicare.checks.benefits.equivalence import rows_overlap, tables_differ
from chronicare.checks.benefits.mutants import TableMutant, mutants_of_table
from chronicare.checks.benefits.mutation import mutate_tables
from chronicare.checks.mutation import MutationReport
from chronicare.program.decision_table import BenefitRules


def rules_with(hit: str, text: str, *chain: str) -> BenefitRules:
    (rules,), found = rules_of({"表": Written(hit, text)}, chain_of(*chain) if chain else "", switches(开=""))
    assert found == []
    return rules


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


# What the cases notice


def reported(*cases: str) -> dict[str, MutationReport]:
    rules: OnePeriod = area()
    ran = run(*cases, rules=rules)
    assert (ran.diagnostics, ran.failures) == ((), ())
    return {each.subject: each for each in mutate_tables(rules.model.rules, rules.model.vocabulary, ran.results)}


def survivors(report: MutationReport) -> list[tuple[int, str]]:
    assert report.total == report.killed + len(report.survivors)
    return [(row.row, change.zh) for row, change in report.survivors]


LEVELS = [
    "{name: 三级, facts: {机构等级: 三级}, expect: {values: {起付标准: 700}}}",
    "{name: 二级, facts: {机构等级: 二级}, expect: {values: {起付标准: 400}}}",
    "{name: 一级, facts: {机构等级: 一级}, expect: {values: {起付标准: 未公布}}}",
]


def test_cases_that_look_at_every_row_notice_everything_that_makes_a_difference() -> None:
    report = reported(*LEVELS)["起付"]
    # the row 一级 says that there is no value and why, which no row at all would not
    assert (survivors(report), report.killed) == ([], report.total)


def test_a_row_no_case_looks_at_survives() -> None:
    assert {row for row, _ in survivors(reported(LEVELS[0])["起付"])} == {3, 4}
    assert (3, "起付标准：「400 元」改为「400.01 元」") in survivors(reported(LEVELS[0])["起付"])


def test_a_bound_needs_a_case_on_both_sides() -> None:
    six = "{name: 六, facts: {险种: 居民, 参保年数: 6}, expect: {values: {年度限额: 6 万元}}}"
    five = "{name: 五, facts: {险种: 居民, 参保年数: 5}, expect: {values: {年度限额: 6 万元}}}"
    four = "{name: 四, facts: {险种: 居民, 参保年数: 4}, expect: {values: {年度限额: 5 万元}}}"
    none = "{name: 职工, facts: {险种: 职工, 参保年数: 6}, expect: {values: {年度限额: 10 万元}}}"
    assert survivors(reported(six, four, none)["限额"]) == [
        (3, "参保年数「≥ 5」改动之1（> 5）"),
        (3, "参保年数「≥ 5」改动之2（>= 6）"),
    ]
    assert survivors(reported(five, four, none)["限额"]) == []


def test_the_chain_is_held_by_bills() -> None:
    report = reported(
        "{name: 一, base: 职工, bill: {total: 1700},"
        " expect: {payments: {basic: 800, more: 450}, accumulators: {统筹累计: 800}}}",
    )["支付次序"]
    found = survivors(report)
    assert (3, "去掉「补充累计 += 本步支付」") in found
    assert (2, "去掉「统筹累计 += 本步支付」") not in found
    assert (2, "「80%」改为「81 %」") not in found
    assert (2, "去掉 limit「年度限额 − 统筹累计」") in found
    assert all(row != 2 or "deductible" not in change for row, change in found)
    assert {row for row, _ in found} == {2, 3, 4, 5}


def test_a_case_that_fails_anyway_notices_nothing() -> None:
    rules = area()
    ran = run("{name: 三级, facts: {机构等级: 三级}, expect: {values: {起付标准: 1}}}", rules=rules)
    (report,) = mutate_tables(rules.model.rules, rules.model.vocabulary, ran.results, "起付")
    assert report.killed == sum(1 for _ in overlapping(rules))


def overlapping(rules: OnePeriod) -> list[TableMutant]:
    """Return the mutants of 起付 that would not load."""
    table = rules.model.rules.tables["起付"]
    mutants = mutants_of_table(table, rules.model.rules, rules.model.vocabulary)
    return [each for each in mutants if rows_overlap(each.table, rules.model.vocabulary)]


# What is proved


@pytest.mark.parametrize(
    ("hit", "one", "other", "differ"),
    [
        ("FIRST", "职工,1 元\n-,2 元\n", "职工,1 元\n居民,2 元\n", False),
        ("FIRST", "职工,1 元\n-,2 元\n", "职工,1 元\n居民,3 元\n", True),
        ("FIRST", "职工,1 元\n居民,2 元\n", "居民,2 元\n职工,1 元\n", False),
        ("FIRST", "-,1 元\n居民,2 元\n", "居民,2 元\n-,1 元\n", True),
        ("FIRST", "-,1 元\n居民,2 元\n", "-,1 元\n", False),
        ("COLLECT MAX", "职工,1 元\n-,2 元\n", "-,2 元\n", False),
        ("COLLECT MAX", "职工,3 元\n-,2 元\n", "-,2 元\n", True),
        ("COLLECT MIN", "职工,1 元\n-,2 元\n", "-,2 元\n", True),
        ("UNIQUE", "职工,1 元\n居民,无此待遇\n", "职工,1 元\n", True),
    ],
)
def test_whether_two_versions_differ(hit: str, one: str, other: str, *, differ: bool) -> None:
    versions = [rules_with(hit, f"入：险种,出：应扣\n{text}").tables["表"] for text in (one, other)]
    assert tables_differ((versions[0], {}), (versions[1], {}), vocabulary()) is differ


def test_readings_are_compared_one_by_one() -> None:
    head = "入：险种,出：应扣,开关,读法\n"
    one, other = (
        rules_with("UNIQUE", head + text).tables["表"]
        for text in ("-,1 元,开,甲\n-,2 元,开,乙\n", "-,2 元,开,乙\n-,1 元,开,甲\n")
    )
    assert not tables_differ((one, {}), (other, {}), vocabulary())
    swapped = rules_with("UNIQUE", head + "-,2 元,开,甲\n-,1 元,开,乙\n").tables["表"]
    assert tables_differ((one, {}), (swapped, {}), vocabulary())


def test_beyond_the_parts_allowed_nothing_is_proved() -> None:
    table = rules_with("FIRST", "入：险种,出：应扣\n职工,1 元\n-,2 元\n").tables["表"]
    assert tables_differ((table, {}), (table, {}), vocabulary(), most_parts=1)
    assert not tables_differ((table, {}), (table, {}), vocabulary())
