"""How fast decisions are over gRPC, one a call and a hundred a call, next to a server that does nothing.

The client is one process of grpc.aio that handles bytes only, so that it costs as little as it can and the same
everywhere. Throughput still has the client in it, on a machine of few cores; the server's processor time has not.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import grpc
import typed
from google.protobuf import json_format
from in_process import service_of
from page import Figure, at_least, at_most, microseconds, milliseconds, per_second
from persons import Person, asked_anew, with_new_numbers
from programs import Program, echoing, serving
from rounds import Timings, Turn, over, quantile, take_turns

from chronicare.api.v1.decision_pb2 import Outcome
from chronicare.api.v1.recognition_service_pb2 import (
    BatchCheckRecognitionRequest,
    BatchCheckRecognitionResponse,
    CheckRecognitionRequest,
    CheckRecognitionResponse,
)
from chronicare.application.recognition.check import check_recognition
from chronicare.application.release import Release
from chronicare.recognition.decision import Detail

_METHOD = "/chronicare.api.v1.RecognitionService"
CALLERS = 16
"""Calls in flight."""
BATCH = 100
"""Requests in a batch."""
BATCH_CALLERS = 2
"""Batches in flight."""
_ECHO_GOAL, _BATCH_GOAL, _COST_GOAL = 0.5, 2.0, 1.5

Send = grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]
Do = Callable[[Coroutine[Any, Any, float]], float]
"""Runs a coroutine in the client's loop."""


@dataclass
class Client:
    """Sends what ``prepare`` makes to one method, ``callers`` at a time, each request bringing ``items`` answers."""

    do: Do
    program: Program
    call: Send
    prepare: Callable[[], Sequence[bytes]]
    callers: int = CALLERS
    items: int = 1
    latencies: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def turn(self) -> float:
        """Send everything once and return the seconds each item took."""
        requests = self.prepare()
        before = self.program.cpu_seconds()
        taken = self.do(self._drive(requests))
        count = len(requests) * self.items
        self.cpu.append((self.program.cpu_seconds() - before) / count)
        return taken / count

    async def _drive(self, requests: Sequence[bytes]) -> float:
        waiting = iter(requests)

        async def caller() -> None:
            for request in waiting:
                sent = perf_counter()
                await self.call(request)
                self.latencies.append(perf_counter() - sent)

        started = perf_counter()
        await asyncio.gather(*(caller() for _ in range(self.callers)))
        return perf_counter() - started

    @property
    def server_seconds(self) -> float:
        """The processor time the server takes for an item."""
        return median(self.cpu)


