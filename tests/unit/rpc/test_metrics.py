"""The metrics are what the state says, in Prometheus' own form."""

import asyncio
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from chronicare.rpc.counts import Counts
from chronicare.rpc.metrics import StateCollector, publishing
from chronicare.rpc.state import RecordState, ReleaseState, ReloadState, ServiceState, WorkerPhase, WorkerState

AT = datetime(2026, 1, 1, tzinfo=UTC)
STATE = ServiceState(
    version="1.2.3",
    pid=40,
    address="127.0.0.1:50051",
    started_at=AT,
    rules="rules",
    releases=(ReleaseState(area="990000", digest="ab"),),
    refused_areas=("990001",),
    last_reload=ReloadState(at=AT, in_force=False),
    workers=(
        WorkerState(
            number=0,
            pid=41,
            phase=WorkerPhase.LISTENING,
            since=AT,
            restarts=2,
            in_progress={"quick": 3},
            record=RecordState(waiting=2, seconds=0.5),
        ),
        WorkerState(
            number=1,
            pid=42,
            phase=WorkerPhase.LISTENING,
            since=AT,
            restarts=1,
            in_progress={"quick": 4},
            record=RecordState(waiting=3, seconds=0.25, is_failing=True),
        ),
        WorkerState(number=2, pid=43, phase=WorkerPhase.ENDED, since=AT),
    ),
    sums=(
        (("calls", "SettleBill", "OK"), 6.0),
        (("seconds", "SettleBill", "OK"), 1.5),
        (("within", "SettleBill", "OK", "0.001"), 1.0),
        (("within", "SettleBill", "OK", "0.005"), 3.0),
        (("within", "SettleBill", "OK", "+Inf"), 2.0),
        (("missing", "990000", "fpg"), 7.0),
        (("faults",), 1.0),
    ),
)


def published(state: ServiceState) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    registry = CollectorRegistry()
    registry.register(StateCollector(lambda: state))
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {(each.name, frozenset(each.labels.items())): each.value for family in families for each in family.samples}


@pytest.mark.parametrize(
    ("name", "labels", "value"),
    [
        ("calls_total", {"method": "SettleBill", "code": "OK"}, 6),
        ("missing_total", {"area": "990000", "name": "fpg"}, 7),
        ("faults_total", {}, 1),
        ("disagreements_total", {}, 0),
        ("call_seconds_bucket", {"method": "SettleBill", "code": "OK", "le": "0.001"}, 1),
        ("call_seconds_bucket", {"method": "SettleBill", "code": "OK", "le": "0.0025"}, 1),
        ("call_seconds_bucket", {"method": "SettleBill", "code": "OK", "le": "30.0"}, 4),
        ("call_seconds_bucket", {"method": "SettleBill", "code": "OK", "le": "+Inf"}, 6),
        ("call_seconds_count", {"method": "SettleBill", "code": "OK"}, 6),
        ("call_seconds_sum", {"method": "SettleBill", "code": "OK"}, 1.5),
        ("workers", {"phase": "listening"}, 2),
        ("workers", {"phase": "ended"}, 1),
        ("workers", {"phase": "loading"}, 0),
        ("worker_restarts_total", {}, 3),
        ("calls_in_progress", {"lane": "quick"}, 7),
        ("record_waiting", {}, 5),
        ("record_lag_seconds", {}, 0.5),
        ("record_failing", {}, 1),
        ("program_info", {"version": "1.2.3"}, 1),
        ("release", {"area": "990000", "digest": "ab"}, 1),
        ("area_refused", {"area": "990001"}, 1),
        ("last_reload_in_force", {}, 0),
        ("start_time_seconds", {}, 1767225600),
    ],
)
def test_each_is_published(name: str, labels: dict[str, str], value: float) -> None:
    assert published(STATE)[f"chronicare_{name}", frozenset(labels.items())] == value


def test_without_a_record_nothing_is_said_of_one() -> None:
    workers = tuple(each.model_copy(update={"record": None}) for each in STATE.workers)
    names = {name for name, _ in published(STATE.model_copy(update={"workers": workers}))}
    assert "chronicare_workers" in names
    assert not any("record" in each for each in names)


def test_what_is_timed_comes_out_as_it_was() -> None:
    counts = Counts()
    with counts.timed("SettleBill") as timing:
        timing.code = "OK"
    samples = published(STATE.model_copy(update={"sums": tuple(counts.sums().items())}))
    ending = {("method", "SettleBill"), ("code", "OK")}
    assert samples["chronicare_call_seconds_bucket", frozenset({*ending, ("le", "+Inf")})] == 1
    assert samples["chronicare_call_seconds_count", frozenset(ending)] == 1


def test_they_can_be_fetched_while_the_service_runs() -> None:
    def fetch(address: str) -> str:
        with urlopen(f"http://{address}/metrics", timeout=30) as page:
            return str(page.read().decode())

    async def fetched() -> str:
        async with publishing("127.0.0.1", 0, lambda: STATE) as address:
            return await asyncio.to_thread(fetch, address)

    assert 'chronicare_release{area="990000",digest="ab"} 1.0' in asyncio.run(fetched())


def test_a_port_that_is_taken_is_told() -> None:
    async def twice() -> None:
        async with publishing("127.0.0.1", 0, lambda: STATE) as address:
            await publishing("127.0.0.1", int(address.rpartition(":")[2]), lambda: STATE).__aenter__()

    with pytest.raises(OSError, match="in use"):
        asyncio.run(twice())
