"""A year settled by two releases, as the visits that come out otherwise."""

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.settle_year import SettledYear
from chronicare.benefits.comparison import changed_visits, reasons_of
from chronicare.diagnostics import Language
from chronicare.rpc.benefits.settlements import SettlementWriter


def write_comparison(
    settled: SettledYear, compared: SettledYear, language: Language, response: pb.SettleYearResponse
) -> None:
    """Write which visits come out otherwise by the release compared with, and why; amounts in fen.

    Raises BreakdownError if the amounts of one do not add up.
    """
    for changed in changed_visits(settled.answer, compared.answer):
        change = response.changes.add()
        model = compared.model_of(changed.after.bill)
        SettlementWriter(settled.model_of(changed.before.bill), language).write(changed.before, change.before)
        SettlementWriter(model, language).write(changed.after, change.after)
        change.reasons.extend(each.in_language(language) for each in reasons_of(changed, model.vocabulary))
