"""What is remembered changes no answer: each is the same whether everything is judged anew or nothing is."""

from itertools import islice

import pytest
from proofs.conftest import RealArea
from proofs.independent_bills import FIRST, bills
from proofs.test_two_settlements import facts_of

from chronicare.application.release import Release, make_release
from chronicare.benefits.answer import answer_bill
from chronicare.benefits.bill import Bill, Charges
from chronicare.checks.casebook import run_cases
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.diagnostics import Diagnostics
from chronicare.judging.memory import Memory

BILLS = 150
"""Bills answered; `make fuzz` answers twenty times as many."""
SMALL = 2_000
"""So small a memory that it is always full."""


@pytest.fixture(scope="module", params=[None, SMALL], ids=["usual", "small"])
def remembering(bazhong: RealArea, request: pytest.FixtureRequest) -> Release:
    """Return the release with a memory, which that of the proofs has not."""
    memory = Memory() if request.param is None else Memory(request.param)
    return make_release(bazhong.release.rules, bazhong.rules, bazhong.engine, Diagnostics(), memory=memory)


@pytest.mark.generated
def test_bills_are_answered_the_same(bazhong: RealArea, remembering: Release, scale: int) -> None:
    forgetting, model = bazhong.release.benefits_on(FIRST), remembering.benefits_on(FIRST)
    assert forgetting is not None
    assert model is not None
    for number, (drawn, _) in enumerate(islice(bills(77), BILLS * scale)):
        charges = Charges(drawn.total, drawn.fully_self_paid, drawn.above_price_limit, drawn.advance_self_payment)
        bill = Bill(str(number), drawn.care_date, facts_of(drawn, model), charges)
        accumulators = {code: drawn.accumulators.get(code, 0) for code in model.rules.accumulators}
        anew = answer_bill(forgetting, bill, accumulators)
        for _ in range(2):
            assert answer_bill(model, bill, accumulators) == anew, drawn


@pytest.mark.slow
def test_cases_are_decided_the_same(bazhong: RealArea, remembering: Release) -> None:
    again = run_cases(bazhong.folder.cases, RecognitionCases(remembering))
    pairs = zip(bazhong.run.results, again.results, strict=True)
    assert all(one.answer == other.answer for one, other in pairs)
