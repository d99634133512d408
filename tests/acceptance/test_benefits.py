"""Benefits over a live channel, from the published tables: money, entitlements, terms, filings, refusals."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
from acceptance.refused import fields, info_of, refused
from google.protobuf import json_format

from chronicare.api.v1 import benefit_pb2, disease_pb2, error_reason_pb2
from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.api.v1.benefit_service_pb2_grpc import BenefitServiceStub
from chronicare.benefits.intake import BillIntake
from chronicare.cells.values import Given

if TYPE_CHECKING:
    from acceptance.conftest import Live

AREA = "511900"
SETTLED = benefit_pb2.SETTLEMENT_OUTCOME_SETTLED
NOT_PAYABLE = benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE
UNDECIDED = benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED
MONEY = {"本次治疗已扣起付"}
FIRST = {"first_of_year": True}
Serve = Callable[..., AbstractContextManager[Any]]
Plain = dict[str, Any]


@pytest.fixture(scope="module")
def benefits(real: "Live") -> BenefitServiceStub:
    """Return the benefit service of the published rules."""
    return real.benefits


def facts(stated: Mapping[str, object]) -> list[Plain]:
    """Return facts as a request has them in JSON."""
    return [{"finding": name, "value": each, "unit": "元" if name in MONEY else ""} for name, each in stated.items()]


EMPLOYEE = facts(
    {
        "险种": "职工",
        "在待遇期内": True,
        "参保状态": "在职",
        "享受公务员补助": False,
        "参加大额补助": False,
        "大额免起付病种": False,
        "救助身份": "无",
    }
)
RESIDENT = facts(
    {"险种": "居民", "在待遇期内": True, "救助身份": "无", "连续参保年数": 1, "连续零报销年数": 0, "断保年数": 0}
)


def visit(**stated: object) -> list[Plain]:
    """Return the facts of a visit: an inpatient of a level-3 hospital in the city unless said otherwise."""
    inpatient = {"结算类别": "住院", "机构等级": "三级", "就医地": "市内", "本次治疗已扣起付": 0, "费用情形": "无"}
    return facts(inpatient | stated)


def outpatient(level: str = "一级") -> list[Plain]:
    """Return the facts of an ordinary outpatient visit."""
    return facts({"结算类别": "普通门诊", "机构等级": level, "费用情形": "无"})


def bill(yuan: int, stated: list[Plain], **more: object) -> Plain:
    """Return a bill in JSON."""
    return {"visit_id": "v1", "care_date": "2025-12-15", "facts": stated, "charges": {"total_fen": yuan * 100}} | more


def request_of(person: list[Plain], billed: Plain, **more: object) -> pb.SettleBillRequest:
    """Return a request to settle the first bill of a year, with the fields given in its place."""
    plain: Plain = {
        "area_code": AREA,
        "request_id": "r",
        "person": {"birth_date": "1970-01-01", "facts": person},
        "bill": billed,
        "accumulators": FIRST,
    }
    return json_format.ParseDict(plain | more, pb.SettleBillRequest())


def check_whole(charges: benefit_pb2.Charges, amounts: benefit_pb2.Amounts) -> None:
    """Check that every fen of the bill is somebody's, in our fields and in the national ones."""
    others = charges.fully_self_paid_fen + charges.above_price_limit_fen + charges.advance_self_payment_fen
    assert amounts.eligible_fen + others == charges.total_fen
    assert amounts.fund_payment_fen + amounts.copayment_fen == amounts.eligible_fen
    assert amounts.personal_burden_fen == amounts.copayment_fen + others
    assert amounts.personal_account_fen + amounts.cash_fen == amounts.personal_burden_fen
    national = {each.field: each.value for each in amounts.national_breakdown}
    assert national["medfee_sumamt"] == f"{charges.total_fen / 100:.2f}"
    assert national["fund_pay_sumamt"] == f"{amounts.fund_payment_fen / 100:.2f}"
    assert national["psn_part_amt"] == f"{amounts.personal_burden_fen / 100:.2f}"


def paid(amounts: benefit_pb2.Amounts) -> dict[str, float]:
    """Return what each step paid, in yuan."""
    return {each.step: each.payment_fen / 100 for part in amounts.parts for each in part.steps}


def test_facts_that_are_not_used_are_listed_and_pay_nothing_more_or_less(benefits: BenefitServiceStub) -> None:
    glucose = {"finding": "空腹血糖", "value": 7.2, "unit": "mmol/L"}
    billed = bill(10000, visit())
    response = benefits.SettleBill(request_of([*EMPLOYEE, glucose], billed))
    place = f"person.facts[{len(EMPLOYEE)}].finding"
    assert paid(response.settlement.amounts) == {"basic": 7440}
    assert [(each.name, each.path, each.is_known) for each in response.ignored] == [("空腹血糖", place, True)]
    assert response.ignored_total == 1
    assert [each for each in response.settlement.statement if "有 1 项未采用" in each]
    unknown = [*EMPLOYEE, {"finding": "机构等极", "value": "三级"}]
    assert fields(refused(benefits.SettleBill, request_of(unknown, billed))) == [(place, "E0802")]
    response = benefits.SettleBill(request_of(unknown, billed, ignore_unknown=True))
    assert paid(response.settlement.amounts) == {"basic": 7440}
    assert [(each.name, each.path, each.is_known) for each in response.ignored] == [("机构等极", place, False)]
    assert "机构等级" in response.ignored[0].nearest_names
    # What the settlement needs is not made up for: without the level, whose name is mistyped, it is not settled.
    level = [each for each in visit() if each["finding"] != "机构等级"]
    undecided = benefits.SettleBill(request_of(unknown, bill(10000, level), ignore_unknown=True))
    assert undecided.settlement.outcome == UNDECIDED
    assert "机构等级" in [each.name for each in undecided.settlement.missing_facts]
    assert [each for each in undecided.settlement.statement if "有 1 项未采用" in each]


