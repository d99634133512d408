"""Which terms change while a bill is settled, and which say that it is of one category."""

from unit.benefits.written import Written, chain_of, model_of

from chronicare.benefits.model import volatile_terms


def test_what_rests_on_what_changes_changes_too() -> None:
    tables = {
        "甲": Written("UNIQUE", "入：险种,出：应扣\n-,合规余额 × 2\n"),
        "乙": Written("UNIQUE", "入：应扣,出：另项\n> 10 元,7 元\n"),
        "丙": Written("UNIQUE", "入：险种,出：第三项\n-,另项\n"),
        "丁": Written("UNIQUE", "入：险种,出：年度限额\n-,上年收入\n"),
    }
    rules = model_of(tables).rules
    changing = frozenset({"remaining_eligible"})
    assert volatile_terms(rules, changing) == {"remaining_eligible", "result", "other", "third"}
    assert volatile_terms(rules, frozenset()) == frozenset()


def test_what_says_that_a_bill_is_of_one_category() -> None:
    # the category itself, though policy asks for it too; of the rest what the catalogue alone asks for
    tables = {
        "目录": Written(
            "UNIQUE", "入：费用种类,入：公务员,入：险种,出：目录内,出：先付比例\n药品,是,职工,是,另项 ÷ 100 元\n"
        ),
        "限额": Written("UNIQUE", "入：费用种类,入：险种,出：年度限额\n药品,职工,1 元\n"),
        "查": Written("UNIQUE", "入：公务员,出：有待遇\n是,是\n"),
    }
    chain = chain_of("basic,基本医保,报销,合规费用,,,80%,年度限额")
    assert model_of(tables, chain).of_category == {"charge_category", "civil", "other"}
    del tables["目录"]
    assert model_of(tables, chain).of_category == {"charge_covered", "advance_ratio"}  # what a catalogue would say
