"""What lines of a bill state and no table asks of a line: listed, refused, or left to what is settled apart."""

from datetime import date

import pytest
from unit.benefits.written import DAY, Written, chain_of, model_of, vocabulary

from chronicare.benefits.bill import Bill, ChargeLine, Facts
from chronicare.benefits.line_facts import check_lines
from chronicare.benefits.report import ReportedBill, ReportedLine
from chronicare.diagnostics import Diagnostics, Unused
from chronicare.judging.report import ReportedFinding

TABLES = {
    "行": Written(
        "UNIQUE",
        "入：费用种类,出：目录内,出：先付比例,出：单列结算类别\n"
        "药品,是,无此待遇,无此待遇\n单列药,是,0%,单列\n保健,否,无此待遇,单列\n",
    ),
    "期": Written("FIRST", "入：参保日,出：在待遇期内\n≤ 2025-03-01,是\n-,否\n"),
    "处": Written("UNIQUE", "入：机构等级,入：疗程情形,入：公务员,出：支付处理\n-,药品,-,支付\n-,耗材,-,不予支付\n"),
}
CHAIN = chain_of("basic,基本医保,报销,合规费用,,另项,50%,,,住院,职工")
DRUG, APART, SPA = ({"charge_category": each} for each in ("药品", "单列药", "保健"))
Found = list[tuple[str, str]]


def found(of_bill: Facts, *lines: Facts, assume_usual: bool = False) -> tuple[Found, Found]:
    """Return what is told, code and place, and what is listed, name and place; every line is of 100 yuan."""
    diagnostics = Diagnostics(Unused(known=True))
    stated = [
        ReportedLine(10_000, None, [ReportedFinding(code, value) for code, value in facts.items()]) for facts in lines
    ]
    bill = Bill("v", DAY, {"setting": "住院", **of_bill}, None, tuple(ChargeLine(10_000, 0, each) for each in lines))
    check_lines(model_of(TABLES, CHAIN), bill, ReportedBill(lines=stated), "", diagnostics, assume_usual=assume_usual)
    told = [(each.code.name, str(each.where)) for each in diagnostics.sorted()]
    return told, [(each.name, str(each.where)) for each in diagnostics.unused.items]


def test_what_a_table_asks_of_a_line_and_what_the_bill_says_too_is_not_listed() -> None:
    assert found({"civil": True}, DRUG, {**DRUG, "civil": True}) == ([], [])
    assert found({"identity": ("特困", "低保")}, {**DRUG, "identity": ("低保",)}) == ([], [])


def test_what_only_a_line_says_is_listed_at_its_place() -> None:
    assert found({}, DRUG, {**DRUG, "civil": True}) == ([], [("civil", "lines[1].facts[1].finding")])


def test_what_is_settled_apart_has_the_facts_its_lines_state_alike() -> None:
    assert found({}, {**APART, "civil": True}, DRUG) == ([], [])
    assert found({}, {**APART, "civil": True}, {**APART, "civil": True}) == ([], [])


@pytest.mark.parametrize("other", [{"civil": False}, {}])
def test_lines_settled_apart_together_have_to_state_the_same(other: Facts) -> None:
    told, listed = found({}, {**APART, "civil": True}, {**APART, **other})
    assert told == [("CONTRADICTORY", f"lines[{index}].facts[1].value") for index in range(1 + len(other))]
    assert listed == []


def test_what_is_not_covered_says_nothing_of_the_rest_of_its_part() -> None:
    lines: list[Facts] = [{**APART, "civil": True}, {**SPA, "civil": False}]
    assert found({}, *lines) == ([], [("civil", "lines[1].facts[1].finding")])
    assert found({}, lines[1]) == ([], [])


def test_a_line_of_which_it_is_not_known_where_it_is_settled_is_not_judged() -> None:
    assert found({}, {"civil": True}) == ([], [])


def test_what_a_line_says_is_held_against_what_follows_for_the_bill() -> None:
    told, listed = found({"since": date(2025, 3, 1)}, DRUG, {**DRUG, "in_benefit": False})
    assert (told, listed) == ([("CONTRADICTORY", "lines[1].facts")], [])
    told, listed = found({"since": date(2025, 3, 1)}, {**DRUG, "in_benefit": True})
    assert (told, listed) == ([], [("in_benefit", "lines[0].facts[1].finding")])


def test_a_usual_value_is_not_taken_against_a_line() -> None:
    unusual, usual = {**DRUG, "course": "耗材"}, {**DRUG, "course": "药品"}
    assert found({}, unusual) == ([], [("course", "lines[0].facts[1].finding")])
    assert found({}, unusual, assume_usual=True) == ([("CONTRADICTORY", "lines[0].facts[1].value")], [])
    assert found({}, usual, assume_usual=True) == ([], [("course", "lines[0].facts[1].finding")])
    assert found({}, {**APART, "course": "耗材"}, assume_usual=True) == ([], [])


def test_what_the_tables_say_of_a_line_rests_on_what_their_tables_rest_on() -> None:
    tables = {**TABLES, "类": Written("UNIQUE", "入：参保年数,出：费用种类\n≥ 2,药品\n< 2,保健\n")}
    asked = model_of(tables, CHAIN).asked_of_lines
    assert {"charge_category", "years"} <= asked
    assert asked.isdisjoint({"level", "civil", "course", "since", "charge_amount"})
    assert vocabulary().findings.keys() >= asked
