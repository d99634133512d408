"""Files that may change while the service runs: read again when they have, and the old kept if the new will not do."""

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from chronicare.diagnostics import DiagnosticError
from chronicare.rpc.log import log_diagnostics, log_event

T = TypeVar("T")
_Seen = tuple[tuple[int, int, int] | None, ...]


class WatchedFiles(Generic[T]):
    """What ``read`` makes of some files, as they are."""

    def __init__(self, files: Iterable[Path], read: Callable[[], T], kept: Callable[[], T] | None = None) -> None:
        """Read them; if they will not do, begin with what was ``kept`` of them. Raises what ``read`` raises."""
        self._files = tuple(files)
        self._read = read
        self._reading = threading.Lock()
        self._seen = self._look()
        try:
            self._value = read()
        except (DiagnosticError, OSError) as refused:
            if kept is None:
                raise
            try:
                self._value = kept()
            except (DiagnosticError, OSError):
                raise refused from None
            self._log_refusal("files refused, those that would do last are used", refused)

    def value(self) -> T:
        """Return what the files say now; if they say nothing that will do, it is logged, and what they said before."""
        if self._look() != self._seen:
            with self._reading:
                self._read_again()
        return self._value

    def _read_again(self) -> None:
        seen = self._look()
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._value = self._read()
        except (DiagnosticError, OSError) as refused:
            self._log_refusal("changed files refused, the old stay", refused)
        else:
            log_event(logging.INFO, "changed files read", {"files": self._names})

    def _log_refusal(self, event: str, refused: DiagnosticError | OSError) -> None:
        if isinstance(refused, DiagnosticError):
            log_diagnostics(event, refused.diagnostics)
        else:
            log_event(logging.ERROR, event, {"files": self._names, "error": str(refused)})

    @property
    def _names(self) -> list[str]:
        return [str(each) for each in self._files]

    def _look(self) -> _Seen:
        return tuple(_state(each) for each in self._files)


def _state(file: Path) -> tuple[int, int, int] | None:
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
