import pytest
from unit.benefits.written import Written, rules_of, vocabulary
from unit.compiler.written import codes, switches

from chronicare.analysis.reach import check_reached
from chronicare.analysis.uncovered import MAX_STEPS
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Text


def told(hit: str, table: str, most_steps: int = MAX_STEPS, **others: str) -> list[tuple[str, str]]:
    """Return what is told of the table, beside ``others`` by name."""
    tables = {"表": Written(hit, table), **{name: Written("UNIQUE", text) for name, text in others.items()}}
    benefits, found = rules_of(tables, switches=switches(开="甲", 关="甲"))
    assert found == []
    diagnostics = Diagnostics()
    rules = AreaRules("990000", Text("", ""), "1", None, None, (), vocabulary(), benefits)
    check_reached(rules, diagnostics, most_steps)
    assert not diagnostics.has_errors
    return codes(diagnostics)


@pytest.mark.parametrize(
    ("rows", "unreached"),
    [
        ("职工,三级,1 元\n职工,-,2 元\n-,-,3 元\n", []),
        ("职工,-,1 元\n职工,三级,2 元\n-,-,3 元\n", ["表.csv:3"]),
        ("-,-,1 元\n职工,三级,2 元\n", ["表.csv:3"]),
        # by two rows together
        ("职工,-,1 元\n居民,-,2 元\n-,三级,3 元\n", ["表.csv:4"]),
        ("-,≥ 二级,1 元\n-,< 二级,2 元\n居民,-,3 元\n", ["表.csv:4"]),
        ("-,≥ 二级,1 元\n职工,< 二级,2 元\n-,一级,3 元\n", []),
        ("-,≥ 二级,1 元\n职工,< 二级,2 元\n居民,< 三级,3 元\n-,一级,4 元\n", ["表.csv:5"]),
    ],
)
def test_a_row_whose_inputs_the_rows_above_take(rows: str, unreached: list[str]) -> None:
    found = told("FIRST", f"入：险种,入：机构等级,出：应扣\n{rows}")
    assert found == [("ROW_NOT_REACHED", each) for each in unreached]


def test_a_row_of_another_reading_takes_nothing_away() -> None:
    head = "入：险种,出：应扣,开关,读法\n"
    assert told("FIRST", f"{head}-,1 元,开,甲\n职工,2 元,开,乙\n-,3 元,,\n") == []
    assert told("FIRST", f"{head}-,1 元,开,甲\n职工,2 元,开,甲\n-,3 元,,\n") == [("ROW_NOT_REACHED", "表.csv:3")]
    assert told("FIRST", f"{head}-,1 元,,\n职工,2 元,开,甲\n") == [("ROW_NOT_REACHED", "表.csv:3")]
    assert told("FIRST", f"{head}-,1 元,开；关,甲；甲\n职工,2 元,开,甲\n") == []
    assert told("FIRST", f"{head}-,1 元,开,甲\n职工,2 元,关；开,甲；甲\n") == [("ROW_NOT_REACHED", "表.csv:3")]


def test_what_has_no_value_is_left_by_all_tests_of_it() -> None:
    rows = "入：另项,出：应扣\n≥ 5 元,1 元\n< 5 元,2 元\n-,3 元\n"
    assert told("FIRST", rows, 他="入：险种,出：另项\n职工,上年收入\n") == []
    assert told("FIRST", rows) == [("ROW_NOT_REACHED", "表.csv:4")]


def test_a_row_that_waits_for_a_value_its_table_never_gives() -> None:
    rows = "入：支付处理,出：应扣\n支付,1 元\n不予支付,2 元\n"
    assert told("UNIQUE", rows, 他="入：险种,出：支付处理\n职工,支付\n居民,无此待遇\n") == [
        ("ROW_NOT_REACHED", "表.csv:A3")
    ]
    assert told("UNIQUE", rows, 他="入：险种,出：支付处理\n职工,支付\n居民,不予支付\n") == []
    assert told("UNIQUE", rows) == []


def test_levels_and_yes_no_are_held_to_what_is_given_as_well() -> None:
    grade = "入：所定等级,出：应扣\n≥ 二级,1 元\n< 二级,2 元\n"
    assert told("UNIQUE", grade, 他="入：险种,出：所定等级\n职工,二级\n居民,三级\n") == [
        ("ROW_NOT_REACHED", "表.csv:A3")
    ]
    yes = "入：有待遇,出：应扣\n是,1 元\n否,2 元\n"
    assert told("UNIQUE", yes, 他="入：险种,出：有待遇\n职工,否\n") == [("ROW_NOT_REACHED", "表.csv:A2")]


def test_a_table_that_is_not_gone_through_to_its_end_is_told_once() -> None:
    rows = "入：险种,入：机构等级,出：应扣\n职工,≥ 二级,1 元\n居民,≥ 二级,2 元\n-,-,3 元\n-,-,4 元\n"
    assert told("FIRST", rows) == [("ROW_NOT_REACHED", "表.csv:5")]
    assert ("TABLE_TOO_LARGE", "表.csv:1") in told("FIRST", rows, most_steps=0)
    assert told("FIRST", rows, most_steps=0).count(("TABLE_TOO_LARGE", "表.csv:1")) == 1


def test_a_row_of_a_list_that_a_longer_one_above_takes() -> None:
    """A list with 低保 in it has one of 低保 and 特困 in it."""
    head = "入：救助身份,出：应扣\n"
    assert told("FIRST", f'{head}"低保, 特困",1 元\n无,2 元\n低保,3 元\n') == [("ROW_NOT_REACHED", "表.csv:4")]
    assert told("FIRST", f'{head}低保,1 元\n"低保, 特困",2 元\n无,3 元\n') == []
