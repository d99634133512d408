"""Reads ``manifest.yaml``: what a rule folder is, when it holds, which documents it cites and which tables it has."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.formats.yaml_document import YamlDocument, read_yaml
from chronicare.formats.yaml_shape import Day, Shape, Written, check_shape, refusal
from chronicare.tables import DECISION, KINDS, TIME_ZONE, Kind, Manifest, SourceDocument

_CITES = "source"
"""A kind with this column cites a document in each row."""
_MARKS = ("documents", "tables", "version")


@dataclass(frozen=True, slots=True)
class TableDeclaration:
    """A table the manifest promises: its file (relative to the folder, parts joined by ``/``), kind, cited document.

    A decision table has a ``name`` and a hit policy, ``hit``.
    """

    file: str
    kind: Kind
    document: str
    position: Position
    name: str = ""
    hit: str = ""


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


def _csv_file(text: str) -> str:
    if not text.endswith(".csv") or "\\" in text or any(part.strip() in ("", ".", "..") for part in text.split("/")):
        raise refusal(Text("应是本文件夹里的 .csv 文件", "must be a .csv file inside the folder"))
    return text


def _time_zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        hint = Text(f"写 IANA 的时区名，如 {TIME_ZONE}", f"write an IANA time zone, as {TIME_ZONE}")
        raise refusal(Text("不是时区", "is not a time zone"), hint) from None


class _Name(Shape):
    zh: Written
    en: Written


class _Document(Shape):
    id: Written
    title: Written
    publisher: Written
    edition: Written
    sha256: Annotated[Written, AfterValidator(_sha256)]


class _Table(Shape):
    file: Annotated[Written, AfterValidator(_csv_file)]
    kind: Written
    document: Written | None = None
    name: Written | None = None
    hit: Written | None = None


class _Manifest(Shape):
    area: Annotated[Written, AfterValidator(_area)] | None = None
    name: _Name
    version: Written
    effective_from: Day | None = None
    effective_until: Day | None = None
    unknown_words: list[Written] = Field(default_factory=list)
    time_zone: Annotated[Written, AfterValidator(_time_zone)] = TIME_ZONE
    documents: list[_Document] = Field(default_factory=list)
    tables: list[_Table]


def read_manifest(
    data: bytes, file: str, diagnostics: Diagnostics
) -> tuple[Manifest, tuple[TableDeclaration, ...]] | None:
    """Return the manifest and the tables it declares; ``None``, with every problem in ``diagnostics``, if it is wrong.

    A table that names no document cites the only one there is. Tables of an unknown kind are told and left out.
    """
    document = read_yaml(data, file, diagnostics, Code.BROKEN_MANIFEST, _MARKS)
    shape = check_shape(document, _Manifest, diagnostics, Code.BROKEN_MANIFEST) if document is not None else None
    if document is None or shape is None:
        return None
    _check_dates(shape, document, diagnostics)
    _check_repeated([each.id for each in shape.documents], ("documents", "id"), document, diagnostics)
    _check_repeated([each.file for each in shape.tables], ("tables", "file"), document, diagnostics)
    manifest = Manifest(
        file=file,
        area=shape.area or "",
        name=Text(shape.name.zh, shape.name.en),
        version=shape.version,
        effective_from=shape.effective_from,
        effective_until=shape.effective_until,
        documents=tuple(
            SourceDocument(
                each.id, each.title, each.publisher, each.edition, each.sha256, document.where(("documents", index))
            )
            for index, each in enumerate(shape.documents)
        ),
        unknown_words=tuple(shape.unknown_words),
        time_zone=shape.time_zone,
    )
    declared = (_declare(index, shape, document, diagnostics) for index in range(len(shape.tables)))
    return manifest, tuple(each for each in declared if each is not None)


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


def _check_repeated(values: list[str], key: tuple[str, str], document: YamlDocument, diagnostics: Diagnostics) -> None:
    """Tell each value that has stood before in the list ``key[0]``."""
    seen: Counter[str] = Counter()
    for index, value in enumerate(values):
        if seen[value]:
            diagnostics.add(
                Code.DUPLICATE_ID,
                document.where((key[0], index, key[1])),
                Text(f"「{value}」写了两次", f"'{value}' stands twice"),
                Text("每个只写一次", "write each once"),
            )
        seen[value] += 1


def _declare(index: int, shape: _Manifest, document: YamlDocument, diagnostics: Diagnostics) -> TableDeclaration | None:
    """Resolve the kind and the document of one declared table."""
    table = shape.tables[index]
    kind = KINDS.get(table.kind)
    if kind is None:
        where = document.where(("tables", index, "kind"))
        message = Text(f"没有「{table.kind}」这种表", f"there is no kind of table '{table.kind}'")
        diagnostics.add(Code.BROKEN_MANIFEST, where, message, suggest(table.kind, KINDS))
        return None
    ids = [each.id for each in shape.documents]
    cited = table.document or (ids[0] if len(ids) == 1 else "")
    cites = any(column.name == _CITES for column in kind.columns)
    if cited not in ids and (cited or cites):
        where = document.where(("tables", index, "document"))
        message = (
            Text(f"documents 里没有「{cited}」", f"'{cited}' is not among the documents")
            if cited
            else Text("没有写依据哪份文件（document）", "which document the rows cite is not said")
        )
        diagnostics.add(Code.UNKNOWN_DOCUMENT, where, message, suggest(cited, ids))
    if (kind is DECISION) is not (table.name is not None and table.hit is not None):
        diagnostics.add(
            Code.BROKEN_MANIFEST,
            document.where(("tables", index)),
            Text("决策表要写 name 和 hit，其他表都不写", "a decision table needs name and hit, other tables neither"),
            Text("如 name: 住院待遇, hit: UNIQUE", "such as name: 住院待遇, hit: UNIQUE"),
        )
    return TableDeclaration(
        table.file, kind, cited, document.where(("tables", index)), table.name or "", table.hit or ""
    )
