"""What every call has in common: bytes to a message, how much it may hold, where it is worked out, errors to a status.

gRPC itself answers bytes that are no message, and exceptions, with UNKNOWN and the text of the exception. Methods are
therefore wrapped here instead of being registered by the generated code. Reading and writing messages takes time too:
all of a call but taking it and sending the answer is done in its lane.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, NoReturn, cast

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from chronicare.application.errors import ApplicationError, TooMuchError, UnrecordableError
from chronicare.application.validation import refuse
from chronicare.diagnostics import Diagnostics, Language
from chronicare.judging.budget import AbandonedError, BudgetSpentError
from chronicare.records.entry import Entry
from chronicare.records.recorder import NotWritableError
from chronicare.rpc.access.areas import refuse_other_areas
from chronicare.rpc.access.call import CALL, REQUEST_ID
from chronicare.rpc.counts import FAULTS, Key, Timing
from chronicare.rpc.headers import language_of
from chronicare.rpc.held import Held
from chronicare.rpc.lanes import Lanes
from chronicare.rpc.limits import check_size
from chronicare.rpc.log import ServerStats, log_fault
from chronicare.rpc.outcomes import outcomes_of
from chronicare.rpc.quarantine import Work
from chronicare.rpc.recording.recording import RECORDED, RecordedCall, Recording
from chronicare.rpc.status import Failure, failure_of, write_status
from chronicare.rpc.told import Told, Tracing
from chronicare.rpc.unsent import Answer, Unsent
from chronicare.rpc.wire import WIRE

Context = grpc.aio.ServicerContext[Any, Any]
Method = Callable[[Any], Message]
"""A method of a servicer; the message it takes is of the request type of the method of the same name."""


class _Answered(NamedTuple):
    """The bytes of an answer, and what of it is to be recorded before it is sent."""

    data: bytes
    outcomes: Sequence[Key]
    """What is counted once it is recorded."""
    release: str
    """The digest of the release it is by."""
    entries: Sequence[Entry] = ()


class Room(NamedTuple):
    """What a process has room for: requests that wait, and answers not taken."""

    held: Held
    unsent: Unsent


def handlers_of(
    service: ServiceDescriptor,
    servicer: object,
    prefixes: dict[str, str],
    stats: ServerStats,
    lanes: Lanes,
    work: Work,
    room: Room,
    recording: Recording | None = None,
    traces: Tracing | None = None,
) -> grpc.GenericRpcHandler:
    """Return the handlers of all methods of ``service``, done by the methods of ``servicer`` called the same.

    ``prefixes`` gives for a method what goes before the paths of fields, because its request wraps the one judged.
    What is worked on is noted in ``work``, what waits and what is not taken in ``room``. What is decided is
    recorded by ``recording``, if it is to be, and counted after that. ``traces`` makes the span of each call.
    """
    handlers = {
        method.name: _handler(
            method,
            getattr(servicer, method.name),
            prefixes.get(method.name, ""),
            stats,
            lanes,
            work,
            room,
            recording if method.name in RECORDED else None,
            traces,
        )
        for method in service.methods
    }
    return grpc.method_handlers_generic_handler(service.full_name, handlers)


def report_failure(error: Exception, language: Language, stats: ServerStats, prefix: str = "") -> Failure:
    """Look ``error`` up in the table of status; one that nobody foresaw is logged and counted."""
    if isinstance(error, BudgetSpentError):
        error = TooMuchError()
    if not isinstance(error, ApplicationError):
        stats.counts.add(FAULTS)
        log_fault("fault", error)
    return failure_of(error, language, prefix)


def _handler(
    descriptor: MethodDescriptor,
    method: Method,
    prefix: str,
    stats: ServerStats,
    lanes: Lanes,
    work: Work,
    room: Room,
    recording: Recording | None,
    traces: Tracing | None,
) -> "grpc.RpcMethodHandler[Any, Any]":
    request_class, kind = GetMessageClass(descriptor.input_type), descriptor.input_type.full_name

    def work_out(data: bytes, place: Answer, caller: str) -> _Answered | Failure:
        request: Message | None = None
        call: RecordedCall | None = None
        try:
            place.check()
            with work.noted(kind, data):
                wire = WIRE.get()
                request = wire.read(request_class, data)
                refuse_oversized(getattr(request, "request", request) if prefix else request)
                refuse_other_areas(request)
                if recording is not None:
                    call = recording.begin(descriptor.name, request, caller)
                response = method(request)
                outcomes = outcomes_of(response)
                if call is None:
                    return _Answered(wire.write(response), outcomes, _release(response))
                call.answer(response)
                return _Answered(wire.write(response), outcomes, _release(response), call.entries)
        except AbandonedError:
            raise
        except Exception as error:  # noqa: BLE001 - the last place where an error can be given a status
            failure = report_failure(error, _language(request), stats, "" if request is None else prefix)
            return failure if call is None else call.restore(failure)

    async def answer(data: bytes, context: Context) -> bytes:
        with stats.counts.timed(descriptor.name) as timing, _traced(traces, descriptor, timing) as told:
            await _refuse_if_late(context, timing)
            try:
                place, client, caller = room.unsent.admit(context), _client(context), _caller(context)
                if recording is not None:
                    recording.check()
                with room.held.request(caller, len(data)):
                    answered = await lanes.run(descriptor.name, lambda: work_out(data, place, caller), client)
                if recording is not None and not isinstance(answered, Failure):
                    await _keep(recording, answered.entries)
            except ApplicationError as busy:
                await abort(context, failure_of(busy, Language.ZH), timing)
            if isinstance(answered, Failure):
                await abort(context, answered, timing)
            told.outcomes, told.release = answered.outcomes, answered.release
            if answered.outcomes:
                stats.counts.add_all((key, 1) for key in answered.outcomes)
            timing.code = grpc.StatusCode.OK.name
            return place.wait(answered.data)

    return grpc.unary_unary_rpc_method_handler(cast("Any", answer))


def refuse_oversized(request: Message) -> None:
    """Raise InvalidRequestError if ``request`` holds too much of anything, before any of it is read."""
    diagnostics = Diagnostics()
    check_size(request, diagnostics)
    refuse(diagnostics)


@contextmanager
def _traced(traces: Tracing | None, method: MethodDescriptor, timing: Timing) -> Iterator[Told]:
    """Have the span of a call made, if that is wanted; give what takes what is to stand in it."""
    if traces is None:
        yield Told()
        return
    with traces.call(method.containing_service.full_name, method.name, timing) as told:
        yield told


def _release(response: Any) -> str:  # noqa: ANN401 - any of the answers
    """Return the digest of the release an answer is by; that of a batch is its first answer's."""
    first = next((each.response for each in getattr(response, "items", ()) if each.HasField("response")), response)
    return str(first.release.digest) if "release" in first.DESCRIPTOR.fields_by_name else ""


