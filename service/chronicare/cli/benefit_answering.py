"""Answers about benefits as the messages of the contract, which is what every command shows or prints."""

from datetime import date

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2
from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    ListTermsRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.application.benefits.service import BenefitService
from chronicare.application.release import Release
from chronicare.benefits.answer import BillAnswer
from chronicare.benefits.breakdown import BreakdownError
from chronicare.benefits.lookup import BenefitModel
from chronicare.cli.answering import asked, release_info
from chronicare.cli.problems import SentenceError
from chronicare.cli.request_file import AnyRequest, Question
from chronicare.diagnostics import Language, Text
from chronicare.rpc.benefit_parts import PartWriter
from chronicare.rpc.entitlements import write_entitlement, write_found, write_terms
from chronicare.rpc.settlements import SettlementWriter, write_unreached


def answer_bill(
    service: BenefitService, question: Question[AnyRequest], request: SettleBillRequest
) -> benefit_service_pb2.SettleBillResponse:
    """Answer ``question``, made ready as ``request``. Raises a ClickException with everything wrong with it."""
    settled = asked(lambda: service.settle(request), question, request.header.language)
    response = benefit_service_pb2.SettleBillResponse(
        request_id=request.header.request_id, release=release_info(settled.release)
    )
    _write(settled.answer, settled.release, request.header.language, response.settlement)
    return response


def answer_year(
    service: BenefitService, question: Question[AnyRequest], request: SettleYearRequest
) -> benefit_service_pb2.SettleYearResponse:
    """Settle a year of bills and write the response. Raises as ``answer_bill`` does."""
    language = request.header.language
    settled = asked(lambda: service.settle_year(request), question, language)
    response = benefit_service_pb2.SettleYearResponse(
        request_id=request.header.request_id, release=release_info(settled.release)
    )
    release, year, undecided = settled.release, settled.answer, None
    for bill, answer in zip(year.bills, year.answers, strict=True):
        message = response.settlements.add()
        if answer is not None:
            _write(answer, release, language, message)
            undecided = answer if answer.settlement is None else undecided
        elif undecided is not None:
            write_unreached(bill, undecided, language, message)
    if undecided is None:
        last = date.fromisoformat(request.bills[-1].care_date)  # it may be left out, as may all
        SettlementWriter(_model(release, last), language).accumulators(year.accumulators, response.accumulators)
    for before, after in year.changed:
        change = response.changes.add()
        _write(before, release, language, change.before)
        _write(after, release, language, change.after)
    return response


def answer_entitlements(
    service: BenefitService, question: Question[AnyRequest], request: EntitlementsRequest
) -> benefit_service_pb2.ListEntitlementsResponse:
    """List the entitlements and write the response. Raises as ``answer_bill`` does."""
    entitled = asked(lambda: service.list_entitlements(request), question, request.header.language)
    response = benefit_service_pb2.ListEntitlementsResponse(
        request_id=request.header.request_id, release=release_info(entitled.release)
    )
    parts = PartWriter(_model(entitled.release, entitled.day), request.header.language)
    for entitlement in entitled.entitlements:
        write_entitlement(entitlement, parts, response.entitlements.add())
    return response


def answer_terms(
    service: BenefitService, question: Question[AnyRequest], request: LookUpRequest
) -> benefit_service_pb2.LookUpTermsResponse:
    """Look the terms up and write the response. Raises as ``answer_bill`` does."""
    found = asked(lambda: service.look_up(request), question, request.header.language)
    response = benefit_service_pb2.LookUpTermsResponse(
        request_id=request.header.request_id, release=release_info(found.release)
    )
    write_found(found.terms, PartWriter(_model(found.release, found.day), request.header.language), response)
    return response


def answer_list(
    service: BenefitService, question: Question[AnyRequest], request: ListTermsRequest
) -> tuple[benefit_service_pb2.ListTermsResponse, BenefitModel]:
    """List the terms there are, and return the rules they are of. Raises as ``answer_bill`` does."""
    language = request.header.language
    opened = asked(lambda: service.open(request), question, language)
    response = benefit_service_pb2.ListTermsResponse(release=release_info(opened.release))
    write_terms(opened.model, opened.intake.asked, PartWriter(opened.model, language), response)
    return response, opened.model


def _write(answer: BillAnswer, release: Release, language: Language, message: benefit_pb2.Settlement) -> None:
    """Write one bill's answer; amounts that do not add up are a fault of ours, told in one sentence."""
    try:
        SettlementWriter(_model(release, answer.bill.care_date), language).write(answer, message)
    except BreakdownError as fault:
        sentence = Text(f"分项与合计不符，不予作答：{fault}", f"the amounts do not add up, there is no answer: {fault}")
        raise SentenceError(sentence, language, 2) from fault


def _model(release: Release, day: date) -> BenefitModel:
    model = release.benefits_on(day)
    assert model is not None  # noqa: S101 - the answer was made with it
    return model
