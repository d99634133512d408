"""Messages that no client of ours would send: true ones with something changed, and bytes that are no message."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from chronicare.api.v1 import benefit_service_pb2, recognition_service_pb2, rule_set_service_pb2

SERVICES: tuple[ServiceDescriptor, ...] = tuple(
    each
    for module in (recognition_service_pb2, benefit_service_pb2, rule_set_service_pb2)
    for each in module.DESCRIPTOR.services_by_name.values()
)
FAULTS = frozenset({grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL, grpc.StatusCode.UNAVAILABLE})
"""What nothing that a caller sends may lead to."""
_MOST_DEEP = 4
_MOST_LISTED = 3
_WORDS = (
    "",
    "M90100",
    "990000",
    "2025-12-01",
    "9999-12-31",
    "空腹血糖",
    "\u0000",
    "٣",
    "🩸" * 60,
    "-1",
    "NaN",
    "1e999",
)
_NUMBERS = (0, 1, -1, 2**31 - 1, -(2**31), 10**9)


class Malformed(NamedTuple):
    """A message, and the method it is sent to."""

    method: str
    data: bytes


def malformed(seed: int, number: int) -> Iterator[Malformed]:
    """Make ``number`` messages by chance: made of the contract, then mostly spoilt, and one in ten of bytes alone."""
    chance = random.Random(seed)
    methods = [(service, method) for service in SERVICES for method in service.methods if not method.client_streaming]
    for _ in range(number):
        service, method = chance.choice(methods)
        path = f"/{service.full_name}/{method.name}"
        if chance.random() < 0.1:
            yield Malformed(path, chance.randbytes(chance.choice((0, 1, 7, 100, 5000))))
            continue
        message = GetMessageClass(method.input_type)()
        _fill(message, chance, 0)
        yield Malformed(path, _spoilt(message.SerializeToString(), chance))


def _fill(message: Message, chance: random.Random, deep: int) -> None:
    """Set about two thirds of the fields to something of their type, sensible or not."""
    for field in cast("Sequence[FieldDescriptor]", message.DESCRIPTOR.fields):
        if chance.random() < 1 / 3:
            continue
        if field.message_type is not None:
            _fill_message(message, field, chance, deep)
        elif field.is_repeated:
            getattr(message, field.name).extend(_scalar(field, chance) for _ in range(chance.randint(0, _MOST_LISTED)))
        else:
            setattr(message, field.name, _scalar(field, chance))


def _fill_message(message: Message, field: FieldDescriptor, chance: random.Random, deep: int) -> None:
    kind = field.message_type
    if deep >= _MOST_DEEP or kind is None:
        return
    if kind.GetOptions().map_entry:
        getattr(message, field.name)[chance.choice(_WORDS)] = chance.choice(_WORDS)
        return
    if kind.full_name == "google.protobuf.Value":
        made: Any = chance.choice((True, 7.0, "7.0", None, [7.0, "x"], {"a": {"b": 1}}))
        for each in [made] * (chance.randint(1, _MOST_LISTED) if field.is_repeated else 1):
            place = getattr(message, field.name)
            json_format.ParseDict(each, place.add() if field.is_repeated else place)
        return
    for _ in range(chance.randint(0, _MOST_LISTED) if field.is_repeated else 1):
        place = getattr(message, field.name)
        _fill(place.add() if field.is_repeated else place, chance, deep + 1)


def _scalar(field: FieldDescriptor, chance: random.Random) -> object:
    if field.type == FieldDescriptor.TYPE_STRING:
        return chance.choice(_WORDS)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return chance.randbytes(3)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return chance.random() < 0.5
    if field.type == FieldDescriptor.TYPE_ENUM:
        return chance.choice((0, 1, 2, 99))
    if field.type in (FieldDescriptor.TYPE_DOUBLE, FieldDescriptor.TYPE_FLOAT):
        return chance.choice((0.0, -1.0, 1e308, float("nan"), float("inf")))
    number = chance.choice(_NUMBERS)
    return abs(number) if field.type in (FieldDescriptor.TYPE_UINT32, FieldDescriptor.TYPE_UINT64) else number


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    """Change nothing, a bit, a byte more, a part lost or twice."""
    if not data:
        return data
    spoilt, at = bytearray(data), chance.randrange(len(data))
    match chance.randrange(6):
        case 0:
            spoilt[at] ^= 1 << chance.randrange(8)
        case 1:
            spoilt[at:at] = chance.randbytes(chance.randint(1, 9))
        case 2:
            del spoilt[at:]
        case 3:
            spoilt += spoilt[at:]
        case 4:
            spoilt[at] = 0xFF
    return bytes(spoilt)


def send(channel: grpc.Channel, messages: Iterator[Malformed], most_seconds: float = 30.0) -> Counter[grpc.StatusCode]:
    """Send ``messages``, one after the other, and return how they were answered."""
    told: Counter[grpc.StatusCode] = Counter()
    for method, data in messages:
        call: grpc.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(method)
        try:
            call(data, timeout=most_seconds)
        except grpc.RpcError as error:
            told[error.code()] += 1
        else:
            told[grpc.StatusCode.OK] += 1
    return told
