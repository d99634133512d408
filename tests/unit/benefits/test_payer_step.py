"""One payer's step: where it starts, what falls into which segment, what the cap leaves, what is told of it."""

from fractions import Fraction

import pytest
from unit.benefits.written import Written, chain_of, model_of, resolver

from chronicare.benefits.formula_evaluation import ImpossibleError, NoValueError, UnknownTermError
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.payer_step import pay_step
from chronicare.benefits.step_paid import StepLeftOut, StepPaid
from chronicare.benefits.term_resolver import TermResolver
from chronicare.cells.values import Given
from chronicare.program.formula import NoValue

SEGMENTS = "basic,基本医保,报销,合规费用,基数累计,100 元,≤ 1000 元: 80%；90%,,基数累计 += 本步基数"


def ready(model: BenefitModel, eligible: float, **facts: Given) -> TermResolver:
    """Know ``eligible`` yuan of expense, nothing of it paid yet, and ``facts``."""
    amounts = {"eligible_expense": Fraction(eligible), "remaining_eligible": Fraction(eligible)}
    return resolver(model, {"setting": "住院", "acc_base": Fraction(0), **amounts, **facts})


def step_of(model: BenefitModel, eligible: float, *, is_first: bool = False, **facts: Given) -> StepPaid | StepLeftOut:
    """Pay the only step of ``model``."""
    assert model.rules.chain is not None
    known = ready(model, eligible, **facts)
    (row,) = known.matching_rows(model.rules.chain)
    return pay_step(known, model.rules.steps[row.id], row, is_first=is_first)


def seen(*values: object) -> tuple[object, ...]:
    """Return what is held against numbers written as integers."""
    return values


def paid(row: str, eligible: float, tables: dict[str, Written] | None = None, **facts: Given) -> StepPaid:
    """Pay the one step of the card ``row``."""
    made = step_of(model_of(tables, chain_of(row)), eligible, is_first=False, **facts)
    assert isinstance(made, StepPaid)
    return made


def capped(cap: str, eligible: float, **facts: Given) -> StepPaid:
    """Pay 85 per cent up to ``cap``."""
    return paid(f"basic,基本医保,报销,合规费用,,,85%,{cap}", eligible, None, **facts)


@pytest.mark.parametrize(
    ("eligible", "before", "borne", "segments", "fen"),
    [
        (100, 0, 100, [], 0),  # all of it below the deductible
        (101, 0, 100, [(0, 1, 80)], 80),
        (100, 60, 40, [(0, 60, 80)], 48_00),  # 60 of the deductible borne before
        (1200, 0, 100, [(0, 1000, 80), (1000, 1100, 90)], 890_00),  # 1000 × 80% + 100 × 90%
        (200, 950, 0, [(850, 1000, 80), (1000, 1050, 90)], 165_00),  # 150 × 80% + 50 × 90%
        (200, 2000, 0, [(1900, 2100, 90)], 180_00),
    ],
)
def test_a_base_falls_into_segments_from_where_the_year_stands(
    eligible: float, before: float, borne: float, segments: list[tuple[float, float, float]], fen: int
) -> None:
    made = paid(SEGMENTS, eligible, acc_base=Fraction(before))
    assert seen(made.start, made.deductible, made.deductible_borne) == (before, 100, borne)
    assert [seen(each.low, each.high, each.ratio) for each in made.segments] == segments
    assert made.payment_fen == fen


@pytest.mark.parametrize(("eligible", "fen"), [("0.10", 9), ("0.09", 8)])  # 8.5 fen, 7.65 fen
def test_the_payment_is_rounded_once(eligible: str, fen: int) -> None:
    assert capped("", float(Fraction(eligible)), eligible_expense=Fraction(eligible)).payment_fen == fen


def test_no_more_is_paid_than_is_left() -> None:
    assert capped("", 100, remaining_eligible=Fraction(50)).payment_fen == 50_00


# Caps: what is told of them


