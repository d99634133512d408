from chronicare.api.v1 import decision_pb2 as _decision_pb2
from chronicare.api.v1 import finding_pb2 as _finding_pb2
from chronicare.api.v1 import recognition_service_pb2 as _recognition_service_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SettlementOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SETTLEMENT_OUTCOME_UNSPECIFIED: _ClassVar[SettlementOutcome]
    SETTLEMENT_OUTCOME_SETTLED: _ClassVar[SettlementOutcome]
    SETTLEMENT_OUTCOME_NOT_PAYABLE: _ClassVar[SettlementOutcome]
    SETTLEMENT_OUTCOME_UNDECIDED: _ClassVar[SettlementOutcome]
    SETTLEMENT_OUTCOME_NOT_COVERED: _ClassVar[SettlementOutcome]

class SettlementCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SETTLEMENT_CAUSE_UNSPECIFIED: _ClassVar[SettlementCause]
    SETTLEMENT_CAUSE_EVIDENCE: _ClassVar[SettlementCause]
    SETTLEMENT_CAUSE_POLICY: _ClassVar[SettlementCause]

class NoValueReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NO_VALUE_REASON_UNSPECIFIED: _ClassVar[NoValueReason]
    NO_VALUE_REASON_NO_ENTITLEMENT: _ClassVar[NoValueReason]
    NO_VALUE_REASON_NOT_PUBLISHED: _ClassVar[NoValueReason]
    NO_VALUE_REASON_UNLIMITED: _ClassVar[NoValueReason]
    NO_VALUE_REASON_NO_ROW: _ClassVar[NoValueReason]
SETTLEMENT_OUTCOME_UNSPECIFIED: SettlementOutcome
SETTLEMENT_OUTCOME_SETTLED: SettlementOutcome
SETTLEMENT_OUTCOME_NOT_PAYABLE: SettlementOutcome
SETTLEMENT_OUTCOME_UNDECIDED: SettlementOutcome
SETTLEMENT_OUTCOME_NOT_COVERED: SettlementOutcome
SETTLEMENT_CAUSE_UNSPECIFIED: SettlementCause
SETTLEMENT_CAUSE_EVIDENCE: SettlementCause
SETTLEMENT_CAUSE_POLICY: SettlementCause
NO_VALUE_REASON_UNSPECIFIED: NoValueReason
NO_VALUE_REASON_NO_ENTITLEMENT: NoValueReason
NO_VALUE_REASON_NOT_PUBLISHED: NoValueReason
NO_VALUE_REASON_UNLIMITED: NoValueReason
NO_VALUE_REASON_NO_ROW: NoValueReason

class BenefitPerson(_message.Message):
    __slots__ = ("birth_date", "facts")
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    birth_date: str
    facts: _containers.RepeatedCompositeFieldContainer[_finding_pb2.ReportedFinding]
    def __init__(self, birth_date: _Optional[str] = ..., facts: _Optional[_Iterable[_Union[_finding_pb2.ReportedFinding, _Mapping]]] = ...) -> None: ...

class Charges(_message.Message):
    __slots__ = ("total_fen", "fully_self_paid_fen", "above_price_limit_fen", "advance_self_payment_fen")
    TOTAL_FEN_FIELD_NUMBER: _ClassVar[int]
    FULLY_SELF_PAID_FEN_FIELD_NUMBER: _ClassVar[int]
    ABOVE_PRICE_LIMIT_FEN_FIELD_NUMBER: _ClassVar[int]
    ADVANCE_SELF_PAYMENT_FEN_FIELD_NUMBER: _ClassVar[int]
    total_fen: int
    fully_self_paid_fen: int
    above_price_limit_fen: int
    advance_self_payment_fen: int
    def __init__(self, total_fen: _Optional[int] = ..., fully_self_paid_fen: _Optional[int] = ..., above_price_limit_fen: _Optional[int] = ..., advance_self_payment_fen: _Optional[int] = ...) -> None: ...

