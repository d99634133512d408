"""Of what is sent nothing is found in the log or in files, and of errors only what they may send back.

Every field of every request holds a mark. Whatever comes of the call, the log must not hold it.
"""

import io
import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import grpc
import pytest
from google.protobuf import any_pb2, json_format
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.struct_pb2 import Struct, Value
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from over_http import ask, free_port

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.errors import QuarantinedError
from chronicare.judging.budget import AbandonedError, BudgetSpentError
from chronicare.rpc.log import JsonLines
from chronicare.rpc.recognition.servicer import RecognitionServicer
from chronicare.rpc.server import BENEFITS, RECOGNITION, RULE_SETS
from chronicare.rpc.status import MAX_CHARACTERS

if TYPE_CHECKING:
    from acceptance.conftest import Live, Serve

MARK = "赵某身份证号"
NUMBER = 987654321
MARKS = (MARK, repr(MARK)[1:-1].encode("unicode_escape").decode(), str(NUMBER))
METHODS = [method for service in (RECOGNITION, BENEFITS, RULE_SETS) for method in service.methods]
SCALARS: dict[int, object] = {
    FieldDescriptor.CPPTYPE_STRING: MARK * 5,
    FieldDescriptor.CPPTYPE_INT32: NUMBER,
    FieldDescriptor.CPPTYPE_INT64: NUMBER,
    FieldDescriptor.CPPTYPE_BOOL: True,
    FieldDescriptor.CPPTYPE_DOUBLE: float(NUMBER),
    FieldDescriptor.CPPTYPE_FLOAT: float(NUMBER),
}


def marked(message: Message, *, but: tuple[str, ...] = (), depth: int = 0) -> Message:
    """Fill every field of ``message`` that is empty, except those called as in ``but``."""
    if isinstance(message, Value):
        message.string_value = MARK
        return message
    if isinstance(message, Struct):
        message.fields[MARK].string_value = MARK
        return message
    for field in message.DESCRIPTOR.fields:
        if field.name in but or depth > 6:
            continue
        held = getattr(message, field.name)
        kind = field.message_type
        if kind is not None and kind.GetOptions().map_entry:
            held[MARK] = MARK
        elif field.is_repeated and kind is not None:
            for each in held or [held.add()]:
                marked(each, but=but, depth=depth + 1)
        elif field.is_repeated:
            if not held:
                held.append(SCALARS[field.cpp_type])
        elif kind is not None:
            marked(held, but=but, depth=depth + 1)
            held.SetInParent()
        elif field.cpp_type in SCALARS and not held:
            setattr(message, field.name, SCALARS[field.cpp_type])
    return message


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what is written to the log, by everybody, at every level."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which whatever is written without saying where is found."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def clean(log: io.StringIO, files: Path) -> bool:
    return not any(mark in log.getvalue() for mark in MARKS) and not list(files.iterdir())


def call(live: "Live", method: MethodDescriptor, request: Message, **options: Any) -> Any:  # noqa: ANN401 - as the method answers
    path = f"/{method.containing_service.full_name}/{method.name}"
    answer = GetMessageClass(method.output_type)
    ask = live.channel.unary_unary(
        path, request_serializer=type(request).SerializeToString, response_deserializer=answer.FromString
    )
    return ask(request, **options)


def texts(detail: any_pb2.Any) -> list[str]:
    """Return every text in a detail of an error."""
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    if detail.Unpack(info):
        return [info.reason, *info.metadata.values()]
    if detail.Unpack(bad):
        return [text for each in bad.field_violations for text in (each.field, each.description)]
    return []


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_what_is_refused_is_in_no_log(
    channel_of: "Live", method: MethodDescriptor, log: io.StringIO, files: Path
) -> None:
    request = marked(GetMessageClass(method.input_type)())
    assert MARK in json_format.MessageToJson(request, ensure_ascii=False)
    try:
        call(channel_of, method, request)
    except grpc.RpcError as error:
        status = rpc_status.from_call(error)  # type: ignore[arg-type]
        assert status is not None
        for detail in status.details:
            assert all(len(text) <= MAX_CHARACTERS for text in texts(detail))
    assert clean(log, files)


@pytest.fixture(scope="module")
def http_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def channel_of(serve: "Serve", http_port: int) -> Iterator["Live"]:
    """Return a server of the example rules that the tests here share and do not change."""
    with serve(http_port=http_port) as live:
        yield live


