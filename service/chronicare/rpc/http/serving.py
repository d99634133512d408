"""The HTTP server of a worker, in the event loop that answers gRPC as well."""

import asyncio
import os
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import grpc
import uvicorn
from google.protobuf.descriptor import ServiceDescriptor
from uvicorn.protocols.http.h11_impl import H11Protocol

from chronicare.rpc.access.certificates import Clock, read_tls
from chronicare.rpc.access.gate import Gate
from chronicare.rpc.access.kept_files import NOTHING_KEPT, KeptFiles, Read
from chronicare.rpc.access.watched_files import WatchedFiles
from chronicare.rpc.health import BoundedHealth
from chronicare.rpc.http.gateway import make_app
from chronicare.rpc.settings import Settings, Tls

_PATIENCE_SECONDS = 30
"""A client that says nothing, or takes nothing, is let go of after about so long."""
_BACKLOG = 1024


class HttpServer:
    """Listens for HTTP until it is stopped."""

    def __init__(self, server: uvicorn.Server, serving: "asyncio.Task[None]") -> None:
        """Be the one that ``serving`` runs."""
        self._server, self._serving = server, serving

    @classmethod
    async def listen(
        cls,
        settings: Settings,
        services: Sequence[ServiceDescriptor],
        handlers: Sequence[grpc.GenericRpcHandler],
        gate: Gate,
        health: BoundedHealth,
        kept: KeptFiles = NOTHING_KEPT,
    ) -> "HttpServer":
        """Listen at the address of ``settings``, for calls of ``services`` that ``handlers`` answer. Raises OSError.

        If the files of ``settings.tls`` will not do, those that are ``kept`` are taken.
        """
        tls = settings.tls
        config = uvicorn.Config(
            make_app(settings, services, handlers, gate, health),
            http=_Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",  # it would tell what clients send
            access_log=False,
            server_header=False,
            proxy_headers=False,  # whose call it is, a header cannot say
            timeout_keep_alive=_PATIENCE_SECONDS,
            timeout_graceful_shutdown=max(1, round(settings.grace_seconds)),
            reset_contextvars=True,
            ssl_context_factory=None if tls is None else lambda *_: make_context(tls, kept),
        )
        config.load()
        server = _Embedded(config)
        serving = asyncio.create_task(server.serve([_listening(settings)]))
        await server.listens.wait()
        return cls(server, serving)

    async def stop(self) -> None:
        """Take no new connections, let the calls in progress end within the grace, and stop."""
        self._server.should_exit = True
        await self._serving


class _Embedded(uvicorn.Server):
    """A server in a process that deals with signals itself."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


class _Connection(H11Protocol):
    """One connection: whose certificate it shows is in the state of each request; one that asks nothing is closed."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        encrypted = transport.get_extra_info("ssl_object")
        self.app_state = {"certificate": encrypted.getpeercert(binary_form=True) if encrypted else None}
        self._asking = self.loop.call_later(_PATIENCE_SECONDS, self._close_if_nothing_asked)

    def connection_lost(self, exc: Exception | None) -> None:
        self._asking.cancel()
        super().connection_lost(exc)

    def _close_if_nothing_asked(self) -> None:
        if self.cycle is None:
            self.transport.abort()


def make_context(tls: Tls, kept: KeptFiles = NOTHING_KEPT) -> ssl.SSLContext:
    """Return what connections are encrypted by: the files as they are at each new one. Raises as ``read_tls``.

    If they will not do at the beginning, those that are ``kept`` are taken.
    """
    files = WatchedFiles(
        (each for each in (tls.certificate, tls.key, tls.client_ca) if each),
        lambda: _context(tls, time.time, Path.read_bytes),
        lambda: _context(tls, kept.clock, kept.read),
    )
    first = files.value()

    def exchange(connection: ssl.SSLObject | ssl.SSLSocket, _name: str | None, _context: ssl.SSLContext) -> None:
        connection.context = files.value()

    first.sni_callback = exchange
    return first


def _context(tls: Tls, clock: Clock, read: Read) -> ssl.SSLContext:
    read_tls(tls, clock, read)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.options |= ssl.OP_NO_TICKET  # who has gone shows its certificate again
    context.num_tickets = 0
    context.set_alpn_protocols(["http/1.1"])
    with _as_file(read(tls.certificate) + b"\n" + read(tls.key)) as file:
        context.load_cert_chain(file)
    if tls.client_ca is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=read(tls.client_ca).decode("ascii", "replace"))
    return context


@contextmanager
def _as_file(data: bytes) -> Iterator[str]:
    """Give the path of memory that holds ``data``: what is kept need not stand on any disk."""
    memory = os.memfd_create("chronicare-certificate")
    try:
        os.write(memory, data)
        yield f"/proc/self/fd/{memory}"
    finally:
        os.close(memory)


def _listening(settings: Settings) -> socket.socket:
    family, kind, _, _, address = socket.getaddrinfo(settings.host, settings.http_port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind)
    try:
        for level, option, value in (
            (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1),
            (socket.SOL_SOCKET, socket.SO_REUSEPORT, 1),
            (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
            # An answer is several writes: each would wait for what came before to be acknowledged, 40 ms of every call.
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
            (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _PATIENCE_SECONDS),
            (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * _PATIENCE_SECONDS),
        ):
            listening.setsockopt(level, option, value)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except BaseException:
        listening.close()
        raise
    listening.setblocking(False)
    return listening
