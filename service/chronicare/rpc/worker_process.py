"""A worker process as its supervisor sees it: how it is started and ended, what it is handed, and what it says."""

import asyncio
import logging
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterable, Sequence
from contextlib import suppress

from chronicare.rpc.log import log_event
from chronicare.rpc.rules_history import Enforced, HeldRelease
from chronicare.rpc.settings import Settings
from chronicare.rpc.worker import ENFORCE, KEEP, LOAD, TELL, write_digests


async def launch(program: Sequence[str], settings: Settings, number: int, shared: Sequence[int]) -> "WorkerProcess":
    """Start worker ``number``, a ``program`` that is handed the settings and the ``shared`` memory."""
    process = await asyncio.create_subprocess_exec(
        *program,
        settings.model_dump_json(),
        str(number),
        *(str(each) for each in shared),
        stdin=PIPE,
        stdout=PIPE,
        pass_fds=shared,
        # gRPC's own log is no JSON, and whoever fails to shake hands could fill it.
        env={"GRPC_VERBOSITY": "NONE"} | os.environ,
        # A key pressed in the terminal reaches the supervisor alone, which ends its workers in order.
        start_new_session=True,
    )
    return WorkerProcess(process, number)


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

    def hand(self, rules: bytes, proven: Iterable[HeldRelease]) -> None:
        """Hand it ``rules`` to load; of those that are ``proven`` it need not try any."""
        self.rules = rules
        self._answer = asyncio.get_running_loop().create_future()
        self._order(b" ".join([LOAD, b"%d" % len(rules), *write_digests(proven)]) + b"\n" + rules)

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

    async def next_line(
        self, stopping: "asyncio.Task[bool]", timeout_seconds: float, patience_seconds: float
    ) -> bytes | None:
        """Return the next line, ``b""`` at the end or when it is time to stop; ``None`` if none has come in time.

        When that is over it is given a little patience: who has been paused itself finds only then what was written
        meanwhile.
        """
        assert self.process.stdout is not None  # noqa: S101 - it was started with a pipe
        reading = asyncio.create_task(self.process.stdout.readline())
        for patience in (timeout_seconds, patience_seconds):
            done, _ = await asyncio.wait({reading, stopping}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            if done:
                break
        if reading in done:
            return reading.result()
        reading.cancel()
        return b"" if stopping in done else None

    async def end(self, timeout_seconds: float) -> None:
        """Ask it to stop, and kill it if it has not done so in time."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), timeout_seconds)
        except TimeoutError:
            self.log(logging.ERROR, "worker does not stop")
            self.kill()

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
