"""Writes the lines of the log, so that nobody waits for whoever reads them.

A log that is not read fills its pipe, and then writing to it waits: for a process whose loop must go on, for ever. Here
a thread writes; what finds no room before it is left out, and how much that was is told as soon as there is room.
"""

import logging
import os
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

MOST_LINES = 10_000
"""Lines that may wait to be written."""
_MOST_AT_END_SECONDS = 1.0
_PAUSE_SECONDS = 0.01


class LogWriter(logging.Handler):
    """Hands lines to a thread that writes them to a file descriptor."""

    def __init__(self, descriptor: int, left_out: Callable[[int], logging.LogRecord], most: int = MOST_LINES) -> None:
        """Write to ``descriptor``; ``left_out`` makes the record that says how many lines were left out."""
        super().__init__()
        self._descriptor, self._left_out = descriptor, left_out
        self._lines: queue.Queue[bytes] = queue.Queue(most)
        self._lacking = 0
        threading.Thread(target=self._write, daemon=True, name="log").start()

    def emit(self, record: logging.LogRecord) -> None:
        """Have ``record`` written, if there is room before the thread."""
        if self._lacking and self._put(self._left_out(self._lacking)):
            self._lacking = 0
        if self._lacking or not self._put(record):
            self._lacking += 1

    def flush(self) -> None:
        """Wait until what has been handed over is written, but not for long."""
        until = monotonic() + _MOST_AT_END_SECONDS
        pause = threading.Event()
        while self._lines.unfinished_tasks and monotonic() < until:
            pause.wait(_PAUSE_SECONDS)

    def _put(self, record: logging.LogRecord) -> bool:
        try:
            self._lines.put_nowait(f"{self.format(record)}\n".encode(errors="replace"))
        except queue.Full:
            return False
        return True

    def _write(self) -> None:
        while True:
            line = self._lines.get()
            with suppress(OSError):  # nobody is at the other end any more
                while line:
                    line = line[os.write(self._descriptor, line) :]
            self._lines.task_done()
