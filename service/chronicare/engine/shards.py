"""Splits a program so that each fact meets no more conditions than the engine bears.

The rules of a stratum do not depend on each other, so a stratum can be cut into shards, each matched against a fact of
its own that holds just the properties its conditions test. Shards in turn share rulesets of the engine, told apart by a
tag. The program's order is kept, so firings still come in it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chronicare.engine.conditions import Condition, conditions_of, excess, properties_of
from chronicare.engine.limits import LIMITS, Limits
from chronicare.program.rules import RuleProgram


class Shard(NamedTuple):
    """Conditions tried together on one fact; ``stratum`` is the number of the stratum they are of."""

    stratum: int
    conditions: tuple[Condition, ...]

    @property
    def properties(self) -> tuple[str, ...]:
        """The properties its fact holds."""
        return properties_of(self.conditions)


def split_program(program: RuleProgram, limits: Limits = LIMITS) -> tuple[Shard, ...]:
    """Return the shards of a checked ``program`` in the order they run. A stratum without conditions has none."""
    return tuple(
        Shard(number, conditions)
        for number, stratum in enumerate(program.strata)
        for conditions in _cut(conditions_of(stratum), limits)
    )


def _cut(conditions: Iterable[Condition], limits: Limits) -> Iterator[tuple[Condition, ...]]:
    together: tuple[Condition, ...] = ()
    for condition in conditions:
        if together and excess(condition.rule, (*together, condition), limits):
            yield together
            together = ()
        together = (*together, condition)
    if together:
        yield together


def group_shards(shards: Iterable[Shard], limits: Limits = LIMITS) -> tuple[tuple[Shard, ...], ...]:
    """Return the shards that share a ruleset, ruleset by ruleset, in order. Each shard has a catch-all rule besides."""
    groups: list[list[Shard]] = []
    rules = 0
    for shard in shards:
        added = len(shard.conditions) + 1
        if not groups or rules + added > limits.rules_of_ruleset or len(groups[-1]) == limits.shards_of_ruleset:
            groups.append([])
            rules = 0
        groups[-1].append(shard)
        rules += added
    return tuple(map(tuple, groups))
