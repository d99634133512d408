"""Attacks on processes: a worker killed or hung, the supervisor paused, the log not read, a second service."""

import os
import signal
import threading
from pathlib import Path

from acceptance.test_supervisor import Service
from chaos.arena import Arena, Told, arena
from chaos.load import Load

from chronicare.rpc.settings import Settings

_PAUSED_SECONDS = 4.0
_WRONG_ROW = "M90100,1,没有这样的所见,≥ 很多,,,1-1/1,没有,,,,\n"
_REFUSALS = 6


def kill_a_worker(arena: Arena) -> Told:
    """End a worker with kill -9."""
    return arena.under_load(lambda _: arena.kill_a_worker())


def hang_a_worker(arena: Arena) -> Told:
    """Stop a worker, so that it answers nothing and does not end."""

    def attack(_: Load) -> None:
        first = arena.workers()[0]
        os.kill(first, signal.SIGSTOP)
        arena.until(lambda: first not in arena.workers())

    return arena.under_load(attack)


def pause_the_supervisor(arena: Arena) -> Told:
    """Stop the supervisor for twice as long as it lets a worker be silent; no worker is to be ended for it."""

    def attack(load: Load) -> None:
        before = arena.workers()
        os.kill(arena.service.process.pid, signal.SIGSTOP)
        threading.Event().wait(_PAUSED_SECONDS)
        load.go_on()
        os.kill(arena.service.process.pid, signal.SIGCONT)
        arena.until(arena.is_well)
        assert arena.workers() == before, "a worker was ended because the supervisor slept"

    return arena.under_load(attack)


def leave_the_log_unread(folder: Path) -> Told:
    """Start a service nobody reads the log of, and have it write more than the pipe holds."""
    with arena(folder, reads_log=False) as running:

        def attack(load: Load) -> str:
            criteria = running.rules / "990000-example" / "criteria.csv"
            whole = criteria.read_text(encoding="utf-8")
            criteria.write_text(whole + _WRONG_ROW * 200, encoding="utf-8")
            for _ in range(_REFUSALS):
                _reload(running)
            criteria.write_text(whole, encoding="utf-8")
            load.go_on()
            return f"{_REFUSALS} refusals of 100 lines each in the log"

        return running.under_load(attack)


def _reload(running: Arena) -> None:
    before = running.state().last_reload
    running.hang_up()
    running.until(lambda: running.state().last_reload != before)


def take_the_port(arena: Arena) -> Told:
    """Start a second service on the same port, by other rules; it must not begin."""

    def attack(_: Load) -> None:
        other = arena.folder / "other"
        other.mkdir(exist_ok=True)
        second = Service(Settings(rules=_stricter(arena.rules, other), port=arena.port, workers=1))
        assert second.announced() == "", "a second service shares the port"
        assert second.end() == 1, "a second service ends as if all were well"

    return arena.under_load(attack)


def _stricter(rules: Path, place: Path) -> Path:
    """Write rules that ask for more."""
    for each in rules.rglob("*.*"):
        copy = place / each.relative_to(rules)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = each.read_text(encoding="utf-8")
        copy.write_text(text.replace("≥ 7.0 mmol/L,至少2次", "≥ 7.9 mmol/L,至少2次"), encoding="utf-8")
    return place
