"""The files that say how the wire is encrypted and who may call, looked at together before anything is started."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Position, Text
from chronicare.rpc.access.callers import read_callers
from chronicare.rpc.access.certificates import read_tls
from chronicare.rpc.access.kept_files import KeptFiles, Read, files_of
from chronicare.rpc.access.tokens import read_keys
from chronicare.rpc.settings import Settings


def keep_files(settings: Settings) -> KeptFiles:
    """Return all of them as they are now. Raises DiagnosticError if anything is wrong with them, and OSError."""
    kept = KeptFiles(time.time(), {str(each): each.read_bytes() for each in files_of(settings)})
    problems = problems_of(settings, kept.read)
    if problems:
        raise DiagnosticError(problems)
    return kept


def problems_of(settings: Settings, read_file: Read = Path.read_bytes) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with certificates, keys and callers as they are now, or as they are read."""
    found: list[Diagnostic] = []
    for read in _readings(settings, read_file):
        try:
            read()
        except DiagnosticError as refused:
            found += refused.diagnostics
        except OSError as error:
            where = Position(str(error.filename or ""))
            found.append(Diagnostic(Code.BAD_SETTING, where, Text(f"读不了：{error.strerror}", f"{error.strerror}")))
    return tuple(found)


def _readings(settings: Settings, read: Read) -> Iterator[Callable[[], object]]:
    tls, access = settings.tls, settings.access
    if tls is not None:
        yield lambda: read_tls(tls, read=read)
    if access is not None:
        yield lambda: read_callers(access.callers, read)
        tokens = access.tokens
        if tokens is not None:
            yield lambda: read_keys(tokens, read)
