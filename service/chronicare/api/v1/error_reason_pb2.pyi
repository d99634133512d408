from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_INVALID_REQUEST: _ClassVar[ErrorReason]
    ERROR_REASON_UNKNOWN_AREA: _ClassVar[ErrorReason]
    ERROR_REASON_UNKNOWN_RELEASE: _ClassVar[ErrorReason]
    ERROR_REASON_NOT_IN_FORCE: _ClassVar[ErrorReason]
    ERROR_REASON_EVALUATORS_DISAGREE: _ClassVar[ErrorReason]
    ERROR_REASON_ENGINE_FAILED: _ClassVar[ErrorReason]
    ERROR_REASON_NOT_READY: _ClassVar[ErrorReason]
    ERROR_REASON_INTERNAL: _ClassVar[ErrorReason]
    ERROR_REASON_NO_BENEFITS: _ClassVar[ErrorReason]
    ERROR_REASON_TOO_MUCH: _ClassVar[ErrorReason]
    ERROR_REASON_BUSY: _ClassVar[ErrorReason]
    ERROR_REASON_QUARANTINED: _ClassVar[ErrorReason]
    ERROR_REASON_BROKEN_RULES: _ClassVar[ErrorReason]
    ERROR_REASON_UNAUTHENTICATED: _ClassVar[ErrorReason]
    ERROR_REASON_FORBIDDEN: _ClassVar[ErrorReason]
    ERROR_REASON_QUOTA_SPENT: _ClassVar[ErrorReason]
    ERROR_REASON_RECORD_UNAVAILABLE: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_INVALID_REQUEST: ErrorReason
ERROR_REASON_UNKNOWN_AREA: ErrorReason
ERROR_REASON_UNKNOWN_RELEASE: ErrorReason
ERROR_REASON_NOT_IN_FORCE: ErrorReason
ERROR_REASON_EVALUATORS_DISAGREE: ErrorReason
ERROR_REASON_ENGINE_FAILED: ErrorReason
ERROR_REASON_NOT_READY: ErrorReason
ERROR_REASON_INTERNAL: ErrorReason
ERROR_REASON_NO_BENEFITS: ErrorReason
ERROR_REASON_TOO_MUCH: ErrorReason
ERROR_REASON_BUSY: ErrorReason
ERROR_REASON_QUARANTINED: ErrorReason
ERROR_REASON_BROKEN_RULES: ErrorReason
ERROR_REASON_UNAUTHENTICATED: ErrorReason
ERROR_REASON_FORBIDDEN: ErrorReason
ERROR_REASON_QUOTA_SPENT: ErrorReason
ERROR_REASON_RECORD_UNAVAILABLE: ErrorReason

class RequestError(_message.Message):
    __slots__ = ("status_code", "reason", "message", "violations")
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    status_code: int
    reason: ErrorReason
    message: str
    violations: _containers.RepeatedCompositeFieldContainer[FieldViolation]
    def __init__(self, status_code: _Optional[int] = ..., reason: _Optional[_Union[ErrorReason, str]] = ..., message: _Optional[str] = ..., violations: _Optional[_Iterable[_Union[FieldViolation, _Mapping]]] = ...) -> None: ...

class FieldViolation(_message.Message):
    __slots__ = ("field", "code", "description")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    field: str
    code: str
    description: str
    def __init__(self, field: _Optional[str] = ..., code: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...
