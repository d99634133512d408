"""What a container engine asks: does the service answer, whatever else is the matter with it."""

import asyncio
import os

import pytest

from chronicare.rpc import healthcheck
from chronicare.rpc.overview import Overview
from chronicare.rpc.settings import Settings
from chronicare.rpc.state import WorkerPhase
from chronicare.rpc.status_socket import telling

PORT = 90000 + os.getpid()
"""No port at all, so that no service has it."""


def checked(monkeypatch: pytest.MonkeyPatch, *phases: WorkerPhase, reloaded: bool = True) -> int:
    overview = Overview(Settings.model_validate({"rules": "rules", "workers": len(phases)}))
    for number, phase in enumerate(phases):
        overview.move(number, 40 + number, phase)
    overview.reloaded(in_force=reloaded)
    monkeypatch.setattr("sys.argv", ["healthcheck", str(PORT)])

    async def both() -> int:
        async with telling(PORT, overview.state):
            return await asyncio.to_thread(healthcheck.main)

    return asyncio.run(both())


def test_one_worker_that_listens_is_enough_even_if_rules_were_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checked(monkeypatch, WorkerPhase.ENDED, WorkerPhase.LISTENING, reloaded=False) == 0


def test_while_all_load_it_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checked(monkeypatch, WorkerPhase.LOADING, WorkerPhase.ENDED) == 1


def test_where_no_service_is_it_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["healthcheck", str(PORT)])
    assert healthcheck.main() == 1
