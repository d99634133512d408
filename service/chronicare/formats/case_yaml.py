"""Reads case files: what is known of a person and what must follow, as plain data whose every place is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, Tag

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.benefit_case_yaml import BenefitCaseFile, benefit_cases_in
from chronicare.formats.nearest import suggest
from chronicare.formats.yaml_document import Path, Plain, YamlDocument, path_text, read_yaml
from chronicare.formats.yaml_shape import ALTERNATIVE, IsoDay, Shape, Written, check_shape, iso_day, refusal

_MARKS = ("cases", "entry", "finding", "expect")
_DAY_KEYS = "_date"
"""Keys of a person that end so hold dates."""
_WORD = f"{ALTERNATIVE}word"
_CHOICE = f"{ALTERNATIVE}choice"
_CASE_DEPTH = 2
"""A case stands at ``cases[n]``, a base at ``bases.name``."""


@dataclass(frozen=True, slots=True)
class RawCase:
    """One case, or a base several cases start from, as written; nothing is interpreted but dates (ISO) and numbers.

    ``findings`` are mappings with some of the keys finding, value, unit, date, report_id, reference_range, attester;
    numbers are ``Decimal`` with the digits written. ``expect`` is empty for a base. ``places`` has the position of each
    field by its path within the case: ``findings[2].unit``.
    """

    name: str
    base: str
    area: str
    as_of_date: str
    person: Mapping[str, Plain]
    findings: tuple[Mapping[str, Plain], ...]
    complete_findings: tuple[str, ...]
    documents: tuple[str, ...]
    without: tuple[str, ...]
    expect: Mapping[str, Plain]
    position: Position
    places: Mapping[str, Position]

    def where(self, path: str) -> Position:
        """Return the position of the field at ``path``, or of the nearest one that encloses it."""
        while path and path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.places.get(path, self.position)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one entry; ``as_of_date`` (ISO, or empty) holds for every case that states none."""

    file: str
    entry: str
    as_of_date: str
    bases: Mapping[str, RawCase]
    cases: tuple[RawCase, ...]


AnyCaseFile = CaseFile | BenefitCaseFile
"""A file of cases, of an entry or of benefits."""


def _single(value: object) -> object:
    if isinstance(value, list):
        raise refusal(
            Text("只能是一个值", "must be one value"),
            Text("多次测量各写一项", "write one item for each measurement"),
        )
    return value


def _person(person: dict[str, object]) -> dict[str, object]:
    """Bring the dates of a person to ISO; whatever else is known of a person is left as it is."""
    return {key: _iso(value) if key.endswith(_DAY_KEYS) else value for key, value in person.items()}


def _iso(value: object) -> object:
    return None if value is None else iso_day(value)


class _Range(Shape):
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Written | None = None


class _Finding(Shape):
    finding: Written
    value: Annotated[Any, AfterValidator(_single)] = None
    unit: Written | None = None
    date: IsoDay | None = None
    report_id: Written | None = None
    reference_range: _Range | None = None
    attester: Written | None = None


def _whole(number: Decimal) -> Decimal:
    if number < 1 or number != number.to_integral_value():
        raise refusal(Text("应是 1 或更大的整数", "must be a whole number, 1 or more"))
    return number


class _Choice(Shape):
    """``{any: 2, of: […]}``: two of these findings."""

    any: Annotated[Decimal, AfterValidator(_whole)]
    of: list[Written]


def _shape_of(item: object) -> str:
    return _CHOICE if isinstance(item, dict | _Choice) else _WORD


_Item = Annotated[Annotated[Written, Tag(_WORD)] | Annotated[_Choice, Tag(_CHOICE)], Discriminator(_shape_of)]
"""A finding, or a choice among several."""


class _Expect(Shape):
    outcome: Written | None = None
    routes: list[Written] | None = None
    exclusions: list[Written] | None = None
    causes: list[Written] | None = None
    missing: list[list[_Item]] | None = None
    refusing: list[list[_Item]] | None = None
    criteria: dict[str, bool | None] | None = None
    documents: list[Written] | None = None
    review_date: IsoDay | None = None
    nearest: list[Written] | None = None
    decisive: list[Written] | None = None
    ends: list[Written] | None = None


class _Known(Shape):
    area: Written | None = None
    as_of_date: IsoDay | None = None
    person: Annotated[dict[str, Any], AfterValidator(_person)] = Field(default_factory=dict)
    findings: list[_Finding] = Field(default_factory=list)
    complete_findings: list[Written] = Field(default_factory=list)
    documents: list[Written] = Field(default_factory=list)


