"""Who is entitled to what, written from the manual: the benefit period, maternity, drugs, the place of care."""

from calendar import monthrange
from datetime import date
from typing import Final

from proofs.independent.bill import Bill

WARDS: Final = ("生育", "产前检查")
"""Settings whose benefits are those of a mother."""


def is_entitled(bill: Bill) -> bool:
    """Tell whether the person is entitled to benefits of the bill's setting at all."""
    return in_benefit(bill) and _as_mother(bill) and _to_drug(bill) and _at_place(bill)


def in_benefit(bill: Bill) -> bool:
    """Tell whether the day of care lies in the benefit period, as stated or as enrolment has it."""
    situation = bill.text("enrolment_case")
    if not situation:
        return bill.holds("in_benefit")
    return {"职工欠费": _in_arrears, "居民参保": _enrolled_resident, "职工初次参保": _enrolled_first}[situation](bill)


def _in_arrears(bill: Bill) -> bool:
    # 手册 2-23
    months, day = bill.number("arrears_months"), bill.care_date
    if months <= 3:
        return True
    if day < after_months(_day(bill, "arrears_since"), 3):
        return True
    if not bill.holds("arrears_paid"):
        return False
    if months <= 6:
        return True  # 中断期间的待遇追溯享受
    return day >= after_months(_day(bill, "payment_date"), 0 if months <= 12 else 6)


def _enrolled_resident(bill: Bill) -> bool:
    # 手册 3-3, 3-10: enrolled for the year of care
    year, paid = bill.care_date.year, _day(bill, "payment_date")
    counts_from = max(paid, date(year, 1, 1))
    waits = not bill.holds("insured_last_year") or paid >= date(year, 3, 1)
    return bill.care_date >= after_months(counts_from, 3 if waits else 0)


def _enrolled_first(bill: Bill) -> bool:
    # 手册 2-6
    return bill.care_date >= after_months(_day(bill, "payment_date"), 6)


def _as_mother(bill: Bill) -> bool:
    # 手册 2-8, 2-14, 2-28, 3-10, 3-14; who is told by enrolment gives birth on the day of care
    if bill.text("setting") not in WARDS:
        return True
    if not bill.text("enrolment_case") and not bill.holds("in_benefit_at_birth"):
        return False
    return bill.text("sex") == "女" and (bill.text("scheme") == "居民" or bill.holds("maternity_cover"))


def _to_drug(bill: Bill) -> bool:
    # 手册 5-3
    return bill.text("setting") != "单行支付药品" or bill.holds("drug_certified")


def _at_place(bill: Bill) -> bool:
    # 手册 4-19: 在定点医疗机构门诊
    return bill.text("setting") != "两病" or bill.text("provider_level") != "定点零售药店"


def after_months(day: date, months: int) -> date:
    """Move ``day`` by whole months, clamped at the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(bill: Bill, code: str) -> date:
    value = bill.facts[code]
    assert isinstance(value, date), code
    return value
