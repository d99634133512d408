"""Coverage of benefit tables: which rows the cases hit, under any reading, and which they never come to."""

from unit.benefits.written import Written
from unit.checks.benefits.written import area, run

from chronicare.checks.benefits.coverage import coverage_of_tables
from chronicare.checks.coverage import Coverage


def covered(*cases: str) -> dict[str, Coverage]:
    rules = area()
    ran = run(*cases, rules=rules)
    assert ran.diagnostics == ()
    return {each.subject: each for each in coverage_of_tables([rules.model.rules], ran.results)}


def unseen(*cases: str) -> dict[str, list[int]]:
    """Return the rows not hit, by table."""
    return {name: [sighting.row.row for sighting in each.unseen] for name, each in covered(*cases).items()}


EMPLOYEE = "险种: 职工, 结算类别: 住院"
EVERY = {"起付": [2, 3, 4], "限额": [2, 3, 4], "等待": [2, 3], "各处": [2, 3], "卡": [2, 3, 4, 5]}


def test_without_cases_nothing_is_seen() -> None:
    assert unseen() == EVERY
    assert [(each.seen, each.total) for each in covered().values()] == [(0, 3), (0, 3), (0, 2), (0, 2), (0, 4)]


def test_a_bill_hits_the_rows_it_consults_and_the_steps_that_pay() -> None:
    seen = unseen("{name: 一, base: 职工, bill: {total: 1700}, expect: {copayment: 450}}")
    assert seen == {**EVERY, "起付": [3, 4], "限额": [3, 4], "卡": [4, 5]}


def test_a_forced_reading_and_the_ways_of_an_open_switch_hit_their_rows() -> None:
    forced = unseen("{name: 一, base: 职工, readings: {开: 乙}, bill: {total: 1700}, expect: {copayment: 360}}")
    assert forced["卡"] == [3, 5]
    alternatives = unseen(
        f"{{name: 一, facts: {{机构等级: 二级, {EMPLOYEE}}}, bill: {{total: 1}}, expect: {{switches: [开]}}}}",
        f"{{name: 二, facts: {{机构等级: 三级, {EMPLOYEE}}}, bill: {{total: 9999}}, expect: {{switches: [开]}}}}",
    )
    assert (alternatives["卡"], alternatives["起付"]) == ([5], [4])


def test_a_look_up_hits_all_rows_a_list_is_collected_from_and_those_of_its_ways() -> None:
    seen = unseen(
        "{name: 一, facts: {险种: 职工}, expect: {values: {各处: [住院, 门诊]}}}",
        "{name: 二, look_up: [起付标准], expect: {missing: [机构等级]}}",
    )
    assert (seen["各处"], seen["起付"]) == ([], [])


def test_a_years_bills_count_one_by_one() -> None:
    seen = unseen(
        "{name: 一, base: 职工, bills: [{total: 1}, {total: 1, facts: {机构等级: 二级}},"
        " {total: 1, facts: {结算类别: 门诊}}], expect: {accumulators: {统筹累计: 0}}}"
    )
    assert (seen["起付"], seen["卡"]) == ([4], [4])


def test_where_a_row_stands() -> None:
    (first, *_) = covered()["起付"].unseen
    assert (first.row.file, first.row.row) == ("起付.csv", 2)


def test_a_step_that_lacks_its_figure_is_hit_all_the_same() -> None:
    seen = unseen(
        "{name: 一, base: 职工, facts: {机构等级: 一级}, bill: {total: 1700},"
        " expect: {outcome: undecided, valueless: [起付标准]}}"
    )
    assert (seen["起付"], seen["卡"]) == ([2, 3], [3, 4, 5])


def test_a_payer_that_is_left_out_is_hit_and_so_is_the_row_that_says_so() -> None:
    none = {"限额": Written("FIRST", "入：险种,出：年度限额\n职工,无此待遇\n-,5 万元\n")}
    rules = area(more=none)
    ran = run("{name: 一, base: 职工, bill: {total: 1700}, expect: {payments: {more: 850}}}", rules=rules)
    assert ran.failures == ()
    unseen_rows = {
        each.subject: [sighting.row.row for sighting in each.unseen]
        for each in coverage_of_tables([rules.model.rules], ran.results)
    }
    assert (unseen_rows["限额"], unseen_rows["卡"]) == ([3], [4, 5])
