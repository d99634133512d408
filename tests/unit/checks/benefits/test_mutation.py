"""Mutation of tables: what the cases notice."""

from unit.benefits.written import vocabulary
from unit.checks.benefits.written import OnePeriod, area, rules_with, run

from chronicare.checks.benefits.equivalence import rows_overlap
from chronicare.checks.benefits.mutants import TableMutant, mutants_of_table
from chronicare.checks.benefits.mutation import mutate_tables
from chronicare.checks.mutation import MutationReport


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
    )["卡"]
    found = survivors(report)
    assert (3, "去掉「补充累计 += 本步支付」") in found
    assert (2, "去掉「统筹累计 += 本步支付」") not in found
    assert (2, "「80%」改为「81 %」") not in found
    assert (2, "去掉 limit「年度限额 − 统筹累计」") in found
    assert all(row != 2 or "deductible" not in change for row, change in found)
    assert {row for row, _ in found} == {2, 3, 4, 5}


def test_a_bill_is_asked_again_in_an_area_that_says_what_it_covers() -> None:
    rules = area(scope="入：险种,入：结算类别\n职工,住院\n")
    case = "{name: 一, base: 职工, bill: {total: 1700}, expect: {payments: {basic: 800, more: 450}}}"
    ran = run(case, rules=rules)
    (report,) = mutate_tables(rules.model.rules, rules.model.vocabulary, ran.results, "卡")
    assert (2, "去掉这一行") not in survivors(report)
    assert report.killed > 0


def test_a_card_whose_rows_would_be_paid_twice_does_not_load() -> None:
    rules = rules_with(
        "UNIQUE",
        "入：险种,出：应扣\n职工,1 元\n",
        "basic,基本医保,报销,合规费用,,,85%,,,住院,职工",
        "basic,基本医保,报销,合规费用,,,60%,,,住院,居民",
        "more,补充,报销,合规余额,,,50%,,,住院,职工",
    )
    assert rules.chain is not None
    refused = {
        (each.change.row.row, each.change.what.zh)
        for each in mutants_of_table(rules.chain, rules, vocabulary())
        if rows_overlap(each.table, vocabulary(), each.steps)
    }
    assert refused == {(2, "险种「职工」改为「-」"), (3, "险种「居民」改为「-」")} | {
        (row, f"险种「{value}」改动之1（!= {value}）") for row, value in ((2, "职工"), (3, "居民"))
    }


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
