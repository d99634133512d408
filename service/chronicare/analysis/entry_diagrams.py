"""An entry as diagrams: where a criterion, a group or the entry is true, over the ranks of its findings."""

import operator
from collections.abc import Callable, Sequence
from functools import reduce

from chronicare.analysis.decision_diagrams import VersionDiagrams
from chronicare.compiler.splits import moves_of
from chronicare.judging.cases import reachable
from chronicare.program.entry import Criterion, Entry, NeedsKind, Variant
from chronicare.program.ranks import ColumnKind
from chronicare.program.vocabulary import Vocabulary


class EntryDiagrams:
    """The diagrams of one version of an entry, ``version`` being its index among those the diagrams are over."""

    def __init__(self, entry: Entry, version: int, diagrams: VersionDiagrams) -> None:
        """Make none yet; TooManyPartsError is raised where they grow too large."""
        self._entry = entry
        self._version = version
        self._diagrams = diagrams
        self._known: dict[str, int] = {}

    def outcome(self) -> int:
        """Return the diagram of the entry: 1 where it is met, else 0."""
        met = self._at_least(1, [group.id for group in self._entry.routes])
        excluded = self._at_least(1, [group.id for group in self._entry.exclusions])
        return self._diagrams.combine(operator.gt, met, excluded)

    def ending(self, name: str) -> int:
        """Return the diagram of the ending event ``name``: 1 where it holds; 0 everywhere if there is none."""
        return self.node(name) if name in self._entry.groups else self._diagrams.leaf(0)

    def node(self, name: str) -> int:
        """Return the diagram of a criterion or group: 1 where it is true, else 0."""
        if name not in self._known:
            is_criterion = name in self._entry.criteria
            self._known[name] = (
                self._diagrams.passes(name, self._version) if is_criterion else self._chosen(name, self._variant)
            )
        return self._known[name]

    def _chosen(self, group: str, value: Callable[[Variant], int]) -> int:
        """Return what ``value`` is of the variant in force; without default, by the rank of the switch."""
        switch = self._entry.switches.get(self._entry.groups[group].switch)
        variants = {variant.reading: variant for variant in self._entry.groups[group].variants}
        if switch is None:
            (only,) = variants.values()
            return value(only)
        if switch.default is not None:
            return value(variants[switch.default])
        column = next(index for index, each in enumerate(self._diagrams.columns) if each.finding == switch.name)
        ranks = range(len(switch.readings))
        return self._diagrams.total(
            self._diagrams.combine(
                operator.mul,
                self._diagrams.ask(column, [each == rank for each in ranks]),
                value(variants[switch.readings[rank].id]),
            )
            for rank in ranks
        )

    def _variant(self, variant: Variant) -> int:
        needs, members = variant.needs, variant.members
        if needs.kind is NeedsKind.SCORE:
            total = self._diagrams.total(self._points(member) for member in members)
            return self._diagrams.combine(operator.ge, total, self._diagrams.leaf(needs.amount))
        if needs.kind is NeedsKind.NONE:
            return self._diagrams.combine(operator.lt, self._at_least(1, members), self._diagrams.leaf(1))
        return self._at_least({NeedsKind.ALL: len(members), NeedsKind.ANY: 1}.get(needs.kind, needs.amount), members)

    def _at_least(self, count: int, members: Sequence[str]) -> int:
        total = self._diagrams.total(self.node(member) for member in members)
        return self._diagrams.combine(operator.ge, total, self._diagrams.leaf(count))

    def _points(self, member: str) -> int:
        criterion = self._entry.criteria.get(member)
        if criterion is not None:
            points = self._diagrams.leaf(criterion.points)
            return self._diagrams.combine(operator.mul, self.node(member), points)
        return self._chosen(member, self._best)

    def _best(self, variant: Variant) -> int:
        return reduce(
            lambda one, other: self._diagrams.combine(max, one, other), [self._points(each) for each in variant.members]
        )


def ranks_together(vocabulary: Vocabulary, diagrams: VersionDiagrams) -> int:
    """Return the diagram that is 1 where the ranks can occur together: each list is made of measurements.

    Lists counted in more than one way (by times and by days, or within a time) are left as if anything could occur.
    """
    columns, tests = diagrams.columns, diagrams.tests
    by_finding: dict[str, list[Criterion]] = {}
    for criterion in diagrams.criteria.values():
        by_finding.setdefault(criterion.finding, []).append(criterion)
    can_be = diagrams.leaf(1)
    for code, each in by_finding.items():
        indexes = tuple(dict.fromkeys(tests[criterion.id].column for criterion in each))
        counts = all(columns[index].kind is ColumnKind.COUNT for index in indexes)
        if len(indexes) > 1 and counts and len({columns[index].use for index in indexes}) == 1:
            moves = moves_of(vocabulary.findings[code].type, each, indexes, tests)
            states = reachable(moves, [(0, columns[index].size - 1) for index in indexes], {(0,) * len(indexes)})
            here = diagrams.total(_exactly(state, indexes, diagrams) for state in states)
            can_be = diagrams.combine(operator.mul, can_be, here)
    return can_be


def _exactly(state: Sequence[int], indexes: Sequence[int], diagrams: VersionDiagrams) -> int:
    asked = [
        diagrams.ask(index, [each == rank for each in range(diagrams.columns[index].size)])
        for index, rank in zip(indexes, state, strict=True)
    ]
    return reduce(lambda one, other: diagrams.combine(operator.mul, one, other), asked)
