"""People insured in one area and treated in another: bills worked out by hand, settled by the published rules."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from published import RULES

from chronicare.api.v1 import benefit_pb2
from chronicare.api.v1.benefit_pb2 import Settlement
from chronicare.api.v1.benefit_service_pb2 import SettleBillResponse
from chronicare.application.benefits.requests import SettleBillRequest
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
from chronicare.diagnostics import Code, Diagnostic, Language, Position, Text
from chronicare.judging.report import ReportedFinding
from chronicare.rpc.benefits.responses import respond_bill

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