class ChargeLine(_message.Message):
    __slots__ = ("amount_fen", "above_price_limit_fen", "facts", "catalogue_facts")
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    ABOVE_PRICE_LIMIT_FEN_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    CATALOGUE_FACTS_FIELD_NUMBER: _ClassVar[int]
    amount_fen: int
    above_price_limit_fen: int
    facts: _containers.RepeatedCompositeFieldContainer[_finding_pb2.ReportedFinding]
    catalogue_facts: _containers.RepeatedCompositeFieldContainer[_finding_pb2.ReportedFinding]
    def __init__(self, amount_fen: _Optional[int] = ..., above_price_limit_fen: _Optional[int] = ..., facts: _Optional[_Iterable[_Union[_finding_pb2.ReportedFinding, _Mapping]]] = ..., catalogue_facts: _Optional[_Iterable[_Union[_finding_pb2.ReportedFinding, _Mapping]]] = ...) -> None: ...

class Bill(_message.Message):
    __slots__ = ("visit_id", "care_date", "facts", "charges", "lines", "personal_account_fen", "care_area_code", "care_release")
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    CARE_DATE_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    CHARGES_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    PERSONAL_ACCOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    CARE_AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    CARE_RELEASE_FIELD_NUMBER: _ClassVar[int]
    visit_id: str
    care_date: str
    facts: _containers.RepeatedCompositeFieldContainer[_finding_pb2.ReportedFinding]
    charges: Charges
    lines: _containers.RepeatedCompositeFieldContainer[ChargeLine]
    personal_account_fen: int
    care_area_code: str
    care_release: str
    def __init__(self, visit_id: _Optional[str] = ..., care_date: _Optional[str] = ..., facts: _Optional[_Iterable[_Union[_finding_pb2.ReportedFinding, _Mapping]]] = ..., charges: _Optional[_Union[Charges, _Mapping]] = ..., lines: _Optional[_Iterable[_Union[ChargeLine, _Mapping]]] = ..., personal_account_fen: _Optional[int] = ..., care_area_code: _Optional[str] = ..., care_release: _Optional[str] = ...) -> None: ...

class Accumulators(_message.Message):
    __slots__ = ("year", "first_of_year", "amounts", "changed_within_year")
    YEAR_FIELD_NUMBER: _ClassVar[int]
    FIRST_OF_YEAR_FIELD_NUMBER: _ClassVar[int]
    AMOUNTS_FIELD_NUMBER: _ClassVar[int]
    CHANGED_WITHIN_YEAR_FIELD_NUMBER: _ClassVar[int]
    year: int
    first_of_year: bool
    amounts: _containers.RepeatedCompositeFieldContainer[Accumulator]
    changed_within_year: bool
    def __init__(self, year: _Optional[int] = ..., first_of_year: _Optional[bool] = ..., amounts: _Optional[_Iterable[_Union[Accumulator, _Mapping]]] = ..., changed_within_year: _Optional[bool] = ...) -> None: ...

