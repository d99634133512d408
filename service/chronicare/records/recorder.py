"""Writes what many calls decide, together: one thread, one chain, one commit for all that has come meanwhile.

In durable mode whoever puts entries waits until they are on the disk. In batched mode nobody waits, as long as no more
than so many entries are unwritten and none for longer than so many milliseconds: what exceeds that waits as well. While
the record cannot be written nothing is taken; it is tried again by itself, and what it misses is an entry of its own.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from time import monotonic
from typing import NamedTuple

from chronicare.diagnostics import Text
from chronicare.loaders.clock import now
from chronicare.records.chain import link
from chronicare.records.entry import Entry, Kind, head_of, write_time
from chronicare.records.store import ChainWriter, Column, RecordError, RecordStore

RETRY_SECONDS = 1.0
_MAX_GROUP = 2_000
"""Entries of one commit."""
_MAX_WAITING = 50_000
_MAX_WAITING_BYTES = 128 * 1024 * 1024
_SEGMENT_ENTRIES = 100_000
_CLOSE_SECONDS = 10.0


class Mode(StrEnum):
    """When an answer is given: after it is on the disk, or within a stated bound before."""

    DURABLE = "durable"
    BATCHED = "batched"


class Lag(NamedTuple):
    """What is not written yet: how many entries, and for how long the oldest of them has waited."""

    entries: int
    seconds: float


class NotWritableError(Exception):
    """The record cannot be written now; ``retry_seconds`` is when to try again."""

    def __init__(self, retry_seconds: int) -> None:
        """Keep when."""
        self.retry_seconds = retry_seconds
        super().__init__("the record cannot be written now")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What batched mode may lose: at most so many entries, all of them taken within so many milliseconds."""

    entries: int = 1000
    milliseconds: int = 1000


@dataclass(slots=True)
class _Waiting:
    entries: Sequence[Entry]
    since: float
    written: "Future[None] | None"
    """Told when they are on the disk, if somebody waits for that."""


