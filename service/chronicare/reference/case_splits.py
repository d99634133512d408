"""Findings that bear on an entry in several places: for them, three-valued truth may know less than there is to know.

With every finding in one place of the tree, three-valued truth is exact. So it is for a finding in several places some
value of which is the best for all its tests at once, and some value the worst for all. Only the others need cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from chronicare.cells.types import ValueKind
from chronicare.program.entry import Entry, NeedsKind, Since, UseKind
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.reference.condition import BoundCriterion, Vector, is_evidence
from chronicare.reference.lists import rests_on_a_date
from chronicare.reference.vectors import possible_vectors, vectors_of_counts

_MAX_REMEMBERED = 1024


class Case(NamedTuple):
    """Unknown criteria on one finding, and the truths they can have together."""

    ids: tuple[str, ...]
    vectors: set[Vector]


def find_case_splits(
    entry: Entry, order: Sequence[str], criteria: Mapping[str, BoundCriterion], vocabulary: Vocabulary
) -> "list[CaseSplit]":
    """Return the findings that bear on ``entry`` in several places; ``order`` has its groups, members first."""
    helpful = _directions(entry, order)
    reached: dict[tuple[str, Since | None], list[BoundCriterion]] = {}
    for criterion in criteria.values():
        if helpful.get(criterion.id):
            reached.setdefault((criterion.finding, criterion.since), []).append(criterion)
    splits = [CaseSplit(each, vocabulary.findings[code], helpful) for (code, _), each in reached.items()]
    return [split for split in splits if split.needs_cases(split.criteria)]


def _directions(entry: Entry, order: Sequence[str]) -> dict[str, set[bool]]:
    """Say of each node in how many ways it bears on the entry: its truth helps, or its falsehood, or both."""
    helpful = {group.id: {group.is_route} for group in (*entry.routes, *entry.exclusions)}
    for name in reversed(order):
        for variant in entry.groups[name].variants:
            turned = {helps is not (variant.needs.kind is NeedsKind.NONE) for helps in helpful.get(name, ())}
            for member in variant.members:
                helpful[member] = helpful.get(member, set()) | turned
    return helpful


def stated_case(evidence: Evidence, by_finding: Mapping[str, Sequence[BoundCriterion]]) -> Case | None:
    """Return the criteria on yes/no findings of which it is stated that some are true, and their truths together.

    Such a statement has no date: it speaks of the finding at any time, where a criterion asks for that.
    """
    statements = [each for each in evidence.statements if each <= by_finding.keys()]
    findings = sorted(set().union(*statements))
    criteria = [criterion for code in findings for criterion in _at_any_time(by_finding[code])]
    vectors: set[Vector] = set()
    for answers in product((True, False), repeat=len(findings)):
        answer = dict(zip(findings, answers, strict=True))
        if all(any(answer[code] for code in each) for each in statements):
            vectors.add(tuple(each.condition(Measurement(answer[each.finding]), evidence.as_of) for each in criteria))
    return Case(tuple(each.id for each in criteria), vectors) if statements else None


def _at_any_time(criteria: Sequence[BoundCriterion]) -> list[BoundCriterion]:
    times = [each.since for each in criteria]
    return [each for each in criteria if each.since == (None if None in times else times[0])]


def find_asked_at_two_times(
    by_finding: Mapping[str, Sequence[BoundCriterion]], vocabulary: Vocabulary
) -> dict[str, list[BoundCriterion]]:
    """Return of each yes/no finding asked for both at any time and from some day on the criteria that do."""
    asked = {
        code: [each for each in criteria if each.use is None and (each.since is None or not each.since.lasts)]
        for code, criteria in by_finding.items()
        if vocabulary.findings[code].type.kind is ValueKind.YES_NO
    }
    return {code: criteria for code, criteria in asked.items() if len({each.since for each in criteria}) > 1}


def cases_of_one_answer(
    evidence: Evidence, asked_at_two_times: Mapping[str, Sequence[BoundCriterion]]
) -> Iterator[Case]:
    """Yield the criteria on each finding that ask for it at two times, if it is not reported or of too early a day.

    Whatever the answer will be, it is that at any time and from the day on: no time has to pass first.
    """
    for code in asked_at_two_times.keys() - evidence.none - frozenset[str]().union(*evidence.statements):
        criteria = asked_at_two_times[code]
        reported = evidence.findings.get(code, ())
        if reported and all(is_evidence(reported[0], each.since, evidence) for each in criteria):
            continue
        answers = [Measurement(value=value) for value in (True, False)]
        vectors = {tuple(each.condition(answer, evidence.as_of) for each in criteria) for answer in answers}
        yield Case(tuple(each.id for each in criteria), vectors)


class CaseSplit:
    """The criteria on one finding that ask for it at the same time."""

    def __init__(self, criteria: Sequence[BoundCriterion], finding: Finding, helpful: Mapping[str, set[bool]]) -> None:
        """Take ``criteria``, their finding, and which truths of each criterion are ``helpful`` to the entry."""
        self.criteria = criteria
        self.since = criteria[0].since
        self._type = finding.type
        self._may_be_none = finding.may_be_none
        self._helpful = helpful
        self._possible_at_all = lru_cache(_MAX_REMEMBERED)(self._possible)
        self._case_of_nothing = lru_cache(_MAX_REMEMBERED)(self._case)

    def needs_cases(self, criteria: Sequence[BoundCriterion]) -> bool:
        """Return whether ``criteria`` of this finding bear on the entry in more than one place or way."""
        return len(criteria) > 1 or any(len(self._helpful[each.id]) > 1 for each in criteria)

    def case(self, truths: Mapping[str, Truth], evidence: Evidence) -> Case | None:
        """Return the criteria that are unknown and must be decided by cases, if there are any."""
        finding = self.criteria[0].finding
        measurements = evidence.findings.get(finding, ())
        if self.since is not None and measurements and not is_evidence(measurements[0], self.since, evidence):
            measurements = ()
        case = self._case if measurements else self._case_of_nothing
        unknown = tuple([each.id for each in self.criteria if truths[each.id] is None])
        return case(unknown, measurements, evidence.as_of, finding in evidence.complete)

    def _case(
        self, unknown_ids: tuple[str, ...], measurements: tuple[Measurement, ...], as_of: date, complete: bool
    ) -> Case | None:
        unknown = [each for each in self.criteria if each.id in unknown_ids]
        dateless = {each.id for each in unknown if rests_on_a_date(each, measurements, as_of)}
        if dateless and not _count_the_same(unknown):
            unknown = [each for each in unknown if each.id not in dateless]
            dateless.clear()
        if not unknown or not self.needs_cases(unknown):
            return None
        ids = tuple(each.id for each in unknown)
        best_and_worst = {
            tuple(helps is wish for each in unknown for helps in self._helpful[each.id]) for wish in (True, False)
        }
        if dateless:
            counted = vectors_of_counts([each.use for each in unknown if each.use])
            return None if best_and_worst <= counted else Case(ids, counted)
        if _can_only_rise(unknown, measurements, as_of):
            all_and_nothing = {(True,) * len(ids), (False,) * len(ids)}
            if best_and_worst == all_and_nothing <= self._possible_at_all(ids, (), as_of, complete):
                return None
        possible = self._possible if measurements else self._possible_at_all
        vectors = possible(ids, measurements, as_of, complete)
        return None if best_and_worst <= vectors else Case(ids, vectors)

    def _possible(
        self,
        ids: tuple[str, ...],
        measurements: tuple[Measurement, ...],
        as_of: date,
        complete: bool,
    ) -> set[Vector]:
        criteria = [each for each in self.criteria if each.id in ids]
        vectors = possible_vectors(criteria, self._type, measurements, as_of, complete=complete)
        return vectors | {(False,) * len(ids)} if self._may_be_none and not measurements else vectors


def _count_the_same(criteria: Sequence[BoundCriterion]) -> bool:
    """Return whether the criteria ask one and the same of a list, but for how often or on how many days."""
    asked = {
        (each.test, each.use.within, UseKind.TIMES if each.use.kind is UseKind.ANY else each.use.kind)
        for each in criteria
        if each.use
    }
    return len(asked) == 1


def _can_only_rise(criteria: Sequence[BoundCriterion], measurements: Sequence[Measurement], as_of: date) -> bool:
    """Return whether all are counts, too low so far, that further measurements can but raise."""
    return all(
        each.use
        and each.use.kind not in (UseKind.ALL, UseKind.LATEST)
        and None not in [each.condition(one, as_of) for one in measurements]
        for each in criteria
    )
