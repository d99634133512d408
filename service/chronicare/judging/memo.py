"""What was judged in the course of one answer: no judge is asked twice about the same evidence.

What is looked up of a table, and in which order, rests on nothing but the values found so far. So the way to an answer
is found again by looking up the same again, without judging anything.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from chronicare.judging.row_judge import RowJudge
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Truth

Found = TypeVar("Found")


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


class Path(Generic[Found]):
    """How far a table has been gone through: ``asks`` is looked up next, unless what is ``found`` is known."""

    __slots__ = ("_next", "asks", "found")

    def __init__(self) -> None:
        """Start with nothing known."""
        self.asks = ""
        self.found: Found | None = None
        self._next: dict[Hashable, Path[Found]] = {}

    def follow(self, look_up: Callable[[str], Hashable]) -> "Found | None":
        """Return what was found on the way that ``look_up`` leads, if it was gone to its end before."""
        path = self
        while path.asks:
            after = path._next.get(look_up(path.asks))
            if after is None:
                return None
            path = after
        return path.found

    def keep(self, asked: Iterable[tuple[str, Hashable]], found: Found) -> None:
        """Keep what was ``found`` once all that was ``asked`` had been looked up, in that order, with these values."""
        path = self
        for code, value in asked:
            path.asks = code
            path = path._next.setdefault(value, Path())
        path.found = found


class JudgementMemo:
    """Goes along with one answer, through every way that is tried; never kept for another."""

    def __init__(self) -> None:
        """Start empty."""
        self._entries: dict[Hashable, MemoEntry] = {}
        self.paths: dict[Hashable, Path[Any]] = {}
        """The ways gone through the tables, by all that is known before anything is looked up."""

    def expect(self, judge: RowJudge, evidence: Evidence) -> MemoEntry:
        """Return what ``judge`` expects on ``evidence``, or has before."""
        key = (judge, evidence.as_of, tuple(evidence.findings.items()))
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = MemoEntry(judge.expect(evidence))
        return entry
