"""Answers about benefits as the messages of the contract, which is what every command shows or prints."""

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2
from chronicare.application.benefits.entitlements import list_entitlements
from chronicare.application.benefits.look_up import list_terms, look_up_terms
from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    ListTermsRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.benefits.settle_year import settle_year
from chronicare.application.runtime import Runtime
from chronicare.benefits.answer import BillAnswer
from chronicare.benefits.breakdown import BreakdownError
from chronicare.benefits.lookup import BenefitModel
from chronicare.cli.answering import asked, release_info
from chronicare.cli.problems import SentenceError
from chronicare.cli.requests.question import AnyRequest, Question
from chronicare.diagnostics import Language, Text
from chronicare.rpc.benefits.comparison import write_comparison
from chronicare.rpc.benefits.entitlements import write_entitlement, write_found, write_terms
from chronicare.rpc.benefits.parts import PartWriter
from chronicare.rpc.benefits.settlements import SettlementWriter, write_unreached


def answer_bill(
    runtime: Runtime, question: Question[AnyRequest], request: SettleBillRequest
) -> benefit_service_pb2.SettleBillResponse:
    """Answer ``question``, made ready as ``request``. Raises a ClickException with everything wrong with it."""
    settled = asked(lambda: settle_bill(runtime, request), question, request.header.language)
    response = benefit_service_pb2.SettleBillResponse(
        request_id=request.header.request_id, release=release_info(settled.context.release)
    )
    _write(settled.answer, settled.context.model, request.header.language, response.settlement)
    return response


def answer_year(
    runtime: Runtime, question: Question[AnyRequest], request: SettleYearRequest
) -> benefit_service_pb2.SettleYearResponse:
    """Settle a year of bills and write the response. Raises as ``answer_bill`` does."""
    language = request.header.language
    settled = asked(lambda: settle_year(runtime, request), question, language)
    response = benefit_service_pb2.SettleYearResponse(
        request_id=request.header.request_id, release=release_info(settled.context.release)
    )
    year, undecided = settled.answer, None
    for bill, answer in zip(year.bills, year.answers, strict=True):
        message = response.settlements.add()
        if answer is not None:
            _write(answer, settled.model_of(bill), language, message)
            undecided = answer if answer.settlement is None else undecided
        elif undecided is not None:
            write_unreached(bill, undecided, language, message)
    if undecided is None:
        SettlementWriter(settled.context.model, language).accumulators(year.accumulators, response.accumulators)
    if settled.compared is not None:
        response.compared_release.CopyFrom(release_info(settled.compared.context.release))
        write_comparison(settled, settled.compared, language, response)
    for before, after in year.changed:
        change = response.changes.add()
        _write(before, settled.model_of(before.bill), language, change.before)
        _write(after, settled.model_of(after.bill), language, change.after)
    return response


def answer_entitlements(
    runtime: Runtime, question: Question[AnyRequest], request: EntitlementsRequest
) -> benefit_service_pb2.ListEntitlementsResponse:
    """List the entitlements and write the response. Raises as ``answer_bill`` does."""
    entitled = asked(lambda: list_entitlements(runtime, request), question, request.header.language)
    response = benefit_service_pb2.ListEntitlementsResponse(
        request_id=request.header.request_id, release=release_info(entitled.context.release)
    )
    parts = PartWriter(entitled.context.model, request.header.language)
    parts.put_in_force(response.readings_put_in_force)
    for entitlement in entitled.entitlements:
        write_entitlement(entitlement, parts, response.entitlements.add())
    return response


def answer_terms(
    runtime: Runtime, question: Question[AnyRequest], request: LookUpRequest
) -> benefit_service_pb2.LookUpTermsResponse:
    """Look the terms up and write the response. Raises as ``answer_bill`` does."""
    found = asked(lambda: look_up_terms(runtime, request), question, request.header.language)
    response = benefit_service_pb2.LookUpTermsResponse(
        request_id=request.header.request_id, release=release_info(found.context.release)
    )
    write_found(found.terms, PartWriter(found.context.model, request.header.language), response)
    return response


def answer_list(
    runtime: Runtime, question: Question[AnyRequest], request: ListTermsRequest
) -> tuple[benefit_service_pb2.ListTermsResponse, BenefitModel]:
    """List the terms there are, and return the rules they are of. Raises as ``answer_bill`` does."""
    language = request.header.language
    opened = asked(lambda: list_terms(runtime, request), question, language)
    response = benefit_service_pb2.ListTermsResponse(release=release_info(opened.release))
    write_terms(opened.model, opened.intake.asked, PartWriter(opened.model, language), response)
    return response, opened.model


def _write(answer: BillAnswer, model: BenefitModel, language: Language, message: benefit_pb2.Settlement) -> None:
    """Write one bill's answer; amounts that do not add up are a fault of ours, told in one sentence."""
    try:
        SettlementWriter(model, language).write(answer, message)
    except BreakdownError as fault:
        sentence = Text(f"分项与合计不符，不予作答：{fault}", f"the amounts do not add up, there is no answer: {fault}")
        raise SentenceError(sentence, language, 2) from fault
