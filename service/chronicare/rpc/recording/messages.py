"""The messages in entries of decisions, read again."""

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from chronicare.api.v1 import benefit_service_pb2, recognition_service_pb2
from chronicare.records.entry import Entry

METHODS: dict[str, MethodDescriptor] = {
    method.name: method
    for file in (recognition_service_pb2.DESCRIPTOR, benefit_service_pb2.DESCRIPTOR)
    for service in file.services_by_name.values()
    for method in service.methods
}
"""Every method that decides something, and others, by name."""


def read_request(entry: Entry) -> Message:
    """Return the request of a decision as it was answered. Raises ValueError."""
    return _read(METHODS[entry.head["method"]].input_type, entry.request)


def read_answer(entry: Entry) -> Message:
    """Return the answer of a decision as it was recorded. Raises ValueError."""
    return _read(METHODS[entry.head["method"]].output_type, entry.answer)


def _read(kind: object, data: bytes) -> Message:
    try:
        return GetMessageClass(kind).FromString(data)  # type: ignore[arg-type] # a descriptor
    except DecodeError as error:
        raise ValueError("the bytes are no message of the method") from error