def test_what_comes_over_http_is_in_no_log(channel_of: "Live", http_port: int, log: io.StringIO, files: Path) -> None:
    assert channel_of.port
    headers = {"x-request-id": MARKS[1], "traceparent": MARKS[1], "cookie": MARKS[1], "user-agent": MARKS[1]}
    for method in METHODS:
        if method.client_streaming:
            continue
        path = f"/{method.containing_service.full_name}/{method.name}"
        request = marked(GetMessageClass(method.input_type)())
        plain = json_format.MessageToDict(request)
        bodies = [plain, plain | {MARK: NUMBER}, {"requestId": {MARK: NUMBER}}, MARK.encode(), f'{{"{MARK}'.encode()]
        for body in bodies:
            assert ask(http_port, path, body, headers).status in {200, 400, 404, 429}
        assert ask(http_port, path, request.SerializeToString(), {"content-type": "application/proto"}).status < 500
    for path in (f"/{quote(MARK)}", f"/healthz?service={quote(MARK)}", f"/..%2f{quote(MARK)}"):
        assert ask(http_port, path, verb="GET").status == 404
    assert clean(log, files)


RequestOf = Callable[..., pb.CheckRecognitionRequest]
BATCH = RECOGNITION.methods_by_name["BatchCheckRecognition"]
CHECK = RECOGNITION.methods_by_name["CheckRecognition"]


def test_what_is_answered_is_in_no_log(
    channel_of: "Live", request_of: RequestOf, log: io.StringIO, files: Path
) -> None:
    request = marked(
        request_of(),
        but=(
            "release",
            "readings",
            "complete_findings",
            "documents",
            "language_code",
            "detail",
            "unit",
            "site",
            "reference_range",
            "date",
            "value",
            "any_of",
            "birth_date",
        ),
    )
    answer = call(channel_of, CHECK, request)
    assert MARK in json_format.MessageToJson(answer, ensure_ascii=False)
    assert clean(log, files)


def test_a_fault_tells_the_log_where_and_nobody_what(
    serve: "Serve", request_of: RequestOf, log: io.StringIO, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: object, request: pb.CheckRecognitionRequest) -> None:
        try:
            float(request.request_id)
        except ValueError as error:
            error.add_note(request.request_id)
            raise KeyError(str(request)) from error

    monkeypatch.setattr(RecognitionServicer, "CheckRecognition", fail)
    with serve() as live, pytest.raises(grpc.RpcError) as error:
        call(live, CHECK, request_of(request_id=MARK), metadata=(("x-request-id", "case-9"),))
    assert error.value.code() is grpc.StatusCode.INTERNAL
    assert not any(mark in str(error.value) for mark in MARKS)
    told = log.getvalue()
    assert '"request_id": "case-9"' in told
    assert "in fail" in told
    assert told.index("builtins.ValueError") < told.index("builtins.KeyError")
    assert clean(log, files)


@pytest.mark.parametrize(
    "ending",
    [
        QuarantinedError(),
        BudgetSpentError(MARK),
        AbandonedError(MARK),
        RecursionError(MARK),
        MemoryError(MARK),
        UnicodeDecodeError("utf-8", MARK.encode(), 0, 1, MARK),
        ExceptionGroup(MARK, [ValueError(MARK)]),
    ],
    ids=lambda each: type(each).__name__,
)
def test_however_a_call_ends(
    serve: "Serve",
    request_of: RequestOf,
    log: io.StringIO,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: Exception,
) -> None:
    def fail(_self: object, _request: object) -> None:
        raise ending

    monkeypatch.setattr(RecognitionServicer, "CheckRecognition", fail)
    with serve() as live:
        batch = pb.BatchCheckRecognitionRequest(requests=[request_of(request_id=MARK)])
        for method, request in ((CHECK, request_of(request_id=MARK)), (BATCH, batch)):
            with suppress(grpc.RpcError):
                call(live, method, request, timeout=5)
        assert not any(mark in str(live.server.stats.counts.sums()) for mark in MARKS)
    assert clean(log, files)


def test_a_worker_that_crashes_leaves_no_picture_of_its_memory() -> None:
    program = "import resource; from chronicare.rpc.worker import leave_no_core; leave_no_core(); "
    asked = "print(resource.getrlimit(resource.RLIMIT_CORE))"
    done = subprocess.run(
        [sys.executable, "-c", program + asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "(0, 0)\n"
