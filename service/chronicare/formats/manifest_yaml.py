"""Reads ``manifest.yaml``: what a rule folder is, when it holds, and which documents it cites."""

import re
from collections import Counter
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.yaml_document import YamlDocument, read_yaml
from chronicare.formats.yaml_shape import Day, Shape, Written, check_shape, refusal
from chronicare.tables import TIME_ZONE, Cell, Manifest, SourceDocument

_COMMON_YEAR = 2025
"""A year without 29 February."""
_MARKS = ("documents", "version")


def _area(text: str) -> str:
    if re.fullmatch(r"\d{6}", text, re.ASCII) is None:
        raise refusal(Text("应是 6 位行政区划代码", "must be a 6-digit area code (GB/T 2260)"))
    return text


def _sha256(text: str) -> str:
    if re.fullmatch(r"[0-9a-f]{64}", text) is None:
        raise refusal(Text("应是 64 位小写十六进制数", "must be 64 lower-case hexadecimal digits"))
    if len(set(text)) == 1:
        raise refusal(Text("是占位的数，不是文件的 SHA-256", "stands in for the SHA-256 of the document; it is none"))
    return text


def _time_zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        hint = Text(f"写 IANA 的时区名，如 {TIME_ZONE}", f"write an IANA time zone, as {TIME_ZONE}")
        raise refusal(Text("不是时区", "is not a time zone"), hint) from None


def _day_of_year(text: str) -> str:
    try:
        if re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
            date.fromisoformat(f"{_COMMON_YEAR}-{text}")
            return text
    except ValueError:
        pass
    hint = Text("写月-日，如 07-01；自然年度不用写", "write month-day, such as 07-01; a calendar year needs none")
    raise refusal(Text("不是每年都有的一天", "is no day of every year"), hint)


class _Name(Shape):
    zh: Written
    en: Written | None = None


class _Document(Shape):
    id: Written
    title: Written
    publisher: Written
    edition: Written
    sha256: Annotated[Written, AfterValidator(_sha256)] | None = None


class _Manifest(Shape):
    area: Annotated[Written, AfterValidator(_area)] | None = None
    name: _Name
    version: Written
    effective_from: Day | None = None
    effective_until: Day | None = None
    unknown_words: list[Written] = Field(default_factory=list)
    time_zone: Annotated[Written, AfterValidator(_time_zone)] = TIME_ZONE
    benefit_year_begins: Annotated[Written, AfterValidator(_day_of_year)] = "01-01"
    documents: list[_Document] = Field(default_factory=list)
    extends: Written | None = None
    omit: list[Written] = Field(default_factory=list)


def read_manifest(data: bytes, file: str, diagnostics: Diagnostics) -> Manifest | None:
    """Return the manifest; ``None``, with every problem in ``diagnostics``, if it is wrong."""
    document = read_yaml(data, file, diagnostics, Code.BROKEN_MANIFEST, _MARKS)
    shape = check_shape(document, _Manifest, diagnostics, Code.BROKEN_MANIFEST) if document is not None else None
    if document is None or shape is None:
        return None
    _check_dates(shape, document, diagnostics)
    _check_repeated(shape, document, diagnostics)
    return Manifest(
        file=file,
        area=shape.area or "",
        name=Text(shape.name.zh, shape.name.en or shape.name.zh),
        version=shape.version,
        effective_from=shape.effective_from,
        effective_until=shape.effective_until,
        documents=tuple(
            SourceDocument(
                each.id,
                each.title,
                each.publisher,
                each.edition,
                each.sha256 or "",
                document.where(("documents", index)),
            )
            for index, each in enumerate(shape.documents)
        ),
        unknown_words=tuple(shape.unknown_words),
        time_zone=shape.time_zone,
        benefit_year=(int(shape.benefit_year_begins[:2]), int(shape.benefit_year_begins[3:])),
        extends=Cell(shape.extends, document.where(("extends",))) if shape.extends is not None else None,
        omit=tuple(Cell(each, document.where(("omit", index))) for index, each in enumerate(shape.omit)),
    )


def _check_dates(shape: _Manifest, document: YamlDocument, diagnostics: Diagnostics) -> None:
    start, end = shape.effective_from, shape.effective_until
    if shape.area is not None and start is None:
        diagnostics.add(
            Code.BROKEN_MANIFEST,
            document.where(()),
            Text("统筹区的文件夹要写 effective_from", "the folder of an area needs effective_from"),
            Text("写生效日，如 effective_from: 2025-11-01", "write the first day, as in effective_from: 2025-11-01"),
        )
    if start is not None and end is not None and end <= start:
        diagnostics.add(
            Code.BAD_DATES,
            document.where(("effective_until",)),
            Text(f"失效日 {end} 不晚于生效日 {start}", f"effective_until {end} is not after effective_from {start}"),
            Text("失效日当日起无效，要晚于生效日", "the rules end before that day: it must be later"),
        )


def _check_repeated(shape: _Manifest, document: YamlDocument, diagnostics: Diagnostics) -> None:
    """Tell each document whose id has stood before."""
    seen: Counter[str] = Counter()
    for index, each in enumerate(shape.documents):
        if seen[each.id]:
            diagnostics.add(
                Code.DUPLICATE_ID,
                document.where(("documents", index, "id")),
                Text(f"「{each.id}」写了两次", f"'{each.id}' stands twice"),
                Text("每个只写一次", "write each once"),
            )
        seen[each.id] += 1
