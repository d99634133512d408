import asyncio
from pathlib import Path
from threading import current_thread
from typing import Any, NoReturn

import pytest

from chronicare.api.v1 import benefit_pb2, error_reason_pb2
from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import NotReadyError
from chronicare.application.guard import Guard
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Text
from chronicare.rpc.benefits.servicer import BenefitServicer
from chronicare.rpc.log import LoggedDisagreements, ServerStats
from chronicare.rpc.settings import Settings


class Noting(Catalogue):
    """A catalogue without rules, which notes which snapshot was asked for them, in which thread."""

    def __init__(self, notes: list[tuple[int, str]], number: int = 0) -> None:
        """Note into ``notes``, as snapshot ``number``."""
        super().__init__()
        self._notes = notes
        self._number = number

    def snapshot(self) -> "Noting":
        """Return the next snapshot."""
        return Noting(self._notes, self._number + 1)

    def newest(self, area: str) -> NoReturn:
        """Have no rules."""
        self._notes.append((self._number, current_thread().name))
        raise NotReadyError(Text("没有", "none"), {"area_code": area})


class OnTime:
    """A call whose deadline is far away."""

    async def refuse_if_late(self) -> None:
        """Let it go on."""


def servicer_of(notes: list[tuple[int, str]]) -> tuple[BenefitServicer, Any]:
    """Return a servicer over rules that note who asks for them, and a call."""
    settings, stats = Settings(rules=Path()), ServerStats()
    runtime = Runtime(Noting(notes), Guard(LoggedDisagreements(stats)))
    return BenefitServicer(runtime, settings, stats), OnTime()


def test_a_batch_is_settled_by_one_snapshot() -> None:
    notes: list[tuple[int, str]] = []
    servicer, call = servicer_of(notes)
    request = pb.BatchSettleBillsRequest(requests=[pb.SettleBillRequest(area_code="a")] * 2)
    items = asyncio.run(servicer.BatchSettleBills(request, call)).items
    assert [each.error.reason for each in items] == [error_reason_pb2.ERROR_REASON_NOT_READY] * 2
    assert [number for number, _ in notes] == [1, 1]


def test_what_takes_long_leaves_the_event_loop_free() -> None:
    notes: list[tuple[int, str]] = []
    servicer, call = servicer_of(notes)
    with pytest.raises(NotReadyError):
        asyncio.run(servicer.SettleYear(pb.SettleYearRequest(area_code="a", bills=[benefit_pb2.Bill()]), call))
    with pytest.raises(NotReadyError):
        asyncio.run(servicer.ListEntitlements(pb.ListEntitlementsRequest(area_code="a"), call))
    assert [number for number, _ in notes] == [1, 0]
    assert current_thread().name not in {thread for _, thread in notes}
