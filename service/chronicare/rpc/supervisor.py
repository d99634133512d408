"""Several workers on one port, each watched from outside: one that dies or hangs is replaced.

A fault of the rule engine, written in C, can crash its process or hang it so that nothing in it runs any more; only
another process can tell and end it. The kernel spreads connections over the workers (SO_REUSEPORT).

Which rules are in force is decided here, for all workers: the directory is read once, one worker tries what was read,
unless that has been proven before, the others load the same, and then all put it in force. What is in force is kept,
and what was before it, so that a worker that starts later has the same rules, and the same releases to pin, whatever
stands on disk by then.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from chronicare.loaders.rule_archive import pack_rules
from chronicare.releases.bundle import pack_active
from chronicare.releases.store import ReleaseStore
from chronicare.rpc.access.files import keep_files, problems_of
from chronicare.rpc.access.kept_files import files_of
from chronicare.rpc.access.quotas import quota_memory
from chronicare.rpc.access.watched_files import WatchedFiles
from chronicare.rpc.listen_port import held_port
from chronicare.rpc.log import log_diagnostics, log_event, log_to
from chronicare.rpc.overview import Overview
from chronicare.rpc.proofs import Proofs, usual_folder
from chronicare.rpc.quarantine import Quarantine, shared_memory
from chronicare.rpc.rules_history import RulesHistory
from chronicare.rpc.service_manager import tell_manager, tell_reloading, watched
from chronicare.rpc.settings import Settings
from chronicare.rpc.state import WorkerPhase, WorkerReport
from chronicare.rpc.status_socket import telling
from chronicare.rpc.worker import ALIVE, LISTENING, LOADED, REFUSED, TOLD, read_loaded
from chronicare.rpc.worker_process import WorkerProcess, launch

_FIRST_DELAY_SECONDS = 0.2
_LONGEST_DELAY_SECONDS = 30.0
_SOUND_SECONDS = 60.0
"""A worker that has lived so long after it listened is taken to have been sound: the next one starts without delay."""
SPARE_SECONDS = 5.0
"""Beyond the grace, for a worker to end by itself before it is killed."""
MAX_FIRST_STARTS = 3
"""A worker that dies as often before any has listened is not tried again."""

_WORKER = (sys.executable, "-m", "chronicare.rpc.worker")

EXIT_NOTHING_TO_SERVE = 1


def serve(settings: Settings, announce: Callable[[str], object] = print) -> int:
    """Serve until SIGTERM or SIGINT and return the exit code; SIGHUP has the rules read anew, for all workers.

    ``announce`` is called when the first worker answers calls, with ``listening on HOST:PORT``, and with ``HTTP on
    HOST:PORT`` if it does so there as well. If the rules cannot be loaded at the start, ends with
    EXIT_NOTHING_TO_SERVE: the log says what is wrong.
    """
    log_to()
    problems = problems_of(settings)
    if problems:
        log_diagnostics("not started", problems)
        return EXIT_NOTHING_TO_SERVE
    try:
        with held_port(settings) as port:
            return asyncio.run(_Supervisor(settings.model_copy(update={"port": port}), announce).run())
    except OSError as error:
        log_event(logging.ERROR, "cannot listen", {"host": settings.host, "port": settings.port, "error": str(error)})
        return EXIT_NOTHING_TO_SERVE


class _Supervisor:
    """Keeps ``settings.workers`` workers running until told to stop, all with the same rules."""

    def __init__(self, settings: Settings, announce: Callable[[str], object]) -> None:
        self._settings = settings
        self._announce = announce
        self._stopping = asyncio.Event()
        self._announced = asyncio.Event()
        self._reload_wanted = asyncio.Event()
        self._listening: dict[int, WorkerProcess] = {}
        self._rules = b""
        """Those in force for all workers."""
        self._history = RulesHistory()
        self._proofs = Proofs(settings.proofs or usual_folder())
        self._overview = Overview(settings)
        self._memory = shared_memory(settings.workers, settings.threads)
        self._quotas = quota_memory(settings.workers)
        self._quarantine = Quarantine(self._memory, settings.workers, settings.threads)
        self._files = WatchedFiles(files_of(settings), lambda: keep_files(settings))

    async def run(self) -> int:
        """Run until told to stop, or until it is clear that the rules cannot be loaded at the start."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        loop.add_signal_handler(signal.SIGHUP, self._reload_wanted.set)
        source = self._settings.releases or self._settings.rules
        told = {"rules": str(source), "next": "they are compiled and tried on their own cases first"}
        log_event(logging.INFO, "loading rules", told)
        rules = await self._read()
        if rules is None:
            return EXIT_NOTHING_TO_SERVE
        self._rules = rules
        reloading = asyncio.create_task(self._reload_when_wanted())
        async with telling(self._settings.port, self._overview.state), self._publishing(), watched():
            await asyncio.gather(*(self._keep_one_running(number) for number in range(self._settings.workers)))
        reloading.cancel()
        return 0 if self._announced.is_set() else EXIT_NOTHING_TO_SERVE

    def _stop(self) -> None:
        tell_manager("STOPPING=1")
        self._stopping.set()

    @asynccontextmanager
    async def _publishing(self) -> AsyncIterator[None]:
        """Publish metrics, if they are wanted, while the block runs."""
        host, port = self._settings.metrics_host, self._settings.metrics_port
        if port is None:
            yield
            return
        from chronicare.rpc.metrics import publishing  # noqa: PLC0415 - an extra that may be missing

        async with publishing(host, port, self._overview.state) as address:
            log_event(logging.INFO, "metrics published", {"address": address})
            yield

    async def _read(self) -> bytes | None:
        """Read the rules as they stand now; ``None``, and it is logged, if that cannot be done."""
        try:
            return await asyncio.to_thread(_pack, self._settings)
        except OSError as error:
            log_event(logging.ERROR, "rules not read", {"error": str(error)})
            return None

    async def _reload_when_wanted(self) -> None:
        while True:
            await self._reload_wanted.wait()
            await self._announced.wait()
            self._reload_wanted.clear()
            tell_reloading()
            rules = await self._read()
            in_force = rules is not None and await self._reload(rules)
            self._overview.reloaded(in_force=in_force)
            tell_manager("READY=1", f"STATUS={'new rules in force' if in_force else 'rules refused, the old stay'}")

    async def _reload(self, rules: bytes) -> bool:
        """Have one worker try ``rules``, then all load them; put them in force in all, or in none; return which."""
        workers = list(self._listening.values())
        if not workers:
            log_event(logging.ERROR, "rules not loaded", {"error": "no worker is there to try them; ask again"})
            return False
        timeout_seconds = self._settings.startup_seconds
        self._hand(workers[0], rules)
        tried = await workers[0].answer(timeout_seconds)
        if not tried.startswith(LOADED):
            if tried != REFUSED:
                workers[0].log(logging.ERROR, "rules not loaded", error="the worker that tried them ended")
            workers[0].rules = self._rules
            return False
        self._proofs.keep(rules, read_loaded(tried))
        for worker in workers[1:]:
            self._hand(worker, rules)
        loaded = [tried, *await asyncio.gather(*(each.answer(timeout_seconds) for each in workers[1:]))]
        self._rules = rules
        self._put_in_force(rules, tried)
        for worker, answer in zip(workers, loaded, strict=True):
            if answer == tried:
                worker.enforce()
        for worker in self._listening.values():
            if worker not in workers or loaded[workers.index(worker)] != tried:
                worker.dismiss()
        return True

    def _put_in_force(self, rules: bytes, loaded: bytes) -> None:
        """Note that ``rules``, of which a worker says that it has ``loaded`` them, are in force."""
        releases = read_loaded(loaded)
        self._history.put(rules, releases)
        self._overview.enforce(releases)

    async def _keep_one_running(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        delay, starts = 0.0, 0
        if number:
            await self._until_stopping(self._announced)
        while not self._stopping.is_set():
            worker = await self._start(number)
            starts += 1
            listened = await self._watch(worker)
            exit_code = await worker.process.wait()
            self._overview.move(number, worker.process.pid, WorkerPhase.ENDED)
            if self._stopping.is_set():
                return
            worker.log(logging.ERROR, "worker ended", code=exit_code)
            self._look_for_cause(worker, exit_code)
            if not self._announced.is_set() and (exit_code >= 0 or starts == MAX_FIRST_STARTS):
                self._stopping.set()
                return
            if listened is not None and loop.time() - listened > _SOUND_SECONDS:
                delay = 0.0
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay)
            delay = min(max(2 * delay, _FIRST_DELAY_SECONDS), _LONGEST_DELAY_SECONDS)

    def _look_for_cause(self, worker: WorkerProcess, exit_code: int) -> None:
        """Have what the worker died over refused from now on."""
        if worker.is_dismissed or exit_code == 0:
            self._quarantine.forget(worker.number)
            return
        refused, suspected = self._quarantine.condemn(worker.number, self._settings.quarantine_seconds)
        if refused or suspected:
            worker.log(logging.ERROR, "requests quarantined", refused=refused, suspected=suspected)

    async def _until_stopping(self, event: asyncio.Event) -> None:
        """Wait for ``event``, or until it is time to stop."""
        waiting = {asyncio.create_task(each.wait()) for each in (event, self._stopping)}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for each in waiting:
            each.cancel()

    async def _start(self, number: int) -> WorkerProcess:
        files = self._files.value().to_memory()
        try:
            worker = await launch(_WORKER, self._settings, number, (self._memory, self._quotas, files))
        finally:
            os.close(files)
        self._hand(worker, self._rules)
        self._overview.move(number, worker.process.pid, WorkerPhase.LOADING)
        worker.log(logging.INFO, "worker started")
        return worker

    async def _watch(self, worker: WorkerProcess) -> float | None:
        """Read the worker's lines until it ends, is to stop, or falls silent; then see that it does end.

        Return the time at which it began to listen, or ``None``.
        """
        loop = asyncio.get_running_loop()
        listened, limit = None, loop.time() + self._settings.startup_seconds
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            while True:
                timeout_seconds = limit - loop.time() if listened is None else self._settings.silence_seconds
                line = await worker.next_line(stopping, timeout_seconds, 2 * self._settings.heartbeat_seconds)
                if line is None:
                    worker.log(logging.ERROR, "worker hangs")
                    worker.kill()
                    return listened
                if self._stopping.is_set():
                    await worker.end(self._settings.stopping_seconds + SPARE_SECONDS)
                    return listened
                if not line:
                    worker.kill()
                    return listened
                if line == REFUSED or line.startswith(LOADED):
                    worker.receive(line)
                    if line != REFUSED and listened is None:
                        self._let_listen(worker, line)
                elif line == LISTENING:
                    if worker.rules != self._rules:  # others have come into force meanwhile
                        worker.dismiss()
                        return listened
                    listened = loop.time()
                    self._listening[worker.number] = worker
                    self._overview.move(worker.number, worker.process.pid, WorkerPhase.LISTENING)
                    self._tell()
                elif line == ALIVE and listened is not None:
                    self._files.value()
                    worker.ask()
                elif line.startswith(TOLD):
                    self._overview.report(worker.number, WorkerReport.model_validate_json(line[len(TOLD) :]))
        finally:
            self._listening.pop(worker.number, None)
            worker.receive(b"")
            stopping.cancel()

    def _let_listen(self, worker: WorkerProcess, loaded: bytes) -> None:
        """Let a worker that has ``loaded`` rules listen; if others are in force by now, those first."""
        if worker.rules == self._rules:
            self._proofs.keep(self._rules, read_loaded(loaded))
            self._put_in_force(self._rules, loaded)
            worker.enforce(self._history.older)
        else:
            self._hand(worker, self._rules)

    def _hand(self, worker: WorkerProcess, rules: bytes) -> None:
        worker.hand(rules, self._proofs.of(rules))

    def _tell(self) -> None:
        if not self._announced.is_set():
            self._announced.set()
            tell_manager("READY=1", f"STATUS=listening on {self._settings.address}")
            self._announce(f"listening on {self._settings.address}")
            if self._settings.http_port is not None:
                self._announce(f"HTTP on {self._settings.http_address}")


def _pack(settings: Settings) -> bytes:
    """Return the rules to serve: the active releases of the store, if there is one. Raises OSError."""
    return pack_rules(settings.rules) if settings.releases is None else pack_active(ReleaseStore(settings.releases))
