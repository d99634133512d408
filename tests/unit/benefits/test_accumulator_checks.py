"""Accumulators as settlement systems hold them: the deductible used and what was paid, instead of the expense."""

import pytest
from unit.benefits.written import Written, bill, chain_of, model_of
from unit.compiler.written import codes

from chronicare.benefits.answer import SettlementOutcome, answer_bill
from chronicare.benefits.model import BenefitModel
from chronicare.diagnostics import Diagnostics

COUNTED = "基数累计 += 本步基数；已扣累计 += 本步起付；统筹累计 += 本步支付"
ONE_RATIO = model_of({}, chain_of(f"basic,基本医保,报销,合规费用,基数累计,100 元,50%,,{COUNTED}"))
"""Of the year's expense 100 yuan are borne, half of the rest is paid."""
SEGMENTS = model_of(
    {}, chain_of(f"basic,基本医保,报销,合规费用,基数累计,100 元,≤ 1000 元: 50%；80%,900 元 − 统筹累计,{COUNTED}")
)
"""Beyond 100 yuan half of 1,000 is paid, of the rest 80%; 900 yuan a year."""


def settled(model: BenefitModel, total: float, **accumulators: float) -> tuple[float, dict[str, float]]:
    """Return what is paid on ``total``, and the accumulators after, all in yuan."""
    answer = answer_bill(model, bill(total), {code: round(each * 100) for code, each in accumulators.items()})
    assert answer.settlement is not None, answer.missing
    return answer.settlement.paid_fen / 100, {code: fen / 100 for code, fen in answer.settlement.accumulators.items()}


@pytest.mark.parametrize(("used", "paid", "after"), [(0, 50, 100), (60, 80, 100), (100, 100, 100)])
def test_the_deductible_used_stands_for_the_expense(used: float, paid: float, after: float) -> None:
    # of 200 yuan what is left of the 100 is borne, half of the rest paid
    found, accumulators = settled(ONE_RATIO, 200, acc_used=used, acc_basic=0)
    assert (found, accumulators) == (paid, {"acc_used": after, "acc_basic": paid})


@pytest.mark.parametrize(
    ("used", "before", "total", "paid"),
    [
        (40, 0, 100, 20),  # 60 borne, 40 by half
        (100, 0, 100, 50),
        (100, 450, 200, 130),  # 900 of the first segment are gone: 100 by half, 100 by 80%
        (100, 500, 100, 80),
        (100, 580, 100, 80),
        (100, 880, 100, 20),  # the cap
    ],
)
def test_in_segments_what_was_paid_says_how_far_they_were(
    used: float, before: float, total: float, paid: float
) -> None:
    found, accumulators = settled(SEGMENTS, total, acc_used=used, acc_basic=before)
    assert found == paid
    assert accumulators == {"acc_used": 100, "acc_basic": before + paid}


def test_what_was_paid_is_asked_for_where_the_deductible_does_not_say_enough() -> None:
    answer = answer_bill(SEGMENTS, bill(100), {"acc_used": 10000})
    assert (answer.outcome, answer.missing) == (SettlementOutcome.UNDECIDED, ("acc_basic",))
    assert answer_bill(SEGMENTS, bill(100), {}).missing == ("acc_basic", "acc_base")


def test_the_expense_is_used_if_it_is_known() -> None:
    assert settled(SEGMENTS, 200, acc_base=1000, acc_basic=450) == (130, {"acc_base": 1200, "acc_basic": 580})


def test_a_deductible_charged_at_each_visit_starts_anew() -> None:
    model = model_of(
        {"起": Written("UNIQUE", "入：险种,出：另项\n职工,0 元\n居民,基数累计\n")},
        chain_of(f"basic,基本医保,报销,合规费用,另项,100 元,50%,,{COUNTED}"),
    )
    visit = answer_bill(model, bill(300, scheme="职工"), {"acc_used": 10000}).settlement
    year = answer_bill(model, bill(300, scheme="居民"), {"acc_used": 10000}).settlement
    assert visit is not None
    assert year is not None
    assert (visit.paid_fen, visit.accumulators) == (10000, {"acc_used": 20000})
    assert (year.paid_fen, year.accumulators) == (15000, {"acc_used": 10000})


@pytest.mark.parametrize(
    "accumulators",
    [
        {"acc_base": 60, "acc_used": 60},
        {"acc_base": 500, "acc_used": 100, "acc_basic": 200},
        {"acc_used": 100, "acc_basic": 200},
        {"acc_used": 60, "acc_basic": 0},
        {"acc_base": 0, "acc_used": 0, "acc_basic": 0},
    ],
)
def test_accumulators_that_go_together(accumulators: dict[str, int]) -> None:
    assert told(accumulators) == []


@pytest.mark.parametrize(
    ("accumulators", "index"),
    [
        ({"acc_basic": 0, "acc_used": 60, "acc_base": 50}, 1),  # more than the expense
        ({"acc_used": 60, "acc_base": 500, "acc_basic": 0}, 0),  # the expense has used it up
        ({"acc_used": 120, "acc_basic": 0}, 0),  # more than the standard
        ({"acc_used": 60, "acc_basic": 200}, 0),  # paid before it was used up
    ],
)
def test_accumulators_that_contradict_each_other(accumulators: dict[str, int], index: int) -> None:
    assert told(accumulators) == [("CONTRADICTORY", f"accumulators.amounts[{index}].amount_fen")]
    assert told(accumulators, changed=True) == []


def told(accumulators: dict[str, int], *, changed: bool = False) -> list[tuple[str, str]]:
    """Return code and place of what is told of ``accumulators``, in yuan."""
    diagnostics = Diagnostics()
    fen = {code: yuan * 100 for code, yuan in accumulators.items()}
    answer_bill(SEGMENTS, bill(200), fen, diagnostics, changed_within_year=changed)
    return codes(diagnostics)


SHARED_CAP = model_of(
    {}, chain_of("basic,基本医保,报销,合规费用,,100 元,50%,900 元 − 统筹累计 − 补充累计,统筹累计 += 本步支付")
)
"""Two accumulators use one cap of 900 yuan up."""


@pytest.mark.parametrize(
    ("accumulators", "expected"),
    [
        ({"acc_basic": 900_01}, [("CONTRADICTORY", "accumulators.amounts")]),  # beyond it whatever the other is
        ({"acc_basic": 900_01, "acc_more": 0}, [("CONTRADICTORY", "accumulators.amounts")]),
        ({"acc_basic": 900_00}, []),  # the other may be 0
    ],
)
def test_an_accumulator_beyond_a_cap_is_told_though_another_is_missing(
    accumulators: dict[str, int], expected: list[tuple[str, str]]
) -> None:
    diagnostics = Diagnostics()
    answer = answer_bill(SHARED_CAP, bill(200), accumulators, diagnostics)
    assert codes(diagnostics) == expected
    assert answer.settlement is not None
    assert answer.settlement.paid_fen == 0
    diagnostics = Diagnostics()
    answer_bill(SHARED_CAP, bill(200), accumulators, diagnostics, changed_within_year=True)
    assert codes(diagnostics) == []
