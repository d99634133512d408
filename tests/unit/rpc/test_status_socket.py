"""Whoever runs the service can ask how it is; a port that nobody serves is told."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

import pytest

from chronicare.rpc.overview import Overview
from chronicare.rpc.rules_history import HeldRelease
from chronicare.rpc.settings import Settings
from chronicare.rpc.state import ServiceState, WorkerPhase, WorkerReport
from chronicare.rpc.status_socket import NotRunningError, ask, telling

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
PORT = 70000 + os.getpid()
"""No port at all, so that no service has it."""


def overview() -> Overview:
    instants = iter(BEGIN + timedelta(minutes=each) for each in range(100))
    return Overview(Settings.model_validate({"rules": "rules", "port": 50051}), lambda: next(instants))


def asked(of: Overview) -> ServiceState:
    async def both() -> ServiceState:
        async with telling(PORT, of.state):
            return await asyncio.to_thread(ask, PORT)

    return asyncio.run(both())


def test_what_is_told_is_what_is() -> None:
    known = overview()
    known.move(0, 41, WorkerPhase.LOADING)
    known.enforce([HeldRelease("990000", "ab" * 32)])
    known.move(0, 41, WorkerPhase.LISTENING)
    known.report(0, WorkerReport(sums=((("calls", "SettleBill", "OK"), 2.0),), in_progress={"short": 1}))
    known.report(0, WorkerReport(sums=((("calls", "SettleBill", "OK"), 3.0),), in_progress={"short": 4}))
    state = asked(known)
    assert state == known.state()
    assert (state.address, state.rules, state.started_at) == ("127.0.0.1:50051", "rules", BEGIN)
    assert state.sums == ((("calls", "SettleBill", "OK"), 5.0),)
    assert [(each.area, each.digest) for each in state.releases] == [("990000", "ab" * 32)]
    (worker,) = state.workers
    assert (worker.pid, worker.phase, worker.restarts, worker.in_progress) == (41, "listening", 0, {"short": 4})
    assert state.is_whole


def test_a_worker_started_again_is_counted_and_what_the_one_before_had_counted_stays() -> None:
    known = overview()
    for pid in (41, 42):
        known.move(0, pid, WorkerPhase.LOADING)
        known.move(0, pid, WorkerPhase.LISTENING)
        known.report(0, WorkerReport(sums=((("faults",), 1.0),)))
        known.move(0, pid, WorkerPhase.ENDED)
    (worker,) = known.state().workers
    assert (worker.pid, worker.phase, worker.restarts) == (42, "ended", 1)
    assert known.state().sums == ((("faults",), 2.0),)
    assert not known.state().is_whole


@pytest.mark.parametrize(
    ("refused", "in_force", "whole"), [((), True, True), (("990000",), True, False), ((), False, False)]
)
def test_rules_that_are_refused_are_not_well(refused: tuple[str, ...], in_force: bool, whole: bool) -> None:
    known = overview()
    known.move(0, 41, WorkerPhase.LISTENING)
    known.report(0, WorkerReport(refused_areas=refused))
    known.reloaded(in_force=in_force)
    assert known.state().is_whole is whole


def test_without_a_service_that_is_told() -> None:
    with pytest.raises(NotRunningError):
        ask(PORT + 1)
