"""The independent settlement of 淮安 against the cases worked out by hand, and against what holds of every settlement.

Cases and settlement were both written from the booklet, neither from the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml
from proofs.independent_huaian import periods
from proofs.independent_huaian.bill import SWITCHES, YUAN, Bill, NotPublishedError, Readings
from proofs.independent_huaian.bills import bills
from proofs.independent_huaian.settlement import serious_cap, settle

CASES: Final = Path(__file__).parents[2] / "rules" / "320800-huaian" / "cases"
DEFAULTS: Final = {switch: readings[0] for switch, readings in SWITCHES.items()}
IN_FEN: Final = frozenset({"一般诊疗费"})


class Case(NamedTuple):
    """One case of a file, its base merged into it."""

    name: str
    facts: Mapping[str, Any]
    accumulators: Mapping[str, Any]
    readings: Mapping[str, str]
    bills: Sequence[Mapping[str, Any]]
    expect: Mapping[str, Any]


def _cases(*names: str) -> Iterator[Case]:
    for name in names:
        file = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
        for case in file["cases"]:
            base = file["bases"].get(case.get("base"), {})
            facts = {**base.get("facts", {}), **case.get("facts", {})}
            for each in case.get("without", ()):
                facts.pop(each, None)
            one = [case["bill"]] if "bill" in case else case.get("bills", [])
            yield Case(case["name"], facts, case.get("accumulators", {}), case.get("readings", {}), one, case["expect"])


def _fen(amounts: Mapping[str, Any]) -> dict[str, int]:
    return {each: int(Decimal(str(yuan)) * YUAN) for each, yuan in amounts.items()}


def _bill(case: Case, bill: Mapping[str, Any], accumulators: Mapping[str, int]) -> Bill:
    facts = {each: int(Decimal(str(value)) * YUAN) if each in IN_FEN else value for each, value in case.facts.items()}
    facts["救助身份"] = (facts.get("救助身份", "无"),)
    category = facts.pop("费用类别", None)
    if category is not None and "lines" not in bill:  # a bill of one category is one line of it
        of_line = {"费用类别": category, "目录先付比例": facts.pop("目录先付比例", "0%")}
        bill = {**bill, "lines": [{"amount": bill["total"], "facts": of_line}]}
        if category == "单独支付药品":
            facts["结算类别"] = category
    if "lines" not in bill:
        sums = _fen({each: bill[each] for each in bill if each not in ("care_date", "facts")})
        return Bill(facts, accumulators=accumulators, **sums)
    outside = advance = Fraction(0)
    for line in bill["lines"]:
        amount, category = Fraction(line["amount"]) * YUAN, line["facts"]["费用类别"]
        outside += amount if category == "丙类" else 0
        advance += amount * int(line["facts"].get("目录先付比例", "0%").rstrip("%")) / 100
    total = sum(line["amount"] for line in bill["lines"]) * YUAN
    above = int(Fraction(bill.get("above_price_limit", 0)) * YUAN)
    return Bill(facts, total, int(outside), above, int(advance), accumulators)


OF_BILLS: Final = tuple(
    case
    for case in _cases(
        "benefits-inpatient.yaml", "benefits-outpatient.yaml", "benefits-maternity.yaml", "benefits-lines.yaml"
    )
    if "missing" not in case.expect
)
OF_PERIODS: Final = tuple(
    case for case in _cases("enrolment.yaml") if "缴费日" in case.facts and "missing" not in case.expect
)
OF_CAPS: Final = tuple(
    case
    for case in _cases("procedures.yaml")
    if "大病年度限额" in str((case.expect.get("values", {}), case.expect.get("ways", {})))
)
OF_SWITCHING: Final = tuple(
    case for case in _cases("enrolment.yaml") if "切换视为断保" in case.expect.get("values", {})
)


@pytest.mark.parametrize("case", OF_BILLS, ids=[case.name for case in OF_BILLS])
def test_pays_what_was_worked_out_by_hand(case: Case) -> None:
    wanted = case.expect.get("bills", [case.expect])
    accumulators = _fen(case.accumulators)
    for bill, expect in zip(case.bills, wanted, strict=True):
        asked = _bill(case, bill, accumulators)
        ways = expect.get("ways", {"": expect.get("payments", expect.get("certain"))})
        for label, paid in ways.items():
            settled = settle(asked, {**DEFAULTS, **case.readings, **_reading(expect, label)})
            assert _without_zero(settled.payments) == _fen(paid or {}), label
            wanting = "undecided" if paid is None or ("valueless" in expect and "ways" not in expect) else "settled"
            assert settled.outcome == expect.get("outcome", wanting), label
            if settled.outcome == "undecided":
                assert [settled.lacking] == expect["valueless"]
            if "copayment" in expect:
                assert settled.self_paid_eligible == int(Decimal(str(expect["copayment"])) * YUAN)
        accumulators = settled.accumulators
        _reaches(accumulators, expect)
    _reaches(accumulators, case.expect)


def _reading(expect: Mapping[str, Any], label: str) -> dict[str, str]:
    return {switch: label for switch in expect.get("switches", ()) if label}


def _reaches(accumulators: Mapping[str, int], expect: Mapping[str, Any]) -> None:
    for each, fen in _fen(expect.get("accumulators", {})).items():
        assert accumulators[each] == fen, each


def _without_zero(payments: Mapping[str, int]) -> dict[str, int]:
    return {step: fen for step, fen in payments.items() if fen}


@pytest.mark.parametrize("case", OF_PERIODS, ids=[case.name for case in OF_PERIODS])
def test_begins_when_was_worked_out_by_hand(case: Case) -> None:
    facts = case.facts
    enrolment = periods.Enrolment(
        kind=facts["参保情形"],
        paid_on=facts["缴费日"],
        years_missed=facts.get("连续断保年数", 0),
        born_on=facts.get("出生日", date.min),
        birth_year_paid=facts.get("已补缴出生当年保费", False),
        days_since_service=facts.get("身份转换至缴费天数", 0),
        two_years_before=facts.get("连续参保满两年", False),
        gap_months=facts.get("中断满月数", 0),
        gap_days_more=facts.get("中断另有余天", False),
    )
    ways = case.expect.get("ways", {"": case.expect.get("values")})
    for label, values in ways.items():
        readings = {each: options[0] for each, options in periods.SWITCHES.items()}
        _begins(enrolment, {**readings, **case.readings, **_reading(case.expect, label)}, values)


def _begins(enrolment: periods.Enrolment, readings: Readings, values: Mapping[str, Any]) -> None:
    if "未公布" in values.values():
        with pytest.raises(NotPublishedError, match=next(iter(values))):
            periods.period_of(enrolment, readings)
        return
    period = periods.period_of(enrolment, readings)
    given = {
        "等待月数": f"{period.months_waited} 月",
        "待遇资格": period.standing,
        "待遇起始日": period.begins,
        "待遇终止日": period.ends,
    }
    assert {each: given[each] for each in values if each in given} == {
        each: value for each, value in values.items() if each in given
    }


@pytest.mark.parametrize("case", OF_CAPS, ids=[case.name for case in OF_CAPS])
def test_caps_serious_illness_insurance_as_worked_out_by_hand(case: Case) -> None:
    bill = Bill(case.facts, 0)
    ways = case.expect.get("ways", {"": case.expect.get("values")})
    for label, values in ways.items():
        cap = serious_cap(bill, {**DEFAULTS, **case.readings, **_reading(case.expect, label)})
        assert cap == values["大病年度限额"] * YUAN, label


@pytest.mark.parametrize("case", OF_SWITCHING, ids=[case.name for case in OF_SWITCHING])
def test_a_change_of_scheme_counts_as_a_gap_as_worked_out_by_hand(case: Case) -> None:
    enrolment = periods.Enrolment(
        "职工转居民",
        date(2026, 5, 10),
        two_years_before=case.facts["连续参保满两年"],
        gap_months=case.facts["中断满月数"],
        gap_days_more=case.facts["中断另有余天"],
    )

    assert periods.counts_as_missed(enrolment) is case.expect["values"]["切换视为断保"]


@pytest.mark.parametrize(
    ("paid_on", "day", "covered"),
    [
        (date(2026, 4, 15), date(2026, 6, 14), False),
        (date(2026, 4, 15), date(2026, 6, 15), True),
        (date(2025, 12, 31), date(2025, 12, 31), False),
        (date(2025, 12, 31), date(2026, 12, 31), True),
        (date(2025, 12, 31), date(2027, 1, 1), False),
    ],
)
def test_a_day_of_care_lies_within_the_period(paid_on: date, day: date, *, covered: bool) -> None:
    readings = {each: options[0] for each, options in periods.SWITCHES.items()}

    assert periods.period_of(periods.Enrolment("居民参保", paid_on), readings).covers(day) is covered


@pytest.mark.generated
def test_every_generated_bill_is_shared_out_to_the_fen(scale: int) -> None:
    outcomes, settings = set(), set()
    for bill, readings in islice(bills(20260101), 2000 * scale):
        settled = settle(bill, readings)
        outcomes.add(settled.outcome)
        settings.add(bill.text("结算类别"))
        parts = [*settled.payments.values(), settled.self_paid_eligible]
        assert min(parts) >= 0, bill
        assert sum(settled.payments.values()) + settled.out_of_pocket == bill.total, bill
        assert all(amount >= bill.accumulators.get(each, 0) for each, amount in settled.accumulators.items()), bill
        if settled.outcome == "settled" and bill.text("结算类别") == "生育":
            assert settled.self_paid_eligible == 0, bill
    assert outcomes == {"settled", "not_payable", "not_covered", "undecided"}
    assert len(settings) == 9
