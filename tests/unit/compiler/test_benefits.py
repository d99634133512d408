"""Tables of an area together: the graph of terms between them, the periods, the one chain."""

from dataclasses import replace
from datetime import date

import pytest
from unit.benefits.written import FROM_2025, Written, chain_of, folder_of, rules_of, vocabulary
from unit.compiler.written import codes, switches

from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics
from chronicare.tables import RuleFolder

START, CHANGE, END = date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1)
CHAIN = chain_of("basic,基本医保,报销,合规费用,,,85%,,统筹累计 += 本步支付")


def unique(text: str) -> Written:
    return Written("UNIQUE", text)


def compiled(area: RuleFolder, diagnostics: Diagnostics) -> int:
    """Compile ``area``; return how many periods it has."""
    return len(compile_benefits(area, vocabulary(), Register(area, diagnostics), diagnostics))


def test_an_area_without_such_tables_has_no_benefits() -> None:
    assert rules_of() == ((), [])


def test_terms_and_where_they_come_from() -> None:
    (rules,), found = rules_of(
        {
            "甲": unique("入：险种,出：应扣,出：支付比例\n职工,另项 × 2,85%\n"),
            "乙": unique("入：机构等级,出：另项\n三级,700 元 + 上年收入\n"),
        },
        CHAIN,
        switches(开="甲"),
    )
    assert found == []
    assert (rules.effective_from, rules.effective_until) == FROM_2025
    assert list(rules.tables) == ["甲", "乙"]
    assert rules.producers == {"result": "甲", "ratio": "甲", "other": "乙"}
    assert rules.tables["甲"].rests_on == ("scheme", "other")
    assert rules.tables["乙"].rests_on == ("level", "income")
    assert (rules.accumulators, list(rules.switches)) == (("acc_basic",), ["开"])


@pytest.mark.parametrize(
    ("tables", "circle"),
    [
        # by an input
        (
            {"甲": "入：另项,出：应扣\n> 1 元,7 元\n", "乙": "入：应扣,出：另项\n> 1 元,7 元\n"},
            {"甲.csv:A1「入：另项」", "乙.csv:A1「入：应扣」"},
        ),
        # by a formula
        (
            {"甲": "入：险种,出：应扣\n职工,另项\n", "乙": "入：险种,出：另项\n职工,应扣\n"},
            {"甲.csv:B1「出：应扣」", "乙.csv:B1「出：另项」"},
        ),
        ({"甲": "入：险种,出：应扣\n职工,应扣 + 1 元\n"}, {"甲.csv:B1「出：应扣」"}),
        ({"甲": "入：应扣,出：应扣\n> 1 元,7 元\n"}, {"甲.csv:A1「入：应扣」"}),
        # the long way round
        (
            {
                "甲": "入：险种,出：应扣\n职工,另项\n",
                "乙": "入：第三项,出：另项\n> 1 元,7 元\n",
                "丙": "入：险种,出：第三项\n职工,2 × 应扣\n",
                "丁": "入：应扣,出：年度限额\n> 1 元,7 元\n",
            },
            {"甲.csv:B1「出：应扣」", "乙.csv:A1「入：第三项」", "丙.csv:B1「出：第三项」"},
        ),
    ],
)
def test_tables_that_need_each_other_are_refused(tables: dict[str, str], circle: set[str]) -> None:
    diagnostics = Diagnostics()
    compiled(folder_of(diagnostics, {name: unique(text) for name, text in tables.items()}), diagnostics)
    (problem,) = diagnostics.sorted()
    assert problem.code.name == "CIRCULAR_GROUP"
    assert str(problem.where) in circle, "where one of them needs the other"
    assert set(problem.message.zh.partition("：")[2].split(" → ")) == {each.partition(".")[0] for each in circle}


def test_a_term_is_put_out_by_one_table() -> None:
    text = "入：险种,出：应扣\n职工,7 元\n"
    diagnostics = Diagnostics()
    compiled(folder_of(diagnostics, {"甲": unique(text), "乙": unique(text)}), diagnostics)
    (problem,) = diagnostics.sorted()
    assert (problem.code.name, str(problem.where)) == ("DUPLICATE_NAME", "乙.csv:B1「出：应扣」")
    assert problem.message.zh == "「应扣」已由表「甲」给出"


