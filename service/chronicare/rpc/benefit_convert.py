"""Requests about benefits as plain reports: the shape of their JSON, which the use cases and request files share.

As in ``convert``, only what the messages themselves can get wrong is told here; amounts and values are judged by the
use cases.
"""

from typing import Any

from chronicare.api.v1 import benefit_pb2
from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.diagnostics import Diagnostics
from chronicare.rpc.convert import RulesQuestion, check_request_id, read_findings, read_language, read_release


def read_settle(request: pb.SettleBillRequest, diagnostics: Diagnostics) -> RulesQuestion:
    """Read a request to settle a bill. What its message gets wrong goes to ``found``."""
    report = _report(request, diagnostics) | _of_person(request, diagnostics)
    if request.HasField("bill"):
        report["bill"] = _bill(request.bill, "bill.", diagnostics)
    return RulesQuestion(report, read_language(request.language_code, diagnostics))


def read_settle_year(request: pb.SettleYearRequest, diagnostics: Diagnostics) -> RulesQuestion:
    """Read a request to settle a year of bills. What its message gets wrong goes to ``found``."""
    report = _report(request, diagnostics) | _of_person(request, diagnostics)
    report["bills"] = [_bill(each, f"bills[{index}].", diagnostics) for index, each in enumerate(request.bills)]
    report["without_visit_ids"] = list(request.without_visit_ids)
    return RulesQuestion(report, read_language(request.language_code, diagnostics))


def read_entitlements(request: pb.ListEntitlementsRequest, diagnostics: Diagnostics) -> RulesQuestion:
    """Read a request to list entitlements. What its message gets wrong goes to ``found``."""
    report = _report(request, diagnostics) | _of_person(request, diagnostics)
    report["as_of_date"] = request.as_of_date
    return RulesQuestion(report, read_language(request.language_code, diagnostics))


def read_look_up(request: pb.LookUpTermsRequest, diagnostics: Diagnostics) -> RulesQuestion:
    """Read a request to look terms up. What its message gets wrong goes to ``found``."""
    report = _report(request, diagnostics)
    report["as_of_date"] = request.as_of_date
    report["person"] = _person(request.person, diagnostics)
    report["facts"] = read_findings(request.facts, "facts", diagnostics)
    report["terms"] = list(request.terms)
    return RulesQuestion(report, read_language(request.language_code, diagnostics))


def read_list_terms(request: pb.ListTermsRequest, diagnostics: Diagnostics) -> RulesQuestion:
    """Read a request to list the terms there are. What its message gets wrong goes to ``found``."""
    report = {
        "area_code": request.area_code,
        "release": read_release(request.release, diagnostics),
        "as_of_date": request.as_of_date,
    }
    return RulesQuestion(report, read_language(request.language_code, diagnostics))


def read_filing(request: pb.PrepareFilingRequest, diagnostics: Diagnostics) -> RulesQuestion:
    """Read a request to prepare a filing. What its message gets wrong goes to ``found``."""
    report = _report(request, diagnostics) | {
        "disease_code": request.disease_code,
        "certified_on": request.certified_on,
        "diagnosed_on": request.diagnosed_on,
    }
    return RulesQuestion(report, read_language(request.language_code, diagnostics))


_Asking = (
    pb.SettleBillRequest
    | pb.SettleYearRequest
    | pb.ListEntitlementsRequest
    | pb.LookUpTermsRequest
    | pb.PrepareFilingRequest
)
_AskingOfPerson = pb.SettleBillRequest | pb.SettleYearRequest | pb.ListEntitlementsRequest


def _report(request: _Asking, diagnostics: Diagnostics) -> dict[str, Any]:
    """Read by which rules the answer is wanted, and check what is to be sent back with it."""
    check_request_id(request.request_id, diagnostics)
    return {"area_code": request.area_code, "release": read_release(request.release, diagnostics)}


def _of_person(request: _AskingOfPerson, diagnostics: Diagnostics) -> dict[str, Any]:
    """Read of whom it is asked, and what has been used up."""
    accumulators = request.accumulators
    return {
        "person": _person(request.person, diagnostics),
        "accumulators": {
            "year": accumulators.year,
            "first_of_year": accumulators.first_of_year,
            "amounts": [{"code": each.code, "amount_fen": each.amount_fen} for each in accumulators.amounts],
            "changed_within_year": accumulators.changed_within_year,
        },
    }


def _person(person: benefit_pb2.BenefitPerson, diagnostics: Diagnostics) -> dict[str, Any]:
    return {"birth_date": person.birth_date, "facts": read_findings(person.facts, "person.facts", diagnostics)}


def _bill(bill: benefit_pb2.Bill, path: str, diagnostics: Diagnostics) -> dict[str, Any]:
    """Read the bill at ``path``, which ends in a dot; an amount that must be sent and was not is left out."""
    report: dict[str, Any] = {
        "visit_id": bill.visit_id,
        "care_date": bill.care_date,
        "facts": read_findings(bill.facts, f"{path}facts", diagnostics),
        "lines": [_line(each, f"{path}lines[{index}].", diagnostics) for index, each in enumerate(bill.lines)],
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


def _line(line: benefit_pb2.ChargeLine, path: str, diagnostics: Diagnostics) -> dict[str, Any]:
    report: dict[str, Any] = {
        "above_price_limit_fen": line.above_price_limit_fen,
        "facts": read_findings(line.facts, f"{path}facts", diagnostics),
    }
    if line.HasField("amount_fen"):
        report["amount_fen"] = line.amount_fen
    return report
