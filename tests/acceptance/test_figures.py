"""Figures that carry on, rulings, readings that a request puts in force, and a year compared under another release."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from acceptance.refused import fields, refused, violations_of
from acceptance.test_benefits import AREA, EMPLOYEE, RESIDENT, bill, facts, outpatient, paid, request_of, visit
from google.protobuf import json_format
from published import copy_of_area

from chronicare.api.v1 import benefit_pb2, decision_pb2
from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.api.v1 import recognition_service_pb2 as recognition_pb2
from chronicare.api.v1.benefit_service_pb2_grpc import BenefitServiceStub

if TYPE_CHECKING:
    from acceptance.conftest import Live

SETTLED, UNDECIDED = benefit_pb2.SETTLEMENT_OUTCOME_SETTLED, benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED
Serve = Callable[..., AbstractContextManager[Any]]
WARD = bill(3000, visit(机构等级="乡镇卫生院"), care_date="2026-02-02")
WAITING = {"大病起付沿用": "等待公布"}


@pytest.fixture(scope="module")
def benefits(real: "Live") -> BenefitServiceStub:
    """Return the benefit service of the published rules."""
    return real.benefits


def look_up(benefits: BenefitServiceStub, terms: list[str], stated: object, **more: object) -> pb.LookUpTermsResponse:
    plain = {"area_code": AREA, "as_of_date": "2026-03-01", "terms": terms, "facts": stated}
    return benefits.LookUpTerms(json_format.ParseDict(plain | more, pb.LookUpTermsRequest()))


def test_what_carries_on_is_named_in_fields(benefits: BenefitServiceStub) -> None:
    settlement = benefits.SettleBill(request_of(RESIDENT, WARD)).settlement
    assert (settlement.outcome, settlement.is_provisional) == (SETTLED, True)
    (figure,) = settlement.provisional_figures
    assert (figure.figure.name, figure.figure.value.number_value) == ("上年人均可支配收入", 28896)
    assert (figure.published_for_year, figure.source.place) == (2025, "3-22")
    certain = benefits.SettleBill(request_of(EMPLOYEE, bill(10000, visit(), care_date="2026-02-02"))).settlement
    assert (certain.outcome, certain.is_provisional, len(certain.provisional_figures)) == (SETTLED, False, 0)


def test_a_reading_put_in_force_is_on_the_face_of_the_settlement(benefits: BenefitServiceStub) -> None:
    settlement = benefits.SettleBill(request_of(RESIDENT, WARD, readings=WAITING)).settlement
    assert settlement.outcome == UNDECIDED
    (put,) = settlement.readings_put_in_force
    assert (put.switch_name, put.reading) == ("大病起付沿用", "等待公布")
    assert settlement.statement[0].startswith("【假设】以下按请求指定的读法：「大病起付沿用」取「等待公布」")
    assert [each.name for each in settlement.values_not_given] == ["大病起付标准"]
    (none,) = settlement.no_values
    assert none.reason == benefit_pb2.NO_VALUE_REASON_NOT_PUBLISHED
    assert (none.term.name, none.source.place) == ("上年人均可支配收入", "3-22")
    # the basic payment is certain whatever the figure will be
    assert [(each.step, each.payment_fen) for each in settlement.certain_steps] == [("basic", 2610_00)]
    plain = benefits.SettleBill(request_of(RESIDENT, WARD)).settlement
    assert (plain.outcome, len(plain.readings_put_in_force)) == (SETTLED, 0)
    assert not any("假设" in each for each in plain.statement)


def test_a_reading_decides_what_the_policy_leaves_open(benefits: BenefitServiceStub) -> None:
    # 1-29 and 1-30 leave open whether a filed stay brings 5 or 10 points less
    away = visit(就医地="省外", 异地就医类别="其他临时外出（已备案）")
    for reading, yuan in (("降5%", 6750), ("降10%", 6300)):  # (10000 − 1000) × 75%, × 70%
        request = request_of(EMPLOYEE, bill(10000, away), readings={"其他临时外出已备案": reading})
        settlement = benefits.SettleBill(request).settlement
        assert (settlement.outcome, paid(settlement.amounts)) == (SETTLED, {"basic": yuan})


@pytest.mark.parametrize(
    ("readings", "path", "hint"),
    [
        ({"大病起付沿用了": "等待公布"}, "readings.大病起付沿用了", "大病起付沿用"),
        ({"大病起付沿用": "等"}, "readings.大病起付沿用", "等待公布"),
    ],
)
def test_a_reading_that_there_is_not_is_refused_with_what_there_is(
    real: "Live",
    readings: dict[str, str],
    path: str,
    hint: str,
) -> None:
    benefits = real.benefits
    plain = {"area_code": AREA, "as_of_date": "2026-03-01", "readings": readings}
    check = plain | {"disease_codes": ["M03911"]}
    calls: list[tuple[Callable[..., object], Any]] = [
        (benefits.SettleBill, request_of(RESIDENT, WARD, readings=readings)),
        (benefits.SettleYear, year(RESIDENT, WARD, readings=readings)),
        (benefits.ListEntitlements, json_format.ParseDict(plain, pb.ListEntitlementsRequest())),
        (benefits.LookUpTerms, json_format.ParseDict(plain | {"terms": ["监测线"]}, pb.LookUpTermsRequest())),
        (
            real.stub.CheckRecognition,
            json_format.ParseDict(check, recognition_pb2.CheckRecognitionRequest()),
        ),
    ]
    for call, request in calls:
        error = refused(call, request)
        assert [each for each, _ in fields(error)] == [path]
        (violation,) = violations_of(error)
        assert hint in violation.description


@pytest.mark.parametrize(("setting", "disease"), [("门诊特病", "M01701"), ("门诊慢病", "M07801")])
def test_a_disease_of_the_other_class_contradicts_the_setting(
    benefits: BenefitServiceStub, setting: str, disease: str
) -> None:
    care = bill(3000, visit(结算类别=setting, 本次病种=disease, 慢特病费用情形="无"))
    assert [code for _, code in fields(refused(benefits.SettleBill, request_of(RESIDENT, care)))] == ["E0807"]


def year(person: list[dict[str, Any]], *bills: dict[str, Any], **more: object) -> pb.SettleYearRequest:
    plain = {"area_code": AREA, "person": {"birth_date": "1970-01-01", "facts": person}, "bills": bills}
    return json_format.ParseDict(plain | {"accumulators": {"first_of_year": True}} | more, pb.SettleYearRequest())


def test_look_ups_say_which_of_the_three_words_and_where(benefits: BenefitServiceStub) -> None:
    answer = look_up(benefits, ["监测线"], [], readings={"监测线沿用": "等待公布"})
    (value,) = answer.values
    assert value.value.WhichOneof("kind") == "null_value"
    assert value.no_value.reason == benefit_pb2.NO_VALUE_REASON_NOT_PUBLISHED
    assert (value.no_value.source.place, value.no_value.text) == ("6-5(二)", f"监测线：{value.text}")
    assert "未公布（手册 6-5(二)「" in value.text
    assert [each.switch_name for each in answer.readings_put_in_force] == ["监测线沿用"]
    carried = look_up(benefits, ["监测线"], [])
    assert carried.values[0].value.number_value == 8500
    assert [(each.figure.name, each.published_for_year) for each in carried.provisional_figures] == [("监测线", 2025)]
    nothing = look_up(benefits, ["救助比例"], facts({"救助身份": "无"}))
    assert nothing.values[0].no_value.reason == benefit_pb2.NO_VALUE_REASON_NO_ENTITLEMENT
    (pharmacy,) = look_up(benefits, ["双通道药店"], facts({"机构所在县区": "恩阳区"})).values
    assert pharmacy.no_value.reason == benefit_pb2.NO_VALUE_REASON_NOT_PUBLISHED
    (fee,) = look_up(benefits, ["须缴滞纳金"], facts({"连续欠费月数": 6})).values
    assert (fee.no_value.reason, fee.no_value.source.place) == (benefit_pb2.NO_VALUE_REASON_NOT_PUBLISHED, "2-23")


def test_a_decision_under_a_reading_says_that_it_is_none(real: "Live") -> None:
    # 痛风: kidney involvement is descriptive by default
    plain = {"area_code": AREA, "as_of_date": "2026-03-01", "disease_codes": ["M07000", "M00300"]}
    request = json_format.ParseDict(
        plain | {"readings": {"M07000 肾脏累及": "要求"}}, recognition_pb2.CheckRecognitionRequest()
    )
    gout, other = real.stub.CheckRecognition(request).decisions
    (put,) = gout.readings_put_in_force
    assert (put.switch_name, put.reading) == ("M07000 肾脏累及", "要求")
    assert {each.name: each.in_force for each in gout.policy_readings}["M07000 肾脏累及"] == "要求"
    assert gout.summary.startswith("【假设】")
    assert (len(other.readings_put_in_force), "假设" in other.summary) == (0, False)
    screened = real.stub.ScreenRecognition(
        json_format.ParseDict({"request": plain | {"disease_codes": []}}, recognition_pb2.ScreenRecognitionRequest())
    )
    again = [each for each in screened.untouched if each.disease_code == "M07000"]
    assert again[0].outcome == decision_pb2.OUTCOME_UNDECIDED


def test_a_figure_that_is_ruled_changes_the_year_and_says_why(serve: Serve, tmp_path: Path) -> None:
    rules = copy_of_area("511900", tmp_path / "rules")
    for path in (rules / "511900-bazhong" / "cases").glob("benefits-*.yaml"):
        path.unlink()  # they expect what carries on
    used = {"year": 2026, "amounts": [{"code": "统筹已付累计", "amount_fen": 110000_00}]}
    with serve(rules=rules) as running:
        names = [each.name for each in running.benefits.ListTerms(terms_request()).accumulators]
        zero = [{"code": name, "amount_fen": 0} for name in names if name != "统筹已付累计"]
        bills = [
            bill(114448, visit(), visit_id="a", care_date="2026-02-02"),
            bill(100, visit(本次治疗已扣起付=700), visit_id="b", care_date="2026-03-01"),
            bill(100, outpatient(), visit_id="c", care_date="2026-04-01"),
        ]
        accumulators = used | {"amounts": [*used["amounts"], *zero]}  # type: ignore[misc]
        before = running.benefits.SettleYear(year(RESIDENT, *bills, accumulators=accumulators))
        path = rules / "511900-bazhong" / "rulings.csv"
        ruling = "上年人均可支配收入,30000 元,巴中市试验局,试医发〔2026〕1号,2026-05-01,,2026-01-01,2027-01-01\r\n"
        path.write_text(path.read_text(encoding="utf-8-sig") + ruling, encoding="utf-8-sig", newline="")
        assert running.server.load()
        compared = running.benefits.SettleYear(
            year(
                RESIDENT,
                *bills,
                accumulators=accumulators,
                release=before.release.name,
                compare_release=running.benefits.ListTerms(terms_request()).release.digest,
            )
        )
        wrong = year(RESIDENT, *bills, accumulators=accumulators, compare_release="areas/511900/releases/0")
        error = refused(running.benefits.SettleYear, wrong)
    assert "areas/511900/releases/0" in error.details()
    assert "只能与同一个进程里还持有的发布比较" in error.details()
    assert compared.release == before.release
    assert compared.compared_release.digest != before.release.digest
    assert [each.is_provisional for each in compared.settlements] == [True, True, False]
    assert [each.after.visit_id for each in compared.changes] == ["a", "b"]
    first, second = compared.changes
    # (114448 − 14448) × 60%; (114448 − 15000) × 60%
    assert paid(first.before.amounts)["serious"] == 60000
    assert paid(first.after.amounts)["serious"] == 59668.80
    # beyond 14448 + 100000 at 70%; up to 15000 + 100000 at 60%
    assert (paid(second.before.amounts)["serious"], paid(second.after.amounts)["serious"]) == (70, 60)
    assert any("「上年人均可支配收入」由 28896 元 变为 30000 元" in each for each in first.reasons)
    assert any("「大病起付标准」由 14448 元 变为 15000 元" in each for each in first.reasons)
    assert not first.after.is_provisional
    (named,) = first.after.rulings
    assert (named.subject, named.taken, named.document_number) == (
        "上年人均可支配收入",
        "30000 元",
        "试医发〔2026〕1号",
    )
    assert any("巴中市试验局 试医发〔2026〕1号（2026-05-01）" in each for each in first.after.statement)


def terms_request() -> pb.ListTermsRequest:
    return pb.ListTermsRequest(area_code=AREA, as_of_date="2026-03-01")
