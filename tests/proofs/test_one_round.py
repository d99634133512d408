"""A bill is asked for in one round: whatever the missing facts turn out to be, nothing more is asked for."""

from random import Random
from typing import TYPE_CHECKING

import pytest
from proofs.conftest import RealArea

from chronicare.benefits.answer import answer_bill
from chronicare.benefits.bill import Bill, Charges
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.unknowns import possible_values, sample_values
from chronicare.program.roles import Role

if TYPE_CHECKING:
    from chronicare.cells.values import Given

PERSONS = 6
"""Persons of one setting, who state neither scheme nor anything else."""
AMOUNTS = (20_000, 2_000_000, 100_000_000)


@pytest.mark.generated
def test_nothing_is_asked_for_twice(area: RealArea, scale: int) -> None:
    model = area.release.benefits_on(area.day)
    if model is None or model.rules.chain is None:
        pytest.skip("nothing is settled here")
    setting = model.roles[Role.SETTING]
    rng, rounds, asked_again = Random(9), 0, dict[str, list[str]]()
    for of_setting in (None, *possible_values(model.vocabulary, setting)):
        facts: dict[str, Given] = {} if of_setting is None else {setting: of_setting}
        for fen in AMOUNTS:
            bill = Bill("v", area.day, facts, Charges(fen))
            missing = answer_bill(model, bill, {}).missing
            for _ in range(PERSONS * scale):
                rounds += bool(missing)
                again = _asked_again(model, bill, missing, rng)
                if again:
                    asked_again.setdefault(f"{of_setting} {fen}", []).extend(again)
    assert asked_again == {}
    assert rounds


def _asked_again(model: BenefitModel, bill: Bill, missing: tuple[str, ...], rng: Random) -> tuple[str, ...]:
    """Answer what is ``missing`` with values drawn; return what is asked for then."""
    known = dict(bill.facts)
    accumulators: dict[str, int] = {}
    for code in missing:
        if code in model.rules.accumulators:
            accumulators[code] = rng.choice((0, 10_000, 5_000_000, 20_000_000))
        else:
            known[code] = rng.choice(
                possible_values(model.vocabulary, code) or sample_values(model.vocabulary, code, bill.care_date)
            )
    return answer_bill(model, Bill("v", bill.care_date, known, bill.charges), accumulators).missing
