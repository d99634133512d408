"""What is reported of an insured person, a bill and what has been used up, as it was sent.

The edges (gRPC, files, cases) make these; amounts are in fen, unread (``None``: not sent), whatever was sent. The
intake reads them and tells everything that is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chronicare.judging.report import ReportedFinding, ReportedPerson


@dataclass(frozen=True, slots=True)
class ReportedInsured(ReportedPerson):
    """The insured person: the birth date, and facts that hold for whatever is asked."""

    facts: Sequence[ReportedFinding] = ()


@dataclass(frozen=True, slots=True)
class ReportedCharges:
    """The sums of a bill."""

    total_fen: object = None
    fully_self_paid_fen: object = None
    above_price_limit_fen: object = None
    advance_self_payment_fen: object = None


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """One line of a bill, with the facts stated of it, and those it has by the catalogue of the area of care."""

    amount_fen: object = None
    above_price_limit_fen: object = None
    facts: Sequence[ReportedFinding] = ()
    catalogue_facts: Sequence[ReportedFinding] = ()


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """The area of care: its ``code``, and the ``release`` of it to use; empty where they are not stated."""

    code: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class ReportedBill:
    """One visit's bill: sums or lines, the day of care (ISO 8601; of discharge, for an inpatient) and its facts."""

    visit_id: str = ""
    care_date: str = ""
    facts: Sequence[ReportedFinding] = ()
    charges: ReportedCharges | None = None
    lines: Sequence[ReportedLine] = ()
    personal_account_fen: object = None
    care: StatedPlace = field(default_factory=StatedPlace)


@dataclass(frozen=True, slots=True)
class ReportedAmount:
    """What one accumulator (code or label) stands at: ``amount_fen``, or the ``count`` of one of visits or days."""

    code: str = ""
    amount_fen: object = None
    count: object = None


@dataclass(frozen=True, slots=True)
class ReportedAccumulators:
    """What has been used up in ``year`` before what is asked.

    ``first_of_year`` says that all are zero; ``changed_within_year`` that scheme or status changed within the year, so
    that an accumulator may exceed the cap now in force.
    """

    year: object = None
    first_of_year: bool = False
    amounts: Sequence[ReportedAmount] = ()
    changed_within_year: bool = False
