"""Requests about benefits as plain reports: the shape of their JSON, which the use cases and request files share.

As in ``convert``, only what the messages themselves can get wrong is told here; amounts and values are judged by the
use cases.
"""

from typing import Any

from chronicare.api.v1 import benefit_pb2
from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.diagnostics import Diagnostics
from chronicare.rpc.convert import RulesQuestion, check_request_id, read_findings, read_language, read_release


def read_settle(request: pb.SettleBillRequest, found: Diagnostics) -> RulesQuestion:
    """Read a request to settle a bill. What its message gets wrong goes to ``found``."""
    report = _report(request, found) | _of_person(request, found)
    if request.HasField("bill"):
        report["bill"] = _bill(request.bill, "bill.", found)
    return RulesQuestion(report, read_language(request.language_code, found))


def read_settle_year(request: pb.SettleYearRequest, found: Diagnostics) -> RulesQuestion:
    """Read a request to settle a year of bills. What its message gets wrong goes to ``found``."""
    report = _report(request, found) | _of_person(request, found)
    report["bills"] = [_bill(each, f"bills[{index}].", found) for index, each in enumerate(request.bills)]
    report["without_visit_ids"] = list(request.without_visit_ids)
    return RulesQuestion(report, read_language(request.language_code, found))


def read_entitlements(request: pb.ListEntitlementsRequest, found: Diagnostics) -> RulesQuestion:
    """Read a request to list entitlements. What its message gets wrong goes to ``found``."""
    report = _report(request, found) | _of_person(request, found)
    report["as_of_date"] = request.as_of_date
    return RulesQuestion(report, read_language(request.language_code, found))


def read_look_up(request: pb.LookUpTermsRequest, found: Diagnostics) -> RulesQuestion:
    """Read a request to look terms up. What its message gets wrong goes to ``found``."""
    report = _report(request, found)
    report["as_of_date"] = request.as_of_date
    report["person"] = _person(request.person, found)
    report["facts"] = read_findings(request.facts, "facts", found)
    report["terms"] = list(request.terms)
    return RulesQuestion(report, read_language(request.language_code, found))


def read_list_terms(request: pb.ListTermsRequest, found: Diagnostics) -> RulesQuestion:
    """Read a request to list the terms there are. What its message gets wrong goes to ``found``."""
    report = {
        "area_code": request.area_code,
        "release": read_release(request.release, found),
        "as_of_date": request.as_of_date,
    }
    return RulesQuestion(report, read_language(request.language_code, found))


def read_filing(request: pb.PrepareFilingRequest, found: Diagnostics) -> RulesQuestion:
    """Read a request to prepare a filing. What its message gets wrong goes to ``found``."""
    report = _report(request, found) | {
        "disease_code": request.disease_code,
        "certified_on": request.certified_on,
        "diagnosed_on": request.diagnosed_on,
    }
    return RulesQuestion(report, read_language(request.language_code, found))


_Asking = (
    pb.SettleBillRequest
    | pb.SettleYearRequest
    | pb.ListEntitlementsRequest
    | pb.LookUpTermsRequest
    | pb.PrepareFilingRequest
)
_AskingOfPerson = pb.SettleBillRequest | pb.SettleYearRequest | pb.ListEntitlementsRequest


def _report(request: _Asking, found: Diagnostics) -> dict[str, Any]:
    """Read by which rules the answer is wanted, and check what is to be sent back with it."""
    check_request_id(request.request_id, found)
    return {"area_code": request.area_code, "release": read_release(request.release, found)}


def _of_person(request: _AskingOfPerson, found: Diagnostics) -> dict[str, Any]:
    """Read of whom it is asked, and what has been used up."""
    accumulators = request.accumulators
    return {
        "person": _person(request.person, found),
        "accumulators": {
            "year": accumulators.year,
            "first_of_year": accumulators.first_of_year,
            "amounts": [{"code": each.code, "amount_fen": each.amount_fen} for each in accumulators.amounts],
            "changed_within_year": accumulators.changed_within_year,
        },
    }


def _person(person: benefit_pb2.BenefitPerson, found: Diagnostics) -> dict[str, Any]:
    return {"birth_date": person.birth_date, "facts": read_findings(person.facts, "person.facts", found)}


def _bill(bill: benefit_pb2.Bill, path: str, found: Diagnostics) -> dict[str, Any]:
    """Read the bill at ``path``, which ends in a dot; an amount that must be sent and was not is left out."""
    report: dict[str, Any] = {
        "visit_id": bill.visit_id,
        "care_date": bill.care_date,
        "facts": read_findings(bill.facts, f"{path}facts", found),
        "lines": [_line(each, f"{path}lines[{index}].", found) for index, each in enumerate(bill.lines)],
        "personal_account_fen": bill.personal_account_fen,
    }
    if bill.HasField("charges"):
        charges = bill.charges
        report["charges"] = {
            "fully_self_paid_fen": charges.fully_self_paid_fen,
            "above_price_limit_fen": charges.above_price_limit_fen,
            "advance_self_payment_fen": charges.advance_self_payment_fen,
        }
        if charges.HasField("total_fen"):
            report["charges"]["total_fen"] = charges.total_fen
    return report


def _line(line: benefit_pb2.ChargeLine, path: str, found: Diagnostics) -> dict[str, Any]:
    report: dict[str, Any] = {
        "above_price_limit_fen": line.above_price_limit_fen,
        "facts": read_findings(line.facts, f"{path}facts", found),
    }
    if line.HasField("amount_fen"):
        report["amount_fen"] = line.amount_fen
    return report
