"""Going through what is open: every way once, and what of it decides."""

from collections.abc import Mapping

import pytest

from chronicare.benefits.alternatives import MAX_ALTERNATIVES, Exploration, explore, fewest_to_ask, fewest_to_explore
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Value
from chronicare.diagnostics import Text
from chronicare.program.entry import Reading, Switch

Facts = Mapping[str, Value]
Readings = Mapping[str, str]


def switch(name: str, *readings: str) -> Switch:
    return Switch(name, tuple(Reading(each, Text(each, each)) for each in readings), None, "", "")


OPEN, OTHER = switch("开", "甲", "乙"), switch("关", "甲", "乙", "丙")


def fact(facts: Facts, term: str, *values: Value) -> Value:
    """Return the value assumed of ``term``, or ask for it."""
    if term not in facts:
        raise FactNeededError(term, values)
    return facts[term]


def reading(readings: Readings, of: Switch) -> str:
    """Return the reading assumed of a switch, or ask for it."""
    if of.name not in readings:
        raise ReadingNeededError(of)
    return readings[of.name]


def same(result: Value) -> Value:
    return result


def alternatives(exploration: Exploration[Value]) -> list[tuple[dict[str, Value], dict[str, str], Value]]:
    return [(dict(each.facts), dict(each.readings), each.result) for each in exploration.alternatives]


def test_what_asks_for_nothing_has_one_way() -> None:
    def run(_facts: Facts, _readings: Readings) -> Value:
        return 7

    exploration = explore(run, same)
    assert (alternatives(exploration), exploration.terms, exploration.switches) == ([({}, {}, 7)], (), ())


def test_every_value_and_reading_is_tried_in_order() -> None:
    def run(facts: Facts, readings: Readings) -> Value:
        chosen = reading(readings, OPEN)
        return f"{chosen}{fact(facts, 'level', 0, 1, 2)}"

    exploration = explore(run, same)
    assert alternatives(exploration) == [
        ({"level": level}, {"开": chosen}, f"{chosen}{level}") for chosen in ("甲", "乙") for level in (0, 1, 2)
    ]
    assert (exploration.terms, exploration.switches) == (("level",), (OPEN,))


def test_only_what_is_reached_is_tried() -> None:
    def run(facts: Facts, readings: Readings) -> Value:
        if not fact(facts, "civil", True, False):
            return "无"
        return reading(readings, OPEN)

    exploration = explore(run, same)
    assert alternatives(exploration) == [
        ({"civil": True}, {"开": "甲"}, "甲"),
        ({"civil": True}, {"开": "乙"}, "乙"),
        ({"civil": False}, {}, "无"),
    ]
    assert (exploration.terms, exploration.switches) == (("civil",), (OPEN,))


def test_the_same_result_under_every_way_is_decided() -> None:
    def run(facts: Facts, readings: Readings) -> Value:
        fact(facts, "civil", True, False)
        reading(readings, OPEN)
        return 7

    exploration = explore(run, same)
    assert [result for _, _, result in alternatives(exploration)] == [7] * 4
    assert (exploration.terms, exploration.switches) == ((), ())


@pytest.mark.parametrize(
    ("essence", "terms"), [(lambda result: result, ("level",)), (lambda result: int(result) // 10, ())]
)
def test_results_are_the_same_if_their_essence_is(essence: object, terms: tuple[str, ...]) -> None:
    assert callable(essence)
    assert explore(lambda facts, _: 70 + int(str(fact(facts, "level", 0, 1))), essence).terms == terms


@pytest.mark.parametrize(
    ("results", "terms", "switches"),
    [
        # the rows are what it comes to with 公务员 true and false, the columns with 开 read as 甲 and 乙
        (((1, 2), (1, 2)), (), ("开",)),
        (((1, 1), (2, 2)), ("civil",), ()),
        (((1, 2), (2, 1)), ("civil",), ("开",)),
        (((1, 1), (1, 2)), ("civil",), ("开",)),
        (((1, 1), (1, 1)), (), ()),
    ],
)
def test_only_what_makes_a_difference_is_decisive(
    results: tuple[tuple[int, int], tuple[int, int]], terms: tuple[str, ...], switches: tuple[str, ...]
) -> None:
    def run(facts: Facts, readings: Readings) -> Value:
        row = 0 if fact(facts, "civil", True, False) else 1
        return results[row][("甲", "乙").index(reading(readings, OPEN))]

    exploration = explore(run, same)
    assert (exploration.terms, tuple(each.name for each in exploration.switches)) == (terms, switches)


def test_what_is_asked_for_on_one_side_only_can_leave_the_other_alone() -> None:
    # whoever is a civil servant gets 1 whatever 关 says; the others get 1, 1 or 2
    def run(facts: Facts, readings: Readings) -> Value:
        if fact(facts, "civil", True, False):
            return 1
        return {"甲": 1, "乙": 1, "丙": 2}[reading(readings, OTHER)]

    exploration = explore(run, same)
    assert (exploration.terms, exploration.switches) == (("civil",), (OTHER,))


@pytest.mark.parametrize(("values", "told"), [(MAX_ALTERNATIVES, MAX_ALTERNATIVES), (MAX_ALTERNATIVES + 1, 0)])
def test_too_many_ways_are_not_told(values: int, told: int) -> None:
    exploration = explore(lambda facts, _: fact(facts, "level", *range(values)), same)
    assert (len(exploration.alternatives), exploration.terms) == (told, ("level",))


def test_with_too_many_ways_all_that_was_asked_for_is_named() -> None:
    def run(facts: Facts, readings: Readings) -> Value:
        reading(readings, OPEN)
        for number in range(6):
            fact(facts, f"term{number}", True, False)
        return 7

    exploration = explore(run, same)
    assert exploration.alternatives == ()
    assert exploration.switches == (OPEN,)
    assert exploration.terms == tuple(f"term{number}" for number in range(6))


def test_what_goes_wrong_goes_on() -> None:
    def run(_facts: Facts, _readings: Readings) -> Value:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        explore(run, same)


# Too many to be told


@pytest.mark.parametrize(
    ("few", "first", "asked"),
    [
        (24, (), []),
        (23, (), ["b"]),  # 2 × 3 are left
        (6, (), ["b"]),
        (5, (), ["a", "b"]),
        (2, ("c",), ["a", "b", "c"]),
        (12, ("c",), ["c"]),
        (1, (), ["a", "b", "c"]),
    ],
)
def test_the_fewest_facts_after_which_few_combinations_are_left(
    few: int, first: tuple[str, ...], asked: list[str]
) -> None:
    values = {"a": range(3), "b": range(4), "c": range(2)}
    assert fewest_to_ask(values, few, first) == asked


def test_what_makes_the_rest_few_enough_is_found_wherever_it_is_asked_for() -> None:
    """16 kinds come first; only the last of them asks for sizes (3) and colours (2), the others for places (8)."""

    def run(facts: Mapping[str, Value], _readings: Mapping[str, str]) -> str:
        for name, count in (
            ("kind", 16),
            *((("size", 3), ("colour", 2)) if facts.get("kind") == 15 else (("place", 8),)),
        ):
            if name not in facts:
                raise FactNeededError(name, range(count))
        return "end"

    assert explore(run, lambda each: each).alternatives == ()
    terms, results = fewest_to_explore(run)
    assert terms == ["kind"]  # of places, sizes and colours there are 48 combinations
    assert set(results) == {"end"}
