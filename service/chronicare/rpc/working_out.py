"""From bytes to the bytes of an answer: what is done of every call, and of every item of a stream, in its lane."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from chronicare.application.errors import ApplicationError, TooMuchError, UnrecordableError
from chronicare.application.validation import refuse
from chronicare.diagnostics import Diagnostics, Language
from chronicare.judging.budget import AbandonedError, BudgetSpentError
from chronicare.records.entry import Entry
from chronicare.records.recorder import NotWritableError
from chronicare.rpc.access.areas import refuse_other_areas
from chronicare.rpc.access.call import CALL
from chronicare.rpc.counts import FAULTS, Key, Timing
from chronicare.rpc.headers import language_of
from chronicare.rpc.held import Held
from chronicare.rpc.limits import check_size
from chronicare.rpc.log import ServerStats, log_fault
from chronicare.rpc.outcomes import outcomes_of
from chronicare.rpc.quarantine import Work
from chronicare.rpc.recording.recording import RecordedCall, Recording
from chronicare.rpc.status import Failure, failure_of
from chronicare.rpc.told import Told, Tracing
from chronicare.rpc.unsent import Answer, Unsent
from chronicare.rpc.wire import WIRE

Context = grpc.aio.ServicerContext[Any, Any]
Method = Callable[[Any], Message]
"""A method of a servicer; the message it takes is of the request type of the method of the same name."""


class Answered(NamedTuple):
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
    idle_seconds: float = 300.0
    """How long a stream may stand still."""


def working_out(
    descriptor: MethodDescriptor,
    method: Method,
    prefix: str,
    stats: ServerStats,
    work: Work,
    recording: Recording | None,
) -> Callable[[bytes, Answer, str], Answered | Failure]:
    """Return what works out a request of the method that ``descriptor`` describes, for a caller, as ``method`` does."""
    request_class, kind = GetMessageClass(descriptor.input_type), descriptor.input_type.full_name

    def work_out(data: bytes, place: Answer, caller: str) -> Answered | Failure:
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
                    return Answered(wire.write(response), outcomes, _release(response))
                call.answer(response)
                return Answered(wire.write(response), outcomes, _release(response), call.entries)
        except AbandonedError:
            raise
        except Exception as error:  # noqa: BLE001 - the last place where an error can be given a status
            failure = report_failure(error, _language(request), stats, "" if request is None else prefix)
            return failure if call is None else call.restore(failure)

    return work_out


def report_failure(error: Exception, language: Language, stats: ServerStats, prefix: str = "") -> Failure:
    """Look ``error`` up in the table of status; one that nobody foresaw is logged and counted."""
    if isinstance(error, BudgetSpentError):
        error = TooMuchError()
    if not isinstance(error, ApplicationError):
        stats.counts.add(FAULTS)
        log_fault("fault", error)
    return failure_of(error, language, prefix)


def refuse_oversized(request: Message) -> None:
    """Raise InvalidRequestError if ``request`` holds too much of anything, before any of it is read."""
    diagnostics = Diagnostics()
    check_size(request, diagnostics)
    refuse(diagnostics)


@contextmanager
def traced(traces: Tracing | None, method: MethodDescriptor, timing: Timing) -> Iterator[Told]:
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


def caller_of(context: Context) -> str:
    """Return who calls: by name, where that is asked; else the address."""
    call = CALL.get()
    return call.caller.name if call and call.caller else str(context.peer()).rpartition(":")[0]


def client_of(context: Context) -> str:
    """Return whose share of the room a call takes: the caller's, where that is asked; else the connection's."""
    call = CALL.get()
    return call.caller.name if call and call.caller else str(context.peer())


async def keep(recording: Recording, entries: Sequence[Entry]) -> None:
    """Return when ``entries`` are recorded, as far as that is waited for. Raises UnrecordableError."""
    written = recording.put(entries)
    if written is not None:
        try:
            await asyncio.wrap_future(written)
        except NotWritableError as error:
            raise UnrecordableError(error.retry_seconds) from error


def _language(request: object) -> Language:
    """Return the language a request asks for; that of a batch or a wrapped request is its first inner request's."""
    inner = getattr(request, "request", None) or next(iter(getattr(request, "requests", ())), request)
    return language_of(getattr(inner, "language_code", ""))
