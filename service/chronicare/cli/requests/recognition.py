"""Reads requests in the shape of the contract, JSON or YAML, and case files, as ``decide`` and ``review`` take them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BeforeValidator, Field

from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.application.recognition.requests import CheckRequest, ReviewRequest
from chronicare.application.request import Header
from chronicare.checks.recognition.questions import report_of
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, FieldPath, Language, Position
from chronicare.formats.cases.recognition import recognition_cases_in
from chronicare.formats.yaml_document import YamlDocument, enclosing, path_text, read_yaml
from chronicare.formats.yaml_shape import Shape, check_shape
from chronicare.judging.report import Report, ReportedFinding, ReportedPerson, ReportedRange
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.existing import ReportedRecognition

AnyRequest = CheckRequest | ReviewRequest | SettleBillRequest | SettleYearRequest | EntitlementsRequest | LookUpRequest
Request_co = TypeVar("Request_co", bound=AnyRequest, covariant=True)


@dataclass(frozen=True, slots=True)
class Question(Generic[Request_co]):
    """One request, what it is called, and the language and detail it asks for (empty: as the command does).

    ``document`` knows where each field stands.
    """

    name: str
    request: Request_co
    language_code: str
    detail: str
    document: YamlDocument

    def addressed(self, the_area: Callable[[], str], language: Language, area: str = "") -> Request_co:
        """Return the request to be answered in ``language`` by the rules of ``area``.

        Without one, by those of the area it names itself, or else of ``the_area`` there is.
        """
        header = self.request.header
        area = area or header.area_code or the_area()
        return replace(self.request, header=replace(header, area_code=area, language=language))

    def place(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Put the place in the file beside the path of each field that is wrong."""
        places = {path_text(path): position for path, position in self.document.places.items()}
        return [_placed(each, places, self.document.file) for each in diagnostics]


def read_questions(
    data: bytes, file: str, vocabulary: Vocabulary, diagnostics: Diagnostics
) -> list[Question[CheckRequest]]:
    """Read the requests in ``data``; everything wrong goes to ``diagnostics``. A case file holds one for each case."""
    document = read_document(data, file, diagnostics)
    if document is None:
        return []
    if isinstance(document.data, dict) and "cases" in document.data:
        return _case_questions(document, vocabulary, diagnostics)
    return questions_of(document, _CheckShape, _check, diagnostics)


def read_reviews(data: bytes, file: str, diagnostics: Diagnostics) -> list[Question[ReviewRequest]]:
    """Read the request to review in ``data``, if it is one; everything wrong goes to ``diagnostics``."""
    document = read_document(data, file, diagnostics)
    return [] if document is None else questions_of(document, _ReviewShape, _review, diagnostics)


def questions_of(
    document: YamlDocument,
    shape_wanted: "type[AnyShape]",
    request_of: "Callable[[AnyShape], Request_co]",
    diagnostics: Diagnostics,
) -> list[Question[Request_co]]:
    """Return the request in ``document``; nothing, and the reasons in ``diagnostics``, if its shape is another."""
    problems = Diagnostics()
    shape = check_shape(document, shape_wanted, problems, Code.BAD_FIELD)
    diagnostics.extend(_by_line(each) for each in problems.sorted())
    if shape is None:
        return []
    detail = shape.detail if isinstance(shape, _Shape) else ""
    return [Question(document.file, request_of(shape), shape.language_code, detail, document)]


def _case_questions(
    document: YamlDocument, vocabulary: Vocabulary, diagnostics: Diagnostics
) -> list[Question[CheckRequest]]:
    file = recognition_cases_in(document, diagnostics)
    if file is None or diagnostics.has_errors:
        return []
    questions: list[Question[CheckRequest]] = []
    for case in file.cases:
        request = CheckRequest(Header(case.area), case.as_of_date, (case.entry,), report_of(case, vocabulary))
        questions.append(Question(case.name, request, "", "", YamlDocument(document.file, None, {})))
    return questions


