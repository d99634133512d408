"""One worker process: is handed rules, listens when told to, and tells its supervisor that it is alive.

Run as ``python -m chronicare.rpc.worker SETTINGS NUMBER MEMORY QUOTAS FILES``: the settings in JSON, which worker it
is, and the descriptors of the memory in which it notes what it has in work, of that in which what callers take is
summed, and of that with certificates and callers as they last would do.
The supervisor writes orders to its standard input: ``load N AREA=DIGEST …`` and N bytes of packed rules, which are
tried, but for the releases that are named, and kept apart; ``enforce K``, which puts them in force, and the first time
has it listen; and after that K times ``keep N AREA=DIGEST …`` and the bytes of rules that were in force before, of
these areas. ``tell`` asks how it is.
Its standard output is the pipe back: ``loaded``, with the digest of each area's release, or ``refused`` after each
load, ``listening`` once, ``told`` and what it has counted when it is asked, and ``alive`` again and again. The lines
come from the event loop, so that they stop when the process hangs, be it in the rule engine, which lets no other thread
run then, or in a loop of ours. It counts only when asked: a supervisor that is paused does not have its pipe filled.

It ends by itself when the rules cannot be loaded at the start, when the engine is broken, and when nobody is at the
other end of its pipes.
"""

import asyncio
import gc
import logging
import os
import resource
import signal
import sys
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from chronicare.diagnostics import DiagnosticError
from chronicare.loaders.rule_archive import RuleArchive
from chronicare.releases.bundle import ReleaseBundle, is_bundle
from chronicare.rpc.access.kept_files import KeptFiles, from_memory
from chronicare.rpc.access.quotas import Quotas
from chronicare.rpc.in_thread import in_thread
from chronicare.rpc.log import log_event, log_fault, log_to
from chronicare.rpc.quarantine import Quarantine, Work
from chronicare.rpc.recording.opening import RecordSettingsError
from chronicare.rpc.rules_history import HeldRelease
from chronicare.rpc.server import RuleServer
from chronicare.rpc.settings import Settings

if TYPE_CHECKING:
    from chronicare.application.ports import RuleSource
    from chronicare.application.publish import Published

LOAD = b"load"
ENFORCE = b"enforce"
KEEP = b"keep"
TELL = b"tell"

LISTENING = b"listening\n"
LOADED = b"loaded"
REFUSED = b"refused\n"
ALIVE = b"alive\n"
TOLD = b"told "

EXIT_NO_RULES = 3
EXIT_ENGINE_BROKEN = 4
EXIT_NO_PORT = 5
EXIT_ORPHANED = 6


def write_loaded(releases: Iterable[HeldRelease]) -> bytes:
    """Write the line that says which releases have been loaded."""
    return b" ".join([LOADED, *write_digests(releases)]) + b"\n"


def write_digests(releases: Iterable[HeldRelease]) -> list[bytes]:
    """Write ``area=digest`` words, as ``read_digests`` reads them."""
    return [f"{area}={digest}".encode() for area, digest in releases]


def read_digests(order: Iterable[bytes]) -> tuple[HeldRelease, ...]:
    """Read ``area=digest`` words."""
    pairs = (each.decode().partition("=") for each in order)
    return tuple(HeldRelease(area, digest) for area, _, digest in pairs)


def read_loaded(line: bytes) -> tuple[HeldRelease, ...]:
    """Read the releases from such a line."""
    return read_digests(line.split()[1:])


def _source_of(packed: bytes) -> "RuleSource":
    return ReleaseBundle(packed) if is_bundle(packed) else RuleArchive(packed)


_CALLS_WORTH_OF_OBJECTS = 50_000
"""Objects of some dozens of calls; after so many new ones the interpreter looks for cycles."""


def main() -> int:
    """Serve until told to stop; return the exit code."""
    log_to()
    leave_no_core()
    settings = Settings.model_validate_json(sys.argv[1])
    work = Work(Quarantine(int(sys.argv[3]), settings.workers, settings.threads), int(sys.argv[2]))
    quotas = Quotas(int(sys.argv[4]), settings.workers, int(sys.argv[2]))
    return asyncio.run(_Worker(settings, work, quotas, from_memory(int(sys.argv[5]))).serve())


