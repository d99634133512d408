from chronicare.api.v1 import benefit_pb2 as _benefit_pb2
from chronicare.api.v1 import decision_pb2 as _decision_pb2
from chronicare.api.v1 import disease_pb2 as _disease_pb2
from chronicare.api.v1 import error_reason_pb2 as _error_reason_pb2
from chronicare.api.v1 import finding_pb2 as _finding_pb2
from chronicare.api.v1 import recognition_service_pb2 as _recognition_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SettleBillRequest(_message.Message):
    __slots__ = ("area_code", "release", "request_id", "person", "bill", "accumulators", "language_code", "readings", "assume_usual_values", "ignore_unknown")
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
    PERSON_FIELD_NUMBER: _ClassVar[int]
    BILL_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATORS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    ASSUME_USUAL_VALUES_FIELD_NUMBER: _ClassVar[int]
    IGNORE_UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    request_id: str
    person: _benefit_pb2.BenefitPerson
    bill: _benefit_pb2.Bill
    accumulators: _benefit_pb2.Accumulators
    language_code: str
    readings: _containers.ScalarMap[str, str]
    assume_usual_values: bool
    ignore_unknown: bool
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., request_id: _Optional[str] = ..., person: _Optional[_Union[_benefit_pb2.BenefitPerson, _Mapping]] = ..., bill: _Optional[_Union[_benefit_pb2.Bill, _Mapping]] = ..., accumulators: _Optional[_Union[_benefit_pb2.Accumulators, _Mapping]] = ..., language_code: _Optional[str] = ..., readings: _Optional[_Mapping[str, str]] = ..., assume_usual_values: _Optional[bool] = ..., ignore_unknown: _Optional[bool] = ...) -> None: ...

class SettleBillResponse(_message.Message):
    __slots__ = ("request_id", "release", "settlement", "ignored", "ignored_total", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    IGNORED_FIELD_NUMBER: _ClassVar[int]
    IGNORED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    release: _recognition_service_pb2.ReleaseInfo
    settlement: _benefit_pb2.Settlement
    ignored: _containers.RepeatedCompositeFieldContainer[_finding_pb2.IgnoredItem]
    ignored_total: int
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., settlement: _Optional[_Union[_benefit_pb2.Settlement, _Mapping]] = ..., ignored: _Optional[_Iterable[_Union[_finding_pb2.IgnoredItem, _Mapping]]] = ..., ignored_total: _Optional[int] = ..., record_id: _Optional[str] = ...) -> None: ...

class BatchSettleBillsRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[SettleBillRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[SettleBillRequest, _Mapping]]] = ...) -> None: ...

class BatchSettleBillsResponse(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[BatchSettleItem]
    def __init__(self, items: _Optional[_Iterable[_Union[BatchSettleItem, _Mapping]]] = ...) -> None: ...

class BatchSettleItem(_message.Message):
    __slots__ = ("response", "error")
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    response: SettleBillResponse
    error: _error_reason_pb2.RequestError
    def __init__(self, response: _Optional[_Union[SettleBillResponse, _Mapping]] = ..., error: _Optional[_Union[_error_reason_pb2.RequestError, _Mapping]] = ...) -> None: ...

class StreamSettleBillsRequest(_message.Message):
    __slots__ = ("item_id", "request")
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    item_id: str
    request: SettleBillRequest
    def __init__(self, item_id: _Optional[str] = ..., request: _Optional[_Union[SettleBillRequest, _Mapping]] = ...) -> None: ...

class StreamSettleBillsResponse(_message.Message):
    __slots__ = ("item_id", "response", "error")
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    item_id: str
    response: SettleBillResponse
    error: _error_reason_pb2.RequestError
    def __init__(self, item_id: _Optional[str] = ..., response: _Optional[_Union[SettleBillResponse, _Mapping]] = ..., error: _Optional[_Union[_error_reason_pb2.RequestError, _Mapping]] = ...) -> None: ...

class SettleYearRequest(_message.Message):
    __slots__ = ("area_code", "release", "request_id", "person", "bills", "accumulators", "without_visit_ids", "language_code", "compare_release", "readings", "assume_usual_values", "ignore_unknown")
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
    PERSON_FIELD_NUMBER: _ClassVar[int]
    BILLS_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATORS_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_VISIT_IDS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    COMPARE_RELEASE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    ASSUME_USUAL_VALUES_FIELD_NUMBER: _ClassVar[int]
    IGNORE_UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    request_id: str
    person: _benefit_pb2.BenefitPerson
    bills: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Bill]
    accumulators: _benefit_pb2.Accumulators
    without_visit_ids: _containers.RepeatedScalarFieldContainer[str]
    language_code: str
    compare_release: str
    readings: _containers.ScalarMap[str, str]
    assume_usual_values: bool
    ignore_unknown: bool
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., request_id: _Optional[str] = ..., person: _Optional[_Union[_benefit_pb2.BenefitPerson, _Mapping]] = ..., bills: _Optional[_Iterable[_Union[_benefit_pb2.Bill, _Mapping]]] = ..., accumulators: _Optional[_Union[_benefit_pb2.Accumulators, _Mapping]] = ..., without_visit_ids: _Optional[_Iterable[str]] = ..., language_code: _Optional[str] = ..., compare_release: _Optional[str] = ..., readings: _Optional[_Mapping[str, str]] = ..., assume_usual_values: _Optional[bool] = ..., ignore_unknown: _Optional[bool] = ...) -> None: ...

