"""What a person is entitled to in each setting, and what is left of it."""

from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import Written, chain_of, in_fen, model_of
from unit.compiler.written import switches

from chronicare.benefits.entitlements import Entitlement, list_entitlements
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.step_terms import Band
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
    """Return the entitlements of the settings in which somebody pays, or may pay."""
    told = list_entitlements(made, DAY, facts, in_fen(made, accumulators))
    return tuple(each for each in told if each.steps or each.missing)


def yuan(*amounts: Fraction | None) -> tuple[float | None, ...]:
    return tuple(None if each is None else float(each) for each in amounts)


STAFF: dict[str, Given] = {"scheme": "职工", "civil": False}


def test_every_setting_with_its_payers() -> None:
    ward, clinic = listed(model(), STAFF, acc_basic=400, acc_base=70)
    assert (ward.setting, clinic.setting) == ("住院", "门诊")
    assert (ward.assumed, ward.readings) == ({}, {})
    basic, more = ward.steps
    assert (basic.step.id, basic.row.id) == ("ward", "卡:2")
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


SWITCHED = chain_of(
    "ward,基本医保,报销,合规费用,,,60%,,,住院,,开,甲",
    "ward,基本医保,报销,合规费用,,,70%,,,住院,,开,乙",
)


def test_open_switches_are_tried_reading_by_reading() -> None:
    alternatives = listed(model(SWITCHED, 开=""), {})
    assert [each.readings for each in alternatives] == [{"开": "甲"}, {"开": "乙"}]
    assert yuan(*[each.steps[0].bands[0].ratio for each in alternatives]) == (60, 70)


def test_an_open_switch_that_makes_no_difference_is_told_once() -> None:
    (entitlement,) = listed(model(SWITCHED.replace("70%", "60%"), 开=""), {})
    assert (entitlement.readings, [each.name for each in entitlement.switches]) == ({}, ["开"])


def test_the_year_of_the_day_is_known() -> None:
    chain = chain_of("ward,基本医保,报销,合规费用,,年份(就诊日) × 1 元 + 待遇年度 × 1 元,60%,,,住院")
    ((entitlement),) = listed(model(chain), {})
    assert entitlement.steps[0].deductible == 4050


def test_a_setting_in_which_nobody_pays_says_so_by_the_rows_consulted() -> None:
    manner = Written("UNIQUE", "入：险种,出：属支付范围\n职工,是\n居民,否\n")
    chain = "入：属支付范围," + chain_of("ward,基本医保,报销,合规费用,,,60%,,,住院").replace("\n", "\n是,")
    made = model_of({**TABLES, "子": manner}, chain)
    told = list_entitlements(made, DAY, {"scheme": "居民"}, in_fen(made))
    assert [(each.setting, each.steps, each.missing) for each in told] == [
        ("住院", (), ()),
        ("门诊", (), ()),
        ("单列", (), ()),
    ]
    assert [(each.table, each.outputs) for each in told[0].applied_rows] == [("子", {"within_scope": False})]
    assert not any(each.is_not_covered for each in told)
    assert [len(each.steps) for each in list_entitlements(made, DAY, dict(STAFF), in_fen(made))] == [1, 0, 0]


def test_values_that_come_to_the_same_stand_together() -> None:
    ratios = Written("UNIQUE", '入：机构等级,出：支付比例\n"一级, 二级",90%\n三级,80%\n')
    chain = chain_of("ward,基本医保,报销,合规费用,,,支付比例,,,住院")
    first, second = listed(model_of({"子": ratios}, chain), {})
    assert (first.assumed, first.steps[0].bands) == ({"level": (0, 1)}, (Band(None, Fraction(90)),))
    assert (second.assumed, second.steps[0].bands) == ({"level": 2}, (Band(None, Fraction(80)),))


def test_a_case_of_which_no_row_speaks_is_none() -> None:
    ratios = Written("UNIQUE", '入：机构等级,出：支付比例\n"一级, 二级",90%\n')
    made = model_of({"子": ratios}, chain_of("ward,基本医保,报销,合规费用,,,支付比例,,,住院"))
    (entitlement,) = listed(made, {})
    assert entitlement.assumed == {"level": (0, 1)}
    (stated,) = listed(made, {"level": 2})  # stated, it is told with what the tables lack
    assert stated.steps[0].wanting == {"ratio": "ratio"}


UNUSUAL = Written(
    "UNIQUE", "入：疗程情形,入：公务员,出：支付处理\n药品,-,支付\n耗材,是,支付\n耗材,否,不予支付\n保健,-,不予支付\n"
)


