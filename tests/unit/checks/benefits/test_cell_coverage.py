"""Coverage of cells: a test is shown by a case that it alone keeps from the row, a figure by a case in which it tells.

The area, by hand: 700 yuan are deducted at the third level and 400 at the second, 80 % paid, employees to 100,000 yuan
a year; under a switch a supplement pays half of what is left, or 60 %.
"""

from unit.checks.benefits.written import area, run

from chronicare.checks.benefits.cell_coverage import CellCoverage, TableCells


def covered(*cases: str) -> dict[str, TableCells]:
    rules = area()
    ran = run(*cases, rules=rules)
    assert ran.diagnostics == ()
    coverage = CellCoverage([rules.model.rules], rules.model.vocabulary)
    coverage.add(ran.results)
    return {each.subject: each for each in coverage.tables()}


def seen(table: TableCells) -> dict[tuple[int, str], bool]:
    """Return whether each cell is seen, by row and column."""
    return {(row.position.row, cell.column): cell.is_seen for row in table.rows for cell in row.cells}


def test_without_cases_nothing_is_seen() -> None:
    tables = covered()
    assert [(each.subject, each.seen, each.total) for each in tables.values()] == [
        ("起付", 0, 3), ("限额", 0, 3), ("等待", 0, 2), ("各处", 0, 1), ("卡", 0, 12),
    ]  # fmt: skip


def test_a_test_is_seen_where_it_alone_keeps_a_case_from_the_row() -> None:
    """At the third level the row of the second is not used because of its level; nothing is said of its own row's."""
    third = "{name: 一, look_up: [起付标准], facts: {机构等级: 三级}, expect: {values: {起付标准: 700}}}"
    second = "{name: 二, look_up: [起付标准], facts: {机构等级: 二级}, expect: {values: {起付标准: 400}}}"
    assert seen(covered(third)["起付"]) == {
        (2, "入：机构等级"): False,
        (3, "入：机构等级"): True,
        (4, "入：机构等级"): True,
    }
    both = covered(third, second)["起付"]
    assert (both.seen, both.total) == (2, 3)  # the row of the first level is not hit
    assert [row.position.row for row in both.lacking] == [4]


def test_of_two_tests_that_fail_neither_is_seen() -> None:
    """A resident of 6 years: the row of residents is used. One of 4 is kept from it by the years alone."""
    old = "{name: 一, look_up: [年度限额], facts: {险种: 居民, 参保年数: 6}, expect: {values: {年度限额: 60000}}}"
    new = "{name: 二, look_up: [年度限额], facts: {险种: 居民, 参保年数: 4}, expect: {values: {年度限额: 50000}}}"
    employee = "{name: 三, look_up: [年度限额], facts: {险种: 职工, 参保年数: 4}, expect: {values: {年度限额: 100000}}}"
    row, years = (3, "入：险种"), (3, "入：参保年数")
    assert (seen(covered(old)["限额"])[row], seen(covered(old)["限额"])[years]) == (False, False)
    assert (seen(covered(new)["限额"])[row], seen(covered(new)["限额"])[years]) == (False, True)
    assert (seen(covered(employee)["限额"])[row], seen(covered(employee)["限额"])[years]) == (False, False)


def test_figures_are_seen_where_they_tell() -> None:
    below = "{name: 一, base: 职工, bill: {total: 600}, expect: {payments: {more: 300}}}"
    beyond = "{name: 二, base: 职工, bill: {total: 1700}, expect: {payments: {basic: 800, more: 450}}}"
    capped = (
        "{name: 三, base: 职工, accumulators: {统筹累计: 99900}, bill: {total: 1700},"
        " expect: {payments: {basic: 100, more: 800}}}"
    )
    figures = [(2, "起付"), (2, "比例"), (2, "封顶")]
    assert [seen(covered(below)["卡"])[each] for each in figures] == [True, False, False]
    assert [seen(covered(beyond)["卡"])[each] for each in figures] == [True, True, False]
    assert [seen(covered(capped)["卡"])[each] for each in figures] == [True, True, True]


def test_a_case_that_comes_out_otherwise_shows_nothing() -> None:
    assert covered("{name: 一, base: 职工, bill: {total: 1700}, expect: {payments: {basic: 1}}}")["卡"].seen == 0