def test_a_year_look_ups_and_entitlements_list_what_is_not_used(benefits: BenefitServiceStub) -> None:
    person = {
        "facts": [*EMPLOYEE, {"finding": "空腹血糖", "value": 7.2, "unit": "mmol/L"}, {"finding": "什么", "value": 1}]
    }
    common: Plain = {"area_code": AREA, "person": person, "ignore_unknown": True}
    bills = [bill(10000, visit()), bill(10000, visit(), visit_id="v2", care_date="2025-12-16")]
    year = json_format.ParseDict(common | {"bills": bills, "accumulators": FIRST}, pb.SettleYearRequest())
    as_of = common | {"as_of_date": "2025-12-15"}
    terms = json_format.ParseDict(as_of | {"terms": ["起付标准"]}, pb.LookUpTermsRequest())
    entitled = json_format.ParseDict(as_of | {"accumulators": FIRST}, pb.ListEntitlementsRequest())
    places = [
        (f"person.facts[{len(EMPLOYEE)}].finding", True),
        (f"person.facts[{len(EMPLOYEE) + 1}].finding", False),
    ]
    settled = benefits.SettleYear(year)
    for response in (settled, benefits.LookUpTerms(terms), benefits.ListEntitlements(entitled)):
        assert sorted((each.path, each.is_known) for each in response.ignored) == places
        assert response.ignored_total == 2
    assert all("有 2 项未采用" in each.statement[-1] for each in settled.settlements)
    assert len(settled.settlements) == 2


@pytest.mark.parametrize(
    ("person", "stated", "yuan", "payments"),
    [
        pytest.param(EMPLOYEE, visit(), 10000, {"basic": 7440}, id="C-01"),
        pytest.param(
            EMPLOYEE, visit(就医地="省外", 异地就医类别="异地转诊"), 10000, {"basic": 6750}, id="C-02 transferred"
        ),
        pytest.param(
            RESIDENT, visit(就医地="省外", 异地就医类别="异地转诊"), 10000, {"basic": 4950, "serious": 0}, id="C-03"
        ),
        pytest.param(RESIDENT, visit(机构等级="二级"), 5000, {"basic": 3220, "serious": 0}, id="C-04"),
        pytest.param(EMPLOYEE, outpatient("三级"), 1200, {"basic": 500}, id="C-15"),
        pytest.param(RESIDENT, outpatient(), 300, {"basic": 100}, id="C-17, cut to the cap"),
    ],
)
def test_worked_examples(
    benefits: BenefitServiceStub, person: list[Plain], stated: list[Plain], yuan: int, payments: dict[str, float]
) -> None:
    response = benefits.SettleBill(request_of(person, bill(yuan, stated)))
    settlement = response.settlement
    assert (response.request_id, settlement.visit_id, settlement.care_date) == ("r", "v1", "2025-12-15")
    assert settlement.outcome == SETTLED
    assert paid(settlement.amounts) == payments
    assert settlement.amounts.charges.total_fen == yuan * 100
    check_whole(settlement.amounts.charges, settlement.amounts)
    assert settlement.statement
    assert not settlement.alternatives


def test_a_settlement_says_what_it_rests_on(benefits: BenefitServiceStub) -> None:
    charges = {"total_fen": 4500_00, "fully_self_paid_fen": 300_00}
    billed = bill(0, visit(机构等级="乡镇卫生院"), charges=charges, personal_account_fen=200_00)
    settlement = benefits.SettleBill(request_of(RESIDENT, billed)).settlement
    amounts = settlement.amounts
    assert (amounts.fund_payment_fen, amounts.copayment_fen, amounts.personal_burden_fen) == (3690_00, 510_00, 810_00)
    assert (amounts.personal_account_fen, amounts.cash_fen) == (200_00, 610_00)
    check_whole(amounts.charges, amounts)
    basic = amounts.parts[0].steps[0]
    assert (basic.base_yuan, basic.counted_before_yuan, basic.deductible_yuan, basic.deductible_borne_yuan) == (
        "4200", "0", "100", "100",
    )  # fmt: skip
    (segment,) = basic.segments
    assert (segment.low_yuan, segment.high_yuan, segment.ratio_basis_points, segment.amount_yuan) == (
        "0", "4100", 9000, "3690",
    )  # fmt: skip
    assert basic.limit_yuan == "110000"
    assert basic.source.place == "3-11"
    ratio = next(each for each in basic.formulas if each.role == "ratio")
    assert ratio.result == "90%"
    assert [(each.unit, each.value.number_value, each.text) for each in ratio.values] == [("%", 90, "90%")]
    rows = {each.table: each for each in settlement.determinations}
    outputs = {each.name: each.text for each in rows["住院待遇"].outputs}
    assert outputs == {"起付标准": "100 元", "支付比例": "90%"}
    assert "乡镇卫生院" in rows["住院待遇"].source.clause
    accumulators = {each.name: each.amount_fen for each in amounts.accumulators}
    assert accumulators["统筹已付累计"] == 3690_00


