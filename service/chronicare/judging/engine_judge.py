"""The engine's judgement of one entry: facts in, firings out, cases gone through where knowledge is short.

Python here encodes, hands over facts and reads firings; every truth comes from a rule that fired.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from chronicare.engine import LoadedProgram
from chronicare.judging.cases import NO_TIES, CaseFinder, Ties
from chronicare.judging.encoding import column_reader, fact_writer
from chronicare.judging.memory import Memory
from chronicare.judging.ranking import Known
from chronicare.program.evidence import Evidence
from chronicare.program.ranks import ENTRY_NODE, ColumnKind, CompiledEntry
from chronicare.program.truth import Judgement, Truth


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
        self._cases = CaseFinder(compiled, self._readers)
        self._unknown: dict[str, Truth] = dict.fromkeys((*compiled.entry.criteria, *compiled.entry.groups))
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
        return self._cases.ties(evidence)

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
        for case in self._cases.cases(known, ties):
            runs.append(self.run_engine(case))
            made.append(runs[-1])
            if runs[-1].outcome is None or runs[-1].outcome is not runs[0].outcome:
                return None, [engine_run]
        return (runs[0].outcome, runs) if runs else (None, [engine_run])


def _common(runs: Sequence[EngineRun]) -> Mapping[str, Truth]:
    """Return each node's truth where all ``runs`` say the same; elsewhere it is unknown."""
    first = runs[0].nodes
    if len(runs) == 1:
        return first
    return {name: truth if all(run.nodes[name] is truth for run in runs) else None for name, truth in first.items()}
