"""The standard health service, of which one client cannot take more than its share."""

from collections import Counter
from typing import Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from chronicare.application.errors import BusyError
from chronicare.diagnostics import Language
from chronicare.rpc.status import failure_of, write_status
from chronicare.rpc.wire import MAX_HEADER_BYTES

_MAX_QUESTION_BYTES = 1024
_RETRY_SECONDS = 30
"""Watches last."""


class BoundedHealth(health.aio.HealthServicer):
    """Answers as the standard one does; a connection may watch so many times at once."""

    def __init__(self, most_watches: int) -> None:
        """Allow ``most_watches`` on one connection."""
        super().__init__()
        self._most = most_watches
        self._watches: Counter[str] = Counter()

    async def listen(self, address: str) -> "grpc.aio.Server":
        """Answer at ``address`` too, and nothing but this there, in plain text. Raises OSError."""
        server = grpc.aio.server(
            options=[
                ("grpc.so_reuseport", 1),
                ("grpc.max_receive_message_length", _MAX_QUESTION_BYTES),
                ("grpc.max_concurrent_streams", self._most),
            ]
        )
        health_pb2_grpc.add_HealthServicer_to_server(self, server)
        try:
            server.add_insecure_port(address)
        except RuntimeError as error:
            raise OSError(f"cannot listen on {address}: {error}") from error
        await server.start()
        return server

    async def Watch(
        self, request: health_pb2.HealthCheckRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> None:
        """Tell the health of a service whenever it changes, until the client leaves."""
        connection = context.peer()
        if self._watches[connection] >= self._most:
            status = write_status(failure_of(BusyError(_RETRY_SECONDS), Language.ZH), MAX_HEADER_BYTES)
            await context.abort(status.code, status.details or "", tuple(status.trailing_metadata or ()))
        self._watches[connection] += 1
        try:
            await super().Watch(request, context)
        finally:
            self._watches[connection] -= 1
            if not self._watches[connection]:
                del self._watches[connection]
