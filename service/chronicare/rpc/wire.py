"""How messages are written in a call, whichever way it came: the contract's bytes, or JSON where that is asked for.

What reads and writes them is worked out with the call, in its lane and within its budget.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from google.protobuf.message import DecodeError, Message

from chronicare.application.errors import InvalidRequestError
from chronicare.diagnostics import Code, Diagnostic, FieldPath, Text

_MALFORMED = Diagnostic(
    Code.BAD_FIELD,
    FieldPath(""),
    Text("收到的字节不是这个方法的请求消息", "the bytes are not a message of the method's request type"),
    Text("按 protos/chronicare/api/v1 生成客户端", "generate the client from protos/chronicare/api/v1"),
)

MAX_HEADER_BYTES = 3900
"""Over gRPC details of a status travel as metadata, of which clients take 8 KiB in all, base64 and message included."""


@dataclass(frozen=True, slots=True)
class Wire:
    """One way of writing messages. ``read`` raises InvalidRequestError for what is no message of the type."""

    read: Callable[[type[Message], bytes], Message]
    write: Callable[[Message], bytes]
    most_status_bytes: int
    """How long the details of a status may be."""


def read_bytes(message_class: type[Message], data: bytes) -> Message:
    """Read a message from the contract's bytes."""
    try:
        return message_class.FromString(data)
    except DecodeError:
        raise InvalidRequestError([_MALFORMED]) from None


def write_bytes(message: Message) -> bytes:
    """Write a message as the contract's bytes."""
    return message.SerializeToString()


GRPC = Wire(read_bytes, write_bytes, MAX_HEADER_BYTES)

WIRE: ContextVar[Wire] = ContextVar("wire", default=GRPC)
"""That of the call being answered."""
