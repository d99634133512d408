"""Which terms change while a bill is settled."""

from unit.benefits.written import Written, model_of

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