def test_lines_settled_apart_become_parts(benefits: BenefitServiceStub) -> None:
    lines = [
        {"amount_fen": 10000_00, "facts": facts({"费用类别": "高值药品", "药品已认定": True})},
        {"amount_fen": 10000_00, "facts": facts({"费用类别": "单行支付药品", "药品已认定": True})},
        {"amount_fen": 50_00, "facts": facts({"费用类别": "丙类"})},
    ]
    billed = {"visit_id": "v1", "care_date": "2025-12-15", "facts": visit(), "lines": lines}
    amounts = benefits.SettleBill(request_of(EMPLOYEE, billed)).settlement.amounts
    assert [part.setting for part in amounts.parts] == ["住院", "单行支付药品"]
    assert amounts.parts[0].charges.advance_self_payment_fen == 1000_00  # C-24: 10 % of it in advance
    assert amounts.charges.fully_self_paid_fen == 50_00
    inpatient, apart = amounts.parts
    assert [each.payment_fen for each in inpatient.steps] == [(9000 - 700) * 80]
    assert [each.payment_fen for each in apart.steps] == [7000_00]  # C-23
    check_whole(amounts.charges, amounts)


def test_an_allowance_is_beside_the_bill(benefits: BenefitServiceStub) -> None:
    mother: Plain = {"性别": "女", "参加生育保险": True, "生育时在待遇期内": True}
    birth = facts(mother | {"结算类别": "产前检查", "生育情形": "生育", "费用情形": "无"})
    amounts = benefits.SettleBill(request_of(EMPLOYEE, bill(900, birth))).settlement.amounts
    (step,) = amounts.parts[0].steps
    assert (step.is_allowance, step.payment_fen) == (True, 800_00)  # C-06
    assert (amounts.allowance_fen, amounts.fund_payment_fen, amounts.personal_burden_fen) == (800_00, 0, 900_00)


def test_what_nobody_pays_says_why(benefits: BenefitServiceStub) -> None:
    settlement = benefits.SettleBill(request_of(EMPLOYEE, bill(1000, visit(费用情形="工伤")))).settlement
    assert settlement.outcome == NOT_PAYABLE
    assert settlement.amounts.personal_burden_fen == 1000_00
    assert "应当从工伤保险基金中支付的" in settlement.determinations[0].source.clause
    assert any("应当从工伤保险基金中支付的" in each for each in settlement.statement)


def test_a_refusal_tells_its_days_and_only_what_speaks_against(benefits: BenefitServiceStub) -> None:
    """4-12: a chronic disease is paid for from the day of its certification; that it is certified is no reason."""
    chronic = {"结算类别": "门诊慢病", "本次病种": "M06900", "已认定病种": "M06900", "慢特病费用情形": "无"}
    billed = bill(1000, facts(chronic | {"费用情形": "无", "机构等级": "二级", "认定日": "2025-12-16"}))
    settlement = benefits.SettleBill(request_of(RESIDENT, billed)).settlement
    assert settlement.outcome == NOT_PAYABLE
    assert settlement.statement[1] == "所依日期：认定日 2025-12-16。"
    assert [each.source.place for each in settlement.determinations] == ["4-15", "4-15(二)", "4-12", "4-12"]


def test_what_the_policy_leaves_open_comes_with_its_amounts(benefits: BenefitServiceStub) -> None:
    # 5-2 names three supplements that single-payment drugs do not enter; assistance is not among them
    monitored = [each for each in RESIDENT if each["finding"] != "救助身份"]
    monitored += facts({"救助身份": "防止返贫监测对象", "转诊情况": "无需转诊"})
    settlement = benefits.SettleBill(
        request_of(monitored, bill(10000, visit(结算类别="单行支付药品", 药品已认定=True)))
    ).settlement
    assert settlement.outcome == UNDECIDED
    assert settlement.causes == [benefit_pb2.SETTLEMENT_CAUSE_POLICY]
    assert not settlement.HasField("amounts")
    assert [each.name for each in settlement.open_switches] == ["单行支付进入救助"]
    assert len(settlement.open_switches[0].readings) == 2
    by_reading = {reading.reading: each for each in settlement.alternatives for reading in each.assumed_readings}
    assert paid(by_reading["不进入"].amounts) == {"basic": 6000}
    # (4000 − 5% of 28896) × 65%
    assert paid(by_reading["进入"].amounts) == {"basic": 6000, "assist": 1660.88}
    assert "无论如何都已确定的：单行支付药品报销 6000.00 元。" in settlement.statement