class SettleYearResponse(_message.Message):
    __slots__ = ("request_id", "release", "settlements", "accumulators", "changes", "compared_release", "ignored", "ignored_total", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    SETTLEMENTS_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATORS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    COMPARED_RELEASE_FIELD_NUMBER: _ClassVar[int]
    IGNORED_FIELD_NUMBER: _ClassVar[int]
    IGNORED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    release: _recognition_service_pb2.ReleaseInfo
    settlements: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Settlement]
    accumulators: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Accumulator]
    changes: _containers.RepeatedCompositeFieldContainer[SettlementChange]
    compared_release: _recognition_service_pb2.ReleaseInfo
    ignored: _containers.RepeatedCompositeFieldContainer[_finding_pb2.IgnoredItem]
    ignored_total: int
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., settlements: _Optional[_Iterable[_Union[_benefit_pb2.Settlement, _Mapping]]] = ..., accumulators: _Optional[_Iterable[_Union[_benefit_pb2.Accumulator, _Mapping]]] = ..., changes: _Optional[_Iterable[_Union[SettlementChange, _Mapping]]] = ..., compared_release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., ignored: _Optional[_Iterable[_Union[_finding_pb2.IgnoredItem, _Mapping]]] = ..., ignored_total: _Optional[int] = ..., record_id: _Optional[str] = ...) -> None: ...

class SettlementChange(_message.Message):
    __slots__ = ("before", "after", "reasons")
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    before: _benefit_pb2.Settlement
    after: _benefit_pb2.Settlement
    reasons: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, before: _Optional[_Union[_benefit_pb2.Settlement, _Mapping]] = ..., after: _Optional[_Union[_benefit_pb2.Settlement, _Mapping]] = ..., reasons: _Optional[_Iterable[str]] = ...) -> None: ...

class ListEntitlementsRequest(_message.Message):
    __slots__ = ("area_code", "release", "request_id", "as_of_date", "person", "accumulators", "language_code", "readings", "assume_usual_values", "ignore_unknown")
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
    PERSON_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATORS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    ASSUME_USUAL_VALUES_FIELD_NUMBER: _ClassVar[int]
    IGNORE_UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    request_id: str
    as_of_date: str
    person: _benefit_pb2.BenefitPerson
    accumulators: _benefit_pb2.Accumulators
    language_code: str
    readings: _containers.ScalarMap[str, str]
    assume_usual_values: bool
    ignore_unknown: bool
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., request_id: _Optional[str] = ..., as_of_date: _Optional[str] = ..., person: _Optional[_Union[_benefit_pb2.BenefitPerson, _Mapping]] = ..., accumulators: _Optional[_Union[_benefit_pb2.Accumulators, _Mapping]] = ..., language_code: _Optional[str] = ..., readings: _Optional[_Mapping[str, str]] = ..., assume_usual_values: _Optional[bool] = ..., ignore_unknown: _Optional[bool] = ...) -> None: ...

