"""What is told of a call once it is known; in a trace, where one is wanted."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from chronicare.rpc.counts import Key, Timing


@dataclass(slots=True)
class Told:
    """What a call has come to."""

    outcomes: Sequence[Key] = ()
    """As they are counted: the name of the sum, the area, the outcome."""
    release: str = ""
    """The digest of the release it is by."""


class Tracing(Protocol):
    """What makes something of what is told."""

    def call(self, service: str, method: str, timing: Timing) -> AbstractContextManager[Told]:
        """Take what is told of a call of ``method`` in the block, whose status is noted in ``timing``."""
        ...