def test_a_bill_that_rests_on_a_figure_carried_on_is_settled_and_provisional(benefits: BenefitServiceStub) -> None:
    ward = visit(机构等级="乡镇卫生院")
    settlement = benefits.SettleBill(request_of(RESIDENT, bill(3000, ward, care_date="2026-02-02"))).settlement
    assert settlement.outcome == SETTLED
    assert paid(settlement.amounts) == {"basic": 2610, "serious": 0}
    (sentence,) = [each for each in settlement.statement if "暂定" in each]
    assert "上年人均可支配收入" in sentence
    assert "2025 年度的 28896 元" in sentence
    national = {each.field: each.value for each in settlement.amounts.national_breakdown}
    assert national["memo"] == sentence


@pytest.mark.parametrize("day", ["2025-01-01", "2025-06-30"])
def test_care_before_the_manual_was_printed_is_settled(benefits: BenefitServiceStub, day: str) -> None:
    settlement = benefits.SettleBill(request_of(EMPLOYEE, bill(10000, visit(), care_date=day))).settlement
    assert (settlement.outcome, paid(settlement.amounts)) == (SETTLED, {"basic": 7440})
    national = {each.field: each.value for each in settlement.amounts.national_breakdown}
    assert national["memo"] == ""


def test_care_before_the_rules_is_not(benefits: BenefitServiceStub) -> None:
    with pytest.raises(grpc.RpcError) as error:
        benefits.SettleBill(request_of(EMPLOYEE, bill(10000, visit(), care_date="2024-12-31")))
    assert error.value.code() is grpc.StatusCode.FAILED_PRECONDITION


def test_what_is_not_stated_is_asked_for(benefits: BenefitServiceStub) -> None:
    stated = [each for each in visit() if each["finding"] != "机构等级"]
    request = request_of(EMPLOYEE, bill(10000, stated), language_code="en")
    settlement = benefits.SettleBill(request).settlement
    assert settlement.outcome == UNDECIDED
    assert benefit_pb2.SETTLEMENT_CAUSE_EVIDENCE in settlement.causes
    assert [(each.name, each.question) for each in settlement.missing_facts] == [
        ("provider level", "What is the provider's level?")
    ]
    by_level = {each.assumed_facts[0].value.string_value: each for each in settlement.alternatives}
    assert paid(by_level["三级"].amounts) == {"basic": 7440}


def test_a_batch_with_one_bad_item(benefits: BenefitServiceStub) -> None:
    good, other = request_of(EMPLOYEE, bill(10000, visit())), request_of(RESIDENT, bill(300, outpatient()))
    bad = request_of(EMPLOYEE, bill(-1, visit()), language_code="en")
    elsewhere = request_of(EMPLOYEE, bill(1, visit()), area_code="123456")
    items = benefits.BatchSettleBills(pb.BatchSettleBillsRequest(requests=[good, bad, other, elsewhere])).items
    assert [each.WhichOneof("result") for each in items] == ["response", "error", "response", "error"]
    assert [paid(each.response.settlement.amounts)["basic"] for each in (items[0], items[2])] == [7440, 100]
    error = items[1].error
    assert (error.status_code, error.reason) == (3, error_reason_pb2.ERROR_REASON_INVALID_REQUEST)
    assert [(each.field, each.code) for each in error.violations] == [("bill.charges.total_fen", "E0803")]
    assert error.message == f"1 problem in the request: bill.charges.total_fen {error.violations[0].description}"
    assert items[3].error.reason == error_reason_pb2.ERROR_REASON_UNKNOWN_AREA
    assert items[0].response.release == items[2].response.release


@pytest.mark.parametrize(("count", "code"), [(0, "E0801"), (1001, "E0808")])
def test_a_batch_has_a_limit(benefits: BenefitServiceStub, count: int, code: str) -> None:
    request = pb.BatchSettleBillsRequest(requests=[pb.SettleBillRequest()] * count)
    assert fields(refused(benefits.BatchSettleBills, request)) == [("requests", code)]


def year(*bills: Plain, **more: object) -> pb.SettleYearRequest:
    """Return a request to settle a resident's year."""
    person = {"birth_date": "1970-01-01", "facts": RESIDENT}
    plain = {"area_code": AREA, "person": person, "bills": list(bills), "accumulators": FIRST}
    return json_format.ParseDict(plain | more, pb.SettleYearRequest())


FIRST_VISIT = bill(150, outpatient(), visit_id="a", care_date="2025-11-03")
SECOND_VISIT = bill(300, outpatient(), visit_id="b", care_date="2025-12-03")


def test_a_year_goes_on_from_what_each_bill_leaves(benefits: BenefitServiceStub) -> None:
    response = benefits.SettleYear(year(FIRST_VISIT, SECOND_VISIT))
    # C-17: 50 %, at most 100 yuan a year.
    assert [(each.visit_id, each.amounts.fund_payment_fen) for each in response.settlements] == [
        ("a", 75_00),
        ("b", 25_00),
    ]
    assert {each.name: each.amount_fen for each in response.accumulators}["门诊统筹已付累计"] == 100_00
    assert not response.changes