def leave_no_core() -> None:
    """Have a crash of this process write no picture of its memory: what it works on is about persons."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Worker:
    """The process's one server, and why it is to stop."""

    def __init__(self, settings: Settings, work: Work, quotas: Quotas, kept: KeptFiles) -> None:
        self._settings = settings
        self._server = RuleServer(settings, on_broken=self._stop_broken, work=work, quotas=quotas, kept=kept)
        self._exit: asyncio.Future[int] | None = None
        self._prepared: Published | None = None
        self._listens = False

    async def serve(self) -> int:
        """Follow orders and answer until told to stop. Listening only with rules: else it would take others' calls."""
        loop = asyncio.get_running_loop()
        self._exit = loop.create_future()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, 0)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it is the supervisor that decides which rules there are
        tasks = [asyncio.create_task(self._beat()), asyncio.create_task(self._follow_orders())]
        exit_code = await self._exit
        log_event(logging.INFO, "worker stops", {"exit_code": exit_code})
        await self._server.stop(drain=exit_code == 0)
        for task in tasks:
            task.cancel()
        return exit_code

    def _stop(self, exit_code: int) -> None:
        if self._exit is not None and not self._exit.done():
            self._exit.set_result(exit_code)

    def _stop_broken(self) -> None:
        """Stop because the engine is broken, whichever thread found that out."""
        if self._exit is not None:
            self._exit.get_loop().call_soon_threadsafe(self._stop, EXIT_ENGINE_BROKEN)

    def _tell(self, line: bytes) -> None:
        try:
            os.write(sys.stdout.fileno(), line)
        except OSError:
            self._stop(EXIT_ORPHANED)

    async def _beat(self) -> None:
        """Write to the supervisor, also while the calls in progress end; without one, stop."""
        while True:
            self._tell(ALIVE)
            await asyncio.sleep(self._settings.heartbeat_seconds)

    async def _follow_orders(self) -> None:
        orders = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
        try:
            while order := (await orders.readline()).split():
                if order[0] == LOAD:
                    await self._load(await orders.readexactly(int(order[1])), read_digests(order[2:]))
                elif order[0] == ENFORCE:
                    await self._enforce(int(order[1]))
                elif order[0] == KEEP:
                    await self._keep(await orders.readexactly(int(order[1])), read_digests(order[2:]))
                elif order[0] == TELL:
                    self._tell(TOLD + self._server.report().model_dump_json().encode() + b"\n")
        except asyncio.IncompleteReadError:
            pass
        self._stop(EXIT_ORPHANED)

    async def _load(self, packed: bytes, proven: Collection[HeldRelease]) -> None:
        """Try rules, but for what is ``proven``, in a thread: calls go on being answered by those in force."""
        try:
            self._prepared = await in_thread(lambda: self._server.prepare(_source_of(packed), proven), "load")
        except Exception as error:  # noqa: BLE001 - what was in force stays, whatever it was
            log_fault("rules not loaded", error)
            self._prepared = None
        if self._prepared is not None:
            self._tell(write_loaded(HeldRelease(each.rules.area, each.digest) for each in self._prepared.releases))
            return
        self._tell(REFUSED)
        if not self._listens:
            self._stop(EXIT_NO_RULES)

    async def _keep(self, packed: bytes, releases: Collection[HeldRelease]) -> None:
        """Hold rules that were in force before, those ``releases`` of them; calls go on being answered."""
        try:
            await in_thread(lambda: self._server.keep(_source_of(packed), releases), "keep")
        except Exception as error:  # noqa: BLE001 - what is in force does not depend on it
            log_fault("earlier rules not held", error)
            self._server.catalogue.keep(())
        await self._server.tell_health()

    async def _enforce(self, earlier: int) -> None:
        """Put the rules loaded last in force, ``earlier`` ones to follow; the first time, begin to listen."""
        if self._prepared is None:
            return
        if earlier:
            self._server.catalogue.expect(earlier)
        self._server.put_in_force(self._prepared)
        self._prepared = None
        if self._listens:
            await self._server.tell_health()
            return
        gc.collect()
        gc.freeze()  # the rules stay: what calls leave behind need not be looked for among them, nor after each few
        gc.set_threshold(_CALLS_WORTH_OF_OBJECTS)
        try:
            await self._server.start()
        except (OSError, DiagnosticError, RecordSettingsError) as error:
            log_fault("cannot listen", error)
            self._stop(EXIT_NO_PORT)
            return
        self._listens = True
        self._tell(LISTENING)


if __name__ == "__main__":
    sys.exit(main())
