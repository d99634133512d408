"""Requests about recognition, read once: a message in, a typed request out, nothing of it judged yet."""

from collections.abc import Mapping

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.recognition.requests import (
    CheckRequest,
    DescribeRequest,
    ListDiseasesRequest,
    ReviewRequest,
)
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.report import Report, ReportedPerson
from chronicare.recognition.decision import Detail
from chronicare.recognition.re_review import ReportedRecognition
from chronicare.rpc.findings import read_findings
from chronicare.rpc.headers import read_header

_DETAILS: Mapping[int, Detail] = {
    pb.DETAIL_UNSPECIFIED: Detail.REASONS,
    pb.DETAIL_OUTCOME: Detail.OUTCOME,
    pb.DETAIL_REASONS: Detail.REASONS,
    pb.DETAIL_TRACE: Detail.TRACE,
}
_DETAIL_NAMES = [name for name in pb.Detail.keys() if not name.endswith("UNSPECIFIED")]  # noqa: SIM118 - no dict


def read_check(request: pb.CheckRecognitionRequest, diagnostics: Diagnostics) -> CheckRequest:
    """Read a request to decide. What its message gets wrong goes to ``diagnostics``."""
    detail, report = _detail(request.detail, diagnostics), _report(request, diagnostics)
    header = read_header(request, request.request_id, diagnostics)
    return CheckRequest(header, request.as_of_date, tuple(request.disease_codes), report, detail)


def read_review(request: pb.ReviewRecognitionRequest, diagnostics: Diagnostics) -> ReviewRequest:
    """Read a request to review. What its message gets wrong goes to ``diagnostics``."""
    stated = request.recognition
    recognition = ReportedRecognition(stated.disease_code, stated.start_date, stated.last_review_date)
    detail, report = _detail(request.detail, diagnostics), _report(request, diagnostics)
    header = read_header(request, request.request_id, diagnostics)
    return ReviewRequest(header, request.as_of_date, recognition, report, detail)


def read_describe(request: pb.DescribeDiseaseRequest, diagnostics: Diagnostics) -> DescribeRequest:
    """Read a request to describe an entry. What its message gets wrong goes to ``diagnostics``."""
    return DescribeRequest(read_header(request, "", diagnostics), request.as_of_date, request.disease_code)


def read_list(request: pb.ListDiseasesRequest, diagnostics: Diagnostics) -> ListDiseasesRequest:
    """Read a request to list the entries, without its paging. What its message gets wrong goes to ``diagnostics``."""
    return ListDiseasesRequest(read_header(request, "", diagnostics), request.as_of_date)


def _report(request: pb.CheckRecognitionRequest | pb.ReviewRecognitionRequest, diagnostics: Diagnostics) -> Report:
    return Report(
        ReportedPerson(request.person.birth_date),
        read_findings(request.findings, "findings", diagnostics),
        tuple(request.complete_findings),
        tuple(request.documents),
        request.record_complete,
    )


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
