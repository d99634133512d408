"""The settlement of 深圳 (≈ 2020), written a second time from its booklet alone, for the live one to be compared with.

It takes no table and nothing of the service. Order of payers: 社区门诊统筹, 大病统筹 (or 地方补充), what an employee's
tier gets beyond 5% of the average wage, 医疗救助. Each amount is rounded half up to the fen once; the next payer starts
from what is left.
"""

from fractions import Fraction
from typing import Final

from proofs.independent_shenzhen.bill import (
    ACCUMULATORS,
    ASSISTANCE,
    COMMUNITY,
    OWN_OUTPATIENT,
    YUAN,
    Bill,
    NotCoveredError,
    NotPublishedError,
    Readings,
    Settled,
)
from proofs.independent_shenzhen.look_ups import (
    inpatient_deductible,
    ratio_of_serious_outpatient,
    start_of_serious_outpatient,
)

TIER_ONE: Final = "一档"
BALANCE: Final = "个人账户余额"
OUTPATIENT: Final = ("普通门诊", "门诊大病", "两病")
AWAY: Final = ("经结算医院同意转诊", "因工外出或出差急诊抢救")
"""How outpatient care elsewhere than at the chosen place is paid, at 90% of the standard (问 16)."""
APART: Final = ("口腔科治疗", "康复理疗", "大型医疗设备检查治疗", "市政府规定的其他项目")
"""Of these the fund pays a tier-one person nothing at a community centre (问 20)."""
OTHER_THAN_DRUGS: Final = ("诊疗项目或医用材料", *APART)
CENTRES: Final = ("选定社康中心", "其他社康中心")
COMMUNITY_CAP: Final = 1000 * YUAN
ITEM_CAP: Final = 120 * YUAN
ASSISTANCE_CAP: Final = 150_000 * YUAN
ASSISTED: Final = {"特困人员": 100, "孤儿": 100, "低保对象": 80, "低收入家庭成员": 80}
"""Percent by identity (问 43)."""
MONTHS_OF_A_YEAR: Final = 12
OLD: Final = 70


class _Visit:
    """Where a bill stands: what has been paid, what is left of the eligible expense, what the year adds up to."""

    def __init__(self, bill: Bill, readings: Readings) -> None:
        self.bill, self.readings = bill, readings
        self.payments: dict[str, int] = {}
        self.accumulators = dict.fromkeys(ACCUMULATORS, 0) | dict(bill.accumulators)
        self.left = bill.eligible
        self.elsewhere = 0

    def pay(self, step: str, amount: Fraction, allowed: int | None = None) -> int:
        """Let a payer pay ``amount``, at most what is left and what its cap still allows."""
        most = self.left if allowed is None else min(self.left, max(allowed, 0))
        payment = int(min(amount, Fraction(most)) + Fraction(1, 2))
        if payment:
            self.payments[step] = self.payments.get(step, 0) + payment
        self.left -= payment
        return payment


def settle(bill: Bill, readings: Readings) -> Settled:
    """Settle one bill under one reading of every switch.

    Raises:
        NotCoveredError: the booklet does not know this kind of care.
        NotPublishedError: a number is needed that the booklet does not give.

    """
    visit = _Visit(bill, readings)
    setting = bill.text("结算类别")
    if setting not in (*OUTPATIENT, "住院", "生育"):
        raise NotCoveredError(setting)
    if not _is_payable(bill, readings):
        return Settled(False, {}, 0, 0, 0, visit.accumulators)
    {
        "普通门诊": _outpatient,
        "门诊大病": _serious,
        "两病": _two_diseases,
        "住院": _inpatient,
        "生育": _maternity,
    }[setting](visit)
    funds_alone = bill.text("费用情形", "无") != "无"  # what is paid in advance for a third party is the fund's
    if not funds_alone:
        _excess(visit)
    visit.elsewhere = min(bill.number("重特大疾病补充已付"), visit.left)
    visit.left -= visit.elsewhere  # 问 43: the supplementary insurance comes before assistance
    if not funds_alone:
        _assist(visit)
    account = _from_account(visit)
    return Settled(True, visit.payments, visit.left, account, visit.elsewhere, visit.accumulators)


