"""Tests of what a form for a bill of each setting asks."""

from unit.benefits.written import DAY, Written, chain_of, model_of

from chronicare.benefits.forms import needs_by_setting


def test_each_setting_needs_its_own_in_the_order_of_a_form() -> None:
    model = model_of(
        {"扣": Written("UNIQUE", "入：险种,出：应扣\n职工,上年收入\n居民,0 元\n")},
        chain_of(
            "basic,基本医保,报销,合规费用,,应扣,50%,100 元 − 统筹累计,统筹累计 += 本步支付,住院",
            "clinic,基本医保,报销,合规费用,基数累计,10 元,50%,,基数累计 += 本步基数,门诊,职工",
        ),
    )
    assert needs_by_setting(model, DAY) == {
        "住院": ("scheme", "income", "acc_basic"),
        "门诊": ("scheme", "acc_base"),
        "单列": (),
    }


def test_rules_that_settle_nothing_need_nothing() -> None:
    assert needs_by_setting(model_of({"扣": Written("UNIQUE", "入：险种,出：应扣\n职工,1 元\n")}), DAY) == {}
