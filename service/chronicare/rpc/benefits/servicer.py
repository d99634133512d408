"""The seven calls of the benefit service: read the request, have it answered."""

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Diagnostics
from chronicare.rpc.benefits.requests import (
    read_entitlements,
    read_filing,
    read_list_terms,
    read_look_up,
    read_settle,
    read_settle_year,
)
from chronicare.rpc.benefits.responses import (
    respond_bill,
    respond_entitlements,
    respond_filing,
    respond_look_up,
    respond_terms,
    respond_year,
)
from chronicare.rpc.log import ServerStats
from chronicare.rpc.servicing import answer_each, answered, refuse_large
from chronicare.rpc.settings import Settings


class BenefitServicer:
    """Answers the calls, several at once in threads.

    The methods raise what the use cases raise; ``calls`` makes a status of it.
    """

    def __init__(self, runtime: Runtime, settings: Settings, stats: ServerStats) -> None:
        """Answer with ``runtime``, within the limits of ``settings``; count faults in ``stats``."""
        self._runtime = runtime
        self._settings = settings
        self._stats = stats

    def SettleBill(self, request: pb.SettleBillRequest) -> pb.SettleBillResponse:
        """Settle one bill."""
        response = pb.SettleBillResponse()
        _settle(self._runtime, request, response)
        return response

    def BatchSettleBills(self, request: pb.BatchSettleBillsRequest) -> pb.BatchSettleBillsResponse:
        """Settle many bills, all with the rules in force when the batch came."""
        refuse_large(len(request.requests), self._settings.max_batch_requests)
        runtime = self._runtime.snapshot()
        response = pb.BatchSettleBillsResponse()

        def answer(each: pb.SettleBillRequest, item: pb.BatchSettleItem) -> None:
            _settle(runtime, each, item.response)

        answer_each(request.requests, response.items.add, answer, self._stats)
        return response

    def SettleYear(self, request: pb.SettleYearRequest) -> pb.SettleYearResponse:
        """Settle a year of bills."""
        return _settle_year(self._runtime, request)

    def ListEntitlements(self, request: pb.ListEntitlementsRequest) -> pb.ListEntitlementsResponse:
        """List what a person is entitled to."""
        return _list_entitlements(self._runtime, request)

    def LookUpTerms(self, request: pb.LookUpTermsRequest) -> pb.LookUpTermsResponse:
        """Look terms up."""
        diagnostics = Diagnostics()
        asked = read_look_up(request, diagnostics)
        return answered(lambda: respond_look_up(self._runtime, asked, pb.LookUpTermsResponse()), diagnostics)

    def ListTerms(self, request: pb.ListTermsRequest) -> pb.ListTermsResponse:
        """List the terms there are."""
        diagnostics = Diagnostics()
        asked = read_list_terms(request, diagnostics)
        return answered(lambda: respond_terms(self._runtime, asked, pb.ListTermsResponse()), diagnostics)

    def PrepareFiling(self, request: pb.PrepareFilingRequest) -> pb.PrepareFilingResponse:
        """Give what a recognition is filed with."""
        diagnostics = Diagnostics()
        asked = read_filing(request, diagnostics)
        return answered(lambda: respond_filing(self._runtime, asked, pb.PrepareFilingResponse()), diagnostics)


def _settle(runtime: Runtime, request: pb.SettleBillRequest, response: pb.SettleBillResponse) -> None:
    diagnostics = Diagnostics()
    asked = read_settle(request, diagnostics)
    answered(lambda: respond_bill(runtime, asked, response), diagnostics)


def _settle_year(runtime: Runtime, request: pb.SettleYearRequest) -> pb.SettleYearResponse:
    diagnostics = Diagnostics()
    asked = read_settle_year(request, diagnostics)
    return answered(lambda: respond_year(runtime, asked, pb.SettleYearResponse()), diagnostics)


def _list_entitlements(runtime: Runtime, request: pb.ListEntitlementsRequest) -> pb.ListEntitlementsResponse:
    diagnostics = Diagnostics()
    asked = read_entitlements(request, diagnostics)
    return answered(lambda: respond_entitlements(runtime, asked, pb.ListEntitlementsResponse()), diagnostics)
