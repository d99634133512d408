"""The numbers of the 巴中 manual, as it states them, and how to find the one that holds.

The number after 手册 is chapter-question. Amounts are written in yuan or 万元 and handed out in fen.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from proofs.independent.bill import WAN, YUAN, Bill, NotPublishedError, Readings

Rates: TypeAlias = Mapping[str, tuple[int, int]]
"""By level of the provider: deductible in yuan, ratio in percent."""

# 手册 2-27（一）and 3-11（一）: within the city; the first rows of the tables outside it (长期备案) repeat them.
AT_HOME: Final[Mapping[str, Rates]] = {
    "职工": {"乡镇卫生院": (100, 90), "未定级": (300, 85), "一级": (300, 85), "二级": (400, 82), "三级": (700, 80)},
    "居民": {"乡镇卫生院": (100, 90), "未定级": (300, 80), "一级": (300, 80), "二级": (400, 70), "三级": (700, 60)},
}
# 手册 2-27（二）and 3-11（二）, second rows: 转诊, 急诊抢救. The 000 printed for residents at level 3 is 1000.
TEMPORARY: Final[Mapping[str, Rates]] = {
    "职工": {
        "乡镇卫生院": (1000, 85),
        "未定级": (1000, 80),
        "一级": (1000, 80),
        "二级": (1000, 77),
        "三级": (1000, 75),
    },
    "居民": {
        "乡镇卫生院": (1000, 85),
        "未定级": (1000, 75),
        "一级": (1000, 75),
        "二级": (1000, 65),
        "三级": (1000, 55),
    },
}
# 手册 2-27（二）and 3-11（二）, third rows: 非急诊且未转诊的其他临时外出.
UNREFERRED: Final[Mapping[str, Rates]] = {
    "职工": {
        "乡镇卫生院": (1000, 80),
        "未定级": (1000, 75),
        "一级": (1000, 75),
        "二级": (1000, 72),
        "三级": (1000, 70),
    },
    "居民": {
        "乡镇卫生院": (1000, 80),
        "未定级": (1000, 70),
        "一级": (1000, 70),
        "二级": (1000, 60),
        "三级": (1000, 50),
    },
}
LEVELS: Final = {"定点零售药店": 0, "乡镇卫生院": 1, "未定级": 2, "一级": 2, "二级": 3, "三级": 4}
"""Levels of providers, low to high."""

# 手册 2-37 and 3-16: the basic fund in a calendar year.
BASIC_CAP: Final = {"职工": 14 * WAN, "居民": 11 * WAN}
CIVIL_CAP: Final = 2 * WAN  # 手册 2-33
CIVIL_CHRONIC_CAP: Final = 1500 * YUAN  # 手册 2-33
LARGE_CAP: Final = 50 * WAN  # 手册 2-37
SPECIAL_DEDUCTIBLE: Final = 400 * YUAN  # 手册 4-5: that of a level 2 hospital
SPECIAL_PERCENT: Final = {"职工": 70, "居民": 60}  # 手册 4-5
CHRONIC_PERCENT: Final = 90  # 手册 4-3
SINGLE_PERCENT: Final = {"职工": 70, "居民": 60}  # 手册 5-2
# 手册 4-19; those who have both have 500 in all.
TWO_DISEASES_CAP: Final = {"高血压": 200 * YUAN, "糖尿病": 300 * YUAN, "高血压和糖尿病": 500 * YUAN}

# 手册 4-3: employees, residents.
CHRONIC_CAPS: Final[Mapping[str, tuple[int | None, int]]] = {
    **dict.fromkeys(
        (
            *("M01701", "M01702", "M03600", "M04301", "M06101", "M03300", "M03911", "M01603", "M00100"),
            *("M00202", "M00201", "M02500", "M04200", "M05400", "M06700", "M07110", "M07300", "M08206"),
            *("M12700", "M00406", "M07000", "M07900", "M02219", "M02204", "M02205", "M02207", "M02208"),
        ),
        (1000, 600),
    ),
    **dict.fromkeys(("M02400", "M04500", "M04600", "M02300", "M04803", "M05300", "M04100"), (1500, 800)),
    **dict.fromkeys(
        (
            *("M02202", "M02209", "M02221", "M07700", "M07603"),
            *("M06200", "M07106", "M10800", "M06900", "M07200"),
        ),
        (2000, 1500),
    ),
    "M02220": (None, 600),  # printed "/": employees are not entitled
}


class Bands(NamedTuple):
    """Ratios in percent by bands above the deductible: up to each limit (fen, inclusive), and beyond the last."""

    limits: tuple[int, ...]
    percents: tuple[int, ...]


def flat(percent: int) -> Bands:
    """Make one band of all there is."""
    return Bands((), (percent,))


def inpatient_rate(bill: Bill, readings: Readings) -> tuple[int, int]:
    """Find the deductible standard (fen) and the ratio (percent) of an admission."""
    category = bill.text("out_of_area")
    if bill.text("place_of_care") == "市内" or category == "长期备案":
        rates = AT_HOME
    elif category in ("异地转诊", "异地急诊抢救"):
        rates = TEMPORARY
    elif category == "其他临时外出（已备案）":
        # 手册 1-29 with 1-30（二）and（三）: filed, and yet neither referred nor an emergency.
        rates = {"降5%": TEMPORARY, "降10%": UNREFERRED}[readings["其他临时外出已备案"]]
    else:
        rates = UNREFERRED
    deductible, percent = rates[bill.text("scheme")][bill.text("provider_level")]
    return deductible * YUAN, percent


def inpatient_deductible(bill: Bill, standard: int, readings: Readings) -> int:
    """Tell how much of the ``standard`` is due, after what the course of treatment or event has been charged."""
    rest = max(standard - bill.number("charged_deductible"), 0)
    if not bill.holds("in_one_course"):
        return rest  # an emergency and the admission that follows share one deductible (手册 2-31, 3-15)
    if bill.text("scheme") == "职工" and readings["职工转诊起付差额"] == "不适用":
        return standard
    # 手册 3-12: to a higher level the difference, to the same or a lower one nothing.
    if LEVELS[bill.text("referred_from_level")] < LEVELS[bill.text("provider_level")]:
        return rest
    return rest if readings["市内三级转市外三级起付"] == "补差" else 0


def chronic_cap(bill: Bill) -> int | None:
    """Find the yearly cap for chronic diseases (fen), the highest of those recognised; none: not entitled."""
    column = ("职工", "居民").index(bill.text("scheme"))
    disease = bill.text("disease")
    recognised = bill.texts("recognised_diseases")
    caps = {code: CHRONIC_CAPS[code][column] for code in recognised if code in CHRONIC_CAPS}
    if caps.get(disease) is None:
        return None  # 手册 4-15（一）: not recognised; 4-3: "/"
    return max(cap for cap in caps.values() if cap is not None) * YUAN


def outpatient_rate(bill: Bill) -> tuple[int, int, int]:
    """Find deductible (fen), ratio (percent) and cap (fen) of ordinary outpatient care in a year."""
    if bill.text("scheme") == "居民":
        return 0, 50, 100 * YUAN  # 手册 3-18
    percent = 50 if bill.text("provider_level") == "三级" else 60  # 手册 2-39
    if bill.text("employment") == "退休":
        return 150 * YUAN, percent + 10, 1000 * YUAN
    return 200 * YUAN, percent, 800 * YUAN


def large_rate(bill: Bill, readings: Readings) -> tuple[int, Bands]:
    """Find deductible (fen) and ratios of the employees' large-expense subsidy (手册 2-36)."""
    old = bill.age >= 80
    exempt = old or bill.text("employment") == "退休" or bill.holds("large_expense_listed")
    if readings["大额免起付人员"] == "400元":
        exempt = False
    return 0 if exempt else 400 * YUAN, Bands((10 * WAN,), (90, 95) if old else (85, 90))


