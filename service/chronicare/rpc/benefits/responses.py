"""From a typed request about benefits to the message that answers it: the use case asked, its answer written.

Each function fills the empty ``response`` and returns it, and raises what its use case raises. Whoever reads requests
answers them here, from the wire or from a file.
"""

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.entitlements import list_entitlements
from chronicare.application.benefits.filing import prepare_filing
from chronicare.application.benefits.look_up import list_terms, look_up_terms
from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    FilingRequest,
    ListTermsRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.benefits.settle_year import settle_year
from chronicare.application.runtime import Runtime
from chronicare.benefits.bill import Bill
from chronicare.diagnostics import unused_text
from chronicare.rpc.benefits.comparison import write_comparison
from chronicare.rpc.benefits.entitlements import write_entitlement
from chronicare.rpc.benefits.filings import write_filing
from chronicare.rpc.benefits.look_ups import write_care_look_up, write_looked_up
from chronicare.rpc.benefits.parts import PartWriter
from chronicare.rpc.benefits.settlements import SettlementWriter, write_unreached
from chronicare.rpc.benefits.terms import write_settings, write_terms
from chronicare.rpc.response_head import write_head, write_identity, write_release


def respond_bill(
    runtime: Runtime, request: SettleBillRequest, response: pb.SettleBillResponse
) -> pb.SettleBillResponse:
    """Settle one bill; amounts in fen. Raises what ``settle_bill`` does, and BreakdownError if they do not add up."""
    settled = settle_bill(runtime, request)
    write_head(request.header, settled.context.release, settled.unused, response)
    SettlementWriter(settled.context.model, request.header.language).write(settled.answer, response.settlement)
    if response.ignored_total:
        response.settlement.statement.append(unused_text(response.ignored_total).in_language(request.header.language))
    return response


def respond_year(
    runtime: Runtime, request: SettleYearRequest, response: pb.SettleYearResponse
) -> pb.SettleYearResponse:
    """Settle a year of bills, with the rules in force now, whatever is published while it takes its time.

    Amounts are in fen. Raises what ``settle_year`` does, and BreakdownError if they do not add up.
    """
    settled, language = settle_year(runtime.snapshot(), request), request.header.language
    write_head(request.header, settled.context.release, settled.unused, response)

    def writer_for(bill: Bill) -> SettlementWriter:
        return SettlementWriter(settled.model_of(bill), language)

    answers = settled.answer.answers
    last = next((each for each in reversed(answers) if each is not None), None)
    for bill, answer in zip(settled.answer.bills, answers, strict=True):
        message = response.settlements.add()
        if answer is not None:
            writer_for(bill).write(answer, message)
        elif last is not None:
            write_unreached(bill, last, language, message)
        if response.ignored_total:
            message.statement.append(unused_text(response.ignored_total).in_language(language))
    for before, after in settled.answer.changed:
        change = response.changes.add()
        writer_for(before.bill).write(before, change.before)
        writer_for(after.bill).write(after, change.after)
    if settled.compared is not None:
        write_release(settled.compared.context.release, response.compared_release)
        write_comparison(settled, settled.compared, language, response)
    for bill in settled.answer.bills[-1:]:
        writer_for(bill).accumulators(settled.answer.accumulators, response.accumulators)
    return response


def respond_entitlements(
    runtime: Runtime, request: EntitlementsRequest, response: pb.ListEntitlementsResponse
) -> pb.ListEntitlementsResponse:
    """List what a person is entitled to, amounts in yuan. Raises what ``list_entitlements`` does."""
    entitled = list_entitlements(runtime, request)
    write_head(request.header, entitled.context.release, entitled.unused, response)
    parts = PartWriter(entitled.context.model, request.header.language)
    parts.put_in_force(response.readings_put_in_force)
    for each in entitled.entitlements:
        write_entitlement(each, parts, response.entitlements.add())
    return response


def respond_look_up(
    runtime: Runtime, request: LookUpRequest, response: pb.LookUpTermsResponse
) -> pb.LookUpTermsResponse:
    """Look terms up, values in their canonical units. Raises what ``look_up_terms`` does."""
    looked_up = look_up_terms(runtime, request)
    write_head(request.header, looked_up.context.release, looked_up.unused, response)
    write_looked_up(looked_up.terms, PartWriter(looked_up.context.model, request.header.language), response)
    write_care_look_up(looked_up, request.header.language, response)
    return response


def respond_terms(
    runtime: Runtime, request: ListTermsRequest, response: pb.ListTermsResponse, *, with_settings: bool = True
) -> pb.ListTermsResponse:
    """List the terms there are, and unless it is not wanted what a bill of each setting needs.

    Raises what ``list_terms`` does.
    """
    opened = list_terms(runtime, request)
    write_release(opened.release, response.release)
    write_terms(opened.model, opened.intake.asked, PartWriter(opened.model, request.header.language), response)
    if with_settings:
        needs = opened.release.needs_by_setting(opened.model, opened.year)
        write_settings(needs, opened.model.rules.accumulators, response)
    return response


def respond_filing(
    runtime: Runtime, request: FilingRequest, response: pb.PrepareFilingResponse
) -> pb.PrepareFilingResponse:
    """Give what a recognition is filed with, days as ISO 8601. Raises what ``prepare_filing`` does."""
    filing = prepare_filing(runtime, request)
    write_identity(request.header, filing.context.release, response)
    write_filing(filing, PartWriter(filing.context.model, request.header.language), response)
    return response
