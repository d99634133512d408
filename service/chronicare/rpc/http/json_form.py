"""Messages as JSON: read by the contract, with everything that is wrong told at once; written as proto3 has it."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NoReturn, cast

from google.protobuf import json_format
from google.protobuf.message import Message

from chronicare.application.errors import InvalidRequestError, TooMuchError
from chronicare.application.validation import refuse
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, FieldPath, Text
from chronicare.judging.budget import spend
from chronicare.rpc.http.json_faults import faults_in
from chronicare.rpc.wire import Wire

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor

MAX_DETAILS_BYTES = 64 * 1024
"""Details stand in the body, where there is room for more than among headers."""


def read_json(message_class: type[Message], data: bytes) -> Message:
    """Read a message. Raises InvalidRequestError, and BudgetSpentError if it holds more than one call may."""
    message = message_class()
    try:
        written = json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        _refuse(Text(f"不是 JSON：{error}", f"no JSON: {error}"), Text("", ""))
    if not isinstance(written, dict):
        _refuse(Text("不是一个 JSON 对象", "no JSON object"), Text("写成 {…}", "write {…}"))
    spend(sum(1 for _ in _parts(written)))  # each takes about a step to read
    try:
        json_format.ParseDict(written, message)
    except (json_format.ParseError, ValueError, TypeError) as error:
        diagnostics = Diagnostics()
        diagnostics.extend(faults_in(written, cast("Descriptor", message.DESCRIPTOR)))
        refuse(diagnostics)
        told = str(error)
        _refuse(Text(f"不是这个方法的请求：{told}", f"no request of this method: {told}"), Text("", ""))
    return message


def write_json(message: Message) -> bytes:
    """Write a message; what has its default value is left out. Raises TooMuchError if it is too deep to be written."""
    try:
        written = json_format.MessageToDict(message)
        return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
    except RecursionError:
        raise TooMuchError from None


JSON = Wire(read_json, write_json, MAX_DETAILS_BYTES)


def _unique(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    """Refuse an object that has a name twice: which of the two is meant would be left to chance."""
    made: dict[str, object] = {}
    for name, value in pairs:
        if name in made:
            raise ValueError(f"{name[:50]!r} ×2")
        made[name] = value
    return made


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _parts(written: object) -> Iterator[object]:
    """Yield everything in ``written``, without going deep itself."""
    waiting = [written]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _refuse(message: Text, hint: Text) -> NoReturn:
    raise InvalidRequestError([Diagnostic(Code.BAD_FIELD, FieldPath(""), message, hint)])