def measure_calls(rules: Path, release: Release, persons: Sequence[Person], calls: int, rounds: int) -> list[Figure]:
    """Time ``calls`` calls of each kind in each of ``rounds`` rounds."""
    reports = [persons[index % len(persons)].report for index in range(calls)]
    seen = requests_of(reports)

    def new() -> Sequence[bytes]:
        return requests_of([with_new_numbers(each) for each in reports])

    service = service_of(release)
    with asyncio.Runner() as runner, serving(rules) as ours:
        channel = runner.run(open_channel(ours.address))
        check: Send = channel.unary_unary(f"{_METHOD}/CheckRecognition")
        check_batch: Send = channel.unary_unary(f"{_METHOD}/BatchCheckRecognition")
        answers = runner.run(gather(check, seen[: len(persons)]))
        _compare(persons, answers, runner.run(gather(check_batch, batches_of(seen[:BATCH])))[0])
        typical = sorted(answers, key=len)[len(answers) // 2]
        with echoing(typical) as bare:
            echo = runner.run(open_channel(bare.address))
            echo_bytes: Send = echo.unary_unary("/bench.Echo/Bytes")
            echo_messages: Send = echo.unary_unary("/bench.Echo/Messages")
            do: Do = runner.run
            clients = {
                "check": Client(do, ours, check, new),
                "seen": Client(do, ours, check, lambda: seen),
                "bytes": Client(do, bare, echo_bytes, new),
                "messages": Client(do, bare, echo_messages, new),
                "batch": Client(do, ours, check_batch, lambda: batches_of(new()), BATCH_CALLERS, BATCH),
                "one": Client(do, ours, check, lambda: new()[: len(persons)], 1),
            }
            turns: dict[str, Turn] = {name: client.turn for name, client in clients.items()}
            turns["in process"] = over(
                [typed.to_check(each, Detail.OUTCOME) for each in reports[: len(persons)]],
                lambda each: check_recognition(service, each),
                asked_anew,
            )
            timings = take_turns(turns, rounds)
            runner.run(echo.close())
        runner.run(channel.close())
    sizes = f"request about {len(seen[0])} bytes, answer {len(typical)}"
    return _figures(timings, clients, sizes)


def requests_of(reports: Iterable[dict[str, Any]]) -> list[bytes]:
    """Return ``reports`` as the bytes of requests for outcomes alone."""
    plain = ({**each, "detail": "DETAIL_OUTCOME"} for each in reports)
    return [json_format.ParseDict(each, CheckRecognitionRequest()).SerializeToString() for each in plain]


def batches_of(requests: Sequence[bytes]) -> list[bytes]:
    """Put ``requests`` together, so many to a batch."""
    read = [CheckRecognitionRequest.FromString(each) for each in requests]
    starts = range(0, len(read), BATCH)
    return [BatchCheckRecognitionRequest(requests=read[at : at + BATCH]).SerializeToString() for at in starts]


def _figures(timings: Timings, clients: Mapping[str, Client], sizes: str) -> list[Figure]:
    def rate(way: str, unit: str = "calls") -> str:
        return per_second(timings.median(way), unit)

    def latency(way: str) -> str:
        latencies = clients[way].latencies
        return f"{milliseconds(quantile(latencies, 0.5))} / {quantile(latencies, 0.99) * 1e3:,.2f} ms"

    def cpu(way: str) -> str:
        return microseconds(clients[way].server_seconds) if clients[way].server_seconds else "not told"

    cpu_ratio = clients["messages"].server_seconds / clients["check"].server_seconds
    in_process = microseconds(timings.median("in process"))
    unary = timings.ratio("bytes", "check"), timings.ratio("messages", "check")
    return [
        Figure("CheckRecognition", rate("check"), f"one decision a call, DETAIL_OUTCOME, {CALLERS} in flight; {sizes}"),
        Figure(
            "  numbers seen before", rate("seen"), "the same requests again and again; all else here has new numbers"
        ),
        Figure("bare echo, bytes", rate("bytes"), "grpc.aio answering bytes of that length, nothing parsed"),
        Figure("bare echo, messages", rate("messages"), "grpc.aio parsing the request, writing out an answer"),
        Figure("batch of 100", rate("batch", "decisions"), f"BatchCheckRecognition, {BATCH_CALLERS} in flight"),
        Figure("p50 / p99, 16 in flight", latency("check"), "latency of CheckRecognition, most of it waiting in line"),
        Figure("p50 / p99, 1 in flight", latency("one"), "latency of CheckRecognition when nothing else is asked"),
        Figure("p50 / p99, echo bytes", latency("bytes"), f"of the bare echo, {CALLERS} in flight"),
        Figure("server CPU, check", cpu("check"), "processor time of the worker for a call, all its threads"),
        Figure("server CPU, echo bytes", cpu("bytes"), "processor time of the bare server for a call"),
        Figure("server CPU, echo messages", cpu("messages"), "processor time of the bare server for a call"),
        Figure("server CPU, batch", cpu("batch"), "processor time of the worker for a decision"),
        Figure("check / echo bytes", *at_least(unary[0], _ECHO_GOAL, "throughput against the bare echo of bytes")),
        Figure("check / echo messages", *at_least(unary[1], _ECHO_GOAL, "throughput against the echo of messages")),
        Figure(
            "  by processor time",
            f"{cpu_ratio:.2f} ×",
            "the same of the servers' processor time for a call: no client in it",
        ),
        Figure(
            "  numbers seen before",
            f"{timings.ratio('messages', 'seen'):.2f} ×",
            "the same of requests answered before",
        ),
        Figure("batch / check", *at_least(timings.ratio("check", "batch"), _BATCH_GOAL, "decisions a second")),
        Figure(
            "batch / in process",
            *at_most(
                clients["batch"].server_seconds / timings.median("in process"),
                _COST_GOAL,
                f"processor time of a decision against the same reports in process, {in_process}",
            ),
        ),
    ]


def _compare(persons: Sequence[Person], answers: Sequence[bytes], batch: bytes) -> None:
    """Leave if the server decides otherwise: then it would not do the same work."""
    batched = [item.response for item in BatchCheckRecognitionResponse.FromString(batch).items]
    said = [CheckRecognitionResponse.FromString(answer) for answer in answers]
    for person, *responses in zip(persons, said, batched, strict=False):
        for response in responses:
            outcome = Outcome.Name(response.decisions[0].outcome)
            if outcome != f"OUTCOME_{person.outcome.value}":
                raise SystemExit(f"the server answers {outcome} for {person.values}")


async def open_channel(address: str) -> grpc.aio.Channel:
    """Return a channel to ``address`` that is ready."""
    channel = grpc.aio.insecure_channel(address, options=[("grpc.max_receive_message_length", -1)])
    await channel.channel_ready()
    return channel


async def gather(call: Send, requests: Sequence[bytes]) -> list[bytes]:
    """Send ``requests`` one after the other and return the answers."""
    return [await call(request) for request in requests]
