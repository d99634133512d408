"""Laws every settlement must keep: who spends more is not paid less, and a year is the same bill by bill or at once.

The bills are those that hold the live settlement to the one written apart from it, settled by the real tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from random import Random

import pytest
from proofs.independent_bills import FIRST, bills
from proofs.test_two_settlements import facts_of
from published import RULES

from chronicare.application.release import compile_release, make_release
from chronicare.benefits.answer import BillAnswer, answer_bill, answer_year
from chronicare.benefits.bill import Bill, Charges
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import Unsettled
from chronicare.diagnostics import Diagnostics
from chronicare.engine import DurableEngine
from chronicare.loaders.rule_directory import load_rules

AREA = "511900"
SEED = 20251101
BILLS, YEARS = 2_000, 300
Readings = Mapping[str, str]


@pytest.fixture(scope="module")
def model() -> BenefitModel:
    """Load the real tables of the area the bills are drawn for."""
    diagnostics = Diagnostics()
    (area,) = (each.rules for each in load_rules(RULES).areas if each.area == AREA)
    assert area is not None
    rules = compile_release(area, diagnostics)
    release = make_release(rules, area, DurableEngine(), diagnostics, cross_check=False)
    diagnostics.raise_errors()
    made = release.benefits_on(FIRST)
    assert made is not None
    return made


def _drawn(model: BenefitModel, seed: int) -> Iterator[tuple[Bill, dict[str, int], Readings]]:
    """Draw bills without end, with the accumulators before and a reading of every switch."""
    for number, (drawn, readings) in enumerate(bills(seed)):
        charges = Charges(drawn.total, drawn.fully_self_paid, drawn.above_price_limit, drawn.advance_self_payment)
        accumulators = {code: drawn.accumulators.get(code, 0) for code in model.rules.accumulators}
        yield Bill(f"v{number}", drawn.care_date, facts_of(drawn, model), charges), accumulators, readings


def _dearer(bill: Bill, fen: int) -> Bill:
    """Return ``bill`` with so much more eligible expense."""
    assert bill.charges is not None
    return replace(bill, charges=replace(bill.charges, total_fen=bill.charges.total_fen + fen))


@pytest.mark.generated
def test_more_eligible_expense_is_never_paid_less(model: BenefitModel, scale: int) -> None:
    rng = Random(SEED)
    compared = 0
    for bill, accumulators, readings in islice(_drawn(model, SEED), BILLS * scale):
        fen = rng.choice((1, 100))
        less = settle(model, bill, bill.facts, accumulators, readings)
        more = settle(model, _dearer(bill, fen), bill.facts, accumulators, readings)
        if isinstance(less, Unsettled) or isinstance(more, Unsettled):
            assert isinstance(more, Unsettled), bill
            continue
        compared += 1
        place = f"{fen} fen more than {bill}, accumulators {accumulators}, readings {readings}"
        assert sum(more.payments().values()) >= sum(less.payments().values()), place
        assert more.paid_fen - less.paid_fen <= fen, place
        assert {code: fen for code, fen in less.accumulators.items() if more.accumulators[code] < fen} == {}, place
    assert compared > BILLS * scale // 2


@pytest.mark.generated
def test_a_year_sent_at_once_is_the_year_sent_visit_by_visit(model: BenefitModel, scale: int) -> None:
    rng = Random(SEED)
    drawn = _drawn(model, SEED + 1)
    answered = 0
    for _ in range(YEARS * scale):
        sequence = [(bill, accumulators) for bill, accumulators, _ in islice(drawn, rng.randint(2, 5))]
        start = sequence[0][1]
        year = [(model, bill) for bill, _ in sorted(sequence, key=lambda each: each[0].care_date)]
        answers, after = _visit_by_visit(year, start)
        at_once = answer_year(year, start, frozenset())
        assert list(at_once.answers) == answers, year
        assert (at_once.accumulators, at_once.changed) == (after, ()), year
        answered += sum(each is not None for each in answers[1:])
    assert answered > YEARS * scale


def _visit_by_visit(
    year: list[tuple[BenefitModel, Bill]], start: Mapping[str, int]
) -> tuple[list[BillAnswer | None], Mapping[str, int]]:
    """Send each bill by itself, with the accumulators the one before gave back; none after an undecided one."""
    answers: list[BillAnswer | None] = []
    accumulators: Mapping[str, int] | None = start
    for model, bill in year:
        answer = None if accumulators is None else answer_bill(model, bill, accumulators)
        answers.append(answer)
        accumulators = None if answer is None or answer.settlement is None else answer.settlement.accumulators
    return answers, accumulators or {}
