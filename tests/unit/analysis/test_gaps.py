import pytest
from unit.benefits.written import Written, chain_of, folder_of, rules_of, vocabulary
from unit.compiler.written import codes, switches, table

from chronicare.analysis.gaps import check_gaps
from chronicare.analysis.uncovered import MAX_STEPS
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Text
from chronicare.tables import RuleFolder


def told(
    hit: str, text: str, gaps: str = "", most_steps: int = MAX_STEPS, chain: str = "", scope: str = "", **others: str
) -> Diagnostics:
    """Return what is told of the table, beside ``others`` by name; ``gaps`` are the rows of the register of gaps.

    ``chain`` are payers' steps, ``scope`` what care is covered, if anything is said of it.
    """
    tables = {"表": Written(hit, text), **{name: Written("UNIQUE", each) for name, each in others.items()}}
    diagnostics = Diagnostics()
    beside = {**switches(开="甲", 关="甲"), **({"scope": scope} if scope else {})}
    benefits, found = rules_of(tables, chain, beside)
    assert found == []
    area = folder_of(diagnostics, tables)
    listed = table("gaps", f"表,情形,理由\n{gaps}", diagnostics)
    rules = AreaRules("990000", Text("", ""), "1", None, None, (), vocabulary(), benefits)
    check_gaps(RuleFolder(area.manifest, (*area.tables, listed)), rules, diagnostics, most_steps)
    return diagnostics


def said(found: Diagnostics) -> list[str]:
    return sorted(each.message.zh.removeprefix("没有一行适用：") for each in found.sorted())


@pytest.mark.parametrize(
    ("rows", "gaps"),
    [
        ("职工,-,1 元\n居民,-,2 元\n", []),
        ("职工,-,1 元\n", ["险种 居民"]),
        ("职工,三级,1 元\n居民,-,2 元\n", ["险种 职工，机构等级 ≤ 二级"]),
        ("职工,≥ 二级,1 元\n居民,< 三级,2 元\n", ["险种 职工，机构等级 一级", "险种 居民，机构等级 三级"]),
    ],
)
def test_the_cases_of_which_no_row_says_anything(rows: str, gaps: list[str]) -> None:
    found = told("UNIQUE", f"入：险种,入：机构等级,出：应扣\n{rows}")
    assert codes(found) == [("CASE_WITHOUT_ROW", "表.csv:1")] * len(gaps)
    assert said(found) == sorted(gaps)


def test_what_no_row_says_under_two_readings_names_both() -> None:
    rows = "-,1 元,开；关,甲；甲\n-,2 元,开,乙\n居民,3 元,开；关,甲；乙\n"
    assert said(told("UNIQUE", f"入：险种,出：应扣,开关,读法\n{rows}")) == ["开取「甲」时，关取「乙」时，险种 职工"]


def test_a_gap_between_numbers_comes_with_a_case_that_shows_it() -> None:
    (found,) = told("UNIQUE", "入：上年收入,入：险种,出：应扣\n≤ 1000 元,-,1 元\n> 2000 元,-,2 元\n").sorted()
    assert found.message.zh == "没有一行适用：上年收入 (1000..2000 元]"
    assert "facts: {上年收入: 1500}, expect: {values: {应扣: 〔待定〕}}" in found.case


@pytest.mark.parametrize("hit", ["FIRST", "ANY", "COLLECT MAX", "COLLECT MIN"])
def test_every_table_that_gives_one_value_is_looked_at(hit: str) -> None:
    assert said(told(hit, "入：险种,出：应扣\n职工,1 元\n")) == ["险种 居民"]


@pytest.mark.parametrize("hit", ["COLLECT SUM", "COLLECT COUNT"])
def test_a_sum_or_a_count_of_nothing_is_one_too(hit: str) -> None:
    output = "应扣" if hit.endswith("SUM") else "参保年数"
    value = "1 元" if hit.endswith("SUM") else "1"
    assert said(told(hit, f"入：险种,出：{output}\n职工,{value}\n")) == []


