"""Rulings of a made-up area: what they put in force, from when to when, and what is told of bad ones."""

from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import Written, rules_of
from unit.compiler.written import compiled, rows_of, switches

from chronicare.program.decision_table import BenefitRules

HEAD = "对象,裁定,作出单位,文号,日期,生效日,失效日\n"
RULING = "开,乙,试验局,试医发〔2026〕1号,2026-03-01,2026-04-01,2027-01-01\n"
SUMS = {
    "表": Written(
        "UNIQUE", "入：待遇年度,出：应扣,开关,读法,沿用自\n2025,7 元,,,\n≥ 2026,7 元,开,甲,2025\n≥ 2026,未公布,开,乙,\n"
    )
}


def periods(rulings: str, default: str = "甲") -> list[BenefitRules]:
    rules, found = rules_of(SUMS, switches={**switches(开=default), "rulings": HEAD + rulings})
    assert found == []
    return list(rules)


def test_a_ruling_takes_the_place_of_the_default_while_it_is_in_force() -> None:
    made = periods(RULING)
    assert [(each.effective_from, each.switches["开"].default) for each in made] == [
        (date(2025, 1, 1), "甲"),
        (date(2026, 4, 1), "乙"),
        (date(2027, 1, 1), "甲"),
    ]
    rulings = [each.switches["开"].ruling for each in made]
    assert [each and (each.decided_by, each.number, each.dated) for each in rulings] == [
        None,
        ("试验局", "试医发〔2026〕1号", date(2026, 3, 1)),
        None,
    ]


def test_what_was_open_is_open_no_more() -> None:
    assert [each.switches["开"].default for each in periods(RULING, default="")] == [None, "乙", None]


def test_entries_are_ruled_on_as_well() -> None:
    rules, found = compiled(
        **rows_of("1,症状,是\n2,咳嗽,是", "R1,全部,1,开,甲\nR1,全部,2,开,乙"),
        **switches(开=""),
        rulings=HEAD + "开,乙,试验局,1号,2026-03-01,,\n",
    )
    assert found == []
    (entry,) = rules.entries
    switch = entry.entry.switches["开"]
    assert (switch.default, switch.ruling and switch.ruling.number) == ("乙", "1号")


def test_a_figure_is_set_for_what_is_not_published() -> None:
    made = periods("应扣,8.5 元,试验局,2号,2026-03-01,2026-01-01,2027-01-01\n")
    assert [list(each.figures) for each in made] == [[], ["result"], []]
    figure = made[1].figures["result"]
    assert (figure.ruling.number, figure.figure.expression.value) == ("2号", Fraction("8.5"))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rulings", "expected"),
    [
        ("开,丙,局,1号,2026-03-01,,\n", [("BAD_SWITCH", "rulings.csv:B2")]),
        ("没有,甲,局,1号,2026-03-01,,\n", [("UNKNOWN_SWITCH", "rulings.csv:2")]),
        # a figure that the source gives is for a row to correct, not for a ruling
        ("另项,8 元,局,1号,2026-03-01,,\n", [("UNKNOWN_SWITCH", "rulings.csv:2")]),
        ("应扣,八 元,局,1号,2026-03-01,,\n", [("SYNTAX", "rulings.csv:2")]),
        ("开,乙,局,1号,三月,,\n", [("BAD_DATES", "rulings.csv:E2")]),
        ("开,乙,,1号,2026-03-01,,\n", [("EMPTY_REQUIRED_CELL", "rulings.csv:C2")]),
        ("开,甲,局,1号,2026-03-01,,\n开,乙,局,2号,2026-03-02,,\n", [("DUPLICATE_ID", "rulings.csv:A3")]),
        ("开,甲,局,1号,2026-03-01,,2026-05-01\n开,乙,局,2号,2026-03-02,2026-05-01,\n", []),
    ],
)
def test_what_is_no_ruling(rulings: str, expected: list[tuple[str, str]]) -> None:
    tables = {**SUMS, "别": Written("UNIQUE", "出：另项\n7 元\n")}
    _, found = rules_of(tables, switches={**switches(开="甲"), "rulings": HEAD + rulings})
    assert list(dict.fromkeys(found)) == expected


def test_an_area_may_have_no_rulings_yet() -> None:
    assert periods("")[0].figures == {}