class _Case(_Known):
    name: Written
    base: Written | None = None
    without: list[Written] = Field(default_factory=list)
    expect: _Expect


class _CaseFile(Shape):
    entry: Written
    as_of_date: IsoDay | None = None
    bases: dict[str, _Known] = Field(default_factory=dict)
    cases: list[_Case]


def read_cases(data: bytes, file: str, diagnostics: Diagnostics) -> CaseFile | None:
    """Return the cases of a file; ``None`` with every problem in ``found`` if its shape is wrong.

    Told as well: a base that is not there, a name used twice, a case for which no date is given anywhere.
    """
    document = read_yaml(data, file, diagnostics, Code.BAD_CASE, _MARKS)
    return _cases_in(document, diagnostics) if document is not None else None


def read_any_cases(data: bytes, file: str, diagnostics: Diagnostics) -> AnyCaseFile | None:
    """Return the cases of a file about an ``entry`` or about ``benefits``; see ``read_cases``."""
    document = read_yaml(data, file, diagnostics, Code.BAD_CASE, (*_MARKS, "benefits"))
    if document is None:
        return None
    if isinstance(document.data, dict) and "benefits" in document.data and "entry" not in document.data:
        return benefit_cases_in(document, diagnostics)
    return _cases_in(document, diagnostics)


def _cases_in(document: YamlDocument, diagnostics: Diagnostics) -> CaseFile | None:
    shape = check_shape(document, _CaseFile, diagnostics, Code.BAD_CASE)
    if shape is None:
        return None
    _check_cases(shape, document, diagnostics)
    places = _places_by_case(document)
    return CaseFile(
        file=document.file,
        entry=shape.entry,
        as_of_date=shape.as_of_date or "",
        bases={
            name: _raw(name, known, document.where(("bases", name)), places.get(("bases", name), {}))
            for name, known in shape.bases.items()
        },
        cases=tuple(
            _raw(each.name, each, document.where(("cases", index)), places.get(("cases", index), {}))
            for index, each in enumerate(shape.cases)
        ),
    )


def _raw(name: str, known: _Known, position: Position, places: Mapping[str, Position]) -> RawCase:
    case = known if isinstance(known, _Case) else None
    return RawCase(
        name=name,
        base=(case.base or "") if case is not None else "",
        area=known.area or "",
        as_of_date=known.as_of_date or "",
        person=known.person,
        findings=tuple(each.model_dump(exclude_unset=True) for each in known.findings),
        complete_findings=tuple(known.complete_findings),
        documents=tuple(known.documents),
        without=tuple(case.without) if case is not None else (),
        expect=case.expect.model_dump(exclude_unset=True) if case is not None else {},
        position=position,
        places=places,
    )


def _places_by_case(document: YamlDocument) -> dict[Path, dict[str, Position]]:
    """Gather the positions inside each base and case, by their path within it."""
    places: dict[Path, dict[str, Position]] = {}
    for path, position in document.places.items():
        if len(path) > _CASE_DEPTH:
            places.setdefault(path[:_CASE_DEPTH], {})[path_text(path[_CASE_DEPTH:])] = position
    return places


def _check_cases(shape: _CaseFile, document: YamlDocument, diagnostics: Diagnostics) -> None:
    first: dict[str, int] = {}
    for index, case in enumerate(shape.cases):
        base = shape.bases.get(case.base) if case.base is not None else None
        if case.base is not None and base is None:
            message = Text(f"bases 里没有「{case.base}」", f"there is no base '{case.base}'")
            where = document.where(("cases", index, "base"))
            diagnostics.add(Code.BAD_CASE, where, message, suggest(case.base, shape.bases))
        if case.name in first:
            row = document.where(("cases", first[case.name])).row
            message = Text(f"案例「{case.name}」重名", f"the name '{case.name}' is used twice")
            hint = Text(f"第 {row} 行的案例已用此名", f"the case at line {row} has it")
            diagnostics.add(Code.BAD_CASE, document.where(("cases", index, "name")), message, hint)
        first.setdefault(case.name, index)
        if not (case.as_of_date or shape.as_of_date or (base is not None and base.as_of_date)):
            diagnostics.add(
                Code.BAD_CASE,
                document.where(("cases", index)),
                Text("没有写申请日（as_of_date）", "no as_of_date is given"),
                Text("在文件开头写 as_of_date: 2025-12-01", "write as_of_date: 2025-12-01 at the top of the file"),
            )