def test_an_unusual_value_that_changes_nothing_is_not_told_besides() -> None:
    chain = "入：支付处理," + chain_of("ward,基本医保,报销,合规费用,,,60%,,,住院").replace("\n", "\n支付,")
    (entitlement,) = listed(model_of({"子": UNUSUAL}, chain), {})
    assert entitlement.assumed == {"course": "药品"}
    (unusual,) = listed(model_of({"子": UNUSUAL}, chain), {"course": "耗材"})
    assert unusual.assumed == {"civil": True}


MANY = {
    "子": Written(
        "UNIQUE",
        "入：险种,入：机构等级,出：支付比例\n"
        + "".join(
            f"{scheme},{level},{ratio}%\n"
            for ratio, (scheme, level) in enumerate(
                ((scheme, level) for scheme in ("职工", "居民") for level in ("一级", "二级", "三级")), 70
            )
        ),
    ),
    "丑": Written(
        "UNIQUE",
        "入：种类,入：公务员,出：起付标准\n".replace("种类", "费用种类")
        + "".join(
            f"{kind},{civil},{amount} 元\n"
            for amount, (kind, civil) in enumerate(
                ((kind, civil) for kind in ("药品", "耗材", "保健", "单列药") for civil in ("是", "否")), 100
            )
        ),
    ),
    "寅": Written("UNIQUE", "入：在待遇期内,出：支付处理\n是,支付\n否,不予支付\n"),
}


def test_with_too_many_ways_what_is_certain_and_the_fewest_facts_to_be_stated_are_told() -> None:
    """Schemes 2 × levels 3 × kinds 4 × civil servants 2 are 48 ways; without kinds 12 are left, which can be told."""
    chain = "入：支付处理," + chain_of("ward,基本医保,报销,合规费用,,起付标准,支付比例,500 元,,住院").replace(
        "\n", "\n支付,"
    )
    made = model_of(MANY, chain)
    (entitlement,) = listed(made, {})
    assert entitlement.assumed == {"in_benefit": True}  # else nobody pays
    assert entitlement.missing == ("charge_category",)
    (step,) = entitlement.steps
    assert not step.depends
    assert step.remaining == 500
    assert (step.deductible, step.bands) == (None, ())
    assert step.wanting == {"ratio": "scheme", "deductible": "charge_category"}
    told = listed(made, {"charge_category": "药品"})
    assert len(told) == 12
    assert not any(each.missing for each in told)
    (whole,) = listed(made, {"charge_category": "耗材", "civil": False, "scheme": "居民", "level": 2})
    assert yuan(whole.steps[0].deductible, whole.steps[0].bands[0].ratio) == (103, 75)


def test_a_list_that_is_not_stated_has_to_be() -> None:
    chain = "入：救助身份," + chain_of(
        "ward,基本医保,报销,合规费用,,,60%,,,住院", "aid,救助,报销,合规余额,,,50%,,,住院"
    ).replace("\nward", "\n-,ward").replace("\naid", "\n特困,aid")
    (entitlement,) = listed(model_of(TABLES, chain), {})
    assert entitlement.missing == ("identity",)
    assert [(each.step.id, each.depends) for each in entitlement.steps] == [("ward", False), ("aid", True)]
    (stated,) = listed(model_of(TABLES, chain), {"identity": ("低保",)})
    assert [(each.step.id, each.depends) for each in stated.steps] == [("ward", False)]


BY_SCHEME = {"子": Written("UNIQUE", "入：险种,出：疗程情形\n职工,药品\n居民,耗材\n")}
"""No scheme comes to 保健; with either it is one of 药品 and 耗材."""


def test_only_payers_that_some_value_of_each_fact_allows_may_take_part() -> None:
    inputs = {"drug": "药品,-", "thing": "耗材,-", "care": "保健,-", "both": '"药品,耗材",-', "aid": "-,特困"}
    chain = "入：疗程情形,入：救助身份," + chain_of(*(f"{name},基本医保,报销,合规费用,,,60%,,,住院" for name in inputs))
    for name, cells in inputs.items():
        chain = chain.replace(f"\n{name}", f"\n{cells},{name}")
    made = model_of(BY_SCHEME, chain)
    (entitlement,) = listed(made, {})
    assert {each.step.id: each.depends for each in entitlement.steps} == {
        "drug": True,
        "thing": True,
        "both": False,
        "aid": True,
    }
    assert entitlement.missing == ("scheme", "identity")
    (stated,) = listed(made, STAFF)
    assert {each.step.id: each.depends for each in stated.steps} == {"drug": False, "both": False, "aid": True}
    assert stated.missing == ("identity",)


def test_usual_values_are_taken_if_wanted() -> None:
    chain = "入：支付处理," + chain_of("ward,基本医保,报销,合规费用,,,60%,,,住院").replace("\n", "\n支付,")
    made = model_of({"子": UNUSUAL}, chain)
    first, *_ = list_entitlements(made, DAY, {}, in_fen(made), assume_usual=True)
    assert (first.assumed, len(first.steps)) == ({"course": "药品"}, 1)
