"""People insured in one area and treated in another: bills worked out by hand, settled by the published rules."""

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from google.protobuf.json_format import ParseDict
from published import RULES, copy_of_area

from chronicare.api.v1 import benefit_pb2
from chronicare.api.v1.benefit_pb2 import Settlement
from chronicare.api.v1.benefit_service_pb2 import LookUpTermsResponse, SettleBillResponse, SettleYearResponse
from chronicare.api.v1.benefit_service_pb2 import SettleBillRequest as SettleBillRequestMessage
from chronicare.application.benefits.requests import LookUpRequest, SettleBillRequest, SettleYearRequest
from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import InvalidRequestError, NoBenefitsError, UnknownReleaseError
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.benefits.report import (
    ReportedAccumulators,
    ReportedBill,
    ReportedCharges,
    ReportedInsured,
    ReportedLine,
    StatedPlace,
)
from chronicare.cli.open_rules import OpenedRules, open_rules
from chronicare.cli.requests.benefits import read_bills
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Language, Position, Text
from chronicare.judging.report import ReportedFinding
from chronicare.rpc.benefits.requests import read_settle
from chronicare.rpc.benefits.responses import respond_bill, respond_look_up, respond_year

pytestmark = pytest.mark.slow
DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "between_areas" / "bills.yaml").read_text(encoding="utf-8")
)
FEN = 100
OUTCOMES = {
    "settled": benefit_pb2.SETTLEMENT_OUTCOME_SETTLED,
    "not_payable": benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE,
    "undecided": benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED,
    "not_covered": benefit_pb2.SETTLEMENT_OUTCOME_NOT_COVERED,
}


@cache
def opened() -> OpenedRules:
    return open_rules(RULES, Language.ZH)


def facts_of(stated: dict[str, Any]) -> tuple[ReportedFinding, ...]:
    """Return facts as they are reported: ``20%`` and ``0 元`` with the unit apart."""
    reported = []
    for name, value in stated.items():
        unit = next((each for each in ("%", "元") if isinstance(value, str) and value.endswith(each)), "")
        number = value.removesuffix(unit).strip() if unit else value
        reported.append(ReportedFinding(name, int(number) if unit else value, unit))
    return tuple(reported)


def request_of(case: dict[str, Any]) -> SettleBillRequest:
    """Return the bill of a case, with what its base has."""
    base = DATA["bases"][case["base"]]
    facts = {**base["facts"], **case.get("facts", {})}
    facts = {name: value for name, value in facts.items() if name not in case.get("without", ())}
    day, sums = str(case.get("care_date", base["care_date"])), case.get("sums")
    lines = [] if sums else case.get("lines", base["lines"])
    bill = ReportedBill(
        "v1",
        day,
        facts_of(facts),
        ReportedCharges(**{f"{name}_fen": yuan * FEN for name, yuan in sums.items()}) if sums else None,
        tuple(
            ReportedLine(yuan * FEN, None, facts_of(own), facts_of(listed[0]) if listed else ())
            for yuan, own, *listed in lines
        ),
        care=StatedPlace(case.get("care_area", base["care_area"])),
    )
    year = 2020 if day.startswith("2020") else int(day[:4])
    return SettleBillRequest(
        Header(base["area"]),
        ReportedInsured(str(base.get("birth_date", ""))),
        bill,
        ReportedAccumulators(year, first_of_year=True),
    )


def settled(request: SettleBillRequest, runtime: Runtime | None = None) -> Settlement:
    return respond_bill(runtime or opened().runtime, request, SettleBillResponse()).settlement


@pytest.mark.parametrize("case", DATA["cases"], ids=[each["name"] for each in DATA["cases"]])
def test_the_catalogue_of_the_one_and_the_policy_of_the_other(case: dict[str, Any]) -> None:
    expected, answer = case["expect"], settled(request_of(case))
    catalogue = answer.care_catalogue
    assert answer.outcome == OUTCOMES[expected["outcome"]], list(answer.statement)
    assert {each.name for each in answer.missing_facts} == set(expected.get("missing", ()))
    assert {each.name for each in catalogue.missing_facts} == set(expected.get("care_missing", ()))
    assert catalogue.is_area_missing is expected.get("area_missing", False)
    assert expected.get("unavailable", "") in catalogue.unavailable
    assert any(expected.get("unavailable", "") in each for each in answer.statement)
    if answer.HasField("amounts"):
        step = expected.get("step", "basic")
        paid = sum(
            each.payment_fen for part in answer.amounts.parts for each in part.steps if each.step in (step, "serious")
        )
        charges = answer.amounts.charges
        assert paid == expected["basic"] * FEN
        assert charges.advance_self_payment_fen == expected["advance"] * FEN
        assert charges.fully_self_paid_fen == expected["self_paid"] * FEN
        assert catalogue.is_applied is expected["applied"]
        if "rows" in expected:
            rows = {each.source.row.partition("/")[0] for each in catalogue.determinations}
            assert rows == set(expected["rows"])
    ways = {each.amounts.fund_payment_fen for each in answer.alternatives if each.HasField("amounts")}
    assert ways == {each * FEN for each in expected.get("ways", ways)}


