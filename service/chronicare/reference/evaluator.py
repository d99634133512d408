"""Decides an entry from its syntax trees: three-valued first, and by cases where that leaves it unknown.

With every finding in one place of the tree the three-valued truth is exact. A finding tested in several places is exact
too if some value of it is the best for all its tests at once and some value the worst for all. Only of the others every
possible value is tried.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from graphlib import TopologicalSorter
from itertools import product
from math import prod
from typing import NamedTuple

from chronicare.program.entry import Entry, NeedsKind, Variant
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.truth import Judgement, Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference.condition import BoundCriterion, Vector, at_least, bind_criterion, negate
from chronicare.reference.lists import rests_on_a_date, truth_of_list
from chronicare.reference.vectors import possible_vectors

MOST_COMPLETIONS = 4096
"""No decision looks at more combinations than this. The compiler refuses tables that could need so many."""

_Truths = dict[str, Truth]
_Readings = dict[str, str | None]
_Group = Callable[[_Truths, _Readings], Truth]


class TooManyCompletionsError(Exception):
    """An entry tests its findings in too many ways at once to be decided by cases."""


class _Case(NamedTuple):
    """Criteria on one unknown finding, and the truths they can have together."""

    ids: tuple[str, ...]
    vectors: set[Vector]


def judge(
    entry: Entry, vocabulary: Vocabulary, evidence: Evidence, readings: Mapping[str, str] | None = None
) -> Judgement:
    """Judge once; see ``ReferenceEvaluator.judge``."""
    return ReferenceEvaluator(entry, vocabulary).judge(evidence, readings)


class ReferenceEvaluator:
    """One entry made ready to be judged again and again, each time as if for the first time."""

    def __init__(self, entry: Entry, vocabulary: Vocabulary) -> None:
        """Make ``entry`` ready; every name it uses must exist, as the compiler has checked."""
        self._entry = entry
        self._types = {each.finding: vocabulary.findings[each.finding].type for each in entry.criteria.values()}
        self._criteria = {each.id: bind_criterion(each) for each in entry.criteria.values()}
        members = {
            group.id: [member for variant in group.variants for member in variant.members]
            for group in entry.groups.values()
        }
        self._order = [each for each in TopologicalSorter(members).static_order() if each in entry.groups]
        self._groups: list[tuple[str, str, dict[str, _Group]]] = [
            (each, entry.groups[each].switch, {v.reading: self._bind(v) for v in entry.groups[each].variants})
            for each in self._order
        ]
        self._routes = [group.id for group in entry.routes]
        self._exclusions = [group.id for group in entry.exclusions]
        self._switches = [
            switch for switch in entry.switches.values() if any(switch.name == each for _, each, _ in self._groups)
        ]
        self._in_force: _Readings = {"": "", **{switch.name: switch.default for switch in self._switches}}
        self._helpful = self._directions()
        self._tangled = self._find_tangled()
        self._possible_unreported = lru_cache(maxsize=MOST_COMPLETIONS)(self._possible)

    def judge(self, evidence: Evidence, readings: Mapping[str, str] | None = None) -> Judgement:
        """Return the truth of every criterion and group, and the exact outcome.

        ``readings`` puts other readings of switches in force. Raises ``TooManyCompletionsError`` beyond
        ``MOST_COMPLETIONS``, ``ValueError`` for a reading that a switch does not have.
        """
        in_force = self._in_force if not readings else self._override(readings)
        truths = self._truths(evidence)
        nodes = self._compose(truths, in_force)
        open_switches = [switch for switch in self._switches if in_force[switch.name] is None]
        cases: list[_Case] | None = None
        by_reading: dict[tuple[tuple[str, str], ...], Truth] = {}
        for chosen in product(*(tuple((each.name, reading.id) for reading in each.readings) for each in open_switches)):
            chosen_readings = {**in_force, **dict(chosen)} if chosen else in_force
            outcome = self._outcome(self._compose(truths, chosen_readings) if chosen else nodes)
            if outcome is None and self._tangled:
                cases = cases if cases is not None else list(self._cases(truths, evidence))
                outcome = self._over_cases(cases, truths, chosen_readings)
            by_reading[chosen] = outcome
        outcomes = set(by_reading.values())
        return Judgement(nodes, outcomes.pop() if len(outcomes) == 1 else None, by_reading)

    def _truths(self, evidence: Evidence) -> _Truths:
        findings, as_of = evidence.findings, evidence.as_of
        truths: _Truths = {}
        for name, finding, _, condition, use in self._criteria.values():
            measurements = findings.get(finding, ())
            if use is not None:
                complete = finding in evidence.complete
                truths[name] = truth_of_list(condition, use, measurements, as_of, complete=complete)
            else:
                truths[name] = condition(measurements[0], as_of) if measurements else None
        return truths

    def _compose(self, truths: _Truths, readings: _Readings) -> _Truths:
        """Return ``truths`` of the criteria with those of the groups; an open switch leaves what all readings share."""
        nodes = dict(truths)
        for name, switch, variants in self._groups:
            reading = readings[switch]
            if reading is not None:
                nodes[name] = variants[reading](nodes, readings)
            else:
                found = {variant(nodes, readings) for variant in variants.values()}
                nodes[name] = found.pop() if len(found) == 1 else None
        return nodes

    def _outcome(self, nodes: _Truths) -> Truth:
        met = at_least(1, [nodes[each] for each in self._routes])
        excluded = at_least(1, [nodes[each] for each in self._exclusions])
        return at_least(2, [met, negate(excluded)])

    def _bind(self, variant: Variant) -> _Group:
        members, amount = variant.members, variant.needs.amount
        kind = variant.needs.kind
        if kind is NeedsKind.SCORE:
            return lambda nodes, readings: self._score(members, amount, nodes, readings)
        if kind is NeedsKind.NONE:
            return lambda nodes, _: negate(at_least(1, [nodes[each] for each in members]))
        needed = {NeedsKind.ALL: len(members), NeedsKind.ANY: 1, NeedsKind.AT_LEAST: amount}[kind]
        return lambda nodes, _: at_least(needed, [nodes[each] for each in members])

    def _score(self, members: Sequence[str], amount: int, nodes: _Truths, readings: _Readings) -> Truth:
        points = [self._points(each, nodes, readings) for each in members]
        if sum(least for least, _ in points) >= amount:
            return True
        return False if sum(most for _, most in points) < amount else None

    def _points(self, member: str, nodes: _Truths, readings: _Readings) -> tuple[int, int]:
        """Return the fewest and the most points ``member`` brings: of a group, the best of its own members."""
        criterion = self._entry.criteria.get(member)
        if criterion:
            truth = nodes[member]
            return (criterion.points if truth else 0), (0 if truth is False else criterion.points)
        group = self._entry.groups[member]
        reading = readings[group.switch]
        best = [
            tuple(map(max, zip(*(self._points(each, nodes, readings) for each in variant.members), strict=True)))
            for variant in group.variants
            if reading in (None, variant.reading)
        ]
        return min(least for least, _ in best), max(most for _, most in best)

    def _override(self, readings: Mapping[str, str]) -> _Readings:
        for switch in self._switches:
            if readings.get(switch.name) not in (None, *(reading.id for reading in switch.readings)):
                raise ValueError(f"switch {switch.name!r} has no reading {readings[switch.name]!r}")
        return {**self._in_force, **readings}

    def _directions(self) -> dict[str, set[bool]]:
        """Say of each criterion whether its truth helps the entry, or its falsehood does, or both."""
        helpful: dict[str, set[bool]] = {
            **{each: {True} for each in self._routes},
            **{each: {False} for each in self._exclusions},
        }
        for name in reversed(self._order):
            for variant in self._entry.groups[name].variants:
                turned = {helps is not (variant.needs.kind is NeedsKind.NONE) for helps in helpful.get(name, ())}
                for member in variant.members:
                    helpful[member] = helpful.get(member, set()) | turned
        return helpful

    def _find_tangled(self) -> dict[str, list[BoundCriterion]]:
        """Return the findings that bear on the entry in several places, with their criteria."""
        reached: dict[str, list[BoundCriterion]] = {}
        for criterion in self._criteria.values():
            if self._helpful.get(criterion.id):
                reached.setdefault(criterion.finding, []).append(criterion)
        return {finding: criteria for finding, criteria in reached.items() if self._is_tangled(criteria)}

    def _is_tangled(self, criteria: Sequence[BoundCriterion]) -> bool:
        return len(criteria) > 1 or any(len(self._helpful[each.id]) > 1 for each in criteria)

    def _cases(self, truths: _Truths, evidence: Evidence) -> Iterator[_Case]:
        """Yield the unknowns that three-valued truth may treat too carefully."""
        as_of = evidence.as_of
        for finding, criteria in self._tangled.items():
            measurements = evidence.findings.get(finding, ())
            unknown = [
                each for each in criteria if truths[each.id] is None and not rests_on_a_date(each, measurements, as_of)
            ]
            if not unknown or not self._is_tangled(unknown):
                continue
            ids = tuple(each.id for each in unknown)
            possible = self._possible if measurements else self._possible_unreported
            vectors = possible(ids, measurements, as_of, finding in evidence.complete)
            best_and_worst = {
                tuple(helps is wish for each in unknown for helps in self._helpful[each.id]) for wish in (True, False)
            }
            if not best_and_worst <= vectors:
                yield _Case(ids, vectors)

    def _possible(
        self,
        ids: tuple[str, ...],
        measurements: tuple[Measurement, ...],
        as_of: date,
        complete: bool,  # noqa: FBT001 - for a cache
    ) -> set[Vector]:
        criteria = [self._criteria[each] for each in ids]
        kind = self._types[criteria[0].finding]
        return possible_vectors(criteria, kind, measurements, as_of, complete=complete)

    def _over_cases(self, cases: Sequence[_Case], truths: _Truths, readings: _Readings) -> Truth:
        """Return what the entry is in every combination of ``cases``, or ``None``."""
        if prod(len(case.vectors) for case in cases) > MOST_COMPLETIONS:
            raise TooManyCompletionsError(
                f"{self._entry.code} would be decided over more than {MOST_COMPLETIONS} combinations of "
                + ", ".join(sorted({self._entry.criteria[name].finding for case in cases for name in case.ids}))
            )
        outcomes: set[Truth] = set()
        names = [name for case in cases for name in case.ids]
        for combination in product(*(case.vectors for case in cases)):
            found = [truth for vector in combination for truth in vector]
            outcomes.add(self._outcome(self._compose({**truths, **dict(zip(names, found, strict=True))}, readings)))
            if outcomes not in ({True}, {False}):
                return None
        return outcomes.pop()
