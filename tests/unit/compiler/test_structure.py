"""How criteria and groups may be composed, and what is said where they are not."""

import pytest
from unit.compiler.written import compiled, entry_of, switches

from chronicare.compiler.structure import members_of, score_terms

CRITERIA = "病种,编号,所见,条件,取值,分值\nT1,1,症状,是,,\nT1,2,咳嗽,是,,\nT1,3,发热,是,,\n"
SCORED = "病种,编号,所见,条件,取值,分值\nT1,1,症状,是,,5\nT1,2a,咳嗽,是,,2\nT1,2b,发热,是,,4\n"


def groups(*rows: str) -> str:
    return "病种,编号,满足,成员,开关,读法\n" + "".join(f"T1,{row}{',' * (4 - row.count(','))}\n" for row in rows)


@pytest.mark.parametrize(
    ("criteria", "rows", "expected"),
    [
        (CRITERIA, ["A,全部,1;2;3"], [("NO_ROUTE", "entries.csv:A2")]),
        (CRITERIA, ["X1,全部,1;2;3"], [("NO_ROUTE", "entries.csv:A2")]),
        (CRITERIA, ["R1,全部,1;2;3;4"], [("UNKNOWN_MEMBER", "groups.csv:D2")]),
        (CRITERIA, ["R1,全部,1;2;3;A", "A,任一,B", "B,任一,A"], [("CIRCULAR_GROUP", "groups.csv:D2")]),
        (CRITERIA, ["R1,任一,1;R1"], [("CIRCULAR_GROUP", "groups.csv:D2")]),
        (CRITERIA, ["R1,全部,1;2"], [("UNREACHED", "criteria.csv:B4")]),
        (CRITERIA, ["E1,全部,1;2;3"], [("NO_ROUTE", "entries.csv:A2")]),
        (CRITERIA, ["R1,全部,1", "E1,全部,2"], [("UNREACHED", "criteria.csv:B4")]),
        (CRITERIA, ["R1,全部,1;2;3", "A,任一,1;2"], [("UNREACHED", "groups.csv:B3")]),
        (CRITERIA, ["R1,全部,1;2", "A,任一,3"], [("UNREACHED", "criteria.csv:B4"), ("UNREACHED", "groups.csv:B3")]),
        (
            CRITERIA,
            ["R1,合计≥3,1;2;3"],
            [("BAD_POINTS", f"criteria.csv:F{row}") for row in (2, 3, 4)] + [("BAD_POINTS", "groups.csv:C2")],
        ),
        (SCORED, ["A,任一,2a;2b", "R1,合计≥10,1;A"], [("BAD_POINTS", "groups.csv:C3")]),
        (SCORED, ["A,任一,2a;2b", "R1,合计≥0,1;A"], [("BAD_POINTS", "groups.csv:C3")]),
        (SCORED, ["R1,合计≥7,1;2b", "R2,全部,2a"], [("BAD_POINTS", "criteria.csv:F3")]),
    ],
)
def test_what_is_wrong_with_a_composition(criteria: str, rows: list[str], expected: list[tuple[str, str]]) -> None:
    rules, found = compiled(criteria=criteria, groups=groups(*rows))
    assert found == expected
    assert rules.entries == ()


def test_the_most_points_are_the_best_of_each_item() -> None:
    _, found = compiled(criteria=SCORED, groups=groups("A,任一,2a;2b", "R1,合计≥9,1;A"))
    assert found == []


@pytest.mark.parametrize(
    ("default", "rows", "expected"),
    [
        ("甲", ["A,任一,2a,开,甲", "A,任一,2b,开,乙", "R1,合计≥5,1;A"], []),
        ("", ["A,任一,2a,开,甲", "A,任一,2b,开,乙", "R1,合计≥5,1;A"], [("BAD_SWITCH", "groups.csv:E2")]),
        ("甲", ["A,任一,2a,开,甲", "A,任一,2b,开,乙", "B,任一,A", "R1,合计≥5,1;B"], [("BAD_SWITCH", "groups.csv:E2")]),
    ],
)
def test_an_item_of_a_score_may_be_switched_only_itself_and_with_a_default(
    default: str, rows: list[str], expected: list[tuple[str, str]]
) -> None:
    _, found = compiled(criteria=SCORED, groups=groups(*rows), **switches(开=default))
    assert found == expected


def test_members_are_those_of_every_reading_once() -> None:
    entry = entry_of(
        "1,症状,是\n2,咳嗽,是\n3,发热,是", "R1,全部,1;2,开,甲\nR1,任一,2;3,开,乙", **switches(开="甲")
    ).entry
    assert members_of(entry.groups["R1"]) == ("1", "2", "3")


def test_what_brings_points_to_an_item() -> None:
    criteria = "1,症状,是,,5\n2a,咳嗽,是,,2\n2b,发热,是,,4\n2c,皮疹,是,,1"
    rows = "A,任一,2a;2b,开,甲\nA,任一,2b;2c,开,乙\nR1,合计≥5,1;A"
    entry = entry_of(criteria, rows, **switches(开="甲")).entry
    assert score_terms(entry, "1") == ("1",)
    assert score_terms(entry, "A") == ("2a", "2b", "2c")
    assert score_terms(entry, "A", {"开": "乙"}) == ("2b", "2c")


def test_an_ending_event_reaches_its_criteria_and_has_no_say_but_in_a_review() -> None:
    compiled_entry = entry_of("1,症状,是\n2,咳嗽,是\n3,发热,是", "R1,全部,1\nX1,全部,2\nE1,全部,3")
    entry, reviewed = compiled_entry.entry, compiled_entry.in_review
    assert reviewed is not None
    assert ([each.id for each in entry.endings], [each.id for each in entry.exclusions]) == (["E1"], ["X1"])
    assert [each.id for each in reviewed.entry.exclusions] == ["X1", "E1"]
    assert (reviewed.columns, reviewed.tests, reviewed.in_review) == (
        compiled_entry.columns,
        compiled_entry.tests,
        None,
    )
    names = [program.name for program in compiled_entry.programs]
    assert names == ["T1", "T1 consequences", "T1 in review", "T1 in review consequences"]


def test_without_an_ending_event_there_is_nothing_to_compile_for_a_review() -> None:
    compiled_entry = entry_of("1,症状,是", "R1,全部,1")
    assert compiled_entry.in_review is None
    assert [program.name for program in compiled_entry.programs] == ["T1", "T1 consequences"]
