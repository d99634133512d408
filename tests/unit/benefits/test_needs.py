"""Tests of what an undecided bill asks for: everything that can still matter, at once and in the order of a form."""

import pytest
from unit.benefits.written import DAY, Written, bill, chain_of, model_of, vocabulary
from unit.compiler.written import switches

from chronicare.benefits.answer import answer_bill
from chronicare.benefits.lines import LineMemo
from chronicare.benefits.needs import needed_terms
from chronicare.benefits.unknowns import in_order, sample_values
from chronicare.judging.budget import STEPS_OF_TABLE, Budget

CHAIN = chain_of(
    "basic,基本医保,报销,合规费用,,应扣,支付比例,年度限额 − 统筹累计,统筹累计 += 本步支付",
    "more,大额补助,报销,合规余额,,,另项 ÷ 100 元,,,,居民",
)
TABLES = {
    "扣": Written("UNIQUE", "入：上年收入,入：公务员,出：应扣\n0 元,-,0 元\n> 0 元,是,10 元\n> 0 元,否,20 元\n"),
    "比例": Written("UNIQUE", "入：险种,入：机构等级,出：支付比例\n职工,-,80%\n居民,三级,60%\n居民,< 三级,70%\n"),
    "限额": Written("UNIQUE", "入：险种,出：年度限额\n职工,1000 元\n居民,500 元\n"),
}


def test_everything_that_can_still_matter_is_asked_for_at_once() -> None:
    answer = answer_bill(model_of(TABLES, CHAIN), bill(100), {})
    # the level matters for residents, the civil servant where there is income: neither is reached without the others
    assert answer.missing == ("scheme", "level", "civil", "income", "other", "acc_basic")


def test_what_can_no_longer_matter_is_not_asked_for() -> None:
    answer = answer_bill(model_of(TABLES, CHAIN), bill(100, scheme="职工"), {"acc_basic": 0})
    assert answer.missing == ("civil", "income")
    answer = answer_bill(model_of(TABLES, CHAIN), bill(100, scheme="职工", civil=True), {"acc_basic": 0})
    assert answer.missing == ("income",)


BY_SCHEME = chain_of(
    "basic,基本医保,报销,合规费用,,,50%,年度限额 − 统筹累计,统筹累计 += 本步支付,,居民",
    "more,大额补助,报销,合规余额,,另项,支付比例,,,,职工",
)


def test_what_only_one_scheme_is_asked_is_asked_where_the_scheme_is_not_known() -> None:
    # residents: how long they have been insured (the cap) and what was paid; employees: level and the other amount
    tables = {
        "比例": Written("UNIQUE", "入：机构等级,出：支付比例\n三级,60%\n< 三级,70%\n"),
        "限额": Written("UNIQUE", "入：参保年数,出：年度限额\n0,10 元\n> 0,20 元\n"),
    }
    model = model_of(tables, BY_SCHEME)
    assert answer_bill(model, bill(100), {}).missing == ("scheme", "level", "years", "other", "acc_basic")
    assert answer_bill(model, bill(100, scheme="居民"), {}).missing == ("years", "acc_basic")
    assert answer_bill(model, bill(100, scheme="职工"), {}).missing == ("level", "other")


def test_a_row_that_has_another_setting_by_the_tables_asks_nothing() -> None:
    # 所定等级 of a resident is 一级, of an employee 二级: what is asked at 三级 is asked of nobody
    tables = {
        "级": Written("UNIQUE", "入：险种,出：所定等级\n居民,一级\n职工,二级\n"),
        "扣": Written(
            "UNIQUE",
            "入：所定等级,入：公务员,入：参保年数,出：应扣\n一级,-,-,5 元\n二级,是,-,6 元\n"
            "二级,否,-,7 元\n三级,-,> 0,8 元\n",
        ),
    }
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,应扣,另项 ÷ 100 元"))
    assert answer_bill(model, bill(100), {}).missing == ("scheme", "civil", "other")


