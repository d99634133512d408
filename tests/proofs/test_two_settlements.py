"""The live settlement against the one written apart from it, bill by bill, on generated bills.

Every reading of every switch is given, so that each bill has one answer. Both must come to the same payments and
accumulators, or both say that a number is not published.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import islice

import pytest
from proofs.conftest import RealArea
from proofs.independent.bill import Bill, Settled
from proofs.independent_bills import FIRST, bills
from proofs.independent_settlement import settle

from chronicare.application.release import Release
from chronicare.benefits.bill import Bill as LiveBill
from chronicare.benefits.bill import Charges
from chronicare.benefits.breakdown import break_down
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle as settle_live
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given, Value

BILLS = 2_500
"""Bills of one seed; `make fuzz` settles twenty times as many."""
SEEDS = range(8)
IN_FEN = frozenset({"charged_deductible", "spouse_medical_paid"})
UNSTATED: Mapping[str, object] = {"exclusion": "无", "chronic_expense_circumstance": "无"}
"""What the generator leaves out, because only the tables ask for it."""


@pytest.fixture(scope="module")
def release(bazhong: RealArea) -> Release:
    """Return the release of the area the independent settlement is of."""
    return bazhong.release


@pytest.mark.generated
@pytest.mark.parametrize("seed", SEEDS)
def test_both_settlements_agree(release: Release, seed: int, scale: int) -> None:
    model = release.benefits_on(FIRST)
    assert model is not None
    settled = 0
    for number, (bill, readings) in enumerate(islice(bills(seed), BILLS * scale)):
        known = facts_of(bill, model)
        accumulators = {code: bill.accumulators.get(code, 0) for code in model.rules.accumulators}
        charges = Charges(bill.total, bill.fully_self_paid, bill.above_price_limit, bill.advance_self_payment)
        live = settle_live(model, LiveBill(str(number), bill.care_date, known, charges), known, accumulators, readings)
        apart = settle(bill, readings)
        place = f"seed {seed}, bill {number}: {bill}"
        if isinstance(live, Unsettled):
            assert not live.unknown, place
            assert apart.unknown, place
            continue
        settled += 1
        _agree(live, apart, place)
        _conserve(live, release, place)
    assert settled > BILLS * scale // 2


def facts_of(bill: Bill, model: BenefitModel) -> dict[str, Given]:
    """Return the facts of ``bill`` as the live settlement takes them."""
    stated = {**UNSTATED, "two_diseases_drug": bill.facts.get("two_diseases", "高血压"), **bill.facts}
    known: dict[str, Given] = {"age": bill.age}
    for code, value in stated.items():
        finding = model.vocabulary.findings.get(code)
        if finding is None or (code in model.rules.producers and not finding.stands_for):
            continue
        levels = finding.type.levels
        if isinstance(value, tuple):
            known[code] = value
        elif finding.type.kind is ValueKind.LEVEL and levels is not None:
            place = levels.index(str(value))
            assert place is not None, value
            known[code] = place
        else:
            known[code] = Fraction(int(str(value)), 100) if code in IN_FEN else _plain(value)
    return known


def _plain(value: object) -> Value:
    assert isinstance(value, bool | int | str | date), value
    return value


def _agree(live: Settlement, apart: Settled, place: str) -> None:
    paid: dict[str, int] = {}
    for (step, _), fen in live.payments().items():
        paid[step] = paid.get(step, 0) + fen
    wanted = {**apart.payments, **apart.allowances}
    assert not apart.unknown, place
    assert {step: fen for step, fen in paid.items() if fen} == {step: fen for step, fen in wanted.items() if fen}, place
    shared = live.accumulators.keys() & apart.accumulators.keys()
    assert {code: live.accumulators[code] for code in shared} == {code: apart.accumulators[code] for code in shared}, (
        place
    )
    assert live.copayment_fen == apart.self_paid_eligible, place
    assert live.charges.eligible_fen == apart.eligible, place
    assert live.paid_elsewhere_fen == apart.paid_elsewhere, place


def _conserve(live: Settlement, release: Release, place: str) -> None:
    """Hold the settlement to the fen: all parts, none negative, no payer above its cap, the breakdown the same."""
    charges = live.charges
    person = charges.fully_self_paid_fen + charges.above_price_limit_fen + charges.advance_self_payment_fen
    assert live.paid_fen + live.paid_elsewhere_fen + live.copayment_fen + person == charges.total_fen, place
    assert live.copayment_fen >= 0, place
    for step in live.steps:
        assert step.payment_fen >= 0, place
        assert step.limit is None or step.payment_fen <= step.limit * 100, place
    fields = {each.field: value for each, value in break_down(live, release.vocabulary)}
    total = sum(Fraction(fields[name]) for name in ("fund_pay_sumamt", "psn_part_amt"))
    assert total == Fraction(fields["medfee_sumamt"]) == Fraction(charges.total_fen, 100), place
