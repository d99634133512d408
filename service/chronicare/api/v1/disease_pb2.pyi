from chronicare.api.v1 import decision_pb2 as _decision_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ValueKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VALUE_KIND_UNSPECIFIED: _ClassVar[ValueKind]
    VALUE_KIND_NUMBER: _ClassVar[ValueKind]
    VALUE_KIND_YES_NO: _ClassVar[ValueKind]
    VALUE_KIND_LEVEL: _ClassVar[ValueKind]
    VALUE_KIND_CODE: _ClassVar[ValueKind]
    VALUE_KIND_DATE: _ClassVar[ValueKind]
    VALUE_KIND_COUNT: _ClassVar[ValueKind]
    VALUE_KIND_TITRE: _ClassVar[ValueKind]
    VALUE_KIND_AGE: _ClassVar[ValueKind]
    VALUE_KIND_COMPOUND: _ClassVar[ValueKind]
VALUE_KIND_UNSPECIFIED: ValueKind
VALUE_KIND_NUMBER: ValueKind
VALUE_KIND_YES_NO: ValueKind
VALUE_KIND_LEVEL: ValueKind
VALUE_KIND_CODE: ValueKind
VALUE_KIND_DATE: ValueKind
VALUE_KIND_COUNT: ValueKind
VALUE_KIND_TITRE: ValueKind
VALUE_KIND_AGE: ValueKind
VALUE_KIND_COMPOUND: ValueKind

class Disease(_message.Message):
    __slots__ = ("disease_code", "aliases", "name", "parent_code", "parent_name", "disease_class", "review_months", "review_basis", "ends_when")
    DISEASE_CODE_FIELD_NUMBER: _ClassVar[int]
    ALIASES_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARENT_CODE_FIELD_NUMBER: _ClassVar[int]
    PARENT_NAME_FIELD_NUMBER: _ClassVar[int]
    DISEASE_CLASS_FIELD_NUMBER: _ClassVar[int]
    REVIEW_MONTHS_FIELD_NUMBER: _ClassVar[int]
    REVIEW_BASIS_FIELD_NUMBER: _ClassVar[int]
    ENDS_WHEN_FIELD_NUMBER: _ClassVar[int]
    disease_code: str
    aliases: _containers.RepeatedScalarFieldContainer[str]
    name: str
    parent_code: str
    parent_name: str
    disease_class: str
    review_months: int
    review_basis: str
    ends_when: str
    def __init__(self, disease_code: _Optional[str] = ..., aliases: _Optional[_Iterable[str]] = ..., name: _Optional[str] = ..., parent_code: _Optional[str] = ..., parent_name: _Optional[str] = ..., disease_class: _Optional[str] = ..., review_months: _Optional[int] = ..., review_basis: _Optional[str] = ..., ends_when: _Optional[str] = ...) -> None: ...

class DiseaseDescription(_message.Message):
    __slots__ = ("disease", "findings", "criteria", "groups", "documents", "policy_readings", "anomalies")
    DISEASE_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    POLICY_READINGS_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    disease: Disease
    findings: _containers.RepeatedCompositeFieldContainer[FindingDescription]
    criteria: _containers.RepeatedCompositeFieldContainer[CriterionDescription]
    groups: _containers.RepeatedCompositeFieldContainer[GroupDescription]
    documents: _containers.RepeatedCompositeFieldContainer[DocumentDescription]
    policy_readings: _containers.RepeatedCompositeFieldContainer[_decision_pb2.PolicyReading]
    anomalies: _containers.RepeatedCompositeFieldContainer[_decision_pb2.Anomaly]
    def __init__(self, disease: _Optional[_Union[Disease, _Mapping]] = ..., findings: _Optional[_Iterable[_Union[FindingDescription, _Mapping]]] = ..., criteria: _Optional[_Iterable[_Union[CriterionDescription, _Mapping]]] = ..., groups: _Optional[_Iterable[_Union[GroupDescription, _Mapping]]] = ..., documents: _Optional[_Iterable[_Union[DocumentDescription, _Mapping]]] = ..., policy_readings: _Optional[_Iterable[_Union[_decision_pb2.PolicyReading, _Mapping]]] = ..., anomalies: _Optional[_Iterable[_Union[_decision_pb2.Anomaly, _Mapping]]] = ...) -> None: ...

