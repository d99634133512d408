"""The call being answered: its id, for every line of the log, and whose it is."""

import re
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass

from chronicare.rpc.access.callers import Caller

REQUEST_ID = "x-request-id"
"""The metadata a caller may send its id in; it is returned in that of the answer."""
TRACE_PARENT = "traceparent"
_LONGEST_TRACE_PARENT = 100
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")

Metadata = Iterable[tuple[str, str | bytes]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its id, and the caller, ``None`` where nobody is asked who they are."""

    request_id: str
    caller: Caller | None = None
    charge: Callable[[int], None] = lambda _steps: None
    """Counts steps of work done for the caller."""
    trace_parent: str = ""
    """The trace it belongs to, as the caller wrote it (W3C); whoever reads it refuses what is none."""
    admit_another: Callable[[int], object] = lambda _size: None
    """Lets in one more request of the same call, of so many bytes; raises what would refuse it by itself."""


CALL: ContextVar[Call | None] = ContextVar("call", default=None)
"""That of the task, or of the thread that works for it."""


def trace_parent_of(metadata: Metadata) -> str:
    """Return what the caller says of the trace the call belongs to, nothing if that is too long to be one."""
    for key, value in metadata:
        if key == TRACE_PARENT and isinstance(value, str) and len(value) <= _LONGEST_TRACE_PARENT:
            return value
    return ""


def request_id_of(metadata: Metadata) -> str:
    """Return the id the caller gave the call, or a new one if it gave none that will do."""
    for key, value in metadata:
        if key == REQUEST_ID and isinstance(value, str) and _REQUEST_ID.fullmatch(value):
            return value
    return uuid.uuid4().hex
