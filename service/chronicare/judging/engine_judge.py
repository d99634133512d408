"""The engine's judgement of one entry: facts in, firings out, cases gone through where knowledge is short.

Python here encodes, hands over facts and reads firings; every truth comes from a rule that fired.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from chronicare.engine import LoadedProgram
from chronicare.judging.encoding import Known, column_reader, fact_writer
from chronicare.program.evidence import Evidence
from chronicare.program.ranks import ENTRY_NODE, ColumnKind, CompiledEntry
from chronicare.program.truth import Judgement, Truth


@dataclass(frozen=True, slots=True)
class Heard:
    """What the engine said in one run: the names of the rules that fired, and the truths they derived."""

    firings: tuple[str, ...]
    nodes: Mapping[str, Truth]
    outcome: Truth


class EngineJudge:
    """Judges one compiled entry with a loaded rule program. Safe to share between threads as far as the engine is."""

    def __init__(self, compiled: CompiledEntry, judgement: LoadedProgram) -> None:
        """Prepare the readers of the entry's columns."""
        self.compiled = compiled
        self._program = judgement
        self._write_fact = fact_writer(compiled.columns)
        self._readers = [column_reader(column) for column in compiled.columns]
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
        known: list[Known] = [reader(evidence) for reader in self._readers]
        for index, rank in self._defaults:
            known[index] = (rank, rank)
        for name, reading in (readings or {}).items():
            index = self._switches[name]
            ids = [each.id for each in self.compiled.entry.switches[name].readings]
            known[index] = (ids.index(reading), ids.index(reading))
        return known

    def hear(self, known: Sequence[Known]) -> Heard:
        """Run the engine once on what is known."""
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
        return Heard(firings, nodes, outcome)

    def judge(self, known: Sequence[Known]) -> tuple[Judgement, Heard, Mapping[str, Truth]]:
        """Return the judgement, the run it starts from, and the truths that hold in every case gone through."""
        heard = self.hear(known)
        unsettled = [each for each in self._open if known[each[1]] is None]
        if not unsettled:
            outcome, runs = self._exact(known, heard)
            return Judgement(heard.nodes, outcome, {(): outcome}), heard, _common(runs)
        by_reading: dict[tuple[tuple[str, str], ...], Truth] = {}
        all_runs: list[Heard] = []
        for choice in product(*(range(len(ids)) for _, _, ids in unsettled)):
            chosen = list(known)
            for (_, index, _), rank in zip(unsettled, choice, strict=True):
                chosen[index] = (rank, rank)
            key = tuple((name, ids[rank]) for (name, _, ids), rank in zip(unsettled, choice, strict=True))
            by_reading[key], runs = self._exact(chosen, self.hear(chosen))
            all_runs += runs
        outcomes = set(by_reading.values())
        outcome = outcomes.pop() if len(outcomes) == 1 else None
        return Judgement(heard.nodes, outcome, by_reading), heard, _common(all_runs)

    def _exact(self, known: Sequence[Known], heard: Heard) -> tuple[Truth, list[Heard]]:
        """Settle an unknown outcome by going through the cases of the split findings; return the runs it rests on."""
        if heard.outcome is not None or not self.compiled.splits:
            return heard.outcome, [heard]
        runs: list[Heard] = []
        for case in self.cases(known):
            runs.append(self.hear(case))
            if runs[-1].outcome is None or runs[-1].outcome is not runs[0].outcome:
                return None, [heard]
        return (runs[0].outcome, runs) if runs else (None, [heard])

    def cases(self, known: Sequence[Known]) -> Iterator[list[Known]]:
        """Yield ``known`` completed in every way for the split findings not fully known; nothing if there are none."""
        choices: list[list[tuple[tuple[int, int], ...]]] = []
        for split in self.compiled.splits:
            states = self.states(split.columns, split.moves, known)
            if len(states) > 1 or any(known[index] is None for index in split.columns):
                choices.append([tuple(zip(split.columns, state, strict=True)) for state in states])
        if not choices:
            return
        for choice in product(*choices):
            case = list(known)
            for index, rank in (pair for state in choice for pair in state):
                case[index] = (rank, rank)
            yield case

    def states(
        self, columns: Sequence[int], moves: Sequence[tuple[int, ...]], known: Sequence[Known]
    ) -> list[tuple[int, ...]]:
        """Return the ranks the columns of one split finding may take together."""
        sizes = [self.compiled.columns[index].size for index in columns]
        if not moves:
            (index,) = columns
            ranks = known[index]
            low, high = ranks if ranks is not None else (0, sizes[0] - 1)
            return [(rank,) for rank in range(low, high + 1)]
        bounds = [known[index] or (0, size - 1) for index, size in zip(columns, sizes, strict=True)]
        start = tuple(low for low, _ in bounds)
        reached = {start}
        waiting = [start]
        while waiting:
            state = waiting.pop()
            for move in moves:
                after = tuple(min(rank + more, high) for rank, more, (_, high) in zip(state, move, bounds, strict=True))
                if after not in reached:
                    reached.add(after)
                    waiting.append(after)
        return sorted(reached)


def _common(runs: Sequence[Heard]) -> Mapping[str, Truth]:
    """Return each node's truth where all ``runs`` say the same; elsewhere it is unknown."""
    first = runs[0].nodes
    if len(runs) == 1:
        return first
    return {name: truth if all(run.nodes[name] is truth for run in runs) else None for name, truth in first.items()}
