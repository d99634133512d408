from chronicare.api.v1 import decision_pb2 as _decision_pb2
from chronicare.api.v1 import disease_pb2 as _disease_pb2
from chronicare.api.v1 import error_reason_pb2 as _error_reason_pb2
from chronicare.api.v1 import finding_pb2 as _finding_pb2
from chronicare.api.v1 import review_pb2 as _review_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Detail(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DETAIL_UNSPECIFIED: _ClassVar[Detail]
    DETAIL_OUTCOME: _ClassVar[Detail]
    DETAIL_REASONS: _ClassVar[Detail]
    DETAIL_TRACE: _ClassVar[Detail]
DETAIL_UNSPECIFIED: Detail
DETAIL_OUTCOME: Detail
DETAIL_REASONS: Detail
DETAIL_TRACE: Detail

class ReleaseInfo(_message.Message):
    __slots__ = ("name", "digest", "version")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    name: str
    digest: str
    version: str
    def __init__(self, name: _Optional[str] = ..., digest: _Optional[str] = ..., version: _Optional[str] = ...) -> None: ...

class CheckRecognitionRequest(_message.Message):
    __slots__ = ("area_code", "release", "request_id", "as_of_date", "disease_codes", "person", "findings", "complete_findings", "documents", "detail", "language_code", "record_complete", "readings", "ignore_unknown")
    class ReadingsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AS_OF_DATE_FIELD_NUMBER: _ClassVar[int]
    DISEASE_CODES_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FINDINGS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    IGNORE_UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    request_id: str
    as_of_date: str
    disease_codes: _containers.RepeatedScalarFieldContainer[str]
    person: _finding_pb2.Person
    findings: _containers.RepeatedCompositeFieldContainer[_finding_pb2.ReportedFinding]
    complete_findings: _containers.RepeatedScalarFieldContainer[str]
    documents: _containers.RepeatedScalarFieldContainer[str]
    detail: Detail
    language_code: str
    record_complete: bool
    readings: _containers.ScalarMap[str, str]
    ignore_unknown: bool
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., request_id: _Optional[str] = ..., as_of_date: _Optional[str] = ..., disease_codes: _Optional[_Iterable[str]] = ..., person: _Optional[_Union[_finding_pb2.Person, _Mapping]] = ..., findings: _Optional[_Iterable[_Union[_finding_pb2.ReportedFinding, _Mapping]]] = ..., complete_findings: _Optional[_Iterable[str]] = ..., documents: _Optional[_Iterable[str]] = ..., detail: _Optional[_Union[Detail, str]] = ..., language_code: _Optional[str] = ..., record_complete: _Optional[bool] = ..., readings: _Optional[_Mapping[str, str]] = ..., ignore_unknown: _Optional[bool] = ...) -> None: ...

class CheckRecognitionResponse(_message.Message):
    __slots__ = ("request_id", "release", "decisions", "ignored", "ignored_total", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    IGNORED_FIELD_NUMBER: _ClassVar[int]
    IGNORED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    release: ReleaseInfo
    decisions: _containers.RepeatedCompositeFieldContainer[_decision_pb2.Decision]
    ignored: _containers.RepeatedCompositeFieldContainer[_finding_pb2.IgnoredItem]
    ignored_total: int
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., release: _Optional[_Union[ReleaseInfo, _Mapping]] = ..., decisions: _Optional[_Iterable[_Union[_decision_pb2.Decision, _Mapping]]] = ..., ignored: _Optional[_Iterable[_Union[_finding_pb2.IgnoredItem, _Mapping]]] = ..., ignored_total: _Optional[int] = ..., record_id: _Optional[str] = ...) -> None: ...

class ScreenRecognitionRequest(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: CheckRecognitionRequest
    def __init__(self, request: _Optional[_Union[CheckRecognitionRequest, _Mapping]] = ...) -> None: ...

class ScreenRecognitionResponse(_message.Message):
    __slots__ = ("request_id", "release", "decisions", "untouched", "ignored", "ignored_total", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    UNTOUCHED_FIELD_NUMBER: _ClassVar[int]
    IGNORED_FIELD_NUMBER: _ClassVar[int]
    IGNORED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    release: ReleaseInfo
    decisions: _containers.RepeatedCompositeFieldContainer[_decision_pb2.Decision]
    untouched: _containers.RepeatedCompositeFieldContainer[UntouchedDisease]
    ignored: _containers.RepeatedCompositeFieldContainer[_finding_pb2.IgnoredItem]
    ignored_total: int
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., release: _Optional[_Union[ReleaseInfo, _Mapping]] = ..., decisions: _Optional[_Iterable[_Union[_decision_pb2.Decision, _Mapping]]] = ..., untouched: _Optional[_Iterable[_Union[UntouchedDisease, _Mapping]]] = ..., ignored: _Optional[_Iterable[_Union[_finding_pb2.IgnoredItem, _Mapping]]] = ..., ignored_total: _Optional[int] = ..., record_id: _Optional[str] = ...) -> None: ...

class UntouchedDisease(_message.Message):
    __slots__ = ("disease_code", "disease_name", "outcome")
    DISEASE_CODE_FIELD_NUMBER: _ClassVar[int]
    DISEASE_NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    disease_code: str
    disease_name: str
    outcome: _decision_pb2.Outcome
    def __init__(self, disease_code: _Optional[str] = ..., disease_name: _Optional[str] = ..., outcome: _Optional[_Union[_decision_pb2.Outcome, str]] = ...) -> None: ...

class BatchCheckRecognitionRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[CheckRecognitionRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[CheckRecognitionRequest, _Mapping]]] = ...) -> None: ...

