"""The settlement of 巴中, written a second time from its manual alone, for the live one to be compared with.

It takes no table and nothing of the service: the numbers stand in `standards`, the order of payers here. Each payer
pays a ratio of its base above its deductible, at most what its yearly cap and the eligible expense still allow,
rounded half up to the fen once; the next one starts from what is left.
"""

from fractions import Fraction

from proofs.independent.bill import YUAN, Bill, NotPublishedError, Readings, Settled
from proofs.independent.entitlement import is_entitled
from proofs.independent.standards import (
    AT_HOME,
    BASIC_CAP,
    CHRONIC_PERCENT,
    CIVIL_CAP,
    CIVIL_CHRONIC_CAP,
    LARGE_CAP,
    SINGLE_PERCENT,
    SPECIAL_DEDUCTIBLE,
    SPECIAL_PERCENT,
    TILTED_CAP,
    TWO_DISEASES_CAP,
    assistance_deductible,
    chronic_cap,
    flat,
    inpatient_deductible,
    inpatient_rate,
    is_assisted,
    large_rate,
    maternity_limit,
    outpatient_rate,
    prenatal_quota,
    routine_assistance,
    serious_cap,
    serious_rate,
    tilted_line,
    tilted_percent,
)
from proofs.independent.visit import Visit, round_half_up

__all__ = ["Bill", "Readings", "Settled", "settle"]

CHRONIC = ("门诊慢病", "门诊特病")
AS_INPATIENT = ("急诊抢救", "日间手术")
"""Outpatient events that employees settle as an admission (手册 2-31)."""


def settle(bill: Bill, readings: Readings) -> Settled:
    """Settle one bill under one reading of every switch."""
    visit = Visit(bill, readings)
    eligible = bill.eligible
    try:
        if _is_payable(bill) and is_entitled(bill):
            _go_through_payers(visit)
        else:
            eligible = visit.left = 0  # 手册 1-43: what the funds do not pay is not within what they pay of
        unknown = False
    except NotPublishedError:
        unknown = True
    return Settled(
        payments=visit.payments,
        allowances=visit.allowances,
        accumulators=visit.accumulators,
        unknown=unknown,
        eligible=eligible,
        deductible=visit.deductible,
        self_paid_eligible=visit.left,
        out_of_pocket=visit.left + bill.total - eligible,
        paid_elsewhere=visit.paid_elsewhere,
    )


def _is_payable(bill: Bill) -> bool:
    """Tell whether the funds pay at all (手册 1-6); what a third party does not pay is paid in advance."""
    exclusion = bill.text("exclusion")
    if bill.text("setting") == "门诊慢病" and bill.text("scheme") == "职工" and bill.text("disease") == "M02220":
        return False  # 手册 4-3/21: 「/」
    if bill.text("setting") in CHRONIC and bill.text("disease") not in bill.texts("recognised_diseases"):
        return False  # 手册 4-15（一）
    setting = bill.text("setting")
    if setting == "依申请救助" and not is_assisted(bill):
        return False  # 手册 6-1, 6-5（一）
    # 问答 18: 由基本医疗保险基金先行支付, of medical expense: no allowance, nothing of another fund
    in_advance = bill.holds("third_party_unpaid") and setting not in ("产前检查", "配偶生育补差", "依申请救助")
    return exclusion in ("", "无") or (exclusion == "第三人责任" and in_advance)


def _go_through_payers(visit: Visit) -> None:
    setting = visit.bill.text("setting")
    if visit.bill.text("scheme") == "居民" and setting in AS_INPATIENT:
        setting = {"门诊统筹": "普通门诊", "按住院": "住院"}[visit.readings["居民急诊未住院"]]
    {
        "住院": _inpatient,
        "急诊抢救": _inpatient,
        "日间手术": _inpatient,
        "门诊特病": _special,
        "门诊慢病": _chronic,
        "普通门诊": _outpatient,
        "两病": _two_diseases,
        "单行支付药品": _single_payment,
        "生育": _maternity,
        "产前检查": _prenatal,
        "配偶生育补差": _spouse,
        "依申请救助": _assist,  # 手册 6-5（三）: the expense is what the person has paid in the year
    }[setting](visit)


