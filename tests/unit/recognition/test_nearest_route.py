"""The nearest route against brute force: every set of criteria that could be turned, smallest first."""

import random
from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product

import pytest
from fuzz.evidence import EvidenceMaker
from fuzz.programs import Shape, draw_entry
from unit.compiler.written import entry_of, switches

from chronicare.program.entry import Entry, NeedsKind, Variant
from chronicare.program.truth import Truth
from chronicare.recognition.nearest import Nearest, nearest_route
from chronicare.reference import ReferenceEvaluator

SHAPE = Shape(findings=7, criteria=7, depth=2, switches=1, reuse=0.2)


def holds(entry: Entry, name: str, truths: Mapping[str, bool], readings: Mapping[str, str]) -> bool:
    """Compose two-valued truths, as naively as can be."""
    if name in entry.criteria:
        return truths[name]
    group = entry.groups[name]
    (variant,) = (each for each in group.variants if not group.switch or each.reading == readings[group.switch])
    return composed(entry, variant, truths, readings)


def composed(entry: Entry, variant: Variant, truths: Mapping[str, bool], readings: Mapping[str, str]) -> bool:
    needs = variant.needs
    if needs.kind is NeedsKind.SCORE:
        return sum(entry.criteria[each].points for each in variant.members if truths[each]) >= needs.amount
    members = [holds(entry, each, truths, readings) for each in variant.members]
    if needs.kind is NeedsKind.NONE:
        return not any(members)
    return sum(members) >= {NeedsKind.ALL: len(members), NeedsKind.ANY: 1}.get(needs.kind, needs.amount)


def turned(entry: Entry, nodes: Mapping[str, Truth], route: str, failing: tuple[str, ...]) -> bool:
    """Whether ``route`` can hold once ``failing`` are turned, whatever suits best being true of the unknown."""
    settled = {name: bool(nodes[name]) is not (name in failing) for name in entry.criteria if nodes[name] is not None}
    unknown = [name for name in entry.criteria if nodes[name] is None]
    readings = [
        [(switch.name, each.id) for each in switch.readings if switch.default in (None, each.id)]
        for switch in entry.switches.values()
    ]
    return any(
        holds(entry, route, {**settled, **dict(zip(unknown, guess, strict=True))}, dict(chosen))
        for guess in product((True, False), repeat=len(unknown))
        for chosen in product(*readings)
    )


def fewest(entry: Entry, nodes: Mapping[str, Truth], route: str) -> int | None:
    """How many criteria would have to be turned for ``route``; ``None`` if no turning brings it about."""
    known = [name for name in entry.criteria if nodes[name] is not None]
    every = chain.from_iterable(combinations(known, size) for size in range(len(known) + 1))
    return next((len(each) for each in every if turned(entry, nodes, route, each)), None)


def is_tree(entry: Entry) -> bool:
    """Whether every node is named once: else it may be cheaper to turn one criterion for two groups."""
    members = [each for group in entry.groups.values() for each in group.variants[0].members]
    return len(members) == len(set(members))


def _refusals(seed: str, wanted: int) -> Iterator[tuple[Entry, Mapping[str, Truth]]]:
    number = 0
    while wanted:
        rng = random.Random(f"{seed}-{number}")
        number += 1
        entry, vocabulary = draw_entry(rng, SHAPE)
        evaluator = ReferenceEvaluator(entry, vocabulary)
        maker = EvidenceMaker(entry, vocabulary)
        for _ in range(4):
            judgement = evaluator.judge(maker.draw(rng))
            if judgement.outcome is False and wanted:
                wanted -= 1
                yield entry, judgement.nodes


@pytest.mark.generated
def test_the_nearest_route_is_that_of_brute_force(scale: int) -> None:
    trees = 0
    for entry, nodes in _refusals("nearest", 250 * scale):
        readings = {name: switch.default for name, switch in entry.switches.items() if switch.default is not None}
        found = nearest_route(entry, nodes, readings)
        costs = {route.id: fewest(entry, nodes, route.id) for route in entry.routes}
        within_reach = [cost for cost in costs.values() if cost is not None]
        if not within_reach:
            assert found.failing == ()
            continue
        assert turned(entry, nodes, found.route, found.failing), (entry, nodes, found)
        assert [name for name in entry.criteria if name in found.failing] == list(found.failing)
        if is_tree(entry):
            trees += 1
            assert len(found.failing) == min(within_reach)
            assert found.route == next(name for name, cost in costs.items() if cost == min(within_reach))
    assert trees > 50 * scale
