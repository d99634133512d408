"""Lowering by hand: which rules an entry becomes, stratum by stratum, and what they derive."""

import pytest
from unit.compiler.written import entry_of, switches

from chronicare.engine import InterpretingEngine, check_program
from chronicare.program.ranks import CompiledEntry
from chronicare.program.rules import RuleProgram

DOCUMENTS = "病种,编号,材料代码,材料,英文名,仅当\nT1,1,a,证明,A,\nT1,2,b,计划,B,R2;2\n"


def rule_counts(program: RuleProgram) -> list[int]:
    return [len(stratum.rules) for stratum in program.strata]


def derived(compiled: CompiledEntry, **facts: int) -> dict[str, bool]:
    """Run the judgement; return what it derives of nodes, and of switched groups under a reading."""
    fired = InterpretingEngine().load(compiled.judgement).run(facts)
    known = {**compiled.verdicts, **compiled.readings}
    return dict(known[name] for name in fired if name in known)


def test_each_node_has_a_rule_for_true_and_one_for_false() -> None:
    compiled = entry_of("1,症状,是\n2,体温,≥ 38 °C\n3,咳嗽,是", "A,至少 2,1;2;3\nR1,全部,A\nX1,全部,3")
    # 3 criteria; then A and X1 of criteria only; then R1; then the entry
    assert rule_counts(compiled.judgement) == [6, 4, 2, 2]
    nodes = [*compiled.entry.criteria, *compiled.entry.groups, "*"]
    assert sorted(compiled.verdicts.values()) == sorted((node, truth) for node in nodes for truth in (True, False))
    assert compiled.readings == {}
    assert check_program(compiled.judgement) == []
    assert check_program(compiled.consequences) == []


def test_a_test_that_always_holds_has_no_rule_for_false() -> None:
    compiled = entry_of("1,体温,≥ 38 °C\n2,体温,[36 °C..38 °C)\n3,体温,< 36 °C", "R1,任一,1;2;3")
    assert rule_counts(compiled.judgement) == [6, 2, 2]
    middle = next(rule for rule in compiled.judgement.strata[0].rules if compiled.verdicts[rule.name] == ("2", False))
    assert len(middle.alternatives) == 2, "below and above"


@pytest.mark.parametrize(
    ("facts", "truths"),
    [
        ({}, {}),
        ({"c0": 1}, {"1": True}),
        ({"c0": 0}, {"1": False}),
        ({"c0": 1, "c1": 1}, {"1": True, "2": True, "A": True, "R1": True}),
        ({"c0": 0, "c1": 0, "c1h": 0}, {"1": False, "2": False, "A": False, "R1": False, "*": False}),
        (
            {"c0": 1, "c1": 1, "c2": 0},
            {"1": True, "2": True, "3": False, "A": True, "R1": True, "X1": False, "*": True},
        ),
        ({"c2": 1}, {"3": True, "X1": True, "*": False}),
    ],
)
def test_truth_needs_enough_and_falsehood_too_few(facts: dict[str, int], truths: dict[str, bool]) -> None:
    compiled = entry_of("1,症状,是\n2,体温,≥ 38 °C\n3,咳嗽,是", "A,至少 2,1;2;3\nR1,全部,A\nX1,全部,3")
    assert derived(compiled, **facts) == truths


@pytest.mark.parametrize(
    ("low", "high", "truth"),
    [(0, 1, False), (1, 2, None), (0, None, None), (2, None, True), (2, 2, True), (None, None, None)],
)
def test_a_count_known_in_part_is_true_from_its_least_and_false_up_to_its_most(
    low: int | None, high: int | None, *, truth: bool | None
) -> None:
    compiled = entry_of("1,血糖,≥ 7 mmol/L,至少2次", "R1,全部,1")
    facts = {name: rank for name, rank in (("c0", low), ("c0h", high)) if rank is not None}
    assert derived(compiled, **facts).get("1") is truth


@pytest.mark.parametrize(
    ("facts", "truth"),
    [
        ({"c0": 1}, None),
        ({"c0": 1, "c2": 1}, True),
        ({"c1": 1, "c2": 1, "c3": 1}, None),
        ({"c0": 0, "c2": 0}, False),
        ({"c0": 0, "c1": 1, "c2": 1, "c3": 0}, False),
        ({"c0": 1, "c1": 0, "c2": 0, "c3": 0}, False),
    ],
)
def test_a_score_is_reached_by_what_holds_and_missed_by_what_can_no_longer_hold(
    facts: dict[str, int], *, truth: bool | None
) -> None:
    # best of each item: 5 for 1, 4 for A, 3 for 3; eight are needed
    compiled = entry_of("1,症状,是,,5\n2a,咳嗽,是,,2\n2b,发热,是,,4\n3,皮疹,是,,3", "A,任一,2a;2b\nR1,合计≥8,1;A;3")
    assert [column.finding for column in compiled.columns] == ["symptom", "cough", "fever", "rash"]
    assert derived(compiled, **facts).get("R1") is truth


