"""Reads what ``settle``, ``entitlements`` and ``ask`` are given: requests about benefits, JSON or YAML."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.benefits.report import (
    ReportedAccumulators,
    ReportedAmount,
    ReportedBill,
    ReportedCharges,
    ReportedInsured,
    ReportedLine,
    StatedPlace,
)
from chronicare.cli.requests.question import (
    Question,
    ReportedShape,
    RequestShape,
    Written,
    header_of,
    questions_of,
    read_document,
    reported,
)
from chronicare.diagnostics import Diagnostics
from chronicare.formats.yaml_shape import Shape

_MAX_DIGITS = 20
"""No amount has more digits."""


def read_bills(
    data: bytes, file: str, diagnostics: Diagnostics
) -> Sequence[Question[SettleBillRequest | SettleYearRequest]]:
    """Read the request to settle in ``data``: one bill, or a year of them if it has ``bills``.

    Everything wrong goes to ``diagnostics``.
    """
    document = read_document(data, file, diagnostics)
    if document is None:
        return []
    if isinstance(document.data, dict) and "bills" in document.data:
        return questions_of(document, _YearShape, _settle_year, diagnostics)
    return questions_of(document, _BillShape, _settle_bill, diagnostics)


def read_entitled(data: bytes, file: str, diagnostics: Diagnostics) -> list[Question[EntitlementsRequest]]:
    """Read the request to list entitlements in ``data``; everything wrong goes to ``diagnostics``."""
    document = read_document(data, file, diagnostics)
    return [] if document is None else questions_of(document, _EntitlementsShape, _entitlements, diagnostics)


def read_look_up(data: bytes, file: str, diagnostics: Diagnostics) -> list[Question[LookUpRequest]]:
    """Read the request to look terms up in ``data``; everything wrong goes to ``diagnostics``."""
    document = read_document(data, file, diagnostics)
    return [] if document is None else questions_of(document, _LookUpShape, _look_up, diagnostics)


def _as_whole(value: object) -> object:
    """Make a whole number of it; what is none, or far too large, stays for the use case to refuse."""
    if not isinstance(value, Decimal) or value.adjusted() > _MAX_DIGITS or value != value.to_integral_value():
        return value
    return int(value)


_Whole = Annotated[Any, BeforeValidator(_as_whole)]


class _Person(Shape):
    birth_date: Written = ""
    facts: list[ReportedShape] = Field(default_factory=list)


class _Charges(Shape):
    total_fen: _Whole = None
    fully_self_paid_fen: _Whole = None
    above_price_limit_fen: _Whole = None
    advance_self_payment_fen: _Whole = None


class _Line(Shape):
    amount_fen: _Whole = None
    above_price_limit_fen: _Whole = None
    facts: list[ReportedShape] = Field(default_factory=list)
    catalogue_facts: list[ReportedShape] = Field(default_factory=list)


class _Bill(Shape):
    visit_id: Written = ""
    care_date: Written = ""
    facts: list[ReportedShape] = Field(default_factory=list)
    charges: _Charges | None = None
    lines: list[_Line] = Field(default_factory=list)
    personal_account_fen: _Whole = None
    care_area_code: Written = ""
    care_release: Written = ""


class _Accumulator(Shape):
    code: Written = ""
    amount_fen: _Whole = None
    count: _Whole = None
    name: Written = ""


class _Accumulators(Shape):
    year: _Whole = None
    first_of_year: bool = False
    amounts: list[_Accumulator] = Field(default_factory=list)
    changed_within_year: bool = False


class _BillShape(RequestShape):
    person: _Person | None = None
    bill: _Bill | None = None
    accumulators: _Accumulators | None = None
    assume_usual_values: bool = False


class _YearShape(RequestShape):
    person: _Person | None = None
    bills: list[_Bill] = Field(default_factory=list)
    accumulators: _Accumulators | None = None
    without_visit_ids: list[Written] = Field(default_factory=list)
    assume_usual_values: bool = False
    compare_release: Written = ""


class _EntitlementsShape(RequestShape):
    as_of_date: Written = ""
    person: _Person | None = None
    accumulators: _Accumulators | None = None
    assume_usual_values: bool = False


class _LookUpShape(RequestShape):
    as_of_date: Written = ""
    person: _Person | None = None
    facts: list[ReportedShape] = Field(default_factory=list)
    terms: list[Written] = Field(default_factory=list)
    assume_usual_values: bool = False
    care_area_code: Written = ""
    care_release: Written = ""


def _settle_bill(shape: _BillShape) -> SettleBillRequest:
    bill = _bill(shape.bill or _Bill())
    accumulators = _accumulators(shape.accumulators)
    return SettleBillRequest(header_of(shape), _insured(shape.person), bill, accumulators, shape.assume_usual_values)


def _settle_year(shape: _YearShape) -> SettleYearRequest:
    bills = tuple(_bill(each) for each in shape.bills)
    accumulators = _accumulators(shape.accumulators)
    return SettleYearRequest(
        header_of(shape),
        _insured(shape.person),
        bills,
        accumulators,
        shape.without_visit_ids,
        shape.assume_usual_values,
        shape.compare_release,
    )


def _entitlements(shape: _EntitlementsShape) -> EntitlementsRequest:
    accumulators = _accumulators(shape.accumulators)
    usual = shape.assume_usual_values
    return EntitlementsRequest(header_of(shape), shape.as_of_date, _insured(shape.person), accumulators, usual)


def _look_up(shape: _LookUpShape) -> LookUpRequest:
    facts = reported(shape.facts)
    usual = shape.assume_usual_values
    care = StatedPlace(shape.care_area_code, shape.care_release)
    return LookUpRequest(header_of(shape), shape.as_of_date, _insured(shape.person), facts, shape.terms, usual, care)


def _insured(shape: _Person | None) -> ReportedInsured:
    return ReportedInsured() if shape is None else ReportedInsured(shape.birth_date, reported(shape.facts))


def _bill(shape: _Bill) -> ReportedBill:
    charges = shape.charges
    return ReportedBill(
        shape.visit_id,
        shape.care_date,
        reported(shape.facts),
        None
        if charges is None
        else ReportedCharges(
            charges.total_fen,
            charges.fully_self_paid_fen,
            charges.above_price_limit_fen,
            charges.advance_self_payment_fen,
        ),
        tuple(map(_line, shape.lines)),
        shape.personal_account_fen,
        StatedPlace(shape.care_area_code, shape.care_release),
    )


def _line(shape: _Line) -> ReportedLine:
    facts, catalogue = reported(shape.facts), reported(shape.catalogue_facts)
    return ReportedLine(shape.amount_fen, shape.above_price_limit_fen, facts, catalogue)


def _accumulators(shape: _Accumulators | None) -> ReportedAccumulators:
    if shape is None:
        return ReportedAccumulators()
    amounts = tuple(ReportedAmount(each.code, each.amount_fen, each.count) for each in shape.amounts)
    return ReportedAccumulators(shape.year, shape.first_of_year, amounts, shape.changed_within_year)
