"""One worker asked by one caller, by a few and by many: what it answers in a second, and how long the slowest wait."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bills import DrawnBill
from google.protobuf import json_format
from other_ways import HttpConnections, Streams, item_of, json_of
from over_grpc import BATCH, Send, batches_of, gather, open_channel, requests_of
from page import Figure, microseconds, per_second
from persons import Person, with_new_numbers
from programs import Program, echoing, serving
from rounds import quantile

from chronicare.api.v1.benefit_service_pb2 import SettleBillRequest

CALLERS = (1, 16, 64)
"""Calls in flight."""
_ROOM = "max_long_calls = 256\n"
"""Batches in one worker, waiting or in progress: the usual 16, half of them for one connection, refuse most of 64."""
_MORE = count(1)


@dataclass
class _Way:
    """Requests to one method of one program, each for so many items; ``seconds`` is what every call of it took."""

    name: str
    program: Program
    call: Callable[[bytes], Awaitable[bytes]]
    requests: Sequence[bytes]
    items: int = 1
    unit: str = "decisions"
    seconds: list[float] = field(default_factory=list)

    async def ask(self, callers: int, most_seconds: float) -> Figure:
        """Have ``callers`` send requests until all are answered or the time is over."""
        self.seconds.clear()
        waiting, began, cpu = iter(self.requests), perf_counter(), self.program.cpu_seconds()

        async def caller() -> None:
            for request in waiting:
                sent = perf_counter()
                await self.call(request)
                now = perf_counter()
                self.seconds.append(now - sent)
                if now - began > most_seconds:
                    return

        await asyncio.gather(*(caller() for _ in range(callers)))
        items = len(self.seconds) * self.items
        taken, used = (perf_counter() - began) / items, (self.program.cpu_seconds() - cpu) / items
        waits = " / ".join(f"{quantile(self.seconds, share) * 1e3:,.1f}" for share in (0.5, 0.99, 0.999))
        meaning = f"p50 / p99 / p99.9 {waits} ms of {len(self.seconds)} calls; server CPU {microseconds(used)} each"
        return Figure(f"{self.name}, {callers} in flight", per_second(taken, self.unit), meaning)


def measure_crowds(
    rules: Path, persons: Sequence[Person], drawn: Sequence[DrawnBill], calls: int, most_seconds: float
) -> list[Figure]:
    """Ask in each way with each number of callers, ``calls`` times or for ``most_seconds``, whichever ends first."""
    with TemporaryDirectory() as folder, asyncio.Runner() as runner, ExitStack() as stack:
        room = Path(folder, "chronicare.toml")
        http_address = f"127.0.0.1:{_free_port()}"
        room.write_text(f"{_ROOM}http_port = {http_address.rpartition(':')[2]}\n", encoding="utf-8")
        ours = stack.enter_context(serving(rules, "--config", str(room)))
        channel = runner.run(open_channel(ours.address))
        stack.callback(lambda: runner.run(channel.close()))

        def method(service: str, name: str) -> Send:
            call: Send = channel.unary_unary(f"/chronicare.api.v1.{service}/{name}")
            return call

        check = method("RecognitionService", "CheckRecognition")
        bare = stack.enter_context(echoing(runner.run(gather(check, _decisions(persons, 1)))[0]))
        echo_channel = runner.run(open_channel(bare.address))
        stack.callback(lambda: runner.run(echo_channel.close()))
        echo: Send = echo_channel.unary_unary("/bench.Echo/Messages")
        streams, over_http = Streams(channel), HttpConnections(http_address)
        stack.callback(over_http.close)
        runner.run(streams.try_one(item_of(_decisions(persons, 1)[0])))
        figures: list[Figure] = []
        for callers in CALLERS:
            many = batches_of(_decisions(persons, 3 * calls))
            items = [item_of(each) for each in _decisions(persons, calls)]
            as_json = [json_of(each) for each in _decisions(persons, calls)]
            ways = (
                _Way("bare echo, messages", bare, echo, _decisions(persons, calls), unit="calls"),
                _Way("CheckRecognition", ours, check, _decisions(persons, calls)),
                _Way("stream, an item each", ours, streams, items),
                _Way("JSON over HTTP", ours, over_http, as_json),
                _Way("SettleBill", ours, method("BenefitService", "SettleBill"), _bills(drawn, calls), unit="bills"),
                _Way("batch of 100", ours, method("RecognitionService", "BatchCheckRecognition"), many, BATCH),
            )
            figures += [runner.run(way.ask(callers, most_seconds)) for way in ways]
    return [figure for first in range(len(ways)) for figure in figures[first :: len(ways)]]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _decisions(persons: Sequence[Person], number: int) -> list[bytes]:
    return requests_of([with_new_numbers(each.report) for each in islice(cycle(persons), number)])


def _bills(drawn: Sequence[DrawnBill], number: int) -> list[bytes]:
    reports = (_with_new_amount(each.report) for each in islice(cycle(drawn), number))
    return [json_format.ParseDict(each, SettleBillRequest()).SerializeToString() for each in reports]


def _with_new_amount(report: dict[str, Any]) -> dict[str, Any]:
    """Return ``report`` with an amount that no bill had before, so that nothing remembered is of use."""
    bill = report["bill"]
    charges = {**bill["charges"], "total_fen": int(bill["charges"]["total_fen"]) + next(_MORE)}
    return {**report, "bill": {**bill, "charges": charges}}
