"""Plans by which an entry comes to a truth value, composed along its tree from the criteria up.

All of several things joins their plans, any of them lists them. A group of k-of-n plain questions asked nowhere else
stays one choice (any k of these n), so that it can be said as such and is not multiplied out.

What is to stay unknown is gone through by cases as far down the tree as may be: what bears on one of several things
alone is left to that one, so that the cases of things that have nothing to do with each other are never multiplied.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from chronicare.compiler.structure import score_terms
from chronicare.judging.ranking import Known
from chronicare.program.entry import Group, NeedsKind, Variant
from chronicare.program.ranks import ColumnKind, CompiledEntry
from chronicare.recognition.plans import NOTHING, SUITING, WIDTH, Plan, join, make_plan, smallest

_TWO_WAYS = 2
"""Ranks of a column with a yes and a no: which of them suits is then told."""
MAX_PLANS = 2000
"""Composing stops here; the answer then says that there are more."""


class _Part(NamedTuple):
    """Something that has to come about: the columns that bear on it, and how its plans are composed as things stand."""

    name: str
    goal: bool
    bearing: frozenset[int]
    plans: Callable[[], list[Plan]]


class Composer:
    """Composes plans for one state of knowledge after another; ``cut_short`` says that there were more than are kept.

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
        self._split = {column for split in compiled.splits for column in split.columns}
        self._known: list[Known] = []
        self._staying: frozenset[int] = frozenset()
        self.cut_short = False

    def plans(self, known: Sequence[Known], goal: bool, staying: Iterable[int] = ()) -> list[Plan]:
        """Return the plans that bring the entry to ``goal`` from what is ``known``.

        No plan asks for the columns ``staying`` as they are known: each plan holds for every rank they may have.
        """
        self._known, self._staying = list(known), frozenset(staying)
        routes = [self._part(group.id, goal) for group in self._entry.routes]
        exclusions = [self._part(group.id, not goal) for group in self._entry.exclusions]
        if goal:
            return self.joined([self._any(routes), *(part.plans() for part in exclusions)])
        all_fail = _Part("", False, _bearing(routes), lambda: self.joined([part.plans() for part in routes]))
        return self._any([all_fail, *exclusions])

    def _part(self, name: str, goal: bool) -> _Part:
        below = self._below[name] if name in self._below else (self._compiled.tests[name].column,)
        return _Part(name, goal, frozenset(below), lambda: self._node(name, goal))

    def _any(self, parts: Sequence[_Part]) -> list[Plan]:
        """Return the plans by which in every case one of ``parts`` comes about; those with no case in common apart."""
        apart = self._apart(parts)
        if len(apart) > 1:
            return self.smallest([plan for together in apart for plan in self._any(together)])
        key = (*(part.name for part in parts), parts[0].goal)
        return self._remembered(key, _bearing(parts), lambda: self._any_together(parts))

    def _any_together(self, parts: Sequence[_Part]) -> list[Plan]:
        column = self._most_tangled(parts)
        if column is not None:
            return self._for_every_rank(column, lambda: self._any(parts))
        return self.smallest([plan for part in parts for plan in part.plans()])

    def _apart(self, parts: Sequence[_Part]) -> list[list[_Part]]:
        """Bring those of ``parts`` together on which the same staying columns bear."""
        apart: list[list[_Part]] = []
        for part in parts:
            columns = part.bearing & self._staying
            linked = [each for each in apart if not columns.isdisjoint(_bearing(each))]
            apart = [each for each in apart if each not in linked]
            apart.append([*(one for each in linked for one in each), part])
        return apart

    def _most_tangled(self, parts: Iterable[_Part]) -> int | None:
        """Return the staying column that bears on most of ``parts``; ``None`` if none bears on two."""
        counts = Counter(column for part in parts for column in part.bearing & self._staying)
        column = max(counts, key=lambda each: (counts[each], -each), default=None)
        return None if column is None or counts[column] == 1 else column

    def _for_every_rank(self, column: int, compose: Callable[[], list[Plan]]) -> list[Plan]:
        """Return the plans that ``compose`` gives for every rank the staying ``column`` may have."""
        known, staying = self._known[column], self._staying
        low, high = known or (0, self._compiled.columns[column].size - 1)
        by_rank: list[list[Plan]] = []
        self._staying = staying - {column}
        for rank in range(low, high + 1):
            self._known[column] = (rank, rank)
            by_rank.append(compose())
            if not by_rank[-1]:
                break
        self._known[column], self._staying = known, staying
        return self.joined(by_rank)

    def _node(self, name: str, goal: bool) -> list[Plan]:
        if name in self._entry.groups:
            return self._group(self._entry.groups[name], goal)
        ranks = self._open_ranks(name, goal)
        if ranks is None:
            return [NOTHING]
        column = self._compiled.tests[name].column
        told_apart = column in self._split or self._compiled.columns[column].size == _TWO_WAYS
        return [make_plan({column: ranks if told_apart else SUITING}, {})] if ranks else []

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
        if wanted == possible:
            return None
        return frozenset() if test.column in self._staying else wanted

    def _group(self, group: Group, goal: bool) -> list[Plan]:
        """Return the plans for ``group``: once for all cases that differ elsewhere only."""
        return self._remembered((group.id, goal), self._below[group.id], lambda: self._compose(group, goal))

    def _remembered(
        self, what: tuple[object, ...], bearing: Iterable[int], compose: Callable[[], list[Plan]]
    ) -> list[Plan]:
        """Return the plans for ``what``, composed once whatever else is known but for the ``bearing`` columns."""
        key = (what, *[(self._known[index], index in self._staying) for index in bearing])
        plans = self._composed.get(key)
        if plans is None:
            plans = self._composed[key] = compose()
        return plans

    def _compose(self, group: Group, goal: bool) -> list[Plan]:
        if not group.switch:
            return self._variant(group, group.variants[0], goal)
        index = next(number for number, column in enumerate(self._compiled.columns) if column.finding == group.switch)
        if index in self._staying:
            return self._for_every_rank(index, lambda: self._compose(group, goal))
        known = self._known[index]
        assert known is not None  # noqa: S101 - defaults are filled in and open switches are gone through by cases
        reading = self._entry.switches[group.switch].readings[known[0]].id
        variant = next(each for each in group.variants if each.reading == reading)
        return self._variant(group, variant, goal)

    def _variant(self, group: Group, variant: Variant, goal: bool) -> list[Plan]:
        members, needs = variant.members, variant.needs
        if needs.kind is NeedsKind.SCORE:
            for column in self._below[group.id]:
                if column in self._staying:
                    return self._for_every_rank(column, lambda: self._variant(group, variant, goal))
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
        parts = [self._part(each, goal) for each in members]
        apart = self._apart(parts) if count == 1 else []
        tangled = [[part.name for part in each] for each in apart if len(each) > 1]
        if tangled and len(apart) > 1:
            alone = [part.name for each in apart if len(each) == 1 for part in each]
            ways = [alone, *tangled] if alone else tangled
            return self.smallest([plan for each in ways for plan in self._at_least(1, each, goal, compact=compact)])
        column = self._most_tangled(parts) if count < len(members) else None
        if column is not None:
            return self._for_every_rank(column, lambda: self._at_least(count, members, goal, compact=compact))
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
                joined = self.joined(each) if each else [NOTHING]
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
                        following.setdefault(key, []).extend(self._join(plans, more))
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
        return self.joined([self._node(name, False) for name in item if points[name] > value] or [[NOTHING]])

    def joined(self, parts: Iterable[Sequence[Plan]]) -> list[Plan]:
        """Return the plans that satisfy one of each of ``parts``; what asks for other columns is joined last."""
        apart: list[tuple[int, list[Plan]]] = []
        for part in parts:
            if not part:
                return []
            columns, plans = _asked(part), list(part)
            for each in [each for each in apart if each[0] & columns]:
                apart.remove(each)
                columns, plans = columns | each[0], self._join(each[1], plans)
            apart.append((columns, plans))
        joined: list[Plan] = [NOTHING]
        for _, plans in sorted(apart, key=lambda each: len(each[1])):
            joined = self._multiplied(joined, plans)
        return joined

    def _join(self, left: Sequence[Plan], right: Sequence[Plan]) -> list[Plan]:
        """Plans that satisfy one of ``left`` and one of ``right``; ranks asked twice must agree."""
        return self.smallest([plan for pair in product(left, right) if (plan := join(*pair)) is not None])

    def _multiplied(self, left: Sequence[Plan], right: Sequence[Plan]) -> list[Plan]:
        """Join plans of ``left`` and ``right``, which ask for different columns: none of them covers another."""
        return self._kept(sorted((plan for pair in product(left, right) if (plan := join(*pair))), key=WIDTH))

    def smallest(self, plans: Sequence[Plan]) -> list[Plan]:
        """Drop plans that ask for all another asks for and more, and those beyond ``MAX_PLANS``."""
        return self._kept(smallest(plans))

    def _kept(self, plans: list[Plan]) -> list[Plan]:
        if len(plans) > MAX_PLANS:
            self.cut_short = True
            del plans[MAX_PLANS:]
        return plans


def _bearing(parts: Iterable[_Part]) -> frozenset[int]:
    return frozenset[int]().union(*(part.bearing for part in parts))


def _asked(plans: Iterable[Plan]) -> int:
    """Return the bits of all columns that ``plans`` ask for."""
    columns = 0
    for plan in plans:
        columns |= plan.columns
    return columns
