"""The groups, routes and exclusions of an entry over many persons at once."""

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter

import numpy as np

from chronicare.columnar.bitmaps import Bits, Truths, at_least, common, every, negate, reached, some
from chronicare.compiler.structure import criteria_below
from chronicare.program.entry import Entry, Group, NeedsKind, Variant

Nodes = dict[str, Truths]
"""The truths of criteria and groups, by id."""
Readings = Mapping[str, str | None]
"""The reading in force of each switch; ``None`` if it is open."""


class Tree:
    """One entry's composition."""

    def __init__(self, entry: Entry) -> None:
        """Put the groups in order, members first."""
        self._entry = entry
        members = {
            group.id: [member for variant in group.variants for member in variant.members]
            for group in entry.groups.values()
        }
        self._order = [entry.groups[each] for each in TopologicalSorter(members).static_order() if each in entry.groups]
        self._routes = [group.id for group in entry.routes]
        self._exclusions = [group.id for group in entry.exclusions]

    def compose(self, criteria: Mapping[str, Truths], readings: Readings) -> Nodes:
        """Return the truths of ``criteria`` with those of the groups; an open switch leaves what all readings share."""
        nodes = dict(criteria)
        for group in self._order:
            in_force = _in_force(group, readings)
            nodes[group.id] = common([self._variant(each, nodes, readings) for each in in_force])
        return nodes

    def outcome(self, nodes: Nodes) -> Truths:
        """Return whether the entry is met."""
        met = at_least(1, [nodes[name] for name in self._routes])
        if not self._exclusions:
            return met
        return at_least(2, [met, negate(at_least(1, [nodes[name] for name in self._exclusions]))])

    def _variant(self, variant: Variant, nodes: Nodes, readings: Readings) -> Truths:
        needs, members = variant.needs, [nodes[name] for name in variant.members]
        match needs.kind:
            case NeedsKind.ALL:
                return at_least(len(members), members)
            case NeedsKind.ANY:
                return at_least(1, members)
            case NeedsKind.NONE:
                return negate(at_least(1, members))
            case NeedsKind.AT_LEAST:
                return at_least(needs.amount, members)
            case NeedsKind.SCORE:
                scores = [_Score(self._entry, nodes, readings, surely=surely) for surely in (True, False)]
                least, most = (reached(needs.amount, [each.item(name) for name in variant.members]) for each in scores)
                return Truths(least, ~most)


class _Score:
    """The points that members bring: ``surely``, or at most."""

    def __init__(self, entry: Entry, nodes: Nodes, readings: Readings, *, surely: bool) -> None:
        self._entry = entry
        self._nodes = nodes
        self._readings = readings
        self._surely = surely

    def item(self, member: str) -> dict[int, Bits]:
        """Return where ``member`` brings so many points or more, by the points."""
        points = {self._entry.criteria[name].points for name in criteria_below(self._entry, member)}
        return {each: self._brings(member, each) for each in sorted(points)}

    def _brings(self, member: str, points: int) -> Bits:
        """Return where ``member`` brings ``points`` or more: a group as many as the best of its own members."""
        criterion = self._entry.criteria.get(member)
        if criterion is not None:
            truths = self._nodes[member]
            where = truths.true if self._surely else ~truths.false
            return where if criterion.points >= points else np.zeros_like(where)
        variants = _in_force(self._entry.groups[member], self._readings)
        best = [some([self._brings(each, points) for each in variant.members]) for variant in variants]
        return every(best) if self._surely else some(best)


def _in_force(group: Group, readings: Readings) -> Sequence[Variant]:
    reading = readings[group.switch] if group.switch else None
    return [each for each in group.variants if reading is None or each.reading == reading]
