"""What every call has in common: bytes to a message, the deadline, and errors to a status.

gRPC itself answers bytes that are no message, and exceptions, with UNKNOWN and the text of the exception. Methods are
therefore wrapped here instead of being registered by the generated code.
"""

from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, cast

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from chronicare.application.errors import ApplicationError, InvalidRequestError
from chronicare.diagnostics import Code, Diagnostic, FieldPath, Language, Text
from chronicare.rpc.headers import language_of
from chronicare.rpc.log import ServerStats, log_fault
from chronicare.rpc.status import Failure, failure_of, write_status

Context = grpc.aio.ServicerContext[Any, Any]
Method = Callable[[Any, "Call"], Awaitable[Message]]
"""A method of a servicer; the message it takes is of the request type of the method of the same name."""

_MALFORMED = Diagnostic(
    Code.BAD_FIELD,
    FieldPath(""),
    Text("收到的字节不是这个方法的请求消息", "the bytes are not a message of the method's request type"),
    Text("按 protos/chronicare/api/v1 生成客户端", "generate the client from protos/chronicare/api/v1"),
)


class Call:
    """One call in progress, as far as the methods may know of it."""

    def __init__(self, context: Context) -> None:
        """Wrap gRPC's own ``context``."""
        self._context = context

    async def refuse_if_late(self) -> None:
        """End the call if its deadline has passed: nobody is waiting for the answer."""
        remaining = cast("float | None", self._context.time_remaining())
        if remaining is not None and remaining <= 0:
            await self._context.abort(grpc.StatusCode.DEADLINE_EXCEEDED, "the deadline has passed")


class _Malformed:
    """Stands for bytes that are no message."""


def handlers_of(
    service: ServiceDescriptor, servicer: object, prefixes: dict[str, str], stats: ServerStats
) -> grpc.GenericRpcHandler:
    """Return the handlers of all methods of ``service``, done by the methods of ``servicer`` called the same.

    ``prefixes`` gives for a method what goes before the paths of fields, because its request wraps the one judged.
    """
    handlers = {
        method.name: _handler(method, getattr(servicer, method.name), prefixes.get(method.name, ""), stats)
        for method in service.methods
    }
    return grpc.method_handlers_generic_handler(service.full_name, handlers)


def report_failure(error: Exception, language: Language, stats: ServerStats, prefix: str = "") -> Failure:
    """Look ``error`` up in the table of status; one that nobody foresaw is logged and counted."""
    if not isinstance(error, ApplicationError):
        stats.faults += 1
        log_fault("fault", error)
    return failure_of(error, language, prefix)


def _handler(
    descriptor: MethodDescriptor, method: Method, prefix: str, stats: ServerStats
) -> "grpc.RpcMethodHandler[Any, Any]":
    request_class = GetMessageClass(descriptor.input_type)
    response_class = GetMessageClass(descriptor.output_type)

    def read(data: bytes) -> Message | _Malformed:
        try:
            return request_class.FromString(data)
        except DecodeError:
            return _Malformed()

    async def answer(request: Message | _Malformed, context: Context) -> Message:
        call = Call(context)
        where = "" if isinstance(request, _Malformed) else prefix
        await call.refuse_if_late()
        try:
            return await (_refuse_malformed() if isinstance(request, _Malformed) else method(request, call))
        except grpc.aio.AbortError:
            raise
        except Exception as error:  # noqa: BLE001 - the last place where an error can be given a status
            await _abort(context, report_failure(error, _language(request), stats, where))

    return grpc.unary_unary_rpc_method_handler(
        cast("Any", answer), request_deserializer=read, response_serializer=response_class.SerializeToString
    )


async def _refuse_malformed() -> Message:
    raise InvalidRequestError([_MALFORMED])


async def _abort(context: Context, failure: Failure) -> NoReturn:
    status = write_status(failure)
    await context.abort(status.code, status.details or "", tuple(status.trailing_metadata or ()))


def _language(request: object) -> Language:
    """Return the language a request asks for; that of a batch or a wrapped request is its first inner request's."""
    inner = getattr(request, "request", None) or next(iter(getattr(request, "requests", ())), request)
    return language_of(getattr(inner, "language_code", ""))
