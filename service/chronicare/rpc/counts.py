"""What a process has done, counted: sums by name and labels, handed on piece by piece and added up elsewhere.

Labels are names of the contract and of the rules, never anything a caller wrote, so that there are no more of them than
the rules have words.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

Key = tuple[str, ...]
"""The name of a sum and its labels."""

CALLS = "calls"
"""By method and status: calls that have ended."""
SECONDS = "seconds"
"""By method and status: the seconds they took, from when they came to when their answer was ready."""
WITHIN = "within"
"""By method, status and bound: calls that took no longer than this bound of BOUNDS, and longer than the one before."""
DECISIONS = "decisions"
"""By area and outcome: entries decided."""
SETTLEMENTS = "settlements"
"""By area and outcome: bills settled."""
MISSING = "missing"
"""By area and name: undecided entries and bills that this finding or fact would help to decide."""
DISAGREEMENTS = "disagreements"
"""Decisions refused because the two evaluators differ."""
FAULTS = "faults"
"""Calls, or requests of a batch, that ended in an error nobody foresaw."""

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds."""
_BEYOND = "+Inf"
BOUND_NAMES = (*(str(each) for each in BOUNDS), _BEYOND)


@dataclass(slots=True)
class Timing:
    """How a call ends: the name of its status; cancelled, unless somebody knows better."""

    code: str = "CANCELLED"


class Counts:
    """Sums that only grow. May be added to by several threads."""

    def __init__(self) -> None:
        """Have counted nothing."""
        self._sums: defaultdict[Key, float] = defaultdict(float)
        self._untold: defaultdict[Key, float] = defaultdict(float)
        self._adding = threading.Lock()

    def add(self, *key: str, amount: float = 1) -> None:
        """Add ``amount`` to the sum of a name and its labels."""
        self.add_all([(key, amount)])

    def add_all(self, amounts: Iterable[tuple[Key, float]]) -> None:
        """Add each amount to its sum."""
        with self._adding:
            for key, amount in amounts:
                self._sums[key] += amount
                self._untold[key] += amount

    def value(self, *key: str) -> float:
        """Return the sum of a name and its labels."""
        return self._sums.get(key, 0.0)

    def sums(self) -> Mapping[Key, float]:
        """Return all sums, as they are now."""
        with self._adding:
            return dict(self._sums)

    def take(self, most: int) -> list[tuple[Key, float]]:
        """Return what has been added since it was last taken, ``most`` sums of it; the rest is for the next time."""
        with self._adding:
            keys = [key for key, _ in zip(self._untold, range(most), strict=False)]
            return [(key, self._untold.pop(key)) for key in keys]

    @contextmanager
    def timed(self, method: str) -> Iterator[Timing]:
        """Count a call of ``method``, which ends with the block, by the status noted there."""
        began, timing = perf_counter(), Timing()
        try:
            yield timing
        finally:
            seconds = perf_counter() - began
            ending = (method, timing.code)
            within = BOUND_NAMES[bisect_left(BOUNDS, seconds)]
            self.add_all([((CALLS, *ending), 1), ((SECONDS, *ending), seconds), ((WITHIN, *ending, within), 1)])
