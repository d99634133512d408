"""Asks the workbench as a server does, without one."""

import asyncio
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from chronicare.workbench.app import make_app
from chronicare.workbench.bench import Bench

if TYPE_CHECKING:
    from chronicare.workbench.access import LocalOnly

TOKEN, HOST = "secret", "127.0.0.1:5000"
Message = MutableMapping[str, Any]


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")


class Asking:
    """The pages of one bench."""

    def __init__(self, bench: Bench) -> None:
        """Make them."""
        self._app: LocalOnly = make_app(bench, TOKEN, lambda: frozenset({HOST}))

    def get(self, page: str, **query: str) -> Answer:
        """Return the page."""
        return self._ask("GET", page, urlencode(query), b"", {})

    def post(self, page: str, **fields: str) -> Answer:
        """Send a form."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", page, "", urlencode(fields).encode(), kind)

    def send(self, page: str, field: str, name: str, data: bytes) -> Answer:
        """Send a file."""
        head = f'--edge\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + b"\r\n--edge--\r\n"
        return self._ask("POST", page, "", body, {"content-type": "multipart/form-data; boundary=edge"})

    def _ask(self, method: str, page: str, query: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        told: list[Message] = []
        given = {"host": HOST, "origin": f"http://{HOST}", "content-length": str(len(body)), **headers}
        path = f"/{TOKEN}/{page}"
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": query.encode(),
            "root_path": "",
            "scheme": "http",
            "http_version": "1.1",
            "server": ("127.0.0.1", 5000),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }
        sent = False

        async def receive() -> Message:
            nonlocal sent
            if sent:
                return {"type": "http.disconnect"}
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            told.append(message)

        asyncio.run(self._app(scope, receive, send))
        content = b"".join(each.get("body", b"") for each in told[1:])
        got = {name.decode(): value.decode() for name, value in told[0]["headers"]}
        return Answer(told[0]["status"], got, content)
