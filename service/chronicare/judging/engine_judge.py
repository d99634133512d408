"""The engine's judgement of one entry: facts in, firings out, cases gone through where knowledge is short.

Python here encodes, hands over facts and reads firings; every truth comes from a rule that fired.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from chronicare.cells.values import Interval
from chronicare.engine import LoadedProgram
from chronicare.judging.encoding import column_reader, fact_writer
from chronicare.judging.memory import Memory
from chronicare.judging.ranking import Known, ranks_of
from chronicare.program.evidence import Evidence
from chronicare.program.ranks import ENTRY_NODE, Column, ColumnKind, CompiledEntry, ScaleKind
from chronicare.program.truth import Judgement, Truth

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


@dataclass(frozen=True, slots=True)
class EngineRun:
    """What the engine said in one run: the names of the rules that fired, and the truths they derived."""

    firings: tuple[str, ...]
    nodes: Mapping[str, Truth]
    outcome: Truth


class Judged(NamedTuple):
    """A judgement and what it rests on.

    ``engine_run`` is the run it starts from, ``settled`` the truths that hold in every case gone through, ``runs`` all
    made, those included that left it unknown.
    """

    judgement: Judgement
    engine_run: EngineRun
    settled: Mapping[str, Truth]
    runs: Sequence[EngineRun]


class EngineJudge:
    """Judges one compiled entry with a loaded rule program. Safe to share between threads as far as the engine is."""

    def __init__(self, compiled: CompiledEntry, judgement: LoadedProgram, memory: Memory | None = None) -> None:
        """Prepare the readers of the entry's columns. What the engine says is kept in ``memory``, if there is one."""
        self.compiled = compiled
        self._memory = Memory(0) if memory is None else memory
        self._program = judgement
        self._write_fact = fact_writer(compiled.columns)
        self._readers: dict[str, list[tuple[int, Callable[[Evidence], Known]]]] = {}
        for index, column in enumerate(compiled.columns):
            if column.kind is not ColumnKind.SWITCH:
                self._readers.setdefault(column.finding, []).append((index, column_reader(column)))
        self._unknown: dict[str, Truth] = dict.fromkeys((*compiled.entry.criteria, *compiled.entry.groups))
        self._completions = lru_cache(_MAX_REMEMBERED)(self._completions_of)
        self._at_two_times = _at_two_times(compiled.columns)
        self._yes: dict[str, tuple[int, int]] = {}
        for index, column in enumerate(compiled.columns):  # a statement has no date: it speaks of any time, if asked
            scale = column.scale
            if scale is not None and scale.kind is ScaleKind.YES_NO and column.kind is ColumnKind.VALUE:
                if column.since is None:
                    self._yes[column.finding] = (index, scale.ranks[1])
                else:
                    self._yes.setdefault(column.finding, (index, scale.ranks[1]))
        self._switches = {
            column.finding: index for index, column in enumerate(compiled.columns) if column.kind is ColumnKind.SWITCH
        }
        self._open = tuple(
            (name, self._switches[name], tuple(reading.id for reading in switch.readings))
            for name, switch in compiled.entry.switches.items()
            if switch.default is None
        )
        self._defaults = [
            (self._switches[name], [reading.id for reading in switch.readings].index(switch.default))
            for name, switch in compiled.entry.switches.items()
            if switch.default is not None
        ]

    def read(self, evidence: Evidence, readings: Mapping[str, str] | None = None) -> list[Known]:
        """Encode ``evidence`` and the readings in force (``readings`` overrides defaults by switch name)."""
        known: list[Known] = [None] * len(self.compiled.columns)
        readers = self._readers
        for finding in readers.keys() & evidence.known():
            for index, reader in readers[finding]:
                known[index] = reader(evidence)
        for index, rank in self._defaults:
            known[index] = (rank, rank)
        return self.under(readings, known) if readings else known

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
            for code, both in self._at_two_times.items()
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

    def under(self, readings: Mapping[str, str], known: Sequence[Known]) -> list[Known]:
        """Return ``known`` with the given readings in force, by switch name."""
        changed = list(known)
        for name, reading in readings.items():
            rank = [each.id for each in self.compiled.entry.switches[name].readings].index(reading)
            changed[self._switches[name]] = (rank, rank)
        return changed

    def run_engine(self, known: Sequence[Known]) -> EngineRun:
        """Return what the engine says on what is known: it is run, unless it has been on just that."""
        key = (self, *known)
        run: EngineRun | None = self._memory.recall(key)
        if run is None:
            run = self._run(known)
            self._memory.keep(key, run, len(run.nodes))
        return run

    def _run(self, known: Sequence[Known]) -> EngineRun:
        firings = self._program.run(self._write_fact(known))
        nodes = dict(self._unknown)
        verdicts = self.compiled.verdicts
        outcome: Truth = None
        for rule in firings:
            verdict = verdicts.get(rule)
            if verdict is not None:
                if verdict[0] == ENTRY_NODE:
                    outcome = verdict[1]
                else:
                    nodes[verdict[0]] = verdict[1]
        return EngineRun(firings, nodes, outcome)

    def judge(self, known: Sequence[Known], ties: Ties = NO_TIES) -> Judged:
        """Judge what is ``known``, by cases where switches are open and where one run leaves the outcome unknown."""
        engine_run = self.run_engine(known)
        runs = [engine_run]
        unsettled = [each for each in self._open if known[each[1]] is None]
        if not unsettled:
            outcome, settling = self._exact(known, ties, engine_run, runs)
            return Judged(Judgement(engine_run.nodes, outcome, {(): outcome}), engine_run, _common(settling), runs)
        by_reading: dict[tuple[tuple[str, str], ...], Truth] = {}
        all_settling: list[EngineRun] = []
        for choice in product(*(range(len(ids)) for _, _, ids in unsettled)):
            chosen = list(known)
            for (_, index, _), rank in zip(unsettled, choice, strict=True):
                chosen[index] = (rank, rank)
            key = tuple((name, ids[rank]) for (name, _, ids), rank in zip(unsettled, choice, strict=True))
            runs.append(self.run_engine(chosen))
            by_reading[key], settling = self._exact(chosen, ties, runs[-1], runs)
            all_settling += settling
        outcomes = set(by_reading.values())
        outcome = outcomes.pop() if len(outcomes) == 1 else None
        return Judged(Judgement(engine_run.nodes, outcome, by_reading), engine_run, _common(all_settling), runs)

    def _exact(
        self, known: Sequence[Known], ties: Ties, engine_run: EngineRun, made: list[EngineRun]
    ) -> tuple[Truth, list[EngineRun]]:
        """Settle an unknown outcome by going through the cases of the split findings; return the runs it rests on.

        Runs are added to those ``made``.
        """
        if engine_run.outcome is not None or not (self.compiled.splits or ties.statements):
            return engine_run.outcome, [engine_run]
        runs: list[EngineRun] = []
        for case in self.cases(known, ties):
            runs.append(self.run_engine(case))
            made.append(runs[-1])
            if runs[-1].outcome is None or runs[-1].outcome is not runs[0].outcome:
                return None, [engine_run]
        return (runs[0].outcome, runs) if runs else (None, [engine_run])

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


def _common(runs: Sequence[EngineRun]) -> Mapping[str, Truth]:
    """Return each node's truth where all ``runs`` say the same; elsewhere it is unknown."""
    first = runs[0].nodes
    if len(runs) == 1:
        return first
    return {name: truth if all(run.nodes[name] is truth for run in runs) else None for name, truth in first.items()}
