"""What is asked of recognition. Days are ISO 8601 text, unread; empty text was not sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chronicare.application.request import Header
from chronicare.judging.report import Report
from chronicare.recognition.decision import Detail
from chronicare.recognition.re_review import ReportedRecognition


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """To decide the entries ``disease_codes`` (code, alias or name) for one person; a screening names none."""

    header: Header
    as_of_date: str = ""
    disease_codes: Sequence[str] = ()
    report: Report = field(default_factory=Report)
    detail: Detail = Detail.REASONS


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """To decide a recognition that exists again."""

    header: Header
    as_of_date: str = ""
    recognition: ReportedRecognition = field(default_factory=ReportedRecognition)
    report: Report = field(default_factory=Report)
    detail: Detail = Detail.REASONS


@dataclass(frozen=True, slots=True)
class DescribeRequest:
    """To find one entry, by code, alias or name."""

    header: Header
    as_of_date: str = ""
    disease_code: str = ""


@dataclass(frozen=True, slots=True)
class ListDiseasesRequest:
    """To list the entries in force."""

    header: Header
    as_of_date: str = ""
