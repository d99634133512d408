"""What was judged before and need not be judged again: a judgement rests on nothing but what was judged.

Both evaluators had agreed on whatever is kept, or it is the engine's part alone, which the reference evaluator is asked
beside anew. What is kept is bounded: once there is too much, what was not asked for lately is dropped.
"""

from collections.abc import Hashable
from typing import Any

MOST_KEPT = 100_000
"""Truths kept for a release; with what is kept beside them some 10 MiB."""


class Memory:
    """Keeps what it is given, up to a size. Shared by the judges of a release, and safe to share between threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Keep what takes no more than ``most`` together; with 0 nothing is kept."""
        self._most = most // 2  # what is recent and what was before it together
        self._size = 0
        self._recent: dict[Hashable, tuple[Any, int]] = {}
        self._before: dict[Hashable, tuple[Any, int]] = {}

    def recall(self, key: Hashable) -> Any:  # noqa: ANN401 - whoever keeps under a key knows what
        """Return what was kept under ``key``; ``None`` if nothing is."""
        found = self._recent.get(key)
        if found is not None:
            return found[0]
        found = self._before.pop(key, None)
        if found is None:
            return None
        self.keep(key, *found)
        return found[0]

    def keep(self, key: Hashable, value: object, size: int = 1) -> None:
        """Keep ``value``, which takes ``size``, under ``key``."""
        if self._most:
            self._recent[key] = (value, size)
            self.grow(size)

    def forget(self) -> None:
        """Drop everything."""
        self._recent, self._before, self._size = {}, {}, 0

    def grow(self, size: int) -> None:
        """Note that what is kept has come to take ``size`` more."""
        self._size += size
        if self._size > self._most:
            self._before, self._recent, self._size = self._recent, {}, 0
