"""Every call comes through here first: it gets its id, its caller is found, and what that may not do is refused."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

import grpc

from chronicare.application.errors import ApplicationError, ForbiddenError, UnauthenticatedError
from chronicare.diagnostics import Language
from chronicare.rpc.access.call import CALL, REQUEST_ID, Call, Metadata, request_id_of, trace_parent_of
from chronicare.rpc.access.callers import Caller, Callers, read_callers
from chronicare.rpc.access.certificates import names_of
from chronicare.rpc.access.kept_files import NOTHING_KEPT, KeptFiles
from chronicare.rpc.access.quotas import Quotas
from chronicare.rpc.access.roles import NEEDED, OPEN, Role
from chronicare.rpc.access.tokens import TokenKeys, read_keys
from chronicare.rpc.access.watched_files import WatchedFiles
from chronicare.rpc.calls import abort
from chronicare.rpc.counts import Counts
from chronicare.rpc.settings import Access
from chronicare.rpc.status import failure_of
from chronicare.rpc.working_out import Context

Handler = Any
_AUTHORIZATION = "authorization"
_SCHEME = "bearer "


class Gate(grpc.aio.ServerInterceptor):
    """Lets calls in: everybody's if there is no ``access``, else those of known callers that have the role."""

    def __init__(self, access: Access | None, quotas: Quotas, counts: Counts, kept: KeptFiles = NOTHING_KEPT) -> None:
        """Read the callers, and the keys of their tokens; those that are ``kept`` where the files will not do.

        Raises DiagnosticError and OSError.
        """
        self._quotas, self._counts = quotas, counts
        self._callers: WatchedFiles[Callers] | None = None
        self._keys: WatchedFiles[TokenKeys] | None = None
        if access is not None:
            self._callers = WatchedFiles(
                (access.callers,),
                lambda: read_callers(access.callers),
                lambda: read_callers(access.callers, kept.read),
            )
            tokens = access.tokens
            if tokens is not None:
                self._keys = WatchedFiles(
                    (tokens.keys,), lambda: read_keys(tokens), lambda: read_keys(tokens, kept.read)
                )

    async def intercept_service(
        self, continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler]], details: grpc.HandlerCallDetails
    ) -> Handler:
        """Return the handler of a call, which lets it in first."""
        handler = await continuation(details)
        method = str(details.method)
        needed = NEEDED.get(method)
        if handler is None or needed == OPEN:
            return handler
        metadata = cast("Metadata", details.invocation_metadata or ())

        async def admit(context: Context, size: int) -> None:
            request_id = request_id_of(metadata)
            CALL.set(Call(request_id))
            context.set_trailing_metadata(((REQUEST_ID, request_id),))
            try:
                caller, charge = self._caller(needed, metadata, context, size)
            except ApplicationError as refused:
                with self._counts.timed(method.rpartition("/")[2]) as timing:
                    await abort(context, failure_of(refused, Language.ZH), timing)
            CALL.set(
                Call(
                    request_id,
                    caller,
                    charge,
                    trace_parent_of(metadata),
                    lambda another: self._caller(needed, metadata, context, another),
                )
            )

        return _wrapped(handler, admit)

    def _caller(
        self, needed: frozenset[Role] | None, metadata: Metadata, context: Context, size: int
    ) -> tuple[Caller | None, Callable[[int], None]]:
        """Return who calls, and what counts the work done for them; nobody where nobody is asked."""
        if self._callers is None:
            return None, _nothing
        callers = self._callers.value()
        caller = self._known(callers, metadata, context)
        if needed is None or not needed & caller.roles:
            raise ForbiddenError("role", " | ".join(sorted(needed or ())))
        self._quotas.admit(caller, callers, size)
        return caller, lambda steps: self._quotas.charge(caller, steps)

    def _known(self, callers: Callers, metadata: Metadata, context: Context) -> Caller:
        """Find out who calls: by the token, if there is one, else by the certificate of the connection."""
        shown = [value for key, value in metadata if key == _AUTHORIZATION]
        names = names_of(context.auth_context())
        if shown:
            if len(shown) > 1 or not isinstance(shown[0], str) or not shown[0].lower().startswith(_SCHEME):
                raise UnauthenticatedError("malformed")
            if self._keys is None:
                raise UnauthenticatedError("key")
            caller = callers.of_subject(self._keys.value().subject_of(shown[0][len(_SCHEME) :].strip()))
        else:
            caller = callers.of_certificate(names)
        if caller is None:
            raise UnauthenticatedError("unknown" if shown or names else "missing")
        return caller


def _nothing(_steps: int) -> None:
    """Count nothing."""


def _wrapped(handler: Handler, admit: Callable[[Context, int], Awaitable[None]]) -> Handler:
    """Return ``handler`` with ``admit`` before it."""
    kind = f"{'stream' if handler.request_streaming else 'unary'}_{'stream' if handler.response_streaming else 'unary'}"
    inner = getattr(handler, kind)

    async def answer(request: Any, context: Context) -> Any:  # noqa: ANN401 - whatever the method takes and gives
        await admit(context, len(request) if isinstance(request, bytes) else 0)
        return await inner(request, context)

    async def stream(request: Any, context: Context) -> AsyncIterator[Any]:  # noqa: ANN401 - same
        await admit(context, len(request) if isinstance(request, bytes) else 0)
        async for each in inner(request, context):
            yield each

    return handler._replace(**{kind: stream if inspect.isasyncgenfunction(inner) else answer})
