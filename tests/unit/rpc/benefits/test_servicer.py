from pathlib import Path
from typing import NoReturn

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
    """A catalogue without rules, which notes which snapshot was asked for them."""

    def __init__(self, notes: list[int], number: int = 0) -> None:
        """Note into ``notes``, as snapshot ``number``."""
        super().__init__()
        self._notes = notes
        self._number = number

    def snapshot(self) -> "Noting":
        """Return the next snapshot."""
        return Noting(self._notes, self._number + 1)

    def newest(self, area: str) -> NoReturn:
        """Have no rules."""
        self._notes.append(self._number)
        raise NotReadyError(Text("没有", "none"), {"area_code": area})


def servicer_of(notes: list[int]) -> BenefitServicer:
    """Return a servicer over rules that note who asks for them."""
    settings, stats = Settings(rules=Path()), ServerStats()
    return BenefitServicer(Runtime(Noting(notes), Guard(LoggedDisagreements(stats))), settings, stats)


def test_a_batch_is_settled_by_one_snapshot() -> None:
    notes: list[int] = []
    request = pb.BatchSettleBillsRequest(requests=[pb.SettleBillRequest(area_code="a")] * 2)
    items = servicer_of(notes).BatchSettleBills(request).items
    assert [each.error.reason for each in items] == [error_reason_pb2.ERROR_REASON_NOT_READY] * 2
    assert notes == [1, 1]


def test_a_year_is_settled_by_one_snapshot() -> None:
    notes: list[int] = []
    with pytest.raises(NotReadyError):
        servicer_of(notes).SettleYear(pb.SettleYearRequest(area_code="a", bills=[benefit_pb2.Bill()]))
    assert notes == [1]
