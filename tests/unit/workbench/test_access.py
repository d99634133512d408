import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from chronicare.workbench.access import MAX_BODY, LocalOnly

TOKEN, HOST = "secret", "127.0.0.1:5000"
OWN = {"host": HOST, "origin": f"http://{HOST}"}
Message = MutableMapping[str, Any]


async def _inside(scope: Message, receive: Any, send: Any) -> None:  # noqa: ANN401, ARG001 - as servers call it
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(scope["root_path"]).encode()})


def ask(path: str, headers: dict[str, str], method: str = "GET") -> tuple[int, dict[str, str]]:
    """Return the status and the headers of the answer."""
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "method": method, "headers": raw, "root_path": ""}
    asyncio.run(LocalOnly(_inside, TOKEN, lambda: frozenset({HOST}))(scope, receive, send))
    return told[0]["status"], {name.decode(): value.decode() for name, value in told[0]["headers"]}


def test_whoever_has_the_address_is_let_in() -> None:
    status, headers = ask(f"/{TOKEN}/", {"host": HOST})
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "script" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/secre/", "/secret", "/Secret/", "/secretx/", "/x/secret/"])
def test_without_the_token_nobody_is(path: str) -> None:
    assert ask(path, {"host": HOST})[0] == 403


@pytest.mark.parametrize("host", ["evil.example:5000", "127.0.0.1:5001", "127.0.0.1", ""])
def test_a_name_that_only_leads_here_is_refused(host: str) -> None:
    assert ask(f"/{TOKEN}/", {"host": host})[0] == 403


def test_a_page_of_the_workbench_may_post() -> None:
    assert ask(f"/{TOKEN}/edit", OWN, "POST")[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:5001", f"https://{HOST}", None])
def test_another_page_may_not_post(origin: str | None) -> None:
    headers = {"host": HOST} if origin is None else {"host": HOST, "origin": origin}
    assert ask(f"/{TOKEN}/edit", headers, "POST")[0] == 403


def test_another_page_may_not_show_it() -> None:
    assert ask(f"/{TOKEN}/", {"host": HOST, "sec-fetch-site": "cross-site"})[0] == 403


@pytest.mark.parametrize(("length", "status"), [(MAX_BODY, 200), (MAX_BODY + 1, 413), ("many", 413)])
def test_a_body_is_bounded(length: object, status: int) -> None:
    assert ask(f"/{TOKEN}/edit", OWN | {"content-length": str(length)}, "POST")[0] == status


def test_a_body_is_bounded_whatever_its_length_is_said_to_be() -> None:
    piece, read = b"x" * (MAX_BODY // 2), 0

    async def reading(_scope: Message, receive: Any, send: Any) -> None:  # noqa: ANN401 - as servers call it
        nonlocal read
        while (message := await receive())["type"] == "http.request":
            read += len(message["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(_message: Message) -> None:
        """Take no notice."""

    raw = [(name.encode(), value.encode()) for name, value in OWN.items()]
    scope = {"type": "http", "path": f"/{TOKEN}/edit", "method": "POST", "headers": raw, "root_path": ""}
    asyncio.run(LocalOnly(reading, TOKEN, lambda: frozenset({HOST}))(scope, receive, send))
    assert read == MAX_BODY
