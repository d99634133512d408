"""For a refusal: the route that came nearest, what of it is not met, and which others came as near.

What counts first is how many facts that nothing changes would have to be otherwise (age, the type of a disease), then
how many criteria are not met, the untested among them, then how far they are from it, then the manual's order. A time
that is still running is as far as the part of it yet to come, so it is nearer than a plain no: it passes by itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product
from typing import NamedTuple

from chronicare.compiler.structure import score_terms
from chronicare.program.entry import Entry, Group, NeedsKind, Variant
from chronicare.program.truth import Truth
from chronicare.recognition.distance import WHOLE

MAX_NEAREST = 20
"""Sets as near as the nearest that are looked for; a group of any k of n says by its count what there is beyond."""
_UNTESTED = Fraction(1, 2)
"""An examination can still be made: that is nearer than what was found to be otherwise, and farther than most gaps."""


class Cost(NamedTuple):
    """How far off a set of criteria is; the smaller is the nearer."""

    unchangeable: int
    unmet: int
    distance: Fraction


class NearRoute(NamedTuple):
    """A route and what would have to be otherwise for it to be met: what fails and what is untested, in order."""

    route: str
    failing: tuple[str, ...]
    untested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Of a group of which any ``needed`` members suffice: how many are met, fail, and are untested."""

    group: str
    needed: int
    met: int
    failing: int
    untested: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest route and what is not met of it, in the manual's order. ``exclusions`` hold and must not.

    ``equally_near`` are the other ways to be as near, of this route and of others; ``tallies`` say of each group of any
    k of n that the route needs and lacks how it stands.
    """

    route: str
    failing: tuple[str, ...]
    exclusions: tuple[str, ...]
    untested: tuple[str, ...] = ()
    equally_near: tuple[NearRoute, ...] = ()
    tallies: tuple[Tally, ...] = ()


def nearest_route(
    entry: Entry,
    nodes: Mapping[str, Truth],
    readings: Mapping[str, str],
    shares: Mapping[str, Fraction] | None = None,
    unchangeable: Collection[str] = (),
) -> Nearest:
    """Find the nearest route.

    ``shares`` are the distances of failing criteria (``Distance.share``; without one, 1), ``unchangeable`` the codes of
    findings that nothing changes.
    """
    searches = [_Search(entry, nodes, each, shares or {}, unchangeable) for each in _every_reading(entry, readings)]
    found = [
        (search.cost(flips), search.near_route(route.id, flips), search)
        for route in entry.routes
        for search in searches
        for flips in search.flip_sets(route.id, True)
    ]
    least = min((cost for cost, _, _ in found), default=None)
    nearest = {each: search for cost, each, search in reversed(found) if cost == least}
    exclusions = tuple(group.id for group in entry.exclusions if nodes[group.id])
    if not nearest:
        return Nearest(entry.routes[0].id, (), exclusions)
    first, *others = reversed(nearest)
    tallies = tuple(nearest[first].tallies(first.route, {*first.failing, *first.untested}))
    return Nearest(first.route, first.failing, exclusions, first.untested, tuple(others), tallies)


def _every_reading(entry: Entry, readings: Mapping[str, str]) -> list[Mapping[str, str]]:
    """Return ``readings`` with each way to read the switches left open: one switch is read alike wherever it occurs."""
    switched = dict.fromkeys(group.switch for group in entry.groups.values() if group.switch)
    open_switches = [entry.switches[name] for name in switched if name not in readings]
    choices = product(*([(switch.name, each.id) for each in switch.readings] for switch in open_switches))
    return [{**readings, **dict(each)} for each in choices]


FlipSet = frozenset[str]
"""Criteria that would all have to be otherwise than they are."""


class _Search:
    """The search in one decision: which criteria would have to flip for a node to come to a goal."""

    def __init__(
        self,
        entry: Entry,
        nodes: Mapping[str, Truth],
        readings: Mapping[str, str],
        shares: Mapping[str, Fraction],
        unchangeable: Collection[str],
    ) -> None:
        self._entry = entry
        self._nodes = nodes
        self._readings = readings
        self._order = {name: place for place, name in enumerate(entry.criteria)}
        self._points = {name: criterion.points for name, criterion in entry.criteria.items()}
        self._costs = {
            name: Cost(0, 1, _UNTESTED)
            if nodes[name] is None
            else Cost(int(criterion.finding in unchangeable), 1, shares.get(name, WHOLE))
            for name, criterion in entry.criteria.items()
        }

    def cost(self, flips: FlipSet) -> Cost:
        """Add up what the criteria of ``flips`` cost."""
        costs = [self._costs[name] for name in flips]
        distance = sum((each.distance for each in costs), Fraction(0))
        return Cost(sum(each.unchangeable for each in costs), sum(each.unmet for each in costs), distance)

    def near_route(self, route: str, flips: FlipSet) -> NearRoute:
        """Put the criteria of ``flips`` in order, those that fail and the untested apart."""
        names = sorted(flips, key=self._order.__getitem__)
        return NearRoute(
            route,
            tuple(name for name in names if self._nodes[name] is not None),
            tuple(name for name in names if self._nodes[name] is None),
        )

    def flip_sets(self, name: str, goal: bool) -> list[FlipSet]:
        """Return the cheapest sets that bring ``name`` to ``goal``, all equally cheap; none if nothing does."""
        if self._nodes[name] is goal:
            return [frozenset()]
        if name in self._entry.criteria:
            return [frozenset({name})]
        return self._variant(self._composed(self._entry.groups[name]), goal)

    def _composed(self, group: Group) -> Variant:
        """Return the composition of ``group`` by the reading."""
        reading = self._readings.get(group.switch, "")
        return next((each for each in group.variants if each.reading == reading), group.variants[0])

    def tallies(self, name: str, flipped: Collection[str]) -> Iterable[Tally]:
        """Say how each group of any k of n at or below ``name`` stands that some of ``flipped`` belong to."""
        group = self._entry.groups.get(name)
        if group is None or self._below(name).isdisjoint(flipped):
            return
        needs, members = self._composed(group).needs, self._composed(group).members
        if needs.kind is NeedsKind.AT_LEAST and self._nodes[name] is not True:
            truths = [self._nodes[member] for member in members]
            yield Tally(name, needs.amount, *[truths.count(each) for each in (True, False, None)])
        for member in members:
            yield from self.tallies(member, flipped)

    def _below(self, name: str) -> set[str]:
        if name in self._entry.criteria:
            return {name}
        return set().union(*map(self._below, self._composed(self._entry.groups[name]).members))

    def _variant(self, variant: Variant, goal: bool) -> list[FlipSet]:
        needs, members = variant.needs, variant.members
        if needs.kind is NeedsKind.SCORE:
            return self._score(variant, goal)
        wants = goal is not (needs.kind is NeedsKind.NONE)
        needed = {NeedsKind.ALL: len(members), NeedsKind.AT_LEAST: needs.amount}.get(needs.kind, 1)
        count = needed if wants else len(members) - needed + 1
        options = [found for member in members if (found := self.flip_sets(member, wants))]
        if len(options) < count:
            return []
        costs = sorted(self.cost(each[0]) for each in options)
        dearest = costs[count - 1]
        sure = [each for each in options if self.cost(each[0]) < dearest]
        even = [each for each in options if self.cost(each[0]) == dearest]
        chosen = islice(combinations(even, count - len(sure)), MAX_NEAREST)
        return self._cheapest(flips for each in chosen for flips in self._united([*sure, *each]))

    def _score(self, variant: Variant, goal: bool) -> list[FlipSet]:
        """Go through the points each item can be brought to: the cheapest sets for each total are kept."""
        amount = variant.needs.amount
        totals: dict[int, list[FlipSet]] = {0: [frozenset()]}
        for member in variant.members:
            item = score_terms(self._entry, member, self._readings)
            following: dict[int, list[FlipSet]] = {}
            for value in sorted({0, *(self._points[name] for name in item)}):
                brought = self._item(item, value, goal)
                for total, before in totals.items():
                    key = min(total + value, amount)
                    following.setdefault(key, []).extend(one | other for one, other in product(before, brought))
            totals = {key: self._cheapest(sets) for key, sets in following.items()}
        if goal:
            return totals.get(amount, [])
        return self._cheapest(flips for total, sets in totals.items() if total < amount for flips in sets)

    def _item(self, item: Sequence[str], value: int, goal: bool) -> list[FlipSet]:
        """Bring an item to at least ``value`` points (or, not ``goal``, to at most ``value``)."""
        if not goal:
            return [frozenset(n for n in item if self._points[n] > value and self._nodes[n] is not False)]
        if not value:
            return [frozenset()]
        enough = [name for name in item if self._points[name] >= value]
        return self._cheapest(flips for name in enough for flips in self.flip_sets(name, True))

    def _united(self, parts: Iterable[Sequence[FlipSet]]) -> list[FlipSet]:
        united: list[FlipSet] = [frozenset()]
        for part in parts:
            united = self._cheapest(one | other for one, other in product(united, part))
        return united

    def _cheapest(self, sets: Iterable[FlipSet]) -> list[FlipSet]:
        costs = {flips: self.cost(flips) for flips in sets}
        least = min(costs.values(), default=None)
        return [flips for flips, cost in costs.items() if cost == least][:MAX_NEAREST]