def test_none_of_turns_the_truths_round() -> None:
    compiled = entry_of("1,症状,是\n2,咳嗽,是", "R1,均无,1;2")
    assert derived(compiled, c0=0, c1=0)["*"] is True
    assert derived(compiled, c0=1)["*"] is False
    assert "*" not in derived(compiled, c0=0)


SWITCHED = ("1,症状,是\n2,咳嗽,是", "A,全部,1;2,开,甲\nA,任一,1;2,开,乙\nR1,全部,A")


def test_a_switched_group_has_its_variants_beside_it_and_the_switch_a_rule_for_each_reading() -> None:
    compiled = entry_of(*SWITCHED, **switches(开=""))
    # two criteria and two readings; the variants; the group; R1; the entry
    assert rule_counts(compiled.judgement) == [6, 4, 2, 2, 2]
    assert sorted(compiled.readings.values()) == [("A@乙", False), ("A@乙", True), ("A@甲", False), ("A@甲", True)]


@pytest.mark.parametrize(
    ("facts", "truth"),
    [
        ({"c0": 1, "c1": 0, "c2": 0}, False),
        ({"c0": 1, "c1": 0, "c2": 1}, True),
        ({"c0": 1, "c1": 0}, None),
        ({"c0": 1, "c1": 1}, True),
        ({"c0": 0, "c1": 0}, False),
        ({"c0": 1, "c2": 1}, True),
        ({"c0": 1, "c2": 0}, None),
    ],
)
def test_without_a_reading_a_switched_group_is_what_all_readings_share(
    facts: dict[str, int], *, truth: bool | None
) -> None:
    assert derived(entry_of(*SWITCHED, **switches(开="")), **facts).get("A") is truth


def test_a_switched_item_of_a_score_brings_only_the_points_of_its_reading() -> None:
    criteria = "1,症状,是,,5\n2a,咳嗽,是,,2\n2b,发热,是,,4"
    compiled = entry_of(criteria, "A,任一,2a,开,甲\nA,任一,2b,开,乙\nR1,合计≥7,1;A", **switches(开="甲"))
    all_true = {"c0": 1, "c1": 1, "c2": 1}
    assert derived(compiled, **all_true, c3=0)["R1"] is True
    assert derived(compiled, c0=1, c1=0, c2=1, c3=0)["R1"] is False, "2b brings nothing under 甲"
    assert derived(compiled, c0=1, c1=0, c2=1, c3=1)["R1"] is True
    assert sorted(node for node, _ in compiled.readings.values() if ":" in node) == ["A:2a", "A:2a", "A:2b", "A:2b"]


def test_consequences_are_the_outcome_the_review_and_the_documents() -> None:
    entries = "编码,名称,英文名,类别,复审周期\nT1,甲,A,慢病,12\n"
    criteria, groups = "1,症状,是\n2,咳嗽,是", "R1,全部,1\nR2,全部,2"
    compiled = entry_of(criteria, groups, entries=entries, documents=DOCUMENTS)
    (stratum,) = compiled.consequences.strata
    assert [rule.name for rule in stratum.rules] == [
        "outcome0", "outcome1", "outcome2", "review", "document0", "document1", "perhaps1",
    ]  # fmt: skip
    run = InterpretingEngine().load(compiled.consequences).run
    assert run({"o": 2, "d1": 2}) == ("outcome2", "review", "document0", "document1")
    assert run({"o": 2, "d1": 0}) == ("outcome2", "review", "document0")
    assert run({"o": 1, "r": 1, "d1": 1}) == ("outcome1", "document0", "perhaps1")
    assert run({"o": 2, "r": 2, "d1": 1}) == ("outcome2", "review", "document0"), "a route holds without it"
    assert run({"o": 0, "d1": 2}) == ("outcome0",)


def test_without_a_review_period_there_is_no_rule_for_the_review() -> None:
    compiled = entry_of("1,症状,是", "R1,全部,1")
    assert [rule.name for stratum in compiled.consequences.strata for rule in stratum.rules] == [
        "outcome0", "outcome1", "outcome2",
    ]  # fmt: skip
