"""Tells whoever runs the service how it is: on a name of its port, which no other machine and no other user reaches."""

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from chronicare.rpc.state import ServiceState

_PEER = struct.Struct("3i")
"""Process, user and group of the other end, as the system says."""
_SECONDS = 5.0
_MOST_BYTES = 16 * 1024 * 1024


class NotRunningError(Exception):
    """No service answers on the port."""


@asynccontextmanager
async def telling(port: int, state: Callable[[], ServiceState]) -> AsyncIterator[None]:
    """Tell everybody who connects the ``state`` of the service on ``port``, while the block runs."""

    async def tell(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, TimeoutError):
            if _may_ask(writer):
                writer.write(state().model_dump_json().encode())
                await asyncio.wait_for(writer.drain(), _SECONDS)
        writer.close()

    server = await asyncio.start_unix_server(tell, name_of(port))
    try:
        yield
    finally:
        server.close()


def ask(port: int) -> ServiceState:
    """Ask the service on ``port`` of this machine how it is. Raises NotRunningError; ValueError if it is no answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(_SECONDS)
        try:
            asking.connect(name_of(port))
            answer = bytearray()
            while part := asking.recv(65536):
                answer += part
                if len(answer) > _MOST_BYTES:
                    raise ValueError("the answer is too long")
        except OSError as error:
            raise NotRunningError from error
    if not answer:
        raise NotRunningError
    return ServiceState.model_validate_json(bytes(answer))


def name_of(port: int) -> str:
    """Return a name in the kernel's own space: it is gone with the process, and leaves no file."""
    return f"\0chronicare-status:{port}"


def _may_ask(writer: asyncio.StreamWriter) -> bool:
    """Whether the other end is of the same user, or of root."""
    connection: socket.socket = writer.get_extra_info("socket")
    _, user, _ = _PEER.unpack(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    return user in (0, os.geteuid())
