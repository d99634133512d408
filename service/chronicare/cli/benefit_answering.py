"""Answers about benefits as the messages of the contract, which is what every command shows or prints."""

from datetime import date

from chronicare.api.v1 import benefit_service_pb2
from chronicare.application.benefits import BenefitService
from chronicare.application.release import Release
from chronicare.benefits.lookup import BenefitModel
from chronicare.cli.answering import asked, release_info
from chronicare.cli.request_file import Question
from chronicare.diagnostics import Language
from chronicare.rpc.benefit_parts import PartWriter
from chronicare.rpc.entitlements import write_entitlement, write_found
from chronicare.rpc.settlements import SettlementWriter, write_unreached


def answer_bill(
    service: BenefitService, question: Question, language: Language
) -> benefit_service_pb2.SettleBillResponse:
    """Settle the bill and write the response. Raises a ClickException with everything wrong with the request."""
    settled = asked(lambda: service.settle(question.report), question, language)
    response = benefit_service_pb2.SettleBillResponse(
        request_id=question.request_id, release=release_info(settled.release)
    )
    writer = SettlementWriter(_model(settled.release, settled.answer.bill.care_date), language)
    writer.write(settled.answer, response.settlement)
    return response


def answer_year(
    service: BenefitService, question: Question, language: Language
) -> benefit_service_pb2.SettleYearResponse:
    """Settle a year of bills and write the response. Raises as ``answer_bill`` does."""
    settled = asked(lambda: service.settle_year(question.report), question, language)
    response = benefit_service_pb2.SettleYearResponse(
        request_id=question.request_id, release=release_info(settled.release)
    )
    year, undecided = settled.answer, None

    def writer(day: date) -> SettlementWriter:
        return SettlementWriter(_model(settled.release, day), language)

    for bill, answer in zip(year.bills, year.answers, strict=True):
        message = response.settlements.add()
        if answer is not None:
            writer(bill.care_date).write(answer, message)
            undecided = answer if answer.settlement is None else undecided
        elif undecided is not None:
            write_unreached(bill, undecided, language, message)
    if undecided is None:
        writer(year.bills[-1].care_date).accumulators(year.accumulators, response.accumulators)
    for before, after in year.changed:
        change = response.changes.add()
        writer(before.bill.care_date).write(before, change.before)
        writer(after.bill.care_date).write(after, change.after)
    return response


def answer_entitlements(
    service: BenefitService, question: Question, language: Language
) -> benefit_service_pb2.ListEntitlementsResponse:
    """List the entitlements and write the response. Raises as ``answer_bill`` does."""
    entitled = asked(lambda: service.list_entitlements(question.report), question, language)
    response = benefit_service_pb2.ListEntitlementsResponse(
        request_id=question.request_id, release=release_info(entitled.release)
    )
    parts = PartWriter(_model(entitled.release, entitled.day), language)
    for entitlement in entitled.entitlements:
        write_entitlement(entitlement, parts, response.entitlements.add())
    return response


def answer_terms(
    service: BenefitService, question: Question, language: Language
) -> benefit_service_pb2.LookUpTermsResponse:
    """Look the terms up and write the response. Raises as ``answer_bill`` does."""
    found = asked(lambda: service.look_up(question.report), question, language)
    response = benefit_service_pb2.LookUpTermsResponse(
        request_id=question.request_id, release=release_info(found.release)
    )
    write_found(found.terms, PartWriter(_model(found.release, found.day), language), response)
    return response


def _model(release: Release, day: date) -> BenefitModel:
    model = release.benefits_on(day)
    assert model is not None  # noqa: S101 - the answer was made with it
    return model