def _caller(context: Context) -> str:
    """Return who calls: by name, where that is asked; else the address."""
    call = CALL.get()
    return call.caller.name if call and call.caller else str(context.peer()).rpartition(":")[0]


def _client(context: Context) -> str:
    """Return whose share of the room a call takes: the caller's, where that is asked; else the connection's."""
    call = CALL.get()
    return call.caller.name if call and call.caller else str(context.peer())


async def _keep(recording: Recording, entries: Sequence[Entry]) -> None:
    """Return when ``entries`` are recorded, as far as that is waited for. Raises UnrecordableError."""
    written = recording.put(entries)
    if written is not None:
        try:
            await asyncio.wrap_future(written)
        except NotWritableError as error:
            raise UnrecordableError(error.retry_seconds) from error


async def _refuse_if_late(context: Context, timing: Timing) -> None:
    """End the call if its deadline has passed: nobody is waiting for the answer."""
    remaining = cast("float | None", context.time_remaining())
    if remaining is not None and remaining <= 0:
        timing.code = grpc.StatusCode.DEADLINE_EXCEEDED.name
        await context.abort(grpc.StatusCode.DEADLINE_EXCEEDED, "the deadline has passed")


async def abort(context: Context, failure: Failure, timing: Timing) -> NoReturn:
    """End the call with ``failure``, and with the id of the call."""
    status = write_status(failure, WIRE.get().most_status_bytes)
    timing.code = status.code.name
    call = CALL.get()
    own = ((REQUEST_ID, call.request_id),) if call else ()
    await context.abort(status.code, status.details or "", (*own, *(status.trailing_metadata or ())))


def _language(request: object) -> Language:
    """Return the language a request asks for; that of a batch or a wrapped request is its first inner request's."""
    inner = getattr(request, "request", None) or next(iter(getattr(request, "requests", ())), request)
    return language_of(getattr(inner, "language_code", ""))
