"""A client of the chronicare service: requests and values as Python has them, errors with their reasons.

::

    with Client("127.0.0.1:50051") as client:
        findings = [{"finding": "空腹血糖", "value": 7.2, "unit": "mmol/L"}]
        answer = client.call("CheckRecognition", {"area_code": "511900", "findings": findings, …})
"""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf import json_format, struct_pb2
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from chronicare.api.v1 import benefit_service_pb2, recognition_service_pb2, rule_set_service_pb2

Plain = None | bool | float | str | Sequence["Plain"] | Mapping[str, "Plain"]
"""A value as Python has it."""

_MAX_ANSWER_BYTES = 64 * 1024 * 1024
_METHODS: Mapping[str, MethodDescriptor] = {
    method.name: method
    for module in (recognition_service_pb2, benefit_service_pb2, rule_set_service_pb2)
    for service in module.DESCRIPTOR.services_by_name.values()
    for method in service.methods
    if not method.client_streaming
}


class CallError(Exception):
    """Why a call has no answer. Go by ``reason``, not by the words.

    ``violations`` are (field, code, description); after ``retry_seconds`` (``None``: never) it is worth trying again.
    """

    def __init__(self, error: grpc.RpcError) -> None:
        """Read the details of ``error``."""
        call: Any = error
        super().__init__(call.details())
        self.code: grpc.StatusCode = call.code()
        self.reason = ""
        self.metadata: dict[str, str] = {}
        self.violations: list[tuple[str, str, str]] = []
        self.retry_seconds: int | None = None
        status = rpc_status.from_call(call)
        for detail in status.details if status is not None else ():
            info, fields, advice = (
                error_details_pb2.ErrorInfo(),
                error_details_pb2.BadRequest(),
                error_details_pb2.RetryInfo(),
            )
            if detail.Unpack(info):
                self.reason, self.metadata = info.reason, dict(info.metadata)
            elif detail.Unpack(fields):
                self.violations = [(each.field, each.reason, each.description) for each in fields.field_violations]
            elif detail.Unpack(advice):
                self.retry_seconds = advice.retry_delay.seconds


class Client:
    """A connection to the service at ``address``."""

    def __init__(
        self,
        address: str,
        credentials: grpc.ChannelCredentials | None = None,
        token: str | None = None,
        timeout_seconds: float = 30.0,
    ) -> None:
        """Connect when the first call is made; in plain text without ``credentials``."""
        options = [("grpc.max_receive_message_length", _MAX_ANSWER_BYTES)]
        self._channel = (
            grpc.insecure_channel(address, options)
            if credentials is None
            else grpc.secure_channel(address, credentials, options)
        )
        self._metadata = () if token is None else (("authorization", f"Bearer {token}"),)
        self._timeout = timeout_seconds

    def call(self, method: str, request: Mapping[str, Any] | Message) -> Any:  # noqa: ANN401 - the method's response
        """Return the answer of ``method``, a message, to ``request``: a message, or what it is in JSON.

        Raises CallError; KeyError for a method that there is not, json_format.ParseError for such a field.
        """
        described = _METHODS[method]
        service = described.containing_service
        assert service is not None  # noqa: S101 - a method is of a service
        sent = request if isinstance(request, Message) else self.request(method, request)
        stub: Any = self._channel.unary_unary(
            f"/{service.full_name}/{method}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=GetMessageClass(described.output_type).FromString,
        )
        try:
            return stub(sent, timeout=self._timeout, metadata=self._metadata)
        except grpc.RpcError as error:
            raise CallError(error) from error

    @staticmethod
    def request(method: str, written: Mapping[str, Any]) -> Message:
        """Make the request of ``method`` of what it is in JSON."""
        message: Message = GetMessageClass(_METHODS[method].input_type)()
        return json_format.ParseDict(dict(written), message)

    def close(self) -> None:
        """Let go of the connection."""
        self._channel.close()

    def __enter__(self) -> Self:
        """Be closed when the block ends."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def value(plain: Plain) -> struct_pb2.Value:
    """Make the value of a finding: ``findings.add(finding="空腹血糖").value.CopyFrom(value(7.2))``."""
    written: Any = plain
    return json_format.ParseDict(written, struct_pb2.Value())


def plain(message: struct_pb2.Value) -> Plain:
    """Return what a value says."""
    said: Plain = json_format.MessageToDict(message)
    return said