def _from_account(visit: _Visit) -> int:
    """Let the account pay: at the tier that has one, of what is left of outpatient care, besides what is wanted.

    Seventy per cent at a community centre (问 20) are what the fund's thirty leave, elsewhere it is all (问 8).
    """
    bill = visit.bill
    stated = [each for each in (bill.account, bill.facts.get(BALANCE)) if isinstance(each, int)]
    by_rule = bill.text("参保档次") == TIER_ONE and bill.text("结算类别") in OUTPATIENT
    if not stated or (bill.account is None and not by_rule):
        return 0
    return min(*stated, visit.left)


def _is_payable(bill: Bill, readings: Readings) -> bool:
    reason = bill.text("费用情形", "无")
    if not bill.holds("在待遇期内"):
        return False
    if reason != "无" and not (reason == "第三人责任" and bill.holds("第三人不支付或无法确定")):
        return False  # 问 10, 11, 19, 24
    setting = bill.text("结算类别")
    if setting == "门诊大病":
        return bill.holds("门诊大病已核准") and bill.care_date >= start_of_serious_outpatient(bill.facts)
    if setting == "两病" and bill.holds("签约家庭医生开具"):
        return bill.text("门诊就医地点") != "非定点机构"  # 问 23（三）: it is the doctor's, wherever he sits
    if setting in ("普通门诊", "两病"):
        return _at_right_place(bill, readings)
    return True


def _at_right_place(bill: Bill, readings: Readings) -> bool:
    place, setting = bill.text("门诊就医地点"), bill.text("结算类别")
    if bill.text("参保档次") == TIER_ONE:
        return place in CENTRES if setting == "两病" else place != "非定点机构"  # 问 23（一）
    if setting == "普通门诊" and bill.text("门诊就医情形", "一般") in AWAY:
        return True  # 问 16（3）
    if place == "选定医院" and setting == "普通门诊":
        return bill.text("参保档次") == "二档" and bill.age < _child_until(readings)
    return place == "选定社康中心"


def _child_until(readings: Readings) -> int:
    # 问 15: 14 周岁以下
    return 15 if readings["十四周岁以下"] == "含十四" else 14


def _inpatient(visit: _Visit) -> None:
    # 问 12: up to the deductible it is the person's; 问 14 gives no ratio for what lies above
    _at_a_ratio_not_published(visit.bill.eligible - inpatient_deductible(visit.bill.facts) * YUAN)


def _maternity(visit: _Visit) -> None:
    _at_a_ratio_not_published(visit.bill.eligible)  # 问 31 gives no standards


def _at_a_ratio_not_published(above: int) -> None:
    if above > 0:
        raise NotPublishedError("支付比例")


def _outpatient(visit: _Visit) -> None:
    bill = visit.bill
    if bill.text("参保档次") != TIER_ONE:
        _community(visit)
    elif bill.text("就医地") != "市内":
        _at_a_ratio_not_published(bill.eligible)  # 问 36: claimed, at a rate the booklet does not give
    elif bill.text("门诊就医地点") in CENTRES:
        inside = bill.eligible - bill.amount(*APART)
        visit.pay("basic", Fraction(inside * 30, 100))  # 问 20


def _community(visit: _Visit, *, drugs: bool = True, items: bool = True) -> int:
    """Pay by kind of charge (问 16), ``drugs``, other ``items`` or both.

    Return the expense, in whole fen, that the yearly cap left without its ratio.
    """
    bill, beyond = visit.bill, Fraction(0)
    factor = Fraction(9, 10) if bill.text("门诊就医情形", "一般") in AWAY else Fraction(1)
    each_item = [line.amount for line in bill.lines if line.category in OTHER_THAN_DRUGS]
    first_cap = visit.readings["单项限额与转诊折扣"] == "先限后折"
    parts = (
        (drugs * bill.amount("甲类") * (share := Fraction(80, 100) * factor), share),
        (drugs * bill.amount("乙类") * (share := Fraction(60, 100) * factor), share),
        (
            items * sum((_item(each, factor, first_cap=first_cap) for each in each_item), Fraction(0)),
            Fraction(90, 100) * factor,
        ),
    )
    for amount, share in parts:
        paid = visit.pay("community", amount, COMMUNITY_CAP - visit.accumulators[COMMUNITY])
        visit.accumulators[COMMUNITY] += paid
        if visit.accumulators[COMMUNITY] == COMMUNITY_CAP:
            beyond += max((amount - paid) / share, Fraction(0))
    return int(beyond + Fraction(1, 2))