def test_a_correction_tells_what_comes_out_otherwise(benefits: BenefitServiceStub) -> None:
    response = benefits.SettleYear(year(FIRST_VISIT, SECOND_VISIT, without_visit_ids=["a"]))
    assert [(each.visit_id, each.amounts.fund_payment_fen) for each in response.settlements] == [("b", 100_00)]
    (change,) = response.changes
    assert (change.before.amounts.fund_payment_fen, change.after.amounts.fund_payment_fen) == (25_00, 100_00)
    assert change.before.visit_id == change.after.visit_id == "b"


def test_a_bill_after_an_undecided_one_is_undecided(benefits: BenefitServiceStub) -> None:
    middle = bill(300, facts({"结算类别": "普通门诊"}), visit_id="m", care_date="2025-11-20")
    response = benefits.SettleYear(year(FIRST_VISIT, middle, SECOND_VISIT))
    assert [each.outcome for each in response.settlements] == [SETTLED, UNDECIDED, UNDECIDED]
    _, asking, unreached = response.settlements
    assert asking.missing_facts
    assert not unreached.missing_facts
    assert "「m」（2025-11-20）尚不能结算" in unreached.statement[0]
    assert not response.accumulators


def test_a_year_out_of_order(benefits: BenefitServiceStub) -> None:
    error = refused(benefits.SettleYear, year(SECOND_VISIT, FIRST_VISIT | {"visit_id": "b"}))
    assert fields(error) == [("bills[1].care_date", "E0806"), ("bills[1].visit_id", "E0801")]


def entitlements(benefits: BenefitServiceStub, person: list[Plain], **more: object) -> list[pb.Entitlement]:
    """Return what a person is entitled to on 15 December 2025."""
    plain: Plain = {
        "area_code": AREA,
        "as_of_date": "2025-12-15",
        "person": {"birth_date": "1970-01-01", "facts": person},
        "accumulators": FIRST,
    }
    return list(
        benefits.ListEntitlements(json_format.ParseDict(plain | more, pb.ListEntitlementsRequest())).entitlements
    )


SETTINGS = (
    *("住院", "急诊抢救", "日间手术", "普通门诊", "门诊慢病", "门诊特病", "两病", "单行支付药品"),
    *("生育", "产前检查", "配偶生育补差", "依申请救助"),
)


def test_no_setting_is_passed_over_whatever_is_not_stated(benefits: BenefitServiceStub) -> None:
    person = {"facts": [{"finding": "险种", "value": "职工"}, {"finding": "已认定病种", "value": "M07000"}]}
    request = {"area_code": AREA, "as_of_date": "2025-12-15", "person": person, "accumulators": FIRST}
    listed = benefits.ListEntitlements(json_format.ParseDict(request, pb.ListEntitlementsRequest())).entitlements
    assert list(dict.fromkeys(each.setting for each in listed)) == list(SETTINGS)
    ward = next(each for each in listed if each.setting == "住院")
    missing = {each.name for each in ward.missing_facts}
    assert {"机构等级", "救助身份"} <= missing  # the standard of each level; an identity cannot be tried
    assert "在待遇期内 是" in {f"{each.name} {each.text}" for each in ward.assumed_facts}
    assert (ward.steps[0].name, ward.steps[0].depends_on_missing_facts) == ("住院报销", False)
    chronic = next(each for each in listed if each.setting == "门诊慢病")
    assert [(each.ratio_basis_points) for each in chronic.steps[0].bands] == [9000]
    assert [each.remaining_yuan for each in chronic.steps if each.step == "basic"] == ["1000"]  # 4-3/11-20, gout
    two = [each for each in listed if each.setting == "两病"]
    assert [each.text for one in two for each in one.assumed_facts if each.name == "机构等级"] == [
        "不是定点零售药店"
    ] * len(two)
    for each in listed:
        told = {fact.name: fact.text for fact in each.assumed_facts}
        assert told.get("费用情形", "无") == "无"  # a third party's fault changes nothing that is not told
        if each.setting == "急诊抢救":
            assert told.get("机构等级") != "定点零售药店"


def test_a_setting_without_payer_says_why(benefits: BenefitServiceStub) -> None:
    stated = [*RESIDENT, *visit(结算类别="配偶生育补差")]
    (listed,) = entitlements(benefits, stated)
    assert (listed.setting, len(listed.steps), len(listed.missing_facts)) == ("配偶生育补差", 0, 0)


def test_entitlements_narrowed_to_a_visit(benefits: BenefitServiceStub) -> None:
    used = {
        "year": 2025,
        "amounts": [
            {"code": "统筹已付累计", "amount_fen": 10000_00},
            {"code": "单行支付已付累计", "amount_fen": 0},
            {"code": "大病已付累计", "amount_fen": 0},
        ],
    }
    (listed,) = entitlements(benefits, [*RESIDENT, *visit()], accumulators=used)
    basic, serious = listed.steps
    assert (listed.setting, basic.step, basic.payer) == ("住院", "basic", "基本医保")
    assert (basic.deductible_yuan, basic.remaining_yuan) == ("700", "100000")  # 11 万元 less 1 万元
    assert [(each.limit_yuan, each.ratio_basis_points) for each in basic.bands] == [("", 6000)]
    assert basic.source.place == "3-11"
    assert serious.deductible_yuan == "14448"
    assert [(each.limit_yuan, each.ratio_basis_points) for each in serious.bands] == [
        ("100000", 6000),
        ("200000", 7000),
        ("", 8500),
    ]


