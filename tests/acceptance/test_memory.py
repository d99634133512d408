"""What requests leave behind: caches of so many small things, and nothing that grows with what callers send."""

import gc
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from acceptance.conftest import EXAMPLE, Live
from google.protobuf.json_format import ParseDict

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.benefit_service_pb2 import SettleBillRequest
from chronicare.application.errors import ApplicationError
from chronicare.application.recognition import screen
from chronicare.judging import reported_findings
from chronicare.rpc.server import BENEFITS, RECOGNITION, RuleServer
from chronicare.rpc.settings import Settings

FIRST_DAY = date(2025, 11, 1)
FEW = 16
"""Things a cache may hold, where a test makes it small to see it full."""
LONG = 190
"""Characters of a text that is as long as one may be, nearly."""


def kept_by(work: Callable[[], object]) -> int:
    """Return how many bytes are allocated and not freed by ``work``."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


def person(number: int, **changes: object) -> dict[str, Any]:
    """Return a request that has hardly anything in common with that of another ``number``."""
    day = FIRST_DAY + timedelta(days=number % 30)
    findings = [
        {"finding": "空腹血糖", "value": 5 + number / 977 + each, "unit": "mmol/L", "report_id": f"{number}-{each}"}
        for each in range(5)
    ]
    unknown = [{"finding": f"{number}-{each}".ljust(LONG, "未"), "value": "x" * LONG} for each in range(20)]
    plain = {"area_code": "990000", "as_of_date": day.isoformat(), "request_id": f"r{number}", "ignore_unknown": True}
    return plain | {"disease_codes": ["M90100"], "findings": findings + unknown} | changes


def test_what_is_kept_does_not_grow_with_the_persons_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((reported_findings, "_MAX_REMEMBERED"), (screen, "_MAX_KEPT")):
        monkeypatch.setattr(module, name, FEW)
    server = RuleServer(Settings(rules=EXAMPLE))
    assert server.load()
    servicer: Any = server._servicers[RECOGNITION]  # noqa: SLF001 - without the wire it is quicker
    outcomes: set[str] = set()

    def ask(numbers: range) -> None:
        for number in numbers:
            checked = read(person(number))
            wrong = read(person(number, disease_codes=[f"M{number}".ljust(LONG, "x")], release=f"r{number}"))
            screened = pb.ScreenRecognitionRequest(request=read(person(number, disease_codes=[])))
            whatever = read(person(number, readings={"switch": f"r{number}".ljust(LONG, "x")}))
            for call, request in (
                (servicer.CheckRecognition, checked),
                (servicer.CheckRecognition, wrong),
                (servicer.CheckRecognition, whatever),
                (servicer.ScreenRecognition, screened),
                (servicer.BatchCheckRecognition, pb.BatchCheckRecognitionRequest(requests=[checked, wrong])),
            ):
                try:
                    call(request)
                except ApplicationError as refused:
                    outcomes.add(type(refused).__name__)
                else:
                    outcomes.add("answered")

    ask(range(20))
    sent = sum(read(person(number)).ByteSize() for number in range(20, 60))
    kept = kept_by(lambda: ask(range(20, 60)))
    assert kept < 50_000 < sent / 10
    assert {"answered", "UnknownReleaseError", "InvalidRequestError"} <= outcomes


def read(plain: dict[str, Any]) -> pb.CheckRecognitionRequest:
    """Return the message that ``plain`` is in JSON."""
    return ParseDict(plain, pb.CheckRecognitionRequest())


def test_nothing_of_a_bill_is_kept(real: Live) -> None:
    servicer: Any = real.server._servicers[BENEFITS]  # noqa: SLF001 - without the wire it is quicker

    def ask(numbers: range) -> int:
        return sum(servicer.SettleBill(bill(number)).settlement.outcome > 0 for number in numbers)

    assert ask(range(5)) == 5
    sent = sum(bill(number).ByteSize() for number in range(5, 35))
    kept = kept_by(lambda: ask(range(5, 35)))
    assert kept < sent / 4


def bill(number: int) -> SettleBillRequest:
    """Return a bill that has hardly anything in common with that of another ``number``."""
    day = FIRST_DAY + timedelta(days=number % 30)
    unknown = [{"finding": f"{number}-{each}".ljust(LONG, "未"), "value": "x" * LONG} for each in range(60)]
    return ParseDict(
        {
            "area_code": "511900",
            "request_id": f"r{number}",
            "ignore_unknown": True,
            "person": {
                "birth_date": (day - timedelta(days=20_000 + number)).isoformat(),
                "facts": [{"finding": "险种", "value": "职工"}, {"finding": "在待遇期内", "value": True}, *unknown],
            },
            "bill": {
                "visit_id": f"v{number}",
                "care_date": day.isoformat(),
                "facts": [{"finding": "结算类别", "value": "普通门诊"}],
                "charges": {"total_fen": 10_000 + number},
            },
            "accumulators": {"first_of_year": True},
        },
        SettleBillRequest(),
    )
