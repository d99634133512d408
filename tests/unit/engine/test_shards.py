"""A program is cut so that each piece is within the limits, nothing is lost and the order is kept."""

from collections.abc import Sequence

import pytest

from chronicare.engine import Limits
from chronicare.engine.conditions import Condition, Match
from chronicare.engine.shards import Shard, group_shards, split_program
from chronicare.program.rules import Rule, RuleProgram, Stratum
from chronicare.program.rules import Test as Bounds


def split(limits: Limits, *rules: Rule) -> list[list[str]]:
    """Return the rules of the conditions in each shard of a stratum of ``rules``."""
    shards = split_program(RuleProgram("program", (Stratum((), rules),)), limits)
    return [[condition.rule for condition in shard.conditions] for shard in shards]


def rule(name: str, *properties: str) -> Rule:
    """Return a rule with one alternative for each property, none for none."""
    return Rule(name, tuple((Bounds(each, 1, None),) for each in properties))


@pytest.mark.parametrize(
    ("limits", "rules", "expected"),
    [
        pytest.param(Limits(), [rule("a", "p"), rule("b", "q")], [["a", "b"]], id="all in one"),
        pytest.param(
            Limits(conditions=2), [rule(n, "p") for n in "abcde"], [["a", "b"], ["c", "d"], ["e"]], id="conditions"
        ),
        pytest.param(
            Limits(conditions=2), [rule("a", "p", "q", "r")], [["a", "a"], ["a"]], id="alternatives of one rule"
        ),
        pytest.param(
            Limits(properties=2),
            [rule("a", "p", "q"), rule("b", "p"), rule("c", "r")],
            [["a", "a", "b"], ["c"]],
            id="properties",
        ),
        pytest.param(
            Limits(terms_under_prefix=1),
            [rule("a", "p"), rule("b", "p"), rule("c", "q")],
            [["a", "b"], ["c"]],
            id="terms",
        ),
        pytest.param(Limits(same_last_term=2), [rule(n, "p") for n in "abc"], [["a", "b"], ["c"]], id="same last term"),
        pytest.param(
            Limits(same_last_term=2), [Rule(n, ((),)) for n in "ab"], [["a"], ["b"]], id="same as the catch-all's"
        ),
        pytest.param(Limits(), [rule("a")], [], id="nothing to try"),
    ],
)
def test_split(limits: Limits, rules: Sequence[Rule], expected: list[list[str]]) -> None:
    assert split(limits, *rules) == expected


def test_a_shards_fact_holds_only_what_its_rules_test() -> None:
    program = RuleProgram(
        "program", (Stratum((), (rule("a", "p", "q"), rule("b", "r"))), Stratum((), (Rule("c", ((),)),)))
    )
    assert [(shard.stratum, shard.properties) for shard in split_program(program, Limits(conditions=2))] == [
        (0, ("p", "q")),
        (0, ("r",)),
        (1, ()),
    ]


def test_terms() -> None:
    tests = (Bounds("p", 1, 2), Bounds("q", 3, 3), Bounds("r", None, None), Bounds("p", 1, None), Bounds("s", None, 0))
    (shard,) = split_program(RuleProgram("program", (Stratum((), (Rule("a", (tests,)),)),)))
    assert shard.conditions == (
        Condition(
            "a",
            (
                Match("$gte", "p", 1),
                Match("$lte", "p", 2),
                Match("", "q", 3),
                Match("$ex", "r", 1),
                Match("$lte", "s", 0),
            ),
        ),
    )


def test_shards_share_rulesets_within_the_limits() -> None:
    two = Shard(0, (Condition("a", ()),) * 2)
    one = Shard(1, (Condition("b", ()),))
    limits = Limits(rules_of_ruleset=6, shards_of_ruleset=2)
    assert group_shards([two, two, two, one, one, one], limits) == ((two, two), (two, one), (one, one))
    assert group_shards([], limits) == ()
