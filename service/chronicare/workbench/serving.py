"""The workbench served to this machine only, until it is stopped."""

import socket
from collections.abc import Callable

import uvicorn

from chronicare.workbench.access import new_token
from chronicare.workbench.app import make_app
from chronicare.workbench.bench import Bench

_HERE = "127.0.0.1"


def serve(bench: Bench, port: int, on_open: Callable[[str], None]) -> None:
    """Serve ``bench`` on ``port`` (0: any that is free) and tell ``on_open`` the address; returns when stopped.

    Raises OSError if the port is taken.
    """
    token = new_token()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((_HERE, port))
        taken = listening.getsockname()[1]
        hosts = frozenset({f"{_HERE}:{taken}", f"localhost:{taken}"})
        app = make_app(bench, token, lambda: hosts)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=1, ws="none"
        )
        server = _Telling(config, lambda: on_open(f"http://{_HERE}:{taken}/{token}/"))
        try:
            server.run(sockets=[listening])
        finally:
            bench.close()


class _Telling(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, config: uvicorn.Config, on_open: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_open = on_open

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_open()
