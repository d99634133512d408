"""Bills settled together come out as each by itself: generated bills of every area, with many amounts each."""

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from chronicare.application.benefits.settle_bill import SettledBill
from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import ApplicationError
from chronicare.application.generated import SamplePersons
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.impact import Side
from chronicare.application.persons import PersonSubject
from chronicare.application.runtime import Runtime
from chronicare.benefits.bill import Bill, Charges
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import Settlement
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.columnar.settling import Bills, SettledBills, settle_alike

if TYPE_CHECKING:
    from proofs.conftest import RealArea

_ROWS, _AMOUNTS = 60, 25
_SEED = 41
_LARGEST = (300_000, 30_000_000)
"""In fen: of a small bill and of a large one."""


@pytest.mark.slow
@pytest.mark.generated
def test_bills_settled_together_come_out_as_each_by_itself(area: "RealArea", scale: int) -> None:
    if not any(period.steps for period in area.release.rules.benefits):
        pytest.skip("the area settles nothing")
    catalogue = Catalogue()
    catalogue.publish((area.release,), {})
    side = Side(Runtime(catalogue, Guard(Unrecorded())), area.release)
    sample, rng = SamplePersons(_SEED, side, side), random.Random(_SEED)
    together = asked = 0
    for number in range(_ROWS * scale):
        try:
            answer = PersonSubject(sample[number]).answer(side)
        except ApplicationError:
            continue
        if not isinstance(answer, SettledBill) or answer.answer.bill.charges is None:
            continue
        model, bill = answer.context.model, answer.answer.bill
        readings = {each.name: rng.choice(each.readings).id for each in model.rules.switches.values()}
        drawn = [_amounts(model, rng) for _ in range(_AMOUNTS)]
        found = settle_alike(model, _together(model, bill, readings, drawn))
        asked += len(drawn)
        for place, (charges, counted) in enumerate(drawn):
            if found.apart[place]:
                continue
            together += 1
            _compare(found, place, model, replace(bill, charges=charges), counted, readings)
    assert asked > 300 * scale
    assert together > asked / 5  # other amounts may ask for facts that nobody stated: those are settled one by one


def _amounts(model: BenefitModel, rng: random.Random) -> tuple[Charges, dict[str, int]]:
    """Draw the sums of a bill, and what was counted before it."""
    total = rng.randint(1, rng.choice(_LARGEST))
    parts = [rng.choice((0, 0, rng.randint(0, total // 4))) for _ in range(3)]
    counted = {
        code: rng.choice((0, rng.randint(0, rng.choice(_LARGEST)) if code in model.money else rng.randint(0, 40)))
        for code in model.rules.accumulators
    }
    return Charges(total, *parts), counted


def _together(
    model: BenefitModel, bill: Bill, readings: dict[str, str], drawn: list[tuple[Charges, dict[str, int]]]
) -> Bills:
    sums = np.array(
        [
            (each.total_fen, each.fully_self_paid_fen, each.above_price_limit_fen, each.advance_self_payment_fen)
            for each, _ in drawn
        ],
        np.int64,
    )
    accumulators = {
        code: np.array([counted[code] for _, counted in drawn], np.int64) for code in model.rules.accumulators
    }
    return Bills(bill.care_date, bill.facts, readings, sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3], accumulators)


def _compare(
    found: SettledBills,
    place: int,
    model: BenefitModel,
    bill: Bill,
    counted: dict[str, int],
    readings: dict[str, str],
) -> None:
    """Assert that a bill comes out as ``settle`` settles it."""
    try:
        alone = settle(model, bill, bill.facts, counted, readings)
    except (FactNeededError, ReadingNeededError) as needed:
        raise AssertionError(bill) from needed
    assert isinstance(alone, Settlement), bill
    payments = {key: int(fen[place]) for key, fen in found.payments.items()}
    assert {key: fen for key, fen in payments.items() if fen} == {
        key: fen for key, fen in alone.payments().items() if fen
    }, bill
    assert int(found.burden[place]) == alone.burden_fen, bill
    assert {code: int(each[place]) for code, each in found.accumulators.items()} == dict(alone.accumulators), bill
    assert alone.account_fen == 0
