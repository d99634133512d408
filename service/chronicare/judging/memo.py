"""What was judged of the rows of tables: as long as it is remembered no judge is asked again about the same evidence.

What is looked up of a table, and in which order, rests on nothing but the values found so far. So the way to an answer
is found again by looking up the same again, without judging anything.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from chronicare.judging.memory import Memory
from chronicare.judging.row_judge import RowJudge
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Truth

Found = TypeVar("Found")

_SIZE_OF_STEP = 5
"""What a step of a way takes, in truths."""


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

    def keep(self, asked: Iterable[tuple[str, Hashable]], found: Found) -> int:
        """Keep what was ``found`` once all that was ``asked`` had been looked up, in that order, with these values.

        Return how many steps of the way are new.
        """
        path, new = self, 0
        for code, value in asked:
            path.asks = code
            after = path._next.get(value)
            if after is None:
                after = path._next[value] = Path()
                new += 1
            path = after
        path.found = found
        return new


class JudgementMemo:
    """What was expected of the rows of one model's tables, and the ways gone through them, kept in a ``Memory``."""

    def __init__(self, memory: Memory) -> None:
        """Keep all in ``memory``."""
        self._memory = memory

    def expect(self, judge: RowJudge, evidence: Evidence) -> MemoEntry:
        """Return what ``judge`` expects on ``evidence``, or has before."""
        key = (judge, evidence.as_of if judge.minds_day else None, tuple(evidence.findings.items()))
        entry: MemoEntry | None = self._memory.recall(key)
        if entry is None:
            entry = MemoEntry(judge.expect(evidence))
            self._memory.keep(key, entry, len(entry.truths))
        return entry

    def path(self, key: Hashable) -> Path[Any]:
        """Return the way gone through the table that ``key`` names, with all that is known before anything is asked."""
        path: Path[Any] | None = self._memory.recall(key)
        if path is None:
            path = Path()
            self._memory.keep(key, path, _SIZE_OF_STEP)
        return path

    def extend(self, path: Path[Found], asked: Iterable[tuple[str, Hashable]], found: Found) -> None:
        """Keep what was ``found`` at the end of ``path``; see ``Path.keep``."""
        self._memory.grow(_SIZE_OF_STEP * path.keep(asked, found))
