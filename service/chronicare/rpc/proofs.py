"""Which rules have passed all that they must before they are put in force: what one worker has tried, others need not.

Nor need it be tried again at the next start. A proof is of exact bytes: of the rules as they are packed, cases and all,
of this program, and of the engine, the libraries and the Python below it. It is believed only out of a folder that
nobody but the user of the service can write to, and holds nothing but the areas and the digests of their releases.
"""

import hashlib
import importlib.util
import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

import chronicare
from chronicare.rpc.log import log_event
from chronicare.rpc.rules_history import HeldRelease

MAX_KEPT = 32
"""Proofs in the folder; those made longest ago make room."""
_MAX_BYTES = 1_000_000
_ENGINE = "durable_rules_engine"
_OTHERS_CAN_WRITE = stat.S_IWGRP | stat.S_IWOTH


def usual_folder() -> Path | None:
    """Return where this user keeps what can be made again; ``None`` if there is no such place."""
    place = os.environ.get("XDG_CACHE_HOME")
    try:
        cache_home = Path(place) if place else Path.home() / ".cache"
    except RuntimeError:
        return None
    return cache_home / "chronicare" / "proofs"


class Proofs:
    """The proofs made by this process, and those kept in a folder."""

    def __init__(self, folder: Path | None) -> None:
        """Keep them in ``folder``; only in this process if it is ``None``, or if others can write to it."""
        self._folder = folder
        self._made: dict[str, tuple[HeldRelease, ...]] = {}

    def of(self, packed: bytes) -> tuple[HeldRelease, ...]:
        """Return the releases of the rules ``packed`` that have passed."""
        name = _name_of(packed)
        if name not in self._made and (kept := self._read(name)):
            self._made[name] = kept
        return self._made.get(name, ())

    def keep(self, packed: bytes, passed: tuple[HeldRelease, ...]) -> None:
        """Note which releases of ``packed`` have passed."""
        if self.of(packed) == passed:
            return
        name = _name_of(packed)
        self._made[name] = passed
        if self._folder is None:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(self._folder.lstat(), stat.S_ISDIR):
                log_event(
                    logging.WARNING, "proofs not kept", {"folder": str(self._folder), "error": "others can write"}
                )
                return
            fresh = self._folder / f".{name}.{os.getpid()}"
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.writelines(f"{area}={digest}\n" for area, digest in passed)
            fresh.replace(self._folder / name)
            self._make_room(self._folder)
        except OSError as error:
            log_event(logging.WARNING, "proofs not kept", {"folder": str(self._folder), "error": str(error)})

    def _read(self, name: str) -> tuple[HeldRelease, ...]:
        if self._folder is None:
            return ()
        try:
            if not _is_ours(self._folder.lstat(), stat.S_ISDIR):
                return ()
            with os.fdopen(os.open(self._folder / name, os.O_RDONLY | os.O_NOFOLLOW)) as file:
                if not _is_ours(os.fstat(file.fileno()), stat.S_ISREG):
                    return ()
                pairs = [line.strip().partition("=") for line in file.read(_MAX_BYTES).splitlines()]
        except (OSError, UnicodeDecodeError):
            return ()
        return tuple(HeldRelease(area, digest) for area, _, digest in pairs)

    @staticmethod
    def _make_room(folder: Path) -> None:
        kept = sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
        for each in kept[MAX_KEPT:]:
            with suppress(FileNotFoundError):
                each.unlink()


def _is_ours(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether what was found is of the kind, this user's, and nobody else can write to it."""
    return is_kind(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_CAN_WRITE


def _name_of(packed: bytes) -> str:
    return hashlib.sha256(_program() + hashlib.sha256(packed).digest()).hexdigest()


@cache
def _program() -> bytes:
    """Return the digest of everything that tries rules."""
    summing = hashlib.sha256()
    for part in _parts():
        summing.update(hashlib.sha256(part).digest())
    return summing.digest()


def _parts() -> Iterator[bytes]:
    yield f"{sys.version} {sys.platform} {os.uname().machine}".encode()
    yield "\n".join(sorted(f"{each.name} {each.version}" for each in metadata.distributions())).encode()
    engine = importlib.util.find_spec(_ENGINE)
    if engine is not None and engine.origin is not None:
        yield Path(engine.origin).read_bytes()
    program = Path(chronicare.__file__).parent
    for path in sorted(program.rglob("*.py")):
        yield str(path.relative_to(program)).encode()
        yield path.read_bytes()
