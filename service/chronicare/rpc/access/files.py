"""The files that say how the wire is encrypted and who may call, looked at together before anything is started."""

from collections.abc import Callable, Iterator

from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Position, Text
from chronicare.rpc.access.callers import read_callers
from chronicare.rpc.access.certificates import read_tls
from chronicare.rpc.access.tokens import read_keys
from chronicare.rpc.settings import Settings


def problems_of(settings: Settings) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with certificates, keys and callers as they are now."""
    found: list[Diagnostic] = []
    for read in _readings(settings):
        try:
            read()
        except DiagnosticError as refused:
            found += refused.diagnostics
        except OSError as error:
            where = Position(str(error.filename or ""))
            found.append(Diagnostic(Code.BAD_SETTING, where, Text(f"读不了：{error.strerror}", f"{error.strerror}")))
    return tuple(found)


def _readings(settings: Settings) -> Iterator[Callable[[], object]]:
    tls, access = settings.tls, settings.access
    if tls is not None:
        yield lambda: read_tls(tls)
    if access is not None:
        yield lambda: read_callers(access.callers)
        tokens = access.tokens
        if tokens is not None:
            yield lambda: read_keys(tokens)
