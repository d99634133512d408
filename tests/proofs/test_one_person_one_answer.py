"""Settlement, entitlements and look-ups asked about the same persons: no two answers about one person disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import islice

import pytest
from proofs.conftest import RealArea, real_area
from proofs.independent.bill import Bill
from proofs.independent.entitlement import in_benefit
from proofs.independent_bills import FIRST, bills
from proofs.independent_huaian.bills import bills as bills_of_huaian
from proofs.independent_shenzhen.bill import Bill as BillOfShenzhen
from proofs.independent_shenzhen.bills import bills as bills_of_shenzhen
from proofs.live import codes_of, live_value
from proofs.test_two_settlements import facts_of
from proofs.test_two_settlements_shenzhen import IN_FEN

from chronicare.application.release import Release
from chronicare.benefits.bill import Bill as LiveBill
from chronicare.benefits.bill import ChargeLine, Charges
from chronicare.benefits.entitlements import Entitlement, list_entitlements
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import PartSettled, Settlement, Unsettled
from chronicare.benefits.step_paid import StepPaid
from chronicare.benefits.step_terms import StepTerms
from chronicare.cells.values import Given
from chronicare.program.decision_table import HitPolicy, PaymentKind
from chronicare.program.roles import Role

PERSONS = 250
"""Persons of one seed."""
SEEDS = range(100, 104)
SEEDS_ELSEWHERE = range(100, 102)
"""Those of the other areas: twice as many persons are ten thousand when twenty times as many are drawn."""
ONE_ROW = (HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of one person and visit, and the rules under the readings drawn.

    ``spends`` is the eligible expense where an allowance is paid as spent. ``assume_usual``: as the bills of the area
    are settled apart.
    """

    model: BenefitModel
    bill: LiveBill
    accumulators: Mapping[str, int]
    place: str
    assume_usual: bool = False
    spends: Fraction | None = None

    @property
    def day(self) -> date:
        """The day of care."""
        return self.bill.care_date

    def settled(self) -> Settlement | Unsettled:
        """Return the bill as it is settled."""
        known = self.bill.facts
        return settle(self.model, self.bill, known, self.accumulators, {}, assume_usual=self.assume_usual)

    def entitlements(self, setting: str) -> tuple[Entitlement, ...]:
        """Return what the person is told to be entitled to in ``setting``."""
        facts = {**self.bill.facts, self.model.roles[Role.SETTING]: setting}
        told = list_entitlements(self.model, self.day, facts, self.accumulators, assume_usual=self.assume_usual)
        assert len(told) == 1, (setting, self.place)
        return tuple(each for each in told if each.steps)


@pytest.fixture(scope="module")
def release(bazhong: RealArea) -> Release:
    """Return the release of the area the persons are of."""
    return bazhong.release


@pytest.mark.generated
@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_answers_about_one_person_disagree(release: Release, seed: int, scale: int) -> None:
    seen = {True: 0, False: 0}
    for asked, bill in islice(_of_bazhong(release, seed), PERSONS * scale):
        settlement = asked.settled()
        if isinstance(settlement, Unsettled):
            continue
        seen[_agree(asked, settlement)] += 1
        _in_benefit_as_written_apart(asked, settlement, bill)
    assert min(seen.values()) > PERSONS * scale // 20


@pytest.mark.generated
@pytest.mark.parametrize("seed", SEEDS_ELSEWHERE)
@pytest.mark.parametrize("area", ["320800", "440300"])
def test_no_two_answers_about_a_person_of_another_area_disagree(area: str, seed: int, scale: int) -> None:
    persons = {"320800": _of_huaian, "440300": _of_shenzhen}[area]
    seen, asked_of = {True: 0, False: 0}, 0
    for asked in islice(persons(seed), PERSONS * scale):
        settlement = asked.settled()
        if isinstance(settlement, Unsettled):
            continue
        asked_of += 1
        seen[_agree(asked, settlement)] += 1
    assert asked_of > PERSONS * scale // 2
    assert min(seen.values()) > PERSONS * scale // 20


