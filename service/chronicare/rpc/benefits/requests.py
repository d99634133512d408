"""Requests about benefits, read once: a message in, a typed request out.

Only what the messages themselves can get wrong is told here; amounts and values are judged by the intakes.
"""

from chronicare.api.v1 import benefit_pb2
from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    FilingRequest,
    ListTermsRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.benefits.report import (
    ReportedAccumulators,
    ReportedAmount,
    ReportedBill,
    ReportedCharges,
    ReportedInsured,
    ReportedLine,
    StatedPlace,
)
from chronicare.diagnostics import Diagnostics
from chronicare.rpc.findings import read_findings
from chronicare.rpc.headers import read_header


def read_settle(request: pb.SettleBillRequest, diagnostics: Diagnostics) -> SettleBillRequest:
    """Read a request to settle a bill. What its message gets wrong goes to ``diagnostics``."""
    accumulators, person = _accumulators(request.accumulators), _person(request.person, diagnostics)
    bill = _bill(request.bill, "bill.", diagnostics)
    header = read_header(request, request.request_id, diagnostics)
    return SettleBillRequest(header, person, bill, accumulators, request.assume_usual_values)


def read_settle_year(request: pb.SettleYearRequest, diagnostics: Diagnostics) -> SettleYearRequest:
    """Read a request to settle a year of bills. What its message gets wrong goes to ``diagnostics``."""
    return SettleYearRequest(
        read_header(request, request.request_id, diagnostics),
        _person(request.person, diagnostics),
        tuple(_bill(each, f"bills[{index}].", diagnostics) for index, each in enumerate(request.bills)),
        _accumulators(request.accumulators),
        tuple(request.without_visit_ids),
        request.assume_usual_values,
        request.compare_release,
    )


def read_entitlements(request: pb.ListEntitlementsRequest, diagnostics: Diagnostics) -> EntitlementsRequest:
    """Read a request to list entitlements. What its message gets wrong goes to ``diagnostics``."""
    return EntitlementsRequest(
        read_header(request, request.request_id, diagnostics),
        request.as_of_date,
        _person(request.person, diagnostics),
        _accumulators(request.accumulators),
        request.assume_usual_values,
    )


def read_look_up(request: pb.LookUpTermsRequest, diagnostics: Diagnostics) -> LookUpRequest:
    """Read a request to look terms up. What its message gets wrong goes to ``diagnostics``."""
    return LookUpRequest(
        read_header(request, request.request_id, diagnostics),
        request.as_of_date,
        _person(request.person, diagnostics),
        read_findings(request.facts, "facts", diagnostics),
        tuple(request.terms),
        request.assume_usual_values,
        StatedPlace(request.care_area_code, request.care_release),
    )


def read_list_terms(request: pb.ListTermsRequest, diagnostics: Diagnostics) -> ListTermsRequest:
    """Read a request to list the terms there are. What its message gets wrong goes to ``diagnostics``."""
    return ListTermsRequest(read_header(request, "", diagnostics), request.as_of_date)


def read_filing(request: pb.PrepareFilingRequest, diagnostics: Diagnostics) -> FilingRequest:
    """Read a request to prepare a filing. What its message gets wrong goes to ``diagnostics``."""
    return FilingRequest(
        read_header(request, request.request_id, diagnostics),
        request.disease_code,
        request.certified_on,
        request.diagnosed_on,
    )


def _person(person: benefit_pb2.BenefitPerson, diagnostics: Diagnostics) -> ReportedInsured:
    return ReportedInsured(person.birth_date, read_findings(person.facts, "person.facts", diagnostics))


def _accumulators(accumulators: benefit_pb2.Accumulators) -> ReportedAccumulators:
    return ReportedAccumulators(
        accumulators.year,
        accumulators.first_of_year,
        tuple(ReportedAmount(each.code, each.amount_fen, each.count or None) for each in accumulators.amounts),
        accumulators.changed_within_year,
    )


def _bill(bill: benefit_pb2.Bill, path: str, diagnostics: Diagnostics) -> ReportedBill:
    """Read the bill at ``path``, which ends in a dot."""
    charges = _charges(bill.charges) if bill.HasField("charges") else None
    lines = tuple(_line(each, f"{path}lines[{index}].", diagnostics) for index, each in enumerate(bill.lines))
    facts = read_findings(bill.facts, f"{path}facts", diagnostics)
    care = StatedPlace(bill.care_area_code, bill.care_release)
    account = bill.personal_account_fen or None  # the wire does not tell 0 from not stated
    return ReportedBill(bill.visit_id, bill.care_date, facts, charges, lines, account, care)


def _charges(charges: benefit_pb2.Charges) -> ReportedCharges:
    return ReportedCharges(
        charges.total_fen if charges.HasField("total_fen") else None,
        charges.fully_self_paid_fen,
        charges.above_price_limit_fen,
        charges.advance_self_payment_fen,
    )


def _line(line: benefit_pb2.ChargeLine, path: str, diagnostics: Diagnostics) -> ReportedLine:
    return ReportedLine(
        line.amount_fen if line.HasField("amount_fen") else None,
        line.above_price_limit_fen,
        read_findings(line.facts, f"{path}facts", diagnostics),
        read_findings(line.catalogue_facts, f"{path}catalogue_facts", diagnostics),
    )
