"""Entries, chains and places to keep them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chronicare.records.chain import Link, link
from chronicare.records.entry import Entry, Kind, head_of
from chronicare.records.store import RecordStore

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def decision(number: int, request_id: str = "", answer: bytes = b"") -> Entry:
    """Return an entry that says which it is, made so many minutes after the beginning."""
    head = head_of(Kind.DECISION, BEGIN + timedelta(minutes=number), request_id=request_id, number=number)
    return Entry(head, b"asked %d" % number, answer or b"answered %d" % number)


def write(store: RecordStore, entries: Sequence[Entry], chain: int | None = None) -> list[Link]:
    """Append ``entries`` to a chain in one commit."""
    writer = store.claim(chain)
    links = link(entries, writer.end)
    writer.append(links)
    writer.close()
    return links


def files(root: Path) -> Iterator[Path]:
    """Yield the files of a record in a folder."""
    yield from root.glob("chain-*.db*")
