"""What a place that keeps the record must do. Two do it, and one suite of tests holds both to this."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Protocol

from chronicare.diagnostics import Text
from chronicare.records.chain import Head, Link


class RecordError(Exception):
    """The record cannot be written or read; ``reason`` says why, in words that hold nothing of an entry."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


class Column(StrEnum):
    """By what links can be found at once."""

    ID = "id"
    REFERENCE = "reference"


class ChainWriter(Protocol):
    """One chain, which nobody else can write meanwhile."""

    @property
    def end(self) -> Head:
        """The end of the chain."""
        ...

    def append(self, links: Sequence[Link]) -> None:
        """Put ``links`` at the end, all or none, and return when they would survive that the machine loses power.

        Raises RecordError; then it is not known whether they are there, and the writer is good for nothing more.
        """
        ...

    def begin_after(self, end: Head) -> None:
        """Let the empty chain go on after ``end``: before that it is elsewhere, or removed. Raises RecordError."""
        ...

    def close(self) -> None:
        """Let others write the chain."""
        ...


class RecordStore(Protocol):
    """Chains of links. Several processes can have the same one open, and threads of one must not at once."""

    def claim(self, chain: int | None = None) -> ChainWriter:
        """Return the writer of the first chain that nobody writes, of a new one if there is none; or of ``chain``.

        Raises RecordError.
        """
        ...

    def chains(self) -> Sequence[int]:
        """Return the number of every chain there is, in order. Raises RecordError."""
        ...

    def end(self, chain: int) -> Head:
        """Return the end of ``chain`` as the store has it. Raises RecordError."""
        ...

    def read(self, chain: int, after: int = -1) -> Iterator[Link]:
        """Yield the links of ``chain`` that come ``after`` a place, in order, as far as they can be read.

        Raises RecordError at the first that cannot.
        """
        ...

    def find(self, column: Column, value: str) -> Iterator[Link]:
        """Yield the links that have ``value`` in ``column``. Raises RecordError, after all that can be read."""
        ...

    def remove(self, chain: int, until: int) -> None:
        """Remove the links of ``chain`` up to the place ``until``. Raises RecordError."""
        ...

    def check(self) -> tuple[Text, ...]:
        """Say what is wrong with the store itself, below the links. Raises RecordError."""
        ...

    def close(self) -> None:
        """Read no more."""
        ...
