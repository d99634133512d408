"""systemd is told how the service is, in the words of sd_notify(3), and only where it asked for that."""

import asyncio
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicare.rpc.service_manager import tell_manager, tell_reloading, watched


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Return the socket of a manager that wants to know."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.delenv("WATCHDOG_USEC", raising=False)
        monkeypatch.delenv("WATCHDOG_PID", raising=False)
        yield told


def test_lines_are_one_message(manager: socket.socket) -> None:
    tell_manager("READY=1", "STATUS=listening on 127.0.0.1:50051")
    assert manager.recv(1000) == b"READY=1\nSTATUS=listening on 127.0.0.1:50051"


def test_a_name_without_a_file_begins_with_an_at_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(f"\0chronicare-test-{os.getpid()}")
        told.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@chronicare-test-{os.getpid()}")
        tell_manager("READY=1")
        assert told.recv(1000) == b"READY=1"


def test_reloading_says_when_it_began(manager: socket.socket) -> None:
    tell_reloading()
    assert re.fullmatch(rb"RELOADING=1\nMONOTONIC_USEC=\d+", manager.recv(1000))


def test_nobody_is_told_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    tell_manager("READY=1")


def test_a_manager_that_is_gone_is_no_reason_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    tell_manager("READY=1")


async def _while_watched(told: socket.socket, beats: int) -> list[bytes]:
    async with watched():
        return [await asyncio.to_thread(told.recv, 1000) for _ in range(beats)]


def test_the_watchdog_hears_again_and_again(manager: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "30000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
    assert asyncio.run(_while_watched(manager, 3)) == [b"WATCHDOG=1"] * 3


@pytest.mark.parametrize(("microseconds", "pid"), [("", None), ("30000", 1)])
def test_no_watchdog_or_that_of_another_process_hears_nothing(
    manager: socket.socket, monkeypatch: pytest.MonkeyPatch, microseconds: str, pid: int | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", microseconds)
    if pid:
        monkeypatch.setenv("WATCHDOG_PID", str(pid))
    asyncio.run(_while_watched(manager, 0))
    manager.setblocking(False)
    with pytest.raises(BlockingIOError):
        manager.recv(1000)