def _item(amount: int, factor: Fraction, *, first_cap: bool) -> Fraction:
    full = Fraction(amount * 90, 100)
    return min(full, Fraction(ITEM_CAP)) * factor if first_cap else min(full * factor, Fraction(ITEM_CAP))


def _serious(visit: _Visit) -> None:
    percent = ratio_of_serious_outpatient(visit.bill.number("连续参保月数"))
    visit.pay("basic", Fraction(visit.bill.eligible * percent, 100))


def _two_diseases(visit: _Visit) -> None:
    # 问 23: the base is laid down elsewhere, and stated with the bill
    bill = visit.bill
    signed, first_tier = bill.holds("签约家庭医生开具"), bill.text("参保档次") == TIER_ONE
    others = bill.amount(*OTHER_THAN_DRUGS)
    within = visit.left - others
    if not signed and not first_tier:
        within = min(_community(visit, items=False), within)
    base = min(bill.number("两病规定基数"), within)
    visit.pay("two", Fraction(base * (80 if signed else 50), 100))
    # 问 23 speaks of drugs: what else is on the bill is paid as at any visit (问 16, 20)
    if not first_tier:
        _community(visit, drugs=False)
    elif bill.text("门诊就医地点") in CENTRES:
        visit.pay("basic", Fraction((others - bill.amount(*APART)) * 30, 100))


def _excess(visit: _Visit) -> None:
    # 问 21: what a tier-one person bears of outpatient care in the city once the account is empty
    bill = visit.bill
    if bill.text("结算类别") not in OUTPATIENT or bill.text("参保档次") != TIER_ONE:
        return
    if bill.text("就医地") != "市内" or not bill.holds("个人账户已用完"):
        return
    if visit.readings["一档自付门诊范围"] == "只普通门诊" and bill.text("结算类别") != "普通门诊":
        return
    if bill.number("连续参保月数") < MONTHS_OF_A_YEAR:
        return
    deductible = Fraction(bill.number("上年度在岗职工年平均工资") * 5, 100)
    before, base = Fraction(visit.accumulators[OWN_OUTPATIENT]), visit.left
    above = max(before + base - max(deductible, before), Fraction(0))
    visit.accumulators[OWN_OUTPATIENT] += base
    visit.pay("excess", above * Fraction(80 if bill.age >= OLD else 70, 100))


def _assist(visit: _Visit) -> None:
    # 问 43, 45
    bill = visit.bill
    identities = bill.facts.get("救助身份", ())
    assert isinstance(identities, tuple)
    percent = max((ASSISTED.get(each, 0) for each in identities), default=0)
    by_hand = bill.text("救助结算方式", "一站式") == "手工报销"
    if not percent:
        return
    inpatient = bill.text("结算类别") not in OUTPATIENT
    if not (inpatient or bill.text("就医地") == "市内" or (by_hand and visit.readings["市外门诊救助"] == "救助")):
        return
    if visit.elsewhere and len(bill.lines) > 1:
        raise NotPublishedError("救助基数")  # which line it was paid for is not written
    counts = not by_hand or visit.readings["手工救助占用限额"] == "占用"
    allowed = ASSISTANCE_CAP - visit.accumulators[ASSISTANCE] if counts else None
    paid = visit.pay("assist", Fraction(visit.left * percent, 100), allowed)
    if counts:
        visit.accumulators[ASSISTANCE] += paid
