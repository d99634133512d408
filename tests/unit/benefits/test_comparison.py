"""The same bills by two releases: which come out otherwise, and why."""

import pytest
from unit.benefits.written import Written, bill, chain_of, in_fen, model_of
from unit.compiler.written import switches

from chronicare.benefits.answer import YearAnswer, answer_year
from chronicare.benefits.bill import Bill
from chronicare.benefits.comparison import changed_visits, reasons_of
from chronicare.benefits.model import BenefitModel

CAPPED = "basic,基本医保,报销,合规费用,,,支付比例,年度限额 - 统筹累计,统筹累计 += 本步支付"


def model(ratio: str = "85%", cap: str = "1000 元", row: str = CAPPED) -> BenefitModel:
    """Return rules that give staff ``ratio``, residents 60 per cent, up to ``cap``."""
    tables = {
        "甲": Written("UNIQUE", f"入：险种,出：支付比例\n职工,{ratio}\n居民,60%\n"),
        "乙": Written("UNIQUE", f"出：年度限额\n{cap}\n"),
    }
    return model_of(tables, chain_of(row))


def year(rules: BenefitModel, *bills: Bill) -> YearAnswer:
    return answer_year([(rules, each) for each in bills], in_fen(rules), frozenset())


def told(one: BenefitModel, other: BenefitModel, *bills: Bill) -> list[list[str]]:
    """Return in Chinese why each visit that differs does."""
    changed = changed_visits(year(one, *bills), year(other, *bills))
    return [[each.zh for each in reasons_of(visit, one.vocabulary)] for visit in changed]


def test_what_is_the_same_is_no_change() -> None:
    assert told(model(), model(), bill(100, scheme="职工")) == []
    assert told(model(), model("90%"), bill(100, scheme="居民")) == []


def test_a_term_that_has_another_value_is_named_with_the_clause() -> None:
    (reasons,) = told(model(), model("90%"), bill(100, scheme="职工"))
    assert reasons == ["「支付比例」由 85% 变为 90%（手册 1-1/1「原文」）"]


def test_a_visit_that_differs_by_those_before_it_says_so() -> None:
    """1000 × 60% leaves 400 of 1000, or with 1500 the 600 of the second visit are paid in full."""
    first, second = bill(1000, scheme="居民"), bill(1000, scheme="居民")
    reasons = told(model(cap="1000 元"), model(cap="1500 元"), first, second)
    assert reasons == [["「年度限额」由 1000 元 变为 1500 元（手册 1-1/1「原文」）"]]
    chained = told(model("50%"), model("90%"), bill(1000, scheme="职工"), bill(1000, scheme="居民"))
    assert chained[1] == ["此前各次的金额有变，累计随之不同"]


def test_a_step_written_otherwise_is_named() -> None:
    row = CAPPED.replace("合规费用,,", "合规费用,,100 元")
    (reasons,) = told(model(), model(row=row), bill(500, scheme="职工"))
    assert reasons == ["「basic报销」的 deductible 写法不同"]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_step_of_one_release_alone_is_named(swapped: bool) -> None:
    more = model_of(
        {
            "甲": Written("UNIQUE", "入：险种,出：支付比例\n职工,85%\n居民,60%\n"),
            "乙": Written("UNIQUE", "出：年度限额\n1000 元\n"),
        },
        chain_of(CAPPED, "more,补充,报销,合规余额,,,50%"),
    )
    releases = (more, model()) if swapped else (model(), more)
    assert told(*releases, bill(100, scheme="职工")) == [["「more报销」只在一个发布里支付"]]


def test_a_release_that_leaves_the_bill_undecided_is_said_to() -> None:
    rows = ("basic,基本医保,报销,合规费用,,,85%,,,,,开,甲", "basic,基本医保,报销,合规费用,,,90%,,,,,开,乙")
    settled, undecided = (model_of(None, chain_of(*rows), switches(开=each)) for each in ("甲", ""))
    assert told(settled, undecided, bill(100)) == [["两个发布中有一个不能结算这一笔"]]


def test_a_visit_after_an_undecided_one_is_passed_over() -> None:
    rows = ("basic,基本医保,报销,合规费用,,,85%,,,,,开,甲", "basic,基本医保,报销,合规费用,,,90%,,,,,开,乙")
    settled, undecided = (model_of(None, chain_of(*rows), switches(开=each)) for each in ("甲", ""))
    assert len(told(settled, undecided, bill(100), bill(100))) == 1
