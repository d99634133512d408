"""An entry of the record: a head that says what it is, and the bytes of the request and the answer, if it has any."""

import json
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

_RANDOM_BYTES = 10
_LEVEL = 1
"""Of compression: answers repeat clauses and names, and shrink to a fifth in some ten microseconds."""


class Kind(StrEnum):
    """What an entry is about."""

    DECISION = "decision"
    """A request and its answer."""
    OPENED = "opened"
    """A segment of a chain begins; its head says who writes it, and by which policy and key it is masked."""
    INTERRUPTED = "interrupted"
    """The record could not be written for a time; nothing was decided then."""
    REMOVED = "removed"
    """Segments at the front of chains were removed because they are old enough."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded.

    ``head`` is plain JSON: ``kind``, ``id`` and ``recorded_at`` (UTC, ISO 8601) of every entry, ``request_id`` of
    decisions; ``request`` and ``answer`` are messages as they were written.
    """

    head: Mapping[str, Any]
    request: bytes = b""
    answer: bytes = b""

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return Kind(self.head["kind"])

    @property
    def id(self) -> str:
        """What it is called."""
        return str(self.head["id"])

    @property
    def recorded_at(self) -> str:
        """When it was made, UTC, ISO 8601 to the millisecond."""
        return str(self.head["recorded_at"])

    @property
    def reference(self) -> str:
        """By what it is found besides its id: what the caller calls its request, as that is kept; else its kind."""
        kind = self.kind
        return str(self.head.get("request_id", "")) if kind is Kind.DECISION else kind.value


def new_id(now: datetime) -> str:
    """Return an id nobody else has, 32 hexadecimal digits; later ones are greater, to the millisecond."""
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(_RANDOM_BYTES)}"


def write_time(instant: datetime) -> str:
    """Return ``instant`` (in UTC) as entries write it."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def head_of(kind: Kind, now: datetime, **fields: object) -> dict[str, object]:
    """Return the head of a new entry, made ``now``."""
    return {"kind": kind.value, "id": new_id(now), "recorded_at": write_time(now), **fields}


def write_head(head: Mapping[str, object]) -> str:
    """Write a head in the one way there is to write it."""
    return json.dumps(head, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def pack(message: bytes) -> bytes:
    """Return what is kept of the bytes of a message."""
    return zlib.compress(message, _LEVEL) if message else b""


def unpack(kept: bytes) -> bytes:
    """Return the bytes of a message. Raises ValueError if they are not what was kept."""
    if not kept:
        return b""
    try:
        return zlib.decompress(kept)
    except zlib.error as error:
        raise ValueError("the bytes cannot be unpacked") from error
