"""The record in a folder of SQLite files, one for each chain, so that no writer waits for another.

A chain's file is in WAL mode and each commit is synced to the disk; its writer holds a lock on a file beside it, which
the system releases when the process ends, however it ends.
"""

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from chronicare.diagnostics import Text
from chronicare.records.chain import Head, Link
from chronicare.records.store import Column, RecordError

_FORMAT = 1
_BUSY_SECONDS = 10.0
_PAGE = 200
"""Links read, or removed, at once: a writer waits for a remover no longer than that takes."""
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_REFUSALS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite says of a file; of a broken one it can be bytes that are no text."""
_FILE = re.compile(r"chain-(\d+)\.db")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS links (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, recorded_at TEXT NOT NULL, reference TEXT NOT NULL,
    previous BLOB NOT NULL, hash BLOB NOT NULL, head TEXT NOT NULL, request BLOB NOT NULL, answer BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS links_id ON links (id);
CREATE INDEX IF NOT EXISTS links_reference ON links (reference) WHERE reference <> '';
CREATE TABLE IF NOT EXISTS ends (
    one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL
) STRICT;
INSERT OR IGNORE INTO ends VALUES (1, -1, zeroblob(32));
"""
_COLUMNS = "seq, id, recorded_at, reference, previous, hash, head, request, answer"


class SqliteStore:
    """The chains below one folder; it is made when the first of them is."""

    def __init__(self, root: Path) -> None:
        """Look at nothing yet."""
        self._root = root
        self._open: dict[int, sqlite3.Connection] = {}

    def claim(self, chain: int | None = None) -> "SqliteWriter":
        """Return the writer of the first chain that nobody writes, or of ``chain``."""
        with _told(self._root):
            self._root.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
            for number in range(1_000_000) if chain is None else (chain,):
                lock = os.open(self._root / f"chain-{number}.lock", os.O_RDWR | os.O_CREAT, _PRIVATE_FILE)
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return SqliteWriter(self._root, number, lock)
                except BlockingIOError:
                    os.close(lock)
                except BaseException:
                    os.close(lock)
                    raise
        raise RecordError(Text(f"链 {chain} 正由另一个进程写", f"chain {chain} is being written by another process"))

    def chains(self) -> Sequence[int]:
        """Return the number of every chain that has a file, in order."""
        names = (_FILE.fullmatch(each.name) for each in self._root.glob("chain-*.db"))
        return sorted(int(each[1]) for each in names if each)

    def end(self, chain: int) -> Head:
        """Return the end of ``chain``, as its file has it."""
        with _told(self._root):
            connection = self._connection(chain)
            return _end(connection, chain) if connection else Head(chain)

    def read(self, chain: int, after: int = -1) -> Iterator[Link]:
        """Yield the links of ``chain`` that come ``after`` a place, in order, as far as they can be read."""
        asked = f"SELECT {_COLUMNS} FROM links WHERE seq > ? ORDER BY seq LIMIT {_PAGE}"  # noqa: S608 - ours
        with _told(self._root):
            connection = self._connection(chain)
            while connection:
                links, failure = _fetch(connection.execute(asked, (after,)), chain)
                yield from links
                if failure:
                    raise failure
                if not links:
                    return
                after = links[-1].seq

    def find(self, column: Column, value: str) -> Iterator[Link]:
        """Yield the links that have ``value`` in ``column``."""
        asked = f"SELECT {_COLUMNS} FROM links WHERE {column.value} = ? AND {column.value} <> '' ORDER BY seq"  # noqa: S608
        failure: Exception | None = None
        with _told(self._root):
            for chain in self.chains():
                try:
                    connection = self._connection(chain)
                    yield from (
                        [Link(chain, *each) for each in connection.execute(asked, (value,))] if connection else []
                    )
                except _REFUSALS as broken:  # the other files are still to be looked into
                    failure = broken
            if failure:
                raise failure

    def remove(self, chain: int, until: int) -> None:
        """Remove the links of ``chain`` up to the place ``until``, some at a time, and give their room back."""
        asked = f"DELETE FROM links WHERE seq IN (SELECT seq FROM links WHERE seq <= ? ORDER BY seq LIMIT {_PAGE})"  # noqa: S608
        with _told(self._root), _connected(self._root, chain) as connection:
            while connection.execute(asked, (until,)).rowcount:
                connection.execute("PRAGMA incremental_vacuum").fetchall()

    def check(self) -> tuple[Text, ...]:
        """Have SQLite look through every file."""
        found: list[Text] = []
        for chain in self.chains():
            try:
                connection = self._connection(chain)
                said = (
                    [str(each[0]) for each in connection.execute("PRAGMA integrity_check(3)")] if connection else ["ok"]
                )
            except _REFUSALS as error:
                said = [str(error)]
            if said != ["ok"]:
                told = "; ".join(" ".join(each.split()) for each in said)
                found.append(Text(f"链 {chain} 的文件已损坏（{told}）", f"the file of chain {chain} is broken: {told}"))
        return tuple(found)

    def close(self) -> None:
        """Close every file."""
        for each in self._open.values():
            each.close()
        self._open.clear()

    def _connection(self, chain: int) -> sqlite3.Connection | None:
        """Return a connection to the file of ``chain``; ``None`` if nothing has been put into it yet."""
        made = self._open.get(chain)
        if made is None:
            uri = f"{_path(self._root, chain).absolute().as_uri()}?mode=ro"
            made = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)
            made.text_factory = _text
            if made.execute("PRAGMA user_version").fetchone() == (0,):
                made.close()
                return None
            self._open[chain] = made
        return made


