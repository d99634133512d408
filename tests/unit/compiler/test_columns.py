"""Columns: what the engine must know of each finding; splits: what must be gone through by cases."""

import pytest
from unit.compiler.written import compiled, entry_of, switches

from chronicare.compiler.pipeline import directions
from chronicare.program.entry import Use, UseKind
from chronicare.program.ranks import ColumnKind, CompiledEntry, CriterionTest, Split

GROUPS = "病种,编号,满足,成员\nT1,R1,任一,{}\n"


def layout(compiled_entry: CompiledEntry) -> list[tuple[str, str, int]]:
    return [(column.finding, column.kind.value, column.size) for column in compiled_entry.columns]


def test_tests_of_one_single_finding_share_a_column() -> None:
    entry = entry_of("1,体温,≥ 38 °C\n2,体温,≥ 39 °C\n3,体温,[38 °C..39 °C)\n4,症状,是", "R1,任一,1;2;3;4")
    assert layout(entry) == [("temperature", "value", 3), ("symptom", "value", 2)]
    passing = {name: sorted(test.passing) for name, test in entry.tests.items()}
    assert passing == {"1": [1, 2], "2": [2], "3": [1], "4": [1]}


def test_a_list_has_a_count_for_each_test_and_way_of_counting() -> None:
    entry = entry_of(
        "1,血糖,≥ 7 mmol/L,任一\n2,血糖,≥ 7 mmol/L,至少3次\n3,血糖,≥ 11 mmol/L,至少2次\n4,血糖,≥ 7 mmol/L,至少2日\n"
        "5,血糖,≥ 7 mmol/L,近6个月任一",
        "R1,任一,1;2;3;4;5",
    )
    assert layout(entry) == [
        ("glucose", "count", 4),
        ("glucose", "count", 3),
        ("glucose", "count", 3),
        ("glucose", "count", 2),
    ]
    assert entry.tests["1"] == CriterionTest(0, frozenset({1, 2, 3}))
    assert entry.tests["2"] == CriterionTest(0, frozenset({3}))
    assert entry.tests["4"] == CriterionTest(2, frozenset({2}))
    assert entry.columns[0].use == Use(UseKind.TIMES)
    assert entry.columns[0].high_key == "c0h"
    assert entry.splits == (), "all of them are helped by more"


@pytest.mark.parametrize("use", ["全部", "最近一次"])
def test_all_and_the_latest_are_one_truth(use: str) -> None:
    entry = entry_of(f"1,血糖,< 7 mmol/L,{use}", "R1,全部,1")
    assert layout(entry) == [("glucose", "predicate", 2)]
    assert entry.columns[0].high_key == entry.columns[0].key


def test_a_compound_list_and_a_switch_have_columns_of_their_own() -> None:
    entry = entry_of(
        "1,血压,收缩压 ≥ 160 mmHg 或 舒张压 ≥ 100 mmHg,至少3日\n2,症状,是",
        "R1,全部,1;2,开,甲\nR1,任一,1;2,开,乙",
        **switches(开=""),
    )
    assert layout(entry) == [("pressure", "count", 4), ("symptom", "value", 2), ("开", "switch", 2)]


# Refusals


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # all and any of one list pull at the same measurements
        ("T1,1,血糖,≥ 7 mmol/L,全部\nT1,2,血糖,≥ 6 mmol/L,任一\n", [("TOO_MANY_COMBINATIONS", "criteria.csv:D3")]),
        # two tests of one measurement that may be known in part
        (
            "T1,1,血压,收缩压 ≥ 160 mmHg,任一\nT1,2,血压,舒张压 ≥ 100 mmHg,任一\n",
            [("TOO_MANY_COMBINATIONS", "criteria.csv:D3")],
        ),
        (
            "T1,1,酶活性,> 1.5 × 参考上限,任一\nT1,2,酶活性,> 3 × 参考上限,任一\n",
            [("TOO_MANY_COMBINATIONS", "criteria.csv:D3")],
        ),
        # the value and the value against its reference
        ("T1,1,酶比值,> 1.5 × 参考上限,\nT1,2,酶比值,> 40 U/L,\n", [("WRONG_TYPE", "criteria.csv:D3")]),
        # months and days have no fixed order
        ("T1,1,起病日期,≥ 3 个月,\nT1,2,起病日期,≥ 90 天,\n", [("WRONG_TYPE", "criteria.csv:D2")]),
    ],
)
def test_tests_that_cannot_be_laid_out_are_refused(rows: str, expected: list[tuple[str, str]]) -> None:
    rules, found = compiled(criteria=f"病种,编号,所见,条件,取值\n{rows}", groups=GROUPS.format("1;2"))
    assert found == expected
    assert rules.entries == ()


# Splits


def test_directions_say_which_truth_helps() -> None:
    entry = entry_of(
        "1,症状,是\n2,咳嗽,是\n3,发热,是\n4,皮疹,是", "A,均无,2;3\nR1,全部,1;A\nX1,任一,3;B\nB,均无,4"
    ).entry
    assert directions(entry) == {
        "1": frozenset({True}),
        "2": frozenset({False}),
        "3": frozenset({False}),
        "4": frozenset({True}),
    }


