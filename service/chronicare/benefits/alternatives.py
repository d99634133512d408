"""Goes through what is not settled: the readings of open switches, the values of terms nobody stated.

Only what a look-up really reaches is tried. If every alternative comes to the same result, that is the result.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Value
from chronicare.program.entry import Switch

MAX_ALTERNATIVES = 64
"""Beyond so many alternatives nothing is told of their results."""

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
    decisive = _decisive(alternatives, essences)
    return Exploration(
        tuple(alternatives),
        tuple(name for name in terms if name in decisive),
        tuple(switch for name, switch in switches.items() if name in decisive),
    )


def _decisive(alternatives: list[Alternative[Result]], essences: list[Hashable]) -> set[str]:
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