class ListEntitlementsResponse(_message.Message):
    __slots__ = ("request_id", "release", "entitlements", "readings_put_in_force", "ignored", "ignored_total", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    ENTITLEMENTS_FIELD_NUMBER: _ClassVar[int]
    READINGS_PUT_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    IGNORED_FIELD_NUMBER: _ClassVar[int]
    IGNORED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    release: _recognition_service_pb2.ReleaseInfo
    entitlements: _containers.RepeatedCompositeFieldContainer[Entitlement]
    readings_put_in_force: _containers.RepeatedCompositeFieldContainer[_decision_pb2.ReadingPutInForce]
    ignored: _containers.RepeatedCompositeFieldContainer[_finding_pb2.IgnoredItem]
    ignored_total: int
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., entitlements: _Optional[_Iterable[_Union[Entitlement, _Mapping]]] = ..., readings_put_in_force: _Optional[_Iterable[_Union[_decision_pb2.ReadingPutInForce, _Mapping]]] = ..., ignored: _Optional[_Iterable[_Union[_finding_pb2.IgnoredItem, _Mapping]]] = ..., ignored_total: _Optional[int] = ..., record_id: _Optional[str] = ...) -> None: ...

class Entitlement(_message.Message):
    __slots__ = ("setting", "assumed_facts", "assumed_readings", "steps", "provisional_figures", "rulings", "missing_facts", "open_switches", "determinations", "is_not_covered")
    SETTING_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_FACTS_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_READINGS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    PROVISIONAL_FIGURES_FIELD_NUMBER: _ClassVar[int]
    RULINGS_FIELD_NUMBER: _ClassVar[int]
    MISSING_FACTS_FIELD_NUMBER: _ClassVar[int]
    OPEN_SWITCHES_FIELD_NUMBER: _ClassVar[int]
    DETERMINATIONS_FIELD_NUMBER: _ClassVar[int]
    IS_NOT_COVERED_FIELD_NUMBER: _ClassVar[int]
    setting: str
    assumed_facts: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.TermValue]
    assumed_readings: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.ReadingUsed]
    steps: _containers.RepeatedCompositeFieldContainer[EntitledStep]
    provisional_figures: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.ProvisionalFigure]
    rulings: _containers.RepeatedCompositeFieldContainer[_decision_pb2.Ruling]
    missing_facts: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Term]
    open_switches: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.OpenSwitch]
    determinations: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Determination]
    is_not_covered: bool
    def __init__(self, setting: _Optional[str] = ..., assumed_facts: _Optional[_Iterable[_Union[_benefit_pb2.TermValue, _Mapping]]] = ..., assumed_readings: _Optional[_Iterable[_Union[_benefit_pb2.ReadingUsed, _Mapping]]] = ..., steps: _Optional[_Iterable[_Union[EntitledStep, _Mapping]]] = ..., provisional_figures: _Optional[_Iterable[_Union[_benefit_pb2.ProvisionalFigure, _Mapping]]] = ..., rulings: _Optional[_Iterable[_Union[_decision_pb2.Ruling, _Mapping]]] = ..., missing_facts: _Optional[_Iterable[_Union[_benefit_pb2.Term, _Mapping]]] = ..., open_switches: _Optional[_Iterable[_Union[_benefit_pb2.OpenSwitch, _Mapping]]] = ..., determinations: _Optional[_Iterable[_Union[_benefit_pb2.Determination, _Mapping]]] = ..., is_not_covered: _Optional[bool] = ...) -> None: ...

