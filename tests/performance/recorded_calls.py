"""What the record of decisions costs: the same calls with none, with one written in batches, and with a durable one."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from over_grpc import CALLERS, Client, Send, gather, open_channel, requests_of
from page import Figure, microseconds, milliseconds, per_second
from persons import Person, with_new_numbers
from programs import Program, echoing, serving
from rounds import Turn, quantile, take_turns

from chronicare.records.opening import open_store
from chronicare.records.pseudonyms import new_key
from chronicare.records.recorder import Mode
from chronicare.records.verification import verify

_METHOD = "/chronicare.api.v1.RecognitionService/CheckRecognition"
_OFF, _ECHO = "off", "echo"


def measure_recorded_calls(rules: Path, persons: Sequence[Person], calls: int, rounds: int) -> list[Figure]:
    """Time ``calls`` calls of each kind in each of ``rounds`` rounds."""
    reports = [{**persons[index % len(persons)].report, "request_id": f"r{index}"} for index in range(calls)]

    def new() -> Sequence[bytes]:
        return requests_of([with_new_numbers(each) for each in reports])

    with TemporaryDirectory() as folder, asyncio.Runner() as runner, ExitStack() as stack:
        keys = Path(folder, "keys")
        keys.write_text(new_key(), encoding="utf-8")
        clients: dict[str, Client] = {}

        def measure(name: str, program: Program, method: str) -> Send:
            channel = runner.run(open_channel(program.address))
            stack.callback(lambda: runner.run(channel.close()))
            call: Send = channel.unary_unary(method)
            clients[name] = Client(runner.run, program, call, new)
            return call

        off = measure(_OFF, stack.enter_context(serving(rules)), _METHOD)
        for mode in Mode:
            place = ("--record", str(Path(folder, mode)), "--record-keys", str(keys), "--record-mode", mode.value)
            measure(mode, stack.enter_context(serving(rules, *place)), _METHOD)
        typical = runner.run(gather(off, new()[:1]))[0]
        measure(_ECHO, stack.enter_context(echoing(typical)), "/bench.Echo/Bytes")
        turns: dict[str, Turn] = {name: client.turn for name, client in clients.items()}
        timings = take_turns(turns, rounds)
        stack.close()  # what is batched is written at the latest when the service ends
        kept = {mode: _kept(Path(folder, mode)) for mode in Mode}
    expected = calls * (rounds + 1)
    if any(entries < calls * rounds for entries, _ in kept.values()):
        raise SystemExit(f"not everything is recorded: {kept}, of about {expected}")
    figures: list[Figure] = []
    for name, client in clients.items():
        waits = client.latencies
        latency = f"p50 / p99 {milliseconds(quantile(waits, 0.5))} / {quantile(waits, 0.99) * 1e3:,.2f} ms"
        cpu = f"server CPU {microseconds(client.server_seconds)} a call"
        size = f"; {kept[Mode(name)][1]:,.0f} bytes an entry on disk" if name in list(Mode) else ""
        rate = per_second(timings.median(name), "calls")
        figures.append(
            Figure(f"record {name}" if name != _ECHO else "bare echo, bytes", rate, f"{latency}, {cpu}{size}")
        )
    for mode in Mode:
        ratio = timings.ratio(_OFF, mode)
        figures.append(Figure(f"{mode} / off", f"{ratio:.2f} ×", f"throughput against no record, {CALLERS} in flight"))
    return figures


def _kept(place: Path) -> tuple[int, float]:
    """Return how many entries there are, none of them changed, and how many bytes one takes."""
    store = open_store(str(place))
    verified = verify(store)
    store.close()
    if verified.faults:
        raise SystemExit(f"the record is not whole: {verified.faults}")
    size = sum(each.stat().st_size for each in place.glob("*.db"))
    return verified.entries, size / max(verified.entries, 1)
