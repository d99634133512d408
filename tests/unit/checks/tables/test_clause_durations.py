"""Durations of criteria beside what their clauses say."""

import pytest
from unit.compiler.written import compiled

from chronicare.checks.tables.clause_durations import check_durations
from chronicare.checks.tables.row_notes import RowNotes
from chronicare.diagnostics import Diagnostics

GROUPS = "病种,编号,满足,成员,出处,原文\nT1,R1,全部,1,1-1/1,原文\n"


def told(finding: str, test: str, clause: str, use: str = "") -> list[str]:
    row = ",".join(["T1", "1", finding, f'"{test}"', use, "1-1/1", f'"{clause}"'])
    rules, found = compiled(criteria=f"病种,编号,所见,条件,取值,出处,原文\n{row}\n", groups=GROUPS)
    assert found == []
    diagnostics = Diagnostics()
    check_durations(rules, RowNotes(), diagnostics)
    assert {each.code.name for each in diagnostics.sorted()} <= {"CLAUSE_SAYS_OTHERWISE"}
    assert not diagnostics.has_errors
    return [str(each.where).partition("「")[0] for each in diagnostics.sorted()]


@pytest.mark.parametrize(
    ("test", "clause"),
    [
        ("≥ 3 个月", "经临床治疗三个月后"),
        ("≥ 6 个月", "病程半年以上"),
        ("≥ 12 个月", "病程 1 年以上"),
        ("≥ 28 天", "病程4周以上"),
        ("≥ 3 个月", "经临床治疗后"),
        ("≥ 3 个月", "自2025年11月1日起，病程3个月"),
        ("≥ 3 个月", "3 岁起病，病程长"),
    ],
)
def test_what_the_clause_says(test: str, clause: str) -> None:
    assert told("起病日期", test, clause) == []


@pytest.mark.parametrize(
    ("test", "clause"),
    [
        ("≥ 3 个月", "病程6个月以上"),
        ("≥ 3 个月", "病程半年以上"),
        ("≥ 90 天", "病程 3 个月"),
        ("≥ 3 个月", "病程三年"),
        ("≥ 5 天", "病程5周"),
    ],
)
def test_what_the_clause_says_otherwise(test: str, clause: str) -> None:
    assert told("起病日期", test, clause) == ["criteria.csv:D2"]


@pytest.mark.parametrize(("clause", "expected"), [("近6个月内两次", []), ("近三个月内两次", ["criteria.csv:E2"])])
def test_how_recent_a_measurement_has_to_be(clause: str, expected: list[str]) -> None:
    assert told("血糖", "≥ 7 mmol/L", clause, "近6个月至少2次") == expected


@pytest.mark.parametrize(("clause", "expected"), [("治疗三个月后仍低", []), ("治疗六个月后仍低", ["criteria.csv:E2"])])
def test_how_long_after_another_date(clause: str, expected: list[str]) -> None:
    assert told("评分", "≥ 3", clause, "自起病日期满3个月") == expected


def test_a_time_condition_is_said_by_some_clause_of_the_entry() -> None:
    def told_of(months: int) -> list[str]:
        rows = "T1,1,肌力,≥ III,自起病日期满3个月,1-1/1,(1)肌力III级\nT1,2,症状,是,,1-1/1,2.经治疗三个月后仍遗留症状\n"
        rules, found = compiled(
            criteria=f"病种,编号,所见,条件,取值,出处,原文\n{rows.replace('满3', f'满{months}')}",
            groups="病种,编号,满足,成员,出处,原文\nT1,R1,全部,1;2,1-1/1,原文\n",
        )
        assert found == []
        diagnostics = Diagnostics()
        check_durations(rules, RowNotes(), diagnostics)
        return [str(each.where).partition("「")[0] for each in diagnostics.sorted()]

    assert told_of(3) == []
    assert told_of(4) == ["criteria.csv:E2"]
