"""Requests to recognise and to review in files, and case files, as ``decide`` and ``review`` take them."""

from collections.abc import Callable

from pydantic import Field

from chronicare.application.recognition.requests import CheckRequest, ReviewRequest
from chronicare.application.request import Header
from chronicare.checks.recognition.questions import report_of
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
from chronicare.formats.cases.recognition import recognition_cases_in
from chronicare.formats.yaml_document import YamlDocument
from chronicare.formats.yaml_shape import Shape
from chronicare.judging.report import Report, ReportedPerson
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.re_review import ReportedRecognition


def read_questions(
    data: bytes, file: str, diagnostics: Diagnostics, vocabulary_of: Callable[[str], Vocabulary]
) -> list[Question[CheckRequest]]:
    """Read the requests in ``data``; everything wrong goes to ``diagnostics``. A case file holds one for each case.

    ``vocabulary_of`` returns the vocabulary of the area called so, or of the one there is.
    """
    document = read_document(data, file, diagnostics)
    if document is None:
        return []
    if isinstance(document.data, dict) and "cases" in document.data:
        return _case_questions(document, vocabulary_of, diagnostics)
    return questions_of(document, _CheckShape, _check, diagnostics)


def read_reviews(data: bytes, file: str, diagnostics: Diagnostics) -> list[Question[ReviewRequest]]:
    """Read the request to review in ``data``, if it is one; everything wrong goes to ``diagnostics``."""
    document = read_document(data, file, diagnostics)
    return [] if document is None else questions_of(document, _ReviewShape, _review, diagnostics)


def _case_questions(
    document: YamlDocument, vocabulary_of: Callable[[str], Vocabulary], diagnostics: Diagnostics
) -> list[Question[CheckRequest]]:
    file = recognition_cases_in(document, diagnostics)
    if file is None or diagnostics.has_errors:
        return []
    questions: list[Question[CheckRequest]] = []
    for case in file.cases:
        request = CheckRequest(
            Header(case.area), case.as_of_date, (case.entry,), report_of(case, vocabulary_of(case.area))
        )
        questions.append(Question(case.name, request, "", "", YamlDocument(document.file, None, {})))
    return questions


class _Person(Shape):
    birth_date: Written = ""


class _Recognition(Shape):
    disease_code: Written = ""
    start_date: Written = ""
    last_review_date: Written = ""


class _Shape(RequestShape):
    as_of_date: Written = ""
    person: _Person | None = None
    findings: list[ReportedShape] = Field(default_factory=list)
    complete_findings: list[Written] = Field(default_factory=list)
    documents: list[Written] = Field(default_factory=list)
    record_complete: bool = False
    detail: Written = ""

    @property
    def wanted_detail(self) -> str:
        return self.detail


class _CheckShape(_Shape):
    disease_codes: list[Written] = Field(default_factory=list)


class _ReviewShape(_Shape):
    recognition: _Recognition | None = None


def _check(shape: _CheckShape) -> CheckRequest:
    return CheckRequest(header_of(shape), shape.as_of_date, shape.disease_codes, _report(shape))


def _review(shape: _ReviewShape) -> ReviewRequest:
    stated = shape.recognition or _Recognition()
    recognition = ReportedRecognition(stated.disease_code, stated.start_date, stated.last_review_date)
    return ReviewRequest(header_of(shape), shape.as_of_date, recognition, _report(shape))


def _report(shape: _Shape) -> Report:
    person = ReportedPerson(shape.person.birth_date if shape.person else "")
    return Report(person, reported(shape.findings), shape.complete_findings, shape.documents, shape.record_complete)
