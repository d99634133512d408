"""Plans by which an entry comes to a truth value, composed along its tree from the criteria up.

All of several things joins their plans, any of them lists them. A group of k-of-n plain questions asked nowhere else
stays one choice (any k of these n), so that it can be said as such and is not multiplied out.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from chronicare.compiler.structure import score_terms
from chronicare.judging.ranking import Known
from chronicare.program.entry import Group, NeedsKind, Variant
from chronicare.program.ranks import ColumnKind, CompiledEntry
from chronicare.recognition.plans import NOTHING, Plan, join, make_plan, smallest

MAX_PLANS = 2000
"""Composing stops here; the answer then says that there are more."""


class Composer:
    """Composes plans for one case after another; ``cut_short`` says that there were more than are kept.

    ``once`` are the columns asked only at one place, ``shared`` the groups below more than one, ``below`` the columns
    that bear on each group; no plan asks for an ``impossible`` finding.
    """

    def __init__(
        self,
        compiled: CompiledEntry,
        once: frozenset[int],
        shared: frozenset[str],
        below: Mapping[str, Sequence[int]],
        impossible: frozenset[str],
    ) -> None:
        """Begin with nothing composed."""
        self._compiled = compiled
        self._impossible = impossible
        self._entry = compiled.entry
        self._once = once
        self._shared = shared
        self._below = below
        self._composed: dict[tuple[object, ...], list[Plan]] = {}
        self._known: Sequence[Known] = ()
        self.cut_short = False

    def plans(self, known: Sequence[Known], goal: bool) -> list[Plan]:
        """Return the plans that bring the entry to ``goal`` from what is ``known``."""
        self._known = known
        return self._entry_plans(goal)

    def _entry_plans(self, goal: bool) -> list[Plan]:
        routes = [self._group(group, goal) for group in self._entry.routes]
        exclusions = [self._group(group, not goal) for group in self._entry.exclusions]
        if goal:
            return self._joined([[plan for plans in routes for plan in plans], *exclusions])
        return self.smallest([*self._joined(routes), *(plan for plans in exclusions for plan in plans)])

    def _node(self, name: str, goal: bool) -> list[Plan]:
        if name in self._entry.groups:
            return self._group(self._entry.groups[name], goal)
        ranks = self._open_ranks(name, goal)
        if ranks is None:
            return [NOTHING]
        return [make_plan({self._compiled.tests[name].column: ranks}, {})] if ranks else []

    def _open_ranks(self, criterion: str, goal: bool) -> frozenset[int] | None:
        """Return the ranks that would bring the criterion to ``goal``: ``None`` if there, empty if out of reach."""
        test = self._compiled.tests[criterion]
        size = self._compiled.columns[test.column].size
        known = self._known[test.column]
        if known is None and self._compiled.columns[test.column].finding in self._impossible:
            return frozenset()
        low, high = known or (0, size - 1)
        possible = frozenset(range(low, high + 1))
        wanted = possible & test.passing if goal else possible - test.passing
        return None if wanted == possible else wanted

    def _group(self, group: Group, goal: bool) -> list[Plan]:
        """Return the plans for ``group``: once for all cases that differ elsewhere only."""
        key = (group.id, goal, *[self._known[index] for index in self._below[group.id]])
        plans = self._composed.get(key)
        if plans is None:
            plans = self._composed[key] = self._compose(group, goal)
        return plans

    def _compose(self, group: Group, goal: bool) -> list[Plan]:
        if not group.switch:
            return self._variant(group, group.variants[0], goal)
        index = next(number for number, column in enumerate(self._compiled.columns) if column.finding == group.switch)
        known = self._known[index]
        assert known is not None  # noqa: S101 - defaults are filled in and open switches are gone through by cases
        reading = self._entry.switches[group.switch].readings[known[0]].id
        variant = next(each for each in group.variants if each.reading == reading)
        return self._variant(group, variant, goal)

    def _variant(self, group: Group, variant: Variant, goal: bool) -> list[Plan]:
        members, needs = variant.members, variant.needs
        if needs.kind is NeedsKind.SCORE:
            return self._score(variant, goal)
        wants = goal is not (needs.kind is NeedsKind.NONE)
        needed = 1
        if needs.kind is NeedsKind.ALL:
            needed = len(members)
        elif needs.kind is NeedsKind.AT_LEAST:
            needed = needs.amount
        count = needed if wants else len(members) - needed + 1
        return self._at_least(count, members, wants, compact=group.id not in self._shared)

    def _at_least(self, count: int, members: Sequence[str], goal: bool, *, compact: bool) -> list[Plan]:
        """Compose plans by which at least ``count`` of ``members`` come to ``goal``."""
        plain: list[int] = []
        others: list[list[Plan]] = []
        for member in members:
            if member in self._entry.criteria and compact and self._compiled.tests[member].column in self._once:
                ranks = self._open_ranks(member, goal)
                if ranks is None:
                    count -= 1
                elif ranks:
                    plain.append(self._compiled.tests[member].column)
                continue
            plans = self._node(member, goal)
            if NOTHING in plans:
                count -= 1
            elif plans:
                others.append(plans)
        if count <= 0:
            return [NOTHING]
        results: list[Plan] = []
        for size in range(min(count, len(others)) + 1):
            from_plain = count - size
            if from_plain > len(plain):
                continue
            chosen = {tuple(plain): from_plain} if from_plain else {}
            for each in combinations(others, size):
                joined = self._joined(each) if each else [NOTHING]
                results.extend([make_plan(plan.ranks, {**plan.choices, **chosen}) for plan in joined])
        return self.smallest(results)

    def _score(self, variant: Variant, goal: bool) -> list[Plan]:
        """Compose plans by which the points reach the amount (or can no longer reach it)."""
        points = {name: criterion.points for name, criterion in self._entry.criteria.items()}
        readings = {
            column.finding: self._entry.switches[column.finding].readings[ranks[0]].id
            for column, ranks in zip(self._compiled.columns, self._known, strict=True)
            if column.kind is ColumnKind.SWITCH and ranks is not None
        }
        items = [score_terms(self._entry, member, readings) for member in variant.members]
        totals: dict[int, list[Plan]] = {0: [NOTHING]}
        for item in items:
            options = [
                (value, self._item(item, points, value, goal)) for value in {0, *(points[each] for each in item)}
            ]
            following: dict[int, list[Plan]] = {}
            for total, plans in totals.items():
                for value, more in options:
                    if more:
                        key = min(total + value, variant.needs.amount)
                        following.setdefault(key, []).extend(self.join(plans, more))
            totals = {total: self.smallest(plans) for total, plans in following.items()}
        if goal:
            return totals.get(variant.needs.amount, [])
        return self.smallest(
            [plan for total, plans in totals.items() if total < variant.needs.amount for plan in plans]
        )

    def _item(self, item: Sequence[str], points: Mapping[str, int], value: int, goal: bool) -> list[Plan]:
        """Plans by which the item is sure to bring at least ``value`` points (or, not ``goal``, at most ``value``)."""
        if goal:
            if value == 0:
                return [NOTHING]
            return self.smallest([plan for name in item if points[name] >= value for plan in self._node(name, True)])
        return self._joined([self._node(name, False) for name in item if points[name] > value] or [[NOTHING]])

    def _joined(self, parts: Iterable[Sequence[Plan]]) -> list[Plan]:
        joined: list[Plan] = [NOTHING]
        for part in parts:
            joined = self.join(joined, part)
        return joined

    def join(self, left: Sequence[Plan], right: Sequence[Plan]) -> list[Plan]:
        """Plans that satisfy one of ``left`` and one of ``right``; ranks asked twice must agree."""
        if len(left) == 1 and left[0] is NOTHING:
            return self.smallest(right)
        return self.smallest([plan for pair in product(left, right) if (plan := join(*pair)) is not None])

    def smallest(self, plans: Sequence[Plan]) -> list[Plan]:
        """Drop plans that ask for all another asks for and more, and those beyond ``MAX_PLANS``."""
        kept = smallest(plans)
        if len(kept) > MAX_PLANS:
            self.cut_short = True
            del kept[MAX_PLANS:]
        return kept
