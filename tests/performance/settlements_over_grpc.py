"""How fast bills are settled over gRPC, one a call and a hundred a call; everything in the answer is written."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bills import DrawnBill, benefit_service_of
from google.protobuf import json_format
from over_grpc import BATCH, BATCH_CALLERS, CALLERS, Client, Send, gather, open_channel
from page import Figure, microseconds, milliseconds, per_second
from programs import serving
from rounds import Turn, over, quantile, take_turns
from typed import typed

from chronicare.api.v1.benefit_pb2 import SettlementOutcome
from chronicare.api.v1.benefit_service_pb2 import (
    BatchSettleBillsRequest,
    BatchSettleBillsResponse,
    SettleBillRequest,
    SettleBillResponse,
)
from chronicare.application.benefits import requests as asking
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime

_METHOD = "/chronicare.api.v1.BenefitService"


def measure_settlement_calls(
    rules: Path, release: Release, drawn: Sequence[DrawnBill], calls: int, rounds: int
) -> list[Figure]:
    """Settle ``calls`` bills in each of ``rounds`` rounds, one a call and by batches."""
    service = benefit_service_of(release)
    reports = [drawn[index % len(drawn)].report for index in range(calls)]
    messages = [json_format.ParseDict(each, SettleBillRequest()) for each in reports]
    requests = [each.SerializeToString() for each in messages]
    batches = [
        BatchSettleBillsRequest(requests=messages[at : at + BATCH]).SerializeToString() for at in range(0, calls, BATCH)
    ]
    with asyncio.Runner() as runner, serving(rules) as ours:
        channel = runner.run(open_channel(ours.address))
        settle: Send = channel.unary_unary(f"{_METHOD}/SettleBill")
        settle_batch: Send = channel.unary_unary(f"{_METHOD}/BatchSettleBills")
        answers = runner.run(gather(settle, requests[: len(drawn)]))
        _compare(_outcomes(service, drawn), answers, runner.run(gather(settle_batch, batches[:1]))[0])
        clients = {
            "settle": Client(runner.run, ours, settle, lambda: requests),
            "batch": Client(runner.run, ours, settle_batch, lambda: batches, BATCH_CALLERS, calls // len(batches)),
            "one": Client(runner.run, ours, settle, lambda: requests[: len(drawn)], 1),
        }
        turns: dict[str, Turn] = {name: client.turn for name, client in clients.items()}
        turns["in process"] = over(
            [typed(asking.SettleBillRequest, each) for each in reports[: len(drawn)]],
            lambda each: settle_bill(service, each),
        )
        timings = take_turns(turns, rounds)
        runner.run(channel.close())
    size = sorted(map(len, answers))[len(answers) // 2]
    latencies = clients["one"].latencies
    in_line = clients["settle"].latencies
    cpu = clients["batch"].server_seconds / timings.median("in process")
    return [
        Figure(
            "SettleBill",
            per_second(timings.median("settle"), "calls"),
            f"one bill a call, {CALLERS} in flight; request about {len(requests[0])} bytes, answer {size}",
        ),
        Figure(
            "batch of 100", per_second(timings.median("batch"), "bills"), f"BatchSettleBills, {BATCH_CALLERS} in flight"
        ),
        Figure(
            "p50 / p99, 16 in flight",
            f"{milliseconds(quantile(in_line, 0.5))} / {quantile(in_line, 0.99) * 1e3:,.2f} ms",
            "latency of SettleBill, most of it waiting in line",
        ),
        Figure(
            "p50 / p99, 1 in flight",
            f"{milliseconds(quantile(latencies, 0.5))} / {quantile(latencies, 0.99) * 1e3:,.2f} ms",
            "latency of SettleBill when nothing else is asked",
        ),
        Figure("server CPU, bill", microseconds(clients["settle"].server_seconds), "processor time of the worker"),
        Figure("server CPU, batch", microseconds(clients["batch"].server_seconds), "of the worker, for a bill"),
        Figure("in process", microseconds(timings.median("in process")), "settle_bill on the same bills, for one"),
        Figure("batch / SettleBill", f"{timings.ratio('settle', 'batch'):.2f} ×", "bills a second"),
        Figure("batch / in process", f"{cpu:.2f} ×", "processor time: what messages and sentences cost"),
    ]


def _outcomes(service: Runtime, drawn: Sequence[DrawnBill]) -> list[str]:
    return [settle_bill(service, typed(asking.SettleBillRequest, each.report)).answer.outcome.name for each in drawn]


def _compare(outcomes: Sequence[str], answers: Sequence[bytes], batch: bytes) -> None:
    """Leave if the server settles otherwise: then it would not do the same work."""
    batched = [item.response for item in BatchSettleBillsResponse.FromString(batch).items]
    said = [SettleBillResponse.FromString(answer) for answer in answers]
    for outcome, *responses in zip(outcomes, said, batched, strict=False):
        for response in responses:
            name = SettlementOutcome.Name(response.settlement.outcome)
            if name != f"SETTLEMENT_OUTCOME_{outcome}":
                raise SystemExit(f"the server answers {name} instead of {outcome}")
