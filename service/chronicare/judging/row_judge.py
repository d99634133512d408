"""Which rows of a decision table match: the engine derives it, the reference evaluator must say the same.

A look-up asks twice. While it is still finding out what it has to know, it goes by what the reference evaluator says is
open; nothing is answered or asked of the caller before the engine has derived every cell and row from the same evidence
and both agree.
"""

from collections.abc import Mapping
from typing import Protocol

from chronicare.engine import LoadedProgram
from chronicare.judging.agreement import require_agreement
from chronicare.judging.encoding import column_reader, fact_writer
from chronicare.judging.memory import Memory
from chronicare.program.decision_table import MatchProgram
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Judgement, Truth


class RowCrossCheck(Protocol):
    """A second evaluator of the same rows."""

    def nodes(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Return the truth of every cell and row."""
        ...


class RowJudge:
    """Judges the rows of one table. Safe to share between threads as far as the engine is."""

    def __init__(
        self,
        matching: MatchProgram,
        program: LoadedProgram,
        cross_check: RowCrossCheck | None,
        memory: Memory | None = None,
    ) -> None:
        """Prepare the readers of the columns; without a cross-check nothing is cross-checked (for proofs only).

        What the engine derived is kept in ``memory``; without one it derives everything anew.
        """
        self._name = matching.rows.code
        self._memory = Memory(0) if memory is None else memory
        self.minds_day = matching.minds_day
        """Whether what matches may rest on the day it is asked as of, beside the evidence."""
        self._program = program
        self._cross_check = cross_check
        self._readers = [(column.finding, column_reader(column)) for column in matching.columns]
        self._write_fact = fact_writer(matching.columns)
        self._unknown: dict[str, Truth] = dict.fromkeys((*matching.rows.criteria, *matching.rows.groups))
        self._verdicts = {rule: each for rule, each in matching.verdicts.items() if each[0] in self._unknown}

    def expect(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Return what the cross-check says of every cell and row: what is open, until confirmed."""
        return self._derive(evidence)[0] if self._cross_check is None else self._cross_check.nodes(evidence)

    def confirm(self, evidence: Evidence, expected: Mapping[str, Truth]) -> None:
        """Let the engine derive every cell and row, and hold it to what was ``expected`` of ``evidence``.

        Raises DisagreementError if the two evaluators differ, EngineError if the engine fails.
        """
        if self._cross_check is None:
            return  # the engine itself said what is expected
        nodes, firings = self._derive(evidence)
        if nodes != expected:
            require_agreement(self._name, Judgement(nodes, None, {}), Judgement(expected, None, {}), firings)

    def _derive(self, evidence: Evidence) -> tuple[dict[str, Truth], tuple[str, ...]]:
        """Return the truths that the engine's rules derive, and their names."""
        findings = evidence.findings
        known = [read(evidence) if finding in findings else None for finding, read in self._readers]
        key = (self, *known)
        derived: tuple[dict[str, Truth], tuple[str, ...]] | None = self._memory.recall(key)
        if derived is None:
            firings = self._program.run(self._write_fact(known))
            verdicts = self._verdicts
            nodes = self._unknown.copy()
            nodes.update([verdicts[rule] for rule in firings if rule in verdicts])
            derived = (nodes, firings)
            self._memory.keep(key, derived, len(nodes))
        return derived
