"""One worker process: loads the rules, listens, and tells its supervisor that it is alive.

Run as ``python -m chronicare.rpc.worker SETTINGS``, the settings in JSON. Its standard output is the pipe to the
supervisor: the line ``listening`` once, then ``alive`` again and again. The lines come from the event loop, so that
they stop when the process hangs, be it in the rule engine, which lets no other thread run then, or in a loop of ours.

It ends by itself when the rules cannot be loaded at the start, when the engine is broken, and when nobody reads the
pipe.
"""

import asyncio
import gc
import logging
import os
import signal
import sys

from chronicare.rpc.log import log_event, log_fault, log_to
from chronicare.rpc.server import RecognitionServer
from chronicare.rpc.settings import Settings

LISTENING = b"listening\n"
ALIVE = b"alive\n"

EXIT_NO_RULES = 3
EXIT_ENGINE_BROKEN = 4
EXIT_NO_PORT = 5
EXIT_ORPHANED = 6


_CALLS_WORTH_OF_OBJECTS = 50_000
"""Objects of some dozens of calls; after so many new ones the interpreter looks for cycles."""


def main() -> int:
    """Serve until told to stop; return the exit code."""
    log_to()
    settings = Settings.model_validate_json(sys.argv[1])
    return asyncio.run(_Worker(settings).serve())


class _Worker:
    """The process's one server, and why it is to stop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server = RecognitionServer(settings, on_broken=self._stop_broken)
        self._exit: asyncio.Future[int] | None = None
        self._reload_wanted = asyncio.Event()

    async def serve(self) -> int:
        """Load, listen, and answer until told to stop. Listening only with rules: else it would take others' calls."""
        if not self._server.load():
            return EXIT_NO_RULES
        gc.collect()
        gc.freeze()  # the rules stay: what calls leave behind need not be looked for among them, nor after each few
        gc.set_threshold(_CALLS_WORTH_OF_OBJECTS)
        loop = asyncio.get_running_loop()
        self._exit = loop.create_future()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, 0)
        loop.add_signal_handler(signal.SIGHUP, self._reload_wanted.set)
        try:
            await self._server.start()
        except OSError as error:
            log_fault("cannot listen", error)
            return EXIT_NO_PORT
        tasks = [asyncio.create_task(self._beat()), asyncio.create_task(self._reload_when_wanted())]
        exit_code = await self._exit
        log_event(logging.INFO, "worker stops", {"exit_code": exit_code})
        await self._server.stop()
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

    async def _beat(self) -> None:
        """Write to the supervisor, also while the calls in progress end; without one, stop."""
        line = LISTENING
        while True:
            try:
                os.write(sys.stdout.fileno(), line)
            except OSError:
                self._stop(EXIT_ORPHANED)
                return
            line = ALIVE
            await asyncio.sleep(self._settings.heartbeat_seconds)

    async def _reload_when_wanted(self) -> None:
        while True:
            await self._reload_wanted.wait()
            self._reload_wanted.clear()
            try:
                await self._server.reload()
            except Exception as error:  # noqa: BLE001 - what was in force stays, whatever it was
                log_fault("rules not loaded", error)


if __name__ == "__main__":
    sys.exit(main())
