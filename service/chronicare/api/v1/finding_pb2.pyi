from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReportedFinding(_message.Message):
    __slots__ = ("finding", "value", "unit", "date", "report_id", "reference_range", "attester", "any_of", "site")
    FINDING_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    REPORT_ID_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_RANGE_FIELD_NUMBER: _ClassVar[int]
    ATTESTER_FIELD_NUMBER: _ClassVar[int]
    ANY_OF_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    finding: str
    value: _struct_pb2.Value
    unit: str
    date: str
    report_id: str
    reference_range: ReferenceRange
    attester: str
    any_of: _containers.RepeatedScalarFieldContainer[str]
    site: str
    def __init__(self, finding: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., unit: _Optional[str] = ..., date: _Optional[str] = ..., report_id: _Optional[str] = ..., reference_range: _Optional[_Union[ReferenceRange, _Mapping]] = ..., attester: _Optional[str] = ..., any_of: _Optional[_Iterable[str]] = ..., site: _Optional[str] = ...) -> None: ...

class ReferenceRange(_message.Message):
    __slots__ = ("low", "high")
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    low: _struct_pb2.Value
    high: _struct_pb2.Value
    def __init__(self, low: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., high: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ...) -> None: ...

class Person(_message.Message):
    __slots__ = ("birth_date",)
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    birth_date: str
    def __init__(self, birth_date: _Optional[str] = ...) -> None: ...

class IgnoredItem(_message.Message):
    __slots__ = ("name", "path", "is_known", "nearest_names")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    IS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    NEAREST_NAMES_FIELD_NUMBER: _ClassVar[int]
    name: str
    path: str
    is_known: bool
    nearest_names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., path: _Optional[str] = ..., is_known: _Optional[bool] = ..., nearest_names: _Optional[_Iterable[str]] = ...) -> None: ...
