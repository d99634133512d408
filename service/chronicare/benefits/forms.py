"""What a bill of each setting may have to state: what a form for it asks, found by asking the rules."""

from collections.abc import Mapping
from datetime import date

from chronicare.benefits.answer import answer_bill
from chronicare.benefits.bill import Bill, Charges
from chronicare.benefits.model import BenefitModel
from chronicare.program.roles import Role

_EXPENSE = Charges(1_000_000_00)
"""An expense large enough for every payer to come in."""


def needs_by_setting(model: BenefitModel, day: date) -> Mapping[str, tuple[str, ...]]:
    """Return the facts and accumulators that bills of ``day`` may need, by setting, in the order of a form.

    They are those of a bill with its charges in sums; what lines state of themselves comes beside them.
    """
    setting = model.roles.get(Role.SETTING)
    levels = None if setting is None else model.vocabulary.findings[setting].type.levels
    if setting is None or levels is None or model.rules.chain is None:
        return {}
    return {
        each.value: answer_bill(model, Bill("", day, {setting: each.value}, _EXPENSE), {}).missing
        for each in levels.levels
    }
