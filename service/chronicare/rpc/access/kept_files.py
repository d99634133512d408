"""The files that say how the wire is encrypted and who may call, as they were when they last would do.

A worker that starts while those on disk will not do starts with these, as the others go on with what they have read.
They are handed to it in memory: keys are among them.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chronicare.rpc.settings import Settings

Read = Callable[[Path], bytes]
"""Returns what is in a file. Raises OSError."""


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """What was in each file at a moment (seconds since 1970) at which all of them would do."""

    at: float = 0.0
    files: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, path: Path) -> bytes:
        """Return what was in ``path``. Raises OSError if it is not kept."""
        try:
            return self.files[str(path)]
        except KeyError:
            raise FileNotFoundError(2, "not kept", str(path)) from None

    def clock(self) -> float:
        """Return when that was: what was valid then is not asked about again."""
        return self.at

    def to_memory(self) -> int:
        """Return the descriptor of new memory that holds all of it, for another process to read."""
        files = {name: b64encode(data).decode() for name, data in self.files.items()}
        memory = os.memfd_create("chronicare-files")
        os.write(memory, json.dumps({"at": self.at, "files": files}).encode())
        return memory


NOTHING_KEPT = KeptFiles()


def from_memory(memory: int) -> KeptFiles:
    """Return what is in the memory behind the descriptor ``memory``."""
    told = json.loads(os.pread(memory, os.fstat(memory).st_size, 0))
    return KeptFiles(told["at"], {name: b64decode(data) for name, data in told["files"].items()})


def files_of(settings: Settings) -> tuple[Path, ...]:
    """Return the files that ``settings`` name for the wire and for callers."""
    tls, access = settings.tls, settings.access
    named = [tls.certificate, tls.key, tls.client_ca] if tls else []
    if access is not None:
        named += [access.callers, access.tokens.keys if access.tokens else None]
    return tuple(each for each in named if each is not None)
