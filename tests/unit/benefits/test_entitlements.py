"""What a person is entitled to in each setting, and what is left of it."""

from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import Written, chain_of, in_fen, model_of
from unit.compiler.written import switches

from chronicare.benefits.entitlements import Band, Entitlement, list_entitlements
from chronicare.benefits.lookup import BenefitModel
from chronicare.cells.values import Given

DAY = date(2025, 6, 1)
TABLES = {
    "甲": Written("UNIQUE", "入：险种,出：支付比例,出：年度限额\n职工,85%,1000 元\n居民,60%,无此待遇\n"),
    "乙": Written("UNIQUE", "入：公务员,出：起付标准\n是,100 元\n否,200 元\n"),
}
CHAIN = chain_of(
    "ward,基本医保,报销,合规费用,,起付标准,≤ 1 万元: 支付比例；90%,年度限额 - 统筹累计,统筹累计 += 本步支付,住院",
    "more,补充,报销,合规余额,基数累计,,50%,,基数累计 += 本步基数,住院",
    "clinic,基本医保,报销,合规费用,,,支付比例,500 元,,门诊",
)


def model(chain: str = CHAIN, **defaults: str) -> BenefitModel:
    return model_of(TABLES, chain, switches(**defaults) if defaults else None)


def listed(made: BenefitModel, facts: dict[str, Given], **accumulators: float) -> tuple[Entitlement, ...]:
    return list_entitlements(made, DAY, facts, in_fen(made, accumulators))


def yuan(*amounts: Fraction | None) -> tuple[float | None, ...]:
    return tuple(None if each is None else float(each) for each in amounts)


STAFF: dict[str, Given] = {"scheme": "职工", "civil": False}


def test_every_setting_with_its_payers() -> None:
    ward, clinic = listed(model(), STAFF, acc_basic=400, acc_base=70)
    assert (ward.setting, clinic.setting) == ("住院", "门诊")
    assert (ward.assumed, ward.readings) == ({}, {})
    basic, more = ward.steps
    assert (basic.step.id, basic.row.id) == ("ward", "2")
    assert yuan(basic.deductible, basic.counted, basic.remaining) == (200, 0, 600)
    assert basic.bands == (Band(Fraction(10_000), Fraction(85)), Band(None, Fraction(90)))
    assert yuan(more.deductible, more.counted, more.remaining) == (0, 70, None)
    assert more.bands == (Band(None, Fraction(50)),)
    (step,) = clinic.steps
    assert (step.bands, step.remaining) == ((Band(None, Fraction(85)),), Fraction(500))
    assert (basic.wanting, more.wanting, step.wanting) == ({}, {}, {})


def test_a_setting_that_is_stated_is_the_only_one() -> None:
    assert [each.setting for each in listed(model(), {**STAFF, "setting": "门诊"})] == ["门诊"]


@pytest.mark.parametrize(("used", "left"), [(0, 1000), (999.99, 0.01), (1000, 0), (1200, 0)])
def test_what_the_cap_still_allows(used: float, left: float) -> None:
    ward, _ = listed(model(), STAFF, acc_basic=used)
    assert ward.steps[0].remaining == Fraction(str(left))


def test_a_cap_without_a_value_is_told_from_no_cap() -> None:
    ward, _ = listed(model(), {"scheme": "居民", "civil": False})
    basic, more = ward.steps
    assert (basic.remaining, basic.wanting) == (None, {"limit": "cap"})
    assert (more.remaining, more.wanting) == (None, {})


def test_what_is_not_known_is_named_for_each_number() -> None:
    chain = chain_of("ward,基本医保,报销,合规费用,上年收入,100 元 + 另项,60%,第三项,,住院")
    ((entitlement),) = listed(model(chain), STAFF)
    (step,) = entitlement.steps
    assert (step.deductible, step.counted, step.remaining) == (None, None, None)
    assert step.wanting == {"limit": "third", "deductible": "other", "start": "income"}
    assert step.bands == (Band(None, Fraction(60)),)


def test_facts_nobody_stated_are_tried_value_by_value() -> None:
    ward = [each for each in listed(model(), {"scheme": "职工"}) if each.setting == "住院"]
    assert [each.assumed for each in ward] == [{"civil": True}, {"civil": False}]
    assert yuan(*[each.steps[0].deductible for each in ward]) == (100, 200)


def test_open_switches_are_tried_reading_by_reading() -> None:
    chain = chain_of(
        "ward,基本医保,报销,合规费用,,,60%,,,住院,,开,甲",
        "ward,基本医保,报销,合规费用,,,70%,,,住院,,开,乙",
    )
    alternatives = listed(model(chain, 开=""), {})
    assert [each.readings for each in alternatives] == [{"开": "甲"}, {"开": "乙"}]
    assert yuan(*[each.steps[0].bands[0].ratio for each in alternatives]) == (60, 70)


def test_the_year_of_the_day_is_known() -> None:
    chain = chain_of("ward,基本医保,报销,合规费用,,年份(就诊日) × 1 元 + 待遇年度 × 1 元,60%,,,住院")
    ((entitlement),) = listed(model(chain), {})
    assert entitlement.steps[0].deductible == 4050


def test_a_setting_in_which_nobody_pays_is_not_listed() -> None:
    chain = chain_of("ward,基本医保,报销,合规费用,,,60%,,,住院,职工")
    assert [each.setting for each in listed(model(chain), STAFF)] == ["住院"]
    assert listed(model(chain), {"scheme": "居民"}) == ()
    assert listed(model_of(TABLES), STAFF) == ()
