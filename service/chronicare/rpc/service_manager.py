"""Tells systemd how the service is, where systemd started it: what ``sd_notify(3)`` sends, and nothing else."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic_ns

_OFTEN = 3
"""The watchdog hears from us so many times within the time it waits."""


def tell_manager(*lines: str) -> None:
    """Send ``lines`` such as ``READY=1`` to the socket that NOTIFY_SOCKET names; without one nobody wants to know."""
    name = os.environ.get("NOTIFY_SOCKET", "")
    if name:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told, suppress(OSError):
            told.sendto("\n".join(lines).encode(), f"\0{name[1:]}" if name.startswith("@") else name)


def tell_reloading() -> None:
    """Say that the rules are being read anew, which ends with ``READY=1``."""
    tell_manager("RELOADING=1", f"MONOTONIC_USEC={monotonic_ns() // 1000}")


@asynccontextmanager
async def watched() -> AsyncIterator[None]:
    """Let the watchdog hear from this event loop, if there is one, while the block runs."""
    period = _watchdog_seconds()
    beating = asyncio.create_task(_beat(period / _OFTEN)) if period else None
    try:
        yield
    finally:
        if beating:
            beating.cancel()


async def _beat(seconds: float) -> None:
    while True:
        tell_manager("WATCHDOG=1")
        await asyncio.sleep(seconds)


def _watchdog_seconds() -> float:
    """How long the watchdog waits for this process before it ends it; 0: there is none."""
    if os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return 0
    return int(os.environ.get("WATCHDOG_USEC") or 0) / 1_000_000
