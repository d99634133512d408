"""What a payer would pay by, before there is a bill, and what is lacking to tell it."""

from fractions import Fraction

import pytest
from unit.benefits.written import Written, chain_of, model_of, resolver

from chronicare.benefits.step_terms import Band, StepTerms, terms_of
from chronicare.benefits.unknowns import FactNeededError, Wanted
from chronicare.cells.values import Given
from chronicare.program.formula import NoValue

TABLES = {
    "甲": Written("UNIQUE", "入：险种,出：支付比例,出：年度限额\n职工,85%,1000 元\n居民,60%,无此待遇\n"),
    "乙": Written("UNIQUE", "入：公务员,出：起付标准\n是,100 元\n否,200 元\n"),
}
STEP = (
    "ward,基本医保,报销,合规费用,基数累计,起付标准,≤ 1 万元: 支付比例；90%,年度限额 - 统筹累计,"
    "统筹累计 += 本步支付；基数累计 += 本步基数"
)
ZERO: dict[str, Given] = {"setting": "住院", "acc_basic": Fraction(0), "acc_base": Fraction(0)}


def terms(
    facts: dict[str, Given], row: str = STEP, tables: dict[str, Written] | None = None, wanted: Wanted | None = None
) -> StepTerms:
    """Return the terms of the only step of a card."""
    model = model_of(TABLES if tables is None else tables, chain_of(row))
    assert model.rules.chain is not None
    known = resolver(model, {**ZERO, **facts})
    (chain_row,) = known.matching_rows(model.rules.chain)
    return terms_of(known, model.rules.steps[chain_row.id], chain_row, wanted)


def seen(*values: object) -> tuple[object, ...]:
    """Return what is held against numbers written as integers."""
    return values


def test_what_is_known_is_told() -> None:
    made = terms({"scheme": "职工", "civil": True, "acc_basic": Fraction(400), "acc_base": Fraction(70)})
    assert seen(made.deductible, made.counted, made.remaining) == (100, 70, 600)
    assert made.bands == (Band(Fraction(10_000), Fraction(85)), Band(None, Fraction(90)))
    assert (made.wanting, made.absences, made.depends, made.is_beyond_the_tables) == ({}, (), False, False)


def test_of_a_cap_used_up_nothing_is_left() -> None:
    assert terms({"scheme": "职工", "civil": True, "acc_basic": Fraction(1200)}).remaining == 0


def test_what_has_to_be_tried_is_raised_or_noted() -> None:
    with pytest.raises(FactNeededError) as needed:
        terms({"scheme": "职工"})
    assert needed.value.term == "civil"
    wanted = Wanted()
    made = terms({"scheme": "职工"}, wanted=wanted)
    assert seen(made.deductible, made.remaining, made.wanting) == (None, 1000, {"deductible": "civil"})
    assert wanted.facts == {"civil": (True, False)}


def test_a_fact_that_cannot_be_tried_is_wanting() -> None:
    made = terms({"scheme": "职工"}, "ward,基本医保,报销,合规费用,,,85%,上年收入")
    assert (made.remaining, made.wanting) == (None, {"limit": "income"})


def test_why_the_tables_give_no_cap_is_told() -> None:
    made = terms({"scheme": "居民", "civil": True})
    assert (made.remaining, made.wanting) == (None, {"limit": "cap"})
    (absence,) = made.absences
    assert (absence.word, absence.term) == (NoValue.NO_ENTITLEMENT, "cap")


def test_what_has_no_limit_wants_nothing() -> None:
    tables = {"表": Written("UNIQUE", "出：年度限额\n不限\n")}
    made = terms({}, "ward,基本医保,报销,合规费用,,,85%,年度限额", tables)
    assert (made.remaining, made.wanting) == (None, {})
    assert [each.word for each in made.absences] == [NoValue.UNLIMITED]


def test_a_step_that_no_row_gives_a_ratio_is_beyond_the_tables() -> None:
    tables = {"表": Written("UNIQUE", "入：险种,出：支付比例\n职工,85%\n")}
    row = "ward,基本医保,报销,合规费用,,,支付比例"
    made = terms({"scheme": "居民"}, row, tables)
    assert (made.bands, made.is_beyond_the_tables) == ((), True)
    assert not terms({"scheme": "职工"}, row, tables).is_beyond_the_tables
