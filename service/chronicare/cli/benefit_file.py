"""Reads what ``settle``, ``entitlements`` and ``ask`` are given: requests about benefits, JSON or YAML."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from chronicare.cli.request_file import Question, ReportedShape, RequestShape, Written, questions_of, read_document
from chronicare.diagnostics import Diagnostics
from chronicare.formats.yaml_shape import Shape

_MAX_DIGITS = 20
"""No amount has more digits."""


def read_bills(data: bytes, file: str, diagnostics: Diagnostics) -> list[Question]:
    """Read the request to settle in ``data``: one bill, or a year of them if it has ``bills``.

    Everything wrong goes to ``found``.
    """
    document = read_document(data, file, diagnostics)
    if document is None:
        return []
    of_year = isinstance(document.data, dict) and "bills" in document.data
    return questions_of(document, _YearRequest if of_year else _BillRequest, diagnostics)


def read_entitled(data: bytes, file: str, diagnostics: Diagnostics) -> list[Question]:
    """Read the request to list entitlements in ``data``; everything wrong goes to ``found``."""
    document = read_document(data, file, diagnostics)
    return [] if document is None else questions_of(document, _EntitlementsRequest, diagnostics)


def read_look_up(data: bytes, file: str, diagnostics: Diagnostics) -> list[Question]:
    """Read the request to look terms up in ``data``; everything wrong goes to ``found``."""
    document = read_document(data, file, diagnostics)
    return [] if document is None else questions_of(document, _LookUpRequest, diagnostics)


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


class _Bill(Shape):
    visit_id: Written = ""
    care_date: Written = ""
    facts: list[ReportedShape] = Field(default_factory=list)
    charges: _Charges | None = None
    lines: list[_Line] = Field(default_factory=list)
    personal_account_fen: _Whole = None


class _Accumulator(Shape):
    code: Written = ""
    amount_fen: _Whole = None
    name: Written = ""


class _Accumulators(Shape):
    year: _Whole = None
    first_of_year: bool = False
    amounts: list[_Accumulator] = Field(default_factory=list)
    changed_within_year: bool = False


class _BillRequest(RequestShape):
    person: _Person | None = None
    bill: _Bill | None = None
    accumulators: _Accumulators | None = None


class _YearRequest(RequestShape):
    person: _Person | None = None
    bills: list[_Bill] = Field(default_factory=list)
    accumulators: _Accumulators | None = None
    without_visit_ids: list[Written] = Field(default_factory=list)


class _EntitlementsRequest(RequestShape):
    as_of_date: Written = ""
    person: _Person | None = None
    accumulators: _Accumulators | None = None


class _LookUpRequest(RequestShape):
    as_of_date: Written = ""
    person: _Person | None = None
    facts: list[ReportedShape] = Field(default_factory=list)
    terms: list[Written] = Field(default_factory=list)
