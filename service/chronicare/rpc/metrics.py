"""What a service says of itself, for Prometheus: all workers added up, on a port of its own. Nothing of a person."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from chronicare.rpc.counts import (
    BOUND_NAMES,
    CALLS,
    DECISIONS,
    DISAGREEMENTS,
    FAULTS,
    MISSING,
    SECONDS,
    SETTLEMENTS,
    WITHIN,
    Key,
)
from chronicare.rpc.state import ServiceState, WorkerPhase

_PATIENCE_SECONDS = 5.0
_ENDING = ("method", "code")
_COUNTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    CALLS: ("Calls that have ended, by method and status.", _ENDING),
    DECISIONS: ("Entries decided, by area and outcome.", ("area", "outcome")),
    SETTLEMENTS: ("Bills settled, by area and outcome.", ("area", "outcome")),
    MISSING: ("Undecided entries and bills that this finding or fact would help to decide.", ("area", "name")),
    DISAGREEMENTS: ("Decisions refused because the two evaluators differ.", ()),
    FAULTS: ("Calls, or requests of a batch, that ended in an error nobody foresaw.", ()),
}


@asynccontextmanager
async def publishing(host: str, port: int, state: Callable[[], ServiceState]) -> AsyncIterator[str]:
    """Publish the ``state`` of the service at ``host`` and ``port`` while the block runs; give the address.

    Raises OSError if the port cannot be had.
    """
    loop = asyncio.get_running_loop()

    async def now() -> ServiceState:
        return state()

    def ask() -> ServiceState:
        return asyncio.run_coroutine_threadsafe(now(), loop).result(_PATIENCE_SECONDS)

    registry = CollectorRegistry()
    registry.register(StateCollector(ask))
    server, _ = start_http_server(port, host, registry)
    try:
        yield f"{host}:{server.server_port}"
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()


class StateCollector(Collector):
    """Turns a state into metrics, each time it is asked."""

    def __init__(self, state: Callable[[], ServiceState]) -> None:
        """Ask for the ``state`` when it is wanted."""
        self._state = state

    def describe(self) -> Iterable[Metric]:
        """Say nothing yet: whoever registers this need not wait for a state."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        state = self._state()
        sums = dict(state.sums)
        for name, (documentation, labels) in _COUNTERS.items():
            yield _counter(name, documentation, labels, sums)
        yield _latencies(sums)
        yield from _workers(state)
        yield from _record(state)
        yield from _rules(state)


def _counter(name: str, documentation: str, labels: tuple[str, ...], sums: Mapping[Key, float]) -> Metric:
    family = CounterMetricFamily(f"chronicare_{name}", documentation, labels=labels)
    for key, amount in sums.items():
        if key[0] == name:
            family.add_metric(key[1:], amount)
    if not labels and not family.samples:
        family.add_metric((), 0)
    return family


def _latencies(sums: Mapping[Key, float]) -> Metric:
    family = HistogramMetricFamily(
        "chronicare_call_seconds", "Seconds from when a call came to when its answer was ready.", labels=_ENDING
    )
    within: defaultdict[Key, dict[str, float]] = defaultdict(dict)
    for (name, *labels), amount in sums.items():
        if name == WITHIN:
            method, code, bound = labels
            within[method, code][bound] = amount
    for ending, counts in within.items():
        so_far, buckets = 0.0, list[tuple[str, float]]()
        for bound in BOUND_NAMES:
            so_far += counts.get(bound, 0)
            buckets.append((bound, so_far))
        family.add_metric(ending, buckets, sums.get((SECONDS, *ending), 0))
    return family


def _workers(state: ServiceState) -> Iterator[Metric]:
    phases = GaugeMetricFamily("chronicare_workers", "Worker processes, by where they are.", labels=("phase",))
    for phase in WorkerPhase:
        phases.add_metric((phase.value,), sum(each.phase is phase for each in state.workers))
    yield phases
    restarts = sum(each.restarts for each in state.workers)
    yield CounterMetricFamily("chronicare_worker_restarts", "Workers that had to be started again.", restarts)
    inside = GaugeMetricFamily(
        "chronicare_calls_in_progress", "Calls in each lane, those that wait among them.", labels=("lane",)
    )
    lanes: defaultdict[str, int] = defaultdict(int)
    for worker in state.workers:
        for lane, calls in worker.in_progress.items():
            lanes[lane] += calls
    for lane, calls in lanes.items():
        inside.add_metric((lane,), calls)
    yield inside


def _record(state: ServiceState) -> Iterator[Metric]:
    """Yield how the record of decisions is, if there is one."""
    records = [each.record for each in state.workers if each.record is not None]
    if not records:
        return
    waiting = sum(each.waiting for each in records)
    yield GaugeMetricFamily("chronicare_record_waiting", "Entries of the record not written yet.", waiting)
    lag = max(each.seconds for each in records)
    yield GaugeMetricFamily("chronicare_record_lag_seconds", "For how long the oldest of them has waited.", lag)
    failing = sum(each.is_failing for each in records)
    yield GaugeMetricFamily("chronicare_record_failing", "Workers that cannot write the record now.", failing)


def _rules(state: ServiceState) -> Iterator[Metric]:
    started = state.started_at.timestamp()
    yield GaugeMetricFamily("chronicare_start_time_seconds", "When the service was started, Unix time.", started)
    program = InfoMetricFamily("chronicare_program", "The program.")
    program.add_metric((), {"version": state.version})
    yield program
    releases = GaugeMetricFamily("chronicare_release", "1 for each release in force.", labels=("area", "digest"))
    for each in state.releases:
        releases.add_metric((each.area, each.digest), 1)
    yield releases
    refused = GaugeMetricFamily(
        "chronicare_area_refused", "1 for each area whose tables, as they stand, are wrong.", labels=("area",)
    )
    for area in state.refused_areas:
        refused.add_metric((area,), 1)
    yield refused
    if state.last_reload is not None:
        yield GaugeMetricFamily(
            "chronicare_last_reload_in_force",
            "Whether the rules were put in force when they were read anew last.",
            float(state.last_reload.in_force),
        )
