"""Terms looked up for their own sake: known, or what would have to be known."""

from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import Written, model_of
from unit.compiler.written import switches

from chronicare.benefits.look_up import LookUpAnswer, find_terms
from chronicare.cells.values import Given

DAY = date(2025, 6, 1)
TABLES = {
    "甲": Written("UNIQUE", "入：险种,出：支付比例,出：年度限额\n职工,85%,1000 元\n居民,60%,无此待遇\n"),
    "乙": Written("UNIQUE", "入：参保日,出：待遇起始\n-,参保日 + 3 个月\n"),
    "丙": Written("UNIQUE", "入：险种,出：应扣,开关,读法\n职工,7 元,开,甲\n职工,8 元,开,乙\n居民,9 元,,\n"),
    "丁": Written("UNIQUE", "入：待遇年度,入：就诊日,出：另项\n2025,≥ 2025-06-01,1 元\n2024,-,2 元\n"),
    "戊": Written("COLLECT", "入：险种,出：各处\n-,住院\n职工,门诊\n"),
    "己": Written("UNIQUE", "入：公务员,入：险种,出：第三项\n是,-,3 元\n否,职工,3 元\n否,居民,4 元\n"),
}
STAFF: dict[str, Given] = {"scheme": "职工"}


def found(*terms: str, facts: dict[str, Given] | None = None, day: date = DAY) -> LookUpAnswer:
    return find_terms(model_of(TABLES, switches=switches(开="")), day, terms, facts or {})


def values(answer: LookUpAnswer) -> dict[str, Given | None]:
    assert answer.known is not None, answer
    assert (answer.missing, answer.switches) == ((), ())
    return dict(answer.known.values)


def test_all_that_is_asked_for_is_answered() -> None:
    answer = found("ratio", "cap", "begins", "places", facts={**STAFF, "since": date(2025, 11, 30)})
    assert answer.asked == ("ratio", "cap", "begins", "places")
    assert values(answer) == {
        "ratio": Fraction(85),
        "cap": Fraction(1000),
        "begins": date(2026, 2, 28),
        "places": ("住院", "门诊"),
    }
    assert answer.known is not None
    assert [(each.table, each.row.id) for each in answer.known.applied_rows] == [
        ("甲", "2"),
        ("乙", "2"),
        ("戊", "2"),
        ("戊", "3"),
    ]


def test_no_value_is_an_answer() -> None:
    assert values(found("cap", facts={"scheme": "居民"})) == {"cap": None}


@pytest.mark.parametrize(
    ("day", "stated", "expected"),
    [
        (date(2025, 6, 1), {}, 1),
        (date(2025, 5, 31), {}, None),
        (date(2024, 12, 31), {}, 2),
        (date(2025, 6, 1), {"benefit_year": 2024}, 2),
    ],
)
def test_the_day_and_its_year_are_known_unless_the_year_is_stated(
    day: date, stated: dict[str, Given], expected: int | None
) -> None:
    assert values(found("other", facts=stated, day=day)) == {"other": expected}


QUERIED_YEAR = {
    "子": Written("UNIQUE", "出：所缴\n药品\n"),
    "丑": Written("UNIQUE", '入：所缴,出：应扣\n药品,1 元\n"耗材, 保健, 单列药",2 元\n'),
}


@pytest.mark.parametrize(
    ("stated", "expected", "missing"),
    [
        ({}, None, ("paid_for",)),
        ({"benefit_year": 2025}, 1, ()),
        ({"benefit_year": 2025, "paid_for": "耗材"}, 2, ()),
        ({"paid_for": "耗材"}, 2, ()),
    ],
)
def test_a_year_that_is_stated_is_told_from_that_of_the_day(
    stated: dict[str, Given], expected: int | None, missing: tuple[str, ...]
) -> None:
    answer = find_terms(model_of(QUERIED_YEAR), DAY, ["result", "paid_for"], stated)
    assert answer.missing == missing
    assert (None if answer.known is None else answer.known.values["result"]) == expected


def test_a_fact_with_few_values_is_tried() -> None:
    answer = found("ratio")
    assert (answer.known, answer.missing) == (None, ("scheme",))
    assert [(each.facts, each.result.values) for each in answer.alternatives] == [
        ({"scheme": "职工"}, {"ratio": Fraction(85)}),
        ({"scheme": "居民"}, {"ratio": Fraction(60)}),
    ]


def test_what_makes_no_difference_is_not_missing() -> None:
    assert values(found("third", facts=dict(STAFF))) == {"third": 3}
    assert found("third", facts={"scheme": "居民"}).missing == ("civil",)


def test_each_term_stands_for_itself() -> None:
    answer = found("begins", "ratio", "third", facts=dict(STAFF))
    assert answer.known is not None
    assert answer.known.values == {"ratio": Fraction(85), "third": 3}
    assert [each.table for each in answer.known.applied_rows] == ["甲", "己"]
    assert answer.undecided == ("begins",)
    assert answer.missing == ("since",)


def test_a_fact_with_many_values_is_missing_and_makes_no_ways() -> None:
    answer = found("begins")
    assert (answer.known, answer.missing, answer.alternatives) == (None, ("since",), ())


def test_undecided_terms_of_the_same_facts_share_their_ways() -> None:
    answer = found("ratio", "cap", "begins", "third")
    assert (answer.known, answer.undecided) == (None, ("ratio", "cap", "begins", "third"))
    assert answer.missing == ("scheme", "civil", "since")
    by_scheme = [each for each in answer.alternatives if "ratio" in each.result.values]
    assert [(each.facts, each.result.values) for each in by_scheme] == [
        ({"scheme": "职工"}, {"ratio": Fraction(85), "cap": Fraction(1000)}),
        ({"scheme": "居民"}, {"ratio": Fraction(60), "cap": None}),
    ]
    others = [each.result.values for each in answer.alternatives if each not in by_scheme]
    assert others == [{"third": 3}, {"third": 3}, {"third": 4}]


def test_an_open_switch_that_decides() -> None:
    answer = found("result", facts=dict(STAFF))
    assert (answer.known, answer.missing, [each.name for each in answer.switches]) == (None, (), ["开"])
    assert [(each.readings, each.result.values["result"]) for each in answer.alternatives] == [
        ({"开": "甲"}, 7),
        ({"开": "乙"}, 8),
    ]
    assert values(found("result", facts={"scheme": "居民"})) == {"result": 9}