def test_symptoms_and_no_symptoms_pull_in_opposite_directions() -> None:
    criteria = "1,症状,是\n2,血糖,≥ 7.0 mmol/L,任一\n3a,症状,否\n3b,血糖,≥ 7.0 mmol/L,至少2次\n4,咳嗽,是"
    entry = entry_of(criteria, "3,全部,3a;3b\nR1,全部,1;2;4\nR2,全部,3;4")
    assert entry.splits == (Split("symptom", (0,), ()),), "the glucose only ever helps"


@pytest.mark.parametrize(
    ("criteria", "groups", "splits"),
    [
        # two bounds in one direction: some value is best for both
        ("1,体温,≥ 38 °C\n2,体温,≥ 39 °C", "R1,全部,1\nR2,全部,2", []),
        # opposite bounds that some value passes both of, and some neither
        ("1,体温,< 39 °C\n2,体温,< 38 °C", "R1,任一,1;2", []),
        ("1,体温,≥ 38 °C\n2,体温,< 36 °C", "R1,任一,1;2", ["temperature"]),
        ("1,体温,≥ 36 °C\n2,体温,< 38 °C", "R1,任一,1;2", ["temperature"]),
        # one helps, the other harms
        ("1,体温,≥ 36 °C\n2,体温,≥ 38 °C", "R1,全部,1\nX1,全部,2", ["temperature"]),
        ("1,体温,≥ 36 °C\n2,体温,< 36 °C", "R1,全部,1\nX1,全部,2", []),
        # one type of several
        ("1,型,甲型\n2,型,乙型\n3,症状,是", "R1,全部,1;3\nR2,全部,2", ["type"]),
        # used both ways
        ("1,症状,是\n2,咳嗽,是", "A,均无,1\nR1,全部,1;2\nR2,全部,A", ["symptom"]),
    ],
)
def test_a_single_finding_is_split_unless_one_value_is_best_and_one_worst(
    criteria: str, groups: str, splits: list[str]
) -> None:
    assert [each.finding for each in entry_of(criteria, groups).splits] == splits


def test_a_list_is_split_where_more_measurements_help_and_harm() -> None:
    entry = entry_of("1,血糖,≥ 7 mmol/L,任一\n2,血糖,≥ 11 mmol/L,至少2次\n3,症状,是", "R1,全部,1;3\nX1,全部,2")
    (split,) = entry.splits
    assert (split.finding, split.columns, split.moves) == ("glucose", (0, 1), ((1, 0), (1, 1)))
    assert split.kinds == ((0, 0), (1, 0), (1, 1)), "below 7, from 7 on, from 11 on"
    assert not split.only_in_part
    assert [entry.columns[index].kind for index in split.columns] == [ColumnKind.COUNT] * 2


def test_within_bounds_neither_of_two_tests_need_be_the_worst() -> None:
    """9 passes both tests and 6 neither; of what is 4 or less one or the other holds, and neither is sure."""
    entry = entry_of("1,评分,< 2 或 > 8\n2,评分,[2..4] 或 > 8", "R1,任一,1;2")
    assert [(each.finding, each.only_in_part) for each in entry.splits] == [("score", True)]
    assert entry_of("1,评分,< 5\n2,评分,< 8", "R1,任一,1;2").splits == ()


def test_of_a_list_kinds_in_a_row_need_no_cases() -> None:
    entry = entry_of("1,血糖,≥ 7 mmol/L,任一\n2,血糖,≥ 11 mmol/L,任一", "R1,任一,1;2")
    assert entry.splits == ()
    (split,) = entry_of("1,血糖,≥ 7 mmol/L,任一\n2,血糖,< 7 mmol/L,任一", "R1,任一,1;2").splits
    assert (split.only_in_part, split.kinds) == (True, ((0, 1), (1, 0)))


def test_a_list_counted_by_day_cannot_be_split_two_ways() -> None:
    rules, found = compiled(
        criteria="病种,编号,所见,条件,取值\nT1,1,血糖,≥ 7 mmol/L,任一\nT1,2,血糖,≥ 7 mmol/L,至少2日\n",
        groups="病种,编号,满足,成员\nT1,R1,任一,1\nT1,X1,任一,2\n",
    )
    assert (found, rules.entries) == ([("TOO_MANY_COMBINATIONS", "criteria.csv:D2")], ())


def test_too_many_cases_are_refused_at_the_entry() -> None:
    values = {
        "体温": ("30 °C", "34 °C", "38 °C"),
        "评分": ("1", "4", "7"),
        "型": ("甲型", "乙型"),
        "发作次数": ("2", "5"),
    }
    tests = [f"{finding},{value}" for finding, each in values.items() for value in each]
    rows = "".join(f"T1,{number},{test},\n" for number, test in enumerate(tests, 1))
    members = ";".join(str(each) for each in range(1, len(tests) + 1))
    rules, found = compiled(criteria=f"病种,编号,所见,条件,取值\n{rows}", groups=GROUPS.format(members))
    assert (found, rules.entries) == ([("TOO_MANY_COMBINATIONS", "entries.csv:A2")], ())