def read_document(data: bytes, file: str, diagnostics: Diagnostics) -> YamlDocument | None:
    """Read as YAML, which keeps places; what only JSON allows (tabs, escapes) is read as JSON."""
    problems = Diagnostics()
    document = read_yaml(data, file, problems, Code.BAD_FIELD)
    if document is not None and not problems.has_errors:
        return document
    try:
        plain = json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, RecursionError):
        diagnostics.extend(_by_line(each) for each in problems.sorted())
        return None
    return YamlDocument(file, plain, {})


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is no number")


def _without_repeats(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        raise ValueError("a key stands twice")
    return plain


def _by_line(diagnostic: Diagnostic) -> Diagnostic:
    """Name the line alone: a request is no spreadsheet, whose columns have letters."""
    where = diagnostic.where
    if isinstance(where, Position):
        where = Position(where.file, where.row, 0, where.heading)
    return Diagnostic(diagnostic.code, where, diagnostic.message, diagnostic.hint)


def _placed(diagnostic: Diagnostic, places: dict[str, Position], file: str) -> Diagnostic:
    where = diagnostic.where
    if isinstance(where, Position):
        return diagnostic
    path = enclosing(where.path, places)
    row = places[path].row if path else 0
    placed = Position(file, row, 0, where.path) if row else FieldPath(f"{file}「{where.path}」")
    return Diagnostic(diagnostic.code, placed, diagnostic.message, diagnostic.hint)


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else "" if value is None else value


Written = Annotated[str, BeforeValidator(_as_text)]
"""Text; where an author left the quotes off a number, its digits; null is empty."""


class _Range(Shape):
    low: Any = None
    high: Any = None


class ReportedShape(Shape):
    """A reported finding or fact."""

    finding: Written = ""
    any_of: list[Written] = Field(default_factory=list)
    value: Any = None
    unit: Written = ""
    date: Written = ""
    report_id: Written = ""
    reference_range: _Range | None = None
    attester: Written = ""


class _Person(Shape):
    birth_date: Written = ""


class _Recognition(Shape):
    disease_code: Written = ""
    start_date: Written = ""
    last_review_date: Written = ""


class RequestShape(Shape):
    """What every request can say."""

    area_code: Written = ""
    release: Written = ""
    request_id: Written = ""
    language_code: Written = ""
    readings: dict[str, Written] = Field(default_factory=dict)


AnyShape = TypeVar("AnyShape", bound=RequestShape)


class _Shape(RequestShape):
    as_of_date: Written = ""
    person: _Person | None = None
    findings: list[ReportedShape] = Field(default_factory=list)
    complete_findings: list[Written] = Field(default_factory=list)
    documents: list[Written] = Field(default_factory=list)
    record_complete: bool = False
    detail: Written = ""


class _CheckShape(_Shape):
    disease_codes: list[Written] = Field(default_factory=list)


class _ReviewShape(_Shape):
    recognition: _Recognition | None = None


def header_of(shape: RequestShape) -> Header:
    """Return what every request says; the language is the command's to choose."""
    return Header(shape.area_code, shape.release, request_id=shape.request_id, readings=shape.readings)


def reported(shapes: Iterable[ReportedShape]) -> tuple[ReportedFinding, ...]:
    """Return findings or facts as they are reported."""
    return tuple(
        ReportedFinding(
            each.finding,
            each.value,
            each.unit,
            each.date,
            each.report_id,
            each.attester,
            None
            if each.reference_range is None
            else ReportedRange(each.reference_range.low, each.reference_range.high),
            each.any_of,
        )
        for each in shapes
    )


def _check(shape: _CheckShape) -> CheckRequest:
    return CheckRequest(header_of(shape), shape.as_of_date, shape.disease_codes, _report(shape))


def _review(shape: _ReviewShape) -> ReviewRequest:
    stated = shape.recognition or _Recognition()
    recognition = ReportedRecognition(stated.disease_code, stated.start_date, stated.last_review_date)
    return ReviewRequest(header_of(shape), shape.as_of_date, recognition, _report(shape))


def _report(shape: _Shape) -> Report:
    person = ReportedPerson(shape.person.birth_date if shape.person else "")
    return Report(person, reported(shape.findings), shape.complete_findings, shape.documents, shape.record_complete)
