"""Bills to settle twice: drawn by chance, close to where the manual changes its mind.

Amounts lie at deductibles, ends of bands and caps or a fen beside them, and accumulators near their caps. What is
drawn makes sense for its setting: who cannot be in a setting is not, and facts fit each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from proofs.independent.bill import ACCUMULATORS, NO_DEFAULT, SWITCHES, WAN, YUAN, Bill, Readings
from proofs.independent.entitlement import after_months
from proofs.independent.standards import AT_HOME, CHRONIC_CAPS, maternity_limit, prenatal_quota

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)

SETTINGS: Final = {
    "住院": 8,
    "门诊特病": 5,
    "门诊慢病": 4,
    "普通门诊": 4,
    "急诊抢救": 3,
    "日间手术": 2,
    "生育": 3,
    "产前检查": 2,
    "两病": 2,
    "单行支付药品": 2,
    "配偶生育补差": 1,
    "依申请救助": 2,
}
"""How often each setting comes, relative to the others."""

IDENTITIES: Final = ("特困人员", "孤儿", "低保对象", "防止返贫监测对象", "低保边缘家庭成员", "因病致贫重病患者")
SPECIAL: Final = ("M00500", "M07801", "M01200", "M02101", "M08301", "M00300", "M06000", "M07105")
AGES: Final = (0, 6, 18, 45, 59, 60, 79, 80, 81, 100)

FILED: Final = "其他临时外出（已备案）"
REFERRALS: Final = {
    "长期备案": ("异地长期备案",),
    "异地转诊": ("规范转诊",),
    "异地急诊抢救": ("急诊急症",),
    "其他临时外出": ("未按规定转诊",),
    FILED: ("未按规定转诊", "无需转诊"),
    "": ("无需转诊", "规范转诊", "急诊急症", "未按规定转诊"),
}
"""What the referral can have been, by category of care out of the area (empty: in the city)."""

SMALL: Final = (100, 150, 200, 300, 400, 500, 600, 700, 800, 1000, 1444.8, 1500, 1800, 2000, 2700, 2889.6, 3500, 5500)
LARGE: Final = (
    *(5000, 7224, 8500, 1_0000, 14448, 2_0000, 3_0000, 10_0000, 10_0400, 10_7224, 11_0000, 11_4448, 14_0000),
    *(20_0000, 20_7224, 21_4448, 30_0000, 36_0000, 50_0000),
)
"""Deductibles, ends of bands and caps, in yuan."""

_QUARTER: Final = timedelta(days=92)
"""The collection period begins in October of the year before."""

CAPS: Final[Mapping[str, tuple[float, ...]]] = {
    "acc_basic": (11_0000, 14_0000),
    "acc_single": (11_0000, 14_0000),
    "acc_outpatient_base": (150, 200),
    "acc_outpatient": (100, 800, 1000),
    "acc_outpatient_civil": (700,),
    "acc_outpatient_large": (600,),
    "acc_chronic": (600, 800, 1000, 1500, 2000),
    "acc_special_base": (400,),
    "acc_two_diseases": (200, 300, 500),
    "acc_civil": (2_0000,),
    "acc_civil_chronic": (1500,),
    "acc_large_base": (400, 10_0000, 10_0400),
    "acc_large": (50_0000,),
    "acc_serious_base": (7224, 14448, 10_7224, 11_4448, 20_7224, 21_4448),
    "acc_advance": (1000,),
    "acc_serious": (24_0000, 30_0000, 30_4000, 36_0000),
    "acc_assistance_base": (1444.8, 2889.6, 7224),
    "acc_assistance": (1_0000, 2_0000, 3_0000),
    "acc_tilted_base": (8500,),
    "acc_tilted": (1_0000,),
}
"""By accumulator, where something changes, in yuan."""


def bills(seed: int) -> Iterator[tuple[Bill, Readings]]:
    """Draw bills without end, each with a reading of every switch; the same ``seed`` gives the same bills."""
    rng = Random(seed)
    while True:
        readings = _readings(rng)
        yield _bill(rng), readings


def _readings(rng: Random) -> dict[str, str]:
    """Take the defaults, in one of three draws with one to three others; where there is none, any."""
    readings = {name: rng.choice(of) if name in NO_DEFAULT else of[0] for name, of in SWITCHES.items()}
    if rng.random() < 1 / 3:
        for name in rng.sample(sorted(SWITCHES), rng.randint(1, 3)):
            readings[name] = SWITCHES[name][1]
    return readings


def _bill(rng: Random) -> Bill:
    setting = rng.choices(list(SETTINGS), list(SETTINGS.values()))[0]
    scheme = "职工" if setting == "配偶生育补差" else rng.choice(("职工", "居民"))
    age = rng.choice(AGES[3:] if scheme == "职工" else AGES)
    facts: dict[str, object] = {"setting": setting, "scheme": scheme} | _person(rng, scheme, age)
    if setting in ("产前检查", "配偶生育补差", "依申请救助"):
        facts["exclusion"] = "无"
    else:
        facts |= _circumstance(rng)
    facts |= _care(rng, setting, scheme)
    accumulators = _accumulators(rng, scheme)
    eligible = _amount(rng, setting, accumulators)
    beyond = (_part(rng), _part(rng), _part(rng))
    if setting == "依申请救助":
        beyond = (0, 0, 0)
        facts["assistance"] = (rng.choice(IDENTITIES),)
    if setting in ("生育", "产前检查", "配偶生育补差"):
        age = rng.choice((20, 30, 45))
        facts |= _birth(rng)
        if scheme == "职工":
            facts["employment"] = "在职"
    day = _day(rng)
    facts |= _entitlement(rng, scheme, day)
    if setting in ("生育", "产前检查"):
        born = {"delivery_date": day} if "enrolment_case" in facts else {"in_benefit_at_birth": rng.random() < 19 / 20}
        facts |= born
    bill = Bill(facts, age, day, eligible + sum(beyond), *beyond, accumulators=accumulators)
    return _of_spouse(bill) if setting == "配偶生育补差" else bill


def _person(rng: Random, scheme: str, age: int) -> dict[str, object]:
    identities = tuple(rng.sample(IDENTITIES, rng.choice((1, 1, 1, 2)))) if rng.random() < 1 / 2 else ("无",)
    facts: dict[str, object] = {"assistance": identities}
    if scheme == "职工":
        facts["employment"] = "退休" if age >= 80 else rng.choice(("在职", "退休")) if age >= 59 else "在职"
        facts["civil_servant"] = rng.random() < 1 / 2
        facts["large_expense_cover"] = rng.random() < 3 / 4
        facts["large_expense_listed"] = rng.random() < 1 / 4
    else:
        facts["insured_years_running"] = rng.choice((0, 1, 2, 4, 5, 6, 18, 19, 20))
        facts["years_without_claim"] = rng.choice((0, 0, 1, 2, 15, 16))
        facts["years_missed"] = rng.choice((0, 0, 1, 2, 14, 15, 16))
    return facts


def _entitlement(rng: Random, scheme: str, day: date) -> dict[str, object]:
    """Draw what entitles to benefits: the benefit period, stated or by enrolment and near its ends, and the rest."""
    facts: dict[str, object] = {
        "sex": "男" if rng.random() < 1 / 20 else "女",
        "maternity_cover": rng.random() < 19 / 20,
        "drug_certified": rng.random() < 19 / 20,
    }
    chance = rng.random()
    if chance < 4 / 5:
        return facts | {"in_benefit": rng.random() < 19 / 20}
    near = rng.choice((-1, 0, 0, 1, 40))
    if scheme == "居民":
        first = date(day.year, 1, 1)
        since = after_months(day, -rng.choice((0, 3, 3))) - timedelta(days=near)
        paid = min(max(rng.choice((since, first - timedelta(days=near), date(day.year, 3, 1))), first - _QUARTER), day)
        facts |= {"enrolment_case": "居民参保", "insured_last_year": rng.random() < 1 / 2, "payment_date": paid}
        paid_for = "缴费当年的" if paid.year == day.year else "缴费次年的"
        return facts | {"premium_paid_for": paid_for, "spanned_years_paid": True}
    if chance < 9 / 10:
        paid = after_months(day, -6) - timedelta(days=near)
        return facts | {"enrolment_case": "职工初次参保", "contributor": "灵活就业", "payment_date": paid}
    months = rng.choice((0, 3, 4, 6, 7, 12, 13))
    since = after_months(date(day.year, day.month, 1), -rng.choice((2, 3, 4, months)))
    paid = after_months(day, -rng.choice((0, 6))) - timedelta(days=max(near, 0))
    is_paid = rng.random() < 2 / 3
    facts |= {"enrolment_case": "职工欠费", "arrears_months": months, "arrears_since": since, "arrears_paid": is_paid}
    return facts | {"payment_date": paid} if is_paid else facts


def _circumstance(rng: Random) -> dict[str, object]:
    if rng.random() < 19 / 20:
        return {"exclusion": "无"}
    exclusion = rng.choice(("工伤", "第三人责任", "公共卫生", "境外就医", "健身保健体检", "国家规定不予支付的其他费用"))
    if exclusion == "第三人责任":
        return {"exclusion": exclusion, "third_party_unpaid": rng.random() < 1 / 2}
    return {"exclusion": exclusion}


def _care(rng: Random, setting: str, scheme: str) -> dict[str, object]:
    """Draw where the care was given, and what for."""
    facts: dict[str, object] = _place(rng, setting) | {"in_one_course": False, "charged_deductible": 0}
    levels = list(AT_HOME["职工"])
    facts["provider_level"] = rng.choice(levels)
    match setting:
        case "住院":
            facts |= _course(rng, levels)
        case "急诊抢救" | "日间手术" if rng.random() < 1 / 4:
            facts["charged_deductible"] = rng.choice((99, 100, 400, 700, 1000)) * YUAN
        case "普通门诊" if scheme == "职工":
            facts["provider_level"] = rng.choice(("定点零售药店", *levels))
        case "门诊特病":
            recognised = rng.sample(SPECIAL, rng.choice((1, 1, 2)))
            disease = rng.choice(SPECIAL) if rng.random() < 1 / 20 else recognised[0]
            facts |= {"disease": disease, "recognised_diseases": tuple(recognised)}
        case "门诊慢病":
            chronic = [*CHRONIC_CAPS, "M02220", "M02220"]
            recognised = list(dict.fromkeys([*rng.sample(chronic, rng.choice((1, 1, 2, 3))), rng.choice(SPECIAL)]))
            disease = rng.choice(list(CHRONIC_CAPS)) if rng.random() < 1 / 20 else recognised[0]
            facts |= {"disease": disease, "recognised_diseases": tuple(recognised[: rng.randint(1, 4)])}
        case "两病":
            facts["two_diseases"] = rng.choice(("高血压", "糖尿病", "高血压和糖尿病"))
            facts["provider_level"] = rng.choice(("定点零售药店", *levels))
        case _:
            pass
    return facts


def _place(rng: Random, setting: str) -> dict[str, object]:
    if setting in ("产前检查", "依申请救助") or rng.random() < 1 / 2:
        return {"place_of_care": "市内", "referral": rng.choice(REFERRALS[""])}
    categories = [category for category in REFERRALS if category]
    if setting == "急诊抢救":
        categories = ["长期备案", "异地急诊抢救"]
    category = rng.choice(categories)
    return {
        "place_of_care": rng.choice(("省内市外", "省外")),
        "out_of_area": category,
        "referral": rng.choice(REFERRALS[category]),
    }


def _course(rng: Random, levels: list[str]) -> dict[str, object]:
    """Draw what went before an admission: nothing, the same event's outpatient part, or another hospital."""
    chance = rng.random()
    if chance < 1 / 2:
        return {}
    if chance < 2 / 3:
        return {"charged_deductible": rng.choice((99, 100, 300, 400, 700, 1000)) * YUAN}
    before = rng.choice(levels)
    charged = rng.choice((AT_HOME["职工"][before][0], AT_HOME["职工"][before][0], 1000))
    return {"in_one_course": True, "referred_from_level": before, "charged_deductible": charged * YUAN}


