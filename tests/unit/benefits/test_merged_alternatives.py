"""Ways that come to the same are told as one."""

from collections.abc import Mapping

import pytest

from chronicare.benefits.alternatives import Alternative
from chronicare.benefits.merged_alternatives import MergedAlternative, merge
from chronicare.cells.values import Value
from chronicare.diagnostics import Text
from chronicare.program.entry import Reading, Switch

SWITCH = Switch("开", (Reading("甲", Text("甲", "a")), Reading("乙", Text("乙", "b"))), None, "A-1", "未写")
VALUES: Mapping[str, tuple[Value, ...]] = {"yes": (True, False), "level": (0, 1, 2), "course": ("常", "甲", "乙")}


def merged(*ways: tuple[dict[str, Value], str]) -> list[MergedAlternative[str]]:
    """Merge ``ways``: facts, a reading under the name of its switch among them, and what they come to."""
    alternatives = [
        Alternative(
            {name: value for name, value in assumed.items() if name != "开"},
            {name: str(value) for name, value in assumed.items() if name == "开"},
            result,
        )
        for assumed, result in ways
    ]
    usual = {"course": "常"}
    return merge(
        alternatives,
        lambda each: each,
        VALUES.__getitem__,
        usual.get,
        {"开": [each.id for each in SWITCH.readings]}.__getitem__,
    )


def test_a_fact_that_makes_no_difference_is_not_assumed() -> None:
    assert merged(({"yes": True}, "a"), ({"yes": False}, "a")) == [MergedAlternative({}, {}, "a")]


def test_values_that_come_to_the_same_stand_together_in_order() -> None:
    assert merged(({"level": 0}, "a"), ({"level": 1}, "b"), ({"level": 2}, "a")) == [
        MergedAlternative({"level": (0, 2)}, {}, "a"),
        MergedAlternative({"level": (1,)}, {}, "b"),
    ]


def test_a_fact_that_matters_in_one_case_only_is_assumed_in_that_case_only() -> None:
    found = merged(
        ({"yes": True, "level": 0}, "a"),
        ({"yes": True, "level": 1}, "a"),
        ({"yes": True, "level": 2}, "a"),
        ({"yes": False, "level": 0}, "b"),
        ({"yes": False, "level": 1}, "c"),
        ({"yes": False, "level": 2}, "c"),
    )
    assert found == [
        MergedAlternative({"yes": (True,)}, {}, "a"),
        MergedAlternative({"yes": (False,), "level": (0,)}, {}, "b"),
        MergedAlternative({"yes": (False,), "level": (1, 2)}, {}, "c"),
    ]


def test_a_switch_is_merged_whole_or_not_at_all() -> None:
    assert merged(({"开": "甲"}, "a"), ({"开": "乙"}, "a")) == [MergedAlternative({}, {}, "a", ("开",))]
    assert merged(({"开": "甲"}, "a"), ({"开": "乙"}, "b")) == [
        MergedAlternative({}, {"开": "甲"}, "a"),
        MergedAlternative({}, {"开": "乙"}, "b"),
    ]


@pytest.mark.parametrize(("unusual", "told"), [("a", 1), ("b", 2)])
def test_an_unusual_value_is_told_if_it_comes_to_something_else(unusual: str, told: int) -> None:
    """The unusual value asks for more besides, so that the two are not told apart by one fact alone."""
    found = merged(
        ({"course": "常"}, "a"), ({"course": "甲", "yes": True}, unusual), ({"course": "甲", "yes": False}, "c")
    )
    assert len(found) == told + 1


def test_an_unusual_value_that_comes_to_another_cases_result_is_told() -> None:
    """With 甲 a no comes to what yes comes to otherwise: that is no case of the usual one."""
    found = merged(
        ({"course": "常", "yes": True}, "a"),
        ({"course": "常", "yes": False}, "b"),
        ({"course": "甲", "level": 0, "yes": False}, "a"),
        ({"course": "甲", "level": 1, "yes": True}, "a"),
    )
    assert [way.facts for way in found if way.result == "a"] == [
        {"course": ("常",), "yes": (True,)},
        {"course": ("甲",), "yes": (False,), "level": (0,)},
    ]
