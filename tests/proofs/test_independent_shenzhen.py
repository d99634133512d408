"""The independent settlement of 深圳 against the cases worked out by hand, and against what holds of every settlement.

Cases and settlement were both written from the booklet, neither from the other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml
from proofs.independent_shenzhen import look_ups
from proofs.independent_shenzhen.bill import (
    ACCUMULATORS,
    NO_DEFAULT,
    SWITCHES,
    YUAN,
    Bill,
    Line,
    NotCoveredError,
    NotPublishedError,
    Settled,
)
from proofs.independent_shenzhen.bills import bills
from proofs.independent_shenzhen.settlement import settle

RULES: Final = Path(__file__).parents[2] / "rules"
CASES: Final = next(place for place in (RULES / "440300-shenzhen" / "cases", RULES / "_440300-cases") if place.is_dir())
DEFAULTS: Final = {switch: readings[0] for switch, readings in SWITCHES.items()}
IN_FEN: Final = frozenset({"两病规定基数", "上年度在岗职工年平均工资", "重特大疾病补充已付", "个人账户余额"})
IN_YUAN: Final = frozenset({"缴费基数", "上年度在岗职工月平均工资", "个人账户积累额"})


class Case(NamedTuple):
    """One case of a file, its base merged into it."""

    name: str
    day: date
    born: date | None
    facts: Mapping[str, Any]
    accumulators: Mapping[str, Any]
    readings: Mapping[str, str]
    bills: Sequence[Mapping[str, Any]]
    expect: Mapping[str, Any]


def _cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("benefits-*.yaml")):
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in file["cases"]:
            base = file.get("bases", {}).get(case.get("base"), {})
            facts = {**base.get("facts", {}), **case.get("facts", {})}
            for each in case.get("without", ()):
                facts.pop(each)
            person = {**base.get("person", {}), **case.get("person", {})}
            one = [case["bill"]] if "bill" in case else case.get("bills", [])
            yield Case(
                case["name"],
                case.get("as_of_date", file["as_of_date"]),
                person.get("birth_date"),
                {each: _plain(each, value) for each, value in facts.items()},
                case.get("accumulators", {}),
                {**base.get("readings", {}), **case.get("readings", {})},
                one,
                case["expect"],
            )


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401 - a fact as the file has it
    if name == "救助身份":
        return tuple(value) if isinstance(value, list) else (value,)
    if name in IN_FEN or name in IN_YUAN:
        return _fen(value)
    return int(value.split()[0]) if isinstance(value, str) and value.endswith(" 月") else value


def _fen(yuan: object) -> int:
    return int(Decimal(str(yuan)) * YUAN)


def _age(born: date | None, day: date) -> int:
    return 0 if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))


ALL: Final = tuple(_cases())
OF_BILLS: Final = tuple(case for case in ALL if case.bills and "missing" not in case.expect)
UNDECIDED: Final = tuple(case for case in OF_BILLS if "switches" in case.expect)
DECIDED: Final = tuple(case for case in OF_BILLS if "switches" not in case.expect)


def _bill(case: Case, bill: Mapping[str, Any], accumulators: Mapping[str, int]) -> Bill:
    day = bill.get("care_date", case.day)
    lines = [Line(each["facts"]["费用类别"], _fen(each["amount"])) for each in bill.get("lines", ())]
    facts = {**case.facts, **{each: _plain(each, value) for each, value in bill.get("facts", {}).items()}}
    return Bill(
        facts,
        _age(case.born, day),
        day,
        lines or [Line(str(facts.get("费用类别", "")), _fen(bill["total"]))],
        _fen(bill.get("fully_self_paid", 0)),
        _fen(bill["account"]) if "account" in bill else None,
        accumulators,
    )


@pytest.mark.parametrize("case", DECIDED, ids=[case.name for case in DECIDED])
def test_pays_what_was_worked_out_by_hand(case: Case) -> None:
    readings = {**DEFAULTS, **case.readings}
    accumulators: Mapping[str, int] = {each: _fen(yuan) for each, yuan in case.accumulators.items()}
    for bill, expect in zip(case.bills, case.expect.get("bills", [case.expect]), strict=True):
        asked = _bill(case, bill, accumulators)
        if "valueless" in expect:
            with pytest.raises(NotPublishedError, match=expect["valueless"][0]):
                settle(asked, readings)
        elif expect.get("outcome") == "not_covered":
            with pytest.raises(NotCoveredError):
                settle(asked, readings)
        else:
            settled = settle(asked, readings)
            _agrees(settled, expect)
            accumulators = settled.accumulators


def _agrees(settled: Settled, expect: Mapping[str, Any]) -> None:
    assert settled.payments == {step: _fen(yuan) for step, yuan in expect["payments"].items()}
    assert settled.payable is (expect.get("outcome") != "not_payable")
    for each in ("copayment", "account"):
        if each in expect:
            assert getattr(settled, each) == _fen(expect[each]), each
    for each, yuan in expect.get("accumulators", {}).items():
        assert settled.accumulators[each] == _fen(yuan), each


@pytest.mark.parametrize("case", UNDECIDED, ids=[case.name for case in UNDECIDED])
def test_what_has_no_default_reading_matters_where_a_case_says_so(case: Case) -> None:
    accumulators = {each: _fen(yuan) for each, yuan in case.accumulators.items()}
    bill = _bill(case, case.bills[0], accumulators)
    [switch] = case.expect["switches"]
    ways = [settle(bill, {**DEFAULTS, **case.readings, switch: reading}) for reading in SWITCHES[switch]]

    assert switch in NO_DEFAULT
    assert ways[0] != ways[1]


def _percent(share: Fraction | None) -> Fraction | str:
    return "/" if share is None else share


def _child_until(case: Case) -> int:
    return 14 if case.readings.get("十四周岁以下") == "不含十四" else 15


def _beyond(case: Case) -> Fraction:
    wage = case.facts["上年度在岗职工年平均工资"]
    if case.readings.get("个账门槛平均工资") == "月平均":
        wage = case.facts["上年度在岗职工月平均工资"]
    return look_ups.above_threshold(case.facts["个人账户积累额"], wage)


def _account_may_pay(case: Case) -> bool:
    return look_ups.account_may_pay(case.facts, _beyond(case))


def _days_of_birth(case: Case) -> str:
    days = look_ups.days_of_birth(case.facts, 42 if "满七个月终止妊娠" in case.readings else 75)
    return "/" if days is None else f"{days} 天"


def _operations(case: Case) -> str:
    done = case.facts["节育手术"]
    return f"{sum(look_ups.OPERATIONS[each] for each in ([done] if isinstance(done, str) else done))} 天"


def _contribution(case: Case) -> Fraction | str:
    fen = look_ups.contribution(case.facts, _age(case.born, case.day), case.facts["上年度在岗职工月平均工资"])
    return "/" if fen is None else fen / YUAN


def _base_may_be_chosen(case: Case) -> bool:
    return look_ups.base_may_be_chosen(case.facts["缴费基数"], case.facts["上年度在岗职工月平均工资"])


ANSWERS: Final[Mapping[str, Callable[[Case], object]]] = {
    "可参保档次": lambda case: look_ups.tiers_to_join(case.facts, _age(case.born, case.day)) or "/",
    "缴费费率": lambda case: _percent(look_ups.contribution_rate(case.facts, _age(case.born, case.day))),
    "月缴费额": _contribution,
    "缴费基数下限": lambda case: case.facts["上年度在岗职工月平均工资"] * Fraction(40, 100) / YUAN,
    "缴费基数上限": lambda case: case.facts["上年度在岗职工月平均工资"] * Fraction(300, 100) / YUAN,
    "缴费基数可选": _base_may_be_chosen,
    "少儿扣费方式": lambda case: look_ups.how_a_childs_premium_is_taken(case.facts),
    "可选定门诊机构": lambda case: (
        look_ups.places_to_choose(case.facts["参保档次"], _age(case.born, case.day), _child_until(case)) or "/"
    ),
    "变更后就医起始日": lambda case: look_ups.usable_from(case.facts["变更生效日"]),
    "个人账户超额部分": lambda case: _beyond(case) / YUAN,
    "个人账户可支付": _account_may_pay,
    "起付标准": lambda case: look_ups.inpatient_deductible(case.facts),
    "待遇享受起始日": lambda case: look_ups.start_of_serious_outpatient(case.facts),
    "产假天数": _days_of_birth,
    "计生手术假天数": _operations,
    "可申领生育津贴": lambda case: look_ups.allowance_may_be_claimed(case.facts),
    "可享受生育医疗费用": lambda case: look_ups.maternity_expense_is_paid(case.facts),
    "可备案": lambda case: look_ups.filing_category(case.facts) is not None,
    "备案人员类别": lambda case: look_ups.filing_category(case.facts) or "/",
    "备案材料": lambda case: look_ups.filing_documents(case.facts),
    "可直接结算": lambda case: look_ups.settled_directly(case.facts),
    "属救助对象": lambda case: look_ups.is_assisted({**case.facts, "救助身份": case.facts["救助身份"][0]}),
    "救助报销截止日": lambda case: look_ups.assistance_deadline(case.facts["费用发生日"]),
}
"""How each answer of a look-up is found independently; the others are words of the booklet and nothing to compute."""

OF_LOOK_UPS: Final = tuple(case for case in ALL if ANSWERS.keys() & case.expect.get("values", {}).keys())


@pytest.mark.parametrize("case", OF_LOOK_UPS, ids=[case.name for case in OF_LOOK_UPS])
def test_answers_what_was_worked_out_by_hand(case: Case) -> None:
    for name, wanted in case.expect["values"].items():
        if name in ANSWERS:
            assert ANSWERS[name](case) == _expected(wanted), name


def _expected(value: object) -> object:
    if isinstance(value, str) and value.endswith("%"):
        return Fraction(value[:-1]) / 100
    return Fraction(str(value)) if isinstance(value, float) else value


@pytest.mark.generated
def test_every_generated_bill_is_shared_out_to_the_fen(scale: int) -> None:
    outcomes: set[object] = set()
    settings: set[str] = set()
    for bill, readings in islice(bills(20200701), 2000 * scale):
        settings.add(bill.text("结算类别"))
        try:
            settled = settle(bill, readings)
        except (NotPublishedError, NotCoveredError) as error:
            outcomes.add(type(error))
            continue
        outcomes.add(settled.payable)
        assert min([*settled.payments.values(), settled.copayment, settled.paid_elsewhere]) >= 0, bill
        shared = sum(settled.payments.values()) + settled.copayment + settled.paid_elsewhere
        assert shared == (bill.eligible if settled.payable else 0), bill
        assert settled.accumulators["社区门诊已付累计"] <= 1000 * YUAN, bill
        assert settled.accumulators["救助已付累计"] <= 150_000 * YUAN, bill
        assert all(settled.accumulators[each] >= bill.accumulators[each] for each in ACCUMULATORS), bill
    assert outcomes == {True, False, NotPublishedError, NotCoveredError}
    assert len(settings) == 6
