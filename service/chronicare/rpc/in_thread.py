"""Work that takes long, done beside the event loop."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

Result = TypeVar("Result")


async def in_thread(work: Callable[[], Result], name: str) -> Result:
    """Return what ``work`` returns, done in a thread that the process need not wait for when it ends."""
    done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
    # Not a thread of the loop's pool: those must end before the process can.
    threading.Thread(target=_run, args=(work, done), daemon=True, name=name).start()
    return await done


def _run(work: Callable[[], Result], done: "asyncio.Future[Result]") -> None:
    """Do the work of a thread, and tell the loop of it unless it is gone."""
    tell: Callable[[], None]
    try:
        result = work()
        tell = partial(_set, done, result)
    except Exception as error:  # noqa: BLE001 - handed over to whoever waits
        tell = partial(_set_exception, done, error)
    loop = done.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(tell)


def _set(done: "asyncio.Future[Result]", result: Result) -> None:
    if not done.done():
        done.set_result(result)


def _set_exception(done: "asyncio.Future[Result]", error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