def _after_basic(visit: Visit) -> None:
    if visit.bill.text("scheme") == "居民":
        _serious(visit)
    else:
        _civil(visit)
        _large(visit)
    _assist(visit)
    _tilted(visit)


# What the basic fund pays


def _basic_left(visit: Visit) -> int:
    """Tell what the yearly cap of the basic fund still allows."""
    paid = visit.accumulators["acc_basic"]
    if visit.readings["单行支付占用年度限额"] == "占用":
        paid += visit.accumulators["acc_single"]
    return BASIC_CAP[visit.bill.text("scheme")] - paid


def _inpatient(visit: Visit) -> None:
    # 手册 2-27, 2-31, 3-11, 3-12, 3-15
    standard, percent = inpatient_rate(visit.bill, visit.readings)
    visit.deductible = inpatient_deductible(visit.bill, standard, visit.readings)
    visit.borne = min(visit.deductible, visit.bill.eligible)
    visit.reimburse(
        "basic",
        visit.bill.eligible,
        flat(percent),
        deductible=visit.deductible,
        allowed=_basic_left(visit),
        paid="acc_basic",
    )
    _after_basic(visit)


def _special(visit: Visit) -> None:
    # 手册 4-5: one deductible in a calendar year for all special diseases.
    bill, start = visit.bill, visit.accumulators["acc_special_base"]
    percent = SPECIAL_PERCENT[bill.text("scheme")]
    deductible = SPECIAL_DEDUCTIBLE
    if visit.readings["特病起付"] == "与住院共用":
        deductible = max(deductible - bill.number("charged_deductible"), 0)
    if visit.readings["特病市外"] == "同住院":
        # As many points lower as an admission there is below one at home (手册 1-30).
        at_home = AT_HOME[bill.text("scheme")][bill.text("provider_level")][1]
        percent -= at_home - inpatient_rate(bill, visit.readings)[1]
    visit.deductible = max(deductible - start, 0)
    visit.borne = min(visit.deductible, bill.eligible)
    visit.accumulators["acc_special_base"] += bill.eligible
    visit.reimburse(
        "basic",
        bill.eligible,
        flat(percent),
        start=start,
        deductible=deductible,
        allowed=_basic_left(visit),
        paid="acc_basic",
    )
    _after_basic(visit)


# What employees have besides


def _civil(visit: Visit) -> None:
    # 手册 2-33
    if visit.in_advance or not visit.bill.holds("civil_servant"):
        return
    base = visit.left
    if visit.readings["公务员住院基数"] == "不含起付":
        base -= visit.borne
    allowed = CIVIL_CAP - visit.accumulators["acc_civil"]
    visit.reimburse("civil", base, flat(60), allowed=allowed, paid="acc_civil")


def _large(visit: Visit) -> None:
    # 手册 2-36, 2-37: 累计分段
    if visit.in_advance or not visit.bill.holds("large_expense_cover"):
        return
    base, start = visit.left, visit.accumulators["acc_large_base"]
    if visit.readings["大额起付周期"] == "每次住院":
        start = 0
    deductible, bands = large_rate(visit.bill, visit.readings)
    visit.accumulators["acc_large_base"] += base
    allowed = LARGE_CAP - visit.accumulators["acc_large"]
    visit.reimburse("large", base, bands, start=start, deductible=deductible, allowed=allowed, paid="acc_large")


# What residents have besides


