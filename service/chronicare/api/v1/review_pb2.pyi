from chronicare.api.v1 import decision_pb2 as _decision_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReviewStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVIEW_STATUS_UNSPECIFIED: _ClassVar[ReviewStatus]
    REVIEW_STATUS_CONTINUES: _ClassVar[ReviewStatus]
    REVIEW_STATUS_ENDS: _ClassVar[ReviewStatus]
    REVIEW_STATUS_UNDECIDED: _ClassVar[ReviewStatus]
REVIEW_STATUS_UNSPECIFIED: ReviewStatus
REVIEW_STATUS_CONTINUES: ReviewStatus
REVIEW_STATUS_ENDS: ReviewStatus
REVIEW_STATUS_UNDECIDED: ReviewStatus

class ExistingRecognition(_message.Message):
    __slots__ = ("disease_code", "start_date", "last_review_date")
    DISEASE_CODE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    LAST_REVIEW_DATE_FIELD_NUMBER: _ClassVar[int]
    disease_code: str
    start_date: str
    last_review_date: str
    def __init__(self, disease_code: _Optional[str] = ..., start_date: _Optional[str] = ..., last_review_date: _Optional[str] = ...) -> None: ...

class EndingEvent(_message.Message):
    __slots__ = ("id", "name", "truth", "source")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TRUTH_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    truth: _decision_pb2.Truth
    source: _decision_pb2.Source
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., truth: _Optional[_Union[_decision_pb2.Truth, str]] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ...) -> None: ...

class Review(_message.Message):
    __slots__ = ("recognition", "status", "causes", "summary", "valid_until", "has_lapsed", "next_review_date", "ending_events", "ended_by", "to_continue", "to_end")
    RECOGNITION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CAUSES_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    HAS_LAPSED_FIELD_NUMBER: _ClassVar[int]
    NEXT_REVIEW_DATE_FIELD_NUMBER: _ClassVar[int]
    ENDING_EVENTS_FIELD_NUMBER: _ClassVar[int]
    ENDED_BY_FIELD_NUMBER: _ClassVar[int]
    TO_CONTINUE_FIELD_NUMBER: _ClassVar[int]
    TO_END_FIELD_NUMBER: _ClassVar[int]
    recognition: ExistingRecognition
    status: ReviewStatus
    causes: _containers.RepeatedScalarFieldContainer[_decision_pb2.UndecidedCause]
    summary: str
    valid_until: str
    has_lapsed: bool
    next_review_date: str
    ending_events: _containers.RepeatedCompositeFieldContainer[EndingEvent]
    ended_by: _containers.RepeatedScalarFieldContainer[str]
    to_continue: _decision_pb2.MissingEvidence
    to_end: _decision_pb2.MissingEvidence
    def __init__(self, recognition: _Optional[_Union[ExistingRecognition, _Mapping]] = ..., status: _Optional[_Union[ReviewStatus, str]] = ..., causes: _Optional[_Iterable[_Union[_decision_pb2.UndecidedCause, str]]] = ..., summary: _Optional[str] = ..., valid_until: _Optional[str] = ..., has_lapsed: _Optional[bool] = ..., next_review_date: _Optional[str] = ..., ending_events: _Optional[_Iterable[_Union[EndingEvent, _Mapping]]] = ..., ended_by: _Optional[_Iterable[str]] = ..., to_continue: _Optional[_Union[_decision_pb2.MissingEvidence, _Mapping]] = ..., to_end: _Optional[_Union[_decision_pb2.MissingEvidence, _Mapping]] = ...) -> None: ...
