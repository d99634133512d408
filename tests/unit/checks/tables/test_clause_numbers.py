"""Constants of cells beside what their clauses say."""

import pytest
from unit.benefits.written import Written, folder_of
from unit.benefits.written import vocabulary as terms
from unit.compiler.written import compiled

from chronicare.checks.tables.clause_numbers import check_numbers
from chronicare.checks.tables.row_notes import RowNotes
from chronicare.compiler import AreaRules
from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics, Text

GROUPS = "病种,编号,满足,成员,出处,原文\nT1,R1,全部,1,1-1/1,原文\n"
NO_NOTES = RowNotes()
ANOMALIES = "编号,出处,原文,采用读法,英文读法,理由\nA-1,1-1/1,原文,甲,first,理由\n"


def told(
    finding: str,
    test: str,
    clause: str,
    use: str = "",
    correction: str = "",
    anomaly: str = "",
    notes: RowNotes = NO_NOTES,
) -> list[str]:
    """Return the cells told of a criterion that quotes ``clause``."""
    row = ",".join(["T1", "1", finding, f'"{test}"', use, "1-1/1", f'"{clause}"', correction, anomaly])
    rules, found = compiled(
        criteria=f"病种,编号,所见,条件,取值,出处,原文,更正,异常\n{row}\n", groups=GROUPS, anomalies=ANOMALIES
    )
    assert found == []
    diagnostics = Diagnostics()
    check_numbers(rules, notes, diagnostics)
    assert {each.code.name for each in diagnostics.sorted()} <= {"CLAUSE_SAYS_OTHERWISE"}
    assert not diagnostics.has_errors
    return [str(each.where).partition("「")[0] for each in diagnostics.sorted()]


AT_THE_TEST = ["criteria.csv:D2"]


@pytest.mark.parametrize(
    ("test", "clause"),
    [
        ("≥ 7.0 mmol/L", "空腹血糖 ≥ 7.0mmol/L"),
        ("≥ 7 mmol/L", "空腹血糖≥7.0mmol/L"),
        ("≥ 126 mg/dL", "空腹血糖 ≥ 7.0 mmol/L"),
        ("≥ 7.0 mmol/L", "空腹血糖 ≥ 126mg/dL"),
        ("≥ 7.0 mmol/L", "空腹血糖不低于 7.0mmol/L"),
        ("≥ 7.0 mmol/L", "空腹血糖 7.0mmol/L 及以上"),
        ("> 7.0 mmol/L", "空腹血糖超过7.0mmol/L"),
        ("[3.9 mmol/L..6.1 mmol/L]", "空腹血糖 3.9～6.1mmol/L"),
        ("≥ 11.1 mmol/L", "OGTT2 小时血糖≥11.1mmol/L，或≥7.0mmol/L 两次"),
        ("≥ 7.0 mmol/L", "典型症状，血糖高"),
        ("≥ 7.0 mmol/L", "1.血糖高（2 次及以上）"),
        ("≥ 7.0 mmol/L", "空腹血糖 ≥ 7.0"),
    ],
)
def test_what_the_clause_says(test: str, clause: str) -> None:
    assert told("血糖", test, clause, "任一") == []


@pytest.mark.parametrize(
    ("test", "clause"),
    [
        ("≥ 6.5 mmol/L", "空腹血糖 ≥ 7.0mmol/L"),
        ("≥ 7.0 mg/dL", "空腹血糖 ≥ 7.0mmol/L"),
        ("≥ 0.7 mmol/L", "空腹血糖 ≥ 7.0"),
        ("≥ 6.5 mmol/L", "空腹血糖达 7.0 mmol/L"),
        ("> 7.0 mmol/L", "空腹血糖 ≥ 7.0mmol/L"),
        ("≤ 7.0 mmol/L", "空腹血糖 ≥ 7.0mmol/L"),
        ("≥ 7.0 mmol/L", "空腹血糖超过7.0mmol/L"),
        ("< 7.0 mmol/L", "空腹血糖 7.0mmol/L 以下"),
        ("[3.9 mmol/L..6.2 mmol/L]", "空腹血糖 3.9mmol/L～6.1mmol/L"),
    ],
)
def test_what_the_clause_says_otherwise(test: str, clause: str) -> None:
    assert told("血糖", test, clause, "任一") == AT_THE_TEST


