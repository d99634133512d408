"""Attacks by clients: messages that are none, connections that break off, bursts, and many calls for long."""

import os
import random
import socket
import threading
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Any

import grpc
from chaos.arena import WORKERS, Arena, Told
from chaos.load import Load
from chaos.malformed import FAULTS, malformed, send
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.api.v1.recognition_service_pb2_grpc import RecognitionServiceStub

_MESSAGES = 10_000
_SENDERS = 2
_RAW_CONNECTIONS = 200
_VANISHING = 60
_USUAL = 8
"""Calls in progress of the callers that stay."""
CAPACITY = 40
"""Calls in one worker in the arena of the burst."""
_TIMES = 5
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def malform(running: Arena) -> Told:
    """Send messages made of the contract and spoilt, and raw bytes to the port; no worker may end over them."""

    def attack(_: Load) -> str:
        before = running.workers()
        answered: list[Counter[grpc.StatusCode]] = []

        def sender(seed: int) -> None:
            with running.connect() as channel:
                answered.append(send(channel, malformed(seed, _MESSAGES // _SENDERS)))

        senders = [threading.Thread(target=sender, args=(seed,)) for seed in range(_SENDERS)]
        for each in senders:
            each.start()
        _send_rubbish(running.port)
        for each in senders:
            each.join()
        told = sum(answered, Counter[grpc.StatusCode]())
        assert told.total() == _MESSAGES
        assert not FAULTS & told.keys(), f"answered with {told}"
        assert running.workers() == before, "a worker ended over a message"
        spoken = ", ".join(f"{code.name} {count}" for code, count in told.most_common())
        return f"{_MESSAGES} messages: {spoken}; {_RAW_CONNECTIONS} connections with rubbish"

    return running.under_load(attack)


def _send_rubbish(port: int) -> None:
    chance = random.Random(port)
    for number in range(_RAW_CONNECTIONS):
        with socket.create_connection(("127.0.0.1", port)) as raw:
            raw.sendall((_PREFACE if number % 2 else b"") + chance.randbytes(chance.randint(1, 2000)))


def vanish(running: Arena) -> Told:
    """Leave in the middle of batches and of watches, without a word."""

    def attack(_: Load) -> str:
        before = running.workers()
        batch = pb.BatchCheckRecognitionRequest(requests=[running.questions.ask().request for _ in range(300)])
        for number in range(_VANISHING):
            channel = running.connect()
            RecognitionServiceStub(channel).BatchCheckRecognition.future(batch, timeout=30)
            health: Any = health_pb2_grpc.HealthStub(channel)
            watch = health.Watch(health_pb2.HealthCheckRequest(), timeout=30)
            if number % 2:
                next(watch)
            channel.close()
        running.until(lambda: not any(sum(each.in_progress.values()) > _USUAL for each in running.state().workers))
        assert running.workers() == before
        return f"{_VANISHING} batches of 300 and as many watches left"

    return running.under_load(attack)


def burst(running: Arena) -> Told:
    """Ask five times as much at once as there is room for; who finds none is told when to come back."""

    def attack(_: Load) -> str:
        channels = [running.connect() for _ in range(10)]
        wanted = _TIMES * CAPACITY * WORKERS
        asked = [running.questions.ask() for _ in range(wanted)]
        calls = [
            RecognitionServiceStub(channels[index % len(channels)]).CheckRecognition.future(each.request, timeout=60)
            for index, each in enumerate(asked)
        ]
        told: Counter[str] = Counter()
        for question, call in zip(asked, calls, strict=True):
            error = call.exception()
            if error is None:
                assert running.questions.is_right(question, call.result())
                told["right"] += 1
                continue
            assert isinstance(error, grpc.RpcError)
            assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED, error.code()
            status = rpc_status.from_call(call)
            advice = [each for each in status.details if each.Is(error_details_pb2.RetryInfo.DESCRIPTOR)]
            assert advice, "refused without a word of when to come back"
            told["refused with advice"] += 1
        for each in channels:
            each.close()
        return f"{wanted} at once, room for {CAPACITY * WORKERS}: {dict(told)}"

    return running.under_load(attack)


def soak(running: Arena, seconds: float) -> Told:
    """Go on for long; memory is to stay where it is."""

    def attack(load: Load) -> str:
        began, sizes = monotonic(), list[int]()
        while monotonic() - began < seconds:
            load.go_on(100)
            sizes.append(sum(_resident_bytes(each) for each in running.workers()))
        early, late = sizes[len(sizes) // 3], sizes[-1]
        return f"{seconds:g} s; workers hold {early / 2**20:.0f} MiB after a third, {late / 2**20:.0f} MiB at the end"

    return running.under_load(attack)


def _resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
