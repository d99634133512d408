"""Proves over the finite partition of an entry that two versions always come out the same, or finds where not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chronicare.compiler.columns import lay_out
from chronicare.compiler.structure import score_terms
from chronicare.diagnostics import Diagnostics
from chronicare.program.entry import Entry, NeedsKind, Variant
from chronicare.program.ranks import Column, ColumnKind, CriterionTest
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary

MOST_STEPS = 300_000
"""Beyond so many steps nothing is proved, and the versions are taken to differ."""

_MARK = "′"
"""Marks the second version's criteria where both are laid out over the same columns."""


def differ_somewhere(one: Entry, other: Entry, vocabulary: Vocabulary) -> bool:
    """Whether some complete knowledge of the findings makes the two versions come out differently."""
    both = {
        **one.criteria,
        **{f"{name}{_MARK}": replace(each, id=f"{name}{_MARK}") for name, each in other.criteria.items()},
    }
    columns, tests = lay_out(replace(one, criteria=both), vocabulary, Diagnostics())
    first = _Version(one, {name: tests[name] for name in one.criteria}, columns)
    second = _Version(other, {name: tests[f"{name}{_MARK}"] for name in other.criteria}, columns)
    order = _order(one, other, tests, columns)
    return _Search(first, second, columns, order).differ()


def _order(one: Entry, other: Entry, tests: Mapping[str, CriterionTest], columns: Sequence[Column]) -> list[int]:
    """Ask first about the findings of criteria that changed: there the versions part soonest."""
    changed = [tests[name].column for name, each in one.criteria.items() if other.criteria.get(name) != each]
    return list(dict.fromkeys([*changed, *range(len(columns))]))


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of the entry over the shared columns."""

    entry: Entry
    tests: Mapping[str, CriterionTest]
    columns: Sequence[Column]

    def truth(self, ranks: Mapping[int, int]) -> Truth:
        """Return the entry's three-valued truth where only the columns in ``ranks`` are known."""
        known: dict[str, Truth] = {}
        routes = [self._node(group.id, ranks, known) for group in self.entry.routes]
        exclusions = [self._node(group.id, ranks, known) for group in self.entry.exclusions]
        if True in exclusions or all(route is False for route in routes):
            return False
        return True if True in routes and all(each is False for each in exclusions) else None

    def _node(self, name: str, ranks: Mapping[int, int], known: dict[str, Truth]) -> Truth:
        if name not in known:
            if name in self.entry.criteria:
                test = self.tests[name]
                rank = ranks.get(test.column)
                known[name] = None if rank is None else rank in test.passing
            else:
                known[name] = self._group(name, ranks, known)
        return known[name]

    def _group(self, name: str, ranks: Mapping[int, int], known: dict[str, Truth]) -> Truth:
        group = self.entry.groups[name]
        if not group.switch:
            return self._variant(group.variants[0], ranks, known)
        readings = self.entry.switches[group.switch].readings
        rank = ranks.get(next(i for i, column in enumerate(self.columns) if column.finding == group.switch))
        truths = {
            self._variant(variant, ranks, known)
            for variant in group.variants
            if rank is None or variant.reading == readings[rank].id
        }
        return truths.pop() if len(truths) == 1 else None

    def _variant(self, variant: Variant, ranks: Mapping[int, int], known: dict[str, Truth]) -> Truth:
        needs = variant.needs
        if needs.kind is NeedsKind.SCORE:
            readings = {
                column.finding: self.entry.switches[column.finding].readings[ranks[index]].id
                for index, column in enumerate(self.columns)
                if column.kind is ColumnKind.SWITCH and index in ranks
            }
            low = high = 0
            for member in variant.members:
                terms = score_terms(self.entry, member, readings)
                low += max((self._points(t) for t in terms if self._node(t, ranks, known) is True), default=0)
                high += max((self._points(t) for t in terms if self._node(t, ranks, known) is not False), default=0)
            return True if low >= needs.amount else False if high < needs.amount else None
        truths = [self._node(member, ranks, known) for member in variant.members]
        count = len(truths)
        needed = {NeedsKind.ALL: count, NeedsKind.AT_LEAST: needs.amount}.get(needs.kind, 1)
        truth: Truth = None
        if truths.count(True) >= needed:
            truth = True
        elif truths.count(False) > count - needed:
            truth = False
        return truth if needs.kind is not NeedsKind.NONE or truth is None else not truth

    def _points(self, criterion: str) -> int:
        return self.entry.criteria[criterion].points


class _Search:
    """Goes through the ranks column by column, leaving a branch as soon as both versions are settled alike."""

    def __init__(self, first: _Version, second: _Version, columns: Sequence[Column], order: Sequence[int]) -> None:
        self._first, self._second = first, second
        self._columns, self._order = columns, order
        self._steps = 0

    def differ(self) -> bool:
        """Whether some assignment sets the versions apart (or too many would have to be looked at)."""
        ranks: dict[int, int] = {}
        for index, column in enumerate(self._columns):
            if column.kind is ColumnKind.SWITCH:
                switch = self._first.entry.switches[column.finding]
                if switch.default is not None:
                    ranks[index] = [reading.id for reading in switch.readings].index(switch.default)
        return self._from(0, ranks)

    def _from(self, place: int, ranks: dict[int, int]) -> bool:
        self._steps += 1
        if self._steps > MOST_STEPS:
            return True
        one, other = self._first.truth(ranks), self._second.truth(ranks)
        if one is not None and other is not None:
            return one is not other
        while place < len(self._order) and self._order[place] in ranks:
            place += 1
        if place == len(self._order):
            return one is not other
        index = self._order[place]
        return any(self._from(place + 1, {**ranks, index: rank}) for rank in range(self._columns[index].size))
