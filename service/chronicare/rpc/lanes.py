"""Where calls are worked out: in threads, so that the loop stays free, and in lanes, so that light work need not wait.

All threads of a process share one interpreter: a lane has few, and what does not find room in it is refused at once,
with the time after which it is worth trying again. Work nobody waits for any more ends at its next step.

Handing a call to a thread and back takes longer than a light call does. While no lane has work, what is likely to be
light is therefore tried in the loop itself, within few steps; what needs more is left off there and begun in its lane.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import TypeVar

from chronicare.application.errors import BusyError
from chronicare.judging.budget import AbandonedError, Budget, BudgetSpentError
from chronicare.rpc.access.call import CALL
from chronicare.rpc.settings import Settings

Result = TypeVar("Result")

SHORT = frozenset({"ScreenRecognition", "SettleBill", "ListEntitlements", "LookUpTerms", "PrepareFiling"})
"""Methods that can take a second."""
LONG = frozenset({"BatchCheckRecognition", "BatchSettleBills", "SettleYear", "ListTerms"})
"""Methods that can take many."""
LIGHT = frozenset({"CheckRecognition", "SettleBill"})
"""Methods of which most calls are worth trying at once: what they do is counted in steps from its beginning."""
_LIGHT_BYTES = 10_000
"""Of a request that may be: reading it comes before the first step."""
_MOST_AT_ONCE = 16
"""Calls tried in one round of the loop; when more are waiting it is falling behind, and the lanes say so."""
_SHARE = 2
"""One connection can have the whole of a lane less one part in so many: there is always room for another's call."""


class Lane:
    """A few threads, and how many calls may be in it, those that wait among them."""

    def __init__(self, name: str, threads: int, most_calls: int, retry_seconds: int) -> None:
        """Start no thread yet."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most, self._retry_seconds = most_calls, retry_seconds
        self._most_of_one = most_calls - most_calls // _SHARE
        self._inside: Counter[str] = Counter()
        self._counting = threading.Lock()

    async def run(self, work: Callable[[], Result], budget: Budget, client: str = "") -> Result:
        """Return what ``work`` returns, done in a thread within ``budget``; if this is cancelled it is abandoned.

        ``client`` names the connection it comes from. Raises BusyError if the lane is full, or as full of that client's
        calls as one may have it, and whatever ``work`` raises.
        """
        with self._counting:
            if self._inside.total() >= self._most or self._inside[client] >= self._most_of_one:
                raise BusyError(self._retry_seconds)
            self._inside[client] += 1
        future = self._pool.submit(copy_context().run, _within, budget, work)  # the call goes along
        future.add_done_callback(lambda _: self._leave(client))
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            budget.abandon()
            raise

    @property
    def inside(self) -> int:
        """How many calls are in it, those that wait among them."""
        return self._inside.total()

    def close(self) -> None:
        """Start nothing more; what has not begun is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _leave(self, client: str) -> None:
        with self._counting:
            self._inside[client] -= 1
            if not self._inside[client]:
                del self._inside[client]


class Lanes:
    """The lanes of one process: quick for what takes milliseconds, short for a second, long for what can take many."""

    def __init__(self, settings: Settings) -> None:
        """Open them."""
        self._quick = Lane("quick", settings.quick_threads, settings.max_quick_calls, 1)
        self._short = Lane("short", settings.short_threads, settings.max_short_calls, 2)
        self._long = Lane("long", settings.long_threads, settings.max_long_calls, 5)
        self._settings = settings
        self._tried = 0

    async def run(self, method: str, work: Callable[[], Result], client: str, size: int) -> Result:
        """Return what ``work`` on a request of ``size`` bytes returns, done at once or in the lane of ``method``.

        What is left off is begun anew, so it must leave nothing behind. Raises as ``Lane.run``.
        """
        settings = self._settings
        if method in LIGHT and size <= _LIGHT_BYTES and self._has_time():
            with suppress(AbandonedError):
                return _within(_FewSteps(settings.max_steps_at_once, settings.max_response_bytes), work)
        lane = self._long if method in LONG else self._short if method in SHORT else self._quick
        steps = settings.max_long_steps if method in LONG else settings.max_short_steps
        return await lane.run(work, Budget(steps, settings.max_response_bytes), client)

    def _has_time(self) -> bool:
        """Whether the loop can try another call now."""
        if self._quick.inside or self._short.inside or self._long.inside or self._tried == _MOST_AT_ONCE:
            return False
        if not self._tried:
            asyncio.get_running_loop().call_soon(self._begin_round)
        self._tried += 1
        return True

    def _begin_round(self) -> None:
        self._tried = 0

    def inside(self) -> dict[str, int]:
        """Return how many calls are in each lane, those that wait among them."""
        return {"quick": self._quick.inside, "short": self._short.inside, "long": self._long.inside}

    def close(self) -> None:
        """Close every lane."""
        for lane in (self._quick, self._short, self._long):
            lane.close()


class _FewSteps(Budget):
    """What may be done in the loop; what needs more is abandoned."""

    def spend(self, steps: int, size: int = 0) -> None:
        """Count as any budget does. Raises AbandonedError where others raise BudgetSpentError."""
        try:
            super().spend(steps, size)
        except BudgetSpentError:
            raise AbandonedError from None


def _within(budget: Budget, work: Callable[[], Result]) -> Result:
    try:
        with budget.in_force():
            return work()
    finally:
        call = CALL.get()
        if call is not None:
            call.charge(budget.steps)