def favoured(bill: Bill) -> bool:
    """Tell whether serious-illness insurance favours the person (手册 3-24, 3-26)."""
    return not {"特困人员", "孤儿", "低保对象"}.isdisjoint(bill.texts("assistance"))


def serious_rate(bill: Bill, readings: Readings) -> tuple[int, Bands]:
    """Find deductible (fen) and ratios of the residents' serious-illness insurance (手册 3-22 to 3-24)."""
    carried_on = bill.care_date.year > 2025 and readings["大病起付沿用"] == "沿用上年"
    if bill.care_date.year != 2025 and not carried_on:
        raise NotPublishedError("大病保险起付标准")
    deductible, more = 14448 * YUAN, 0
    if favoured(bill):
        deductible, more = deductible // 2, 5
    return deductible, Bands((10 * WAN, 20 * WAN), (60 + more, 70 + more, 85 + more))


def serious_cap(bill: Bill, readings: Readings) -> int | None:
    """Find the yearly cap of serious-illness insurance (fen, 手册 3-9, 3-10, 3-26); none: no cap."""
    if favoured(bill):
        return None
    original, step = 30 * WAN, 4000 * YUAN
    most = original * 20 // 100
    unclaimed = bill.number("years_without_claim")
    if readings["零报销激励累计"] == "不累计":
        unclaimed = min(unclaimed, 1)
    more = step * (max(bill.number("insured_years_running") - 4, 0) + unclaimed)
    less = step * bill.number("years_missed")
    if bill.number("insured_years_running") > 1 and readings["断保扣减年限"] == "只扣一年":
        less = 0  # the gap lowers the cap of the year of return only
    if readings["大病限额奖惩并存"] == "分别封顶":
        return original + min(more, most) - min(less, most)
    return original + max(min(more - less, most), -most)


