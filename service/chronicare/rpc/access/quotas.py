"""How much each caller has taken, all workers of a service together: a bucket that fills at its rate.

In memory that the workers share each adds up what callers have taken of it, and reads what the others have; no worker
ever waits for another, and one that dies leaves its sums. Each keeps its own view of every bucket, so that after a
pause all workers may each let through what one bucket holds; in the long run the rate holds for all together.
"""

import os
import struct
import threading
from collections.abc import Callable
from math import ceil
from mmap import mmap
from time import monotonic

from chronicare.application.errors import QuotaSpentError
from chronicare.rpc.access.callers import MAX_CALLERS, Caller, Callers

BURST_SECONDS = 10.0
"""What a full bucket holds, in seconds of its rate; at least one request."""
_SUM = struct.Struct("<d")
_KINDS = ("requests_per_second", "work_per_second", "bytes_per_second")
_REQUESTS, _WORK, _BYTES = range(len(_KINDS))
STEP_SECONDS = 8e-6
"""What a step of work takes."""


def quota_memory(workers: int) -> int:
    """Return the descriptor of new memory for so many ``workers`` to share."""
    file = os.memfd_create("chronicare-quotas")
    os.truncate(file, _size(workers))
    return file


class Quotas:
    """The buckets of one worker, over the sums of all."""

    def __init__(self, file: int, workers: int, worker: int = 0, clock: Callable[[], float] = monotonic) -> None:
        """Look at the memory behind the descriptor ``file``; -1: memory of this process alone."""
        self._memory = mmap(file, _size(workers))
        self._workers, self._worker, self._clock = workers, worker, clock
        self._callers: Callers | None = None
        self._slots: dict[str, int] = {}
        self._buckets: dict[tuple[str, int], _Bucket] = {}
        self._counting = threading.Lock()

    def admit(self, caller: Caller, callers: Callers, size: int = 0) -> None:
        """Count one request of ``caller``, one of ``callers``, of ``size`` bytes.

        Raises QuotaSpentError if it has taken its share.
        """
        with self._counting:
            if callers is not self._callers:
                self._callers = callers
                self._slots = {name: slot for slot, name in enumerate(sorted(each.name for each in callers.all))}
                self._buckets = {}
            self._check(caller, _WORK, caller.work_per_second, 0.0)
            self._check(caller, _REQUESTS, caller.requests_per_second, 1.0)
            self._check(caller, _BYTES, caller.bytes_per_second, 0.0)
            self._take(caller, _REQUESTS, 1.0)
            self._take(caller, _BYTES, size)

    def charge(self, caller: Caller, steps: int) -> None:
        """Count so many ``steps`` of work done for ``caller``."""
        with self._counting:
            self._take(caller, _WORK, steps * STEP_SECONDS)

    def _check(self, caller: Caller, kind: int, rate: float | None, wanted: float) -> None:
        slot = self._slots.get(caller.name)
        if rate is None or slot is None:
            return
        total = sum(self._sum(each, slot, kind) for each in range(self._workers))
        bucket = self._buckets.setdefault((caller.name, kind), _Bucket(rate, self._clock(), total))
        lacking = wanted - bucket.level(self._clock(), total)
        if lacking > 0:
            raise QuotaSpentError(max(1, ceil(lacking / rate)), _KINDS[kind])

    def _take(self, caller: Caller, kind: int, amount: float) -> None:
        slot = self._slots.get(caller.name)
        if slot is not None:
            _SUM.pack_into(self._memory, _at(self._worker, slot, kind), self._sum(self._worker, slot, kind) + amount)

    def _sum(self, worker: int, slot: int, kind: int) -> float:
        taken: float = _SUM.unpack_from(self._memory, _at(worker, slot, kind))[0]
        return taken


class _Bucket:
    """What one caller may still take at once; below nothing, if work has cost more than was left."""

    def __init__(self, rate: float, now: float, taken: float) -> None:
        self._rate, self._most = rate, max(1.0, rate * BURST_SECONDS)
        self._level, self._at, self._taken = self._most, now, taken

    def level(self, now: float, taken: float) -> float:
        filled = self._level + self._rate * (now - self._at) - max(0.0, taken - self._taken)
        self._level, self._at, self._taken = min(self._most, filled), now, taken
        return self._level


def _at(worker: int, slot: int, kind: int) -> int:
    return ((worker * MAX_CALLERS + slot) * len(_KINDS) + kind) * _SUM.size


def _size(workers: int) -> int:
    return workers * MAX_CALLERS * len(_KINDS) * _SUM.size