def test_entitlements_try_what_is_not_stated(benefits: BenefitServiceStub) -> None:
    stated = [each for each in visit() if each["finding"] != "机构等级"]
    listed = entitlements(benefits, [*EMPLOYEE, *stated])
    ratios = {
        each.assumed_facts[0].text: each.steps[0].bands[0].ratio_basis_points for each in listed if each.steps[0].bands
    }
    assert ratios == {"乡镇卫生院": 9000, "未定级、一级": 8500, "二级": 8200, "三级": 8000}


def look_up(terms: list[str], stated: Mapping[str, object], **more: object) -> pb.LookUpTermsRequest:
    """Return a request to look ``terms`` up on 15 December 2025."""
    plain = {"area_code": AREA, "as_of_date": "2025-12-15", "terms": terms, "facts": facts(stated)}
    return json_format.ParseDict(plain | more, pb.LookUpTermsRequest())


def test_where_to_be_certified(benefits: BenefitServiceStub) -> None:
    stated = {"参保辖区": "巴州区", "本次病种": "M01701", "病种类别": "慢病"}
    found = benefits.LookUpTerms(look_up(["认定机构"], stated))
    (value,) = found.values
    assert [each.string_value for each in value.value.list_value.values] == ["市中心医院", "市中医院", "二医院"]
    assert value.text == "巴中市中心医院、巴中市中医院、二医院"
    assert {each.source.place for each in found.determinations} == {"4-7/2"}
    assert all(each.outputs[0].value.list_value.values for each in found.determinations)


@pytest.mark.parametrize(
    ("paid_on", "begins"),
    [("2025-12-31", "2026-01-01"), ("2026-02-28", "2026-02-28"), ("2026-03-01", "2026-06-01")],
    ids=["W-18", "W-19", "W-20"],
)
def test_from_when_a_resident_is_in_benefit(benefits: BenefitServiceStub, paid_on: str, begins: str) -> None:
    stated = {"参保情形": "居民参保", "待遇年度": 2026, "上年已参保": True, "缴费日": paid_on}
    found = benefits.LookUpTerms(look_up(["待遇起始日"], stated, as_of_date=paid_on))
    assert [(each.value.string_value, each.text) for each in found.values] == [(begins, begins)]
    assert found.determinations
    assert not found.alternatives


def test_terms_that_are_not_decided(benefits: BenefitServiceStub) -> None:
    found = benefits.LookUpTerms(look_up(["认定机构"], {"本次病种": "M01701"}))
    assert not found.values
    assert [each.name for each in found.missing_facts] == ["参保辖区"]
    by_county = {
        each.assumed_facts[0].text: [word.string_value for word in each.values[0].value.list_value.values]
        for each in found.alternatives
    }
    assert len(by_county) == 6
    assert by_county["巴州区"] == ["市中心医院", "市中医院", "二医院"]
    assert by_county["通江县"] == ["通江县人民医院", "通江县中医医院", "通江县新区医院"]


def test_the_terms_there_are(benefits: BenefitServiceStub) -> None:
    request = pb.ListTermsRequest(area_code=AREA, as_of_date="2025-12-15", language_code="en")
    listed = benefits.ListTerms(request)
    asked = {each.code: each for each in listed.facts}
    assert asked["scheme"].kind == disease_pb2.VALUE_KIND_CODE
    assert [each.value for each in asked["scheme"].allowed_values] == ["职工", "居民"]
    assert asked["charged_deductible"].units[0] == "元"
    derived = {each.term.code: each for each in listed.derived}
    assert (derived["ratio"].term.name, derived["ratio"].table) == ("reimbursement ratio", "住院待遇")
    assert {"scheme", "provider_level"} <= set(derived["ratio"].rests_on)
    accumulators = {each.code for each in listed.accumulators}
    assert "acc_basic" in accumulators
    assert asked.keys() & derived.keys() == {each.code for each in asked.values() if each.stands_for}
    assert asked["in_benefit"].stands_for == "enrolment_case"
    assert asked["exclusion"].usual_value == "无"
    assert not asked["in_benefit"].usual_value
    assert not accumulators & (asked.keys() | derived.keys())


@pytest.mark.parametrize(
    ("code", "diagnosed", "begins", "ends", "missing"),
    [
        pytest.param("M00100", "", "2025-12-15", "2026-12-15", [], id="chronic, reviewed every 12 months"),
        pytest.param("M01701", "", "2025-12-15", "", [], id="chronic, for good"),
        pytest.param("M03200", "2025-10-08", "2025-10-08", "", [], id="special, from the diagnosis on"),
        pytest.param("M03200", "", "", "", ["确诊日"], id="special, day of diagnosis not told"),
    ],
)
def test_what_a_recognition_is_filed_with(
    benefits: BenefitServiceStub, code: str, diagnosed: str, begins: str, ends: str, missing: list[str]
) -> None:
    filing = benefits.PrepareFiling(
        pb.PrepareFilingRequest(
            area_code=AREA, disease_code=code, certified_on="2025-12-15", diagnosed_on=diagnosed, request_id="f"
        )
    )
    values = {each.field: each.value for each in filing.fields}
    assert (values["opsp_dise_code"], values["hosp_ide_date"]) == (code, "2025-12-15")
    assert (values["begndate"], values["enddate"]) == (begins, ends)
    assert (filing.request_id, filing.begin_date, filing.end_date) == ("f", begins, ends)
    assert [each.name for each in filing.missing_facts] == missing
    assert bool(filing.determinations) == (not missing)


