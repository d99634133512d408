"""The live settlement of 淮安 against the one written apart from it, bill by bill, on generated bills.

Every reading of every switch is given, so that each bill has one answer. Both must come to the same outcome, payments
and accumulators, or both say that the same number is not published.
"""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Final

import pytest
from proofs.conftest import real_area
from proofs.independent_huaian.bill import ACCUMULATORS, Settled
from proofs.independent_huaian.bills import bills
from proofs.independent_huaian.settlement import settle
from proofs.live import codes_of, live_value, paid_by_step, without_zero

from chronicare.benefits.bill import Bill as LiveBill
from chronicare.benefits.bill import Charges
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle as settle_live
from chronicare.benefits.settlement import Settlement, Unsettled

BILLS: Final = 2_500
"""Bills of one seed; `make fuzz` settles twenty times as many."""
DAY: Final = date(2026, 6, 15)
IN_FEN: Final = frozenset({"一般诊疗费"})


@pytest.fixture(scope="module")
def model() -> BenefitModel:
    """Return what settles bills of the area on ``DAY``."""
    model = real_area("320800").release.benefits_on(DAY)
    assert model is not None
    return model


@pytest.mark.generated
@pytest.mark.parametrize("seed", range(4))
def test_both_settlements_agree(model: BenefitModel, seed: int, scale: int) -> None:
    codes = codes_of(model)
    settled = 0
    for number, (bill, readings) in enumerate(islice(bills(seed), BILLS * scale)):
        known = {codes[name]: live_value(name, value, model, IN_FEN) for name, value in bill.facts.items()}
        accumulators = dict.fromkeys(model.rules.accumulators, 0)
        accumulators |= {codes[name]: fen for name, fen in bill.accumulators.items()}
        charges = Charges(bill.total, bill.fully_self_paid, bill.above_price_limit, bill.advance_self_payment)
        live_bill = LiveBill(str(number), DAY, known, charges)
        live = settle_live(model, live_bill, known, accumulators, readings, assume_usual=True)
        apart = settle(bill, readings)
        place = f"seed {seed}, bill {number}: {bill} {readings}"
        settled += apart.outcome == "settled"
        if isinstance(live, Unsettled):
            _agree_on_none(live, apart, place)
        else:
            _agree(live, apart, codes, place)
    assert settled > BILLS * scale // 3


def _agree_on_none(live: Unsettled, apart: Settled, place: str) -> None:
    assert not live.unknown, place
    assert apart.outcome == ("not_covered" if live.is_outside_scope else "undecided"), place
    paid: dict[str, int] = {}
    for step in live.done:
        paid[step.step.id] = paid.get(step.step.id, 0) + step.payment_fen
    assert without_zero(paid) == without_zero(apart.payments), place


def _agree(live: Settlement, apart: Settled, codes: Mapping[str, str], place: str) -> None:
    paid = paid_by_step(live)
    is_payable = any(part.steps or part.left_out for part in live.parts)
    assert apart.outcome == ("settled" if is_payable else "not_payable"), place
    assert without_zero(paid) == without_zero(apart.payments), place
    for name in ACCUMULATORS:
        if name == "特病已扣起付" and live.switches.get("门特起付周期") == "每次":
            continue  # then there is none of the year to be counted
        assert live.accumulators[codes[name]] == apart.accumulators[name], (name, place)
    assert live.copayment_fen == apart.self_paid_eligible, place
    assert live.charges.eligible_fen == apart.eligible, place