class Recorder:
    """One writer of a record. ``put`` may be called from several threads."""

    def __init__(
        self,
        store: RecordStore,
        about: Mapping[str, object],
        mode: Mode = Mode.DURABLE,
        bounds: Bounds | None = None,
        on_change: Callable[[Text | None], None] = lambda _: None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """Write to ``store``, which nobody else uses; each segment begins with what is said ``about`` the writer.

        ``on_change`` is told why the record cannot be written, and ``None`` when it can be again.
        """
        self.store, self._about, self._mode = store, about, mode
        self._bounds = bounds or Bounds()
        self._on_change, self._clock = on_change, clock
        self._queue: deque[_Waiting] = deque()
        self._count, self._bytes = 0, 0
        self._changed = threading.Condition()
        self._closing = False
        self._failing: str | None = None
        """Since when it cannot be written."""
        self._refused = 0
        self.writer: ChainWriter | None = None
        self._segment_left, self._day = 0, ""
        self._thread = threading.Thread(target=self._run, daemon=True, name="record")

    def start(self) -> None:
        """Begin; returns when the first segment has begun, or it is clear that it cannot be written now."""
        try:
            self._write([])
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing can be decided meanwhile
            self._fail(error)
        self._thread.start()

    def check(self) -> None:
        """Raise NotWritableError if nothing could be put now."""
        with self._changed:
            self._refuse()

    def put(self, entries: Sequence[Entry]) -> "Future[None] | None":
        """Have ``entries`` written; return what tells when they are, or ``None`` if that need not be waited for.

        The future raises NotWritableError if they could not be. Raises NotWritableError.
        """
        with self._changed:
            self._refuse()
            at = monotonic()
            waiting = _Waiting(entries, at, Future() if self._mode is Mode.DURABLE or self._is_behind(at) else None)
            self._queue.append(waiting)
            self._weigh(waiting, 1)
            self._changed.notify()
        return waiting.written

    @property
    def lag(self) -> Lag:
        """What is not written yet."""
        with self._changed:
            oldest = self._queue[0].since if self._queue else monotonic()
            return Lag(self._count, monotonic() - oldest)

    @property
    def is_failing(self) -> bool:
        """Whether the record cannot be written now."""
        return self._failing is not None

    def close(self) -> None:
        """Write what is left, and end."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join(_CLOSE_SECONDS)
        if self.writer is not None:
            self.writer.close()
        self.store.close()

    def _refuse(self) -> None:
        is_full = self._count >= _MAX_WAITING or self._bytes >= _MAX_WAITING_BYTES
        if self._failing is not None or self._closing or is_full:
            self._refused += 1
            raise NotWritableError(ceil(2 * RETRY_SECONDS))

    def _is_behind(self, at: float) -> bool:
        bounds = self._bounds
        return self._count >= bounds.entries or (
            bool(self._queue) and (at - self._queue[0].since) * 1000 >= bounds.milliseconds
        )

    def _weigh(self, waiting: _Waiting, sign: int) -> None:
        self._count += sign * len(waiting.entries)
        self._bytes += sign * sum(len(each.request) + len(each.answer) for each in waiting.entries)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._wait_for_work()
                if self._closing and not self._queue:
                    return
                group = self._group()
            try:
                self._write([entry for each in group for entry in each.entries])
            except Exception as error:  # noqa: BLE001 - whatever it is, nothing can be decided meanwhile
                self._fail(error)
                if self._closing:
                    return
            else:
                self._tell(group)

    def _wait_for_work(self) -> None:
        """Wait until there is something to write now; after a failure, until it is time to try again."""
        if self._failing is not None:
            self._changed.wait_for(lambda: self._closing, RETRY_SECONDS)
            return
        while not self._closing:
            timeout = None
            if self._queue:
                if self._mode is Mode.DURABLE or any(each.written for each in self._queue):
                    return
                timeout = self._queue[0].since + self._bounds.milliseconds / 1000 - monotonic()
                if timeout <= 0 or 2 * self._count >= self._bounds.entries:
                    return
            self._changed.wait(timeout)

    def _group(self) -> list[_Waiting]:
        group: list[_Waiting] = []
        count = 0
        for each in self._queue:
            if group and count + len(each.entries) > _MAX_GROUP:
                break
            group.append(each)
            count += len(each.entries)
        return group

    def _write(self, entries: Sequence[Entry]) -> None:
        """Put ``entries`` on the disk, in a new segment if it is time for one. Raises RecordError."""
        at = self._clock()
        if self.writer is None:
            self.writer = self.store.claim()
            self._segment_left = 0
            entries = self._without_written(entries)
        own: list[Entry] = []
        if self._segment_left <= 0 or write_time(at)[:10] != self._day:
            own.append(Entry(head_of(Kind.OPENED, at, **self._about)))
            self._segment_left, self._day = _SEGMENT_ENTRIES, write_time(at)[:10]
        if self._failing is not None:
            missed = {"from": self._failing, "until": write_time(at), "refused": self._refused}
            own.append(Entry(head_of(Kind.INTERRUPTED, at, **missed)))
        if own or entries:
            self.writer.append(link([*own, *entries], self.writer.end))
        self._segment_left -= len(entries)
        if self._failing is not None:
            with self._changed:
                self._failing, self._refused = None, 0
            self._on_change(None)

    def _without_written(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Leave out what was written although it failed: a connection may break after its commit."""
        if self._failing is None:
            return entries
        return [each for each in entries if next(iter(self.store.find(Column.ID, each.id)), None) is None]

    def _fail(self, error: Exception) -> None:
        """Refuse whoever waits, keep what nobody waits for, and be failing from now on."""
        if self.writer is not None:
            self.writer.close()
            self.writer = None
        self.store.close()
        with self._changed:
            is_new, self._failing = self._failing is None, self._failing or write_time(self._clock())
            refused = [each for each in self._queue if each.written]
            for each in refused:
                self._queue.remove(each)
                self._weigh(each, -1)
            self._refused += len(refused)
        for each in refused:
            _set(each.written, NotWritableError(ceil(2 * RETRY_SECONDS)))
        if is_new:
            self._on_change(
                error.reason if isinstance(error, RecordError) else Text(type(error).__name__, type(error).__name__)
            )

    def _tell(self, group: Iterable[_Waiting]) -> None:
        with self._changed:
            for each in group:
                self._queue.popleft()
                self._weigh(each, -1)
        for each in group:
            _set(each.written, None)


def _set(written: "Future[None] | None", error: Exception | None) -> None:
    """Tell whoever waits, if that is still anybody."""
    if written is None:
        return
    with suppress(InvalidStateError):
        if error is None:
            written.set_result(None)
        else:
            written.set_exception(error)
