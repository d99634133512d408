"""Which rows of a decision table match: the engine derives it, the reference evaluator must say the same."""

from collections.abc import Mapping
from typing import Protocol

from chronicare.engine import LoadedProgram
from chronicare.judging.agreement import require_agreement
from chronicare.judging.encoding import column_reader, fact_writer
from chronicare.program.decision_table import MatchProgram
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Judgement, Truth


class RowWitness(Protocol):
    """A second evaluator of the same rows."""

    def nodes(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Return the truth of every cell and row."""
        ...


class RowJudge:
    """Judges the rows of one table. Safe to share between threads as far as the engine is."""

    def __init__(self, matching: MatchProgram, program: LoadedProgram, witness: RowWitness | None) -> None:
        """Prepare the readers of the columns; without a witness nothing is cross-checked (for proofs only)."""
        self._name = matching.rows.code
        self._program = program
        self._witness = witness
        self._readers = [column_reader(column) for column in matching.columns]
        self._write_fact = fact_writer(matching.columns)
        self._verdicts = matching.verdicts
        self._unknown: dict[str, Truth] = dict.fromkeys((*matching.rows.criteria, *matching.rows.groups))

    def judge(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Return the truth of every cell and row, ``None`` where it is not known.

        Raises DisagreementError if the two evaluators differ, EngineError if the engine fails.
        """
        firings = self._program.run(self._write_fact([read(evidence) for read in self._readers]))
        nodes = dict(self._unknown)
        for rule in firings:
            verdict = self._verdicts.get(rule)
            if verdict is not None and verdict[0] in nodes:
                nodes[verdict[0]] = verdict[1]
        if self._witness is not None:
            seen = self._witness.nodes(evidence)
            require_agreement(self._name, Judgement(nodes, None, {}), Judgement(seen, None, {}), firings)
        return nodes