class BatchCheckRecognitionResponse(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[BatchCheckRecognitionItem]
    def __init__(self, items: _Optional[_Iterable[_Union[BatchCheckRecognitionItem, _Mapping]]] = ...) -> None: ...

class BatchCheckRecognitionItem(_message.Message):
    __slots__ = ("response", "error")
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    response: CheckRecognitionResponse
    error: _error_reason_pb2.RequestError
    def __init__(self, response: _Optional[_Union[CheckRecognitionResponse, _Mapping]] = ..., error: _Optional[_Union[_error_reason_pb2.RequestError, _Mapping]] = ...) -> None: ...

class StreamCheckRecognitionRequest(_message.Message):
    __slots__ = ("item_id", "request")
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    item_id: str
    request: CheckRecognitionRequest
    def __init__(self, item_id: _Optional[str] = ..., request: _Optional[_Union[CheckRecognitionRequest, _Mapping]] = ...) -> None: ...

class StreamCheckRecognitionResponse(_message.Message):
    __slots__ = ("item_id", "response", "error")
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    item_id: str
    response: CheckRecognitionResponse
    error: _error_reason_pb2.RequestError
    def __init__(self, item_id: _Optional[str] = ..., response: _Optional[_Union[CheckRecognitionResponse, _Mapping]] = ..., error: _Optional[_Union[_error_reason_pb2.RequestError, _Mapping]] = ...) -> None: ...

class ReviewRecognitionRequest(_message.Message):
    __slots__ = ("area_code", "release", "request_id", "as_of_date", "recognition", "person", "findings", "complete_findings", "documents", "detail", "language_code", "record_complete", "readings", "ignore_unknown")
    class ReadingsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AS_OF_DATE_FIELD_NUMBER: _ClassVar[int]
    RECOGNITION_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FINDINGS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    IGNORE_UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    request_id: str
    as_of_date: str
    recognition: _review_pb2.ExistingRecognition
    person: _finding_pb2.Person
    findings: _containers.RepeatedCompositeFieldContainer[_finding_pb2.ReportedFinding]
    complete_findings: _containers.RepeatedScalarFieldContainer[str]
    documents: _containers.RepeatedScalarFieldContainer[str]
    detail: Detail
    language_code: str
    record_complete: bool
    readings: _containers.ScalarMap[str, str]
    ignore_unknown: bool
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., request_id: _Optional[str] = ..., as_of_date: _Optional[str] = ..., recognition: _Optional[_Union[_review_pb2.ExistingRecognition, _Mapping]] = ..., person: _Optional[_Union[_finding_pb2.Person, _Mapping]] = ..., findings: _Optional[_Iterable[_Union[_finding_pb2.ReportedFinding, _Mapping]]] = ..., complete_findings: _Optional[_Iterable[str]] = ..., documents: _Optional[_Iterable[str]] = ..., detail: _Optional[_Union[Detail, str]] = ..., language_code: _Optional[str] = ..., record_complete: _Optional[bool] = ..., readings: _Optional[_Mapping[str, str]] = ..., ignore_unknown: _Optional[bool] = ...) -> None: ...

class ReviewRecognitionResponse(_message.Message):
    __slots__ = ("request_id", "release", "review", "decision", "ignored", "ignored_total", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    REVIEW_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    IGNORED_FIELD_NUMBER: _ClassVar[int]
    IGNORED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    release: ReleaseInfo
    review: _review_pb2.Review
    decision: _decision_pb2.Decision
    ignored: _containers.RepeatedCompositeFieldContainer[_finding_pb2.IgnoredItem]
    ignored_total: int
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., release: _Optional[_Union[ReleaseInfo, _Mapping]] = ..., review: _Optional[_Union[_review_pb2.Review, _Mapping]] = ..., decision: _Optional[_Union[_decision_pb2.Decision, _Mapping]] = ..., ignored: _Optional[_Iterable[_Union[_finding_pb2.IgnoredItem, _Mapping]]] = ..., ignored_total: _Optional[int] = ..., record_id: _Optional[str] = ...) -> None: ...

class DescribeDiseaseRequest(_message.Message):
    __slots__ = ("area_code", "release", "as_of_date", "disease_code", "language_code")
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_DATE_FIELD_NUMBER: _ClassVar[int]
    DISEASE_CODE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    as_of_date: str
    disease_code: str
    language_code: str
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., as_of_date: _Optional[str] = ..., disease_code: _Optional[str] = ..., language_code: _Optional[str] = ...) -> None: ...

class DescribeDiseaseResponse(_message.Message):
    __slots__ = ("release", "description")
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    release: ReleaseInfo
    description: _disease_pb2.DiseaseDescription
    def __init__(self, release: _Optional[_Union[ReleaseInfo, _Mapping]] = ..., description: _Optional[_Union[_disease_pb2.DiseaseDescription, _Mapping]] = ...) -> None: ...

class ListDiseasesRequest(_message.Message):
    __slots__ = ("area_code", "release", "as_of_date", "language_code", "page_size", "page_token")
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_DATE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    as_of_date: str
    language_code: str
    page_size: int
    page_token: str
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., as_of_date: _Optional[str] = ..., language_code: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDiseasesResponse(_message.Message):
    __slots__ = ("release", "diseases", "next_page_token", "total_count")
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    DISEASES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    release: ReleaseInfo
    diseases: _containers.RepeatedCompositeFieldContainer[_disease_pb2.Disease]
    next_page_token: str
    total_count: int
    def __init__(self, release: _Optional[_Union[ReleaseInfo, _Mapping]] = ..., diseases: _Optional[_Iterable[_Union[_disease_pb2.Disease, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_count: _Optional[int] = ...) -> None: ...