def case_of(name: str) -> dict[str, Any]:
    return next(each for each in DATA["cases"] if each["name"].startswith(name))


def test_the_releases_of_both_areas_are_named_and_can_be_pinned() -> None:
    request = request_of(case_of("巴中居民在淮安直接结算"))
    response = respond_bill(opened().runtime, request, SettleBillResponse())
    used = response.settlement.care_catalogue.release
    here, there = opened().release("511900"), opened().release("320800")
    assert (response.release.digest, used.digest) == (here.digest, there.digest)
    assert (used.name, used.version) == (there.name, "2026.1")
    assert response.settlement.care_catalogue.area_name == "淮安市"
    pinned = settled(with_care(request, StatedPlace("320800", there.digest)))
    assert pinned.amounts.fund_payment_fen == 4510 * FEN
    with pytest.raises(UnknownReleaseError, match="care_release"):
        settled(with_care(request, StatedPlace("320800", "0" * 64)))


def with_care(request: SettleBillRequest, care: StatedPlace) -> SettleBillRequest:
    return replace(request, bill=replace(request.bill, care=care))


@pytest.mark.parametrize(
    ("care", "where"),
    [
        (StatedPlace("511900"), "bill.care_area_code"),  # the area of insurance, but the facts say 省外
        (StatedPlace("510100"), "bill.care_area_code"),  # of the province, but the facts say 省外
        (StatedPlace("32080"), "bill.care_area_code"),
        (StatedPlace("511900", "x"), "bill.care_release"),
        (StatedPlace("", "x"), "bill.care_release"),
        (StatedPlace(), "bill.lines[1].catalogue_facts"),
    ],
)
def test_a_place_that_contradicts_is_refused(care: StatedPlace, where: str) -> None:
    request = with_care(request_of(case_of("巴中居民在淮安直接结算")), care)
    with pytest.raises(InvalidRequestError) as refused:
        settled(request)
    assert where in {str(each.where) for each in refused.value.diagnostics}


def test_broken_rules_of_one_area_harm_nothing_but_what_needs_its_catalogue() -> None:
    catalogue = Catalogue()
    wrong = Diagnostic(Code.BAD_FIELD, Position("320800-huaian/x.csv", 1), Text("坏了", "broken"), Text("", ""))
    catalogue.publish((opened().release("511900"),), {"320800": (wrong,)})
    runtime = Runtime(catalogue, opened().runtime.guard)
    direct, by_hand = (
        settled(request_of(case_of(name)), runtime) for name in ("巴中居民在淮安直接结算", "巴中居民在淮安手工报销")
    )
    assert direct.outcome == benefit_pb2.SETTLEMENT_OUTCOME_NOT_COVERED
    assert "规则没有生效" in direct.care_catalogue.unavailable
    assert by_hand.amounts.fund_payment_fen == 4730 * FEN


def test_an_area_that_only_answers_look_ups_settles_nothing() -> None:
    request = request_of(case_of("巴中居民在淮安直接结算"))
    with pytest.raises(NoBenefitsError, match="no payers"):
        settled(replace(request, header=Header("530000")))


def looked_up(care: str, *terms: str, **facts: str | None) -> LookUpTermsResponse:
    known = {"就医地": "省外", "费用类别": "乙类", "目录先付比例": "20%", "险种": "居民", "机构等级": "三级", **facts}
    request = LookUpRequest(
        Header("511900"), "2026-03-10", facts=facts_of(known), terms=terms, care=StatedPlace(care, "")
    )
    return respond_look_up(opened().runtime, request, LookUpTermsResponse())


def test_terms_of_the_catalogue_are_looked_up_where_the_care_is_given() -> None:
    answer = looked_up("320800", "先付比例", "支付比例", "目录内", 费用结算途径="直接结算", 异地就医类别="异地转诊")
    values = [(each.name, each.text) for each in answer.values]
    assert values == [("先付比例", "20%"), ("支付比例", "55%"), ("目录内", "是")]  # in the order asked
    assert {each.source.row.partition("/")[0] for each in answer.care_catalogue.determinations} == {"320800-huaian"}
    assert {each.source.row.partition("/")[0] for each in answer.determinations} == {"511900-bazhong"}
    assert answer.care_catalogue.release.digest == opened().release("320800").digest


@pytest.mark.parametrize("care", ["", "320800"])
def test_claimed_by_hand_the_area_of_insurance_alone_is_looked_up_in(care: str) -> None:
    answer = looked_up(care, "目录内", "先付比例", 费用结算途径="手工报销")
    assert [each.text for each in answer.values] == ["是", "20%"]
    assert {each.source.row.partition("/")[0] for each in answer.determinations} == {"511900-bazhong"}
    assert not answer.HasField("care_catalogue")