class SqliteWriter:
    """The one writer of a chain's file."""

    def __init__(self, root: Path, chain: int, lock: int) -> None:
        """Open the file behind ``lock``, a descriptor that holds it; make it if it is not there."""
        self._root, self._lock = root, lock
        with _told(root):
            os.close(os.open(_path(root, chain), os.O_RDWR | os.O_CREAT, _PRIVATE_FILE))
            self._connection = _connect(root, chain)
            self.end = _end(self._connection, chain)

    def append(self, links: Sequence[Link]) -> None:
        """Put ``links`` at the end, all or none, and return when they are on the disk."""
        with _told(self._root), _transaction(self._connection) as connection:
            connection.executemany(
                f"INSERT INTO links ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)",  # noqa: S608 - ours
                [each[1:] for each in links],
            )
            self._move(connection, self.end, links[-1].end)
        self.end = links[-1].end

    def begin_after(self, end: Head) -> None:
        """Let the empty chain go on after ``end``."""
        with _told(self._root), _transaction(self._connection) as connection:
            self._move(connection, Head(end.chain), end)
        self.end = end

    def close(self) -> None:
        """Close the file and let others write it."""
        with suppress(sqlite3.Error):
            self._connection.close()
        os.close(self._lock)

    def _move(self, connection: sqlite3.Connection, before: Head, after: Head) -> None:
        moved = connection.execute(
            "UPDATE ends SET seq = ?, hash = ? WHERE seq = ? AND hash = ?",
            (after.seq, after.hash, before.seq, before.hash),
        )
        if moved.rowcount != 1:
            raise RecordError(
                Text(f"链 {after.chain} 的末端被改动过", f"the end of chain {after.chain} is not where it was left")
            )


def _path(root: Path, chain: int) -> Path:
    return root / f"chain-{chain}.db"


def _fetch(rows: Iterable[tuple[Any, ...]], chain: int) -> tuple[list[Link], Exception | None]:
    """Return ``rows`` as links, as far as they can be read, and why no further."""
    links: list[Link] = []
    try:
        for each in rows:
            links.append(Link(chain, *each))  # noqa: PERF401 - what was read before a failure counts
    except _REFUSALS as failure:
        return links, failure
    return links, None


def _text(data: bytes) -> str:
    """Read text as it stands, also what somebody has put there that is none."""
    return data.decode("utf-8", "surrogateescape")


def _connect(root: Path, chain: int) -> sqlite3.Connection:
    """Open the file of ``chain`` for writing; each commit waits for the disk."""
    connection = sqlite3.connect(
        _path(root, chain), isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=False
    )
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if connection.execute("PRAGMA user_version").fetchone() == (0,):
        connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {_FORMAT};COMMIT;")
    return connection


def _end(connection: sqlite3.Connection, chain: int) -> Head:
    found = connection.execute("SELECT seq, hash FROM ends").fetchone()
    return Head(chain, *found) if found else Head(chain)


@contextmanager
def _connected(root: Path, chain: int) -> Iterator[sqlite3.Connection]:
    connection = _connect(root, chain)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _told(root: Path) -> Iterator[None]:
    """Say what SQLite or the system refuses; neither says anything of what is kept."""
    try:
        yield
    except (*_REFUSALS, OSError) as error:
        raise RecordError(Text(f"留痕库 {root}：{error}", f"record {root}: {error}")) from error
