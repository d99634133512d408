from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OUTCOME_UNSPECIFIED: _ClassVar[Outcome]
    OUTCOME_MEETS: _ClassVar[Outcome]
    OUTCOME_DOES_NOT_MEET: _ClassVar[Outcome]
    OUTCOME_UNDECIDED: _ClassVar[Outcome]

class UndecidedCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UNDECIDED_CAUSE_UNSPECIFIED: _ClassVar[UndecidedCause]
    UNDECIDED_CAUSE_EVIDENCE: _ClassVar[UndecidedCause]
    UNDECIDED_CAUSE_POLICY: _ClassVar[UndecidedCause]

class Truth(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRUTH_UNSPECIFIED: _ClassVar[Truth]
    TRUTH_TRUE: _ClassVar[Truth]
    TRUTH_FALSE: _ClassVar[Truth]
    TRUTH_UNKNOWN: _ClassVar[Truth]

class MissingKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MISSING_KIND_UNSPECIFIED: _ClassVar[MissingKind]
    MISSING_KIND_VALUE: _ClassVar[MissingKind]
    MISSING_KIND_TIMES: _ClassVar[MissingKind]
    MISSING_KIND_DAYS: _ClassVar[MissingKind]
    MISSING_KIND_DATE: _ClassVar[MissingKind]
    MISSING_KIND_REFERENCE_RANGE: _ClassVar[MissingKind]
    MISSING_KIND_COMPLETENESS: _ClassVar[MissingKind]
    MISSING_KIND_SITE: _ClassVar[MissingKind]
OUTCOME_UNSPECIFIED: Outcome
OUTCOME_MEETS: Outcome
OUTCOME_DOES_NOT_MEET: Outcome
OUTCOME_UNDECIDED: Outcome
UNDECIDED_CAUSE_UNSPECIFIED: UndecidedCause
UNDECIDED_CAUSE_EVIDENCE: UndecidedCause
UNDECIDED_CAUSE_POLICY: UndecidedCause
TRUTH_UNSPECIFIED: Truth
TRUTH_TRUE: Truth
TRUTH_FALSE: Truth
TRUTH_UNKNOWN: Truth
MISSING_KIND_UNSPECIFIED: MissingKind
MISSING_KIND_VALUE: MissingKind
MISSING_KIND_TIMES: MissingKind
MISSING_KIND_DAYS: MissingKind
MISSING_KIND_DATE: MissingKind
MISSING_KIND_REFERENCE_RANGE: MissingKind
MISSING_KIND_COMPLETENESS: MissingKind
MISSING_KIND_SITE: MissingKind

class Decision(_message.Message):
    __slots__ = ("decision_id", "disease_code", "disease_name", "outcome", "causes", "summary", "disease_class", "as_of_date", "routes", "exclusions", "review_date", "review_months", "ends_when", "policy_readings", "criteria", "groups", "to_meet", "to_refuse", "nearest_route", "documents", "anomalies", "trace", "if_record_complete", "readings_put_in_force")
    DECISION_ID_FIELD_NUMBER: _ClassVar[int]
    DISEASE_CODE_FIELD_NUMBER: _ClassVar[int]
    DISEASE_NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    CAUSES_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    DISEASE_CLASS_FIELD_NUMBER: _ClassVar[int]
    AS_OF_DATE_FIELD_NUMBER: _ClassVar[int]
    ROUTES_FIELD_NUMBER: _ClassVar[int]
    EXCLUSIONS_FIELD_NUMBER: _ClassVar[int]
    REVIEW_DATE_FIELD_NUMBER: _ClassVar[int]
    REVIEW_MONTHS_FIELD_NUMBER: _ClassVar[int]
    ENDS_WHEN_FIELD_NUMBER: _ClassVar[int]
    POLICY_READINGS_FIELD_NUMBER: _ClassVar[int]
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    TO_MEET_FIELD_NUMBER: _ClassVar[int]
    TO_REFUSE_FIELD_NUMBER: _ClassVar[int]
    NEAREST_ROUTE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TRACE_FIELD_NUMBER: _ClassVar[int]
    IF_RECORD_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    READINGS_PUT_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    decision_id: str
    disease_code: str
    disease_name: str
    outcome: Outcome
    causes: _containers.RepeatedScalarFieldContainer[UndecidedCause]
    summary: str
    disease_class: str
    as_of_date: str
    routes: _containers.RepeatedScalarFieldContainer[str]
    exclusions: _containers.RepeatedScalarFieldContainer[str]
    review_date: str
    review_months: int
    ends_when: str
    policy_readings: _containers.RepeatedCompositeFieldContainer[PolicyReading]
    criteria: _containers.RepeatedCompositeFieldContainer[CriterionResult]
    groups: _containers.RepeatedCompositeFieldContainer[GroupResult]
    to_meet: MissingEvidence
    to_refuse: MissingEvidence
    nearest_route: NearestRoute
    documents: _containers.RepeatedCompositeFieldContainer[DocumentStatus]
    anomalies: _containers.RepeatedCompositeFieldContainer[Anomaly]
    trace: _containers.RepeatedCompositeFieldContainer[FiredRule]
    if_record_complete: Outcome
    readings_put_in_force: _containers.RepeatedCompositeFieldContainer[ReadingPutInForce]
    def __init__(self, decision_id: _Optional[str] = ..., disease_code: _Optional[str] = ..., disease_name: _Optional[str] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., causes: _Optional[_Iterable[_Union[UndecidedCause, str]]] = ..., summary: _Optional[str] = ..., disease_class: _Optional[str] = ..., as_of_date: _Optional[str] = ..., routes: _Optional[_Iterable[str]] = ..., exclusions: _Optional[_Iterable[str]] = ..., review_date: _Optional[str] = ..., review_months: _Optional[int] = ..., ends_when: _Optional[str] = ..., policy_readings: _Optional[_Iterable[_Union[PolicyReading, _Mapping]]] = ..., criteria: _Optional[_Iterable[_Union[CriterionResult, _Mapping]]] = ..., groups: _Optional[_Iterable[_Union[GroupResult, _Mapping]]] = ..., to_meet: _Optional[_Union[MissingEvidence, _Mapping]] = ..., to_refuse: _Optional[_Union[MissingEvidence, _Mapping]] = ..., nearest_route: _Optional[_Union[NearestRoute, _Mapping]] = ..., documents: _Optional[_Iterable[_Union[DocumentStatus, _Mapping]]] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, _Mapping]]] = ..., trace: _Optional[_Iterable[_Union[FiredRule, _Mapping]]] = ..., if_record_complete: _Optional[_Union[Outcome, str]] = ..., readings_put_in_force: _Optional[_Iterable[_Union[ReadingPutInForce, _Mapping]]] = ...) -> None: ...

