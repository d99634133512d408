import math
from collections.abc import Mapping
from typing import Any

import pytest
from google.protobuf import json_format
from typed import typed

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.recognition.requests import CheckRequest, ReviewRequest
from chronicare.application.request import Header
from chronicare.diagnostics import Diagnostics, FieldPath, Language
from chronicare.formats import RecognitionCaseFile, read_cases
from chronicare.judging.report import ReportedFinding, ReportedPerson, ReportedRange
from chronicare.recognition.decision import Detail
from chronicare.rpc.headers import language_of
from chronicare.rpc.recognition.requests import read_check, read_describe, read_list, read_review


def finding_of(value: object) -> ReportedFinding:
    """Return the one finding of a report whose value is ``value`` in JSON."""
    request = json_format.ParseDict({"findings": [{"finding": "f", "value": value}]}, pb.CheckRecognitionRequest())
    diagnostics = Diagnostics()
    (finding,) = read_check(request, diagnostics).report.findings
    assert not diagnostics.has_errors
    return finding


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        0.1,
        -7.0,
        "7.00",
        "",
        None,
        {"SBP": 160.0, "DBP": None},
        {"a": {"b": [1.0, "x"]}},
        [1.0, True, None],
        [],
        {},
    ],
)
def test_values_come_as_json_has_them(value: object) -> None:
    read = finding_of(value).value
    assert read == value
    assert type(read) is type(value)


def test_what_is_no_number_is_handed_on() -> None:
    request = pb.CheckRecognitionRequest()
    request.findings.add(finding="f").value.number_value = math.inf
    assert read_check(request, Diagnostics()).report.findings[0].value == math.inf


def test_a_report_is_that_of_the_json() -> None:
    plain = {
        "area_code": "990000",
        "release": "r",
        "as_of_date": "2025-12-01",
        "disease_codes": ["M90100", "x"],
        "person": {"birth_date": "1990-01-01"},
        "findings": [
            {
                "finding": "f",
                "value": 61.0,
                "unit": "U/L",
                "date": "2025-11-03",
                "report_id": "L1",
                "reference_range": {"low": None, "high": "40.5"},
                "attester": "副主任医师",
                "site": "左眼",
            }
        ],
        "complete_findings": ["f"],
        "documents": ["d"],
    }
    request = json_format.ParseDict(plain, pb.CheckRecognitionRequest())
    assert read_check(request, Diagnostics()) == typed(CheckRequest, plain)


def test_a_review_has_a_recognition_where_a_check_has_diseases() -> None:
    plain = {
        "area_code": "990000",
        "release": "r",
        "as_of_date": "2025-12-01",
        "recognition": {"disease_code": "M90100", "start_date": "2024-01-31", "last_review_date": "2025-02-01"},
        "person": {"birth_date": "1990-01-01"},
        "findings": [{"finding": "f", "value": True, "unit": "", "date": "", "report_id": "", "attester": ""}],
        "complete_findings": ["f"],
        "documents": ["d"],
    }
    request = json_format.ParseDict(plain | {"detail": "DETAIL_TRACE"}, pb.ReviewRecognitionRequest())
    assert read_review(request, Diagnostics()) == typed(ReviewRequest, plain, detail=Detail.TRACE)
    assert read_review(pb.ReviewRecognitionRequest(), Diagnostics()) == ReviewRequest(Header())


def test_what_a_message_to_review_gets_wrong_is_told() -> None:
    diagnostics = Diagnostics()
    request = pb.ReviewRecognitionRequest(language_code="fr")
    request.detail = 9  # type: ignore[assignment] # a number that is no Detail
    request.findings.add(finding="f")
    read_review(request, diagnostics)
    assert [str(each.where) for each in diagnostics.sorted()] == [
        "detail", "findings[0].value", "language_code",
    ]  # fmt: skip


def test_a_limit_that_is_not_sent_is_not_known() -> None:
    request = pb.CheckRecognitionRequest()
    finding = request.findings.add(finding="f")
    finding.value.bool_value = True
    finding.reference_range.high.number_value = 1
    (read,) = read_check(request, Diagnostics()).report.findings
    assert read.reference_range == ReportedRange(None, 1.0)


def test_a_case_of_a_case_file_is_a_request_in_json() -> None:
    text = """
entry: M90100
as_of_date: 2025-12-01
cases:
- name: 一
  person: {birth_date: 1990-05-01}
  findings:
  - {finding: 典型症状, value: true}
  - {finding: 空腹血糖, value: 7.2, unit: mmol/L, date: 2025-11-03, report_id: L1}
  - {finding: 血压, value: {收缩压: 165}, unit: mmHg}
  complete_findings: [空腹血糖]
  expect: {outcome: MEETS}
"""
    file = read_cases(text.encode(), "M90100.yaml", Diagnostics())
    assert isinstance(file, RecognitionCaseFile)
    (case,) = file.cases
    shown = {
        "person": dict(case.person),
        "findings": [_json(each) for each in case.findings],
        "complete_findings": list(case.complete_findings),
    }
    report = read_check(json_format.ParseDict(shown, pb.CheckRecognitionRequest()), Diagnostics()).report
    assert report.person == ReportedPerson("1990-05-01")
    assert report.complete_findings == ("空腹血糖",)
    assert report.findings == (
        ReportedFinding("典型症状", True),
        ReportedFinding("空腹血糖", 7.2, "mmol/L", "2025-11-03", "L1"),
        ReportedFinding("血压", {"收缩压": 165}, "mmHg"),
    )


def _json(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Write a finding of a case, whose numbers are exact decimals, with the numbers of JSON."""
    plain = {name: part for name, part in finding.items() if name != "value"}
    value = finding["value"]
    if isinstance(value, dict):
        return plain | {"value": {name: float(part) for name, part in value.items()}}
    return plain | {"value": value if isinstance(value, bool | str) or value is None else float(value)}


@pytest.mark.parametrize(
    ("detail", "read"),
    [
        (pb.DETAIL_UNSPECIFIED, Detail.REASONS),
        (pb.DETAIL_OUTCOME, Detail.OUTCOME),
        (pb.DETAIL_REASONS, Detail.REASONS),
        (pb.DETAIL_TRACE, Detail.TRACE),
    ],
)
def test_details(detail: pb.Detail, read: Detail) -> None:
    assert read_check(pb.CheckRecognitionRequest(detail=detail), Diagnostics()).detail is read


@pytest.mark.parametrize(("code", "language"), [("", Language.ZH), ("zh", Language.ZH), ("en", Language.EN)])
def test_languages_are_read(code: str, language: Language) -> None:
    diagnostics = Diagnostics()
    assert read_check(pb.CheckRecognitionRequest(language_code=code), diagnostics).header.language is language
    assert read_describe(pb.DescribeDiseaseRequest(language_code=code), diagnostics).header.language is language
    assert read_list(pb.ListDiseasesRequest(language_code=code), diagnostics).header.language is language
    assert language_of(code) is language
    assert not diagnostics.has_errors


@pytest.mark.parametrize("code", ["fr", "ZH", "zh-CN", " en"])
def test_other_languages_are_refused(code: str) -> None:
    check, describe, listing = Diagnostics(), Diagnostics(), Diagnostics()
    read_check(pb.CheckRecognitionRequest(language_code=code), check)
    read_describe(pb.DescribeDiseaseRequest(language_code=code), describe)
    read_list(pb.ListDiseasesRequest(language_code=code), listing)
    for found in (check, describe, listing):
        assert [each.where for each in found.sorted()] == [FieldPath("language_code")]
    assert language_of(code) is Language.ZH