def _birth(rng: Random) -> dict[str, object]:
    delivery = rng.choice(("顺产", "难产"))
    babies = rng.choice((1, 1, 2, 3))
    if rng.random() < 1 / 2:
        return {
            "birth_event": "生育",
            "pregnancy_months": rng.choice((7, 8, 9)),
            "delivery": delivery,
            "babies": babies,
            "caesarean": delivery == "难产",
            "live_birth": True,
        }
    months = rng.choice((0, 3, 4, 5, 6, 7, 8))
    live = months >= 5 and rng.random() < 1 / 3
    caesarean = (live and delivery == "难产") or (not live and months >= 4 and rng.random() < 1 / 2)
    facts: dict[str, object] = {
        "birth_event": "终止妊娠",
        "pregnancy_months": months,
        "caesarean": caesarean,
        "live_birth": live,
    }
    return facts | {"delivery": delivery, "babies": babies} if live else facts


def _of_spouse(bill: Bill) -> Bill:
    """State what the residents' insurance has paid for the spouse: what was spent, up to its own limit and quota."""
    paid = min(bill.eligible, maternity_limit(bill, "居民"))
    quota = prenatal_quota(bill, "居民")
    return replace(bill, facts={**bill.facts, "spouse_medical_paid": paid, "spouse_prenatal_paid": quota})