def test_a_component_is_held_to_its_own_number() -> None:
    clause = "收缩压≥160mmHg和/或舒张压≥100mmHg"
    assert told("血压", "收缩压 ≥ 160 mmHg 或 舒张压 ≥ 100 mmHg", clause, "任一") == []
    assert told("血压", "收缩压 ≥ 160 mmHg 或 舒张压 ≥ 90 mmHg", clause, "任一") == AT_THE_TEST


@pytest.mark.parametrize(("test", "expected"), [("≥ 18 岁", []), ("> 18 岁", AT_THE_TEST), ("≥ 16 岁", AT_THE_TEST)])
def test_an_age(test: str, expected: list[str]) -> None:
    assert told("年龄", test, "年满十八周岁以上") == expected


def test_a_correction_is_what_the_cell_is_held_to() -> None:
    assert told("血糖", "≥ 7.0 mmol/L", "空腹血糖 ≥ 70mmol/L", "任一", correction="空腹血糖 ≥ 7.0mmol/L") == []
    assert told("血糖", "≥ 70 mmol/L", "空腹血糖 ≥ 70mmol/L", "任一", correction="空腹血糖 ≥ 7.0mmol/L") == AT_THE_TEST


def test_an_anomaly_excuses_the_number_it_names_and_no_other() -> None:
    clause = "空腹血糖 ≥ 7.0mmol/L"
    notes = RowNotes({"A-1": "按 > 6.5 mmol/L"})
    assert told("血糖", "≥ 6.5 mmol/L", clause, "任一", anomaly="A-1", notes=notes) == []
    assert told("血糖", "≥ 6.4 mmol/L", clause, "任一", anomaly="A-1", notes=notes) == AT_THE_TEST
    assert told("血糖", "≥ 6.5 mmol/L", clause, "任一", anomaly="A-1") == AT_THE_TEST


# Figures of decision tables


def figures(cell: str, clause: str, term: str = "应扣", anomaly: str = "") -> list[str]:
    diagnostics = Diagnostics()
    text = f'入：险种,出：{term},出处,原文,异常\n职工,{cell},1-1,"{clause}",{anomaly}\n'
    area = folder_of(diagnostics, {"表": Written("UNIQUE", text)}, switches={"anomalies": ANOMALIES})
    words = terms()
    benefits = compile_benefits(area, words, Register(area, diagnostics), diagnostics)
    assert diagnostics.sorted() == ()
    check_numbers(AreaRules("990000", Text("", ""), "1", None, None, (), words, benefits), RowNotes(), diagnostics)
    return [str(each.where).partition("「")[0] for each in diagnostics.sorted()]


@pytest.mark.parametrize(
    ("term", "cell", "clause"),
    [
        ("应扣", "700 元", "三级医疗机构 700 元 80%"),
        ("支付比例", "80%", "三级医疗机构 700 元 80%"),
        ("支付比例", "80%", "异地 100 90% 300 85% 400 82% 700 80%"),
        ("应扣", "140000 元", "职工基本医疗保险14万元"),
        ("应扣", "14 万元", "职工基本医疗保险 140000 元"),
        ("应扣", "1000 元", "1 M01700 甲病 1000 600"),
        ("应扣", "0 元", "三级医疗机构 700 元 80%"),
        ("应扣", "700 元", "按规定扣减起付标准"),
        ("应扣", "700 元 + 另项", "起付 800 元"),
        ("等待月数", "3 个月", "至少3个月以后"),
    ],
)
def test_a_figure_its_clause_says(term: str, cell: str, clause: str) -> None:
    assert figures(cell, clause, term) == []


