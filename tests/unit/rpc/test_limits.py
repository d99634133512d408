"""What a message may hold: every list and text of every request has a limit, looked at before anything is read."""

from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.struct_pb2 import Value

from chronicare.api.v1 import benefit_service_pb2 as bp
from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.diagnostics import MAX_FIELDS, Diagnostics
from chronicare.rpc.limits import MAX_CHARACTERS, MAX_LINES_IN_ALL, MAX_PARTS, check_size, limit_of
from chronicare.rpc.server import BENEFITS, RECOGNITION

LONG, JUST = "字" * (MAX_CHARACTERS + 1), "字" * MAX_CHARACTERS


def told(message: Message) -> list[tuple[str, str]]:
    diagnostics = Diagnostics()
    check_size(message, diagnostics)
    return [(str(each.where), each.code.value) for each in diagnostics.sorted()]


def requests() -> list[Descriptor]:
    return [method.input_type for service in (RECOGNITION, BENEFITS) for method in service.methods]


def places(descriptor: Descriptor, path: tuple[FieldDescriptor, ...] = ()) -> Iterator[tuple[FieldDescriptor, ...]]:
    """Go through every list and text a message can hold, by the fields that lead there."""
    for field in descriptor.fields:
        here = (*path, field)
        if field.is_repeated or field.type == FieldDescriptor.TYPE_STRING:
            yield here
        inner = field.message_type
        if inner is not None and not inner.full_name.startswith("google.") and not inner.GetOptions().map_entry:
            yield from places(inner, here)


PLACES = [
    (each, path)
    for each in requests()
    if "requests" not in each.fields_by_name and "request" not in each.fields_by_name
    for path in places(each)
]


def with_at(descriptor: Descriptor, path: tuple[FieldDescriptor, ...], count: int) -> Message:
    """Return a message with ``count`` items, or characters, at ``path``."""
    message = GetMessageClass(descriptor)()
    inner: Any = message
    for field in path[:-1]:
        inner = getattr(inner, field.name)
        inner = inner.add() if field.is_repeated else inner
    last = path[-1]
    held = getattr(inner, last.name)
    if not last.is_repeated:
        setattr(inner, last.name, "x" * count)
    elif last.message_type is None:
        held.extend("x" for _ in range(count))
    elif last.message_type.GetOptions().map_entry:
        held.update({str(number): "" for number in range(count)})
    else:
        for _ in range(count):
            held.add()
    return message


@pytest.mark.parametrize(
    ("descriptor", "path"),
    PLACES,
    ids=lambda each: ".".join(f.name for f in each) if isinstance(each, tuple) else each.name,
)
def test_every_list_and_text_of_every_request_has_a_limit(
    descriptor: Descriptor, path: tuple[FieldDescriptor, ...]
) -> None:
    most = limit_of(path[-1])
    where = ".".join(f"{each.name}[0]" if each.is_repeated else each.name for each in path[:-1])
    code = "E0808" if path[-1].is_repeated else "E0811"
    assert told(with_at(descriptor, path, most)) == []
    assert told(with_at(descriptor, path, most + 1)) == [(f"{where}.{path[-1].name}".lstrip("."), code)]


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        (JUST, False),
        (LONG, True),
        ({"a": LONG}, True),
        ({LONG: 1}, True),
        ([1] * MAX_PARTS, False),
        ([1] * (MAX_PARTS + 1), True),
        ([[1] * 50] * 2, True),
        ({str(number): number for number in range(MAX_PARTS + 1)}, True),
    ],
)
def test_a_value_is_short_and_has_few_parts(value: Any, refused: bool) -> None:  # noqa: ANN401 - raw JSON
    request = pb.CheckRecognitionRequest()
    request.findings.add().value.CopyFrom(json_format.ParseDict(value, Value()))
    assert [where for where, _ in told(request)] == (["findings[0].value"] if refused else [])


def test_items_of_what_is_too_many_are_not_looked_at() -> None:
    request = pb.CheckRecognitionRequest(findings=[{"finding": LONG}] * 2001, documents=[LONG])
    assert told(request) == [("documents[0]", "E0811"), ("findings", "E0808")]


def test_of_much_that_is_too_long_some_is_told() -> None:
    assert len(told(pb.CheckRecognitionRequest(documents=[LONG] * 2000))) == MAX_FIELDS


@pytest.mark.parametrize("bills", [MAX_LINES_IN_ALL // 5000, MAX_LINES_IN_ALL // 5000 + 1])
def test_lines_of_all_bills_together_are_limited(bills: int) -> None:
    bill: dict[str, Any] = {"lines": [{}] * 5000}
    too_many = bills * 5000 > MAX_LINES_IN_ALL
    assert told(bp.SettleYearRequest(bills=[bill] * bills)) == ([("bills", "E0808")] if too_many else [])
    batch = bp.BatchSettleBillsRequest(requests=[{"bill": bill}] * bills)
    assert told(batch) == ([("requests", "E0808")] if too_many else [])


def test_findings_of_a_batch_are_limited_together() -> None:
    request = pb.CheckRecognitionRequest(findings=[{}] * 2000)
    assert told(pb.BatchCheckRecognitionRequest(requests=[request] * 50)) == []
    assert told(pb.BatchCheckRecognitionRequest(requests=[request] * 51)) == [("requests", "E0808")]
