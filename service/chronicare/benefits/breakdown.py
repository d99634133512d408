"""A settlement field by field as the national interface breaks it down, and the check that both come to the same.

Errors::

    BreakdownError             the breakdown does not add up to the settlement; there is no answer
"""

from chronicare.benefits.money import fen_text
from chronicare.benefits.settlement import Settlement
from chronicare.benefits.step_paid import StepPaid
from chronicare.program.decision_table import PaymentKind
from chronicare.program.national_interface import Content, InterfaceField
from chronicare.program.vocabulary import Vocabulary

SETTLEMENT_NODE = "setlinfo"
"""The node of the national interface that holds a settlement."""


class BreakdownError(Exception):
    """The breakdown of a settlement does not add up."""


def break_down(settlement: Settlement, vocabulary: Vocabulary, note: str = "") -> list[tuple[InterfaceField, str]]:
    """Return the fields of the settlement node with their values: yuan with two decimals, the ratio as a fraction.

    ``note`` is what the remarks (备注) hold.

    Raises BreakdownError unless the payers add up to the funds' total, and that with the person's burden to the total
    expense.
    """
    fields = [each for each in vocabulary.fields if each.transaction == SETTLEMENT_NODE]
    by_payer: dict[str, int] = {}
    for step in settlement.steps:
        if step.step.payment_kind is PaymentKind.REIMBURSEMENT:
            by_payer[step.step.payer] = by_payer.get(step.step.payer, 0) + step.payment_fen
    amounts = _amounts(settlement, by_payer, {payer for each in fields for payer in each.payers})
    _check(settlement, by_payer, amounts)
    values: list[tuple[InterfaceField, str]] = []
    for each in fields:
        if each.content is Content.PAYER:
            values.append((each, fen_text(sum(by_payer.get(payer, 0) for payer in each.payers))))
        elif each.content is Content.NOTE:
            values.append((each, note))
        elif each.content is Content.RATIO:
            values.append((each, _ratio(settlement)))
        elif each.content in amounts:
            values.append((each, fen_text(amounts[each.content])))
    return values


def _amounts(settlement: Settlement, by_payer: dict[str, int], named: set[str]) -> dict[Content, int]:
    charges = settlement.charges
    burden = settlement.burden_fen
    elsewhere = settlement.paid_elsewhere_fen
    first = _first_of_funds(settlement)
    return {
        Content.TOTAL: charges.total_fen,
        Content.FULLY_SELF_PAID: charges.fully_self_paid_fen,
        Content.ABOVE_PRICE_LIMIT: charges.above_price_limit_fen,
        Content.ADVANCE_SELF_PAYMENT: charges.advance_self_payment_fen,
        Content.ELIGIBLE: charges.eligible_fen,
        Content.DEDUCTIBLE_BORNE: 0 if first is None else int(first.deductible_borne * 100),
        Content.OTHER_PAYERS: sum(fen for payer, fen in by_payer.items() if payer not in named) + elsewhere,
        Content.FUND_PAYMENT: settlement.paid_fen + elsewhere,
        Content.PERSONAL_BURDEN: burden,
        Content.PERSONAL_ACCOUNT: settlement.account_fen,
        Content.CASH: burden - settlement.account_fen,
    }


def _check(settlement: Settlement, by_payer: dict[str, int], amounts: dict[Content, int]) -> None:
    parts = (Content.FULLY_SELF_PAID, Content.ABOVE_PRICE_LIMIT, Content.ADVANCE_SELF_PAYMENT)
    whole = (
        amounts[Content.ELIGIBLE] + sum(amounts[each] for each in parts) == amounts[Content.TOTAL]
        and sum(by_payer.values()) + settlement.paid_elsewhere_fen == amounts[Content.FUND_PAYMENT]
        and amounts[Content.FUND_PAYMENT] + amounts[Content.PERSONAL_BURDEN] == amounts[Content.TOTAL]
        and amounts[Content.PERSONAL_ACCOUNT] + amounts[Content.CASH] == amounts[Content.PERSONAL_BURDEN]
    )
    if not whole or min(amounts.values()) < 0:
        raise BreakdownError(f"the breakdown of {settlement.bill.visit_id!r} does not add up: {amounts}")


def _ratio(settlement: Settlement) -> str:
    """Return the first payer's ratio, if it is one for the whole base; nothing if it has several or none."""
    first = _first_of_funds(settlement)
    if first is None or len(first.segments) != 1:
        return ""
    return f"{float(first.segments[0].ratio / 100):.4f}"


def _first_of_funds(settlement: Settlement) -> StepPaid | None:
    return next((each for each in settlement.steps if each.step.payment_kind is not PaymentKind.ACCOUNT), None)