def test_a_recognition_can_be_filed_under_another_reading(benefits: BenefitServiceStub) -> None:
    request = pb.PrepareFilingRequest(
        area_code=AREA, disease_code="M03200", certified_on="2025-12-15", diagnosed_on="2025-10-08"
    )
    assert benefits.PrepareFiling(request).begin_date == "2025-10-08"
    request.readings["特病待遇起点"] = "自认定之日"
    filing = benefits.PrepareFiling(request)
    assert filing.begin_date == "2025-12-15"
    assert [each.switch_name for each in filing.readings_put_in_force] == ["特病待遇起点"]


@pytest.mark.parametrize(
    ("billed", "field", "code"),
    [
        pytest.param({"charges": {}}, "bill.charges.total_fen", "E0801", id="no total"),
        pytest.param({"charges": {"total_fen": -1}}, "bill.charges.total_fen", "E0803", id="negative"),
        pytest.param({"charges": {"total_fen": 2**62}}, "bill.charges.total_fen", "E0803", id="too much"),
        pytest.param(
            {"charges": {"total_fen": 1, "fully_self_paid_fen": 2}}, "bill.charges", "E0807", id="parts exceed total"
        ),
        pytest.param({"care_date": ""}, "bill.care_date", "E0801", id="no date"),
        pytest.param({"care_date": "2025-12"}, "bill.care_date", "E0806", id="bad date"),
        pytest.param({"charges": None, "lines": [{}]}, "bill.lines[0].amount_fen", "E0801", id="line without amount"),
        pytest.param(
            {"charges": None, "lines": [{"amount_fen": 1}] * 5001}, "bill.lines", "E0808", id="too many lines"
        ),
        pytest.param(
            {"charges": None, "lines": [{"amount_fen": 1, "facts": [{"finding": "费用类别"}]}]},
            "bill.lines[0].facts[0].value",
            "E0801",
            id="fact of a line without value",
        ),
        pytest.param({"lines": [{"amount_fen": 1}]}, "bill.charges", "E0807", id="sums and lines"),
        pytest.param({"personal_account_fen": -5}, "bill.personal_account_fen", "E0803", id="negative account"),
    ],
)
def test_a_wrong_field_of_a_bill_is_named(benefits: BenefitServiceStub, billed: Plain, field: str, code: str) -> None:
    assert fields(refused(benefits.SettleBill, request_of(EMPLOYEE, bill(1, visit(), **billed)))) == [(field, code)]


def test_everything_wrong_is_told_at_once(benefits: BenefitServiceStub) -> None:
    wrong: list[Plain] = [
        {"finding": "结算类别", "value": "住院"},
        {"finding": "机构等级", "value": "四级"},
        {"finding": "就医地"},
        {"finding": "支付比例", "value": 100, "unit": "%"},
        {"finding": "没有的", "value": 1},
        {"finding": "本次治疗已扣起付", "value": 700},
    ]
    used = {
        "year": 2024,
        "amounts": [{"code": "统筹已付累计", "amount_fen": -1}, {"code": "没有的累计", "amount_fen": 1}],
    }
    request = request_of(
        [{"finding": "险种", "value": ["职工", "居民"]}],
        bill(0, wrong, charges={"fully_self_paid_fen": 5}),
        accumulators=used,
        language_code="fr",
    )
    assert fields(refused(benefits.SettleBill, request)) == [
        ("accumulators.amounts[0].amount_fen", "E0803"),
        ("accumulators.amounts[1].code", "E0802"),
        ("accumulators.year", "E0811"),
        ("bill.charges.total_fen", "E0801"),
        ("bill.facts[1].value", "E0802"),
        ("bill.facts[2].value", "E0801"),
        ("bill.facts[3].finding", "E0811"),
        ("bill.facts[4].finding", "E0802"),
        ("bill.facts[5].unit", "E0804"),
        ("language_code", "E0811"),
        ("person.facts[0].value", "E0803"),
    ]


@pytest.mark.parametrize(
    ("terms", "named"),
    [
        ([], [("terms", "E0801")]),
        (["认定机构"] * 101, [("terms", "E0808")]),
        (["认定机构", "险种", "没有的"], [("terms[1]", "E0802"), ("terms[2]", "E0802")]),
    ],
    ids=["none", "too many", "not put out"],
)
def test_terms_that_cannot_be_looked_up(
    benefits: BenefitServiceStub, terms: list[str], named: list[tuple[str, str]]
) -> None:
    assert fields(refused(benefits.LookUpTerms, look_up(terms, {}))) == named


