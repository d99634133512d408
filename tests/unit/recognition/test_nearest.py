"""The nearest route against brute force: every set of criteria that could be otherwise."""

import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product

import pytest
from fuzz.evidence import EvidenceMaker
from fuzz.programs import Shape, draw_entry
from unit.compiler.written import entry_of, switches

from chronicare.program.entry import Entry, NeedsKind, Variant
from chronicare.program.truth import Truth
from chronicare.recognition.nearest import MAX_NEAREST, Nearest, NearRoute, Tally, nearest_route
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


class Worlds:
    """Every way the criteria of an entry can turn out, under every reading that may be in force."""

    def __init__(self, entry: Entry) -> None:
        """Compose every group of ``entry`` for every truth of its criteria."""
        self._names = tuple(entry.criteria)
        readings = [
            dict(each)
            for each in product(
                *(
                    [(switch.name, each.id) for each in switch.readings if switch.default in (None, each.id)]
                    for switch in entry.switches.values()
                )
            )
        ]
        guesses = list(product((True, False), repeat=len(self._names)))
        self._holding = {
            group: [
                {guess: holds(entry, group, dict(zip(self._names, guess, strict=True)), each) for guess in guesses}
                for each in readings
            ]
            for group in entry.groups
        }

    def truth(self, group: str, truths: Mapping[str, Truth]) -> Truth:
        """Return what is sure of ``group``, as a decision has it."""
        guesses = product(*((True, False) if (truth := truths[each]) is None else (truth,) for each in self._names))
        seen = {holding[guess] for guess in guesses for holding in self._holding[group]}
        return seen.pop() if len(seen) == 1 else None

    def can_turn(self, group: str, truths: Mapping[str, Truth], turned: frozenset[str]) -> bool:
        """Whether ``group`` is sure to hold once each of ``turned`` is otherwise, the unknown among them as suits."""
        chosen = [
            (
                (True, False)
                if truths[each] is None and each in turned
                else [None]
                if truths[each] is None
                else [truths[each] is not (each in turned)]
            )
            for each in self._names
        ]
        return any(
            all(
                holding[tuple(guess)]
                for guess in product(*((True, False) if value is None else [value] for value in choice))
            )
            for holding in self._holding[group]
            for choice in product(*chosen)
        )


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
    refused = several = 0
    for entry, judged in _refusals("nearest", 250 * scale):
        rng = random.Random(f"{refused}")
        refused += 1
        worlds = Worlds(entry)
        truths = {name: judged[name] for name in entry.criteria}
        nodes = {**truths, **{name: worlds.truth(name, truths) for name in entry.groups}}
        readings = {name: switch.default for name, switch in entry.switches.items() if switch.default is not None}
        shares = {name: Fraction(rng.randrange(5), 4) for name in truths if rng.random() < 0.7}
        fixed = {each.finding for each in entry.criteria.values() if rng.random() < 0.3}

        def cost(
            names: Iterable[str],
            entry: Entry = entry,
            truths: Mapping[str, Truth] = truths,
            shares: Mapping[str, Fraction] = shares,
            fixed: Collection[str] = fixed,
        ) -> tuple[int, int, Fraction]:
            failing = [each for each in names if truths[each] is not None]
            untested = sum(truths[each] is None for each in names)
            never = sum(entry.criteria[each].finding in fixed for each in failing)
            far = sum((shares.get(each, Fraction(1)) for each in failing), Fraction(untested, 2))
            return never, len(failing) + untested, far

        ways = [
            (cost(each), route.id, each)
            for route in entry.routes
            for size in range(len(truths) + 1)
            for each in map(frozenset, combinations(truths, size))
            if worlds.can_turn(route.id, truths, each)
        ]
        found = nearest_route(entry, nodes, readings, shares, fixed)
        if not ways:
            assert (found.failing, found.untested, found.equally_near) == ((), (), ())
            continue
        least = min(each for each, _, _ in ways)
        expected = [(route, names) for each, route, names in ways if each == least]
        told = [NearRoute(found.route, found.failing, found.untested), *found.equally_near]
        said = {(each.route, frozenset(each.failing) | frozenset(each.untested)) for each in told}
        assert len(said) == len(told)
        assert said <= set(expected)
        assert len(expected) >= MAX_NEAREST or said == set(expected)
        assert found.route == expected[0][0]
        for each in told:
            for names, kind in ((each.failing, False), (each.untested, True)):
                assert list(names) == [name for name in truths if name in names]
                assert all((truths[name] is None) is kind for name in names)
        several += len(told) > 1
    assert several > 20 * scale


# By hand


