"""Settlement, entitlements and look-ups asked about the same persons: no two answers about one person disagree."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

import pytest
from proofs.conftest import RealArea
from proofs.independent.bill import Bill, Readings
from proofs.independent.entitlement import in_benefit
from proofs.independent_bills import FIRST, bills
from proofs.test_two_settlements import facts_of

from chronicare.application.release import Release
from chronicare.benefits.bill import Bill as LiveBill
from chronicare.benefits.bill import Charges
from chronicare.benefits.entitlements import Entitlement, list_entitlements
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.benefits.step_paid import StepPaid
from chronicare.benefits.step_terms import StepTerms
from chronicare.cells.values import Given
from chronicare.program.decision_table import HitPolicy, PaymentKind

PERSONS = 250
"""Persons of one seed."""
SEEDS = range(100, 104)
ONE_ROW = (HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of one person and visit, and the rules under the readings drawn."""

    model: BenefitModel
    bill: Bill
    facts: Mapping[str, Given]
    accumulators: Mapping[str, int]
    place: str


@pytest.fixture(scope="module")
def release(bazhong: RealArea) -> Release:
    """Return the release of the area the persons are of."""
    return bazhong.release


@pytest.mark.generated
@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_answers_about_one_person_disagree(release: Release, seed: int, scale: int) -> None:
    model = release.benefits_on(FIRST)
    assert model is not None
    seen = {True: 0, False: 0}
    for number, (bill, readings) in enumerate(islice(bills(seed), PERSONS * scale)):
        accumulators = {code: bill.accumulators.get(code, 0) for code in model.rules.accumulators}
        asked = _Asked(
            _under(model, readings), bill, facts_of(bill, model), accumulators, f"seed {seed}, person {number}: {bill}"
        )
        settlement = _settled(asked)
        if isinstance(settlement, Unsettled):
            continue
        told = list_entitlements(asked.model, bill.care_date, asked.facts, accumulators)
        assert len(told) == 1, asked.place
        entitlements = tuple(each for each in told if each.steps)
        seen[_whether_entitled(asked, settlement, entitlements)] += 1
        _look_ups_agree(asked, settlement)
        if entitlements:
            _terms_agree(asked, settlement, entitlements[0])
    assert min(seen.values()) > PERSONS * scale // 20


def _under(model: BenefitModel, readings: Readings) -> BenefitModel:
    """Return the rules with ``readings`` in force."""
    switches = {
        name: replace(switch, default=readings.get(name, switch.default))
        for name, switch in model.rules.switches.items()
    }
    return replace(model, rules=replace(model.rules, switches=switches))


def _settled(asked: _Asked) -> Settlement | Unsettled:
    bill = asked.bill
    charges = Charges(bill.total, bill.fully_self_paid, bill.above_price_limit, bill.advance_self_payment)
    live = LiveBill("v", bill.care_date, asked.facts, charges)
    return settle(asked.model, live, asked.facts, asked.accumulators, {})


def _whether_entitled(asked: _Asked, settlement: Settlement, entitlements: tuple[Entitlement, ...]) -> bool:
    """Hold what the three say of being entitled against each other; return it."""
    pays = any(part.steps or part.left_out for part in settlement.parts)
    assert len(entitlements) == pays, asked.place
    found = find_terms(asked.model, asked.bill.care_date, ["in_benefit", "within_scope"], asked.facts)
    values = found.known.values if found.known is not None else {}
    if "in_benefit" in values:
        assert values["in_benefit"] is in_benefit(asked.bill), asked.place
    if not in_benefit(asked.bill):
        assert not pays, asked.place
        assert settlement.charges.eligible_fen == settlement.account_fen == 0, asked.place
    if "within_scope" in values:
        assert values["within_scope"] or not pays, asked.place
    return pays


def _look_ups_agree(asked: _Asked, settlement: Settlement) -> None:
    """Look up, apart, whatever the settlement came to know from tables."""
    rules = asked.model.rules
    used = {
        code: value
        for row in settlement.applied_rows
        if rules.tables[row.table].hit in ONE_ROW
        for code, value in row.outputs.items()
        if code not in asked.model.volatile
    }
    found = find_terms(asked.model, asked.bill.care_date, list(used), asked.facts)
    assert found.known is not None, asked.place
    assert dict(found.known.values) == used, asked.place


def _terms_agree(asked: _Asked, settlement: Settlement, entitlement: Entitlement) -> None:
    """Hold the steps of a settlement against those of an entitlement: payers, deductible, ratios, cap."""
    listed = {step.row.id: step for step in entitlement.steps}
    paid = [step for part in settlement.parts for step in part.steps]
    left_out = [step for part in settlement.parts for step in part.left_out]
    assert {step.row.id for step in paid} <= listed.keys(), asked.place
    assert {step.step.id for step in left_out} <= {step.step.id for step in entitlement.steps}, asked.place
    for at, step in enumerate(paid):
        _step_agrees(step, listed[step.row.id], asked, is_first=at == 0)


def _step_agrees(paid: StepPaid, listed: StepTerms, asked: _Asked, *, is_first: bool) -> None:
    ratios = {band.ratio for band in listed.bands}
    assert {segment.ratio for segment in paid.segments} <= ratios, asked.place
    assert paid.ratio_beyond is None or paid.ratio_beyond in ratios, asked.place
    if not is_first:
        return  # what is left by earlier payers is not known beforehand
    if paid.deductible is not None and listed.deductible is not None:
        assert paid.deductible == max(listed.deductible, Fraction(0)), asked.place
    if paid.limit is not None:
        assert listed.remaining is not None, asked.place
        assert paid.limit <= listed.remaining, asked.place
        spent = Fraction(asked.bill.eligible, 100)
        as_spent = asked.model.rules.switches["产前检查不足定额"].default == "据实"
        if paid.step.payment_kind is PaymentKind.REIMBURSEMENT or not as_spent or paid.limit < spent:
            assert listed.remaining < paid.limit + Fraction(1, 100), asked.place
