"""A server of the example rules in this process, in a thread of its own, and a channel to it."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import grpc
import pytest
from google.protobuf import json_format
from over_http import free_port
from published import copy_of_area

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.benefit_service_pb2_grpc import BenefitServiceStub
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub
from chronicare.rpc.server import RuleServer
from chronicare.rpc.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Future

EXAMPLE = Path(__file__).parents[1] / "data" / "rpc" / "rules"
PATIENCE_SECONDS = 30
T = TypeVar("T")


class Live:
    """A running server, a channel to it, and the stubs of its services: ``stub`` of recognition, ``benefits``."""

    def __init__(self, *, load: bool, settings: dict[str, object]) -> None:
        """Start a server in a thread of its own."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.server = RuleServer(Settings.model_validate({"rules": EXAMPLE, "port": 0, "grace_seconds": 0} | settings))
        if load:
            assert self.server.load()
        self.port = self.do(self.server.start())
        self.http_port = int(str(settings.get("http_port", 0)))
        self.channel = grpc.insecure_channel(f"127.0.0.1:{self.port}")
        self.stub = RecognitionServiceStub(self.channel)
        self.benefits = BenefitServiceStub(self.channel)

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` in the server's loop."""
        return self.begin(work).result(PATIENCE_SECONDS)

    def begin(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begin ``work`` in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """Stop the server and its thread."""
        self.channel.close()
        self.do(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_SECONDS)
        self._loop.close()


Serve = Callable[..., AbstractContextManager[Live]]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return a copy of the example rules that a test may change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "rules"))


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Return the context manager that runs a server; it takes settings, and ``load=False`` to have no rules."""

    @contextmanager
    def running(*, load: bool = True, **settings: object) -> Iterator[Live]:
        live = Live(load=load, settings=settings)
        try:
            yield live
        finally:
            live.close()

    return running


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the published rules of 巴中 by themselves."""
    return copy_of_area("511900", tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def real(serve: Serve, published: Path) -> Iterator[Live]:
    """Return a server of the ``published`` rules, which take seconds to load, that tests share and do not change."""
    with serve(rules=published, http_port=free_port()) as running:
        yield running


@pytest.fixture(scope="session")
def channel(serve: Serve) -> Iterator[grpc.Channel]:
    """Return a channel to a server of the example rules that tests share and do not change."""
    with serve() as running:
        yield running.channel


@pytest.fixture(scope="session")
def stub(channel: grpc.Channel) -> RecognitionServiceStub:
    """Return the stub of the recognition service on ``channel``."""
    return RecognitionServiceStub(channel)


def _request(**changes: object) -> pb.CheckRecognitionRequest:
    plain = {
        "area_code": "990000",
        "as_of_date": "2025-12-01",
        "disease_codes": ["M90100"],
        "findings": [
            {"finding": "symptoms", "value": True},
            {"finding": "空腹血糖", "value": 7.0, "unit": "mmol/L", "date": "2025-11-03", "report_id": "L1"},
            {"finding": "FPG", "value": "144", "unit": "mg/dL", "date": "2025-11-10"},
        ],
    }
    return json_format.ParseDict(plain | changes, pb.CheckRecognitionRequest())


@pytest.fixture(scope="session")
def request_of() -> Callable[..., pb.CheckRecognitionRequest]:
    """Return what makes a request: one that M90100 is met by, with the fields given in JSON shape in its place."""
    return _request
