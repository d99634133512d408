"""A worker process as its supervisor sees it: what it is handed, and what it says of that."""

import asyncio
import logging
from asyncio.subprocess import Process
from collections.abc import Sequence
from contextlib import suppress

from chronicare.rpc.log import log_event
from chronicare.rpc.rules_history import Enforced
from chronicare.rpc.worker import ENFORCE, KEEP, LOAD, TELL, write_digests


class WorkerProcess:
    """A worker process as its supervisor knows it; ``rules`` are those it has been handed last."""

    def __init__(self, process: Process, number: int) -> None:
        """Hand it nothing yet."""
        self.process = process
        self.number = number
        self.rules = b""
        self.is_dismissed = False
        """Whether it is killed for having other rules, and not for anything it did."""
        self._answer: asyncio.Future[bytes] | None = None

    def hand(self, rules: bytes) -> None:
        """Hand it ``rules`` to load."""
        self.rules = rules
        self._answer = asyncio.get_running_loop().create_future()
        self._order(b"%s %d\n" % (LOAD, len(rules)) + rules)

    async def answer(self, timeout_seconds: float) -> bytes:
        """Return what it says of the rules it was handed; nothing if it ends instead, or takes too long."""
        if self._answer is not None:
            with suppress(TimeoutError):
                return await asyncio.wait_for(self._answer, timeout_seconds)
        return b""

    def enforce(self, earlier: Sequence[Enforced] = ()) -> None:
        """Have it put the rules it has loaded in force; it is to hold those in force ``earlier`` as well."""
        self._order(b"%s %d\n" % (ENFORCE, len(earlier)))
        for each in earlier:
            digests = b" ".join(write_digests(each.releases))
            self._order(b"%s %d %s\n" % (KEEP, len(each.packed), digests) + each.packed)

    def receive(self, answer: bytes) -> None:
        """Note what it says of the rules it was handed."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)

    def ask(self) -> None:
        """Ask how it is."""
        self._order(TELL + b"\n")

    def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            self.process.kill()

    def dismiss(self) -> None:
        """End it at once because others have other rules."""
        self.log(logging.ERROR, "worker has other rules")
        self.is_dismissed = True
        self.kill()

    def log(self, level: int, event: str, **fields: object) -> None:
        """Write an ``event`` of this worker."""
        log_event(level, event, {"worker": self.number, "worker_pid": self.process.pid} | fields)

    def _order(self, line: bytes) -> None:
        if self.process.stdin is not None and not self.process.stdin.is_closing():
            self.process.stdin.write(line)
