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
        items = [
            entry.groups[each].variants[0].members if each in entry.groups else (each,) for each in variant.members
        ]
        brought = [max([entry.criteria[name].points for name in item if truths[name]], default=0) for item in items]
        return sum(brought) >= needs.amount
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
        if not is_tree(entry):
            continue
        evaluator = ReferenceEvaluator(entry, vocabulary)
        maker = EvidenceMaker(entry, vocabulary)
        for _ in range(4):
            judgement = evaluator.judge(maker.draw(rng))
            if judgement.outcome is False and wanted:
                wanted -= 1
                yield entry, judgement.nodes


@pytest.mark.generated
def test_the_nearest_route_is_that_of_brute_force(scale: int) -> None:
    within_reach = 0
    for entry, nodes in _refusals("nearest", 250 * scale):
        readings = {name: switch.default for name, switch in entry.switches.items() if switch.default is not None}
        found = nearest_route(entry, nodes, readings)
        costs = {route.id: fewest(entry, nodes, route.id) for route in entry.routes}
        least = min((cost for cost in costs.values() if cost is not None), default=None)
        if least is None:
            assert found.failing == ()
            continue
        within_reach += 1
        assert found.route == next(name for name, cost in costs.items() if cost == least)
        assert len(found.failing) == least
        assert turned(entry, nodes, found.route, found.failing)
        assert [name for name in entry.criteria if name in found.failing] == list(found.failing)
    assert within_reach > 200 * scale


# By hand


def nearest(criteria: str, groups: str, truths: str, **tables: str) -> Nearest:
    """Find the nearest route; ``truths`` has ``+``, ``-`` or ``?`` for each criterion."""
    entry = entry_of(criteria, groups, **tables).entry
    known: dict[str, Truth] = dict(
        zip(entry.criteria, ({"+": True, "-": False, "?": None}[each] for each in truths), strict=True)
    )
    readings = {name: switch.default for name, switch in entry.switches.items() if switch.default is not None}
    nodes: dict[str, Truth] = dict(known)
    settled = {name: bool(truth) for name, truth in known.items()}
    for name in entry.groups:
        nodes[name] = holds(entry, name, settled, readings) if "?" not in truths else None
    return nearest_route(entry, nodes, readings)


FOUR = "1,症状,是\n2,咳嗽,是\n3,发热,是\n4,皮疹,是"


@pytest.mark.parametrize(
    ("groups", "truths", "expected"),
    [
        # the fewest failing criteria, not the first route
        ("R1,全部,1;2;3\nR2,全部,3;4", "+---", Nearest("R1", ("2", "3"), ())),
        ("R1,全部,1;2;3\nR2,全部,3;4", "---+", Nearest("R2", ("3",), ())),
        # the manual's order among equals
        ("R1,全部,1;2\nR2,全部,3;4", "----", Nearest("R1", ("1", "2"), ())),
        # of several alternatives one
        ("A,任一,1;2;3\nR1,全部,A;4", "----", Nearest("R1", ("1", "4"), ())),
        ("R1,至少 3,1;2;3;4", "+---", Nearest("R1", ("2", "3"), ())),
        # what must not hold fails by holding
        ("R1,均无,1;2;3;4", "+-+-", Nearest("R1", ("1", "3"), ())),
        # unknown criteria need not be turned
        ("R1,全部,1;2;3;4", "??--", Nearest("R1", ("3", "4"), ())),
        # an exclusion is told beside the route
        ("R1,全部,1;2;3\nX1,全部,4", "++++", Nearest("R1", (), ("X1",))),
    ],
)
def test_the_nearest_route_by_hand(groups: str, truths: str, expected: Nearest) -> None:
    assert nearest(FOUR, groups, truths) == expected


SCORED = "1,症状,是,,5\n2,咳嗽,是,,3\n3,发热,是,,4\n4,皮疹,是,,2"


@pytest.mark.parametrize(
    ("groups", "truths", "failing"),
    [
        ("R1,合计≥9,1;2;3;4", "---+", ("1", "3")),
        ("R1,合计≥5,1;2;3;4", "---+", ("1",)),
        ("R1,合计≥14,1;2;3;4", "----", ("1", "2", "3", "4")),
        ("A,任一,1;2\nR1,合计≥9,A;3;4", "-+--", ("1", "3")),
        # a score that must be missed
        ("A,合计≥8,1;2;3;4\nR1,均无,A", "++-+", ("1",)),
        ("A,合计≥6,1;2;3;4\nR1,均无,A", "++-+", ("1",)),
        ("A,合计≥2,1;2;3;4\nR1,均无,A", "++-+", ("1", "2", "4")),
    ],
)
def test_of_a_score_the_points_that_help_most(groups: str, truths: str, failing: tuple[str, ...]) -> None:
    assert nearest(SCORED, groups, truths) == Nearest("R1", failing, ())


def test_a_switched_group_is_judged_as_read() -> None:
    groups = "A,全部,1;2;3,开,甲\nA,全部,4,开,乙\nR1,全部,A"
    assert nearest(FOUR, groups, "----", **switches(开="甲")).failing == ("1", "2", "3")
    assert nearest(FOUR, groups, "----", **switches(开="乙")).failing == ("4",)
