"""Requests held: however many wait, they do not fill the memory of the process, nor one client's all there is."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from chronicare.application.errors import BusyError, MessageTooLongError

_RETRY_SECONDS = 2
_SHARE = 2
"""One client can have the whole less one part in so many."""


class Held:
    """Counts the bytes of requests from when they have come to when they are answered. For the event loop alone."""

    def __init__(self, most_bytes: int, longest_bytes: int) -> None:
        """Hold so many at most; one request is no longer than ``longest_bytes``."""
        self._longest = longest_bytes
        self._most, self._most_of_one = most_bytes, most_bytes - most_bytes // _SHARE
        self.waiting: Counter[str] = Counter()

    @contextmanager
    def request(self, client: str, size: int) -> Iterator[None]:
        """Hold a request of ``client`` while the block runs. Raises BusyError if there is no room for it.

        Raises MessageTooLongError if it is longer than one may be: before any of it is read.
        """
        if size > self._longest:
            raise MessageTooLongError(size, self._longest)
        if self.waiting.total() + size > self._most or self.waiting[client] + size > self._most_of_one:
            raise BusyError(_RETRY_SECONDS)
        self.waiting[client] += size
        try:
            yield
        finally:
            self.waiting[client] -= size
            if not self.waiting[client]:
                del self.waiting[client]
