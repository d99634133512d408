"""The live settlement of 深圳 against the one written apart from it, bill by bill, on generated bills.

Every reading of every switch is given, so that each bill has one answer. Both must come to the same outcome, payments
and accumulators, or both say that the same number is not published.
"""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Final

import pytest
from proofs.conftest import real_area
from proofs.independent_shenzhen.bill import Bill, NotCoveredError, NotPublishedError, Readings, Settled
from proofs.independent_shenzhen.bills import bills
from proofs.independent_shenzhen.settlement import settle
from proofs.live import codes_of, live_value, paid_by_step, without_zero

from chronicare.benefits.bill import Bill as LiveBill
from chronicare.benefits.bill import ChargeLine, Charges
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle as settle_live
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.cells.values import Given

BILLS: Final = 2_500
"""Bills of one seed; `make fuzz` settles twenty times as many."""
DAY: Final = date(2020, 12, 15)
IN_FEN: Final = frozenset({"两病规定基数", "上年度在岗职工年平均工资", "重特大疾病补充已付", "个人账户余额"})


@pytest.fixture(scope="module")
def model() -> BenefitModel:
    """Return what settles bills of the area on ``DAY``."""
    model = real_area("440300").release.benefits_on(DAY)
    assert model is not None
    return model


@pytest.mark.generated
@pytest.mark.parametrize("seed", range(4))
def test_both_settlements_agree(model: BenefitModel, seed: int, scale: int) -> None:
    codes = codes_of(model)
    settled = 0
    for number, (bill, readings) in enumerate(islice(bills(seed), BILLS * scale)):
        known = {
            codes[name]: live_value(name, value, model, IN_FEN) for name, value in bill.facts.items() if name in codes
        }
        known[codes["年龄"]] = bill.age
        accumulators = dict.fromkeys(model.rules.accumulators, 0)
        accumulators |= {codes[name]: fen for name, fen in bill.accumulators.items()}
        live_bill = _live(bill, str(number), known, codes)
        live = settle_live(model, live_bill, known, accumulators, readings, assume_usual=True)
        place = f"seed {seed}, bill {number}: {bill} {readings}"
        apart = _settle(bill, readings)
        if isinstance(live, Unsettled):
            assert not live.unknown, place
            assert apart is (NotCoveredError if live.is_outside_scope else NotPublishedError), place
        else:
            assert isinstance(apart, Settled), place
            _agree(live, apart, codes, place)
            settled += apart.payable
    assert settled > BILLS * scale // 3


def _settle(bill: Bill, readings: Readings) -> Settled | type[LookupError]:
    try:
        return settle(bill, readings)
    except (NotPublishedError, NotCoveredError) as error:
        return type(error)


def _live(bill: Bill, visit_id: str, known: Mapping[str, Given], codes: Mapping[str, str]) -> LiveBill:
    if bill.lines[0].category:
        category = codes["费用类别"]
        lines = tuple(ChargeLine(line.amount, 0, {category: line.category}) for line in bill.lines)
        return LiveBill(visit_id, bill.care_date, known, None, lines, bill.account)
    return LiveBill(visit_id, bill.care_date, known, Charges(bill.total, bill.outside), (), bill.account)


def _agree(live: Settlement, apart: Settled, codes: Mapping[str, str], place: str) -> None:
    paid = paid_by_step(live)
    assert apart.payable is any(part.steps or part.left_out for part in live.parts), place
    assert without_zero(paid) == apart.payments, place
    assert {name: live.accumulators[codes[name]] for name in apart.accumulators} == apart.accumulators, place
    assert live.copayment_fen == apart.copayment, place
    assert live.account_fen == apart.account, place
    assert live.paid_elsewhere_fen == apart.paid_elsewhere, place