def _serious(visit: Visit) -> None:
    # 手册 3-20 to 3-26
    if visit.in_advance:
        return
    base, start = visit.left, visit.accumulators["acc_serious_base"]
    if visit.readings["先行自付进入大病"] == "进入":
        base += visit.bill.advance_self_payment
        start += visit.accumulators["acc_advance"]
    if base == 0:
        visit.accumulators["acc_advance"] += visit.bill.advance_self_payment
        visit.payments["serious"] = 0
        return
    deductible, bands = serious_rate(visit.bill, visit.readings)
    cap = serious_cap(visit.bill, visit.readings)
    if visit.readings["大病累计"] == "每次住院":
        start = 0
    visit.accumulators["acc_serious_base"] += visit.left
    visit.accumulators["acc_advance"] += visit.bill.advance_self_payment
    allowed = None if cap is None else cap - visit.accumulators["acc_serious"]
    visit.reimburse("serious", base, bands, start=start, deductible=deductible, allowed=allowed, paid="acc_serious")


def _serious_of_outpatients(visit: Visit) -> None:
    """Let serious-illness insurance pay of outpatient care too, where 住院 in 手册 3-25 is not taken as its bound."""
    if visit.bill.text("scheme") == "居民" and visit.readings["慢病自付进入大病"] == "进入":
        _serious(visit)


# What people in need have besides


def _assist(visit: Visit) -> None:
    # 手册 6-5（一）
    assistance = routine_assistance(visit.bill, visit.readings)
    if visit.in_advance or assistance is None or visit.bill.text("referral") == "未按规定转诊":
        return
    if visit.left == 0:
        visit.payments["assist"] = 0
        return
    deductible = assistance_deductible(visit.bill, assistance, visit.readings)
    start = 0 if visit.readings["救助起付周期"] == "每次" else visit.accumulators["acc_assistance_base"]
    base = visit.left
    visit.accumulators["acc_assistance_base"] += base
    visit.reimburse(
        "assist",
        base,
        flat(assistance.percent),
        start=start,
        deductible=deductible,
        allowed=assistance.cap * YUAN - visit.accumulators["acc_assistance"],
        paid="acc_assistance",
    )


def _tilted(visit: Visit) -> None:
    # 手册 6-5（二）
    percent = tilted_percent(visit.bill, visit.readings)
    if percent is None or visit.in_advance:
        return
    if visit.left == 0:
        visit.payments["tilted"] = 0
        return
    line = tilted_line(visit.bill, visit.readings)
    base, start = visit.left, visit.accumulators["acc_tilted_base"]
    visit.accumulators["acc_tilted_base"] += base
    allowed = TILTED_CAP - visit.accumulators["acc_tilted"]
    visit.reimburse("tilted", base, flat(percent), start=start, deductible=line, allowed=allowed, paid="acc_tilted")


# What outpatients have


def _chronic(visit: Visit) -> None:
    # 手册 4-3, 2-33, 6-5
    cap = chronic_cap(visit.bill)
    if cap is None:
        return
    allowed = max(cap - visit.accumulators["acc_chronic"], 0)
    visit.reimburse("basic", visit.bill.eligible, flat(CHRONIC_PERCENT), allowed=allowed, paid="acc_chronic")
    if visit.readings["慢病超限额"] == "进门诊统筹":
        within = Fraction(allowed * 100, CHRONIC_PERCENT)
        _pool(visit, "pooling", round_half_up(max(visit.bill.eligible - within, Fraction(0))))
    if visit.bill.text("scheme") == "职工" and visit.bill.holds("civil_servant") and not visit.in_advance:
        percent = {"60%": 60, "100%": 100}[visit.readings["公务员慢病补助比例"]]
        civil = CIVIL_CHRONIC_CAP - visit.accumulators["acc_civil_chronic"]
        visit.reimburse("civil", visit.left, flat(percent), allowed=civil, paid="acc_civil_chronic")
    _serious_of_outpatients(visit)
    _assist(visit)
    _tilted(visit)


def _pool(visit: Visit, step: str, base: int) -> None:
    """Let outpatient pooling pay (手册 2-39, 3-18)."""
    deductible, percent, cap = outpatient_rate(visit.bill)
    start = visit.accumulators["acc_outpatient_base"]
    visit.deductible = max(deductible - start, 0)
    visit.borne = min(visit.deductible, base)
    visit.accumulators["acc_outpatient_base"] += base
    allowed = cap - visit.accumulators["acc_outpatient"]
    visit.reimburse(
        step, base, flat(percent), start=start, deductible=deductible, allowed=allowed, paid="acc_outpatient"
    )


