from datetime import date
from itertools import pairwise

import pytest
from unit.compiler.written import compiled, folder

from chronicare.compiler.dates import periods, rows_in_force
from chronicare.diagnostics import Diagnostics

START, CHANGE, END = date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1)
GROUPS = "病种,编号,满足,成员\nT1,R1,全部,1\n"
CHANGING = """\
病种,编号,所见,条件,取值,生效日,失效日
T1,1,血糖,≥ 7 mmol/L,任一,,2025-07-01
T1,1,血糖,≥ 6 mmol/L,任一,2025-07-01,
"""


def test_a_row_that_changes_makes_two_programs() -> None:
    rules, found = compiled((START, END), criteria=CHANGING, groups=GROUPS)
    assert found == []
    assert [(each.entry.effective_from, each.entry.effective_until) for each in rules.entries] == [
        (START, CHANGE),
        (CHANGE, END),
    ]
    assert [each.entry.criteria["1"].test.text for each in rules.entries] == ["≥ 7 mmol/L", "≥ 6 mmol/L"]
    assert [each.entry.criteria["1"].position.row for each in rules.entries] == [2, 3]


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_the_first_day_is_in_the_last_is_not(day: date, *, in_force: bool) -> None:
    rules, _ = compiled((START, END), criteria=CHANGING, groups=GROUPS)
    assert rules.in_force(day) is in_force


@pytest.mark.parametrize(
    ("day", "row"), [(date(2025, 6, 30), 2), (date(2025, 7, 1), 3), (date(2025, 12, 31), 3), (None, 2)]
)
def test_a_row_holds_from_its_first_day_until_before_its_last(day: date | None, row: int) -> None:
    diagnostics = Diagnostics()
    rows = rows_in_force(folder(diagnostics, criteria=CHANGING), day)
    assert [each.position.row for _, each in rows["criteria"]] == [row]


def test_dates_of_every_dated_table_cut_the_time_once_each() -> None:
    diagnostics = Diagnostics()
    tables = folder(
        diagnostics,
        (START, END),
        criteria=CHANGING,
        groups="病种,编号,满足,成员,生效日\nT1,R1,全部,1,2025-07-01\n",
        entries="编码,名称,英文名,类别,生效日,失效日\nT1,甲,A,慢病,2025-03-01,2025-10-01\n",
        documents="病种,编号,材料代码,材料,英文名,生效日\nT1,1,d,证明,paper,2024-01-01\n",
    )
    cuts = [START, date(2025, 3, 1), CHANGE, date(2025, 10, 1), END]
    assert periods(tables, diagnostics) == list(pairwise(cuts))
    assert diagnostics.sorted() == ()


def test_without_any_date_there_is_one_period() -> None:
    diagnostics = Diagnostics()
    assert periods(folder(diagnostics, (None, None), criteria="病种,编号,所见,条件\nT1,1,症状,是\n"), diagnostics) == [
        (None, None)
    ]


def test_an_entry_may_begin_later_and_end_earlier_than_its_area_and_takes_its_rows_along() -> None:
    rules, found = compiled(
        entries="编码,名称,英文名,别名,类别,生效日,失效日\nT1,甲,A,甲病,慢病,2025-07-01,2026-01-01\nT2,乙,B,,慢病,,\n",
        criteria="病种,编号,所见,条件\n甲病;T2,1,症状,是\n",
        groups="病种,编号,满足,成员\nT1;T2,R1,全部,1\n",
    )
    assert found == []
    assert [(each.entry.code, each.entry.effective_from, each.entry.effective_until) for each in rules.entries] == [
        ("T2", START, CHANGE),
        ("T1", CHANGE, END),
        ("T2", CHANGE, END),
        ("T2", END, None),
    ]


@pytest.mark.parametrize("until", ["2025-07-01", "2025-06-30"])
def test_a_row_must_end_after_it_begins(until: str) -> None:
    _, found = compiled(
        criteria=f"病种,编号,所见,条件,取值,生效日,失效日\nT1,1,症状,是,,2025-07-01,{until}\nT1,1,症状,否,,,\n",
        groups=GROUPS,
    )
    assert ("BAD_DATES", "criteria.csv:G2") in found


def test_what_names_a_row_with_wrong_dates_is_no_further_mistake() -> None:
    _, found = compiled(
        criteria="病种,编号,所见,条件,取值,生效日,失效日\nT1,1,症状,是,,2026-01-01,2025-01-01\n", groups=GROUPS
    )
    assert found == [("BAD_DATES", "criteria.csv:G2")]


def test_what_is_no_date_is_refused() -> None:
    _, found = compiled(criteria="病种,编号,所见,条件,生效日\nT1,1,症状,是,明年\nT1,1,症状,否,\n", groups=GROUPS)
    assert found == [("BAD_DATES", "criteria.csv:E2"), ("DUPLICATE_ID", "criteria.csv:B3")]