class Source(_message.Message):
    __slots__ = ("document", "place", "clause", "correction", "row", "citation")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    CITATION_FIELD_NUMBER: _ClassVar[int]
    document: str
    place: str
    clause: str
    correction: str
    row: str
    citation: str
    def __init__(self, document: _Optional[str] = ..., place: _Optional[str] = ..., clause: _Optional[str] = ..., correction: _Optional[str] = ..., row: _Optional[str] = ..., citation: _Optional[str] = ...) -> None: ...

class CriterionResult(_message.Message):
    __slots__ = ("id", "truth", "finding", "finding_name", "test", "use", "values", "distance", "source", "anomaly_ids", "description", "site", "is_of_other_reading")
    ID_FIELD_NUMBER: _ClassVar[int]
    TRUTH_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    FINDING_NAME_FIELD_NUMBER: _ClassVar[int]
    TEST_FIELD_NUMBER: _ClassVar[int]
    USE_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ANOMALY_IDS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    IS_OF_OTHER_READING_FIELD_NUMBER: _ClassVar[int]
    id: str
    truth: Truth
    finding: str
    finding_name: str
    test: str
    use: str
    values: _containers.RepeatedCompositeFieldContainer[UsedValue]
    distance: str
    source: Source
    anomaly_ids: _containers.RepeatedScalarFieldContainer[str]
    description: str
    site: str
    is_of_other_reading: bool
    def __init__(self, id: _Optional[str] = ..., truth: _Optional[_Union[Truth, str]] = ..., finding: _Optional[str] = ..., finding_name: _Optional[str] = ..., test: _Optional[str] = ..., use: _Optional[str] = ..., values: _Optional[_Iterable[_Union[UsedValue, _Mapping]]] = ..., distance: _Optional[str] = ..., source: _Optional[_Union[Source, _Mapping]] = ..., anomaly_ids: _Optional[_Iterable[str]] = ..., description: _Optional[str] = ..., site: _Optional[str] = ..., is_of_other_reading: _Optional[bool] = ...) -> None: ...