class FindingDescription(_message.Message):
    __slots__ = ("code", "name", "question", "kind", "is_repeated", "units", "allowed_values", "lowest", "highest", "attester", "needs_reference_range", "components", "criteria", "aliases", "loinc_code", "usual_value", "stands_for", "site", "declared_code")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    IS_REPEATED_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_VALUES_FIELD_NUMBER: _ClassVar[int]
    LOWEST_FIELD_NUMBER: _ClassVar[int]
    HIGHEST_FIELD_NUMBER: _ClassVar[int]
    ATTESTER_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REFERENCE_RANGE_FIELD_NUMBER: _ClassVar[int]
    COMPONENTS_FIELD_NUMBER: _ClassVar[int]
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    ALIASES_FIELD_NUMBER: _ClassVar[int]
    LOINC_CODE_FIELD_NUMBER: _ClassVar[int]
    USUAL_VALUE_FIELD_NUMBER: _ClassVar[int]
    STANDS_FOR_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    DECLARED_CODE_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    question: str
    kind: ValueKind
    is_repeated: bool
    units: _containers.RepeatedScalarFieldContainer[str]
    allowed_values: _containers.RepeatedCompositeFieldContainer[AllowedValue]
    lowest: str
    highest: str
    attester: str
    needs_reference_range: bool
    components: _containers.RepeatedCompositeFieldContainer[FindingDescription]
    criteria: _containers.RepeatedScalarFieldContainer[str]
    aliases: _containers.RepeatedScalarFieldContainer[str]
    loinc_code: str
    usual_value: str
    stands_for: str
    site: str
    declared_code: str
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., question: _Optional[str] = ..., kind: _Optional[_Union[ValueKind, str]] = ..., is_repeated: _Optional[bool] = ..., units: _Optional[_Iterable[str]] = ..., allowed_values: _Optional[_Iterable[_Union[AllowedValue, _Mapping]]] = ..., lowest: _Optional[str] = ..., highest: _Optional[str] = ..., attester: _Optional[str] = ..., needs_reference_range: _Optional[bool] = ..., components: _Optional[_Iterable[_Union[FindingDescription, _Mapping]]] = ..., criteria: _Optional[_Iterable[str]] = ..., aliases: _Optional[_Iterable[str]] = ..., loinc_code: _Optional[str] = ..., usual_value: _Optional[str] = ..., stands_for: _Optional[str] = ..., site: _Optional[str] = ..., declared_code: _Optional[str] = ...) -> None: ...

class AllowedValue(_message.Message):
    __slots__ = ("value", "name")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    value: str
    name: str
    def __init__(self, value: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class CriterionDescription(_message.Message):
    __slots__ = ("id", "finding", "test", "use", "points", "source", "description")
    ID_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    TEST_FIELD_NUMBER: _ClassVar[int]
    USE_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    finding: str
    test: str
    use: str
    points: int
    source: _decision_pb2.Source
    description: str
    def __init__(self, id: _Optional[str] = ..., finding: _Optional[str] = ..., test: _Optional[str] = ..., use: _Optional[str] = ..., points: _Optional[int] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ..., description: _Optional[str] = ...) -> None: ...

class GroupDescription(_message.Message):
    __slots__ = ("id", "name", "needs", "members", "switch", "reading", "source")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NEEDS_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    SWITCH_FIELD_NUMBER: _ClassVar[int]
    READING_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    needs: str
    members: _containers.RepeatedScalarFieldContainer[str]
    switch: str
    reading: str
    source: _decision_pb2.Source
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., needs: _Optional[str] = ..., members: _Optional[_Iterable[str]] = ..., switch: _Optional[str] = ..., reading: _Optional[str] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ...) -> None: ...

class DocumentDescription(_message.Message):
    __slots__ = ("code", "name", "issuer", "only_if", "source")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    ONLY_IF_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    issuer: str
    only_if: _containers.RepeatedScalarFieldContainer[str]
    source: _decision_pb2.Source
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., issuer: _Optional[str] = ..., only_if: _Optional[_Iterable[str]] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ...) -> None: ...
