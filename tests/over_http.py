"""JSON posted to a service and what comes back, over a plain client of HTTP."""

import json
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from typing import Any, NamedTuple

PATIENCE_SECONDS = 30
RECOGNITION = "/chronicare.api.v1.RecognitionService"
BENEFITS = "/chronicare.api.v1.BenefitService"
RULE_SETS = "/chronicare.api.v1.RuleSetService"


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever it is
        """Return what the body says."""
        return json.loads(self.body)

    @property
    def violations(self) -> list[tuple[str, str]]:
        """Return the fields named and the stable code of each."""
        (told,) = (each for each in self.json["details"] if each["type"] == "google.rpc.BadRequest")
        return [(each["field"], each["reason"]) for each in told["debug"]["fieldViolations"]]

    @property
    def info(self) -> Any:  # noqa: ANN401 - whatever it is
        """Return the ErrorInfo."""
        (told,) = (each for each in self.json["details"] if each["type"] == "google.rpc.ErrorInfo")
        return told["debug"]


def free_port() -> int:
    """Return a port of this machine that nobody has just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def ask(
    port: int,
    path: str,
    body: object = None,
    headers: Mapping[str, str] = {},
    *,
    verb: str = "POST",
    tls: ssl.SSLContext | None = None,
) -> Reply:
    """Make one request; ``body`` is sent as it is if it is bytes, else as JSON."""
    with_tls = HTTPSConnection("localhost", port, timeout=PATIENCE_SECONDS, context=tls) if tls else None
    connection = with_tls or HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        connection.request(verb, path, data, {"content-type": "application/json", **headers})
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, named, answer.read())
    finally:
        connection.close()