class UsedValue(_message.Message):
    __slots__ = ("given", "normalised", "date", "report_id", "attester", "passes", "in_test_unit", "description", "site")
    GIVEN_FIELD_NUMBER: _ClassVar[int]
    NORMALISED_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    REPORT_ID_FIELD_NUMBER: _ClassVar[int]
    ATTESTER_FIELD_NUMBER: _ClassVar[int]
    PASSES_FIELD_NUMBER: _ClassVar[int]
    IN_TEST_UNIT_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    given: str
    normalised: str
    date: str
    report_id: str
    attester: str
    passes: Truth
    in_test_unit: str
    description: str
    site: str
    def __init__(self, given: _Optional[str] = ..., normalised: _Optional[str] = ..., date: _Optional[str] = ..., report_id: _Optional[str] = ..., attester: _Optional[str] = ..., passes: _Optional[_Union[Truth, str]] = ..., in_test_unit: _Optional[str] = ..., description: _Optional[str] = ..., site: _Optional[str] = ...) -> None: ...

class GroupResult(_message.Message):
    __slots__ = ("id", "truth", "needs", "members", "source", "name", "site")
    ID_FIELD_NUMBER: _ClassVar[int]
    TRUTH_FIELD_NUMBER: _ClassVar[int]
    NEEDS_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    id: str
    truth: Truth
    needs: str
    members: _containers.RepeatedScalarFieldContainer[str]
    source: Source
    name: str
    site: str
    def __init__(self, id: _Optional[str] = ..., truth: _Optional[_Union[Truth, str]] = ..., needs: _Optional[str] = ..., members: _Optional[_Iterable[str]] = ..., source: _Optional[_Union[Source, _Mapping]] = ..., name: _Optional[str] = ..., site: _Optional[str] = ...) -> None: ...

class MissingEvidence(_message.Message):
    __slots__ = ("sets", "total_count", "is_lower_bound")
    SETS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    IS_LOWER_BOUND_FIELD_NUMBER: _ClassVar[int]
    sets: _containers.RepeatedCompositeFieldContainer[EvidenceSet]
    total_count: int
    is_lower_bound: bool
    def __init__(self, sets: _Optional[_Iterable[_Union[EvidenceSet, _Mapping]]] = ..., total_count: _Optional[int] = ..., is_lower_bound: _Optional[bool] = ...) -> None: ...

class EvidenceSet(_message.Message):
    __slots__ = ("choices",)
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    choices: _containers.RepeatedCompositeFieldContainer[EvidenceChoice]
    def __init__(self, choices: _Optional[_Iterable[_Union[EvidenceChoice, _Mapping]]] = ...) -> None: ...

class EvidenceChoice(_message.Message):
    __slots__ = ("count", "findings", "names", "items")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    count: int
    findings: _containers.RepeatedScalarFieldContainer[str]
    names: _containers.RepeatedScalarFieldContainer[str]
    items: _containers.RepeatedCompositeFieldContainer[MissingItem]
    def __init__(self, count: _Optional[int] = ..., findings: _Optional[_Iterable[str]] = ..., names: _Optional[_Iterable[str]] = ..., items: _Optional[_Iterable[_Union[MissingItem, _Mapping]]] = ...) -> None: ...

class MissingItem(_message.Message):
    __slots__ = ("kind", "count", "wanted", "question", "description", "site")
    KIND_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    WANTED_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    kind: MissingKind
    count: int
    wanted: str
    question: str
    description: str
    site: str
    def __init__(self, kind: _Optional[_Union[MissingKind, str]] = ..., count: _Optional[int] = ..., wanted: _Optional[str] = ..., question: _Optional[str] = ..., description: _Optional[str] = ..., site: _Optional[str] = ...) -> None: ...

class NearestRoute(_message.Message):
    __slots__ = ("route", "failing_criteria", "exclusions", "untested_criteria", "equally_near", "tallies")
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    FAILING_CRITERIA_FIELD_NUMBER: _ClassVar[int]
    EXCLUSIONS_FIELD_NUMBER: _ClassVar[int]
    UNTESTED_CRITERIA_FIELD_NUMBER: _ClassVar[int]
    EQUALLY_NEAR_FIELD_NUMBER: _ClassVar[int]
    TALLIES_FIELD_NUMBER: _ClassVar[int]
    route: str
    failing_criteria: _containers.RepeatedScalarFieldContainer[str]
    exclusions: _containers.RepeatedScalarFieldContainer[str]
    untested_criteria: _containers.RepeatedScalarFieldContainer[str]
    equally_near: _containers.RepeatedCompositeFieldContainer[EquallyNear]
    tallies: _containers.RepeatedCompositeFieldContainer[GroupTally]
    def __init__(self, route: _Optional[str] = ..., failing_criteria: _Optional[_Iterable[str]] = ..., exclusions: _Optional[_Iterable[str]] = ..., untested_criteria: _Optional[_Iterable[str]] = ..., equally_near: _Optional[_Iterable[_Union[EquallyNear, _Mapping]]] = ..., tallies: _Optional[_Iterable[_Union[GroupTally, _Mapping]]] = ...) -> None: ...