class EntitledStep(_message.Message):
    __slots__ = ("step", "payer", "name", "deductible_yuan", "counted_yuan", "bands", "remaining_yuan", "wanting", "source", "no_values", "depends_on_missing_facts", "item_limit_yuan")
    STEP_FIELD_NUMBER: _ClassVar[int]
    PAYER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DEDUCTIBLE_YUAN_FIELD_NUMBER: _ClassVar[int]
    COUNTED_YUAN_FIELD_NUMBER: _ClassVar[int]
    BANDS_FIELD_NUMBER: _ClassVar[int]
    REMAINING_YUAN_FIELD_NUMBER: _ClassVar[int]
    WANTING_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    NO_VALUES_FIELD_NUMBER: _ClassVar[int]
    DEPENDS_ON_MISSING_FACTS_FIELD_NUMBER: _ClassVar[int]
    ITEM_LIMIT_YUAN_FIELD_NUMBER: _ClassVar[int]
    step: str
    payer: str
    name: str
    deductible_yuan: str
    counted_yuan: str
    bands: _containers.RepeatedCompositeFieldContainer[EntitledBand]
    remaining_yuan: str
    wanting: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Term]
    source: _decision_pb2.Source
    no_values: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.NoValue]
    depends_on_missing_facts: bool
    item_limit_yuan: str
    def __init__(self, step: _Optional[str] = ..., payer: _Optional[str] = ..., name: _Optional[str] = ..., deductible_yuan: _Optional[str] = ..., counted_yuan: _Optional[str] = ..., bands: _Optional[_Iterable[_Union[EntitledBand, _Mapping]]] = ..., remaining_yuan: _Optional[str] = ..., wanting: _Optional[_Iterable[_Union[_benefit_pb2.Term, _Mapping]]] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ..., no_values: _Optional[_Iterable[_Union[_benefit_pb2.NoValue, _Mapping]]] = ..., depends_on_missing_facts: _Optional[bool] = ..., item_limit_yuan: _Optional[str] = ...) -> None: ...

class EntitledBand(_message.Message):
    __slots__ = ("limit_yuan", "ratio_basis_points")
    LIMIT_YUAN_FIELD_NUMBER: _ClassVar[int]
    RATIO_BASIS_POINTS_FIELD_NUMBER: _ClassVar[int]
    limit_yuan: str
    ratio_basis_points: int
    def __init__(self, limit_yuan: _Optional[str] = ..., ratio_basis_points: _Optional[int] = ...) -> None: ...

class LookUpTermsRequest(_message.Message):
    __slots__ = ("area_code", "release", "request_id", "as_of_date", "person", "facts", "terms", "language_code", "readings", "assume_usual_values", "ignore_unknown", "care_area_code", "care_release")
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
    PERSON_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    ASSUME_USUAL_VALUES_FIELD_NUMBER: _ClassVar[int]
    IGNORE_UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    CARE_AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    CARE_RELEASE_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    request_id: str
    as_of_date: str
    person: _benefit_pb2.BenefitPerson
    facts: _containers.RepeatedCompositeFieldContainer[_finding_pb2.ReportedFinding]
    terms: _containers.RepeatedScalarFieldContainer[str]
    language_code: str
    readings: _containers.ScalarMap[str, str]
    assume_usual_values: bool
    ignore_unknown: bool
    care_area_code: str
    care_release: str
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., request_id: _Optional[str] = ..., as_of_date: _Optional[str] = ..., person: _Optional[_Union[_benefit_pb2.BenefitPerson, _Mapping]] = ..., facts: _Optional[_Iterable[_Union[_finding_pb2.ReportedFinding, _Mapping]]] = ..., terms: _Optional[_Iterable[str]] = ..., language_code: _Optional[str] = ..., readings: _Optional[_Mapping[str, str]] = ..., assume_usual_values: _Optional[bool] = ..., ignore_unknown: _Optional[bool] = ..., care_area_code: _Optional[str] = ..., care_release: _Optional[str] = ...) -> None: ...

