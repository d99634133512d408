"""Where calls are worked out: in threads, so that the loop stays free, and in lanes, so that light work need not wait.

All threads of a process share one interpreter: a lane has few, and what does not find room in it is refused at once,
with the time after which it is worth trying again. Work nobody waits for any more ends at its next step.
"""

import asyncio
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from chronicare.application.errors import BusyError
from chronicare.judging.budget import Budget
from chronicare.rpc.settings import Settings

Result = TypeVar("Result")

LONG = frozenset({"BatchCheckRecognition", "BatchSettleBills", "SettleYear"})
"""Methods that can take seconds."""


class Lane:
    """A few threads, and how many calls may be in it, those that wait among them."""

    def __init__(self, name: str, threads: int, most_calls: int, retry_seconds: int) -> None:
        """Start no thread yet."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most, self._retry_seconds = most_calls, retry_seconds
        self._inside = 0
        self._counting = threading.Lock()

    async def run(self, work: Callable[[], Result], budget: Budget) -> Result:
        """Return what ``work`` returns, done in a thread within ``budget``; if this is cancelled it is abandoned.

        Raises BusyError if the lane is full, and whatever ``work`` raises.
        """
        with self._counting:
            if self._inside >= self._most:
                raise BusyError(self._retry_seconds)
            self._inside += 1
        future = self._pool.submit(_within, budget, work)
        future.add_done_callback(self._leave)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            budget.abandon()
            raise

    def close(self) -> None:
        """Start nothing more; what has not begun is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _leave(self, _: "Future[Result]") -> None:
        with self._counting:
            self._inside -= 1


class Lanes:
    """The lanes of one process: short for what takes milliseconds, long for what can take seconds."""

    def __init__(self, settings: Settings) -> None:
        """Open them."""
        self._short = Lane("short", settings.short_threads, settings.max_short_calls, 1)
        self._long = Lane("long", settings.long_threads, settings.max_long_calls, 5)
        self._budgets: Mapping[bool, int] = {False: settings.max_short_steps, True: settings.max_long_steps}
        self._max_bytes = settings.max_response_bytes

    async def run(self, method: str, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns, done in the lane of ``method``. Raises as ``Lane.run``."""
        is_long = method in LONG
        lane = self._long if is_long else self._short
        return await lane.run(work, Budget(self._budgets[is_long], self._max_bytes))

    def close(self) -> None:
        """Close every lane."""
        for lane in (self._short, self._long):
            lane.close()


def _within(budget: Budget, work: Callable[[], Result]) -> Result:
    with budget.in_force():
        return work()