class EquallyNear(_message.Message):
    __slots__ = ("route", "failing_criteria", "untested_criteria")
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    FAILING_CRITERIA_FIELD_NUMBER: _ClassVar[int]
    UNTESTED_CRITERIA_FIELD_NUMBER: _ClassVar[int]
    route: str
    failing_criteria: _containers.RepeatedScalarFieldContainer[str]
    untested_criteria: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, route: _Optional[str] = ..., failing_criteria: _Optional[_Iterable[str]] = ..., untested_criteria: _Optional[_Iterable[str]] = ...) -> None: ...

class GroupTally(_message.Message):
    __slots__ = ("group", "needed_count", "met_count", "failing_count", "untested_count")
    GROUP_FIELD_NUMBER: _ClassVar[int]
    NEEDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    MET_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAILING_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNTESTED_COUNT_FIELD_NUMBER: _ClassVar[int]
    group: str
    needed_count: int
    met_count: int
    failing_count: int
    untested_count: int
    def __init__(self, group: _Optional[str] = ..., needed_count: _Optional[int] = ..., met_count: _Optional[int] = ..., failing_count: _Optional[int] = ..., untested_count: _Optional[int] = ...) -> None: ...

class DocumentStatus(_message.Message):
    __slots__ = ("code", "name", "issuer", "is_required", "is_held", "source")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    IS_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    IS_HELD_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    issuer: str
    is_required: bool
    is_held: bool
    source: Source
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., issuer: _Optional[str] = ..., is_required: _Optional[bool] = ..., is_held: _Optional[bool] = ..., source: _Optional[_Union[Source, _Mapping]] = ...) -> None: ...

class PolicyReading(_message.Message):
    __slots__ = ("name", "in_force", "readings", "is_decisive", "anomaly_id", "ruling")
    NAME_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    IS_DECISIVE_FIELD_NUMBER: _ClassVar[int]
    ANOMALY_ID_FIELD_NUMBER: _ClassVar[int]
    RULING_FIELD_NUMBER: _ClassVar[int]
    name: str
    in_force: str
    readings: _containers.RepeatedCompositeFieldContainer[ReadingOutcome]
    is_decisive: bool
    anomaly_id: str
    ruling: Ruling
    def __init__(self, name: _Optional[str] = ..., in_force: _Optional[str] = ..., readings: _Optional[_Iterable[_Union[ReadingOutcome, _Mapping]]] = ..., is_decisive: _Optional[bool] = ..., anomaly_id: _Optional[str] = ..., ruling: _Optional[_Union[Ruling, _Mapping]] = ...) -> None: ...

class Ruling(_message.Message):
    __slots__ = ("subject", "taken", "decided_by", "document_number", "dated")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    TAKEN_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DATED_FIELD_NUMBER: _ClassVar[int]
    subject: str
    taken: str
    decided_by: str
    document_number: str
    dated: str
    def __init__(self, subject: _Optional[str] = ..., taken: _Optional[str] = ..., decided_by: _Optional[str] = ..., document_number: _Optional[str] = ..., dated: _Optional[str] = ...) -> None: ...

class ReadingPutInForce(_message.Message):
    __slots__ = ("switch_name", "reading", "text")
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    READING_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    switch_name: str
    reading: str
    text: str
    def __init__(self, switch_name: _Optional[str] = ..., reading: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class ReadingOutcome(_message.Message):
    __slots__ = ("id", "description", "outcome")
    ID_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    id: str
    description: str
    outcome: Outcome
    def __init__(self, id: _Optional[str] = ..., description: _Optional[str] = ..., outcome: _Optional[_Union[Outcome, str]] = ...) -> None: ...

class Anomaly(_message.Message):
    __slots__ = ("id", "source", "reading", "alternative", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    READING_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    source: Source
    reading: str
    alternative: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., source: _Optional[_Union[Source, _Mapping]] = ..., reading: _Optional[str] = ..., alternative: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class FiredRule(_message.Message):
    __slots__ = ("rule", "node", "truth")
    RULE_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    TRUTH_FIELD_NUMBER: _ClassVar[int]
    rule: str
    node: str
    truth: Truth
    def __init__(self, rule: _Optional[str] = ..., node: _Optional[str] = ..., truth: _Optional[_Union[Truth, str]] = ...) -> None: ...
