"""A request in a file: what every kind can say, which request of a use case it is, where each field stands."""

from collections.abc import Callable, Iterable
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
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, FieldPath, Language, Position
from chronicare.formats.json_document import is_json, read_json
from chronicare.formats.yaml_document import YamlDocument, enclosing, path_text, read_yaml
from chronicare.formats.yaml_shape import Shape, check_shape
from chronicare.judging.report import ReportedFinding, ReportedRange

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

    def addressed(
        self,
        the_area: Callable[[], str],
        language: Language,
        area: str = "",
        readings: Iterable[tuple[str, str]] = (),
    ) -> Request_co:
        """Return the request to be answered in ``language`` by the rules of ``area``, with ``readings`` in force too.

        Without an area, by those of the area it names itself, or else of ``the_area`` there is.
        """
        header = self.request.header
        area = area or header.area_code or the_area()
        in_force = {**header.readings, **dict(readings)}
        return replace(self.request, header=replace(header, area_code=area, language=language, readings=in_force))

    def place(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Put the place in the file beside the path of each field that is wrong."""
        places = {path_text(path): position for path, position in self.document.places.items()}
        return [_placed(each, places, self.document.file) for each in diagnostics]


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
    site: Written = ""


class RequestShape(Shape):
    """What every request can say."""

    area_code: Written = ""
    release: Written = ""
    request_id: Written = ""
    language_code: Written = ""
    readings: dict[str, Written] = Field(default_factory=dict)
    ignore_unknown: bool = False

    @property
    def wanted_detail(self) -> str:
        """The detail its answer is wanted in; empty where that cannot be said."""
        return ""


AnyShape = TypeVar("AnyShape", bound=RequestShape)


def header_of(shape: RequestShape) -> Header:
    """Return what every request says; the language is the command's to choose."""
    return Header(
        shape.area_code,
        shape.release,
        request_id=shape.request_id,
        readings=shape.readings,
        ignore_unknown=shape.ignore_unknown,
    )


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
            each.site,
        )
        for each in shapes
    )


def read_document(data: bytes, file: str, diagnostics: Diagnostics) -> YamlDocument | None:
    """Read JSON as JSON and YAML as YAML; ``None`` with the reasons in ``diagnostics`` if it cannot be read."""
    problems = Diagnostics()
    document = (read_json if is_json(data, file) else read_yaml)(data, file, problems, Code.BAD_FIELD)
    diagnostics.extend(_by_line(each) for each in problems.sorted())
    return None if problems.has_errors else document


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
    return [Question(document.file, request_of(shape), shape.language_code, shape.wanted_detail, document)]


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