def _of_bazhong(release: Release, seed: int) -> Iterator[tuple[_Asked, Bill]]:
    model = release.benefits_on(FIRST)
    assert model is not None
    for number, (bill, readings) in enumerate(bills(seed)):
        accumulators = {code: bill.accumulators.get(code, 0) for code in model.rules.accumulators}
        charges = Charges(bill.total, bill.fully_self_paid, bill.above_price_limit, bill.advance_self_payment)
        live = LiveBill("v", bill.care_date, facts_of(bill, model), charges)
        under = _under(model, readings)
        as_spent = under.rules.switches["产前检查不足定额"].default == "据实"
        spends = Fraction(bill.eligible, 100) if as_spent else None
        yield _Asked(under, live, accumulators, f"seed {seed}, person {number}: {bill}", spends=spends), bill


def _of_huaian(seed: int) -> Iterator[_Asked]:
    day = date(2026, 6, 15)
    model = real_area("320800").release.benefits_on(day)
    assert model is not None
    codes = codes_of(model)
    for number, (bill, readings) in enumerate(bills_of_huaian(seed)):
        known = {codes[name]: live_value(name, value, model, {"一般诊疗费"}) for name, value in bill.facts.items()}
        accumulators = dict.fromkeys(model.rules.accumulators, 0)
        accumulators |= {codes[name]: fen for name, fen in bill.accumulators.items()}
        charges = Charges(bill.total, bill.fully_self_paid, bill.above_price_limit, bill.advance_self_payment)
        place = f"seed {seed}, person {number}: {bill}"
        yield _Asked(
            _under(model, readings), LiveBill("v", day, known, charges), accumulators, place, assume_usual=True
        )


def _of_shenzhen(seed: int) -> Iterator[_Asked]:
    model = real_area("440300").release.benefits_on(date(2020, 12, 15))
    assert model is not None
    codes = codes_of(model)
    for number, (bill, readings) in enumerate(bills_of_shenzhen(seed)):
        known = {
            codes[name]: live_value(name, value, model, IN_FEN) for name, value in bill.facts.items() if name in codes
        }
        known[codes["年龄"]] = bill.age
        accumulators = dict.fromkeys(model.rules.accumulators, 0)
        accumulators |= {codes[name]: fen for name, fen in bill.accumulators.items()}
        live, place = _live_of_shenzhen(bill, known, codes["费用类别"]), f"seed {seed}, person {number}: {bill}"
        yield _Asked(_under(model, readings), live, accumulators, place, assume_usual=True)


def _live_of_shenzhen(bill: BillOfShenzhen, known: Mapping[str, Given], category: str) -> LiveBill:
    """Return the bill, of its lines those that are of the category of the first: one person, one visit, one part."""
    first = bill.lines[0].category
    if not first:
        return LiveBill("v", bill.care_date, known, Charges(bill.total, bill.outside), (), bill.account)
    lines = tuple(ChargeLine(line.amount, 0, {category: first}) for line in bill.lines if line.category == first)
    return LiveBill("v", bill.care_date, {**known, category: first}, None, lines, bill.account)


def _under(model: BenefitModel, readings: Mapping[str, str]) -> BenefitModel:
    """Return the rules with ``readings`` in force."""
    switches = {
        name: replace(switch, default=readings.get(name, switch.default))
        for name, switch in model.rules.switches.items()
    }
    return replace(model, rules=replace(model.rules, switches=switches))


