"""How much work and room one answer may take, and whether anybody still waits for it.

Work is counted in steps: one measurement put to one entry, and of whatever else the number that takes about as long. It
is counted where it is done, so that nothing a request multiplies with is forgotten; without a budget in force counting
does nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

STEPS_OF_ENTRY = 50
"""What an entry of a usual size takes by itself, in steps."""
STEPS_OF_TABLE = 6
"""What a table gone through takes."""
STEPS_OF_SETTLEMENT = 75
"""What going once through the payers of a bill takes beside the tables."""


class BudgetSpentError(Exception):
    """The answer takes more work, or room, than one request may."""


class AbandonedError(Exception):
    """Nobody waits for the answer any more."""


class Budget:
    """The steps one answer may take, and the bytes it may hold. Spent by one thread; may be abandoned from another."""

    def __init__(self, most_steps: int, most_bytes: int) -> None:
        """Allow so many."""
        self._most_steps, self._most_bytes = most_steps, most_bytes
        self.steps, self.bytes = 0, 0
        self._abandoned = False

    def abandon(self) -> None:
        """Have the work end at its next step."""
        self._abandoned = True

    def spend(self, steps: int, size: int = 0) -> None:
        """Count ``steps`` done and ``size`` bytes written. Raises BudgetSpentError or AbandonedError."""
        self.steps += steps
        self.bytes += size
        if self._abandoned:
            raise AbandonedError
        if self.steps > self._most_steps or self.bytes > self._most_bytes:
            raise BudgetSpentError

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Count against this budget whatever this thread does."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)


_CURRENT: ContextVar[Budget | None] = ContextVar("budget", default=None)


def spend(steps: int = 1, size: int = 0) -> None:
    """Count against the budget in force, if there is one. Raises BudgetSpentError or AbandonedError."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.spend(steps, size)


@contextmanager
def uncounted() -> Iterator[None]:
    """Count nothing: what is worked out once and kept for all is not charged to whoever happens to ask first."""
    token = _CURRENT.set(None)
    try:
        yield
    finally:
        _CURRENT.reset(token)