def nearest(
    criteria: str,
    groups: str,
    truths: str,
    shares: Mapping[str, str] | None = None,
    *,
    fixed: str = "",
    switched: str = "",
) -> Nearest:
    """Find the nearest route; ``truths`` has ``+``, ``-`` or ``?`` for each criterion, ``fixed`` what cannot change."""
    entry = entry_of(criteria, groups, **(switches(开=switched) if switched else {})).entry
    known: dict[str, Truth] = dict(
        zip(entry.criteria, ({"+": True, "-": False, "?": None}[each] for each in truths), strict=True)
    )
    readings = {name: switch.default for name, switch in entry.switches.items() if switch.default is not None}
    worlds = Worlds(entry)
    nodes = {**known, **{name: worlds.truth(name, known) for name in entry.groups}}
    far = {name: Fraction(share) for name, share in (shares or {}).items()}
    return nearest_route(
        entry, nodes, readings, far, {each.finding for each in entry.criteria.values() if each.id in fixed}
    )


FOUR = "1,症状,是\n2,咳嗽,是\n3,发热,是\n4,皮疹,是"


def near(route: str, *failing: str) -> NearRoute:
    return NearRoute(route, failing)


@pytest.mark.parametrize(
    ("groups", "truths", "expected"),
    [
        # the fewest failing criteria, not the first route
        ("R1,全部,1;2;3\nR2,全部,3;4", "+---", Nearest("R1", ("2", "3"), (), equally_near=(near("R2", "3", "4"),))),
        ("R1,全部,1;2;3\nR2,全部,3;4", "---+", Nearest("R2", ("3",), ())),
        # the manual's order among equals, each of which is named
        ("R1,全部,1;2\nR2,全部,3;4", "----", Nearest("R1", ("1", "2"), (), equally_near=(near("R2", "3", "4"),))),
        # of several alternatives one, the others beside it
        (
            "A,任一,1;2;3\nR1,全部,A;4",
            "----",
            Nearest("R1", ("1", "4"), (), equally_near=(near("R1", "2", "4"), near("R1", "3", "4"))),
        ),
        # what must not hold fails by holding
        ("R1,均无,1;2;3;4", "+-+-", Nearest("R1", ("1", "3"), ())),
        # what was not tested is not met, and is told apart
        ("R1,全部,1;2;3;4", "??--", Nearest("R1", ("3", "4"), (), ("1", "2"))),
        ("R1,全部,1;2;3\nR2,全部,2;4", "???-", Nearest("R2", ("4",), (), ("2",))),
        # an exclusion is told beside the route
        ("R1,全部,1;2;3\nX1,全部,4", "++++", Nearest("R1", (), ("X1",))),
    ],
)
def test_the_nearest_route_by_hand(groups: str, truths: str, expected: Nearest) -> None:
    assert nearest(FOUR, groups, truths) == expected


def test_any_k_of_n_says_how_many_are_met_lacking_and_untested() -> None:
    found = nearest(FOUR, "R1,至少 3,1;2;3;4", "+---")
    assert found.tallies == (Tally("R1", 3, 1, 3, 0),)
    assert {(found.route, found.failing), *((each.route, each.failing) for each in found.equally_near)} == {
        ("R1", ("2", "3")),
        ("R1", ("2", "4")),
        ("R1", ("3", "4")),
    }
    # an examination can still be made: it comes before what was found to be otherwise
    found = nearest(FOUR, "A,至少 3,1;2;3\nR1,全部,A;4", "+-?-")
    assert (found.failing, found.untested, found.tallies) == (("2", "4"), ("3",), (Tally("A", 3, 1, 1, 1),))


def test_the_smaller_distance_comes_before_the_order() -> None:
    """Stage 2 where route 1 asks for stage 5 and route 2 for stages 3 to 5: three levels and one level of four."""
    groups, far = "R1,全部,1;3\nR2,全部,2;3;4", {"1": "3/4", "2": "1/4"}
    assert nearest(FOUR, groups, "--++", far) == Nearest("R2", ("2",), ())


def test_what_nothing_changes_comes_last() -> None:
    """Eight years old, growing 5.0 cm a year: not the route for three-year-olds, that for those not in puberty."""
    criteria = "1,年龄,≤ 3 岁\n2,评分,< 7\n3,症状,否\n4,评分,< 5\n5,症状,是"
    groups = "甲,全部,1;2\n乙,全部,3;4\n丙,全部,5;2\nR1,任一,甲;乙;丙"
    far = {"1": "1", "4": "0", "5": "1"}
    assert nearest(criteria, groups, "-++--", far, fixed="135") == Nearest("R1", ("4",), ())
    # even if more would have to change
    assert nearest(FOUR, "R1,全部,1\nR2,全部,2;3;4", "----", fixed="1").route == "R2"
    assert nearest(FOUR, "R1,全部,1\nR2,全部,2;3;4", "----").route == "R1"


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
    found = nearest(SCORED, groups, truths)
    assert found.route == "R1"
    assert failing in {found.failing, *(each.failing for each in found.equally_near)}
    assert len(found.failing) == len(failing)


def test_a_switched_group_is_judged_as_read() -> None:
    groups = "A,全部,1;2;3,开,甲\nA,全部,4,开,乙\nR1,全部,A"
    assert nearest(FOUR, groups, "----", switched="甲").failing == ("1", "2", "3")
    assert nearest(FOUR, groups, "----", switched="乙").failing == ("4",)
