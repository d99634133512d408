"""The seven calls of the benefit service: read the request, ask the use case, write the answer."""

import asyncio
from datetime import date

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.service import BenefitService
from chronicare.application.release import Release
from chronicare.benefits.bill import Bill
from chronicare.benefits.lookup import BenefitModel
from chronicare.diagnostics import Diagnostics
from chronicare.rpc.benefit_parts import PartWriter
from chronicare.rpc.benefits.reading import (
    read_entitlements,
    read_filing,
    read_list_terms,
    read_look_up,
    read_settle,
    read_settle_year,
)
from chronicare.rpc.calls import Call
from chronicare.rpc.entitlements import write_entitlement, write_filing, write_found, write_terms
from chronicare.rpc.log import ServerStats
from chronicare.rpc.servicing import answer_each, answered, refuse_large, write_release
from chronicare.rpc.settings import Settings
from chronicare.rpc.settlements import SettlementWriter, write_unreached


class BenefitServicer:
    """Answers the calls. One bill, or a few terms, are worked out in the event loop; what can take seconds is not.

    The methods raise what the use cases raise; ``calls`` makes a status of it.
    """

    def __init__(self, service: BenefitService, settings: Settings, stats: ServerStats) -> None:
        """Ask ``service``, within the limits of ``settings``; count faults in ``stats``."""
        self._service = service
        self._settings = settings
        self._stats = stats

    async def SettleBill(self, request: pb.SettleBillRequest, _: Call) -> pb.SettleBillResponse:
        """Settle one bill."""
        response = pb.SettleBillResponse()
        _settle(self._service, request, response)
        return response

    async def BatchSettleBills(self, request: pb.BatchSettleBillsRequest, call: Call) -> pb.BatchSettleBillsResponse:
        """Settle many bills, all with the rules in force when the batch came."""
        refuse_large(len(request.requests), self._settings.max_batch_requests)
        service = self._service.snapshot()
        response = pb.BatchSettleBillsResponse()

        def answer(each: pb.SettleBillRequest, item: pb.BatchSettleItem) -> None:
            _settle(service, each, item.response)

        await answer_each(request.requests, response.items.add, answer, call, self._stats)
        return response

    async def SettleYear(self, request: pb.SettleYearRequest, _: Call) -> pb.SettleYearResponse:
        """Settle a year of bills."""
        return await asyncio.to_thread(_settle_year, self._service, request)

    async def ListEntitlements(self, request: pb.ListEntitlementsRequest, _: Call) -> pb.ListEntitlementsResponse:
        """List what a person is entitled to."""
        return await asyncio.to_thread(_list_entitlements, self._service, request)

    async def LookUpTerms(self, request: pb.LookUpTermsRequest, _: Call) -> pb.LookUpTermsResponse:
        """Look terms up."""
        diagnostics = Diagnostics()
        asked = read_look_up(request, diagnostics)
        looked_up = answered(lambda: self._service.look_up(asked), diagnostics)
        response = pb.LookUpTermsResponse(request_id=request.request_id)
        write_release(looked_up.release, response.release)
        model = _model(looked_up.release, looked_up.day)
        write_found(looked_up.terms, PartWriter(model, asked.header.language), response)
        return response

    async def ListTerms(self, request: pb.ListTermsRequest, _: Call) -> pb.ListTermsResponse:
        """List the terms there are."""
        diagnostics = Diagnostics()
        asked = read_list_terms(request, diagnostics)
        opened = answered(lambda: self._service.open(asked), diagnostics)
        response = pb.ListTermsResponse()
        write_release(opened.release, response.release)
        write_terms(opened.model, opened.intake.asked, PartWriter(opened.model, asked.header.language), response)
        return response

    async def PrepareFiling(self, request: pb.PrepareFilingRequest, _: Call) -> pb.PrepareFilingResponse:
        """Give what a recognition is filed with."""
        diagnostics = Diagnostics()
        asked = read_filing(request, diagnostics)
        filing = answered(lambda: self._service.prepare_filing(asked), diagnostics)
        response = pb.PrepareFilingResponse(request_id=request.request_id)
        write_release(filing.release, response.release)
        model = _model(filing.release, date.fromisoformat(request.certified_on))
        write_filing(filing, PartWriter(model, asked.header.language), response)
        return response


def _settle(service: BenefitService, request: pb.SettleBillRequest, response: pb.SettleBillResponse) -> None:
    diagnostics = Diagnostics()
    asked = read_settle(request, diagnostics)
    settled = answered(lambda: service.settle(asked), diagnostics)
    if request.request_id:
        response.request_id = request.request_id
    write_release(settled.release, response.release)
    model = _model(settled.release, settled.answer.bill.care_date)
    SettlementWriter(model, asked.header.language).write(settled.answer, response.settlement)


def _settle_year(service: BenefitService, request: pb.SettleYearRequest) -> pb.SettleYearResponse:
    """Settle a year with the rules in force now, whatever is published while it takes its time."""
    diagnostics = Diagnostics()
    asked = read_settle_year(request, diagnostics)
    settled = answered(lambda: service.snapshot().settle_year(asked), diagnostics)
    response = pb.SettleYearResponse(request_id=request.request_id)
    write_release(settled.release, response.release)

    def writer_for(bill: Bill) -> SettlementWriter:
        return SettlementWriter(_model(settled.release, bill.care_date), asked.header.language)

    answers = settled.answer.answers
    last = next((each for each in reversed(answers) if each is not None), None)
    for bill, answer in zip(settled.answer.bills, answers, strict=True):
        message = response.settlements.add()
        if answer is not None:
            writer_for(bill).write(answer, message)
        elif last is not None:
            write_unreached(bill, last, asked.header.language, message)
    for before, after in settled.answer.changed:
        change = response.changes.add()
        writer_for(before.bill).write(before, change.before)
        writer_for(after.bill).write(after, change.after)
    for bill in settled.answer.bills[-1:]:
        writer_for(bill).accumulators(settled.answer.accumulators, response.accumulators)
    return response


def _list_entitlements(service: BenefitService, request: pb.ListEntitlementsRequest) -> pb.ListEntitlementsResponse:
    diagnostics = Diagnostics()
    asked = read_entitlements(request, diagnostics)
    entitled = answered(lambda: service.list_entitlements(asked), diagnostics)
    response = pb.ListEntitlementsResponse(request_id=request.request_id)
    write_release(entitled.release, response.release)
    parts = PartWriter(_model(entitled.release, entitled.day), asked.header.language)
    for each in entitled.entitlements:
        write_entitlement(each, parts, response.entitlements.add())
    return response


def _model(release: Release, day: date) -> BenefitModel:
    """Return the rules that ``release`` answered by."""
    model = release.benefits_on(day)
    if model is None:
        raise LookupError("a day without benefit rules is refused by the use case")
    return model
