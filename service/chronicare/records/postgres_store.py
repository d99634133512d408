"""The record in a PostgreSQL database, which several services can share: all chains in one table.

Each commit waits for the disk of the database server. A chain's writer holds an advisory lock for as long as its
connection lives; a connection that hangs is given up after some seconds.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from chronicare.diagnostics import Text
from chronicare.records.chain import Head, Link
from chronicare.records.store import Column, RecordError

_LOCKS = 0x6368726F
"""The class of our advisory locks; the other number is the chain's."""
_PAGE = 200
_OPTIONS: dict[str, Any] = {
    "autocommit": True,
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "chronicare record",
    "options": "-c synchronous_commit=on -c statement_timeout=30s -c client_min_messages=warning",
}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS chronicare_links (
    chain integer NOT NULL, seq bigint NOT NULL, id text COLLATE "C" NOT NULL, recorded_at text COLLATE "C" NOT NULL,
    reference text COLLATE "C" NOT NULL, previous bytea NOT NULL, hash bytea NOT NULL, head text NOT NULL,
    request bytea NOT NULL, answer bytea NOT NULL, PRIMARY KEY (chain, seq)
);
CREATE UNIQUE INDEX IF NOT EXISTS chronicare_links_id ON chronicare_links (id);
CREATE INDEX IF NOT EXISTS chronicare_links_reference ON chronicare_links (reference) WHERE reference <> '';
CREATE TABLE IF NOT EXISTS chronicare_ends (chain integer PRIMARY KEY, seq bigint NOT NULL, hash bytea NOT NULL);
"""
_COLUMNS = "chain, seq, id, recorded_at, reference, previous, hash, head, request, answer"


class PostgresStore:
    """The chains in one database; the tables are made when the first chain is."""

    def __init__(self, url: str) -> None:
        """Connect to nothing yet."""
        self._url = url
        self._reading: psycopg.Connection[Any] | None = None

    def claim(self, chain: int | None = None) -> "PostgresWriter":
        """Return the writer of the first chain that nobody writes, or of ``chain``."""
        with _told():
            connection = psycopg.connect(self._url, **_OPTIONS)
            try:
                return self._claim(connection, chain)
            except BaseException:
                connection.close()
                raise

    def _claim(self, connection: psycopg.Connection[Any], chain: int | None) -> "PostgresWriter":
        with connection.transaction():  # two that make the tables at once would be in each other's way
            connection.execute("SELECT pg_advisory_xact_lock(%s, -1)", (_LOCKS,))
            connection.execute(_SCHEMA)
        for number in range(1_000_000) if chain is None else (chain,):
            locked = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (_LOCKS, number)).fetchone()
            if locked == (True,):
                new = Head(number)
                connection.execute(
                    "INSERT INTO chronicare_ends VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                    (number, new.seq, new.hash),
                )
                return PostgresWriter(connection, _end(connection, number))
        raise RecordError(Text(f"链 {chain} 正由另一个进程写", f"chain {chain} is being written by another process"))

    def chains(self) -> Sequence[int]:
        """Return the number of every chain, in order."""
        with _told():
            asked = "SELECT chain FROM chronicare_ends UNION SELECT chain FROM chronicare_links ORDER BY 1"
            return [each[0] for each in self._connection().execute(asked)] if self._is_made() else []

    def end(self, chain: int) -> Head:
        """Return the end of ``chain``, as its row has it."""
        with _told():
            return _end(self._connection(), chain)

    def read(self, chain: int, after: int = -1) -> Iterator[Link]:
        """Yield the links of ``chain`` that come ``after`` a place, in order."""
        asked = f"SELECT {_COLUMNS} FROM chronicare_links WHERE chain = %s AND seq > %s ORDER BY seq LIMIT {_PAGE}"  # noqa: S608 - ours
        while True:
            with _told():
                links = [Link(*each) for each in self._connection().execute(asked, (chain, after))]
            if not links:
                return
            yield from links
            after = links[-1].seq

    def find(self, column: Column, value: str) -> Iterator[Link]:
        """Yield the links that have ``value`` in ``column``."""
        asked = f"SELECT {_COLUMNS} FROM chronicare_links WHERE {column} = %s AND {column} <> '' ORDER BY chain, seq"  # noqa: S608 - ours
        with _told():
            found = self._connection().execute(asked, (value,)).fetchall() if self._is_made() else []
        yield from (Link(*each) for each in found)

    def remove(self, chain: int, until: int) -> None:
        """Remove the links of ``chain`` up to the place ``until``."""
        with _told():
            self._connection().execute("DELETE FROM chronicare_links WHERE chain = %s AND seq <= %s", (chain, until))

    def check(self) -> tuple[Text, ...]:
        """Say nothing: what is below the links is the database's to look after."""
        return ()

    def close(self) -> None:
        """Close the connection."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _is_made(self) -> bool:
        found = self._connection().execute("SELECT to_regclass('chronicare_ends')").fetchone()
        return found is not None and found[0] is not None

    def _connection(self) -> psycopg.Connection[Any]:
        if self._reading is None or self._reading.closed:
            self._reading = psycopg.connect(self._url, **_OPTIONS)
        return self._reading


class PostgresWriter:
    """The one writer of a chain, as long as its connection lives."""

    def __init__(self, connection: psycopg.Connection[Any], end: Head) -> None:
        """Go on after ``end``."""
        self._connection = connection
        self.end = end

    def append(self, links: Sequence[Link]) -> None:
        """Put ``links`` at the end, all or none, and return when they are on the disk of the database server."""
        with _told(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO chronicare_links ({_COLUMNS}) VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)",  # noqa: S608 - ours
                links,
            )
            self._move(self.end, links[-1].end)
        self.end = links[-1].end

    def begin_after(self, end: Head) -> None:
        """Let the empty chain go on after ``end``."""
        with _told(), self._connection.transaction():
            self._move(Head(end.chain), end)
        self.end = end

    def close(self) -> None:
        """Let others write the chain, and close the connection, which the server may notice only some time later."""
        with suppress(psycopg.Error):
            self._connection.execute("SELECT pg_advisory_unlock_all()")
        with suppress(psycopg.Error):
            self._connection.close()

    def _move(self, before: Head, after: Head) -> None:
        moved = self._connection.execute(
            "UPDATE chronicare_ends SET seq = %s, hash = %s WHERE chain = %s AND seq = %s AND hash = %s",
            (after.seq, after.hash, after.chain, before.seq, before.hash),
        )
        if moved.rowcount != 1:
            raise RecordError(
                Text(f"链 {after.chain} 的末端被改动过", f"the end of chain {after.chain} is not where it was left")
            )


def _end(connection: psycopg.Connection[Any], chain: int) -> Head:
    found = connection.execute("SELECT seq, hash FROM chronicare_ends WHERE chain = %s", (chain,)).fetchone()
    return Head(chain, *found) if found else Head(chain)


@contextmanager
def _told() -> Iterator[None]:
    """Say what the database refuses: its message without the details, which could quote a row."""
    try:
        yield
    except psycopg.Error as error:
        reason = error.diag.message_primary or " ".join(str(error).split())
        raise RecordError(Text(f"留痕数据库：{reason}", f"record database: {reason}")) from None
