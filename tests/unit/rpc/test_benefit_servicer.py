import asyncio
from pathlib import Path
from threading import current_thread
from typing import Any, NoReturn

import pytest

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.api.v1 import error_reason_pb2
from chronicare.application.errors import NotReadyError
from chronicare.diagnostics import Text
from chronicare.rpc.benefit_servicer import BenefitServicer
from chronicare.rpc.log import ServerStats
from chronicare.rpc.settings import Settings


class Asked:
    """Use cases that have no answer, and note what was asked of which snapshot, in which thread."""

    def __init__(self, notes: list[tuple[str, int, str]], number: int = 0) -> None:
        """Note into ``notes``, as snapshot ``number``."""
        self._notes = notes
        self._number = number

    def snapshot(self) -> "Asked":
        """Return the next snapshot."""
        return Asked(self._notes, self._number + 1)

    def settle(self, _: object) -> NoReturn:
        """Have no answer about a bill."""
        self._note("settle")

    def settle_year(self, _: object) -> NoReturn:
        """Have no answer about a year."""
        self._note("year")

    def list_entitlements(self, _: object) -> NoReturn:
        """Have no answer about entitlements."""
        self._note("entitlements")

    def _note(self, what: str) -> NoReturn:
        self._notes.append((what, self._number, current_thread().name))
        raise NotReadyError(Text("没有", "none"))


class OnTime:
    """A call whose deadline is far away."""

    async def refuse_if_late(self) -> None:
        """Let it go on."""


def servicer_of(notes: list[tuple[str, int, str]]) -> tuple[BenefitServicer, Any]:
    """Return a servicer of use cases that note what they are asked, and a call."""
    service: Any = Asked(notes)
    return BenefitServicer(service, Settings(rules=Path()), ServerStats()), OnTime()


def test_a_batch_is_settled_by_one_snapshot() -> None:
    notes: list[tuple[str, int, str]] = []
    servicer, call = servicer_of(notes)
    request = pb.BatchSettleBillsRequest(requests=[pb.SettleBillRequest(), pb.SettleBillRequest()])
    items = asyncio.run(servicer.BatchSettleBills(request, call)).items
    assert [each.error.reason for each in items] == [error_reason_pb2.ERROR_REASON_NOT_READY] * 2
    assert [(what, number) for what, number, _ in notes] == [("settle", 1)] * 2


def test_what_takes_long_leaves_the_event_loop_free() -> None:
    notes: list[tuple[str, int, str]] = []
    servicer, call = servicer_of(notes)
    with pytest.raises(NotReadyError):
        asyncio.run(servicer.SettleYear(pb.SettleYearRequest(), call))
    with pytest.raises(NotReadyError):
        asyncio.run(servicer.ListEntitlements(pb.ListEntitlementsRequest(), call))
    assert [(what, number) for what, number, _ in notes] == [("year", 1), ("entitlements", 0)]
    assert current_thread().name not in {thread for _, _, thread in notes}
