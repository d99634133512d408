"""Requests as plain reports: the shape that case files and the use cases share. Written out by hand, since it is hot.

Only what the messages themselves can get wrong is told here (a missing value, an unknown enum number); values are
judged by the use cases, which are handed whatever was sent, NaN and lists included.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from google.protobuf import struct_pb2

from chronicare.api.v1 import finding_pb2, recognition_service_pb2
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Language, Text
from chronicare.recognition.decision import Detail

MAX_REQUEST_ID_CHARACTERS = 128
MAX_RELEASE_CHARACTERS = 128

_DETAILS: Mapping[int, Detail] = {
    recognition_service_pb2.DETAIL_UNSPECIFIED: Detail.REASONS,
    recognition_service_pb2.DETAIL_OUTCOME: Detail.OUTCOME,
    recognition_service_pb2.DETAIL_REASONS: Detail.REASONS,
    recognition_service_pb2.DETAIL_TRACE: Detail.TRACE,
}
_DETAIL_NAMES = [name for name in recognition_service_pb2.Detail.keys() if not name.endswith("UNSPECIFIED")]  # noqa: SIM118 - no dict
_LANGUAGES: Mapping[str, Language] = {"": Language.ZH, "zh": Language.ZH, "en": Language.EN}


class CheckQuestion(NamedTuple):
    """A request to decide or to review: the plain report, and how the answer is wanted."""

    report: dict[str, Any]
    detail: Detail
    language: Language


class RulesQuestion(NamedTuple):
    """A request about the rules: the plain report of release, area, date and entry, and the language wanted."""

    report: dict[str, Any]
    language: Language


def language_of(code: str) -> Language:
    """Return the language called ``code``; Chinese for one that is not spoken here."""
    return _LANGUAGES.get(code, Language.ZH)


def read_check(request: recognition_service_pb2.CheckRecognitionRequest, diagnostics: Diagnostics) -> CheckQuestion:
    """Read a request to decide. What its message gets wrong goes to ``found``."""
    report = _report(request, diagnostics)
    report["disease_codes"] = list(request.disease_codes)
    return CheckQuestion(
        report, _detail(request.detail, diagnostics), read_language(request.language_code, diagnostics)
    )


def read_review(request: recognition_service_pb2.ReviewRecognitionRequest, diagnostics: Diagnostics) -> CheckQuestion:
    """Read a request to review. What its message gets wrong goes to ``found``."""
    report = _report(request, diagnostics)
    report["recognition"] = {
        "disease_code": request.recognition.disease_code,
        "start_date": request.recognition.start_date,
        "last_review_date": request.recognition.last_review_date,
    }
    return CheckQuestion(
        report, _detail(request.detail, diagnostics), read_language(request.language_code, diagnostics)
    )


def _report(
    request: recognition_service_pb2.CheckRecognitionRequest | recognition_service_pb2.ReviewRecognitionRequest,
    diagnostics: Diagnostics,
) -> dict[str, Any]:
    """Read what is asked of all deciding: by which rules, as of when, of whom, and what is known."""
    check_request_id(request.request_id, diagnostics)
    return {
        "area_code": request.area_code,
        "release": read_release(request.release, diagnostics),
        "as_of_date": request.as_of_date,
        "person": {"birth_date": request.person.birth_date},
        "findings": read_findings(request.findings, "findings", diagnostics),
        "complete_findings": list(request.complete_findings),
        "documents": list(request.documents),
    }


def read_describe(request: recognition_service_pb2.DescribeDiseaseRequest, diagnostics: Diagnostics) -> RulesQuestion:
    """Read a request to describe an entry. What its message gets wrong goes to ``found``."""
    report = {
        "area_code": request.area_code,
        "release": read_release(request.release, diagnostics),
        "as_of_date": request.as_of_date,
        "disease_code": request.disease_code,
    }
    return RulesQuestion(report, read_language(request.language_code, diagnostics))


def read_list(request: recognition_service_pb2.ListDiseasesRequest, diagnostics: Diagnostics) -> RulesQuestion:
    """Read a request to list the entries, without its paging. What its message gets wrong goes to ``found``."""
    report = {
        "area_code": request.area_code,
        "release": read_release(request.release, diagnostics),
        "as_of_date": request.as_of_date,
    }
    return RulesQuestion(report, read_language(request.language_code, diagnostics))


def _detail(number: int, diagnostics: Diagnostics) -> Detail:
    detail = _DETAILS.get(number)
    if detail is None:
        diagnostics.add(
            Code.BAD_FIELD,
            FieldPath("detail"),
            Text(f"没有 detail {number}", f"there is no detail {number}"),
            Text(f"可用：{'、'.join(_DETAIL_NAMES)}", f"use one of {', '.join(_DETAIL_NAMES)}"),
        )
        return Detail.REASONS
    return detail


def read_language(code: str, diagnostics: Diagnostics) -> Language:
    """Return the language a request asks for; one that is not spoken here goes to ``found``."""
    language = _LANGUAGES.get(code)
    if language is None:
        diagnostics.add(
            Code.BAD_FIELD,
            FieldPath("language_code"),
            Text(f"不会说「{code}」", f"{code!r} is not spoken here"),
            Text("可用：zh、en", "use zh or en"),
        )
        return Language.ZH
    return language


def read_release(name: str, diagnostics: Diagnostics) -> str:
    """Return the release a request asks for; a name that is too long to be one goes to ``found``."""
    if len(name) > MAX_RELEASE_CHARACTERS:
        _too_long("release", MAX_RELEASE_CHARACTERS, diagnostics)
        return ""
    return name


def check_request_id(request_id: str, diagnostics: Diagnostics) -> None:
    """Tell ``found`` of a request id that is too long to be sent back."""
    if len(request_id) > MAX_REQUEST_ID_CHARACTERS:
        _too_long("request_id", MAX_REQUEST_ID_CHARACTERS, diagnostics)


def _too_long(field: str, most: int, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.BAD_FIELD,
        FieldPath(field),
        Text("太长", "too long"),
        Text(f"至多 {most} 个字符", f"at most {most} characters"),
    )


def read_findings(
    listed: Iterable[finding_pb2.ReportedFinding], path: str, diagnostics: Diagnostics
) -> list[dict[str, Any]]:
    """Read what is reported in the field at ``path``; a value that was not sent goes to ``found``."""
    return [_finding(each, path, index, diagnostics) for index, each in enumerate(listed)]


def _finding(each: finding_pb2.ReportedFinding, path: str, index: int, diagnostics: Diagnostics) -> dict[str, Any]:
    kind = each.value.WhichOneof("kind")
    if kind is None:
        diagnostics.add(
            Code.REQUIRED_FIELD,
            FieldPath(f"{path}[{index}].value"),
            Text("没有写值", "the value is missing"),
            Text("不知道的写 null，或不报这一项", "send null for what is not known, or leave the finding out"),
        )
        value: Any = None
    else:
        value = getattr(each.value, kind) if kind in _PLAIN else _value(each.value)
    finding: dict[str, Any] = {
        "finding": each.finding,
        "value": value,
        "unit": each.unit,
        "date": each.date,
        "report_id": each.report_id,
        "attester": each.attester,
    }
    if each.HasField("reference_range"):
        limits = each.reference_range
        finding["reference_range"] = {"low": _value(limits.low), "high": _value(limits.high)}
    return finding


_PLAIN = frozenset({"number_value", "string_value", "bool_value"})


def _value(value: struct_pb2.Value) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON would be read: objects as dicts, arrays as lists, null and nothing as ``None``."""
    kind = value.WhichOneof("kind")
    if kind is None or kind == "null_value":
        return None
    if kind == "struct_value":
        return {name: _value(part) for name, part in value.struct_value.fields.items()}
    if kind == "list_value":
        return _values(value.list_value.values)
    return getattr(value, kind)


def _values(values: Iterable[struct_pb2.Value]) -> list[Any]:
    return [_value(each) for each in values]
