"""A server of the example rules, in this process, and a channel to it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import grpc
import pytest

from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.rpc.server import RecognitionServer
from chronicare.rpc.settings import Settings

EXAMPLE = Path(__file__).parents[1] / "data" / "rpc" / "rules"
T = TypeVar("T")


class Live(NamedTuple):
    """A running server, a channel to it, and the stub of the recognition service."""

    server: RecognitionServer
    channel: grpc.aio.Channel
    stub: Any


Serve = Callable[..., Any]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return a copy of the example rules that a test may change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "rules"))


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Return the context manager that runs a server: ``async with serve(rules=…) as live``; ``load=False``: no rules."""

    @asynccontextmanager
    async def running(*, load: bool = True, **settings: Any) -> AsyncIterator[Live]:
        server = RecognitionServer(Settings(**{"rules": EXAMPLE, "port": 0, "grace_seconds": 0} | settings))
        if load:
            assert server.load()
        port = await server.start()
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield Live(server, channel, RecognitionServiceStub(channel))
        await server.stop()

    return running


@pytest.fixture(scope="session")
def run() -> Callable[[Coroutine[Any, Any, T]], T]:
    """Return what runs a coroutine to its end, and fails if that takes half a minute."""

    def run_now(work: Awaitable[T]) -> T:
        async def bounded() -> T:
            return await asyncio.wait_for(work, 30)

        return asyncio.run(bounded())

    return run_now
