"""Chains: each link's hash covers its entry, its place and the link before it, so that no change goes unseen.

A chain has one writer at a time. What it ends in, its head, is all that has to be kept elsewhere to show later that
nothing was cut off its end.
"""

import hashlib
import json
import struct
from collections.abc import Iterable
from typing import NamedTuple

from chronicare.records.entry import Entry, pack, unpack, write_head

NOTHING = bytes(32)
"""What the first link of a chain has in the place of the hash of the link before it."""
_DOMAIN = b"chronicare record 1\0"
_PLACE = struct.Struct(">qq")
_LENGTH = struct.Struct(">q")


class Head(NamedTuple):
    """The end of a chain: the place of its last link, from 0, -1 if it has none, and that link's hash."""

    chain: int
    seq: int = -1
    hash: bytes = NOTHING


class Link(NamedTuple):
    """An entry in its place in a chain, as it is kept; ``id``, ``recorded_at`` and ``reference`` repeat its head."""

    chain: int
    seq: int
    id: str
    recorded_at: str
    reference: str
    previous: bytes
    hash: bytes
    head: str
    request: bytes
    answer: bytes

    @property
    def end(self) -> Head:
        """The end of the chain if this is its last link."""
        return Head(self.chain, self.seq, self.hash)

    def entry(self) -> Entry:
        """Return the entry. Raises ValueError if it cannot be read."""
        return Entry(json.loads(self.head), unpack(self.request), unpack(self.answer))

    def sum(self) -> bytes:
        """Return the hash that its parts come to."""
        summing = hashlib.sha256(_DOMAIN)
        summing.update(_PLACE.pack(self.chain, self.seq))
        summing.update(self.previous)
        for part in (self.head.encode("utf-8", "surrogateescape"), self.request, self.answer):
            summing.update(_LENGTH.pack(len(part)))
            summing.update(part)
        return summing.digest()


def link(entries: Iterable[Entry], end: Head) -> list[Link]:
    """Return ``entries`` as the links that come after ``end``."""
    links: list[Link] = []
    for each in entries:
        made = Link(
            end.chain,
            end.seq + 1,
            each.id,
            each.recorded_at,
            each.reference,
            end.hash,
            NOTHING,
            write_head(each.head),
            pack(each.request),
            pack(each.answer),
        )
        made = made._replace(hash=made.sum())
        links.append(made)
        end = made.end
    return links
