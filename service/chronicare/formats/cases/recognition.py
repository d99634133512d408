"""The cases of one entry: findings of a person, and what must be decided of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.cases.case_file import CaseFile, CaseFileShape, CaseShape, KnownShape, RawCase, make_cases
from chronicare.formats.yaml_document import Plain, YamlDocument
from chronicare.formats.yaml_shape import ALTERNATIVE, IsoDay, Shape, Written, check_shape, refusal

_WORD = f"{ALTERNATIVE}word"
_CHOICE = f"{ALTERNATIVE}choice"


@dataclass(frozen=True, slots=True)
class RecognitionCase(RawCase):
    """What is known of a person, and what must be decided about an ``entry`` (by any of its names).

    ``findings`` are mappings with some of the keys finding, value, unit, date, report_id, reference_range, attester,
    site; numbers are ``Decimal``, with the digits written.
    They and ``complete_findings`` are the case's own: those of ``base`` hold beside them, unless the case states the
    same finding or takes it out.
    """

    entry: str
    base: "RecognitionCase | None"
    area: str
    findings: tuple[Mapping[str, Plain], ...]
    complete_findings: tuple[str, ...]
    record_complete: bool
    documents: tuple[str, ...]


class RecognitionCaseFile(CaseFile[RecognitionCase]):
    """The cases of one entry."""

    __slots__ = ()


def _single(value: object) -> object:
    if isinstance(value, list):
        raise refusal(
            Text("只能是一个值", "must be one value"),
            Text("多次测量各写一项", "write one item for each measurement"),
        )
    return value


class _Range(Shape):
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Written | None = None


class _Finding(Shape):
    finding: Written | None = None
    any_of: list[Written] | None = None
    value: Annotated[Any, AfterValidator(_single)] = None
    unit: Written | None = None
    date: IsoDay | None = None
    report_id: Written | None = None
    reference_range: _Range | None = None
    attester: Written | None = None
    site: Written | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.finding is None and self.any_of is None:
            raise refusal(Text("没有写 finding", "needs a finding"), Text("写 finding，或 any_of", "finding or any_of"))
        return self


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
    if_record_complete: Written | None = None
    lacks: dict[str, Written] | None = None
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


class _Known(KnownShape):
    area: Written | None = None
    findings: list[_Finding] = Field(default_factory=list)
    complete_findings: list[Written] = Field(default_factory=list)
    record_complete: bool | None = None
    documents: list[Written] = Field(default_factory=list)


class _Case(_Known, CaseShape):
    expect: _Expect


class _CaseFile(CaseFileShape):
    entry: Written
    bases: dict[str, _Known] = Field(default_factory=dict)
    cases: list[_Case]


def recognition_cases_in(document: YamlDocument, diagnostics: Diagnostics) -> RecognitionCaseFile | None:
    """Return the cases of a document about an ``entry``; what is wrong with it goes to ``diagnostics``."""
    shape = check_shape(document, _CaseFile, diagnostics, Code.BAD_CASE)
    if shape is None:
        return None
    return RecognitionCaseFile(
        document.file, shape.entry, make_cases(document, shape, partial(_case, shape.entry), diagnostics)
    )


def _case(entry: str, known: _Known, base: RecognitionCase | None, common: dict[str, Any]) -> RecognitionCase:
    return RecognitionCase(
        **common,
        entry=entry,
        base=base,
        area=known.area or (base.area if base else ""),
        findings=tuple(each.model_dump(exclude_unset=True) for each in known.findings),
        complete_findings=tuple(known.complete_findings),
        record_complete=bool(
            (base.record_complete if base else False) if known.record_complete is None else known.record_complete
        ),
        documents=tuple(known.documents) or (base.documents if base else ()),
    )