@pytest.mark.parametrize(
    ("deductible", "cap", "charged", "missing"),
    [
        # a deductible of 100 yuan leaves nothing of 80 to pay: neither ratio nor cap matters
        ("100 元", "300 元 − 统筹累计", 80, ()),
        ("100 元", "300 元 − 统筹累计", 150, ("other", "acc_basic")),
        # what is left of the cap is 300 at least, of 150 at most 75 are due
        ("0 元", "300 元 + 统筹累计", 150, ("other",)),
        ("0 元", "300 元 + 统筹累计", 1000, ("other", "acc_basic")),
    ],
)
def test_what_the_amounts_leave_without_effect_is_not_asked_for(
    deductible: str, cap: str, charged: int, missing: tuple[str, ...]
) -> None:
    tables = {"比例": Written("UNIQUE", "入：另项,出：支付比例\n< 50 元,40%\n≥ 50 元,50%\n")}
    chain = chain_of(f"basic,基本医保,报销,合规费用,,{deductible},支付比例,{cap},统筹累计 += 本步支付")
    assert answer_bill(model_of(tables, chain), bill(charged), {}).missing == missing


@pytest.mark.parametrize(("charged", "missing"), [(5, ("other",)), (6, ("level", "civil", "other"))])
def test_a_deductible_that_is_not_reached_whatever_it_is_asks_for_nothing(
    charged: int, missing: tuple[str, ...]
) -> None:
    # the deductible is 5 yuan at the least: of 5 yuan nothing is paid, by whichever row, and no ratio matters
    tables = {
        "扣": Written("UNIQUE", "入：机构等级,出：应扣\n三级,10 元\n< 三级,5 元\n"),
        "比例": Written("UNIQUE", "入：公务员,出：支付比例\n是,60%\n否,70%\n"),
    }
    chain = chain_of("basic,基本医保,报销,合规费用,,应扣,支付比例", "more,大额补助,报销,合规余额,,另项,10%")
    assert answer_bill(model_of(tables, chain), bill(charged), {}).missing == missing


def test_a_payer_starts_after_those_it_may_stand_beside_only() -> None:
    # an employee and a resident are not the same person: neither counts what the other is paid on, so that of 9 yuan
    # nobody comes to 10 and to what lies beyond it, which depends on the level
    more = "more,大额补助,报销,合规余额,统筹累计,10 元,支付比例,,统筹累计 += 本步基数,"
    grants = [f"grant{at},医疗救助,补助,,,,,1 元" for at in range(3)]
    tables = {"比例": Written("UNIQUE", "入：机构等级,出：支付比例\n三级,60%\n< 三级,70%\n")}
    model = model_of(tables, chain_of(f"{more},职工", f"{more},居民", *grants, "last,大额补助,报销,合规余额,,另项,10%"))
    assert answer_bill(model, bill(9), {"acc_basic": 0}).missing == ("scheme", "other")
    assert answer_bill(model, bill(9), {"acc_basic": 200}).missing == ("scheme", "level", "other")


def test_every_reading_of_an_open_switch_is_gone_through() -> None:
    tables = {
        "扣": Written(
            "UNIQUE",
            "入：公务员,入：参保年数,出：应扣,开关,读法\n是,-,1 元,开,甲\n否,-,2 元,开,甲\n"
            "-,> 0,3 元,开,乙\n-,0,4 元,开,乙\n",
        )
    }
    model = model_of(tables, chain_of("basic,基本医保,报销,合规费用,,应扣,50%"), switches(开=""))
    assert answer_bill(model, bill(100), {}).missing == ("civil", "years")


def test_asking_goes_through_the_tables_once_for_each_of_what_tells_the_payers_apart() -> None:
    # without the scheme at most as much again for either: not for every combination of what else is not known
    model, steps = model_of(TABLES, CHAIN), list[int]()
    for facts in ({}, {"scheme": "居民"}, {"scheme": "职工"}):
        budget = Budget(10**9, 10**9)
        asked = bill(100, **facts)
        with budget.in_force():
            needed_terms(model, asked, {}, LineMemo(asked.lines))
        steps.append(budget.steps)
    assert steps[0] <= steps[1] + steps[2] + 4 * STEPS_OF_TABLE


def test_codes_stand_in_the_order_of_the_tables() -> None:
    assert in_order(vocabulary(), ["acc_basic", "unheard_of", "scheme", "age"]) == (
        "age", "scheme", "acc_basic", "unheard_of",
    )  # fmt: skip


def test_a_term_with_many_values_is_tried_at_its_ends() -> None:
    words = vocabulary()
    assert sample_values(words, "years", DAY) == (0, 1, 100)
    assert sample_values(words, "income", DAY) == (0, 1, 100_000_000)
    assert sample_values(words, "identity", DAY) == (("特困",), ("低保",), ("无",))
    assert sample_values(words, "since", DAY)[0] == DAY