@pytest.mark.parametrize(
    ("term", "cell", "clause"),
    [
        ("应扣", "70 元", "三级医疗机构 700 元 80%"),
        ("应扣", "14 元", "职工基本医疗保险14万元"),
        ("支付比例", "85%", "三级医疗机构 700 元 80%"),
        ("等待月数", "6 个月", "至少3个月以后"),
    ],
)
def test_a_figure_its_clause_says_otherwise(term: str, cell: str, clause: str) -> None:
    assert figures(cell, clause, term) == ["表.csv:B2"]


def test_an_anomaly_explains_another_figure_but_no_unit_left_out() -> None:
    clause = "职工基本医疗保险14万元"
    assert figures("15 万元", clause, anomaly="A-1") == []
    assert figures("14 万元", clause, anomaly="A-1") == []
    assert figures("14 元", clause, anomaly="A-1") == ["表.csv:B2"]


# Input cells of decision tables


def inputs(rows: str, term: str = "参保年数") -> list[str]:
    diagnostics = Diagnostics()
    area = folder_of(diagnostics, {"表": Written("FIRST", f"入：{term},出：有待遇,出处,原文\n{rows}")})
    words = terms()
    benefits = compile_benefits(area, words, Register(area, diagnostics), diagnostics)
    assert diagnostics.sorted() == ()
    check_numbers(AreaRules("990000", Text("", ""), "1", None, None, (), words, benefits), RowNotes(), diagnostics)
    return [str(each.where).partition("「")[0] for each in diagnostics.sorted()]


@pytest.mark.parametrize(
    ("term", "rows", "expected"),
    [
        # the years of the clause, and what the other row leaves, written with the number that is there
        ("参保年数", "≥ 4,是,1-1,连续参保第4年起\n< 4,否,1-1,连续参保第4年起\n", []),
        ("参保年数", "≥ 4,是,1-1,连续参保第4年起\n≤ 3,否,1-1,连续参保第4年起\n", ["表.csv:A3"]),
        ("参保年数", "≥ 6,是,1-1,连续参保第4年起\n< 6,否,1-1,连续参保第4年起\n", ["表.csv:A2", "表.csv:A3"]),
        ("参保年数", "≥ 10,是,1-1,满10年的\n≥ 4,否,1-1,满4年的\n-,否,1-1,不满4年的\n", []),
        # the number of another row is none of this one's, but for the other end of a range
        ("参保年数", "≥ 4,是,1-1,满10年的\n≥ 2,否,1-1,满4年的\n", ["表.csv:A2", "表.csv:A3"]),
        ("参保年数", "≥ 10,是,1-1,满10年的\n[4..10),否,1-1,不满10年的\n< 4,否,1-1,不满4年的\n", []),
        # no number of this kind: 2025 is a date, 5 个月 are no years
        ("参保年数", "≥ 6,是,1-1,自2025年起\n-,否,1-1,5个月\n", []),
        ("等待月数", "≥ 3 个月,是,1-1,等待期3个月\n-,否,1-1,其余\n", []),
        ("等待月数", "≥ 6 个月,是,1-1,等待期3个月\n-,否,1-1,其余\n", ["表.csv:A2"]),
        ("上年收入", "> 5 万元,是,1-1,收入超过5万元\n-,否,1-1,其余\n", []),
        # compared as it says, or what that leaves; told though another row says the number too
        ("上年收入", "≥ 5 万元,是,1-1,收入超过5万元\n-,否,1-1,其余\n", ["表.csv:A2"]),
        ("上年收入", "> 5 万元,是,1-1,收入5万元以上的\n-,否,1-1,收入5万元以上的\n", ["表.csv:A2"]),
        ("上年收入", "≥ 5 万元,是,1-1,收入5万元（含5万元）以上的\n< 5 万元,否,1-1,收入5万元以上的\n", []),
        ("上年收入", "≤ 5 万元,否,1-1,收入5万元以上的\n-,是,1-1,其余\n", ["表.csv:A2"]),
        ("上年收入", "> 5 元,是,1-1,收入超过5万元\n-,否,1-1,其余\n", ["表.csv:A2"]),
    ],
)
def test_the_bound_of_an_input_cell(term: str, rows: str, expected: list[str]) -> None:
    assert inputs(rows, term) == expected
