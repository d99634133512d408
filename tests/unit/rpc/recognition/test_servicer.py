import itertools
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from chronicare.api.v1 import error_reason_pb2
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.guard import Guard
from chronicare.application.runtime import Runtime
from chronicare.engine import EngineBrokenError
from chronicare.judging.budget import STEPS_OF_ENTRY, AbandonedError, Budget
from chronicare.program.evidence import Evidence
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail
from chronicare.rpc import batch as batches
from chronicare.rpc.log import LoggedDisagreements
from chronicare.rpc.recognition.servicer import RecognitionServicer
from chronicare.rpc.server import RuleServer
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


def serving(rules: Path, on_broken: Callable[[], None] = lambda: None) -> tuple[RuleServer, RecognitionServicer]:
    """Return a server that has loaded ``rules`` but does not listen, and a servicer over what it has loaded."""
    settings = Settings(rules=rules)
    server = RuleServer(settings)
    assert server.load()
    runtime = Runtime(server.catalogue, Guard(LoggedDisagreements(server.stats), on_broken))
    return server, RecognitionServicer(runtime, settings, server.stats)


def batch(servicer: RecognitionServicer) -> pb.BatchCheckRecognitionResponse:
    """Answer the batch."""
    return servicer.BatchCheckRecognition(BATCH)


def test_a_batch_that_nobody_waits_for_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    _, servicer = serving(EXAMPLE)
    decide, budget, decided = EntryDecider.decide, Budget(10**6, 10**6), itertools.count(1)

    def leaving(
        self: EntryDecider, evidence: Evidence, detail: Detail, held_documents: Collection[str] | None
    ) -> Decision:
        if next(decided) == 3:
            budget.abandon()
        return decide(self, evidence, detail, held_documents)

    monkeypatch.setattr(EntryDecider, "decide", leaving)
    with budget.in_force(), pytest.raises(AbandonedError):
        batch(servicer)
    assert next(decided) == 4


@pytest.mark.parametrize(("steps", "size"), [(10**6, 2000), (10 * STEPS_OF_ENTRY, 10**6)])
def test_what_goes_beyond_the_budget_is_refused_item_by_item(steps: int, size: int) -> None:
    _, servicer = serving(EXAMPLE)
    with Budget(steps, size).in_force():
        items = batch(servicer).items
    answered = [each.WhichOneof("answer") for each in items]
    whole = answered.index("error")
    assert answered == ["response"] * whole + ["error"] * (100 - whole)
    assert 0 < whole < 100
    assert {each.error.reason for each in items[whole:]} == {error_reason_pb2.ERROR_REASON_TOO_MUCH}
    assert {each.error.status_code for each in items[whole:]} == {8}


def test_each_request_of_a_batch_is_held_to_its_limits() -> None:
    _, servicer = serving(EXAMPLE)
    large = pb.CheckRecognitionRequest(area_code="990000", as_of_date="2025-12-01", request_id="r" * 129)
    items = servicer.BatchCheckRecognition(pb.BatchCheckRecognitionRequest(requests=[large, BATCH.requests[0]])).items
    assert [[each.field for each in item.error.violations] for item in items] == [["request_id"], []]
    assert items[1].response.decisions[0].disease_code == "M90100"


def test_a_publication_in_the_middle_of_a_batch_does_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Path(shutil.copytree(EXAMPLE, tmp_path / "rules"))
    server, servicer = serving(rules)
    manifest = rules / "990000-example" / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    versions = itertools.count()

    def publish(_: object) -> None:
        if next(versions) < 5:
            manifest.write_text(text.replace("2025.1", f"2026.{next(versions)}"), encoding="utf-8")
            assert server.load()

    with monkeypatch.context() as patched:
        patched.setattr(batches, "refuse_oversized", publish)
        items = batch(servicer).items
    assert {each.response.release.version for each in items} == {"2025.1"}
    assert {each.response.release.version for each in batch(servicer).items} != {"2025.1"}


def test_a_broken_engine_is_told_and_answered_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    _, servicer = serving(EXAMPLE, lambda: told.append(True))

    def broken(*_: object) -> None:
        raise EngineBrokenError

    monkeypatch.setattr(EntryDecider, "decide", broken)
    items = batch(servicer).items
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
    items = batch(servicer).items
    assert [place for place, each in enumerate(items) if each.HasField("error")] == [7]
    assert server.stats.faults == 1
