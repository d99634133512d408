"""The calls of the benefit service: read the request, have it answered."""

from collections.abc import Callable

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.runtime import Runtime
from chronicare.rpc.batch import answer_each, refuse_large
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
from chronicare.rpc.dispatch import answer_request
from chronicare.rpc.log import ServerStats
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
        """Settle one bill, in fen."""
        return _settle(self._runtime, request, pb.SettleBillResponse())

    def BatchSettleBills(self, request: pb.BatchSettleBillsRequest) -> pb.BatchSettleBillsResponse:
        """Settle many bills, all with the rules in force when the batch came; an item that fails holds its error."""
        refuse_large(len(request.requests), self._settings.max_batch_requests)
        runtime = self._runtime.snapshot()
        response = pb.BatchSettleBillsResponse()

        def answer(each: pb.SettleBillRequest, item: pb.BatchSettleItem) -> None:
            _settle(runtime, each, item.response)

        answer_each(request.requests, response.items.add, answer, self._stats)
        return response

    def StreamSettleBills(self) -> Callable[[pb.SettleBillRequest], pb.SettleBillResponse]:
        """Return what settles one bill after another, each by itself, all with the rules in force now."""
        runtime = self._runtime.snapshot()
        return lambda request: _settle(runtime, request, pb.SettleBillResponse())

    def SettleYear(self, request: pb.SettleYearRequest) -> pb.SettleYearResponse:
        """Settle the bills of one year in order, in fen."""
        response = pb.SettleYearResponse()
        return answer_request(request, read_settle_year, lambda typed: respond_year(self._runtime, typed, response))

    def ListEntitlements(self, request: pb.ListEntitlementsRequest) -> pb.ListEntitlementsResponse:
        """List what a person is entitled to on a day, in yuan."""
        response = pb.ListEntitlementsResponse()
        return answer_request(
            request, read_entitlements, lambda typed: respond_entitlements(self._runtime, typed, response)
        )

    def LookUpTerms(self, request: pb.LookUpTermsRequest) -> pb.LookUpTermsResponse:
        """Look terms up that tables put out."""
        response = pb.LookUpTermsResponse()
        return answer_request(request, read_look_up, lambda typed: respond_look_up(self._runtime, typed, response))

    def ListTerms(self, request: pb.ListTermsRequest) -> pb.ListTermsResponse:
        """List the terms there are."""
        response = pb.ListTermsResponse()
        return answer_request(request, read_list_terms, lambda typed: respond_terms(self._runtime, typed, response))

    def PrepareFiling(self, request: pb.PrepareFilingRequest) -> pb.PrepareFilingResponse:
        """Give what a recognition is filed with."""
        response = pb.PrepareFilingResponse()
        return answer_request(request, read_filing, lambda typed: respond_filing(self._runtime, typed, response))


def _settle(runtime: Runtime, request: pb.SettleBillRequest, response: pb.SettleBillResponse) -> pb.SettleBillResponse:
    return answer_request(request, read_settle, lambda typed: respond_bill(runtime, typed, response))
