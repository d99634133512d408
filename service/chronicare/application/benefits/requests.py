"""What is asked about benefits. Days are ISO 8601 text, amounts fen, both unread; empty text was not sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chronicare.application.request import Header
from chronicare.benefits.report import ReportedAccumulators, ReportedBill, ReportedInsured, StatedPlace
from chronicare.judging.report import ReportedFinding


@dataclass(frozen=True, slots=True)
class SettleBillRequest:
    """To settle one bill from the accumulators; with ``assume_usual_values`` facts not stated are as usual."""

    header: Header
    person: ReportedInsured = field(default_factory=ReportedInsured)
    bill: ReportedBill = field(default_factory=ReportedBill)
    accumulators: ReportedAccumulators = field(default_factory=ReportedAccumulators)
    assume_usual_values: bool = False


@dataclass(frozen=True, slots=True)
class SettleYearRequest:
    """To settle the bills of one year, in order; those of ``without_visit_ids`` as if they had not been.

    ``compare_release`` is another release to settle them by as well.
    """

    header: Header
    person: ReportedInsured = field(default_factory=ReportedInsured)
    bills: Sequence[ReportedBill] = ()
    accumulators: ReportedAccumulators = field(default_factory=ReportedAccumulators)
    without_visit_ids: Sequence[str] = ()
    assume_usual_values: bool = False
    compare_release: str = ""


@dataclass(frozen=True, slots=True)
class EntitlementsRequest:
    """To list what a person is entitled to on a day; with ``assume_usual_values`` facts not stated are as usual."""

    header: Header
    as_of_date: str = ""
    person: ReportedInsured = field(default_factory=ReportedInsured)
    accumulators: ReportedAccumulators = field(default_factory=ReportedAccumulators)
    assume_usual_values: bool = False


@dataclass(frozen=True, slots=True)
class LookUpRequest:
    """To look ``terms`` (codes or names) up that tables put out, under the person's facts and ``facts``.

    With ``assume_usual_values`` facts not stated are as usual. ``care`` is where the care is given.
    """

    header: Header
    as_of_date: str = ""
    person: ReportedInsured = field(default_factory=ReportedInsured)
    facts: Sequence[ReportedFinding] = ()
    terms: Sequence[str] = ()
    assume_usual_values: bool = False
    care: StatedPlace = field(default_factory=StatedPlace)


@dataclass(frozen=True, slots=True)
class ListTermsRequest:
    """To list the terms there are."""

    header: Header
    as_of_date: str = ""


@dataclass(frozen=True, slots=True)
class FilingRequest:
    """To work out what a recognition of ``disease_code`` (code, alias or name) is filed with."""

    header: Header
    disease_code: str = ""
    certified_on: str = ""
    diagnosed_on: str = ""
