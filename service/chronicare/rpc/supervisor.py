"""Several workers on one port, each watched from outside: one that dies or hangs is replaced.

A fault of the rule engine, written in C, can crash its process or hang it so that nothing in it runs any more; only
another process can tell and end it. The kernel spreads connections over the workers (SO_REUSEPORT).
"""

import asyncio
import logging
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress

from chronicare.rpc.log import log_event, log_to
from chronicare.rpc.settings import Settings
from chronicare.rpc.worker import EXIT_NO_PORT, EXIT_NO_RULES

_FIRST_DELAY_SECONDS = 0.2
_LONGEST_DELAY_SECONDS = 30.0
_SOUND_SECONDS = 60.0
"""A worker that has lived so long after it listened is taken to have been sound: the next one starts without delay."""
_SPARE_SECONDS = 5.0
"""Beyond the grace, for a worker to end by itself before it is killed."""

EXIT_NOTHING_TO_SERVE = 1


def serve(settings: Settings, announce: Callable[[str], object] = print) -> int:
    """Serve until SIGTERM or SIGINT and return the exit code; SIGHUP has every worker load the rules anew.

    ``announce`` is called once, with ``listening on HOST:PORT``, when the first worker answers calls. If no worker
    could load the rules at the start, ends with EXIT_NOTHING_TO_SERVE: the log says everything that is wrong.
    """
    log_to()
    try:
        holder = _hold_port(settings)
    except OSError as error:
        log_event(logging.ERROR, "cannot listen", {"host": settings.host, "port": settings.port, "error": str(error)})
        return EXIT_NOTHING_TO_SERVE
    with holder:
        port = holder.getsockname()[1]
        return asyncio.run(_Supervisor(settings.model_copy(update={"port": port}), announce).run())


def _hold_port(settings: Settings) -> socket.socket:
    """Take the port without listening on it, so that it is ours, the same for all workers, and nobody else's."""
    family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    holder = socket.socket(family, socket.SOCK_STREAM)
    try:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(address)
    except OSError:
        holder.close()
        raise
    return holder


class _Supervisor:
    """Keeps ``settings.workers`` workers running until told to stop."""

    def __init__(self, settings: Settings, announce: Callable[[str], object]) -> None:
        self._settings = settings
        self._announce = announce
        self._stopping = asyncio.Event()
        self._listening: set[Process] = set()
        self._announced = False
        self._hopeless = 0

    async def run(self) -> int:
        """Run until told to stop, or until every worker has failed to load the rules at the start."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        loop.add_signal_handler(signal.SIGHUP, self._reload)
        await asyncio.gather(*(self._keep_one_running(number) for number in range(self._settings.workers)))
        return 0 if self._announced or not self._hopeless else EXIT_NOTHING_TO_SERVE

    def _reload(self) -> None:
        """Pass SIGHUP on; a worker that is still loading reads the rules anew by itself when it is started again."""
        for process in self._listening:
            process.send_signal(signal.SIGHUP)

    async def _keep_one_running(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        delay = 0.0
        while not self._stopping.is_set():
            process = await self._start(number)
            listened = await self._watch(process, number)
            exit_code = await process.wait()
            if self._stopping.is_set():
                return
            log_event(logging.ERROR, "worker ended", {"worker": number, "worker_pid": process.pid, "code": exit_code})
            if not self._announced and exit_code in (EXIT_NO_RULES, EXIT_NO_PORT):
                self._hopeless += 1
                if self._hopeless == self._settings.workers:
                    self._stopping.set()
                return
            if listened is not None and loop.time() - listened > _SOUND_SECONDS:
                delay = 0.0
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay)
            delay = min(max(2 * delay, _FIRST_DELAY_SECONDS), _LONGEST_DELAY_SECONDS)

    async def _start(self, number: int) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "chronicare.rpc.worker",
            self._settings.model_dump_json(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE,
            # A key pressed in the terminal reaches the supervisor alone, which ends its workers in order.
            start_new_session=True,
        )
        log_event(logging.INFO, "worker started", {"worker": number, "worker_pid": process.pid})
        return process

    async def _watch(self, process: Process, number: int) -> float | None:
        """Read the worker's lines until it ends, is to stop, or falls silent; then see that it does end.

        Return the time at which it began to listen, or ``None``.
        """
        listened: float | None = None
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            while True:
                limit = self._settings.startup_seconds if listened is None else self._settings.silence_seconds
                line = await self._next_line(process, stopping, limit)
                if line is None:
                    log_event(logging.ERROR, "worker hangs", {"worker": number, "worker_pid": process.pid})
                    _kill(process)
                    return listened
                if self._stopping.is_set():
                    await self._end(process)
                    return listened
                if not line:
                    _kill(process)
                    return listened
                if listened is None:
                    listened = asyncio.get_running_loop().time()
                    self._listening.add(process)
                    self._tell()
        finally:
            self._listening.discard(process)
            stopping.cancel()

    async def _next_line(self, process: Process, stopping: "asyncio.Task[bool]", limit: float) -> bytes | None:
        """Return the next line, ``b""`` at the end or when it is time to stop; ``None`` if none has come in time."""
        assert process.stdout is not None  # noqa: S101 - it was started with a pipe
        reading = asyncio.create_task(process.stdout.readline())
        done, _ = await asyncio.wait({reading, stopping}, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        if reading in done:
            return reading.result()
        reading.cancel()
        return b"" if stopping in done else None

    async def _end(self, process: Process) -> None:
        """Ask the worker to stop, and kill it if it has not done so within the grace and a little more."""
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), self._settings.grace_seconds + _SPARE_SECONDS)
        except TimeoutError:
            log_event(logging.ERROR, "worker does not stop", {"worker_pid": process.pid})
            _kill(process)

    def _tell(self) -> None:
        if not self._announced:
            self._announced = True
            self._announce(f"listening on {self._settings.address}")


def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