def test_a_filing_names_what_is_wrong(benefits: BenefitServiceStub) -> None:
    request = pb.PrepareFilingRequest(
        area_code=AREA, disease_code="M99999", certified_on="2025-12-15", diagnosed_on="2025-12-16"
    )
    assert fields(refused(benefits.PrepareFiling, request)) == [("diagnosed_on", "E0806"), ("disease_code", "E0802")]


def test_bytes_that_are_no_message(serve: Serve) -> None:
    with serve(load=False) as running:
        method = "/chronicare.api.v1.BenefitService/SettleBill"
        assert fields(refused(running.channel.unary_unary(method), b"\x0a\x7fa")) == [("", "E0811")]


def test_a_message_that_is_too_large(benefits: BenefitServiceStub) -> None:
    error = refused(benefits.SettleBill, request_of(EMPLOYEE, bill(1, visit()), request_id="x" * (4 * 1024 * 1024)))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_rules_without_benefits(serve: Serve) -> None:
    with serve() as running:
        error = refused(running.benefits.SettleBill, request_of(EMPLOYEE, bill(1, visit()), area_code="990000"))
    info = info_of(error)
    assert (error.code(), info.reason) == (grpc.StatusCode.NOT_FOUND, "ERROR_REASON_NO_BENEFITS")
    assert dict(info.metadata) == {"area_code": "990000"}


def test_without_rules_the_call_can_be_tried_again(serve: Serve) -> None:
    with serve(load=False) as running:
        error = refused(running.benefits.ListTerms, pb.ListTermsRequest(area_code=AREA, as_of_date="2025-12-15"))
    assert (error.code(), info_of(error).reason) == (grpc.StatusCode.UNAVAILABLE, "ERROR_REASON_NOT_READY")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_date_at_the_end_of_time_is_refused_at_its_field(benefits: BenefitServiceStub, day: str) -> None:
    area = "511900"
    calls: list[tuple[Any, Any, str]] = [
        (benefits.SettleBill, pb.SettleBillRequest(area_code=area, bill={"care_date": day}), "bill.care_date"),
        (benefits.ListEntitlements, pb.ListEntitlementsRequest(area_code=area, as_of_date=day), "as_of_date"),
        (benefits.LookUpTerms, pb.LookUpTermsRequest(area_code=area, as_of_date=day, terms=["认定机构"]), "as_of_date"),
        (
            benefits.PrepareFiling,
            pb.PrepareFilingRequest(area_code=area, disease_code="M01603", certified_on=day),
            "certified_on",
        ),
    ]
    for call, request, field in calls:
        assert (field, "E0806") in fields(refused(call, request))


def test_a_payment_made_after_the_visit_can_be_stated(benefits: BenefitServiceStub) -> None:
    def told(term: str) -> list[tuple[str, str]]:
        facts = [{"finding": term, "value": "2026-01-10"}]
        request = json_format.ParseDict(
            {"area_code": "511900", "as_of_date": "2025-12-15", "terms": ["在待遇期内"], "facts": facts},
            pb.LookUpTermsRequest(),
        )
        try:
            benefits.LookUpTerms(request)
        except grpc.RpcError as error:
            return fields(cast("grpc.Call", error))
        return []

    assert told("缴费日") == []
    assert told("转入日") == [("facts[0].value", "E0806")]


def test_the_facts_of_a_person_are_read_once_for_each_day_of_a_year(
    benefits: BenefitServiceStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths: list[str] = []
    read_facts = BillIntake.read_facts

    def noted(self: BillIntake, *args: Any, **more: Any) -> dict[str, Given]:  # noqa: ANN401 - handed on as they are
        paths.append(args[3])
        return read_facts(self, *args, **more)

    monkeypatch.setattr(BillIntake, "read_facts", noted)
    bills = [{"visit_id": f"v{number}", "care_date": f"2025-0{1 + number // 6}-15"} for number in range(12)]
    request = pb.SettleYearRequest(area_code=AREA, person={"facts": [{"finding": "没有的"}]}, bills=bills)
    told = fields(refused(benefits.SettleYear, request))
    assert ("person.facts[0].finding", "E0802") in told
    assert paths.count("person.facts") == 2
    assert sum(path.startswith("bills[") for path in paths) == 12


def test_each_setting_says_what_its_bills_need(benefits: BenefitServiceStub) -> None:
    listed = benefits.ListTerms(pb.ListTermsRequest(area_code=AREA, as_of_date="2025-12-15"))
    names = {each.code: each.name for each in listed.accumulators}
    needs = {each.setting: each for each in listed.settings}
    clinic, ward = ({names[code] for code in needs[setting].accumulators} for setting in ("普通门诊", "住院"))
    assert clinic == {"门诊统筹费用累计", "门诊统筹已付累计", "门诊公务员已付累计", "门诊大额已付累计"}  # 2-39
    assert {"统筹已付累计", "大病已付累计", "救助基数累计", "救助已付累计", "倾斜救助已付累计"} <= ward
    assert not ward & clinic
    order = [each.code for each in listed.facts]
    asked = [[code for code in each.facts if code in order] for each in needs.values()]
    assert asked == [sorted(codes, key=order.index) for codes in asked]
