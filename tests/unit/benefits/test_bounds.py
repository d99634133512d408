"""Tests of the bounds of a formula whose facts are not all known, and that what makes no difference is not asked."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from unit.benefits.written import Written, bill, model_of, resolver, vocabulary

from chronicare.benefits.answer import SettlementOutcome, answer_bill
from chronicare.benefits.bounds import bounds_of
from chronicare.benefits.model import BenefitModel
from chronicare.cells.values import Given
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Diagnostics, Position
from chronicare.program.formula import Formula
from chronicare.tables import Cell

CAP = Written("UNIQUE", "入：参保年数,出：年度限额\n0,300 元\n[1..3],600 元\n> 3,900 元\n")
CHAIN = "编号,谁付,名称,基数,起付,比例,封顶\nbasic,基本医保,报销,合规费用,0 元 每次,50%,年度限额 − 另项 每次"


def model() -> BenefitModel:
    return model_of({"限": CAP}, CHAIN)


def formula(text: str) -> Formula:
    words, diagnostics = vocabulary(), Diagnostics()
    made = compile_formula(
        Cell(text, Position("t.csv", 2, 1, "出：应扣")), words.findings["result"].type, words, diagnostics
    )
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("text", "facts", "low", "high"),
    [
        ("年度限额", {}, 300, 900),
        ("年度限额", {"years": 2}, 600, 600),
        ("年度限额 − 另项", {"other": Fraction(50)}, 250, 850),
        ("年度限额 − 另项", {"years": 0}, 300 - 100_000_000, 300),
        ("另项", {}, 0, 100_000_000),  # a fact: what it can be
    ],
)
def test_between_which_bounds(text: str, facts: Mapping[str, Given], low: int, high: int) -> None:
    found = bounds_of(resolver(model(), facts), formula(text))
    assert (found.low, found.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize("word", ["无此待遇", "未公布", "不限"])
def test_what_may_have_no_value_has_no_bounds(word: str) -> None:
    some = Written("UNIQUE", f"入：参保年数,出：年度限额\n0,300 元\n> 0,{word}\n")
    found = bounds_of(resolver(model_of({"限": some})), formula("年度限额"))
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize(
    ("total", "facts", "paid"),
    [
        # 50%: 300 is the least cap, so up to 600 the years do not matter
        (600, {"other": Fraction(0)}, 300),
        (599.99, {"other": Fraction(0)}, 300),  # 299.995, rounded once
        # 900 at most, all used up: nothing is left whatever the years are
        (5000, {"other": Fraction(900)}, 0),
        (5000, {"other": Fraction(100), "years": 5}, 800),
        # what was paid before is not known, and may matter
        (600, {"years": 0}, None),
        (600.02, {"other": Fraction(0)}, None),
        (5000, {"other": Fraction("899.99")}, None),
    ],
)
def test_a_fact_is_asked_only_if_it_can_change_the_payment(
    total: float, facts: Mapping[str, Given], paid: int | None
) -> None:
    answer = answer_bill(model(), bill(total, **facts), {})
    if paid is None:
        assert answer.outcome is SettlementOutcome.UNDECIDED
        assert answer.missing == (("other",) if "years" in facts else ("years",))
    else:
        assert answer.settlement is not None
        assert sum(answer.settlement.payments().values()) == paid * 100
