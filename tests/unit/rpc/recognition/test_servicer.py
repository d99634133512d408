import asyncio
import itertools
import shutil
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import grpc
import pytest

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.guard import Guard
from chronicare.application.runtime import Runtime
from chronicare.engine import EngineBrokenError
from chronicare.program.evidence import Evidence
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail
from chronicare.rpc import servicing
from chronicare.rpc.log import LoggedDisagreements, ServerStats
from chronicare.rpc.recognition.servicer import RecognitionServicer
from chronicare.rpc.server import RecognitionServer
from chronicare.rpc.settings import Settings

EXAMPLE = Path(__file__).parents[3] / "data" / "rpc" / "rules"
BATCH = pb.BatchCheckRecognitionRequest(
    requests=[
        pb.CheckRecognitionRequest(
            area_code="990000", as_of_date="2025-12-01", disease_codes=["M90100"], detail="DETAIL_OUTCOME"
        )
    ]
    * 100
)


class Turn:
    """A call that does something whenever a batch lets others have their turn."""

    def __init__(self, act: Callable[[], object]) -> None:
        """Do ``act``."""
        self._act = act

    async def refuse_if_late(self) -> None:
        """Do it."""
        self._act()


@pytest.fixture(autouse=True)
def _slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each look at the clock find it a millisecond later, whatever the machine."""
    ticks = itertools.count()
    monkeypatch.setattr(servicing, "monotonic", lambda: next(ticks) / 1000)


def serving(rules: Path, on_broken: Callable[[], None] = lambda: None) -> tuple[RecognitionServer, RecognitionServicer]:
    """Return a server that has loaded ``rules`` but does not listen, and a servicer over what it has loaded."""
    settings = Settings(rules=rules)
    server = RecognitionServer(settings)
    assert server.load()
    runtime = Runtime(server.catalogue, Guard(LoggedDisagreements(server.stats), on_broken))
    return server, RecognitionServicer(runtime, settings, server.stats)


def batch(servicer: RecognitionServicer, act: Callable[[], object]) -> pb.BatchCheckRecognitionResponse:
    """Answer the batch, doing ``act`` at each turn of the others."""
    call: Any = Turn(act)
    return asyncio.run(servicer.BatchCheckRecognition(BATCH, call))


def test_a_batch_looks_at_its_deadline_and_stops() -> None:
    _, servicer = serving(EXAMPLE)
    looks = itertools.count()

    def late() -> None:
        if next(looks) == 2:
            raise grpc.aio.AbortError

    with pytest.raises(grpc.aio.AbortError):
        batch(servicer, late)
    assert next(looks) == 3


def test_a_batch_lets_others_have_their_turn() -> None:
    _, servicer = serving(EXAMPLE)
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def both() -> None:
        beside = asyncio.create_task(other())
        call: Any = Turn(lambda: None)
        await servicer.BatchCheckRecognition(BATCH, call)
        beside.cancel()

    asyncio.run(both())
    assert turns > 5


def test_a_batch_that_is_cancelled_stops() -> None:
    _, servicer = serving(EXAMPLE)
    looks: list[int] = []

    async def cancelled() -> None:
        call: Any = Turn(lambda: looks.append(1))
        task = asyncio.create_task(servicer.BatchCheckRecognition(BATCH, call))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert looks == []


def test_a_publication_in_the_middle_of_a_batch_does_not_mix(tmp_path: Path) -> None:
    rules = Path(shutil.copytree(EXAMPLE, tmp_path / "rules"))
    server, servicer = serving(rules)
    manifest = rules / "990000-example" / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    versions = itertools.count()

    def publish() -> None:
        if next(versions) < 5:
            manifest.write_text(text.replace("2025.1", f"2026.{next(versions)}"), encoding="utf-8")
            assert server.load()

    items = batch(servicer, publish).items
    assert {each.response.release.version for each in items} == {"2025.1"}
    assert {each.response.release.version for each in batch(servicer, lambda: None).items} != {"2025.1"}


def test_a_broken_engine_is_told_and_answered_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    _, servicer = serving(EXAMPLE, lambda: told.append(True))

    def broken(*_: object) -> None:
        raise EngineBrokenError

    monkeypatch.setattr(EntryDecider, "decide", broken)
    items = batch(servicer, lambda: None).items
    assert {each.error.status_code for each in items} == {13}
    assert len(told) == len(items)


def test_what_nobody_foresaw_is_one_items_error_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    server, servicer = serving(EXAMPLE)
    numbers = itertools.count()
    decide = EntryDecider.decide

    def sometimes(
        self: EntryDecider, evidence: Evidence, detail: Detail, held_documents: Collection[str] | None
    ) -> Decision:
        if next(numbers) == 7:
            raise ZeroDivisionError
        return decide(self, evidence, detail, held_documents)

    monkeypatch.setattr(EntryDecider, "decide", sometimes)
    items = batch(servicer, lambda: None).items
    assert [place for place, each in enumerate(items) if each.HasField("error")] == [7]
    assert server.stats == ServerStats(faults=1)
