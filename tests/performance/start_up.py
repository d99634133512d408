"""How long it takes to begin to serve, what memory the rules take, and how long it takes to screen a patient."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from page import Figure, mebibytes, milliseconds, per_second
from persons import RULES
from programs import serving


class _Started(NamedTuple):
    """Starts of the server: the median of the seconds until it served, and of the worker's memory then."""

    seconds: float
    resident: float


def measure_start(tables: Path, starts: int, patients: int) -> list[Figure]:
    """Start the server ``starts`` times with the rules as they are and with ``tables`` alone; load these in a child."""
    whole, alone = _start(RULES, starts), _start(tables, starts)
    loaded = _load(tables, patients)
    count = loaded["entries"]
    grown = loaded["bytes_after"] - loaded["bytes_before"]
    passes = "read_seconds", "compile_seconds", "probe_seconds", "engine_seconds"
    return [
        Figure("start to SERVING", _seconds(whole.seconds), f"process started until health says so, {starts} starts"),
        Figure(
            "  without cases", _seconds(alone.seconds), "the same without the cases beside the tables, so no self-test"
        ),
        *(Figure(f"  {name}", _seconds(loaded[f"{name}_seconds"]), _PASSES[name]) for name in _PASSES),
        Figure("load, compile, probe", _seconds(sum(loaded[name] for name in passes)), f"all four, {count} entries"),
        Figure("worker's memory", mebibytes(whole.resident), "resident once it serves, Python and gRPC included"),
        Figure("rules' memory", mebibytes(grown), f"growth by {count} entries"),
        Figure("memory of an entry", mebibytes(grown / count), "its share of that"),
        *_screening(loaded["screening"], count, patients),
    ]


_PASSES = {
    "read": "tables read",
    "compile": "tables compiled to rules",
    "probe": "rules tried in a child process, its start included",
    "engine": "rules loaded into the engine, reference evaluators made",
}


def _screening(screening: dict[str, float], entries: int, patients: int) -> Sequence[Figure]:
    seconds, decided = screening["seconds"], screening["decided"]
    return (
        Figure(
            f"screening, {entries} entries",
            milliseconds(seconds),
            f"a patient with 60 findings, {decided:.0f} entries decided; {patients} patients",
        ),
        Figure("  decisions", per_second(seconds / decided, "decisions"), "of the entries something was reported on"),
    )


def _start(rules: Path, starts: int) -> _Started:
    seconds: list[float] = []
    resident: list[int] = []
    for _ in range(starts):
        with serving(rules) as program:
            seconds.append(program.seconds_to_serving)
            resident.append(program.resident_bytes())
    return _Started(median(seconds), median(resident))


def _load(tables: Path, patients: int) -> dict[str, Any]:
    command = (sys.executable, str(Path(__file__).parent / "loading.py"), str(tables), str(patients))
    written = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    loaded: dict[str, Any] = json.loads(written)
    return loaded


def _seconds(seconds: float) -> str:
    return f"{seconds:,.2f} s"
