"""Tests of what an undecided bill asks for: everything that can still matter, at once and in the order of a form."""

from unit.benefits.written import DAY, Written, bill, chain_of, model_of, vocabulary

from chronicare.benefits.answer import answer_bill
from chronicare.benefits.needs import in_order, sample_values

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