class Assistance(NamedTuple):
    """Routine assistance of one identity: deductible (percent of last year's income), ratio (percent), cap (yuan)."""

    income_percent: int
    percent: int
    cap: int


# 手册 6-5（一）, best first: who has several identities has the best (待遇就高). 孤儿 is lost in print: "特困人员、".
ASSISTANCE: Final[Sequence[tuple[str, Assistance]]] = (
    ("特困人员", Assistance(0, 100, 30000)),
    ("孤儿", Assistance(0, 100, 30000)),
    ("低保对象", Assistance(0, 70, 20000)),
    ("防止返贫监测对象", Assistance(5, 65, 20000)),
    ("低保边缘家庭成员", Assistance(10, 50, 10000)),
    ("因病致贫重病患者", Assistance(25, 50, 10000)),
)


def is_assisted(bill: Bill) -> bool:
    """Tell whether assistance is for such a person, referred as is asked (手册 6-1, 6-5（一））."""
    return bool(set(bill.texts("assistance")) - {"无"}) and bill.text("referral") != "未按规定转诊"


def routine_assistance(bill: Bill, readings: Readings) -> Assistance | None:
    """Find the routine assistance of the best identity; none: not entitled."""
    for identity, assistance in ASSISTANCE:
        entitled = identity != "孤儿" or readings["孤儿常规救助"] == "同特困"
        if entitled and identity in bill.texts("assistance"):
            return assistance
    return None


def assistance_deductible(bill: Bill, assistance: Assistance, readings: Readings) -> int:
    """Find the deductible (fen) of routine assistance."""
    if assistance.income_percent == 0:
        return 0
    # The income that 14448 is half of: carried on, if it is.
    carried_on = bill.care_date.year > 2025 and readings["大病起付沿用"] == "沿用上年"
    if bill.care_date.year != 2025 and not carried_on:
        raise NotPublishedError("上年城乡居民人均可支配收入")
    income = 14448 * 2 * YUAN  # 手册 3-22: 14448 is half of it
    return income * assistance.income_percent // 100


def tilted_percent(bill: Bill, readings: Readings) -> int | None:
    """Find the ratio of tilted assistance (手册 6-5（二）, percent); none: not entitled."""
    identities = set(bill.texts("assistance")) - {"无"}
    referral = bill.text("referral")
    if not identities or referral == "未按规定转诊":
        return None
    if referral in ("急诊急症", "异地长期备案"):
        if readings["倾斜救助急诊"] == "不享受":
            return None
    elif bill.text("place_of_care") == "省外":
        return None
    return 50 if identities.isdisjoint({"特困人员", "孤儿"}) else 100


def tilted_line(bill: Bill, readings: Readings) -> int:
    """Find the monitoring line of the year (fen)."""
    carried_on = bill.care_date.year > 2025 and readings["监测线沿用"] == "沿用上年"
    if bill.care_date.year != 2025 and not carried_on:
        raise NotPublishedError("防止返贫监测线")
    return 8500 * YUAN  # 手册 6-5（二）


TILTED_CAP: Final = 10000 * YUAN  # 手册 6-5（二）


def maternity_limit(bill: Bill, scheme: str) -> int:
    """Find the limit of maternity medical expense (fen, 手册 2-28（二）（三） and 3-14（二）（三））."""
    employee = scheme == "职工"
    if bill.text("birth_event") == "生育" or bill.holds("live_birth"):
        difficult = bill.text("delivery") == "难产" or bill.holds("caesarean")
        usual, hard = (3500, 5500) if employee else (2000, 3500)
        return ((hard if difficult else usual) + 800 * max(bill.number("babies") - 1, 0)) * YUAN
    if bill.number("pregnancy_months") >= 4:
        usual, more = (1800, 900) if employee else (1000, 500)
        return (usual + (more if bill.holds("caesarean") else 0)) * YUAN
    return (500 if employee else 200) * YUAN


def prenatal_quota(bill: Bill, scheme: str) -> int:
    """Find the quota for prenatal checks (fen, 手册 2-28（一）（三） and 3-14（一）（三））."""
    as_birth = bill.text("birth_event") == "生育" or bill.holds("live_birth")
    months = bill.number("pregnancy_months")
    if scheme == "居民":
        return 500 * YUAN if as_birth or months >= 7 else 0
    if as_birth:
        return 800 * YUAN
    return (500 if months >= 4 else 200) * YUAN
