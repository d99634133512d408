"""Goes through what is not settled: the readings of open switches, the values of terms nobody stated.

Only what a look-up really reaches is tried. If every alternative comes to the same result, that is the result.
"""

from collections import deque
from collections.abc import Callable, Container, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Generic, TypeVar

from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Value
from chronicare.program.entry import Switch

MAX_ALTERNATIVES = 64
"""Beyond so many alternatives nothing is told of their results."""
MAX_TRIALS = 150
"""Runs made to find what would make them few."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Alternative(Generic[Result]):
    """One way things may be: what is assumed of terms and switches, and what it comes to."""

    facts: Mapping[str, Value]
    readings: Mapping[str, str]
    result: Result


@dataclass(frozen=True, slots=True)
class Exploration(Generic[Result]):
    """All alternatives, empty if there are too many; and the terms and switches it makes a difference to know."""

    alternatives: tuple[Alternative[Result], ...]
    terms: tuple[str, ...]
    switches: tuple[Switch, ...]


def explore(
    run: Callable[[Mapping[str, Value], Mapping[str, str]], Result], essence: Callable[[Result], Hashable]
) -> Exploration[Result]:
    """Run with every combination of the values and readings that ``run`` asks for by raising.

    Two results are the same if their ``essence`` is.
    """
    alternatives: list[Alternative[Result]] = []
    waiting: list[tuple[dict[str, Value], dict[str, str]]] = [({}, {})]
    switches: dict[str, Switch] = {}
    terms: dict[str, None] = {}
    while waiting:
        facts, readings = waiting.pop()
        try:
            alternatives.append(Alternative(facts, readings, run(facts, readings)))
        except ReadingNeededError as needed:
            switches[needed.switch.name] = needed.switch
            waiting += [(facts, {**readings, needed.switch.name: each.id}) for each in reversed(needed.switch.readings)]
        except FactNeededError as needed:
            terms[needed.term] = None
            waiting += [({**facts, needed.term: value}, readings) for value in reversed(needed.values)]
        if len(alternatives) + len(waiting) > MAX_ALTERNATIVES:
            return Exploration((), tuple(terms), tuple(switches.values()))
    essences = [essence(alternative.result) for alternative in alternatives]
    decisive = telling(alternatives, essences)
    return Exploration(
        tuple(alternatives),
        tuple(name for name in terms if name in decisive),
        tuple(switch for name, switch in switches.items() if name in decisive),
    )


def fewest_to_explore(
    run: Callable[[Mapping[str, Value], Mapping[str, str]], Result],
) -> tuple[list[str], list[Result]]:
    """Return the fewest terms after which what ``run`` asks for can be explored, and the results of the trials made.

    Each value of what is asked for is tried once.
    """
    values: dict[str, tuple[Value, ...]] = {}
    readings_of: dict[str, int] = {}
    results: list[Result] = []
    tried: set[tuple[str, Value]] = set()
    waiting: deque[tuple[dict[str, Value], dict[str, str]]] = deque([({}, {})])
    for _ in range(MAX_TRIALS):
        if not waiting:
            break
        facts, readings = waiting.popleft()
        try:
            results.append(run(facts, readings))
        except ReadingNeededError as needed:
            name, every = needed.switch.name, [each.id for each in needed.switch.readings]
            readings_of[name] = len(every)
            waiting += [(facts, {**readings, name: each}) for each in every if (name, each) not in tried]
            tried.update((name, each) for each in every)
        except FactNeededError as needed:
            values.setdefault(needed.term, needed.values)
            new = [value for value in needed.values if (needed.term, value) not in tried]
            tried.update((needed.term, value) for value in new)
            waiting += [({**facts, needed.term: value}, readings) for value in new]
    return fewest_to_ask(values, max(MAX_ALTERNATIVES // prod(readings_of.values()), 1)), results


def fewest_to_ask(values: Mapping[str, Sequence[object]], few: int, first: Container[str] = ()) -> list[str]:
    """Return the fewest terms without which the rest have at most ``few`` combinations of their ``values``.

    Those of ``first`` are asked for before any other is.
    """
    left = sorted(values, key=lambda code: (code in first, len(values[code])))
    while left and prod(len(values[code]) for code in left) > few:
        left.pop()
    return [code for code in values if code not in left]


def telling(alternatives: Sequence[Alternative[Result]], essences: Sequence[Hashable]) -> set[str]:
    """Return the terms and switches that tell apart two alternatives that differ in nothing else both speak of."""
    decisive: set[str] = set()
    if len(set(essences)) == 1:
        return decisive
    assumed = [{**alternative.facts, **alternative.readings} for alternative in alternatives]
    for one, other in combinations(range(len(alternatives)), 2):
        if essences[one] == essences[other]:
            continue
        differing = [
            name for name in assumed[one].keys() & assumed[other] if assumed[one][name] != assumed[other][name]
        ]
        if len(differing) == 1:
            decisive.add(differing[0])
    return decisive
