"""Places to keep a record in, and the way to their rows behind the store's back."""

import sqlite3
from pathlib import Path
from typing import Any

import psycopg

from chronicare.records.opening import open_store
from chronicare.records.store import RecordStore


class Place:
    """Somewhere a record can be kept: how it is called, and how its rows can be reached behind the store's back."""

    def __init__(self, url: str, links: str, ends: str) -> None:
        """Call the tables as the store does."""
        self.url, self.links, self.ends = url, links, ends
        self._opened: list[RecordStore] = []

    def open(self) -> RecordStore:
        """Open the store once more."""
        store = open_store(self.url)
        self._opened.append(store)
        return store

    def close(self) -> None:
        """Close whatever was opened."""
        for each in self._opened:
            each.close()

    def tamper(self, statement: str, *values: object, chain: int = 0) -> None:
        """Run a statement over the tables ``{links}`` and ``{ends}``; ``{mark}`` stands for each of ``values``."""
        raise NotImplementedError


class FilePlace(Place):
    """A folder."""

    def __init__(self, root: Path) -> None:
        """Keep the record below ``root``."""
        super().__init__(str(root), "links", "ends")
        self.root = root

    def tamper(self, statement: str, *values: object, chain: int = 0) -> None:
        """Run it on the file of ``chain``."""
        connection = sqlite3.connect(self.root / f"chain-{chain}.db", isolation_level=None)
        connection.execute(statement.format(links="links", ends="ends", mark="?"), values)
        connection.close()


class DatabasePlace(Place):
    """A database of its own."""

    def tamper(self, statement: str, *values: object, chain: int = 0) -> None:
        """Run it on the rows of all chains; ``chain`` is for the statement to say."""
        del chain
        names: dict[str, Any] = {"links": self.links, "ends": self.ends, "mark": "%s"}
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.format(**names).encode(), values)