def test_two_tables_cannot_have_one_name() -> None:
    diagnostics = Diagnostics()
    area = folder_of(
        diagnostics, {"甲": unique("入：险种,出：应扣\n职工,7 元\n"), "乙": unique("入：险种,出：另项\n职工,7 元\n")}
    )
    compiled(replace(area, tables=tuple(replace(each, name="同名") for each in area.tables)), diagnostics)
    assert codes(diagnostics) == [("DUPLICATE_NAME", "乙.csv:1")]


def test_a_fault_in_one_table_does_not_hide_those_of_another() -> None:
    _, found = rules_of(
        {"甲": unique("入：险种,出：应扣\n城镇,7 元\n"), "乙": unique("入：险种,出：另项\n职工,7\n")},
        chain_of("basic,基本医保,付,合规费用,,,85%"),
    )
    assert found == [("UNKNOWN_NAME", "card.csv:E2"), ("WRONG_TYPE", "乙.csv:B2"), ("UNKNOWN_NAME", "甲.csv:A2")]


# Dates on rows


def test_rows_that_change_make_a_set_of_rules_for_each_period() -> None:
    text = "入：险种,出：应扣,生效日,失效日\n职工,7 元,,2025-07-01\n职工,8 元,2025-07-01,\n居民,9 元,,\n"
    rules, found = rules_of({"甲": unique(text)}, CHAIN, dates=(START, END))
    assert found == []
    assert [(each.effective_from, each.effective_until) for each in rules] == [(START, CHANGE), (CHANGE, END)]
    assert [[row.id for row in each.tables["甲"].rows] for each in rules] == [["2", "4"], ["3", "4"]]
    assert all(each.chain is not None for each in rules)


@pytest.mark.parametrize(
    ("day", "periods"),
    [
        (date(2024, 12, 31), []),
        (date(2025, 1, 1), [0]),
        (date(2025, 6, 30), [0]),
        (date(2025, 7, 1), [1]),
        (date(2025, 12, 31), [1]),
        (date(2026, 1, 1), []),
    ],
)
def test_the_first_day_is_in_the_last_is_not(day: date, periods: list[int]) -> None:
    text = "入：险种,出：应扣,生效日\n职工,7 元,\n居民,8 元,2025-07-01\n"
    rules, _ = rules_of({"甲": unique(text)}, dates=(START, END))
    assert [number for number, each in enumerate(rules) if each.in_force(day)] == periods


def test_rows_of_two_periods_do_not_overlap() -> None:
    text = "入：险种,出：应扣,生效日,失效日\n职工,7 元,,2025-07-01\n职工,8 元,{},\n"
    assert rules_of({"甲": unique(text.format("2025-07-01"))})[1] == []
    assert rules_of({"甲": unique(text.format("2025-06-30"))})[1] == [("DUPLICATE_ID", "甲.csv:3")]


def test_a_term_is_derived_in_every_period_though_no_row_may_be_in_force() -> None:
    later = "入：险种,出：应扣,生效日\n职工,7 元,2025-07-01\n"
    always = "入：险种,出：另项\n职工,7 元\n"
    rules, found = rules_of({"甲": unique(later), "乙": unique(always)}, dates=(START, END))
    assert found == []
    assert [each.producers for each in rules] == [{"result": "甲", "other": "乙"}] * 2
    assert [len(each.tables["甲"].rows) for each in rules] == [0, 1]


@pytest.mark.parametrize("name", ["卡", "表"])
def test_a_card_has_a_name_of_its_own(name: str) -> None:
    diagnostics = Diagnostics()
    tables = {"表": unique("入：险种,出：应扣\n职工,7 元\n")}
    area = folder_of(diagnostics, tables, chain_of("basic,基本医保,报销,合规费用,,,85%"))
    (card,) = area.of_kind("card")
    other = replace(card, file="more.csv", name=name)
    compiled(replace(area, tables=(*area.tables, other)), diagnostics)
    assert ("DUPLICATE_NAME", "more.csv:1") in codes(diagnostics)


