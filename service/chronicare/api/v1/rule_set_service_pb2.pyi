from chronicare.api.v1 import recognition_service_pb2 as _recognition_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AreaStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AREA_STATUS_UNSPECIFIED: _ClassVar[AreaStatus]
    AREA_STATUS_IN_FORCE: _ClassVar[AreaStatus]
    AREA_STATUS_EARLIER_IN_FORCE: _ClassVar[AreaStatus]
    AREA_STATUS_NOT_IN_FORCE: _ClassVar[AreaStatus]
AREA_STATUS_UNSPECIFIED: AreaStatus
AREA_STATUS_IN_FORCE: AreaStatus
AREA_STATUS_EARLIER_IN_FORCE: AreaStatus
AREA_STATUS_NOT_IN_FORCE: AreaStatus

class ListAreasRequest(_message.Message):
    __slots__ = ("request_id", "language_code")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    language_code: str
    def __init__(self, request_id: _Optional[str] = ..., language_code: _Optional[str] = ...) -> None: ...

class ListAreasResponse(_message.Message):
    __slots__ = ("request_id", "areas")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AREAS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    areas: _containers.RepeatedCompositeFieldContainer[Area]
    def __init__(self, request_id: _Optional[str] = ..., areas: _Optional[_Iterable[_Union[Area, _Mapping]]] = ...) -> None: ...

class Area(_message.Message):
    __slots__ = ("area_code", "name", "status", "problem_count", "release", "effective_from", "effective_until", "layers", "documents", "disease_count", "covered", "settles_bills", "term_count", "open_switch_count", "awaiting_ruling_count", "anomaly_count")
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_COUNT_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_UNTIL_FIELD_NUMBER: _ClassVar[int]
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    DISEASE_COUNT_FIELD_NUMBER: _ClassVar[int]
    COVERED_FIELD_NUMBER: _ClassVar[int]
    SETTLES_BILLS_FIELD_NUMBER: _ClassVar[int]
    TERM_COUNT_FIELD_NUMBER: _ClassVar[int]
    OPEN_SWITCH_COUNT_FIELD_NUMBER: _ClassVar[int]
    AWAITING_RULING_COUNT_FIELD_NUMBER: _ClassVar[int]
    ANOMALY_COUNT_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    name: str
    status: AreaStatus
    problem_count: int
    release: _recognition_service_pb2.ReleaseInfo
    effective_from: str
    effective_until: str
    layers: _containers.RepeatedScalarFieldContainer[str]
    documents: _containers.RepeatedCompositeFieldContainer[SourceDocument]
    disease_count: int
    covered: _containers.RepeatedScalarFieldContainer[str]
    settles_bills: bool
    term_count: int
    open_switch_count: int
    awaiting_ruling_count: int
    anomaly_count: int
    def __init__(self, area_code: _Optional[str] = ..., name: _Optional[str] = ..., status: _Optional[_Union[AreaStatus, str]] = ..., problem_count: _Optional[int] = ..., release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., effective_from: _Optional[str] = ..., effective_until: _Optional[str] = ..., layers: _Optional[_Iterable[str]] = ..., documents: _Optional[_Iterable[_Union[SourceDocument, _Mapping]]] = ..., disease_count: _Optional[int] = ..., covered: _Optional[_Iterable[str]] = ..., settles_bills: _Optional[bool] = ..., term_count: _Optional[int] = ..., open_switch_count: _Optional[int] = ..., awaiting_ruling_count: _Optional[int] = ..., anomaly_count: _Optional[int] = ...) -> None: ...

class SourceDocument(_message.Message):
    __slots__ = ("id", "title", "publisher", "edition", "sha256")
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    PUBLISHER_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    id: str
    title: str
    publisher: str
    edition: str
    sha256: str
    def __init__(self, id: _Optional[str] = ..., title: _Optional[str] = ..., publisher: _Optional[str] = ..., edition: _Optional[str] = ..., sha256: _Optional[str] = ...) -> None: ...
