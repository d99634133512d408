"""Which unknown findings would settle an undecided entry: the smallest sets some values of which bring the outcome.

Findings asked at several places are gone through by cases, and ``composing`` says how the entry is settled in each; a
set settles it in all of them. What of a finding in a set is lacking, ``lacks`` says.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from math import comb, prod

from chronicare.compiler.pipeline import directions
from chronicare.compiler.structure import members_of
from chronicare.judging.cases import NO_TIES, Ties
from chronicare.judging.ranking import Known
from chronicare.program.ranks import ColumnKind, CompiledEntry, ScaleKind
from chronicare.recognition.composing import Composer
from chronicare.recognition.condensing import Pick, condensed
from chronicare.recognition.lacks import Lack, LackKind
from chronicare.recognition.plans import SUITING, Plan, make_plan

MAX_LISTED = 20
"""Sets listed in an answer; the total is given beside them."""

_MOST_CONDENSED = 400
"""Sets that are brought together where they are more than can be listed; beyond that they are cut short."""

_MAX_REMEMBERED = 128

Statements = tuple[tuple[tuple[int, int], ...], ...]
"""Columns with a rank each, of which at least one has it."""


Supposed = tuple[str, tuple[Known, ...]]
"""A finding (its code), and what would be known of the columns if it had a certain value."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Any ``count`` of ``findings`` (codes, in the manual's order); a plain finding is any 1 of 1.

    ``answers`` are those that would do in its set to a yes/no question that is asked for both, of a plain finding.
    """

    count: int
    findings: tuple[str, ...]
    answers: frozenset[bool] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class MissingSets:
    """What would settle the matter one way.

    ``sets`` are the smallest sets of findings, fewest findings first and then in the manual's order, at most
    ``MAX_LISTED``; each is a conjunction of choices. ``total`` counts the sets with choices multiplied out;
    ``more_than_total`` says that composing was cut short. ``lacks`` says of each finding what of it is lacking.
    """

    sets: tuple[tuple[Choice, ...], ...]
    total: int
    more_than_total: bool
    lacks: Mapping[str, Lack] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[str, ...]:
        """The codes of the findings in the sets, each once."""
        return tuple(dict.fromkeys(code for each in self.sets for choice in each for code in choice.findings))

    def lack(self, choice: Choice, code: str) -> Lack:
        """Return what of the finding ``code`` is lacking where it is asked for by ``choice``."""
        lack = self.lacks.get(code) or Lack(LackKind.VALUE)
        return lack.answered(choice.answers) if choice.answers else lack


class MissingSetFinder:
    """Finds what is missing for one compiled entry."""

    def __init__(self, compiled: CompiledEntry) -> None:
        """Note which columns are asked only once, at one place of the tree, and always for the same answer."""
        self._compiled = compiled
        self._findings = frozenset(column.finding for column in compiled.columns)
        entry = compiled.entry
        members = [
            member for group in entry.groups.values() for variant in group.variants for member in variant.members
        ]
        places = Counter(compiled.tests[member].column for member in members if member in entry.criteria)
        columns_of = Counter(column.finding for column in compiled.columns)
        asked_both_ways = {compiled.tests[name].column for name, ways in directions(entry).items() if len(ways) > 1}
        self._once = frozenset(
            index
            for index, count in places.items()
            if count == 1 and columns_of[compiled.columns[index].finding] == 1 and index not in asked_both_ways
        )
        parents = Counter(member for group in entry.groups.values() for member in members_of(group))
        self._shared = frozenset(name for name, count in parents.items() if count > 1)
        switches = {column.finding: index for index, column in enumerate(compiled.columns)}
        self._below: dict[str, tuple[int, ...]] = {}
        for name in entry.groups:
            self._note_below(name, switches)
        self._remembered = lru_cache(_MAX_REMEMBERED)(self._find)

    def find(
        self,
        known: Sequence[Known],
        goal: bool,
        ties: Ties = NO_TIES,
        impossible: frozenset[str] = frozenset(),
        supposed: tuple[Supposed, ...] = (),
    ) -> MissingSets:
        """Return the smallest sets of findings that could bring the entry to ``goal`` from what is ``known``.

        None of the ``impossible`` findings (codes) is among them. ``supposed`` is what would be known of the columns if
        a finding had a value: with that finding, what is missing then is a set as well.
        """
        return self._remembered(tuple(known), goal, ties.statements, impossible & self._findings, supposed)

    def _find(
        self,
        known: tuple[Known, ...],
        goal: bool,
        statements: Statements,
        impossible: frozenset[str],
        supposed: tuple[Supposed, ...],
    ) -> MissingSets:
        composer = Composer(self._compiled, self._once, self._shared, self._below, impossible)
        return _Search(self._compiled, composer).find(known, goal, statements, supposed)

    def _note_below(self, name: str, switches: Mapping[str, int]) -> tuple[int, ...]:
        """Note the columns that bear on the node ``name``."""
        group = self._compiled.entry.groups.get(name)
        if group is None:
            return (self._compiled.tests[name].column,)
        if name not in self._below:
            below = {index for member in members_of(group) for index in self._note_below(member, switches)}
            if group.switch:
                below.add(switches[group.switch])
            self._below[name] = tuple(sorted(below))
        return self._below[name]


class _Search:
    """One search: what may stay unknown is gone through."""

    def __init__(self, compiled: CompiledEntry, composer: Composer) -> None:
        self._compiled = compiled
        self._composer = composer
        self._asked = [column.finding for column in compiled.columns]
        """The finding asked for by each index in a plan."""

    def find(
        self, known: Sequence[Known], goal: bool, statements: Statements, supposed: Sequence[Supposed]
    ) -> MissingSets:
        """Find what is missing as things are and as they are ``supposed``; see ``MissingSetFinder.find``."""
        plans = self._plans(known, goal, statements)
        for finding, known_then in supposed:
            column = self._index_of(finding)
            then = self._plans(known_then, goal, statements)
            plans += [make_plan({**plan.ranks, column: SUITING}, plan.choices) for plan in then]
        return self._answer(plans)

    def _index_of(self, finding: str) -> int:
        """Return the first column of ``finding``; one beyond the columns for a finding that no criterion tests."""
        if finding not in self._asked:
            self._asked.append(finding)
        return self._asked.index(finding)

    def _plans(self, known: Sequence[Known], goal: bool, statements: Statements) -> list[Plan]:
        """Go through the ways to ask for split findings: each stays unknown, or is asked for and has one of its ranks.

        Switches without default stay unknown: nobody can send their reading.
        """
        columns, splits = self._compiled.columns, self._to_split(known, statements)
        switches = [
            index for index, column in enumerate(columns) if column.kind is ColumnKind.SWITCH and known[index] is None
        ]
        ranges = [range(low, high + 1) for low, high in self._bounds(known)]
        plans: list[Plan] = []
        for cases in self._ways_of_statements(known, statements):
            for ranks in product(*([None, *ranges[index]] for index in splits)):
                asked = {index: (rank, rank) for index, rank in zip(splits, ranks, strict=True) if rank is not None}
                staying = (*switches, *(index for index in splits if index not in asked))
                then = [[asked.get(index, each) for index, each in enumerate(case)] for case in cases]
                found = self._composer.joined([self._composer.plans(case, goal, staying) for case in then])
                held = {index: frozenset(range(low, high + 1)) for index, (low, high) in asked.items()}
                plans += [make_plan({**plan.ranks, **held}, plan.choices) for plan in found]
        return plans

    def _to_split(self, known: Sequence[Known], statements: Statements) -> list[int]:
        """Return the columns that may be more than one way and are gone through, but for those that are stated."""
        stated = {index for each in statements for index, _ in each}
        bounds = self._bounds(known)
        return [
            index
            for split in self._compiled.splits
            if not split.moves
            and (index := split.columns[0]) not in stated
            and bounds[index][0] < bounds[index][1]
            and (known[index] is not None or not split.only_in_part)
        ]

    def _ways_of_statements(self, known: Sequence[Known], statements: Statements) -> Iterator[list[list[Known]]]:
        """Yield what is known in the cases all of which a plan must satisfy: what is stated is asked for, or stays."""
        yield [list(known)]
        stated = sorted({index for each in statements for index, _ in each})
        if not stated:
            return
        cases = []
        for ranks in product(*(range(self._compiled.columns[index].size) for index in stated)):
            case = list(known)
            for index, rank in zip(stated, ranks, strict=True):
                case[index] = (rank, rank)
            if all(any(case[index] in (None, (yes, yes)) for index, yes in each) for each in statements):
                cases.append(case)
        yield cases

    def _bounds(self, known: Sequence[Known]) -> list[tuple[int, int]]:
        sizes = [column.size for column in self._compiled.columns]
        return [ranks or (0, size - 1) for ranks, size in zip(known, sizes, strict=True)]

    def _answer(self, plans: Sequence[Plan]) -> MissingSets:
        asked_for = self._asked
        order: dict[str, int] = {}
        for index, finding in enumerate(asked_for):
            order.setdefault(finding, index)
        asked: list[Plan] = []
        answers: dict[_PlanKey, dict[int, set[bool | None]]] = {}
        for plan in plans:
            whole = [members for members, count in plan.choices.items() if count == len(members)]
            needed = dict.fromkeys([order[asked_for[index]] for each in (plan.ranks, *whole) for index in each])
            choices = {each: count for each, count in plan.choices.items() if each not in whole}
            asked.append(make_plan(dict.fromkeys(needed, SUITING), choices))
            found = answers.setdefault(_key(asked[-1]), {})
            for index, ranks in plan.ranks.items():
                if sum(asked_for[each] == asked_for[index] for each in plan.ranks) == 1:  # else it is asked for twice
                    found.setdefault(order[asked_for[index]], set()).update(self._answers(index, ranks))
        sets: list[tuple[Choice, ...]] = []
        for plan in self._composer.smallest(asked):
            would_do = answers[_key(plan)]
            told = [Choice(1, (asked_for[index],), _definite(would_do.get(index, ()))) for index in plan.ranks]
            told += [Choice(count, tuple(asked_for[index] for index in each)) for each, count in plan.choices.items()]
            sets.append(tuple(sorted(told, key=lambda choice: [order[code] for code in choice.findings])))
        sets.sort(key=lambda each: (sum(c.count for c in each), [[order[f] for f in c.findings] for c in each]))
        total = sum(prod(comb(len(choice.findings), choice.count) for choice in each) for each in sets)
        if MAX_LISTED < len(sets) <= _MOST_CONDENSED and not self._composer.cut_short:
            picks = [[Pick(each.count, each.findings, each.answers) for each in choices] for choices in sets]
            sets = [tuple(Choice(pick.count, pick.members, pick.answers) for pick in each) for each in condensed(picks)]
        return MissingSets(tuple(sets[:MAX_LISTED]), total, self._composer.cut_short)

    def _answers(self, index: int, ranks: frozenset[int]) -> Iterable[bool | None]:
        """Return what answers ``ranks`` of a column are; ``None`` stands for what is no answer to a yes/no question."""
        scale = self._compiled.columns[index].scale if index < len(self._compiled.columns) else None
        if scale is None or scale.kind is not ScaleKind.YES_NO or ranks == SUITING:
            return (None,)
        return [rank == scale.ranks[1] for rank in ranks]


_PlanKey = tuple[int, frozenset[tuple[tuple[int, ...], int]]]


def _key(plan: Plan) -> _PlanKey:
    return plan.columns, frozenset(plan.choices.items())


def _definite(answers: Collection[bool | None]) -> frozenset[bool]:
    """Return ``answers`` if all of them are."""
    found = frozenset(each for each in answers if each is not None)
    return found if None not in answers else frozenset()
