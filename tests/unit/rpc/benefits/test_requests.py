from collections.abc import Callable
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.message import Message
from typed import typed

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    FilingRequest,
    ListTermsRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.benefits.report import ReportedCharges, ReportedLine
from chronicare.diagnostics import Diagnostics, Language
from chronicare.rpc.benefits.requests import (
    read_entitlements,
    read_filing,
    read_list_terms,
    read_look_up,
    read_settle,
    read_settle_year,
)

FACT = {"finding": "f", "value": "职工", "unit": "", "date": "", "report_id": "", "attester": ""}
PERSON = {"birth_date": "1970-01-01", "facts": [FACT]}
ACCUMULATORS = {
    "year": 2025,
    "first_of_year": False,
    "amounts": [{"code": "acc", "amount_fen": 7}, {"code": "visits", "amount_fen": 0, "count": 3}],
    "changed_within_year": True,
}
BILL = {
    "visit_id": "v",
    "care_date": "2025-12-15",
    "facts": [FACT],
    "lines": [{"amount_fen": 0, "above_price_limit_fen": 1, "facts": [FACT]}],
    "personal_account_fen": 3,
    "charges": {
        "total_fen": 0,
        "fully_self_paid_fen": 4,
        "above_price_limit_fen": 5,
        "advance_self_payment_fen": 6,
    },
}
SENT_BACK = {"area_code": "990000", "release": "r"}
OF_PERSON = {"person": PERSON, "accumulators": ACCUMULATORS}
USUAL = {"assume_usual_values": True}


@pytest.mark.parametrize(
    ("read", "request_class", "kind", "report"),
    [
        (read_settle, pb.SettleBillRequest, SettleBillRequest, OF_PERSON | USUAL | {"bill": BILL}),
        (
            read_settle_year,
            pb.SettleYearRequest,
            SettleYearRequest,
            OF_PERSON | USUAL | {"bills": [BILL, BILL], "without_visit_ids": ["v"]},
        ),
        (read_entitlements, pb.ListEntitlementsRequest, EntitlementsRequest, OF_PERSON | {"as_of_date": "2025-12-15"}),
        (
            read_look_up,
            pb.LookUpTermsRequest,
            LookUpRequest,
            {"as_of_date": "2025-12-15", "person": PERSON, "facts": [FACT], "terms": ["t"]},
        ),
        (read_list_terms, pb.ListTermsRequest, ListTermsRequest, {"as_of_date": "2025-12-15"}),
        (
            read_filing,
            pb.PrepareFilingRequest,
            FilingRequest,
            {"disease_code": "M90100", "certified_on": "2025-12-15", "diagnosed_on": "2025-11-03"},
        ),
    ],
    ids=["settle", "year", "entitlements", "look up", "terms", "filing"],
)
def test_a_report_is_that_of_the_json(
    read: Callable[[Any, Diagnostics], object], request_class: type[Message], kind: type[Any], report: dict[str, Any]
) -> None:
    diagnostics = Diagnostics()
    plain = SENT_BACK | report
    sent = json_format.ParseDict(plain | {"language_code": "en"}, request_class())
    assert read(sent, diagnostics) == typed(kind, plain, language=Language.EN)
    assert not diagnostics.has_errors


def test_what_is_not_sent_is_left_out() -> None:
    diagnostics = Diagnostics()
    assert read_settle(pb.SettleBillRequest(), diagnostics).bill.charges is None
    request = pb.SettleBillRequest()
    request.bill.charges.fully_self_paid_fen = 1
    request.bill.lines.add()
    bill = read_settle(request, diagnostics).bill
    assert bill.charges == ReportedCharges(None, 1, 0, 0)
    assert bill.lines == (ReportedLine(None, 0),)
    request.bill.ClearField("charges")
    assert read_settle(request, diagnostics).bill.charges is None
    assert not diagnostics.has_errors


def test_nothing_from_the_account_is_not_told_from_nothing_said_of_it() -> None:
    assert read_settle(pb.SettleBillRequest(), Diagnostics()).bill.personal_account_fen is None
    request = pb.SettleBillRequest()
    request.bill.personal_account_fen = -1  # refused where it is read
    assert read_settle(request, Diagnostics()).bill.personal_account_fen == -1


def test_what_messages_get_wrong_is_told_by_path() -> None:
    diagnostics = Diagnostics()
    request = pb.SettleYearRequest(language_code="fr")
    request.person.facts.add(finding="f")
    bill = request.bills.add()
    bill.facts.add(finding="f").value.bool_value = True
    bill = request.bills.add()
    bill.facts.add(finding="f")
    bill.lines.add()
    bill.lines.add().facts.add(finding="f")
    read_settle_year(request, diagnostics)
    assert [str(each.where) for each in diagnostics.sorted()] == [
        "bills[1].facts[0].value",
        "bills[1].lines[1].facts[0].value",
        "language_code",
        "person.facts[0].value",
    ]


def test_facts_beside_the_person_have_their_own_path() -> None:
    diagnostics = Diagnostics()
    request = pb.LookUpTermsRequest()
    request.facts.add(finding="f")
    read_look_up(request, diagnostics)
    assert [str(each.where) for each in diagnostics.sorted()] == ["facts[0].value"]
