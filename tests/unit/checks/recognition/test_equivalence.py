"""Two versions of an entry: whether some complete knowledge tells them apart."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from unit.compiler.written import entry_of, switches, vocabulary

from chronicare.checks.recognition.equivalence import differ_somewhere
from chronicare.program.entry import Entry

WORDS = vocabulary()


def version(criteria: str, groups: str, tables: Mapping[str, str]) -> Entry:
    return entry_of(criteria, groups, **tables).entry


def differ(one: tuple[str, str], other: tuple[str, str], **tables: str) -> bool:
    first, second = version(*one, tables), version(*other, tables)
    found = differ_somewhere(first, second, WORDS)
    assert differ_somewhere(second, first, WORDS) is found
    return found


TWO = "1,症状,是\n2,咳嗽,是"
THREE = "1,症状,是\n2,咳嗽,是\n3,发热,是"


@pytest.mark.parametrize(
    ("criteria", "one", "other"),
    [
        (TWO, "R1,全部,1;2", "R1,至少 2,1;2"),
        (TWO, "R1,任一,1;2", "R1,全部,1\nR2,全部,2"),
        (TWO, "R1,均无,1;2", "A,任一,1;2\nR1,均无,A"),
        (TWO, "A,全部,1;2\nR1,任一,1;A", "A,任一,2;1\nB,全部,1;A\nR1,任一,B"),
        (THREE, "R1,至少 2,1;2;3", "A,全部,1;2\nB,全部,1;3\nC,全部,2;3\nR1,任一,A;B;C"),
        (THREE, "R1,全部,1;2\nX1,任一,3", "A,均无,3\nR1,全部,1;2;A"),
        (THREE, "R1,全部,1\nE1,全部,2;3", "R1,全部,1\nE1,至少 2,3;2"),
        ("1,体温,≥ 38 °C\n2,体温,≥ 39 °C", "R1,任一,1;2", "A,全部,1;2\nR1,任一,1;A"),
        # counts of one list: eleven or more is seven or more as well
        ("1,血糖,≥ 7 mmol/L,任一\n2,血糖,≥ 11 mmol/L,任一", "R1,全部,1;2", "A,任一,1;2\nR1,全部,2;A"),
        ("1,血糖,≥ 7 mmol/L,至少2次\n2,血糖,≥ 11 mmol/L,任一", "R1,全部,1;2", "R1,全部,2;1"),
        # points
        ("1,症状,是,,3\n2,咳嗽,是,,2\n3,发热,是,,2", "R1,合计≥4,1;2;3", "R1,合计≥4,3;2;1"),
    ],
)
def test_the_same_said_otherwise(criteria: str, one: str, other: str) -> None:
    assert not differ((criteria, one), (criteria, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((TWO, "R1,全部,1;2"), (TWO, "R1,任一,1;2")),
        ((TWO, "R1,任一,1;2"), (TWO, "R1,均无,1;2")),
        (("1,体温,≥ 38 °C", "R1,全部,1"), ("1,体温,> 38 °C", "R1,全部,1")),
        (("1,体温,≥ 38 °C", "R1,全部,1"), ("1,体温,≥ 38.01 °C", "R1,全部,1")),
        (("1,发作次数,≥ 2", "R1,全部,1"), ("1,发作次数,≥ 3", "R1,全部,1")),
        (("1,血糖,≥ 7 mmol/L,任一", "R1,全部,1"), ("1,血糖,≥ 7 mmol/L,至少2次", "R1,全部,1")),
        (("1,血糖,≥ 7 mmol/L,至少2次", "R1,全部,1"), ("1,血糖,≥ 7 mmol/L,至少2日", "R1,全部,1")),
        ((THREE, "R1,全部,1;2\nX1,任一,3"), (THREE, "R1,全部,1;2;3")),
        ((THREE, "R1,全部,1;2\nE1,全部,3"), (THREE, "R1,全部,1;2\nE1,均无,3")),
        ((THREE, "R1,全部,1;2\nE1,全部,3"), (THREE, "R1,全部,1;2\nX1,全部,3")),
        ((THREE, "R1,全部,1\nE1,全部,2;3"), (THREE, "R1,全部,1\nE1,任一,2;3")),
        (
            ("1,症状,是,,3\n2,咳嗽,是,,2\n3,发热,是,,2", "R1,合计≥4,1;2;3"),
            ("1,症状,是,,4\n2,咳嗽,是,,2\n3,发热,是,,2", "R1,合计≥4,1;2;3"),
        ),
    ],
)
def test_different_rules(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert differ(one, other)


def test_whole_numbers_leave_no_room_between() -> None:
    assert not differ(("1,发作次数,> 2", "R1,全部,1"), ("1,发作次数,≥ 3", "R1,全部,1"))
    assert differ(("1,评分,> 2", "R1,全部,1"), ("1,评分,≥ 3", "R1,全部,1"))


def test_the_best_of_an_item_counts() -> None:
    criteria = "1,症状,是,,3\n2a,咳嗽,是,,2\n2b,发热,是,,4"
    assert not differ(
        (criteria, "A,任一,2a;2b\nR1,合计≥7,1;A"),
        ("1,症状,是,,3\n2a,咳嗽,是,,3\n2b,发热,是,,4", "A,任一,2a;2b\nR1,合计≥7,1;A"),
    )
    assert differ((criteria, "A,任一,2a;2b\nR1,合计≥5,1;A"), (criteria, "A,任一,2a;2b\nR1,合计≥6,1;A"))


SWITCHED = "A,全部,1;2,开,甲\nA,任一,1;2,开,乙\nR1,全部,A"


@pytest.mark.parametrize(("default", "differs"), [("甲", False), ("乙", True), ("", True)])
def test_switches_are_read_as_in_force_and_else_in_every_way(default: str, *, differs: bool) -> None:
    other = SWITCHED.replace("A,任一,1;2,开,乙", "A,均无,1;2,开,乙")
    assert differ((TWO, SWITCHED), (TWO, other), **switches(开=default)) is differs


def test_beyond_the_limit_versions_are_taken_to_differ() -> None:
    one = version(THREE, "R1,至少 2,1;2;3", {})
    same = replace(one, name=one.name)
    assert not differ_somewhere(one, same, WORDS)
    assert not differ_somewhere(one, same, WORDS, most_parts=40)
    assert differ_somewhere(one, same, WORDS, most_parts=5)


def test_the_order_of_many_members_makes_no_difference_and_their_number_does() -> None:
    # eight findings of every kind: told without going through all that could be
    names = ("体温,≥ 38 °C", "评分,≥ 3", "肌力,≥ II", "型,甲型", "滴度,> 1:80", "发作次数,≥ 2", "症状,是", "咳嗽,是")
    criteria = "\n".join(f"{number},{name}" for number, name in enumerate(names, 1))
    one = version(criteria, "R1,至少 4,1;2;3;4;5;6;7;8", {})
    other = version(criteria, "R1,至少 4,8;7;6;5;4;3;2;1", {})
    assert not differ_somewhere(one, other, WORDS)
    assert differ_somewhere(one, version(criteria, "R1,至少 5,1;2;3;4;5;6;7;8", {}), WORDS)
