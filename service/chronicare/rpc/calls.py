"""What every call has in common: bytes to a message, how much it may hold, where it is worked out, errors to a status.

gRPC itself answers bytes that are no message, and exceptions, with UNKNOWN and the text of the exception. Methods are
therefore wrapped here instead of being registered by the generated code. Reading and writing messages takes time too:
all of a call but taking it and sending the answer is done in its lane.
"""

from typing import Any, NoReturn, cast

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

from chronicare.application.errors import ApplicationError
from chronicare.diagnostics import Language
from chronicare.rpc.access.call import CALL, REQUEST_ID
from chronicare.rpc.counts import Timing
from chronicare.rpc.lanes import Lanes
from chronicare.rpc.log import ServerStats
from chronicare.rpc.quarantine import Work
from chronicare.rpc.recording.recording import RECORDED, Recording
from chronicare.rpc.status import Failure, failure_of, write_status
from chronicare.rpc.streams import STREAMS, Stream
from chronicare.rpc.told import Tracing
from chronicare.rpc.wire import WIRE
from chronicare.rpc.working_out import (
    Context,
    Method,
    Room,
    caller_of,
    client_of,
    keep,
    traced,
    working_out,
)


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
        if method.name not in STREAMS
    }
    for name, single in STREAMS.items():
        if name in service.methods_by_name:
            stream = Stream(service.methods_by_name[name], service.methods_by_name[single], stats, lanes, work, room)
            handlers[name] = stream.handler(getattr(servicer, name), recording, traces)
    return grpc.method_handlers_generic_handler(service.full_name, handlers)


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
    work_out = working_out(descriptor, method, prefix, stats, work, recording)

    async def answer(data: bytes, context: Context) -> bytes:
        with stats.counts.timed(descriptor.name) as timing, traced(traces, descriptor, timing) as told:
            await _refuse_if_late(context, timing)
            try:
                place, client, caller = room.unsent.admit(context), client_of(context), caller_of(context)
                if recording is not None:
                    recording.check()
                with room.held.request(caller, len(data)):
                    answered = await lanes.run(
                        descriptor.name, lambda: work_out(data, place, caller), client, len(data)
                    )
                if recording is not None and not isinstance(answered, Failure):
                    await keep(recording, answered.entries)
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