def test_a_chain_that_begins_later() -> None:
    dated = chain_of("basic,基本医保,报销,合规费用,,,85%").splitlines()
    text = f"{dated[0]},生效日\n{dated[1]},2025-07-01\n"
    rules, found = rules_of({"乙": unique("入：险种,出：另项\n职工,7 元\n")}, text, dates=(START, END))
    assert found == []
    assert [(each.chain is not None, len(each.steps)) for each in rules] == [(False, 0), (True, 1)]


@pytest.mark.parametrize("file", ["表.csv", "card.csv"])
def test_a_table_without_a_row_is_told_once(file: str) -> None:
    tables = {"表": unique("入：险种,出：应扣\n" + ("" if file == "表.csv" else "职工,7 元\n"))}
    chain = chain_of(*([] if file == "card.csv" else ["basic,基本医保,报销,合规费用,,,85%"]))
    assert rules_of(tables, chain)[1] == [("NO_ROWS", f"{file}:1")]


@pytest.mark.parametrize(
    ("counted", "other", "rows"),
    [
        ("基数累计 += 本步基数", "已扣累计 += 本步起付", [2, 3]),  # each forgets one of them
        ("基数累计 += 本步基数；已扣累计 += 本步支付", "", [2]),  # not the deductible
        ("基数累计 += 本步基数；已扣累计 += 本步起付", "基数累计 += 本步基数", [3]),
    ],
)
def test_what_stands_for_an_accumulator_is_counted_wherever_that_is(counted: str, other: str, rows: list[int]) -> None:
    _, found = rules_of(
        chain=chain_of(
            f"basic,基本医保,报销,合规费用,基数累计,100 元,50%,,{counted}",
            f"more,大额补助,报销,合规余额,,,50%,,{other}",
        )
    )
    assert found == [("WRONG_TYPE", f"card.csv:{row}") for row in rows]


def test_an_accumulator_and_what_stands_for_it_counted_together() -> None:
    counted = "基数累计 += 本步基数；已扣累计 += 本步起付"
    (rules,), found = rules_of(chain=chain_of(f"basic,基本医保,报销,合规费用,基数累计,100 元,50%,,{counted}"))
    assert (rules.accumulators, found) == (("acc_base", "acc_used"), [])


def test_what_catalogues_put_out_is_told_apart_from_the_policy() -> None:
    (rules,), found = rules_of(
        {
            "费用": Written("UNIQUE", "入：费用种类,出：目录内,出：先付比例\n药品,是,10%\n", "catalogue"),
            "先付": Written("UNIQUE", "入：险种,出：支付比例\n职工,85%\n"),
        }
    )
    assert [each for _, each in found if "费用" not in each] == []
    assert rules.catalogue == {"charge_covered", "advance_ratio"}
    assert [name for name, table in rules.tables.items() if table.is_catalogue] == ["费用"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("入：费用种类,入：支付比例,出：目录内\n药品,≥ 50%,是\n", "目录.csv:B1"),  # by a test
        ("入：费用种类,出：先付比例\n药品,支付比例\n", "目录.csv:2"),  # by a formula
    ],
)
def test_a_catalogue_does_not_rest_on_the_policy(text: str, where: str) -> None:
    policy = Written("UNIQUE", "入：险种,出：支付比例\n职工,85%\n")
    _, found = rules_of({"目录": Written("UNIQUE", text, "catalogue"), "政策": policy})
    assert found == [("WRONG_TYPE", where)]


def test_a_catalogue_may_rest_on_another_and_compare_two_facts() -> None:
    _, found = rules_of(
        {
            "一": Written("UNIQUE", "入：费用种类,出：支付比例\n药品,10%\n", "catalogue"),
            "二": Written("UNIQUE", "入：支付比例,出：先付比例\n> 0%,支付比例\n", "catalogue"),
        }
    )
    assert found == []
