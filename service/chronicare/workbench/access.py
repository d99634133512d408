"""Who may ask: whoever has the token of the address, on this machine, from a page of the workbench itself."""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 16 * 1024 * 1024
"""Bytes of a request: a workbook of all tables of an area has one or two million."""
_HEADERS = (
    (
        b"content-security-policy",
        (
            b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
            b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(24)


class LocalOnly:
    """Lets a request through to ``inside`` only below ``/token/``, to one of ``hosts``, from a page of its own.

    A page of another site can neither know the token nor hide where it comes from; one that has a name lead here (DNS
    rebinding) sends that name as the host.
    """

    def __init__(self, inside: Application, token: str, hosts: Callable[[], frozenset[str]]) -> None:
        """Guard ``inside``; ``hosts`` are the names it is reached by, with the port."""
        self._inside = inside
        self._prefix = f"/{token}"
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with 403, or with 413 if it is too large."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._inside(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._is_ours(scope, headers):
            await _refuse(send, 403, "打开工作台时终端里给出的地址才能用。")
            return
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            await _refuse(send, 413, f"文件超过 {MAX_BODY // 1024 // 1024} MiB，没有读。")
            return
        inner = {**scope, "root_path": self._prefix}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await self._inside(inner, _bounded(receive), send_with_headers)

    def _is_ours(self, scope: Scope, headers: dict[bytes, str]) -> bool:
        path = str(scope["path"])
        token_fits = secrets.compare_digest(path[: len(self._prefix) + 1].encode(), f"{self._prefix}/".encode())
        host = headers.get(b"host", "")
        origin = headers.get(b"origin")
        if not token_fits or host not in self._hosts():
            return False
        if scope["method"] in ("GET", "HEAD"):
            return headers.get(b"sec-fetch-site", "none") in ("none", "same-origin")
        return origin == f"http://{host}"


def _bounded(receive: Receive) -> Receive:
    """Let no more than MAX_BODY bytes in, whatever the request says of its length."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= MAX_BODY else {"type": "http.disconnect"}

    return bounded


async def _refuse(send: Send, status: int, sentence: str) -> None:
    body = sentence.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