@pytest.mark.parametrize("hit", ["COLLECT", "RULE ORDER", "OUTPUT ORDER"])
def test_a_list_of_nothing_is_one_too(hit: str) -> None:
    assert said(told(hit, "入：险种,出：各处\n职工,住院\n")) == []


def test_a_row_for_what_is_left_leaves_nothing() -> None:
    assert said(told("UNIQUE", "入：险种,出：应扣,其余\n职工,1 元,\n-,2 元,是\n")) == []


def test_of_a_term_that_a_table_gives_only_its_values_count() -> None:
    given = "入：支付处理,出：应扣\n支付,1 元\n"
    assert said(told("UNIQUE", given, 他="入：险种,出：支付处理\n职工,支付\n居民,支付\n")) == []
    (found,) = told("UNIQUE", given, 他="入：险种,出：支付处理\n职工,支付\n居民,不予支付\n").sorted()
    assert found.message.zh == "没有一行适用：支付处理 不予支付"
    assert found.case.endswith("# 支付处理 = 不予支付（由表「他」得出）")


TWO = "入：险种,入：机构等级,出：应扣\n职工,三级,1 元\n"


def test_a_case_on_the_register_is_not_told() -> None:
    assert said(told("UNIQUE", TWO)) == ["险种 居民", "险种 职工，机构等级 ≤ 二级"]
    assert said(told("UNIQUE", TWO, "表,险种：居民,居民不扣\n")) == ["险种 职工，机构等级 ≤ 二级"]
    assert said(told("UNIQUE", TWO, "表,险种：居民,居民不扣\n表,机构等级：< 三级,只在三级\n")) == []
    assert said(told("UNIQUE", TWO, "表,险种: 职工； 机构等级: 一级,没有一级\n")) == [
        "险种 居民",
        "险种 职工，机构等级 二级",
    ]


def test_a_case_on_the_register_that_a_row_matches_is_told() -> None:
    assert codes(told("UNIQUE", TWO, "表,-,都不扣\n")) == []
    found = told("UNIQUE", TWO, "表,-,都不扣\n表,险种：职工；机构等级：三级,写错了\n")
    assert codes(found) == [("CASE_WITH_ROW", "gaps.csv:B3")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("没有的表,-,甲\n", ("UNKNOWN_NAME", "gaps.csv:A2")),
        ("表,公务员：是,甲\n", ("UNKNOWN_FINDING", "gaps.csv:B2")),
        ("表,险种：农民,甲\n", ("UNKNOWN_NAME", "gaps.csv:B2")),
        ("表,险种,甲\n", ("SYNTAX", "gaps.csv:B2")),
    ],
)
def test_what_is_wrong_on_the_register(row: str, code: tuple[str, str]) -> None:
    found = told("UNIQUE", "入：险种,出：应扣\n职工,1 元\n居民,2 元\n", row)
    assert codes(found) == [code]


def test_a_list_has_a_value_at_least_and_one_that_excludes_others_alone() -> None:
    assert said(told("FIRST", "入：救助身份,出：应扣\n特困,1 元\n低保,2 元\n")) == ["救助身份 没有 特困，没有 低保"]
    assert said(told("FIRST", "入：救助身份,出：应扣\n特困,1 元\n低保,2 元\n无,3 元\n")) == []


def test_whole_numbers_are_written_as_such() -> None:
    rows = "入：参保年数,出：应扣\n[1..2],1 元\n[4..6],2 元\n> 9,3 元\n"
    assert said(told("UNIQUE", rows)) == ["参保年数 0, 3, [7..9]"]


def test_a_row_of_one_reading_says_nothing_under_another() -> None:
    head = "入：险种,出：应扣,开关,读法\n职工,1 元,,\n"
    assert said(told("UNIQUE", f"{head}居民,2 元,开,甲\n")) == ["开取「乙」时，险种 居民"]
    assert said(told("UNIQUE", f"{head}居民,2 元,开,甲\n居民,3 元,开,乙\n")) == []
    split = "入：险种,出：应扣,开关,读法\n职工,1 元,开,甲\n职工,2 元,开,乙\n"
    assert said(told("UNIQUE", split)) == ["险种 居民"], "under each reading, told once"
    known = "表,险种：居民,居民不扣\n"
    assert codes(told("UNIQUE", f"{head}居民,2 元,开,甲\n", known)) == []
    both = f"{head}居民,2 元,开,甲\n居民,3 元,开,乙\n"
    assert codes(told("UNIQUE", both, known)) == [("CASE_WITH_ROW", "gaps.csv:B2")]


