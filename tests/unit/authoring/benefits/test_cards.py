"""Cards and counters written out: a page a card, as its author wrote it."""

from dataclasses import replace

from unit.benefits.written import folder_of, rules_of
from unit.compiler.written import switches

from chronicare.authoring.benefits.cards import CardPage, write_cards, write_counters
from chronicare.diagnostics import Diagnostics

CARD = """\
编号,谁付,名称,方式,入：险种,入：机构等级,基数,起付,比例,封顶,共用限额,计数,开关,读法,出处,原文,更正,异常
basic,基本医保,门诊报销,,职工,-,合规费用,不设,50%,不限,统筹累计,补充累计,开,甲,1-1,第一段,,
basic,,,,居民,三级,,700 元 每次,,,,,,乙,1-2,第二段,一更,
gift,基本医保,定额,补助,-,-,,,,300 元 每次,,,,,1-3,第三段,,

名称,单位,周期,计什么,限额,出处,原文
统筹累计,元,每年,支付,9 万元,2-1,限额
补充累计,元,每季,支付,不限,,
"""


def page() -> CardPage:
    chosen = switches(开="甲")
    rules, found = rules_of(chain=CARD, switches=chosen)
    assert found == []
    (page,) = write_cards(folder_of(Diagnostics(), {}, CARD, chosen), rules)
    return page


def test_a_card_shows_the_columns_it_has() -> None:
    assert page().name == "卡"
    assert page().headings == ("基数", "起付", "比例", "封顶", "共用限额", "计数")
    first, _, gift = page().rows
    assert (first.position.row, first.payer, first.name, first.conditions) == (
        2,
        "基本医保",
        "门诊报销",
        ("险种：职工",),
    )
    assert first.cells == ("合规费用", "不设", "50%", "不限", "统筹累计", "补充累计")
    assert (first.reading, first.source, first.clause) == ("开取「甲」，采用", "1-1", "第一段")
    assert (gift.manner, gift.conditions, gift.cells) == ("补助", (), ("", "", "", "300 元 每次", "", ""))


def test_what_is_as_above_is_not_written_again() -> None:
    _, other, _ = page().rows
    assert (other.payer, other.name, other.conditions) == ("〃", "〃", ("险种：居民", "机构等级：三级"))
    assert other.cells == ("〃", "700 元 每次", "〃", "〃", "〃", "〃")
    assert (other.reading, other.clause, other.correction) == ("开取「乙」，另一读法", "第二段", "一更")


def test_counters_name_the_cards_that_count_on_them() -> None:
    folder = folder_of(Diagnostics(), {}, CARD)
    (card,) = folder.of_kind("card")
    more = replace(card, name="另", rows=card.rows[2:])
    basic, other = write_counters(replace(folder, tables=(*folder.tables, more)))
    assert (basic.name, basic.period, basic.counted, basic.limit) == ("统筹累计", "每年", "支付", "9 万元")
    assert (basic.cards, other.cards) == (("卡",), ("卡",))