class Accumulator(_message.Message):
    __slots__ = ("code", "amount_fen", "name", "count")
    CODE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    code: str
    amount_fen: int
    name: str
    count: int
    def __init__(self, code: _Optional[str] = ..., amount_fen: _Optional[int] = ..., name: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class Settlement(_message.Message):
    __slots__ = ("settlement_id", "visit_id", "care_date", "outcome", "causes", "statement", "amounts", "alternatives", "missing_facts", "open_switches", "values_not_given", "readings_used", "determinations", "is_provisional", "provisional_figures", "rulings", "readings_put_in_force", "certain_steps", "no_values", "assumed_facts", "covered", "care_catalogue")
    SETTLEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    CARE_DATE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    CAUSES_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    AMOUNTS_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    MISSING_FACTS_FIELD_NUMBER: _ClassVar[int]
    OPEN_SWITCHES_FIELD_NUMBER: _ClassVar[int]
    VALUES_NOT_GIVEN_FIELD_NUMBER: _ClassVar[int]
    READINGS_USED_FIELD_NUMBER: _ClassVar[int]
    DETERMINATIONS_FIELD_NUMBER: _ClassVar[int]
    IS_PROVISIONAL_FIELD_NUMBER: _ClassVar[int]
    PROVISIONAL_FIGURES_FIELD_NUMBER: _ClassVar[int]
    RULINGS_FIELD_NUMBER: _ClassVar[int]
    READINGS_PUT_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    CERTAIN_STEPS_FIELD_NUMBER: _ClassVar[int]
    NO_VALUES_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_FACTS_FIELD_NUMBER: _ClassVar[int]
    COVERED_FIELD_NUMBER: _ClassVar[int]
    CARE_CATALOGUE_FIELD_NUMBER: _ClassVar[int]
    settlement_id: str
    visit_id: str
    care_date: str
    outcome: SettlementOutcome
    causes: _containers.RepeatedScalarFieldContainer[SettlementCause]
    statement: _containers.RepeatedScalarFieldContainer[str]
    amounts: Amounts
    alternatives: _containers.RepeatedCompositeFieldContainer[Alternative]
    missing_facts: _containers.RepeatedCompositeFieldContainer[Term]
    open_switches: _containers.RepeatedCompositeFieldContainer[OpenSwitch]
    values_not_given: _containers.RepeatedCompositeFieldContainer[Term]
    readings_used: _containers.RepeatedCompositeFieldContainer[ReadingUsed]
    determinations: _containers.RepeatedCompositeFieldContainer[Determination]
    is_provisional: bool
    provisional_figures: _containers.RepeatedCompositeFieldContainer[ProvisionalFigure]
    rulings: _containers.RepeatedCompositeFieldContainer[_decision_pb2.Ruling]
    readings_put_in_force: _containers.RepeatedCompositeFieldContainer[_decision_pb2.ReadingPutInForce]
    certain_steps: _containers.RepeatedCompositeFieldContainer[PayerStep]
    no_values: _containers.RepeatedCompositeFieldContainer[NoValue]
    assumed_facts: _containers.RepeatedCompositeFieldContainer[TermValue]
    covered: _containers.RepeatedScalarFieldContainer[str]
    care_catalogue: CareCatalogue
    def __init__(self, settlement_id: _Optional[str] = ..., visit_id: _Optional[str] = ..., care_date: _Optional[str] = ..., outcome: _Optional[_Union[SettlementOutcome, str]] = ..., causes: _Optional[_Iterable[_Union[SettlementCause, str]]] = ..., statement: _Optional[_Iterable[str]] = ..., amounts: _Optional[_Union[Amounts, _Mapping]] = ..., alternatives: _Optional[_Iterable[_Union[Alternative, _Mapping]]] = ..., missing_facts: _Optional[_Iterable[_Union[Term, _Mapping]]] = ..., open_switches: _Optional[_Iterable[_Union[OpenSwitch, _Mapping]]] = ..., values_not_given: _Optional[_Iterable[_Union[Term, _Mapping]]] = ..., readings_used: _Optional[_Iterable[_Union[ReadingUsed, _Mapping]]] = ..., determinations: _Optional[_Iterable[_Union[Determination, _Mapping]]] = ..., is_provisional: _Optional[bool] = ..., provisional_figures: _Optional[_Iterable[_Union[ProvisionalFigure, _Mapping]]] = ..., rulings: _Optional[_Iterable[_Union[_decision_pb2.Ruling, _Mapping]]] = ..., readings_put_in_force: _Optional[_Iterable[_Union[_decision_pb2.ReadingPutInForce, _Mapping]]] = ..., certain_steps: _Optional[_Iterable[_Union[PayerStep, _Mapping]]] = ..., no_values: _Optional[_Iterable[_Union[NoValue, _Mapping]]] = ..., assumed_facts: _Optional[_Iterable[_Union[TermValue, _Mapping]]] = ..., covered: _Optional[_Iterable[str]] = ..., care_catalogue: _Optional[_Union[CareCatalogue, _Mapping]] = ...) -> None: ...

class CareCatalogue(_message.Message):
    __slots__ = ("area_code", "area_name", "release", "is_applied", "is_area_missing", "unavailable", "determinations", "missing_facts", "open_switches", "no_values", "readings_used", "rulings", "provisional_figures")
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    AREA_NAME_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    IS_APPLIED_FIELD_NUMBER: _ClassVar[int]
    IS_AREA_MISSING_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABLE_FIELD_NUMBER: _ClassVar[int]
    DETERMINATIONS_FIELD_NUMBER: _ClassVar[int]
    MISSING_FACTS_FIELD_NUMBER: _ClassVar[int]
    OPEN_SWITCHES_FIELD_NUMBER: _ClassVar[int]
    NO_VALUES_FIELD_NUMBER: _ClassVar[int]
    READINGS_USED_FIELD_NUMBER: _ClassVar[int]
    RULINGS_FIELD_NUMBER: _ClassVar[int]
    PROVISIONAL_FIGURES_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    area_name: str
    release: _recognition_service_pb2.ReleaseInfo
    is_applied: bool
    is_area_missing: bool
    unavailable: str
    determinations: _containers.RepeatedCompositeFieldContainer[Determination]
    missing_facts: _containers.RepeatedCompositeFieldContainer[Term]
    open_switches: _containers.RepeatedCompositeFieldContainer[OpenSwitch]
    no_values: _containers.RepeatedCompositeFieldContainer[NoValue]
    readings_used: _containers.RepeatedCompositeFieldContainer[ReadingUsed]
    rulings: _containers.RepeatedCompositeFieldContainer[_decision_pb2.Ruling]
    provisional_figures: _containers.RepeatedCompositeFieldContainer[ProvisionalFigure]
    def __init__(self, area_code: _Optional[str] = ..., area_name: _Optional[str] = ..., release: _Optional[_Union[_recognition_service_pb2.ReleaseInfo, _Mapping]] = ..., is_applied: _Optional[bool] = ..., is_area_missing: _Optional[bool] = ..., unavailable: _Optional[str] = ..., determinations: _Optional[_Iterable[_Union[Determination, _Mapping]]] = ..., missing_facts: _Optional[_Iterable[_Union[Term, _Mapping]]] = ..., open_switches: _Optional[_Iterable[_Union[OpenSwitch, _Mapping]]] = ..., no_values: _Optional[_Iterable[_Union[NoValue, _Mapping]]] = ..., readings_used: _Optional[_Iterable[_Union[ReadingUsed, _Mapping]]] = ..., rulings: _Optional[_Iterable[_Union[_decision_pb2.Ruling, _Mapping]]] = ..., provisional_figures: _Optional[_Iterable[_Union[ProvisionalFigure, _Mapping]]] = ...) -> None: ...

class ProvisionalFigure(_message.Message):
    __slots__ = ("figure", "published_for_year", "source")
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_FOR_YEAR_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    figure: TermValue
    published_for_year: int
    source: _decision_pb2.Source
    def __init__(self, figure: _Optional[_Union[TermValue, _Mapping]] = ..., published_for_year: _Optional[int] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ...) -> None: ...

class NoValue(_message.Message):
    __slots__ = ("reason", "term", "source", "text")
    REASON_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    reason: NoValueReason
    term: Term
    source: _decision_pb2.Source
    text: str
    def __init__(self, reason: _Optional[_Union[NoValueReason, str]] = ..., term: _Optional[_Union[Term, _Mapping]] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ..., text: _Optional[str] = ...) -> None: ...

class Amounts(_message.Message):
    __slots__ = ("charges", "eligible_fen", "fund_payment_fen", "copayment_fen", "personal_burden_fen", "personal_account_fen", "cash_fen", "allowance_fen", "parts", "accumulators", "national_breakdown", "paid_elsewhere_fen", "borne_elsewhere", "final_personal_burden_fen")
    CHARGES_FIELD_NUMBER: _ClassVar[int]
    ELIGIBLE_FEN_FIELD_NUMBER: _ClassVar[int]
    FUND_PAYMENT_FEN_FIELD_NUMBER: _ClassVar[int]
    COPAYMENT_FEN_FIELD_NUMBER: _ClassVar[int]
    PERSONAL_BURDEN_FEN_FIELD_NUMBER: _ClassVar[int]
    PERSONAL_ACCOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    CASH_FEN_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_FEN_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATORS_FIELD_NUMBER: _ClassVar[int]
    NATIONAL_BREAKDOWN_FIELD_NUMBER: _ClassVar[int]
    PAID_ELSEWHERE_FEN_FIELD_NUMBER: _ClassVar[int]
    BORNE_ELSEWHERE_FIELD_NUMBER: _ClassVar[int]
    FINAL_PERSONAL_BURDEN_FEN_FIELD_NUMBER: _ClassVar[int]
    charges: Charges
    eligible_fen: int
    fund_payment_fen: int
    copayment_fen: int
    personal_burden_fen: int
    personal_account_fen: int
    cash_fen: int
    allowance_fen: int
    parts: _containers.RepeatedCompositeFieldContainer[SettledPart]
    accumulators: _containers.RepeatedCompositeFieldContainer[Accumulator]
    national_breakdown: _containers.RepeatedCompositeFieldContainer[InterfaceField]
    paid_elsewhere_fen: int
    borne_elsewhere: BorneElsewhere
    final_personal_burden_fen: int
    def __init__(self, charges: _Optional[_Union[Charges, _Mapping]] = ..., eligible_fen: _Optional[int] = ..., fund_payment_fen: _Optional[int] = ..., copayment_fen: _Optional[int] = ..., personal_burden_fen: _Optional[int] = ..., personal_account_fen: _Optional[int] = ..., cash_fen: _Optional[int] = ..., allowance_fen: _Optional[int] = ..., parts: _Optional[_Iterable[_Union[SettledPart, _Mapping]]] = ..., accumulators: _Optional[_Iterable[_Union[Accumulator, _Mapping]]] = ..., national_breakdown: _Optional[_Iterable[_Union[InterfaceField, _Mapping]]] = ..., paid_elsewhere_fen: _Optional[int] = ..., borne_elsewhere: _Optional[_Union[BorneElsewhere, _Mapping]] = ..., final_personal_burden_fen: _Optional[int] = ...) -> None: ...

class BorneElsewhere(_message.Message):
    __slots__ = ("bearer", "name", "amount_fen")
    BEARER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    bearer: str
    name: str
    amount_fen: int
    def __init__(self, bearer: _Optional[str] = ..., name: _Optional[str] = ..., amount_fen: _Optional[int] = ...) -> None: ...

class SettledPart(_message.Message):
    __slots__ = ("setting", "charges", "steps", "left_out")
    SETTING_FIELD_NUMBER: _ClassVar[int]
    CHARGES_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    setting: str
    charges: Charges
    steps: _containers.RepeatedCompositeFieldContainer[PayerStep]
    left_out: _containers.RepeatedCompositeFieldContainer[StepLeftOut]
    def __init__(self, setting: _Optional[str] = ..., charges: _Optional[_Union[Charges, _Mapping]] = ..., steps: _Optional[_Iterable[_Union[PayerStep, _Mapping]]] = ..., left_out: _Optional[_Iterable[_Union[StepLeftOut, _Mapping]]] = ...) -> None: ...

class PayerStep(_message.Message):
    __slots__ = ("step", "payer", "name", "is_allowance", "payment_fen", "base_yuan", "counted_before_yuan", "deductible_yuan", "deductible_borne_yuan", "segments", "limit_yuan", "formulas", "source", "anomaly_ids", "ratio_beyond_basis_points", "item_limit_yuan", "limit_at_least_yuan", "is_personal_account")
    STEP_FIELD_NUMBER: _ClassVar[int]
    PAYER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    IS_ALLOWANCE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FEN_FIELD_NUMBER: _ClassVar[int]
    BASE_YUAN_FIELD_NUMBER: _ClassVar[int]
    COUNTED_BEFORE_YUAN_FIELD_NUMBER: _ClassVar[int]
    DEDUCTIBLE_YUAN_FIELD_NUMBER: _ClassVar[int]
    DEDUCTIBLE_BORNE_YUAN_FIELD_NUMBER: _ClassVar[int]
    SEGMENTS_FIELD_NUMBER: _ClassVar[int]
    LIMIT_YUAN_FIELD_NUMBER: _ClassVar[int]
    FORMULAS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ANOMALY_IDS_FIELD_NUMBER: _ClassVar[int]
    RATIO_BEYOND_BASIS_POINTS_FIELD_NUMBER: _ClassVar[int]
    ITEM_LIMIT_YUAN_FIELD_NUMBER: _ClassVar[int]
    LIMIT_AT_LEAST_YUAN_FIELD_NUMBER: _ClassVar[int]
    IS_PERSONAL_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    step: str
    payer: str
    name: str
    is_allowance: bool
    payment_fen: int
    base_yuan: str
    counted_before_yuan: str
    deductible_yuan: str
    deductible_borne_yuan: str
    segments: _containers.RepeatedCompositeFieldContainer[SegmentPaid]
    limit_yuan: str
    formulas: _containers.RepeatedCompositeFieldContainer[FormulaUsed]
    source: _decision_pb2.Source
    anomaly_ids: _containers.RepeatedScalarFieldContainer[str]
    ratio_beyond_basis_points: int
    item_limit_yuan: str
    limit_at_least_yuan: str
    is_personal_account: bool
    def __init__(self, step: _Optional[str] = ..., payer: _Optional[str] = ..., name: _Optional[str] = ..., is_allowance: _Optional[bool] = ..., payment_fen: _Optional[int] = ..., base_yuan: _Optional[str] = ..., counted_before_yuan: _Optional[str] = ..., deductible_yuan: _Optional[str] = ..., deductible_borne_yuan: _Optional[str] = ..., segments: _Optional[_Iterable[_Union[SegmentPaid, _Mapping]]] = ..., limit_yuan: _Optional[str] = ..., formulas: _Optional[_Iterable[_Union[FormulaUsed, _Mapping]]] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ..., anomaly_ids: _Optional[_Iterable[str]] = ..., ratio_beyond_basis_points: _Optional[int] = ..., item_limit_yuan: _Optional[str] = ..., limit_at_least_yuan: _Optional[str] = ..., is_personal_account: _Optional[bool] = ...) -> None: ...

class SegmentPaid(_message.Message):
    __slots__ = ("low_yuan", "high_yuan", "ratio_basis_points", "amount_yuan")
    LOW_YUAN_FIELD_NUMBER: _ClassVar[int]
    HIGH_YUAN_FIELD_NUMBER: _ClassVar[int]
    RATIO_BASIS_POINTS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_YUAN_FIELD_NUMBER: _ClassVar[int]
    low_yuan: str
    high_yuan: str
    ratio_basis_points: int
    amount_yuan: str
    def __init__(self, low_yuan: _Optional[str] = ..., high_yuan: _Optional[str] = ..., ratio_basis_points: _Optional[int] = ..., amount_yuan: _Optional[str] = ...) -> None: ...

class FormulaUsed(_message.Message):
    __slots__ = ("role", "formula", "values", "result")
    ROLE_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    role: str
    formula: str
    values: _containers.RepeatedCompositeFieldContainer[TermValue]
    result: str
    def __init__(self, role: _Optional[str] = ..., formula: _Optional[str] = ..., values: _Optional[_Iterable[_Union[TermValue, _Mapping]]] = ..., result: _Optional[str] = ...) -> None: ...

class StepLeftOut(_message.Message):
    __slots__ = ("step", "name", "term", "source")
    STEP_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    step: str
    name: str
    term: Term
    source: _decision_pb2.Source
    def __init__(self, step: _Optional[str] = ..., name: _Optional[str] = ..., term: _Optional[_Union[Term, _Mapping]] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ...) -> None: ...

class Alternative(_message.Message):
    __slots__ = ("assumed_facts", "assumed_readings", "amounts", "wanting", "steps_before", "is_not_covered")
    ASSUMED_FACTS_FIELD_NUMBER: _ClassVar[int]
    ASSUMED_READINGS_FIELD_NUMBER: _ClassVar[int]
    AMOUNTS_FIELD_NUMBER: _ClassVar[int]
    WANTING_FIELD_NUMBER: _ClassVar[int]
    STEPS_BEFORE_FIELD_NUMBER: _ClassVar[int]
    IS_NOT_COVERED_FIELD_NUMBER: _ClassVar[int]
    assumed_facts: _containers.RepeatedCompositeFieldContainer[TermValue]
    assumed_readings: _containers.RepeatedCompositeFieldContainer[ReadingUsed]
    amounts: Amounts
    wanting: Term
    steps_before: _containers.RepeatedCompositeFieldContainer[PayerStep]
    is_not_covered: bool
    def __init__(self, assumed_facts: _Optional[_Iterable[_Union[TermValue, _Mapping]]] = ..., assumed_readings: _Optional[_Iterable[_Union[ReadingUsed, _Mapping]]] = ..., amounts: _Optional[_Union[Amounts, _Mapping]] = ..., wanting: _Optional[_Union[Term, _Mapping]] = ..., steps_before: _Optional[_Iterable[_Union[PayerStep, _Mapping]]] = ..., is_not_covered: _Optional[bool] = ...) -> None: ...

class ReadingUsed(_message.Message):
    __slots__ = ("switch_name", "reading", "text", "anomaly_id", "ruling")
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    READING_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    ANOMALY_ID_FIELD_NUMBER: _ClassVar[int]
    RULING_FIELD_NUMBER: _ClassVar[int]
    switch_name: str
    reading: str
    text: str
    anomaly_id: str
    ruling: _decision_pb2.Ruling
    def __init__(self, switch_name: _Optional[str] = ..., reading: _Optional[str] = ..., text: _Optional[str] = ..., anomaly_id: _Optional[str] = ..., ruling: _Optional[_Union[_decision_pb2.Ruling, _Mapping]] = ...) -> None: ...

class OpenSwitch(_message.Message):
    __slots__ = ("name", "anomaly_id", "readings")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ANOMALY_ID_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    name: str
    anomaly_id: str
    readings: _containers.RepeatedCompositeFieldContainer[ReadingUsed]
    def __init__(self, name: _Optional[str] = ..., anomaly_id: _Optional[str] = ..., readings: _Optional[_Iterable[_Union[ReadingUsed, _Mapping]]] = ...) -> None: ...

class Term(_message.Message):
    __slots__ = ("code", "name", "question")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    question: str
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., question: _Optional[str] = ...) -> None: ...

class TermValue(_message.Message):
    __slots__ = ("code", "name", "value", "unit", "text", "no_value")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    NO_VALUE_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    value: _struct_pb2.Value
    unit: str
    text: str
    no_value: NoValue
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., unit: _Optional[str] = ..., text: _Optional[str] = ..., no_value: _Optional[_Union[NoValue, _Mapping]] = ...) -> None: ...

class Determination(_message.Message):
    __slots__ = ("table", "row", "outputs", "source", "anomaly_ids")
    TABLE_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ANOMALY_IDS_FIELD_NUMBER: _ClassVar[int]
    table: str
    row: str
    outputs: _containers.RepeatedCompositeFieldContainer[TermValue]
    source: _decision_pb2.Source
    anomaly_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, table: _Optional[str] = ..., row: _Optional[str] = ..., outputs: _Optional[_Iterable[_Union[TermValue, _Mapping]]] = ..., source: _Optional[_Union[_decision_pb2.Source, _Mapping]] = ..., anomaly_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class InterfaceField(_message.Message):
    __slots__ = ("field", "name", "value")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    field: str
    name: str
    value: str
    def __init__(self, field: _Optional[str] = ..., name: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