def test_a_cap_that_is_reached_is_told_and_what_lies_beyond_it() -> None:
    made = capped("上年收入 × 10%", 100, income=Fraction("333.37"))  # 33.337, of which whole fen
    assert (made.limit, made.payment_fen) == (Fraction("33.33"), 33_33)
    assert made.beyond_cap == 100 * (1 - Fraction("33.33") / 85)


def test_a_cap_that_is_not_reached_is_told_as_well() -> None:
    made = capped("200 元", 100)
    assert seen(made.limit, made.payment_fen, made.beyond_cap) == (200, 85_00, 0)


def test_a_cap_used_up_is_none_left() -> None:
    made = capped("上年收入 - 200 元", 100, income=Fraction(150))
    assert seen(made.limit, made.payment_fen, made.beyond_cap) == (0, 0, 100)


def test_without_a_cap_none_is_told() -> None:
    assert capped("", 100).limit is None
    unlimited = {"表": Written("UNIQUE", "出：年度限额\n不限\n")}
    assert paid("basic,基本医保,报销,合规费用,,,85%,年度限额", 100, unlimited).limit is None


def test_a_cap_is_not_asked_about_where_the_least_it_can_be_is_enough() -> None:
    made = capped("85 元 + 上年收入", 100)
    assert seen(made.limit, made.limit_at_least, made.payment_fen) == (None, 85, 85_00)
    with pytest.raises(UnknownTermError) as wanted:
        capped("84.99 元 + 上年收入", 100)
    assert wanted.value.term == "income"


def test_a_cap_is_not_asked_about_where_the_most_it_can_be_is_nothing() -> None:
    made = capped("0 元 - 上年收入", 100)
    assert seen(made.limit, made.limit_at_least, made.payment_fen) == (0, None, 0)


def test_the_least_of_a_cap_is_not_told_where_the_cap_is() -> None:
    assert capped("200 元", 100).limit_at_least is None


# Without a payment


def test_the_first_payer_tells_deductible_and_ratio_though_there_is_nothing_to_pay_on() -> None:
    model = model_of(None, chain_of(SEGMENTS))
    first, later = step_of(model, 0, is_first=True), step_of(model, 0)
    assert isinstance(first, StepPaid)
    assert isinstance(later, StepPaid)
    assert seen(first.deductible, first.ratio_beyond, first.payment_fen) == (100, 80, 0)
    assert (later.deductible, later.ratio_beyond, later.payment_fen) == (None, None, 0)


def test_an_allowance_is_what_its_cap_says() -> None:
    made = paid("quota,基本医保,补助,,,,,50.5 元", 0)
    assert seen(made.limit, made.payment_fen, made.base) == (Fraction("50.5"), 50_50, 0)


def test_who_has_no_entitlement_is_left_out() -> None:
    tables = {"表": Written("UNIQUE", "出：支付比例\n无此待遇\n")}
    made = step_of(model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,支付比例")), 100)
    assert isinstance(made, StepLeftOut)
    assert (made.step.id, made.term) == ("basic", "ratio")


def test_what_is_not_published_leaves_nothing_out_unless_the_cap_says_nothing_is_due() -> None:
    ratio = Written("UNIQUE", "出：支付比例\n未公布\n")
    with pytest.raises(NoValueError) as none:
        paid("basic,基本医保,报销,合规费用,,,支付比例", 100, {"表": ratio})
    assert (none.value.term, none.value.absence.word) == ("ratio", NoValue.NOT_PUBLISHED)
    tables = {"表": ratio, "限": Written("UNIQUE", "出：年度限额\n无此待遇\n")}
    made = step_of(model_of(tables, chain_of("basic,基本医保,报销,合规费用,,,支付比例,年度限额")), 100)
    assert isinstance(made, StepLeftOut)
    assert made.term == "cap"


def test_a_ratio_beyond_the_whole_is_a_fault_of_the_tables() -> None:
    with pytest.raises(ImpossibleError):
        paid(
            "basic,基本医保,报销,合规费用,,,支付比例 + 支付比例", 100, {"表": Written("UNIQUE", "出：支付比例\n60%\n")}
        )