def _outpatient(visit: Visit) -> None:
    _pool(visit, "basic", visit.bill.eligible)
    if visit.bill.text("scheme") == "居民":
        _serious_of_outpatients(visit)
        return
    # 手册 2-39, right-hand columns
    if visit.in_advance:
        return
    kept = visit.borne if visit.readings["门诊统筹起付进入公务员大额"] == "不进入" else 0
    if visit.bill.holds("civil_servant"):
        allowed = 700 * YUAN - visit.accumulators["acc_outpatient_civil"]
        visit.reimburse("civil", visit.left - kept, flat(60), allowed=allowed, paid="acc_outpatient_civil")
    if visit.bill.holds("large_expense_cover"):
        allowed = 600 * YUAN - visit.accumulators["acc_outpatient_large"]
        visit.reimburse("large", visit.left - kept, flat(70), allowed=allowed, paid="acc_outpatient_large")


def _two_diseases(visit: Visit) -> None:
    # 手册 4-19
    registered = visit.bill.text("two_diseases")
    if visit.readings["两病双病单用药"] == "各自限额":
        registered = {"M03911": "高血压", "M01603": "糖尿病"}.get(visit.bill.text("disease"), registered)
    allowed = TWO_DISEASES_CAP[registered] - visit.accumulators["acc_two_diseases"]
    visit.reimburse("basic", visit.bill.eligible, flat(50), allowed=allowed, paid="acc_two_diseases")
    _serious_of_outpatients(visit)


def _single_payment(visit: Visit) -> None:
    # 手册 5-2（一）: what the person bears goes into neither 公务员 nor 大额 nor 大病; of 救助 it says nothing
    percent = SINGLE_PERCENT[visit.bill.text("scheme")]
    allowed = _basic_left(visit) if visit.readings["单行支付占用年度限额"] == "占用" else None
    visit.reimburse("basic", visit.bill.eligible, flat(percent), allowed=allowed, paid="acc_single")
    if visit.readings["单行支付进入救助"] == "进入":
        _assist(visit)


# What mothers have


def _maternity(visit: Visit) -> None:
    # 手册 2-28, 3-14: what was spent, up to the limit
    limit = maternity_limit(visit.bill, visit.bill.text("scheme"))
    allowed = min(limit, _basic_left(visit))
    visit.reimburse("basic", visit.bill.eligible, flat(100), allowed=allowed, paid="acc_basic")


def _prenatal(visit: Visit) -> None:
    # 手册 2-28（一）, 3-14（一）
    scheme = visit.bill.text("scheme")
    quota = prenatal_quota(visit.bill, scheme)
    if quota == 0:
        return
    if visit.readings["产前检查不足定额"] == "据实":
        quota = min(quota, visit.bill.eligible)
    if scheme == "居民" and visit.readings["居民产前检查占用年度限额"] == "占用":
        quota = max(min(quota, _basic_left(visit)), 0)
        visit.accumulators["acc_basic"] += quota
    visit.allowances["prenatal"] = quota


def _spouse(visit: Visit) -> None:
    # 手册 2-9: a resident spouse of an employee gets up to the standards of employees
    bill = visit.bill
    limit = maternity_limit(bill, "职工")
    if visit.readings["配偶补差方式"] == "实际费用":
        difference = min(limit, bill.eligible) - bill.number("spouse_medical_paid")
    else:
        difference = limit - maternity_limit(bill, "居民")
    allowed = min(difference, _basic_left(visit))
    visit.reimburse("basic", bill.eligible, flat(100), allowed=allowed, paid="acc_basic")
    visit.allowances["prenatal"] = prenatal_quota(bill, "职工") - prenatal_quota(bill, "居民")
    # what the residents' scheme has paid is nobody's any more
    visit.paid_elsewhere = min(bill.number("spouse_medical_paid"), visit.left)
    visit.left -= visit.paid_elsewhere
