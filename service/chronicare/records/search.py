"""Decisions by what their heads say."""

from collections.abc import Iterator
from typing import NamedTuple

from chronicare.records.chain import Link
from chronicare.records.entry import Kind
from chronicare.records.store import Column, RecordStore


class Wanted(NamedTuple):
    """Which decisions are wanted; what is empty does not matter.

    ``since`` and ``until`` are days (UTC, ISO 8601), both included; ``release`` begins the digest of one they rest on;
    ``references`` are what the caller's request id can be kept as.
    """

    since: str = ""
    until: str = ""
    area: str = ""
    method: str = ""
    release: str = ""
    references: tuple[str, ...] = ()


def search(store: RecordStore, wanted: Wanted) -> Iterator[Link]:
    """Yield the decisions that are ``wanted``, chain by chain, each in order. Raises RecordError or ValueError."""
    if wanted.references:
        found = (each for reference in wanted.references for each in store.find(Column.REFERENCE, reference))
    else:
        found = (each for chain in store.chains() for each in store.read(chain))
    return (each for each in found if _is_wanted(each, wanted))


def _is_wanted(link: Link, wanted: Wanted) -> bool:
    day = link.recorded_at[:10]
    if (wanted.since and day < wanted.since) or (wanted.until and day > wanted.until):
        return False
    entry = link.entry()
    if entry.kind is not Kind.DECISION:
        return False
    head = entry.head
    digests = [each["digest"] for each in head["releases"]]
    return (
        wanted.area in ("", head["area"])
        and wanted.method in ("", head["method"])
        and (not wanted.release or any(each.startswith(wanted.release.lower()) for each in digests))
    )
