"""Streams: one request after another on one call, each worked out as a call of its own, by the rules of when it began.

The next request is read when the answer before it has been taken, so that a stream holds no more than one of each: who
sends faster, or does not read, is held back by the flow control of the connection.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message_factory import GetMessageClass

from chronicare.application.errors import ApplicationError, BusyError, InvalidRequestError
from chronicare.diagnostics import Code, Diagnostic, FieldPath, Language, Text
from chronicare.rpc.access.call import CALL
from chronicare.rpc.lanes import Lanes
from chronicare.rpc.limits import MAX_ID_CHARACTERS
from chronicare.rpc.log import ServerStats
from chronicare.rpc.quarantine import Work
from chronicare.rpc.recording.recording import RECORDED, Recording
from chronicare.rpc.status import Failure, failure_of, write_request_error
from chronicare.rpc.told import Tracing
from chronicare.rpc.unsent import Answer
from chronicare.rpc.wire import read_bytes
from chronicare.rpc.working_out import Answered, Context, Method, Room, caller_of, client_of, keep, traced, working_out

if TYPE_CHECKING:
    from google.protobuf.message import Message

STREAMS: Mapping[str, str] = {"StreamCheckRecognition": "CheckRecognition", "StreamSettleBills": "SettleBill"}
"""Methods that are streams, each item of which is answered as if asked of this method."""
_TAG_OF_ID = bytes([1 << 3 | 2])
"""What the bytes of an item begin with: ``item_id`` is field 1, and text."""
_MOST_SIZE_BYTES, _MORE = 5, 0x80
"""How long the size of a field is written at most; what each byte of it but the last has added."""
_TOO_LONG = Diagnostic(
    Code.BAD_FIELD,
    FieldPath("item_id"),
    Text("太长", "too long"),
    Text(f"至多 {MAX_ID_CHARACTERS} 个字符", f"at most {MAX_ID_CHARACTERS} characters"),
)


class _Item(NamedTuple):
    """What the item is called, and its answer."""

    item_id: str
    answered: Answered | Failure

    @property
    def code(self) -> str:
        """Return the name of the status it would have by itself."""
        return self.answered.code.name if isinstance(self.answered, Failure) else grpc.StatusCode.OK.name


class Stream:
    """One method that is a stream."""

    def __init__(
        self,
        descriptor: MethodDescriptor,
        single: MethodDescriptor,
        stats: ServerStats,
        lanes: Lanes,
        work: Work,
        room: Room,
    ) -> None:
        """Answer each item of the stream that ``descriptor`` describes as a call of ``single``."""
        self._name, self._single = descriptor.name, single
        self._request_class = GetMessageClass(descriptor.input_type)
        self._response_class = GetMessageClass(descriptor.output_type)
        self._descriptor = descriptor
        self._stats, self._lanes, self._work, self._room = stats, lanes, work, room

    def handler(
        self, opened: Callable[[], Method], recording: Recording | None, traces: Tracing | None
    ) -> "grpc.RpcMethodHandler[Any, Any]":
        """Return the handler; ``opened`` gives what answers the items of one stream."""
        recording = recording if self._single.name in RECORDED else None

        async def answer(_requests: object, context: Context) -> None:
            call, client, caller = CALL.get(), client_of(context), caller_of(context)
            work_out = working_out(self._single, opened(), "", self._stats, self._work, recording)
            place, idle_seconds = self._room.unsent.place(context), self._room.idle_seconds

            async def answered(data: bytes) -> _Item:
                if call is not None:
                    call.admit_another(len(data))
                if recording is not None:
                    recording.check()
                with self._room.held.request(caller, len(data)):
                    item = await self._worked_out(lambda: self._item(data, work_out, place, caller), client, len(data))
                if recording is not None and isinstance(item.answered, Answered):
                    await keep(recording, item.answered.entries)
                return item

            while (data := await self._in_time(context.read(), idle_seconds, context)) is not grpc.aio.EOF:
                timed = self._stats.counts.timed(self._name)
                with timed as timing, traced(traces, self._descriptor, timing) as told:
                    try:
                        item = await answered(data)
                    except ApplicationError as refused:
                        item = _Item(_id_at_start(data), failure_of(refused, Language.ZH))
                    timing.code = item.code
                    if isinstance(item.answered, Answered):
                        told.outcomes, told.release = item.answered.outcomes, item.answered.release
                        self._stats.counts.add_all((key, 1) for key in item.answered.outcomes)
                await self._in_time(context.write(place.wait(self._written(item))), idle_seconds, context)
                place.taken()

        return grpc.stream_stream_rpc_method_handler(cast("Any", answer))

    async def _worked_out(self, work: Callable[[], _Item], client: str, size: int) -> _Item:
        """Return what ``work`` returns, done in the lane of the single method; wait while there is no room in it."""
        while True:
            try:
                return await self._lanes.run(self._single.name, work, client, size)
            except BusyError as busy:
                await asyncio.sleep(busy.retry_seconds)

    def _item(
        self, data: bytes, work_out: Callable[[bytes, Answer, str], Answered | Failure], place: Answer, caller: str
    ) -> _Item:
        try:
            sent: Any = read_bytes(self._request_class, data)
        except InvalidRequestError as malformed:
            return _Item("", failure_of(malformed, Language.ZH))
        if len(sent.item_id) > MAX_ID_CHARACTERS:
            return _Item(sent.item_id[:MAX_ID_CHARACTERS], failure_of(InvalidRequestError([_TOO_LONG]), Language.ZH))
        return _Item(sent.item_id, work_out(sent.request.SerializeToString(), place, caller))

    def _written(self, item: _Item) -> bytes:
        message: Any = self._response_class()
        message.item_id = item.item_id
        if isinstance(item.answered, Failure):
            write_request_error(item.answered, message.error)
        else:
            message.response.MergeFromString(item.answered.data)
        written: bytes = cast("Message", message).SerializeToString()
        return written

    async def _in_time(self, work: Awaitable[Any], seconds: float, context: Context) -> Any:  # noqa: ANN401 - what is awaited
        """Return what ``work`` gives; end the stream if that takes longer than it may stand still."""
        try:
            return await asyncio.wait_for(work, seconds)
        except TimeoutError:
            with self._stats.counts.timed(self._name) as timing:
                timing.code = grpc.StatusCode.DEADLINE_EXCEEDED.name
            await context.abort(
                grpc.StatusCode.DEADLINE_EXCEEDED, f"the stream has stood still for {seconds:g} seconds"
            )


def _id_at_start(data: bytes) -> str:
    """Return what an item that is refused unread calls itself, as far as it may.

    Its id is the first field, and written first by every library. Nothing after it is looked at: an item of 8 MB can
    take half a second to read, and all calls wait for the event loop.
    """
    if data[:1] != _TAG_OF_ID:
        return ""
    size = 0
    for index, byte in enumerate(data[1 : 1 + _MOST_SIZE_BYTES]):
        size |= (byte % _MORE) << (7 * index)
        if byte < _MORE:
            begin = index + 2
            written = data[begin : begin + min(size, 4 * MAX_ID_CHARACTERS)]
            return written.decode("utf-8", "ignore")[:MAX_ID_CHARACTERS]
    return ""
