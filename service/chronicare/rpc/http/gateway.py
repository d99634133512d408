"""The paths of the contract: each call goes through the gate to the handler it would have gone to over gRPC."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from grpc_health.v1 import health_pb2
from starlette.applications import Starlette
from starlette.datastructures import Headers, QueryParams
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from chronicare.rpc.access.call import REQUEST_ID
from chronicare.rpc.access.gate import Gate
from chronicare.rpc.health import BoundedHealth
from chronicare.rpc.http.connect import (
    WIRES,
    MalformedError,
    check_encoding,
    check_version,
    message_in,
    seconds_of,
    write_error,
)
from chronicare.rpc.http.exchange import AbortedError, Exchange
from chronicare.rpc.http.openapi import document
from chronicare.rpc.log import log_fault
from chronicare.rpc.settings import Settings, is_loopback
from chronicare.rpc.wire import WIRE, Wire

_PIECE_BYTES = 64 * 1024
_READING_SECONDS = 30.0
"""How long the body of a request may take to come."""
_HERE = ("localhost", "127.0.0.1")

Handler = Callable[[bytes, Exchange], Awaitable[bytes]]


class _Details(NamedTuple):
    """What the gate is told of a call."""

    method: str
    invocation_metadata: Sequence[tuple[str, str]]


class _Asked(NamedTuple):
    """A message that came, and how the answer is to be written."""

    wire: Wire
    kind: str
    data: bytes


class _GoneError(Exception):
    """Nobody waits for the answer."""


def make_app(
    settings: Settings,
    services: Sequence[ServiceDescriptor],
    handlers: Sequence[grpc.GenericRpcHandler],
    gate: Gate,
    health: BoundedHealth,
) -> Starlette:
    """Return the application: a path for each method, ``/healthz`` and ``/openapi.json``."""

    async def healthz(request: Request) -> Response:
        asked = health_pb2.HealthCheckRequest(service=request.query_params.get("service", ""))
        try:
            status = (await health.Check(asked, Exchange("", None, None))).status  # type: ignore[arg-type]
        except AbortedError:
            return JSONResponse({"status": "SERVICE_UNKNOWN"}, HTTPStatus.NOT_FOUND)
        is_serving = status == health_pb2.HealthCheckResponse.SERVING
        named = health_pb2.HealthCheckResponse.ServingStatus.Name(status)
        return JSONResponse({"status": named}, HTTPStatus.OK if is_serving else HTTPStatus.SERVICE_UNAVAILABLE)

    async def contract(_request: Request) -> Response:
        return Response(document(), media_type="application/json")

    routes = [Route("/healthz", healthz)]
    if settings.reflection:
        routes.append(Route("/openapi.json", contract))
    for service in services:
        for method in service.methods:
            if method.client_streaming or method.server_streaming:
                continue
            procedure = _Procedure(method, handlers, gate, settings.max_message_bytes)
            methods = ["GET", "POST"] if procedure.is_safe else ["POST"]
            routes.append(Route(procedure.path, procedure, methods=methods))
    # A page in a browser of this machine could have its own name lead here: of whoever is asked nothing else is known.
    guarded = settings.access is None and is_loopback(settings.host)
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=[*_HERE, settings.host])] if guarded else []
    return Starlette(routes=routes, middleware=middleware, exception_handlers={404: _no_such_path, 405: _other_verb})


class _Procedure:
    """One method of the contract, as an ASGI application."""

    def __init__(
        self, method: MethodDescriptor, handlers: Sequence[grpc.GenericRpcHandler], gate: Gate, most_bytes: int
    ) -> None:
        """Find its handler."""
        assert method.containing_service is not None  # noqa: S101 - a method is of a service
        self.path = f"/{method.containing_service.full_name}/{method.name}"
        self.is_safe = method.GetOptions().idempotency_level == MethodOptions.NO_SIDE_EFFECTS
        self._handlers, self._gate, self._most_bytes = handlers, gate, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope)
        exchange: Exchange | None = None
        try:
            check_version(headers.get("connect-protocol-version"))
            seconds = seconds_of(headers.get("connect-timeout-ms"))
            exchange = Exchange((scope.get("client") or ("",))[0], scope["state"].get("certificate"), seconds)
            asked = await self._asked(scope, headers, receive)
            WIRE.set(asked.wire)
            answer = await self._answer(asked.data, headers, exchange, receive)
            sent = {name: str(value) for name, value in exchange.trailing if name == REQUEST_ID}
            await _send(send, 200, {"content-type": asked.kind, **sent}, answer)
        except AbortedError as ended:
            await _send(send, *write_error(ended))
        except _GoneError:
            pass
        except Exception as error:  # noqa: BLE001 - the last place where it can be logged as everything is
            log_fault("fault", error)
            await _send(send, *write_error(AbortedError(grpc.StatusCode.INTERNAL, "", ())))
        finally:
            if exchange is not None:
                exchange.end()

    async def _asked(self, scope: Scope, headers: Headers, receive: Receive) -> _Asked:
        if scope["method"] != "POST":
            return _Asked(*message_in(QueryParams(scope["query_string"])))
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in WIRES:
            told = f"Content-Type must be {' or '.join(WIRES)}"
            raise MalformedError(told, http_status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        check_encoding(headers.get("content-encoding"))
        too_long = AbortedError(
            grpc.StatusCode.RESOURCE_EXHAUSTED, f"a message may have at most {self._most_bytes} bytes", ()
        )
        if int(headers.get("content-length", "0")) > self._most_bytes:
            raise too_long
        data = bytearray()
        try:
            async with asyncio.timeout(_READING_SECONDS):
                while True:
                    part = await receive()
                    if part["type"] != "http.request":
                        raise _GoneError
                    data += part.get("body", b"")
                    if len(data) > self._most_bytes:
                        raise too_long
                    if not part.get("more_body"):
                        return _Asked(WIRES[kind], kind, bytes(data))
        except TimeoutError:
            raise AbortedError(grpc.StatusCode.DEADLINE_EXCEEDED, "the message did not come in time", ()) from None

    async def _answer(self, data: bytes, headers: Headers, exchange: Exchange, receive: Receive) -> bytes:
        """Return the answer, unless the client leaves or its deadline passes first; then work on it ends."""
        metadata = [(name, value) for name, value in headers.items()]
        details = _Details(self.path, metadata)
        handler = await self._gate.intercept_service(self._find, details)  # type: ignore[arg-type]
        working = asyncio.ensure_future(handler.unary_unary(data, exchange))
        leaving = asyncio.ensure_future(_until_gone(receive))
        try:
            await asyncio.wait(
                (working, leaving), timeout=exchange.time_remaining(), return_when=asyncio.FIRST_COMPLETED
            )
            if working.done():
                answer: bytes = working.result()
                return answer
            if leaving.done():
                raise _GoneError
            raise AbortedError(grpc.StatusCode.DEADLINE_EXCEEDED, "the deadline has passed", exchange.trailing)
        finally:
            working.cancel()
            leaving.cancel()
            await asyncio.wait((working, leaving))

    async def _find(self, details: _Details) -> Any:  # noqa: ANN401 - as gRPC has it
        found = (each.service(details) for each in self._handlers)  # type: ignore[arg-type]
        return next(each for each in found if each is not None)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Send an answer in pieces: after each it is waited for until the client has taken enough of those before."""
    written = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    written.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": written})
    for at in range(0, len(body), _PIECE_BYTES):
        piece = body[at : at + _PIECE_BYTES]
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _no_such_path(_request: Request, _error: Exception) -> Response:
    _, headers, body = write_error(AbortedError(grpc.StatusCode.UNIMPLEMENTED, "there is no such path", ()))
    return Response(body, 404, headers)


async def _other_verb(_request: Request, error: Any) -> Response:  # noqa: ANN401 - as Starlette has it
    _, headers, body = write_error(AbortedError(grpc.StatusCode.UNIMPLEMENTED, "POST to this path", ()))
    return Response(body, 405, {**headers, **(error.headers or {})})