class LookUpTermsResponse(_message.Message):
    __slots__ = ("request_id", "release", "values", "determinations", "missing_facts", "open_switches", "readings_used", "alternatives", "provisional_figures", "rulings", "readings_put_in_force", "undecided_terms", "assumed_facts", "ignored", "ignored_total", "not_covered_terms", "covered", "care_catalogue", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    DETERMINATIONS_FIELD_NUMBER: _ClassVar[int]
    MISSING_FACTS_FIELD_NUMBER: _ClassVar[int]
    OPEN_SWITCHES_FIELD_NUMBER: _ClassVar[int]
    READINGS_USED_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    PROVISIONAL_FIGURES_FIELD_NUMBER: _ClassVar[int]
    RULINGS_FIELD_NUMBER: _ClassVar[int]
    READINGS_PUT_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    UNDECIDED_TERMS_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_FACTS_FIELD_NUMBER: _ClassVar[int]
    IGNORED_FIELD_NUMBER: _ClassVar[int]
    IGNORED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    NOT_COVERED_TERMS_FIELD_NUMBER: _ClassVar[int]
    COVERED_FIELD_NUMBER: _ClassVar[int]
    CARE_CATALOGUE_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    release: _recognition_service_pb2.ReleaseInfo
    values: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.TermValue]
    determinations: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Determination]
    missing_facts: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Term]
    open_switches: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.OpenSwitch]
    readings_used: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.ReadingUsed]
    alternatives: _containers.RepeatedCompositeFieldContainer[LookUpAlternative]
    provisional_figures: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.ProvisionalFigure]
    rulings: _containers.RepeatedCompositeFieldContainer[_decision_pb2.Ruling]
    readings_put_in_force: _containers.RepeatedCompositeFieldContainer[_decision_pb2.ReadingPutInForce]
    undecided_terms: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Term]
    assumed_facts: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.TermValue]
    ignored: _containers.RepeatedCompositeFieldContainer[_finding_pb2.IgnoredItem]
    ignored_total: int
    not_covered_terms: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Term]
    covered: _containers.RepeatedScalarFieldContainer[str]
    care_catalogue: _benefit_pb2.CareCatalogue
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., values: _Optional[_Iterable[_Union[_benefit_pb2.TermValue, _Mapping]]] = ..., determinations: _Optional[_Iterable[_Union[_benefit_pb2.Determination, _Mapping]]] = ..., missing_facts: _Optional[_Iterable[_Union[_benefit_pb2.Term, _Mapping]]] = ..., open_switches: _Optional[_Iterable[_Union[_benefit_pb2.OpenSwitch, _Mapping]]] = ..., readings_used: _Optional[_Iterable[_Union[_benefit_pb2.ReadingUsed, _Mapping]]] = ..., alternatives: _Optional[_Iterable[_Union[LookUpAlternative, _Mapping]]] = ..., provisional_figures: _Optional[_Iterable[_Union[_benefit_pb2.ProvisionalFigure, _Mapping]]] = ..., rulings: _Optional[_Iterable[_Union[_decision_pb2.Ruling, _Mapping]]] = ..., readings_put_in_force: _Optional[_Iterable[_Union[_decision_pb2.ReadingPutInForce, _Mapping]]] = ..., undecided_terms: _Optional[_Iterable[_Union[_benefit_pb2.Term, _Mapping]]] = ..., assumed_facts: _Optional[_Iterable[_Union[_benefit_pb2.TermValue, _Mapping]]] = ..., ignored: _Optional[_Iterable[_Union[_finding_pb2.IgnoredItem, _Mapping]]] = ..., ignored_total: _Optional[int] = ..., not_covered_terms: _Optional[_Iterable[_Union[_benefit_pb2.Term, _Mapping]]] = ..., covered: _Optional[_Iterable[str]] = ..., care_catalogue: _Optional[_Union[_benefit_pb2.CareCatalogue, _Mapping]] = ..., record_id: _Optional[str] = ...) -> None: ...

class LookUpAlternative(_message.Message):
    __slots__ = ("assumed_facts", "assumed_readings", "values", "missing_facts")
    ASSUMED_FACTS_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_READINGS_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    MISSING_FACTS_FIELD_NUMBER: _ClassVar[int]
    assumed_facts: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.TermValue]
    assumed_readings: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.ReadingUsed]
    values: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.TermValue]
    missing_facts: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Term]
    def __init__(self, assumed_facts: _Optional[_Iterable[_Union[_benefit_pb2.TermValue, _Mapping]]] = ..., assumed_readings: _Optional[_Iterable[_Union[_benefit_pb2.ReadingUsed, _Mapping]]] = ..., values: _Optional[_Iterable[_Union[_benefit_pb2.TermValue, _Mapping]]] = ..., missing_facts: _Optional[_Iterable[_Union[_benefit_pb2.Term, _Mapping]]] = ...) -> None: ...

class ListTermsRequest(_message.Message):
    __slots__ = ("area_code", "release", "as_of_date", "language_code")
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_DATE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    as_of_date: str
    language_code: str
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., as_of_date: _Optional[str] = ..., language_code: _Optional[str] = ...) -> None: ...

