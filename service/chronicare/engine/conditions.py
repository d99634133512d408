"""Conditions: what one rule of the engine tests. A rule of the program has one for each of its alternatives.

A condition is a conjunction of terms on one fact. There is no ``$or`` (it fires once for each branch that holds), no
arithmetic (a missing operand is read from uninitialised memory), no join, no absence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from chronicare.engine.limits import Limits
from chronicare.engine.problem import Problem, exceeds
from chronicare.program.rules import Stratum, Test


class Match(NamedTuple):
    """One term in the engine's own words: ``operator`` is ``""`` (equals), ``$gte``, ``$lte`` or ``$ex`` (is there).

    ``value`` is the rank or tally compared with; 1 with ``$ex``.
    """

    operator: str
    property: str
    value: int


class Condition(NamedTuple):
    """One alternative of the rule called ``rule``. Without terms it always holds."""

    rule: str
    terms: tuple[Match, ...]

    @property
    def properties(self) -> tuple[str, ...]:
        """The properties the fact must have, each once."""
        return tuple(dict.fromkeys(term.property for term in self.terms))


def conditions_of(stratum: Stratum) -> Iterator[Condition]:
    """Yield the conditions of all rules in the program's order."""
    for rule in stratum.rules:
        for tests in rule.alternatives:
            yield Condition(rule.name, tuple(dict.fromkeys(term for test in tests for term in _terms(test))))


def _terms(test: Test) -> Iterator[Match]:
    if test.low is None and test.high is None:
        yield Match("$ex", test.property, 1)
    elif test.low is not None and test.low == test.high:
        yield Match("", test.property, test.low)
    else:
        if test.low is not None:
            yield Match("$gte", test.property, test.low)
        if test.high is not None:
            yield Match("$lte", test.property, test.high)


def excess(place: str, conditions: Sequence[Condition], limits: Limits) -> list[Problem]:
    """Return how ``conditions``, tried together on one fact, go beyond ``limits``; nothing if they fit.

    They hang together in a tree: a node is a term after all the terms before it. Two conditions share a node as long as
    they begin alike.
    """
    followers: dict[tuple[Match, ...], set[Match]] = {}
    for condition in conditions:
        for length, term in enumerate(condition.terms):
            followers.setdefault(condition.terms[:length], set()).add(term)
    endings = Counter(condition.terms for condition in conditions)
    endings[()] += 1  # the catch-all rule ends at the tag
    sizes = (
        ("条件", "conditions", len(conditions), limits.conditions),
        ("属性", "properties", len(properties_of(conditions)), limits.properties),
        (
            "一个条件里的项",
            "terms in one condition",
            1 + max((len(each.terms) for each in conditions), default=0),
            limits.terms_of_condition,
        ),
        (
            "同一前缀下的项",
            "terms under one prefix",
            max(map(len, followers.values()), default=0),
            limits.terms_under_prefix,
        ),
        ("以同一项结尾的条件", "conditions with the same last term", max(endings.values()), limits.same_last_term),
    )
    return [
        exceeds(place, f"{zh}有 {size} 个，至多 {most} 个", f"{size} {en}, at most {most} are allowed")
        for zh, en, size, most in sizes
        if size > most
    ]


def properties_of(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Return the properties that ``conditions`` test, each once, in the order they come up."""
    return tuple(dict.fromkeys(name for condition in conditions for name in condition.properties))
