"""Stores that can be held up and made to fail, around one that keeps what it is given."""

import threading
from collections.abc import Sequence
from typing import Any

from chronicare.diagnostics import Text
from chronicare.records.chain import Link
from chronicare.records.store import ChainWriter, RecordError, RecordStore

PATIENCE = 60.0
"""Seconds after which a test is lost; none waits for so long."""


class ControlledStore:
    """Passes on to another store; appending waits for ``gate``, and fails while ``fails``.

    ``keeps_failed``: what fails has been written all the same, as when a connection breaks after the commit.
    """

    def __init__(self, store: RecordStore) -> None:
        """Let everything through."""
        self.store = store
        self.gate = threading.Event()
        self.gate.set()
        self.reached = threading.Semaphore(0)
        self.fails = False
        self.keeps_failed = False
        self.sizes: list[int] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        """Pass on."""
        return getattr(self.store, name)

    def claim(self, chain: int | None = None) -> "ControlledWriter":
        """Pass on."""
        return ControlledWriter(self, self.store.claim(chain))


class ControlledWriter:
    """A writer of such a store."""

    def __init__(self, control: ControlledStore, writer: ChainWriter) -> None:
        """Pass on to ``writer``."""
        self._control, self._writer = control, writer

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the writer has
        """Pass on."""
        return getattr(self._writer, name)

    def append(self, links: Sequence[Link]) -> None:
        """Pass on when the gate is open, and fail if it is to."""
        self._control.reached.release()
        assert self._control.gate.wait(PATIENCE)
        if not self._control.fails or self._control.keeps_failed:
            self._writer.append(links)
            self._control.sizes.append(len(links))
        if self._control.fails:
            raise RecordError(Text("坏了", "it fails"))