def test_a_table_that_is_not_gone_through_to_its_end_is_told_with_the_columns_cut_finest() -> None:
    rows = "入：险种,入：上年收入,出：应扣\n职工,≤ 1000 元,1 元\n居民,> 2000 元,2 元\n"
    found = told("UNIQUE", rows, most_steps=1)
    assert codes(found) == [("TABLE_TOO_LARGE", "表.csv:1")]
    (one,) = found.sorted()
    assert one.hint is not None
    assert one.hint.zh.startswith("分得最细的列是 「上年收入」")
    assert codes(told("UNIQUE", rows)) == [("CASE_WITHOUT_ROW", "表.csv:1")] * 2


LEVELS = "入：险种,入：机构等级,出：应扣\n职工,三级,1 元\n职工,二级,2 元\n"


def test_only_cases_in_which_a_step_asks_the_table_are_told() -> None:
    """The step is of employees: of residents nobody asks. A second step, of residents at the third level, does."""
    employees = "basic,基本医保,报销,合规费用,,应扣,80%,,,,职工"
    assert said(told("UNIQUE", LEVELS)) == ["险种 居民", "险种 职工，机构等级 一级"]
    assert said(told("UNIQUE", LEVELS, chain=chain_of(employees))) == ["险种 职工，机构等级 一级"]
    anybody = "more,补充,报销,合规余额,,应扣,50%,,,,"
    assert said(told("UNIQUE", LEVELS, chain=chain_of(employees, anybody))) == ["险种 居民", "险种 职工，机构等级 一级"]


def test_only_cases_in_which_another_row_asks_the_table_are_told() -> None:
    asks = "入：险种,出：起付标准\n职工,应扣\n居民,0 元\n"
    assert said(told("UNIQUE", LEVELS, 他=asks)) == ["险种 职工，机构等级 一级"]
    assert said(told("UNIQUE", LEVELS, 他=asks.replace("居民,0 元", "居民,应扣 + 1 元"))) == [
        "险种 居民",
        "险种 职工，机构等级 一级",
    ]


def test_only_care_that_is_covered_is_told() -> None:
    step = chain_of("basic,基本医保,报销,合规费用,,应扣,80%,,,,")
    assert said(told("UNIQUE", LEVELS, chain=step, scope="入：险种,入：结算类别\n居民,住院\n")) == ["险种 居民"]


def test_a_term_that_is_tested_is_asked_wherever_the_table_that_tests_it_is() -> None:
    given = "入：险种,出：支付处理\n职工,支付\n"
    tests_it = "入：支付处理,入：险种,出：起付标准\n支付,职工,1 元\n支付,居民,2 元\n"
    assert said(told("UNIQUE", given, 他=tests_it)) == ["险种 居民"]


def test_what_other_tables_cannot_give_to_one_person_is_not_told() -> None:
    """Employees are paid for at once, residents are not: nobody is an employee who is not paid for."""
    table = "入：支付处理,入：险种,出：应扣\n支付,职工,1 元\n不予支付,居民,2 元\n"
    assert said(told("UNIQUE", table)) == ["支付处理 不予支付，险种 职工", "支付处理 支付，险种 居民"]
    assert said(told("UNIQUE", table, 他="入：险种,出：支付处理\n职工,支付\n居民,不予支付\n")) == []


def test_the_case_of_a_gap_has_what_other_tables_go_by() -> None:
    table = "入：支付处理,入：公务员,出：应扣\n支付,-,1 元\n不予支付,是,2 元\n"
    (found,) = told("UNIQUE", table, 他="入：险种,出：支付处理\n职工,支付\n居民,不予支付\n").sorted()
    assert found.message.zh == "没有一行适用：支付处理 不予支付，公务员 否"
    assert "facts: {公务员: 否, 险种: 居民}" in found.case
