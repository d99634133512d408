"""The port of a service: one service's own, shared by all its workers, and nobody else's."""

import errno
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from chronicare.rpc.settings import Settings


@contextmanager
def held_port(settings: Settings) -> Iterator[int]:
    """Hold the port of calls, give its number; hold those of probes and HTTP if there are. Raises OSError as below."""
    with ExitStack() as stack:
        port = stack.enter_context(_held(settings.host, settings.port))
        if settings.health_port is not None:
            stack.enter_context(_held(settings.health_host, settings.health_port))
        if settings.http_port is not None:
            stack.enter_context(_held(settings.host, settings.http_port))
        yield port


@contextmanager
def _held(host: str, port: int) -> Iterator[int]:
    """Hold the port without listening on it, so that it is the same for all workers; give its number.

    Workers share it (SO_REUSEPORT), and so could another service: a name of the port that only one process can have
    keeps that out. Raises OSError if the address is not ours, or somebody listens there or holds it.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with ExitStack() as stack:
        with socket.socket(family, socket.SOCK_STREAM) as alone:
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            alone.bind(address)  # fails if anybody listens there, sharing or not
            if port:
                stack.enter_context(_named(port))
        holder = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(address)
        number: int = holder.getsockname()[1]
        if not port:
            stack.enter_context(_named(number))
        yield number


@contextmanager
def _named(port: int) -> Iterator[None]:
    """Have the name of ``port`` that one process at a time can have; the kernel takes it back when that ends."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as name:
        try:
            name.bind(f"\0chronicare:{port}")
        except OSError as error:
            raise OSError(errno.EADDRINUSE, f"another service of this kind holds port {port}") from error
        yield