def test_a_look_up_says_what_it_lacks_of_the_area_of_care() -> None:
    nowhere = looked_up("", "目录内", 费用结算途径="直接结算")
    assert (nowhere.care_catalogue.is_area_missing, [each.name for each in nowhere.undecided_terms]) == (
        True,
        ["目录内"],
    )
    not_held = looked_up("440300", "目录内", 费用结算途径="直接结算")
    assert [each.name for each in not_held.not_covered_terms] == ["目录内"]
    assert "2026-03-10 不在其内" in not_held.care_catalogue.unavailable
    wanting = looked_up("320800", "先付比例", 费用结算途径="直接结算", 目录先付比例=None)
    assert [each.name for each in wanting.care_catalogue.missing_facts] == ["目录先付比例"]
    assert [each.name for each in wanting.undecided_terms] == ["先付比例"]


def test_a_look_up_says_what_the_other_catalogue_gives_under_each_of_its_categories() -> None:
    answer = looked_up("320800", "目录内", 费用结算途径="直接结算", 费用类别=None)
    told = {
        each.text: [value.text for value in alternative.values]
        for alternative in answer.alternatives
        for each in alternative.assumed_facts
    }
    assert told == {"甲类": ["是"], "乙类": ["是"], "丙类": ["否"], "单独支付药品（「双通道」药品）": ["是"]}
    assert ([each.name for each in answer.undecided_terms], list(answer.values)) == (["目录内"], [])


def test_each_bill_of_a_year_has_an_area_of_care_of_its_own() -> None:
    direct, by_hand, here = (
        request_of(case_of(name)).bill
        for name in ("巴中居民在淮安直接结算", "巴中居民在淮安手工报销", "没有写就医统筹区，手工报销")
    )
    bills = [replace(each, visit_id=f"v{at}") for at, each in enumerate((direct, by_hand, here))]
    year = SettleYearRequest(Header("511900"), bills=bills, accumulators=ReportedAccumulators(2026, first_of_year=True))
    response = respond_year(opened().runtime, year, SettleYearResponse())
    first = [each.amounts.parts[0].steps[0].payment_fen for each in response.settlements]
    assert first == [4510 * FEN, 4730 * FEN, 2750 * FEN]
    assert [each.care_catalogue.is_applied for each in response.settlements] == [True, False, False]


def test_rules_of_an_area_of_care_that_are_broken_do_not_stop_the_command(tmp_path: Path) -> None:
    copy_of_area("511900", tmp_path)
    broken = tmp_path / "320800-huaian"
    broken.mkdir()
    (broken / "manifest.yaml").write_text("area: '320800'\nextends: nowhere\n", encoding="utf-8")
    runtime = open_rules(tmp_path, Language.ZH).runtime
    direct, by_hand = (
        settled(request_of(case_of(name)), runtime) for name in ("巴中居民在淮安直接结算", "巴中居民在淮安手工报销")
    )
    assert direct.outcome == benefit_pb2.SETTLEMENT_OUTCOME_NOT_COVERED
    assert "320800 的规则没有生效" in direct.care_catalogue.unavailable
    assert by_hand.amounts.parts[0].steps[0].payment_fen == 4730 * FEN


def test_care_in_another_area_of_the_same_province(tmp_path: Path) -> None:
    """No two areas held are of one province: 淮安's tables stand for an area of 四川 here."""
    copy_of_area("511900", tmp_path)
    near = shutil.copytree(RULES / "320800-huaian", tmp_path / "510700-near")
    manifest = (near / "manifest.yaml").read_text(encoding="utf-8")
    assert "320800" in manifest
    (near / "manifest.yaml").write_text(manifest.replace("320800", "510700"), encoding="utf-8")
    runtime = open_rules(tmp_path, Language.ZH).runtime
    away = with_care(request_of(case_of("巴中居民在淮安直接结算")), StatedPlace("510700"))
    with pytest.raises(InvalidRequestError) as refused:  # the facts say 省外
        settled(away, runtime)
    assert [str(each.where) for each in refused.value.diagnostics] == ["bill.care_area_code"]
    facts = tuple(each._replace(value="省内市外") if each.finding == "就医地" else each for each in away.bill.facts)
    answer = settled(replace(away, bill=replace(away.bill, facts=facts)), runtime)
    # As out of the province: 三级 1000 元, 55%. 4000 at 20% in advance: (6000 + 3200 − 1000) × 55%
    assert (answer.amounts.fund_payment_fen, answer.amounts.charges.advance_self_payment_fen) == (4510 * FEN, 800 * FEN)
    assert (answer.care_catalogue.area_code, answer.care_catalogue.is_applied) == ("510700", True)


def test_a_bill_in_a_message_or_a_file_says_where_the_care_was_given() -> None:
    fact = {"finding": "费用类别", "value": "乙类"}
    line = {"amount_fen": 100, "facts": [fact], "catalogue_facts": [{**fact, "value": "甲类"}]}
    sent = {"bill": {"lines": [line], "care_area_code": "320800", "care_release": "x"}}
    message = ParseDict(sent, SettleBillRequestMessage())
    found = Diagnostics()
    (question,) = read_bills(json.dumps(sent).encode(), "bill.json", found)
    for request in (read_settle(message, found), question.request):
        assert isinstance(request, SettleBillRequest)
        assert request.bill.care == StatedPlace("320800", "x")
        assert [each.value for each in request.bill.lines[0].catalogue_facts] == ["甲类"]
    assert not found.has_errors
