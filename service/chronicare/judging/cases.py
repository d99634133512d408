"""What must be decided by cases: findings tested in opposite directions, and what is known of several only together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from chronicare.cells.values import Interval
from chronicare.judging.ranking import Known, ranks_of
from chronicare.program.evidence import Evidence
from chronicare.program.ranks import Column, ColumnKind, CompiledEntry, ScaleKind

_MAX_REMEMBERED = 1024

_Completion = tuple[tuple[int, int], ...]
"""Ranks the columns of one split finding may take together, each with its column."""


class Ties(NamedTuple):
    """What is known of several columns together, and of none of them alone.

    ``starts`` says of a split's number which ranks its columns can have together; each of the ``statements`` is columns
    with a rank, of which at least one has it.
    """

    starts: Mapping[int, frozenset[tuple[int, ...]]]
    statements: tuple[tuple[tuple[int, int], ...], ...]


NO_TIES = Ties({}, ())


class CaseFinder:
    """Finds the cases of one compiled entry; ``readers`` read its columns, each with its number, by finding."""

    def __init__(
        self, compiled: CompiledEntry, readers: Mapping[str, Sequence[tuple[int, Callable[[Evidence], Known]]]]
    ) -> None:
        """Note which columns answer a statement, and which findings are asked for at two times."""
        self.compiled = compiled
        self._readers = readers
        self._completions = lru_cache(_MAX_REMEMBERED)(self._completions_of)
        self.at_two_times = _at_two_times(compiled.columns)
        self._yes: dict[str, tuple[int, int]] = {}
        for index, column in enumerate(compiled.columns):  # a statement has no date: it speaks of any time, if asked
            scale = column.scale
            if scale is not None and scale.kind is ScaleKind.YES_NO and column.kind is ColumnKind.VALUE:
                if column.since is None:
                    self._yes[column.finding] = (index, scale.ranks[1])
                else:
                    self._yes.setdefault(column.finding, (index, scale.ranks[1]))

    def ties(self, evidence: Evidence) -> Ties:
        """Return what ``evidence`` says of several columns together."""
        starts = {
            number: found
            for number, split in enumerate(self.compiled.splits)
            if split.moves and (found := self._starts(number, evidence)) is not None
        }
        stated = frozenset[str]().union(*evidence.statements)
        one_answer = [
            each
            for code, both in self.at_two_times.items()
            if code not in stated and self._is_still_open(code, evidence)
            for each in both
        ]
        if not starts and not evidence.statements and not one_answer:
            return NO_TIES
        statements = [
            tuple(sorted(self._yes[code] for code in each))
            for each in sorted(evidence.statements, key=sorted)
            if each <= self._yes.keys()
        ]
        statements += one_answer
        return Ties(starts, tuple(statements))

    def _is_still_open(self, code: str, evidence: Evidence) -> bool:
        """Whether the finding is not reported, or too early for some of the times it is asked for."""
        if not evidence.findings.get(code):
            return code not in evidence.none
        return any(reader(evidence) is None for _, reader in self._readers[code])

    def _starts(self, number: int, evidence: Evidence) -> frozenset[tuple[int, ...]] | None:
        """Return the counts a list may have come to, measurements of which only bounds are known among them."""
        split = self.compiled.splits[number]
        measurements = evidence.findings.get(split.finding, ())
        if split.scale is None or not any(type(each.value) is Interval for each in measurements):
            return None
        bounds = [(0, self.compiled.columns[index].size - 1) for index in split.columns]
        reached = {tuple([low for low, _ in bounds])}
        for each in measurements:
            low, high = ranks_of(each, split.scale)
            reached = {_moved(state, kind, bounds) for state in reached for kind in split.kinds[low : high + 1]}
        if split.finding not in evidence.complete:
            reached = reachable(split.moves, bounds, reached)
        return frozenset(reached)

    def cases(self, known: Sequence[Known], ties: Ties = NO_TIES) -> Iterator[list[Known]]:
        """Yield ``known`` completed in every way for what must be gone through by cases; nothing if nothing must."""
        stated = {index for each in ties.statements for index, _ in each}
        choices: list[list[_Completion]] = [
            [((index, rank),) for rank in range(self.compiled.columns[index].size)] for index in sorted(stated)
        ]
        choices += [
            completions
            for number, split in enumerate(self.compiled.splits)
            if stated.isdisjoint(split.columns)
            and (
                completions := self._completions(
                    number, tuple([known[index] for index in split.columns]), ties.starts.get(number)
                )
            )
        ]
        if not choices:
            return
        for choice in product(*choices):
            ranks = dict(pair for completion in choice for pair in completion)
            if all(any(ranks[index] == rank for index, rank in each) for each in ties.statements):
                case = list(known)
                for index, rank in ranks.items():
                    case[index] = (rank, rank)
                yield case

    def _completions_of(
        self, number: int, known: tuple[Known, ...], starts: frozenset[tuple[int, ...]] | None
    ) -> list[_Completion]:
        """Return the ranks the columns of split ``number`` may take together; nothing if there is no choice."""
        split = self.compiled.splits[number]
        sizes = [self.compiled.columns[index].size for index in split.columns]
        bounds = [ranks or (0, size - 1) for ranks, size in zip(known, sizes, strict=True)]
        if split.only_in_part and starts is None and (split.moves or known == (None,)):
            return []
        if not split.moves:
            ((low, high),) = bounds
            states: set[tuple[int, ...]] = {(rank,) for rank in range(low, high + 1)}
        elif starts is not None:
            states = set(starts)
        else:
            states = reachable(split.moves, bounds, {tuple([low for low, _ in bounds])})
        if len(states) == 1 and None not in known:
            return []
        return [tuple(zip(split.columns, state, strict=True)) for state in sorted(states)]


def _at_two_times(columns: Sequence[Column]) -> dict[str, tuple[tuple[tuple[int, int], ...], ...]]:
    """Return of each yes/no finding asked for at any time and from some day on how the two go together.

    What is still to be found has one answer, and from that day on it is the answer at any time as well: whatever comes
    of it after treatment began counts wherever it is asked. Where some time has to pass first, there may be none yet.
    """
    tied: dict[str, tuple[tuple[tuple[int, int], ...], ...]] = {}
    answers: dict[str, list[tuple[int, int, int]]] = {}
    for index, column in enumerate(columns):
        scale, at_once = column.scale, column.since is None or not column.since.lasts
        if column.kind is ColumnKind.VALUE and scale is not None and scale.kind is ScaleKind.YES_NO and at_once:
            no, yes = scale.ranks
            answers.setdefault(column.finding, []).append((index, no, yes))
    for finding, found in answers.items():
        if len(found) > 1:
            (first, no, yes), *others = found
            tied[finding] = tuple(
                each
                for other, other_no, other_yes in others
                for each in (((first, yes), (other, other_no)), ((first, no), (other, other_yes)))
            )
    return tied


def _moved(state: tuple[int, ...], move: tuple[int, ...], bounds: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    return tuple([min(rank + more, high) for rank, more, (_, high) in zip(state, move, bounds, strict=True)])


def reachable(
    moves: Sequence[tuple[int, ...]],
    bounds: Sequence[tuple[int, int]],
    starts: set[tuple[int, ...]],
) -> set[tuple[int, ...]]:
    """Return the ranks that any number of ``moves`` can lead to from ``starts``."""
    reached = set(starts)
    waiting = list(starts)
    while waiting:
        state = waiting.pop()
        for move in moves:
            after = _moved(state, move, bounds)
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    return reached
