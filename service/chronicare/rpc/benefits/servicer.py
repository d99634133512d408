"""The seven calls of the benefit service: read the request, ask the use case, write the answer."""

import asyncio

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.entitlements import list_entitlements
from chronicare.application.benefits.filing import prepare_filing
from chronicare.application.benefits.look_up import list_terms, look_up_terms
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.benefits.settle_year import settle_year
from chronicare.application.runtime import Runtime
from chronicare.benefits.bill import Bill
from chronicare.diagnostics import Diagnostics
from chronicare.rpc.benefits.comparison import write_comparison
from chronicare.rpc.benefits.entitlements import write_entitlement, write_filing, write_found, write_terms
from chronicare.rpc.benefits.parts import PartWriter
from chronicare.rpc.benefits.reading import (
    read_entitlements,
    read_filing,
    read_list_terms,
    read_look_up,
    read_settle,
    read_settle_year,
)
from chronicare.rpc.benefits.settlements import SettlementWriter, write_unreached
from chronicare.rpc.calls import Call
from chronicare.rpc.log import ServerStats
from chronicare.rpc.servicing import answer_each, answered, refuse_large, write_release
from chronicare.rpc.settings import Settings


class BenefitServicer:
    """Answers the calls. One bill, or a few terms, are worked out in the event loop; what can take seconds is not.

    The methods raise what the use cases raise; ``calls`` makes a status of it.
    """

    def __init__(self, runtime: Runtime, settings: Settings, stats: ServerStats) -> None:
        """Answer with ``runtime``, within the limits of ``settings``; count faults in ``stats``."""
        self._runtime = runtime
        self._settings = settings
        self._stats = stats

    async def SettleBill(self, request: pb.SettleBillRequest, _: Call) -> pb.SettleBillResponse:
        """Settle one bill."""
        response = pb.SettleBillResponse()
        _settle(self._runtime, request, response)
        return response

    async def BatchSettleBills(self, request: pb.BatchSettleBillsRequest, call: Call) -> pb.BatchSettleBillsResponse:
        """Settle many bills, all with the rules in force when the batch came."""
        refuse_large(len(request.requests), self._settings.max_batch_requests)
        runtime = self._runtime.snapshot()
        response = pb.BatchSettleBillsResponse()

        def answer(each: pb.SettleBillRequest, item: pb.BatchSettleItem) -> None:
            _settle(runtime, each, item.response)

        await answer_each(request.requests, response.items.add, answer, call, self._stats)
        return response

    async def SettleYear(self, request: pb.SettleYearRequest, _: Call) -> pb.SettleYearResponse:
        """Settle a year of bills."""
        return await asyncio.to_thread(_settle_year, self._runtime, request)

    async def ListEntitlements(self, request: pb.ListEntitlementsRequest, _: Call) -> pb.ListEntitlementsResponse:
        """List what a person is entitled to."""
        return await asyncio.to_thread(_list_entitlements, self._runtime, request)

    async def LookUpTerms(self, request: pb.LookUpTermsRequest, _: Call) -> pb.LookUpTermsResponse:
        """Look terms up."""
        diagnostics = Diagnostics()
        asked = read_look_up(request, diagnostics)
        looked_up = answered(lambda: look_up_terms(self._runtime, asked), diagnostics)
        response = pb.LookUpTermsResponse(request_id=request.request_id)
        write_release(looked_up.context.release, response.release)
        write_found(looked_up.terms, PartWriter(looked_up.context.model, asked.header.language), response)
        return response

    async def ListTerms(self, request: pb.ListTermsRequest, _: Call) -> pb.ListTermsResponse:
        """List the terms there are."""
        diagnostics = Diagnostics()
        asked = read_list_terms(request, diagnostics)
        opened = answered(lambda: list_terms(self._runtime, asked), diagnostics)
        response = pb.ListTermsResponse()
        write_release(opened.release, response.release)
        write_terms(opened.model, opened.intake.asked, PartWriter(opened.model, asked.header.language), response)
        return response

    async def PrepareFiling(self, request: pb.PrepareFilingRequest, _: Call) -> pb.PrepareFilingResponse:
        """Give what a recognition is filed with."""
        diagnostics = Diagnostics()
        asked = read_filing(request, diagnostics)
        filing = answered(lambda: prepare_filing(self._runtime, asked), diagnostics)
        response = pb.PrepareFilingResponse(request_id=request.request_id)
        write_release(filing.context.release, response.release)
        write_filing(filing, PartWriter(filing.context.model, asked.header.language), response)
        return response


def _settle(runtime: Runtime, request: pb.SettleBillRequest, response: pb.SettleBillResponse) -> None:
    diagnostics = Diagnostics()
    asked = read_settle(request, diagnostics)
    settled = answered(lambda: settle_bill(runtime, asked), diagnostics)
    if request.request_id:
        response.request_id = request.request_id
    write_release(settled.context.release, response.release)
    SettlementWriter(settled.context.model, asked.header.language).write(settled.answer, response.settlement)


def _settle_year(runtime: Runtime, request: pb.SettleYearRequest) -> pb.SettleYearResponse:
    """Settle a year with the rules in force now, whatever is published while it takes its time."""
    diagnostics = Diagnostics()
    asked = read_settle_year(request, diagnostics)
    settled = answered(lambda: settle_year(runtime.snapshot(), asked), diagnostics)
    response = pb.SettleYearResponse(request_id=request.request_id)
    write_release(settled.context.release, response.release)

    def writer_for(bill: Bill) -> SettlementWriter:
        return SettlementWriter(settled.model_of(bill), asked.header.language)

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
    if settled.compared is not None:
        write_release(settled.compared.context.release, response.compared_release)
        write_comparison(settled, settled.compared, asked.header.language, response)
    for bill in settled.answer.bills[-1:]:
        writer_for(bill).accumulators(settled.answer.accumulators, response.accumulators)
    return response


def _list_entitlements(runtime: Runtime, request: pb.ListEntitlementsRequest) -> pb.ListEntitlementsResponse:
    diagnostics = Diagnostics()
    asked = read_entitlements(request, diagnostics)
    entitled = answered(lambda: list_entitlements(runtime, asked), diagnostics)
    response = pb.ListEntitlementsResponse(request_id=request.request_id)
    write_release(entitled.context.release, response.release)
    parts = PartWriter(entitled.context.model, asked.header.language)
    parts.put_in_force(response.readings_put_in_force)
    for each in entitled.entitlements:
        write_entitlement(each, parts, response.entitlements.add())
    return response
