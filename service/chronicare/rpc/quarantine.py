"""What killed a worker is not tried on the next one: what each has in work is noted where its death leaves it.

Whoever gets no answer asks again, so a request that crashes or hangs its process would take one worker after another.
Only another process can tell. Each worker therefore notes in memory shared with its supervisor what it is working on;
when it dies the supervisor reads that, and has it refused for a time in all of them. What was alone in work is refused
at once; of several any one may have been innocent, so each is suspected first, cleared when it is answered, and refused
when a worker dies over it again.

Nothing of a request is kept but a digest, under a key made at the start; and of those no more than there are places.
"""

import os
import secrets
import struct
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from hashlib import blake2b
from mmap import mmap
from time import monotonic

from google.protobuf.message import Message

from chronicare.application.errors import QuarantinedError

MAX_HELD = 64
"""Requests refused at once, and as many suspected; one more takes the place of that which is held shortest still."""
_DIGEST_BYTES = 16
_NOTHING = bytes(_DIGEST_BYTES)
_HELD = struct.Struct("<16sd")
"""A digest, and until when it is held, by the clock all processes of a machine share."""
_REFUSED = _DIGEST_BYTES
"""Where the list of what is refused begins, after the key."""
_SUSPECTED = _REFUSED + MAX_HELD * _HELD.size
_IN_WORK = _SUSPECTED + MAX_HELD * _HELD.size


def shared_memory(workers: int, threads: int) -> int:
    """Return the descriptor of new memory for so many ``workers``, each of so many ``threads``, to share."""
    file = os.memfd_create("chronicare-quarantine")
    os.truncate(file, _size(workers, threads))
    return file


class Quarantine:
    """What a supervisor and its workers know together, in the memory they share."""

    def __init__(self, file: int, workers: int, threads: int, clock: Callable[[], float] = monotonic) -> None:
        """Look at the memory behind the descriptor ``file``; -1: memory of this process alone."""
        self._threads = threads
        self._memory = mmap(file, _size(workers, threads))
        self._clock = clock
        if self._memory[:_DIGEST_BYTES] == _NOTHING:
            self._memory[:_DIGEST_BYTES] = secrets.token_bytes(_DIGEST_BYTES)
        self._key = self._memory[:_DIGEST_BYTES]

    def condemn(self, worker: int, seconds: float) -> tuple[int, int]:
        """Take what ``worker``, which is dead, had in work: refuse or suspect each of it for ``seconds``.

        Return how many requests are refused from now on because of it, and how many are suspected.
        """
        *places, culprit = (self._memory[at : at + _DIGEST_BYTES] for at in self.places(worker))
        self.forget(worker)
        found = {culprit} if culprit != _NOTHING else set(places) - {_NOTHING}
        guilty = {each for each in found if len(found) == 1 or self._is_held(_SUSPECTED, each)}
        until = self._clock() + seconds
        for each in found:
            self._hold(_REFUSED if each in guilty else _SUSPECTED, each, until)
        return len(guilty), len(found) - len(guilty)

    def forget(self, worker: int) -> None:
        """Forget what ``worker`` had in work: its death says nothing of that."""
        places = self.places(worker)
        self._memory[places.start : places.stop] = bytes(len(places) * _DIGEST_BYTES)

    def digest(self, kind: str, data: bytes) -> bytes:
        """Return what is kept of the request of type ``kind`` with the bytes ``data``."""
        summing = blake2b(kind.encode(), digest_size=_DIGEST_BYTES, key=self._key)
        summing.update(data)
        return summing.digest()

    def refuse(self, digest: bytes) -> None:
        """Raise QuarantinedError if what has ``digest`` is to be refused."""
        if self._is_held(_REFUSED, digest):
            raise QuarantinedError

    def clear(self, digest: bytes) -> None:
        """Suspect what has ``digest`` no longer: it has been answered."""
        at = self._find(_SUSPECTED, digest)
        if at is not None:
            self._memory[at : at + _HELD.size] = bytes(_HELD.size)

    def note(self, at: int, digest: bytes) -> None:
        """Note at the place ``at`` what is in work."""
        self._memory[at : at + _DIGEST_BYTES] = digest

    def places(self, worker: int) -> range:
        """Return where ``worker`` notes what it has in work: a place for each thread, and one for what broke it."""
        size = (self._threads + 1) * _DIGEST_BYTES
        return range(_IN_WORK + worker * size, _IN_WORK + (worker + 1) * size, _DIGEST_BYTES)

    def _find(self, where: int, digest: bytes) -> int | None:
        """Return where in the list that begins at ``where`` the ``digest`` stands."""
        at = self._memory[where : where + MAX_HELD * _HELD.size].find(digest)  # a copy is searched faster
        return where + at if at >= 0 else None

    def _is_held(self, where: int, digest: bytes) -> bool:
        at = self._find(where, digest)
        return at is not None and self._until(at) > self._clock()

    def _until(self, at: int) -> float:
        until: float = _HELD.unpack_from(self._memory, at)[1]
        return until

    def _hold(self, where: int, digest: bytes, until: float) -> None:
        at = self._find(where, digest)
        if at is None:
            places = range(where, where + MAX_HELD * _HELD.size, _HELD.size)
            at = min(places, key=self._until)
        _HELD.pack_into(self._memory, at, digest, until)


class Work:
    """What one worker has in work."""

    def __init__(self, quarantine: Quarantine, worker: int = 0) -> None:
        """Have nothing in work."""
        self.quarantine = quarantine
        *free, self.culprit = quarantine.places(worker)
        self.free = deque(free)

    def noted(self, kind: str, data: bytes) -> AbstractContextManager[object]:
        """Note that this thread works on the request of type ``kind`` with the bytes ``data``.

        Raises QuarantinedError if it is to be refused.
        """
        return _Note(self, self.quarantine.digest(kind, data))


class _Note:
    """What a thread works on; within it may be another, of a part of the same."""

    def __init__(self, work: Work, digest: bytes, outer: "_Note | None" = None) -> None:
        self.work = work
        self.digest = digest
        self._outer = outer
        self.at = -1

    def __enter__(self) -> None:
        self.work.quarantine.refuse(self.digest)
        self.at = self._outer.at if self._outer else self.work.free.pop()
        self.work.quarantine.note(self.at, self.digest)
        self._token = _CURRENT.set(self)

    def __exit__(self, *_: object) -> None:
        _CURRENT.reset(self._token)
        self.work.quarantine.note(self.at, self._outer.digest if self._outer else _NOTHING)
        self.work.quarantine.clear(self.digest)
        if not self._outer:
            self.work.free.append(self.at)


_CURRENT: ContextVar[_Note | None] = ContextVar("note", default=None)


def noted_apart(request: Message) -> AbstractContextManager[object]:
    """Note that of what this thread works on it is ``request`` by itself, one of a batch.

    If the worker dies it is refused, the rest of the batch is not. Raises QuarantinedError if it is to be refused.
    """
    outer = _CURRENT.get()
    if outer is None:
        return nullcontext()
    data = request.SerializeToString(deterministic=True)
    return _Note(outer.work, outer.work.quarantine.digest(request.DESCRIPTOR.full_name, data), outer)


def note_culprit() -> None:
    """Note that what this thread works on has broken the process, which is about to end."""
    note = _CURRENT.get()
    if note is not None:
        note.work.quarantine.note(note.work.culprit, note.digest)


def _size(workers: int, threads: int) -> int:
    return _IN_WORK + workers * (threads + 1) * _DIGEST_BYTES
