"""Decides an entry from its syntax trees: three-valued first, and where that leaves it unknown, by cases."""

from collections.abc import Callable, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import product
from math import prod
from operator import itemgetter

from chronicare.program.entry import Entry, NeedsKind, Variant
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Judgement, Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference.case_splits import (
    Case,
    cases_of_one_answer,
    find_asked_at_two_times,
    find_case_splits,
    stated_case,
)
from chronicare.reference.condition import BoundCriterion, at_least, bind_criterion, is_evidence, negate
from chronicare.reference.lists import truth_of_list

MAX_COMPLETIONS = 4096
"""No decision looks at more combinations than this. The compiler refuses tables that could need so many."""

_Truths = dict[str, Truth]
_Readings = dict[str, str | None]
_Group = Callable[[_Truths, _Readings], Truth]


class TooManyCompletionsError(Exception):
    """An entry tests its findings in too many ways at once to be decided by cases."""


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
        self._criteria = {each.id: bind_criterion(each) for each in entry.criteria.values()}
        self._unknown: _Truths = dict.fromkeys(self._criteria)
        self._by_finding: dict[str, list[BoundCriterion]] = {}
        for criterion in self._criteria.values():
            self._by_finding.setdefault(criterion.finding, []).append(criterion)
        members = {
            group.id: [member for variant in group.variants for member in variant.members]
            for group in entry.groups.values()
        }
        self._order = [each for each in TopologicalSorter(members).static_order() if each in entry.groups]
        self._groups: list[tuple[str, str, dict[str, _Group]]] = [
            (each, entry.groups[each].switch, {v.reading: self._bind(v) for v in entry.groups[each].variants})
            for each in self._order
        ]
        self._routes = _taker([group.id for group in entry.routes])
        self._exclusions = _taker([group.id for group in entry.exclusions])
        self._switches = [
            switch for switch in entry.switches.values() if any(switch.name == each for _, each, _ in self._groups)
        ]
        self._in_force: _Readings = {"": "", **{switch.name: switch.default for switch in self._switches}}
        self._splits = find_case_splits(entry, self._order, self._criteria, vocabulary)
        self._at_two_times = find_asked_at_two_times(self._by_finding, vocabulary)

    def judge(self, evidence: Evidence, readings: Mapping[str, str] | None = None) -> Judgement:
        """Return the truth of every criterion and group, and the exact outcome.

        ``readings`` puts other readings of switches in force. Raises ``TooManyCompletionsError`` beyond
        ``MAX_COMPLETIONS``, ``ValueError`` for a reading that a switch does not have.
        """
        in_force = self._in_force if not readings else self._override(readings)
        truths = self._truths(evidence)
        nodes = self._compose(truths, in_force)
        open_switches = [switch for switch in self._switches if in_force[switch.name] is None]
        cases: list[Case] | None = None
        by_reading: dict[tuple[tuple[str, str], ...], Truth] = {}
        for chosen in product(*(tuple((each.name, reading.id) for reading in each.readings) for each in open_switches)):
            chosen_readings = {**in_force, **dict(chosen)} if chosen else in_force
            outcome = self._outcome(self._compose(truths, chosen_readings) if chosen else nodes)
            if outcome is None and (self._splits or evidence.statements or self._at_two_times):
                cases = self._cases(truths, evidence) if cases is None else cases
                outcome = self._over_cases(cases, truths, chosen_readings)
            by_reading[chosen] = outcome
        outcomes = set(by_reading.values())
        return Judgement(nodes, outcomes.pop() if len(outcomes) == 1 else None, by_reading)

    def nodes(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Return the truth of every criterion and group, the unknown left unknown; nothing is gone through by cases."""
        return self._compose(self._truths(evidence), self._in_force)

    def _truths(self, evidence: Evidence) -> _Truths:
        findings, as_of = evidence.findings, evidence.as_of
        truths = self._unknown.copy()
        for finding in self._by_finding.keys() & evidence.known():
            measurements = findings.get(finding, ())
            for name, _, _, condition, use, since in self._by_finding[finding]:
                if use is not None:
                    complete = finding in evidence.complete
                    truths[name] = truth_of_list(condition, use, measurements, as_of, complete=complete)
                elif not measurements:
                    truths[name] = False if finding in evidence.none else None
                elif since is None or is_evidence(measurements[0], since, evidence):
                    truths[name] = condition(measurements[0], as_of)
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
        met = at_least(1, self._routes(nodes))
        excluded = at_least(1, self._exclusions(nodes))
        return at_least(2, [met, negate(excluded)])

    def _bind(self, variant: Variant) -> _Group:
        members, amount = variant.members, variant.needs.amount
        kind = variant.needs.kind
        if kind is NeedsKind.SCORE:
            return lambda nodes, readings: self._score(members, amount, nodes, readings)
        truths_of = _taker(members)
        if kind is NeedsKind.ALL:

            def every(nodes: _Truths, _: _Readings) -> Truth:
                truths = truths_of(nodes)
                return False if False in truths else None if None in truths else True

            return every
        if kind is NeedsKind.NONE:
            return lambda nodes, _: negate(at_least(1, truths_of(nodes)))
        needed = {NeedsKind.ANY: 1, NeedsKind.AT_LEAST: amount}[kind]
        return lambda nodes, _: at_least(needed, truths_of(nodes))

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

    def _cases(self, truths: _Truths, evidence: Evidence) -> list[Case]:
        stated = stated_case(evidence, self._by_finding)
        tied = [*([stated] if stated else []), *cases_of_one_answer(evidence, self._at_two_times)]
        together = {name for case in tied for name in case.ids}
        splits = [split for split in self._splits if together.isdisjoint(each.id for each in split.criteria)]
        found = [split.case(truths, evidence) for split in splits]
        return [*tied, *(case for case in found if case)]

    def _over_cases(self, cases: Sequence[Case], truths: _Truths, readings: _Readings) -> Truth:
        """Return what the entry is in every combination of ``cases``, or ``None``."""
        if prod(len(case.vectors) for case in cases) > MAX_COMPLETIONS:
            raise TooManyCompletionsError(
                f"{self._entry.code} would be decided over more than {MAX_COMPLETIONS} combinations of "
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


def _taker(names: Sequence[str]) -> Callable[[_Truths], Sequence[Truth]]:
    """Return the function that takes the truths of ``names``."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda nodes: [nodes[name] for name in names]