def _agree(asked: _Asked, settlement: Settlement) -> bool:
    """Hold what the three say of a person against each other; return whether the person is entitled."""
    pays = False
    for part in settlement.parts:
        entitlements = asked.entitlements(part.setting)
        of_part = bool(part.steps or part.left_out)
        assert len(entitlements) == of_part, (part.setting, asked.place)
        pays = pays or of_part
        if entitlements:
            _terms_agree(asked, part, entitlements[0])
    found = find_terms(asked.model, asked.day, [*_LOOKED_UP], asked.bill.facts, assume_usual=asked.assume_usual)
    values = found.known.values if found.known is not None else {}
    if len(settlement.parts) == 1 and "within_scope" in values:
        assert values["within_scope"] or not pays, asked.place
    _look_ups_agree(asked, settlement)
    return pays


def _in_benefit_as_written_apart(asked: _Asked, settlement: Settlement, bill: Bill) -> None:
    found = find_terms(asked.model, asked.day, [*_LOOKED_UP], asked.bill.facts)
    values = found.known.values if found.known is not None else {}
    if "in_benefit" in values:
        assert values["in_benefit"] is in_benefit(bill), asked.place
    if not in_benefit(bill):
        assert not any(part.steps or part.left_out for part in settlement.parts), asked.place
        assert settlement.charges.eligible_fen == settlement.account_fen == 0, asked.place


_LOOKED_UP = ("in_benefit", "within_scope")


def _look_ups_agree(asked: _Asked, settlement: Settlement) -> None:
    """Look up, apart, whatever the settlement came to know from tables: of the visit, or of the part settled apart."""
    rules = asked.model.rules
    used = [
        (code, value)
        for row in settlement.applied_rows
        if rules.tables[row.table].hit in ONE_ROW
        for code, value in row.outputs.items()
        if code not in asked.model.volatile
    ]
    setting = asked.model.roles[Role.SETTING]
    told: dict[str, list[Given | None]] = {}
    for of_setting in dict.fromkeys([asked.bill.facts[setting], *(part.setting for part in settlement.parts)]):
        facts = {**asked.bill.facts, setting: of_setting}
        found = find_terms(asked.model, asked.day, list(dict(used)), facts, assume_usual=asked.assume_usual)
        assert found.known is not None, asked.place
        for code, value in found.known.values.items():
            told.setdefault(code, []).append(value)
    assert [(code, value) for code, value in used if value not in told.get(code, ())] == [], asked.place


def _terms_agree(asked: _Asked, part: PartSettled, entitlement: Entitlement) -> None:
    """Hold the steps of a part settled against those of an entitlement: payers, deductible, ratios, cap."""
    listed = {step.row.id: step for step in entitlement.steps}
    assert {step.row.id for step in part.steps} <= listed.keys(), asked.place
    assert {step.step.id for step in part.left_out} <= {step.step.id for step in entitlement.steps}, asked.place
    for at, step in enumerate(part.steps):
        _step_agrees(step, listed[step.row.id], asked, is_first=at == 0)


def _step_agrees(paid: StepPaid, listed: StepTerms, asked: _Asked, *, is_first: bool) -> None:
    ratios = {band.ratio for band in listed.bands}
    assert {segment.ratio for segment in paid.segments} <= ratios, asked.place
    assert paid.ratio_beyond is None or paid.ratio_beyond in ratios, asked.place
    if not is_first:
        return  # what is left by earlier payers is not known beforehand
    if paid.deductible is not None and listed.deductible is not None:
        assert paid.deductible == max(listed.deductible, Fraction(0)), asked.place
    of_account = paid.step.payment_kind is PaymentKind.ACCOUNT
    if of_account and asked.model.roles[Role.ACCOUNT_BALANCE] not in asked.bill.facts:
        return  # a balance that nobody states is not asked for: the bill is settled without it
    if paid.limit is not None:
        assert listed.remaining is not None, asked.place
        assert paid.limit <= listed.remaining, asked.place
        if of_account and asked.bill.account_fen is not None:
            return  # of the balance no more is taken than the person wants
        of_spent = paid.step.payment_kind is PaymentKind.ALLOWANCE and asked.spends is not None
        if not of_spent or paid.limit < (asked.spends or 0):
            assert listed.remaining < paid.limit + Fraction(1, 100), asked.place
