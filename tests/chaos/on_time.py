"""Attacks by time: certificates that expire, a clock that is stepped."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import grpc
from chaos.arena import Told, arena
from chaos.load import Load
from credentials import certificate, put, server_certificate

_DAY = 24 * 60 * 60
_CLOCK = Path(__file__).parent / "clock.c"


def expire_the_certificate(folder: Path) -> Told:
    """Put an expired certificate in the place of the one in use, and kill a worker while it lies there."""
    root = certificate("root")
    own, key = put(folder, "server", server_certificate(root))
    good = own.read_bytes(), key.read_bytes()
    trusted = grpc.ssl_channel_credentials(root.pem)
    with arena(folder, credentials=trusted, tls={"certificate": own, "key": key}) as running:

        def attack(load: Load) -> str:
            put(folder, "server", server_certificate(root, ends=-timedelta(hours=1)))
            load.go_on()
            running.kill_a_worker()
            running.until(running.is_well)
            own.write_bytes(good[0])
            key.write_bytes(good[1])
            return "a worker killed while it lies there comes back with the last good one"

        return running.under_load(attack)


def step_the_clock(folder: Path) -> Told:
    """Step the clock of the service a day forward, two days back, and right again."""
    shim, offset = folder / "clock.so", folder / "clock"
    subprocess.run(("cc", "-shared", "-fPIC", "-O2", "-o", shim, _CLOCK, "-ldl"), check=True)
    offset.write_bytes(bytes(8))
    os.environ.update(LD_PRELOAD=str(shim), CHAOS_CLOCK=str(offset))
    try:
        with arena(folder) as running:
            del os.environ["LD_PRELOAD"]

            def attack(load: Load) -> str:
                before = running.workers()
                for step in (_DAY, -_DAY, 0):
                    _write(offset, step)
                    load.go_on(200)
                    running.until(running.is_well)
                assert running.workers() == before, "a worker was ended because the clock was stepped"
                return "+1, -1, ±0 days, by a shim below the C library"

            return running.under_load(attack)
    finally:
        os.environ.pop("LD_PRELOAD", None)


def _write(offset: Path, seconds: int) -> None:
    with offset.open("r+b") as file:
        file.write(seconds.to_bytes(8, "little", signed=True))