class ListTermsResponse(_message.Message):
    __slots__ = ("release", "facts", "derived", "accumulators", "settings")
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    DERIVED_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATORS_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    release: _recognition_service_pb2.ReleaseInfo
    facts: _containers.RepeatedCompositeFieldContainer[_disease_pb2.FindingDescription]
    derived: _containers.RepeatedCompositeFieldContainer[DerivedTerm]
    accumulators: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Term]
    settings: _containers.RepeatedCompositeFieldContainer[SettingNeeds]
    def __init__(self, release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., facts: _Optional[_Iterable[_Union[_disease_pb2.FindingDescription, _Mapping]]] = ..., derived: _Optional[_Iterable[_Union[DerivedTerm, _Mapping]]] = ..., accumulators: _Optional[_Iterable[_Union[_benefit_pb2.Term, _Mapping]]] = ..., settings: _Optional[_Iterable[_Union[SettingNeeds, _Mapping]]] = ...) -> None: ...

class SettingNeeds(_message.Message):
    __slots__ = ("setting", "facts", "accumulators")
    SETTING_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATORS_FIELD_NUMBER: _ClassVar[int]
    setting: str
    facts: _containers.RepeatedScalarFieldContainer[str]
    accumulators: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, setting: _Optional[str] = ..., facts: _Optional[_Iterable[str]] = ..., accumulators: _Optional[_Iterable[str]] = ...) -> None: ...

class DerivedTerm(_message.Message):
    __slots__ = ("term", "table", "rests_on")
    TERM_FIELD_NUMBER: _ClassVar[int]
    TABLE_FIELD_NUMBER: _ClassVar[int]
    RESTS_ON_FIELD_NUMBER: _ClassVar[int]
    term: _benefit_pb2.Term
    table: str
    rests_on: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, term: _Optional[_Union[_benefit_pb2.Term, _Mapping]] = ..., table: _Optional[str] = ..., rests_on: _Optional[_Iterable[str]] = ...) -> None: ...

class PrepareFilingRequest(_message.Message):
    __slots__ = ("area_code", "release", "request_id", "disease_code", "certified_on", "diagnosed_on", "language_code", "readings")
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
    DISEASE_CODE_FIELD_NUMBER: _ClassVar[int]
    CERTIFIED_ON_FIELD_NUMBER: _ClassVar[int]
    DIAGNOSED_ON_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    release: str
    request_id: str
    disease_code: str
    certified_on: str
    diagnosed_on: str
    language_code: str
    readings: _containers.ScalarMap[str, str]
    def __init__(self, area_code: _Optional[str] = ..., release: _Optional[str] = ..., request_id: _Optional[str] = ..., disease_code: _Optional[str] = ..., certified_on: _Optional[str] = ..., diagnosed_on: _Optional[str] = ..., language_code: _Optional[str] = ..., readings: _Optional[_Mapping[str, str]] = ...) -> None: ...

class PrepareFilingResponse(_message.Message):
    __slots__ = ("request_id", "release", "fields", "begin_date", "end_date", "determinations", "readings_used", "missing_facts", "readings_put_in_force", "record_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    BEGIN_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    DETERMINATIONS_FIELD_NUMBER: _ClassVar[int]
    READINGS_USED_FIELD_NUMBER: _ClassVar[int]
    MISSING_FACTS_FIELD_NUMBER: _ClassVar[int]
    READINGS_PUT_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    release: _recognition_service_pb2.ReleaseInfo
    fields: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.InterfaceField]
    begin_date: str
    end_date: str
    determinations: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Determination]
    readings_used: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.ReadingUsed]
    missing_facts: _containers.RepeatedCompositeFieldContainer[_benefit_pb2.Term]
    readings_put_in_force: _containers.RepeatedCompositeFieldContainer[_decision_pb2.ReadingPutInForce]
    record_id: str
    def __init__(self, request_id: _Optional[str] = ..., release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., fields: _Optional[_Iterable[_Union[_benefit_pb2.InterfaceField, _Mapping]]] = ..., begin_date: _Optional[str] = ..., end_date: _Optional[str] = ..., determinations: _Optional[_Iterable[_Union[_benefit_pb2.Determination, _Mapping]]] = ..., readings_used: _Optional[_Iterable[_Union[_benefit_pb2.ReadingUsed, _Mapping]]] = ..., missing_facts: _Optional[_Iterable[_Union[_benefit_pb2.Term, _Mapping]]] = ..., readings_put_in_force: _Optional[_Iterable[_Union[_decision_pb2.ReadingPutInForce, _Mapping]]] = ..., record_id: _Optional[str] = ...) -> None: ...
