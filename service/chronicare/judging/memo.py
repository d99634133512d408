"""What was judged in the course of one answer: no judge is asked twice about the same evidence."""

from collections.abc import Hashable, Mapping

from chronicare.judging.row_judge import RowJudge
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Truth


class MemoEntry:
    """What is expected of a table's rows on some evidence, and whether the engine has confirmed it."""

    __slots__ = ("_confirmed", "truths")

    def __init__(self, truths: Mapping[str, Truth]) -> None:
        """Keep what is expected, unconfirmed."""
        self.truths = truths
        self._confirmed = False

    def confirm(self, judge: RowJudge, evidence: Evidence) -> None:
        """Let ``judge`` confirm what it expected of ``evidence``, unless it has; raises as ``RowJudge.confirm``."""
        if not self._confirmed:
            judge.confirm(evidence, self.truths)
            self._confirmed = True


class JudgementMemo:
    """Goes along with one answer, through every way that is tried; never kept for another."""

    def __init__(self) -> None:
        """Start empty."""
        self._entries: dict[Hashable, MemoEntry] = {}

    def expect(self, judge: RowJudge, evidence: Evidence) -> MemoEntry:
        """Return what ``judge`` expects on ``evidence``, or has before."""
        key = (judge, evidence.as_of, tuple(evidence.findings.items()))
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = MemoEntry(judge.expect(evidence))
        return entry
