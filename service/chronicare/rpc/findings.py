"""Reported findings and facts as they were sent. Written out by hand, since it is hot.

Only what the messages themselves can get wrong is told here, that a value is missing; values are judged by the
intake, which is handed whatever was sent, NaN and lists included.
"""

from collections.abc import Iterable

from google.protobuf import struct_pb2

from chronicare.api.v1 import finding_pb2
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.report import ReportedFinding, ReportedRange


def read_findings(
    listed: Iterable[finding_pb2.ReportedFinding], path: str, diagnostics: Diagnostics
) -> tuple[ReportedFinding, ...]:
    """Read what is reported in the field at ``path``; a value that was not sent goes to ``diagnostics``."""
    return tuple([_finding(each, path, index, diagnostics) for index, each in enumerate(listed)])


def _finding(each: finding_pb2.ReportedFinding, path: str, index: int, diagnostics: Diagnostics) -> ReportedFinding:
    kind = each.value.WhichOneof("kind")
    value: object = None
    if kind is None:
        diagnostics.add(
            Code.REQUIRED_FIELD,
            FieldPath(f"{path}[{index}].value"),
            Text("没有写值", "the value is missing"),
            Text("不知道的写 null，或不报这一项", "send null for what is not known, or leave the finding out"),
        )
    else:
        value = getattr(each.value, kind) if kind in _PLAIN else _value(each.value)
    limits: ReportedRange | None = None
    if each.HasField("reference_range"):
        limits = ReportedRange(_value(each.reference_range.low), _value(each.reference_range.high))
    return ReportedFinding(
        each.finding, value, each.unit, each.date, each.report_id, each.attester, limits, tuple(each.any_of), each.site
    )


_PLAIN = frozenset({"number_value", "string_value", "bool_value"})


def _value(value: struct_pb2.Value) -> object:
    """Return a value as JSON would be read: objects as dicts, arrays as lists, null and nothing as ``None``."""
    kind = value.WhichOneof("kind")
    if kind is None or kind == "null_value":
        return None
    if kind == "struct_value":
        return {name: _value(part) for name, part in value.struct_value.fields.items()}
    if kind == "list_value":
        return _values(value.list_value.values)
    plain: object = getattr(value, kind)
    return plain


def _values(values: Iterable[struct_pb2.Value]) -> list[object]:
    return [_value(each) for each in values]
