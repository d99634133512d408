"""What lines of a bill state: used, listed as unused, or refused, by the published rules."""

from typing import TYPE_CHECKING, Any

import pytest
from acceptance.refused import fields, refused
from acceptance.test_benefits import EMPLOYEE, RESIDENT, SETTLED, facts, paid, request_of, visit
from google.protobuf import json_format

from chronicare.api.v1 import benefit_service_pb2 as pb

if TYPE_CHECKING:
    from acceptance.conftest import Live

Plain = dict[str, Any]
IN_BENEFIT = "在待遇期内"


def lined(*lines: Plain, **stated: object) -> Plain:
    """Return a bill of an inpatient with a line of 5000 yuan in category 甲类, and others of 1000 yuan."""
    first = {"amount_fen": 5000_00, "facts": facts({"费用类别": "甲类"})}
    others = [{"amount_fen": 1000_00, "facts": facts({"费用类别": "甲类"} | each)} for each in lines]
    facts_of_bill = [each for each in visit(**stated) if each["value"] is not None]
    return {"visit_id": "v1", "care_date": "2025-12-15", "facts": facts_of_bill, "lines": [first, *others]}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        pytest.param({"结算类别": "普通门诊"}, "bill.lines[1].facts[1].value", id="the setting"),
        pytest.param({"费用情形": "健身保健体检"}, "bill.lines[1].facts[1].value", id="who else bears it"),
        pytest.param({"机构等级": "乡镇卫生院"}, "bill.lines[1].facts[1].value", id="the hospital's level"),
        pytest.param({"险种": "职工"}, "bill.lines[1].facts[1].value", id="the person's scheme"),
    ],
)
def test_a_line_cannot_state_otherwise_than_the_bill_or_the_person(real: "Live", line: Plain, place: str) -> None:
    request = request_of(RESIDENT, lined(line))
    assert fields(refused(real.benefits.SettleBill, request)) == [(place, "E0807")]


def test_a_line_cannot_state_otherwise_than_what_follows_for_the_bill(real: "Live") -> None:
    # an outpatient bill for 慢病 is of 病种类别 慢病 by the table of what follows; nobody stated that
    request = request_of(RESIDENT, lined({"病种类别": "特病"}, 结算类别="门诊慢病"))
    assert fields(refused(real.benefits.SettleBill, request)) == [("bill.lines[1].facts[1].value", "E0807")]


def test_a_line_cannot_contradict_what_the_tables_derive_of_the_person(real: "Live") -> None:
    enrolled = [each for each in RESIDENT if each["finding"] != IN_BENEFIT]
    enrolled += facts({"参保情形": "居民参保", "上年已参保": True, "缴费日": "2024-11-20"})
    request = request_of(enrolled, lined({IN_BENEFIT: False}))
    assert fields(refused(real.benefits.SettleBill, request)) == [("bill.lines[1].facts", "E0807")]


def test_what_a_line_states_and_no_table_asks_of_it_is_listed(real: "Live") -> None:
    response = real.benefits.SettleBill(request_of(EMPLOYEE, lined({"婴儿数": 2}, {"就医地": "市内"})))
    assert response.settlement.outcome == SETTLED
    assert paid(response.settlement.amounts) == {"basic": 5040}  # (7000 − 700) × 80 %
    assert [(each.name, each.path, each.is_known) for each in response.ignored] == [
        ("婴儿数", "bill.lines[1].facts[1].finding", True)
    ]  # that the bill says the same is no more to be said
    assert [each for each in response.settlement.statement if "有 1 项未采用" in each]


def test_a_usual_value_is_not_taken_against_a_line(real: "Live") -> None:
    billed = lined({"费用情形": "工伤"}, 费用情形=None)
    request = request_of(EMPLOYEE, billed, assume_usual_values=True)
    assert fields(refused(real.benefits.SettleBill, request)) == [("bill.lines[1].facts[1].value", "E0807")]
    usual = request_of(EMPLOYEE, lined({"费用情形": "无"}, 费用情形=None), assume_usual_values=True)
    response = real.benefits.SettleBill(usual)
    assert paid(response.settlement.amounts) == {"basic": 4240}  # (6000 − 700) × 80 %
    assert [each.path for each in response.ignored] == ["bill.lines[1].facts[1].finding"]


def test_lines_settled_apart_together_state_the_same(real: "Live") -> None:
    drug = {"费用类别": "单行支付药品", "药品已认定": True}
    pharmacy, elsewhere = {"机构定点情况": "定点零售药店"}, {"机构定点情况": "非定点"}
    response = real.benefits.SettleBill(request_of(EMPLOYEE, lined(drug | pharmacy, drug | pharmacy)))
    inpatient, apart = response.settlement.amounts.parts
    assert [each.payment_fen for each in inpatient.steps] == [(5000 - 700) * 80]
    assert [each.payment_fen for each in apart.steps] == [2000 * 70]  # 5-2: 70 % for employees
    assert not response.ignored
    request = request_of(EMPLOYEE, lined(drug | pharmacy, drug | elsewhere))
    places = [(f"bill.lines[{index}].facts[2].value", "E0807") for index in (1, 2)]
    assert fields(refused(real.benefits.SettleBill, request)) == places


def test_lines_of_a_year_are_held_to_the_same(real: "Live") -> None:
    plain = {
        "area_code": "511900",
        "person": {"birth_date": "1970-01-01", "facts": EMPLOYEE},
        "bills": [lined({"婴儿数": 2})],
        "accumulators": {"first_of_year": True},
    }
    response = real.benefits.SettleYear(json_format.ParseDict(plain, pb.SettleYearRequest()))
    assert [each.path for each in response.ignored] == ["bills[0].lines[1].facts[1].finding"]


def test_what_follows_from_the_category_of_a_bill_is_not_stated_beside_it(real: "Live") -> None:
    stated = facts({"费用类别": "丙类"}) + visit()
    billed: Plain = {"visit_id": "v1", "care_date": "2025-12-15", "facts": stated, "charges": {"total_fen": 10_000_00}}
    response = real.benefits.SettleBill(request_of(EMPLOYEE, billed))
    assert paid(response.settlement.amounts) == {"basic": 0}  # 丙类 is paid by the person alone
    billed["charges"]["fully_self_paid_fen"] = 1000_00
    assert fields(refused(real.benefits.SettleBill, request_of(EMPLOYEE, billed))) == [
        ("bill.charges.fully_self_paid_fen", "E0807")
    ]
