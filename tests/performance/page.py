"""Prints what was measured: a line for each figure with its unit, and what it means."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Figure(NamedTuple):
    """One figure: what it is of, the figure with its unit, and what it means."""

    name: str
    value: str
    meaning: str


def print_machine() -> None:
    """Say what the figures were measured on, and how busy it was."""
    load = os.getloadavg()[0]
    print(
        f"machine  {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" {platform.python_implementation()} {platform.python_version()}; load at the start {load:.1f}"
    )


def print_section(title: str, figures: Sequence[Figure]) -> None:
    """Print the figures of one section below its title."""
    names = max(len(figure.name) for figure in figures)
    values = max(len(figure.value) for figure in figures)
    print(f"\n{title}")
    for name, value, meaning in figures:
        print(f"  {name:<{names}}  {value:>{values}}   {meaning}")


def microseconds(seconds: float) -> str:
    """Write a short time."""
    return f"{seconds * 1e6:,.1f} µs"


def milliseconds(seconds: float) -> str:
    """Write a time."""
    return f"{seconds * 1e3:,.2f} ms"


def per_second(seconds: float, unit: str) -> str:
    """Write a rate: how many ``unit`` in a second if one takes ``seconds``."""
    return f"{1 / seconds:,.0f} {unit}/s"


def mebibytes(amount: float) -> str:
    """Write an amount of memory given in bytes."""
    return f"{amount / 2**20:,.1f} MiB"


def at_most(ratio: float, goal: float, meaning: str) -> tuple[str, str]:
    """Write a ratio that should be ``goal`` or less, and whether it is."""
    return f"{ratio:.2f} ×", f"{meaning}; goal ≤ {goal:.2f}: {'met' if ratio <= goal else 'MISSED'}"


def at_least(ratio: float, goal: float, meaning: str) -> tuple[str, str]:
    """Write a ratio that should be ``goal`` or more, and whether it is."""
    return f"{ratio:.2f} ×", f"{meaning}; goal ≥ {goal:.2f}: {'met' if ratio >= goal else 'MISSED'}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown processor"
