"""Attacks a running service in every way that has been thought of, and tells how it stood it. Run by ``make chaos``.

Everything happens on this machine, on its loopback address. Ends with 1 if anything was answered wrongly, lost, or
refused in a way that does not say to ask again.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from chaos import on_clients, on_processes, on_rules, on_the_record, on_time
from chaos.arena import Arena, Told, arena

_SHARED: dict[str, Callable[[Arena], Told]] = {
    "worker killed (-9)": on_processes.kill_a_worker,
    "worker hangs (SIGSTOP)": on_processes.hang_a_worker,
    "supervisor paused, 4 s": on_processes.pause_the_supervisor,
    "second service on the port": on_processes.take_the_port,
    "half a table, SIGHUP": on_rules.half_a_table,
    "SIGHUP while a worker loads": on_rules.rules_while_a_worker_loads,
    "malformed messages, raw bytes": on_clients.malform,
    "clients vanish": on_clients.vanish,
    "burst, 5 times the room": on_clients.burst,
}
"""Attacks on one service, one after the other."""
_ALONE: dict[str, Callable[[Path], Told]] = {
    "log not read": on_processes.leave_the_log_unread,
    "spoilt release, SIGHUP": on_rules.spoil_a_release,
    "disk full under the record": on_the_record.fill_the_disk,
    "database killed (-9)": on_the_record.kill_the_database,
    "certificate expired": on_time.expire_the_certificate,
    "clock stepped": on_time.step_the_clock,
}
"""Attacks that ask for a service of their own, in a folder of its own."""


_SOAK = "soak"


def main() -> int:
    """Attack, print a line for each, and return 1 if one was not stood."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("attacks", nargs="*", help="only those with one of these words in their name")
    parser.add_argument("--soak", type=float, default=20.0, help="seconds of the soak")
    chosen = parser.parse_args()
    began, is_sound = monotonic(), True
    print(f"{'attack':<30} {'calls':>7} {'right':>7} {'refused':>7} {'lost':>5} {'whole after':>11} {'silence':>8}")
    for name, told in _attack(chosen.attacks, chosen.soak):
        recovery = "" if told.recovery is None else f"{told.recovery:.1f} s"
        print(
            f"{name:<30} {told.calls:>7} {told.right:>7} {told.refused.total():>7} {told.lost:>5}"
            f" {recovery:>11} {told.silence:>6.1f} s  {told.note}",
            flush=True,
        )
        for each in (*(f"WRONG {wrong}" for wrong in told.wrong[:3]), *told.faults):
            print(f"    {each}")
        is_sound = is_sound and told.is_sound
    print(f"{'all stood' if is_sound else 'NOT ALL STOOD'}, {monotonic() - began:.0f} s")
    return 0 if is_sound else 1


def _attack(words: list[str], soak_seconds: float) -> Iterator[tuple[str, Told]]:
    def wanted(name: str) -> bool:
        return not words or any(each in name for each in words)

    shared = {name: attack for name, attack in _SHARED.items() if wanted(name)}
    if wanted(_SOAK):
        shared[_SOAK] = lambda running: on_clients.soak(running, soak_seconds)
    if shared:
        with TemporaryDirectory() as folder, arena(Path(folder), max_quick_calls=on_clients.CAPACITY) as running:
            for name, attack in shared.items():
                yield name, attack(running)
    for name, alone in _ALONE.items():
        if wanted(name):
            with TemporaryDirectory() as folder:
                yield name, alone(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