def _day(rng: Random) -> date:
    """Draw a day, two of three in 2025, whose numbers are all published."""
    if rng.random() < 1 / 8:
        return rng.choice((FIRST, date(2025, 12, 31), date(2026, 1, 1), LAST))
    first, last = (FIRST, date(2025, 12, 31)) if rng.random() < 2 / 3 else (date(2026, 1, 1), LAST)
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _accumulators(rng: Random, scheme: str) -> dict[str, int]:
    accumulators = {}
    for code in ACCUMULATORS:
        chance = rng.random()
        if chance < 1 / 2:
            continue
        mark = round(rng.choice(CAPS[code]) * YUAN)
        if chance < 2 / 3:
            accumulators[code] = rng.randint(0, mark)
        elif chance < 5 / 6:
            accumulators[code] = max(mark - rng.choice((1, 12_345, 100_000, 1_000_000)), 0)
        else:
            accumulators[code] = mark + rng.choice((-1, 0, 0, 0, 1))
    if rng.random() < 1 / 6:  # the basic fund used up: what follows sees the whole bill
        accumulators["acc_basic"] = 14 * WAN if scheme == "职工" else 11 * WAN
    return accumulators


def _amount(rng: Random, setting: str, accumulators: Mapping[str, int]) -> int:
    """Draw an eligible expense: at a mark, at what a mark lacks after an accumulator, at what pays a cap, or any."""
    as_ward = setting in ("住院", "门诊特病", "急诊抢救", "日间手术", "单行支付药品", "依申请救助")
    usual, other = (LARGE, SMALL) if as_ward else (SMALL, LARGE)
    marks = usual if rng.random() < 3 / 4 else other
    mark = round(rng.choice(marks) * YUAN)
    match rng.randint(0, 5):
        case 0:
            amount = mark
        case 1:
            base = rng.choice(("acc_special_base", "acc_outpatient_base", "acc_large_base", "acc_serious_base"))
            amount = mark - accumulators.get(base, 0)
        case 2:
            base = rng.choice(("acc_basic", "acc_chronic", "acc_civil", "acc_assistance_base", "acc_tilted_base"))
            amount = mark - accumulators.get(base, 0)
        case 3:
            amount = mark * 100 // rng.choice((50, 60, 65, 70, 80, 82, 85, 90, 95))
        case 4:
            amount = round(rng.choice(LARGE + SMALL) * YUAN) + mark
        case _:
            amount = round(10 ** rng.uniform(0, 8.3))
    return max(amount + rng.choice((-1, 0, 0, 1)), 0)


def _part(rng: Random) -> int:
    """Draw a part of the expense that is not eligible."""
    return 0 if rng.random() < 1 / 2 else rng.choice((1, 100, rng.randint(0, 5 * WAN)))
