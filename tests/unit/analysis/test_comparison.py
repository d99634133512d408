"""How two sets of rules differ: what is said otherwise, from when, and who is found otherwise."""

from datetime import date

import pytest
from unit.benefits.written import Written, rules_of, vocabulary
from unit.compiler.written import compiled, rows_of, switches

from chronicare.analysis.comparison import Comparison, compare
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Text

TWO = "1,症状,是\n2,体温,≥ 38 °C"


def entry(criteria: str, groups: str, **tables: str) -> AreaRules:
    rules, found = compiled(**rows_of(criteria, groups), **tables)
    assert found == []
    return rules


def benefits(hit: str, text: str, **defaults: str) -> AreaRules:
    made, found = rules_of({"表": Written(hit, text)}, switches=switches(**defaults))
    assert found == []
    return AreaRules("990000", Text("", ""), "1", date(2025, 1, 1), None, (), vocabulary(), made)


def said(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    return [(each.key.place, each.key.aspect, each.before, each.after) for each in comparison.differences]


def flips(comparison: Comparison) -> list[tuple[bool, tuple[str, ...]]]:
    return [(flip.meets, flip.example) for each in comparison.flips.values() for flip in each]


def test_the_same_rules_differ_in_nothing() -> None:
    assert compare(entry(TWO, "R1,全部,1;2"), entry(TWO, "R1,全部,1;2")) == Comparison((), {})


def test_a_bound_that_moved_is_told_with_somebody_who_is_found_otherwise() -> None:
    found = compare(entry(TWO, "R1,全部,1;2"), entry(TWO.replace("38", "37.5"), "R1,全部,1;2"))
    assert said(found) == [("2", "条件", "体温 ≥ 38 °C", "体温 ≥ 37.5 °C")]
    # what lies between the two bounds: 37.5 itself and what is more, less than 38
    assert flips(found) == [(True, ("症状 是", "体温 37.5 °C"))]
    assert flips(compare(entry(TWO.replace("38", "37.5"), "R1,全部,1;2"), entry(TWO, "R1,全部,1;2"))) == [
        (False, ("症状 是", "体温 37.5 °C"))
    ]


def test_a_composition_that_changed_may_turn_both_ways() -> None:
    criteria = "1,症状,是\n2,咳嗽,是"
    found = compare(entry(criteria, "R1,全部,1\nX1,全部,2"), entry(criteria, "R1,全部,2\nX1,全部,1"))
    assert ("R1", "组合", "全部：1", "全部：2") in said(found)
    assert flips(found) == [(True, ("症状 否", "咳嗽 是")), (False, ("症状 是", "咳嗽 否"))]


def test_what_is_said_otherwise_and_means_the_same_turns_nobody() -> None:
    found = compare(entry("1,症状,是\n2,咳嗽,是", "R1,全部,1;2"), entry("1,症状,是\n2,咳嗽,是", "R1,至少 2,1;2"))
    assert said(found) == [("R1", "组合", "全部：1、2", "至少 2：1、2")]
    assert flips(found) == []


def test_an_entry_that_is_new_or_gone() -> None:
    rules = entry("1,症状,是", "R1,全部,1")
    assert flips(compare(None, rules)) == [(True, ("症状 是",))]
    gone = compare(rules, None)
    assert flips(gone) == [(False, ("症状 是",))]
    assert all(not each.after and each.stands is None for each in gone.differences)


@pytest.mark.parametrize(
    ("after", "since", "until"),
    [
        ("职工,800 元,,\n", None, None),
        ("职工,700 元,,2026-07-01\n职工,800 元,2026-07-01,\n", date(2026, 7, 1), None),
        (
            "职工,700 元,,2026-07-01\n职工,800 元,2026-07-01,2027-01-01\n职工,700 元,2027-01-01,\n",
            date(2026, 7, 1),
            date(2027, 1, 1),
        ),
    ],
)
def test_a_figure_is_told_with_the_days_on_which_it_is_another(after: str, since: date, until: date) -> None:
    head = "入：险种,出：应扣,生效日,失效日\n"
    (found,) = compare(benefits("UNIQUE", f"{head}职工,700 元,,\n"), benefits("UNIQUE", f"{head}{after}")).differences
    assert (found.key.subject, found.key.place, found.key.aspect) == ("表「表」", "险种 职工", "应扣")
    assert (found.before, found.after, found.since, found.until) == ("700 元", "800 元", since, until)


def test_rows_that_come_and_go_and_another_hit_policy() -> None:
    head = "入：险种,出：应扣\n"
    one = benefits("UNIQUE", f"{head}职工,7 元\n")
    other = benefits("FIRST", f"{head}职工,7 元\n居民,8 元\n")
    assert said(compare(one, other)) == [("", "取法", "UNIQUE", "FIRST"), ("险种 居民", "应扣", "", "8 元")]
    assert said(compare(other, one))[1] == ("险种 居民", "应扣", "8 元", "")


def test_another_default_of_a_switch_is_told() -> None:
    text = "入：险种,出：应扣,开关,读法\n职工,7 元,开,甲\n职工,8 元,开,乙\n"
    found = compare(benefits("UNIQUE", text, 开="甲"), benefits("UNIQUE", text, 开="乙"))
    assert said(found) == [("开", "默认读法", "甲", "乙")]
