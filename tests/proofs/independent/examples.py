"""Examples worked out by hand, as a table: the worked examples of 巴中, and numbers of the manual they do not use.

An example that starts from what earlier payers left is set up by a fund that is used up, or as assistance on
application, whose expense is by definition what the person has paid. Amounts are yuan.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from proofs.independent.bill import SWITCHES, YUAN, Bill

DEFAULTS: Final = {switch: readings[0] for switch, readings in SWITCHES.items()}

Facts: TypeAlias = dict[str, object]

ENTITLED: Final[Facts] = {
    "in_benefit": True,
    "in_benefit_at_birth": True,
    "sex": "女",
    "maternity_cover": True,
    "drug_certified": True,
}
EMPLOYEE: Final[Facts] = {"scheme": "职工", "employment": "在职"} | ENTITLED
RETIRED: Final[Facts] = {"scheme": "职工", "employment": "退休"} | ENTITLED
RESIDENT: Final[Facts] = {"scheme": "居民"} | ENTITLED
HOME: Final[Facts] = {"place_of_care": "市内", "referral": "规范转诊"}
WARD: Final[Facts] = {"setting": "住院", "provider_level": "三级", **HOME}
CLINIC: Final[Facts] = {"setting": "普通门诊", "provider_level": "三级", **HOME}
SINGLE: Final[Facts] = {"setting": "单行支付药品"}
LARGE: Final[Facts] = {"large_expense_cover": True}
CIVIL: Final[Facts] = {"civil_servant": True}
RESIDENTS_USED: Final = {"acc_basic": 110_000}
EMPLOYEES_USED: Final = {"acc_basic": 140_000}


def away(category: str, referral: str = "规范转诊") -> Facts:
    """Put an admission elsewhere."""
    return {"setting": "住院", "place_of_care": "省外", "out_of_area": category, "referral": referral}


def chronic(disease: str, *also: str) -> Facts:
    """State a chronic disease treated, and others recognised."""
    return {"setting": "门诊慢病", "disease": disease, "recognised_diseases": (disease, *also), **HOME}


def special() -> Facts:
    """State a special disease treated."""
    tumour: Facts = {"disease": "M00500", "recognised_diseases": ("M00500",)}
    return {"setting": "门诊特病", "provider_level": "三级", **tumour, **HOME}


def transfer(before: str, charged: int, after: str) -> Facts:
    """Put an admission after another one in the same course of treatment."""
    course: Facts = {"in_one_course": True, "referred_from_level": before, "charged_deductible": charged * YUAN}
    return WARD | course | {"provider_level": after}


def birth(setting: str, delivery: str, babies: int = 1) -> Facts:
    """State a birth."""
    return {"setting": setting, "birth_event": "生育", "delivery": delivery, "babies": babies, "pregnancy_months": 9}


def termination(setting: str, months: int, *, caesarean: bool = False) -> Facts:
    """State a termination without a live infant."""
    return {
        "setting": setting,
        "birth_event": "终止妊娠",
        "pregnancy_months": months,
        "caesarean": caesarean,
        "live_birth": False,
    }


def applied(*identities: str) -> Facts:
    """State an application for assistance."""
    return {"setting": "依申请救助", "assistance": identities, **HOME}


def years(*, running: int = 1, unclaimed: int = 0, missed: int = 0) -> Facts:
    """State an admission and the years insured before it."""
    return WARD | {"insured_years_running": running, "years_without_claim": unclaimed, "years_missed": missed}


class Example(NamedTuple):
    """One example, in yuan: who and what, the eligible expense, what each step must pay."""

    number: str
    facts: Mapping[str, object]
    eligible: float
    paid: Mapping[str, float]
    used: Mapping[str, float] = {}
    age: int = 40
    beyond: float = 0
    """Expense outside the catalogues."""
    advance: float = 0
    """Expense that is paid in advance."""
    readings: Mapping[str, str] = {}
    """Readings other than the first of their switches."""


WORKED: Final = [
    Example("W-01", RESIDENT | WARD | {"provider_level": "乡镇卫生院"}, 4200, {"basic": 3690}, beyond=300),
    # the limit of 大病 is what it pays of a million
    Example("W-10", RESIDENT | years(running=5), 1_000_000, {"serious": 304_000}, RESIDENTS_USED),
    Example("W-11", RESIDENT | years(running=6), 1_000_000, {"serious": 308_000}, RESIDENTS_USED),
    Example("W-12 after 15 steps", RESIDENT | years(running=19), 1_000_000, {"serious": 360_000}, RESIDENTS_USED),
    Example("W-12 before", RESIDENT | years(running=18), 1_000_000, {"serious": 356_000}, RESIDENTS_USED),
    Example("W-12 after more", RESIDENT | years(running=30), 1_000_000, {"serious": 360_000}, RESIDENTS_USED),
    Example("W-13 2026", RESIDENT | years(unclaimed=1), 1_000_000, {"serious": 304_000}, RESIDENTS_USED),
    Example("W-13 2027", RESIDENT | years(), 1_000_000, {"serious": 300_000}, RESIDENTS_USED),
    Example("W-14 2027", RESIDENT | years(unclaimed=2), 1_000_000, {"serious": 304_000}, RESIDENTS_USED),
    Example("W-15", RESIDENT | years(missed=1), 1_000_000, {"serious": 296_000}, RESIDENTS_USED),
    Example("W-16", RESIDENT | years(missed=2), 1_000_000, {"serious": 292_000}, RESIDENTS_USED),
    Example("W-17", RESIDENT | years(missed=15), 1_000_000, {"serious": 240_000}, RESIDENTS_USED),
    Example("W-17 more", RESIDENT | years(missed=16), 1_000_000, {"serious": 240_000}, RESIDENTS_USED),
    Example("C-01", EMPLOYEE | WARD, 10000, {"basic": 7440}),
    Example("C-02 转诊", EMPLOYEE | WARD | away("异地转诊"), 10000, {"basic": 6750}),
    Example("C-02 非转诊", EMPLOYEE | WARD | away("其他临时外出"), 10000, {"basic": 6300}),
    Example("C-02 长期备案", EMPLOYEE | WARD | away("长期备案"), 10000, {"basic": 7440}),
    Example("C-03", RESIDENT | WARD | away("异地转诊"), 10000, {"basic": 4950}),
    Example("C-04", RESIDENT | WARD | {"provider_level": "二级"}, 5000, {"basic": 3220}),
    # the rest of 700 above 400, at 60 %; nothing, at 70 %
    Example("C-05 二级→三级", RESIDENT | transfer("二级", 400, "三级"), 10000, {"basic": 5820}),
    Example("C-05 三级→二级", RESIDENT | transfer("三级", 700, "二级"), 10000, {"basic": 7000}),
    Example("C-06", EMPLOYEE | birth("生育", "难产", 2), 9000, {"basic": 6300}),
    Example("C-06 产检", EMPLOYEE | birth("产前检查", "难产", 2), 900, {"prenatal": 800}),
    Example("C-07", EMPLOYEE | birth("生育", "顺产"), 3000, {"basic": 3000}),
    Example("C-08", EMPLOYEE | termination("生育", 5, caesarean=True), 4000, {"basic": 2700}),
    Example("C-08 产检", EMPLOYEE | termination("产前检查", 5, caesarean=True), 600, {"prenatal": 500}),
    Example("C-09", RESIDENT | birth("生育", "顺产", 2), 5000, {"basic": 2800}),
    Example("C-09 产检", RESIDENT | birth("产前检查", "顺产", 2), 600, {"prenatal": 500}),
    Example("C-09 终止妊娠", RESIDENT | termination("生育", 5), 5000, {"basic": 1000}),
    Example("C-09 终止妊娠产检", RESIDENT | termination("产前检查", 5), 600, {}),
    Example(
        "C-10",
        EMPLOYEE
        | birth("配偶生育补差", "顺产")
        | {"spouse_medical_paid": 2000 * YUAN, "spouse_prenatal_paid": 500 * YUAN},
        4000,
        {"basic": 1500, "prenatal": 300},
    ),
    Example("C-11", EMPLOYEE | LARGE | WARD, 30400, {"large": 25500}, EMPLOYEES_USED),
    Example("C-12", EMPLOYEE | LARGE | WARD, 150_400, {"large": 130_000}, EMPLOYEES_USED),
    Example("C-13", RETIRED | LARGE | WARD, 150_000, {"large": 137_500}, EMPLOYEES_USED, age=80),
    Example("C-13 at 79", RETIRED | LARGE | WARD, 150_000, {"large": 130_000}, EMPLOYEES_USED, age=79),
    Example("C-14", EMPLOYEE | CIVIL | WARD, 40000, {"civil": 20000}, EMPLOYEES_USED),
    Example("C-15 三级", EMPLOYEE | CLINIC, 1200, {"basic": 500}),
    Example("C-15 二级", EMPLOYEE | CLINIC | {"provider_level": "二级"}, 1200, {"basic": 600}),
    Example("C-15 封顶", EMPLOYEE | CLINIC | {"provider_level": "二级"}, 2000, {"basic": 800}),
    Example("C-16 三级", RETIRED | CLINIC, 1150, {"basic": 600}),
    Example("C-16 二级", RETIRED | CLINIC | {"provider_level": "二级"}, 1150, {"basic": 700}),
    Example("C-17", RESIDENT | CLINIC, 150, {"basic": 75}),
    Example("C-17 封顶", RESIDENT | CLINIC, 300, {"basic": 100}),
    Example("C-18", EMPLOYEE | chronic("M01701"), 900, {"basic": 810}),
    Example("C-18 封顶", EMPLOYEE | chronic("M01701"), 2000, {"basic": 1000}),
    Example("C-18 居民", RESIDENT | chronic("M01701"), 2000, {"basic": 600}),
    Example("C-19", RESIDENT | chronic("M01701", "M06900"), 3000, {"basic": 1500}),
    Example("C-20", EMPLOYEE | chronic("M02220"), 900, {}),
    Example("C-20 居民", RESIDENT | chronic("M02220"), 900, {"basic": 600}),
    Example("C-21", RESIDENT | special(), 10400, {"basic": 6000}),
    Example("C-21 职工", EMPLOYEE | special(), 10400, {"basic": 7000}),
    Example("C-22", RESIDENT | {"setting": "两病", "two_diseases": "高血压"}, 500, {"basic": 200}),
    Example("C-22 双病", EMPLOYEE | {"setting": "两病", "two_diseases": "高血压和糖尿病"}, 1200, {"basic": 500}),
    Example("C-23", EMPLOYEE | LARGE | CIVIL | SINGLE, 10000, {"basic": 7000}),
    Example("C-23 居民", RESIDENT | SINGLE, 10000, {"basic": 6000}),
    Example("C-25", RESIDENT | years(), 114_448, {"serious": 60000}, RESIDENTS_USED),
    Example("C-26", RESIDENT | years(), 314_448, {"serious": 215_000}, RESIDENTS_USED),
    Example("C-28", RESIDENT | years(), 464_448, {"serious": 300_000}, RESIDENTS_USED),
    Example("C-29", RESIDENT | applied("低保对象"), 10000, {"assist": 7000}),
    Example("C-29 特困", RESIDENT | applied("特困人员"), 10000, {"assist": 10000}),
    Example("C-30 监测", RESIDENT | applied("防止返贫监测对象"), 11444.8, {"assist": 6500}),
    Example("C-30 边缘", RESIDENT | applied("低保边缘家庭成员"), 12889.6, {"assist": 5000}),
    Example("C-30 因病致贫", RESIDENT | applied("因病致贫重病患者"), 17224, {"assist": 5000}),
    Example("C-31", RESIDENT | applied("低保对象"), 40000, {"assist": 20000}),
    Example(
        "C-32",
        EMPLOYEE | WARD | {"assistance": ("低保对象",)},
        18500,
        {"tilted": 5000},
        EMPLOYEES_USED | {"acc_assistance": 20000},
    ),
    Example(
        "C-32 特困",
        EMPLOYEE | WARD | {"assistance": ("特困人员",)},
        18500,
        {"tilted": 10000},
        EMPLOYEES_USED | {"acc_assistance": 30000},
    ),
    Example("C-58", EMPLOYEE | LARGE | WARD, 1_000_000, {"basic": 140_000, "large": 500_000}),
    Example(
        "C-58 公务员", EMPLOYEE | LARGE | CIVIL | WARD, 1_000_000, {"basic": 140_000, "civil": 20000, "large": 500_000}
    ),
]
"""The worked examples; a step that pays nothing may be there or not."""

FULL: Final[Facts] = EMPLOYEE | CIVIL | LARGE
IN_NEED: Final[Facts] = EMPLOYEE | WARD | {"assistance": ("低保对象",)}
INJURED: Final[Facts] = EMPLOYEE | WARD | {"exclusion": "第三人责任"}
UNGRADED: Final[Facts] = {"provider_level": "未定级"}
MONITORED: Final[Facts] = RESIDENT | applied("防止返贫监测对象")
NEARLY: Final = EMPLOYEES_USED | {"acc_large_base": 90_400}
SO_FAR: Final = RESIDENTS_USED | {"acc_serious_base": 104_448}
HELPED: Final = EMPLOYEES_USED | {"acc_assistance": 30_000}

BY_HAND: Final = [
    # 2-27, 3-11: the levels the worked examples leave out
    Example("职工乡镇", EMPLOYEE | WARD | {"provider_level": "乡镇卫生院"}, 10000, {"basic": 8910}),
    Example("职工未定级", EMPLOYEE | WARD | UNGRADED, 10000, {"basic": 8245}),
    Example("职工一级", EMPLOYEE | WARD | {"provider_level": "一级"}, 10000, {"basic": 8245}),
    Example("职工二级", EMPLOYEE | WARD | {"provider_level": "二级"}, 10000, {"basic": 7872}),
    Example("居民未定级", RESIDENT | WARD | UNGRADED, 10000, {"basic": 7760}),
    Example("居民一级", RESIDENT | WARD | {"provider_level": "一级"}, 10000, {"basic": 7760}),
    Example("居民三级", RESIDENT | WARD, 10000, {"basic": 5580}),
    Example("不足起付", EMPLOYEE | WARD, 699.99, {}),
    Example("同一次急诊已扣", EMPLOYEE | WARD | {"charged_deductible": 700 * YUAN}, 1000, {"basic": 800}),
    # 2-33, 2-36
    Example("公务员60%", EMPLOYEE | CIVIL | WARD, 10000, {"basic": 7440, "civil": 1536}),
    Example(
        "大额接着算", EMPLOYEE | LARGE | WARD, 20000, {"large": 17500}, EMPLOYEES_USED | {"acc_large_base": 90_400}
    ),
    Example("退休无起付", RETIRED | LARGE | WARD, 30400, {"large": 25840}, EMPLOYEES_USED),
    # 2-39
    Example("三方", FULL | CLINIC, 1200, {"basic": 500, "civil": 420, "large": 196}),
    Example("三方封顶", FULL | CLINIC, 5000, {"basic": 800, "civil": 700, "large": 600}),
    Example("退休封顶", RETIRED | CLINIC, 5000, {"basic": 1000}),
    Example("起付余50", EMPLOYEE | CLINIC, 1200, {"basic": 575}, {"acc_outpatient_base": 150}),
    # 4-3, 4-5, 4-19
    Example("1500一档", EMPLOYEE | CIVIL | chronic("M04600"), 2000, {"basic": 1500, "civil": 300}),
    Example("1500一档公务员封顶", EMPLOYEE | CIVIL | chronic("M04600"), 5000, {"basic": 1500, "civil": 1500}),
    Example("800一档", RESIDENT | chronic("M04600"), 5000, {"basic": 800}),
    Example("2000一档", EMPLOYEE | chronic("M06200"), 5000, {"basic": 2000}),
    Example("特病起付余100", RESIDENT | special(), 1000, {"basic": 540}, {"acc_special_base": 300}),
    Example("糖尿病", RESIDENT | {"setting": "两病", "two_diseases": "糖尿病"}, 700, {"basic": 300}),
    Example("半分进一", RESIDENT | {"setting": "两病", "two_diseases": "糖尿病"}, 500.01, {"basic": 250.01}),
    # 3-23, 6-5
    Example(
        "大病接着算", RESIDENT | years(), 20000, {"serious": 13000}, RESIDENTS_USED | {"acc_serious_base": 104_448}
    ),
    Example("特困封顶", RESIDENT | applied("特困人员"), 40000, {"assist": 30000}),
    Example("孤儿", RESIDENT | applied("孤儿"), 10000, {"assist": 10000}),
    Example("孤儿封顶", RESIDENT | applied("孤儿"), 40000, {"assist": 30000}),
    Example("监测封顶", MONITORED, 40000, {"assist": 20000}),
    Example("边缘封顶", RESIDENT | applied("低保边缘家庭成员"), 30000, {"assist": 10000}),
    Example("因病致贫封顶", RESIDENT | applied("因病致贫重病患者"), 40000, {"assist": 10000}),
    Example(
        "起付余千元", RESIDENT | applied("防止返贫监测对象"), 11000, {"assist": 6500}, {"acc_assistance_base": 444.8}
    ),
    Example("待遇就高", RESIDENT | applied("低保边缘家庭成员", "低保对象"), 10000, {"assist": 7000}),
    Example("未按规定转诊", RESIDENT | applied("低保对象") | {"referral": "未按规定转诊"}, 10000, {}),
    Example("倾斜100%", IN_NEED | {"assistance": ("特困人员",)}, 8600, {"tilted": 100}, HELPED),
    Example("倾斜封顶", IN_NEED | {"assistance": ("特困人员",)}, 30000, {"tilted": 10000}, HELPED),
    # 2-28, 3-14
    Example("居民难产", RESIDENT | birth("生育", "难产"), 5000, {"basic": 3500}),
    Example("满4月", EMPLOYEE | termination("生育", 4), 3000, {"basic": 1800}),
    Example("不满4月", EMPLOYEE | termination("生育", 3, caesarean=True), 3000, {"basic": 500}),
    Example("居民不满4月", RESIDENT | termination("生育", 3), 3000, {"basic": 200}),
    Example("居民满4月剖宫", RESIDENT | termination("生育", 4, caesarean=True), 3000, {"basic": 1500}),
    Example("活婴", EMPLOYEE | termination("生育", 6) | {"live_birth": True, "babies": 1}, 5000, {"basic": 3500}),
    Example("产检满4月", EMPLOYEE | termination("产前检查", 4), 600, {"prenatal": 500}),
    Example("产检不满4月", EMPLOYEE | termination("产前检查", 3), 600, {"prenatal": 200}),
    Example("居民产检满7月", RESIDENT | termination("产前检查", 7), 600, {"prenatal": 500}),
    Example("居民产检不满7月", RESIDENT | termination("产前检查", 6), 600, {}),
    Example("居民产检活婴", RESIDENT | termination("产前检查", 6) | {"live_birth": True}, 600, {"prenatal": 500}),
    # 1-6
    Example("工伤", EMPLOYEE | WARD | {"exclusion": "工伤"}, 10000, {}),
    Example("第三人", INJURED | {"third_party_unpaid": False}, 10000, {}),
    Example("先行支付", INJURED | {"third_party_unpaid": True}, 10000, {"basic": 7440}),
]
"""Numbers of the manual, and rules of the conventions, that no worked example uses."""

FILED: Final[Facts] = EMPLOYEE | WARD | away("其他临时外出（已备案）")
ABROAD: Final[Facts] = {"place_of_care": "省外", "out_of_area": "异地转诊"}
FARTHER: Final[Facts] = RESIDENT | transfer("三级", 700, "三级") | ABROAD
EMERGENCY: Final[Facts] = RESIDENT | WARD | {"setting": "急诊抢救"}
URGENT: Final[Facts] = IN_NEED | {"referral": "急诊急症"}
CHECKED: Final[Facts] = RESIDENT | birth("产前检查", "顺产")
SPOUSE: Final[Facts] = EMPLOYEE | birth("配偶生育补差", "顺产") | {"spouse_medical_paid": 2000 * YUAN}
SHARED: Final[Facts] = RESIDENT | special() | {"charged_deductible": 300 * YUAN}
BOTH: Final[Facts] = RESIDENT | years(running=20, missed=1)
SINGLE_USED: Final = {"acc_basic": 100_000, "acc_single": 6000}

OTHERWISE: Final[list[tuple[str, str, Facts, float, Mapping[str, float], Mapping[str, float]]]] = [
    ("大额起付周期", "每次住院", EMPLOYEE | LARGE | WARD, 20000, {"large": 16660}, NEARLY),
    ("大额免起付人员", "400元", RETIRED | LARGE | WARD, 30400, {"large": 25500}, EMPLOYEES_USED),
    ("公务员慢病补助比例", "100%", EMPLOYEE | CIVIL | chronic("M04600"), 2000, {"basic": 1500, "civil": 500}, {}),
    ("公务员住院基数", "不含起付", EMPLOYEE | CIVIL | WARD, 10000, {"basic": 7440, "civil": 1116}, {}),
    ("门诊统筹起付进入公务员大额", "不进入", FULL | CLINIC, 1200, {"basic": 500, "civil": 300, "large": 140}, {}),
    ("大病累计", "每次住院", RESIDENT | years(), 20000, {"serious": 3331.2}, SO_FAR),
    ("大病限额奖惩并存", "相抵", BOTH, 1_000_000, {"serious": 360_000}, RESIDENTS_USED),
    ("大病限额奖惩并存", "分别封顶", BOTH, 1_000_000, {"serious": 356_000}, RESIDENTS_USED),
    ("零报销激励累计", "累计", RESIDENT | years(unclaimed=2), 1_000_000, {"serious": 308_000}, RESIDENTS_USED),
    # 600 pays 90 % of 666.67; half of the other 133.33
    ("慢病超限额", "进门诊统筹", RESIDENT | chronic("M01701"), 800, {"basic": 600, "pooling": 66.67}, {}),
    ("特病市外", "比例不变", RESIDENT | special() | ABROAD, 10400, {"basic": 6000}, {}),
    ("特病市外", "同住院", RESIDENT | special() | ABROAD, 10400, {"basic": 5500}, {}),
    ("特病起付", "与住院共用", SHARED, 10400, {"basic": 6180}, {}),
    ("单行支付进入救助", "进入", RESIDENT | applied("低保对象") | SINGLE, 10000, {"basic": 6000, "assist": 2800}, {}),
    ("单行支付占用年度限额", "占用", RESIDENT | SINGLE, 10000, {"basic": 4000}, SINGLE_USED),
    ("其他临时外出已备案", "降5%", FILED, 10000, {"basic": 6750}, {}),
    ("其他临时外出已备案", "降10%", FILED, 10000, {"basic": 6300}, {}),
    ("市内三级转市外三级起付", "不再计", FARTHER, 10000, {"basic": 5500}, {}),
    ("市内三级转市外三级起付", "补差", FARTHER, 10000, {"basic": 5335}, {}),
    ("职工转诊起付差额", "不适用", EMPLOYEE | transfer("二级", 400, "三级"), 10000, {"basic": 7440}, {}),
    ("职工转诊起付差额", "参照居民", EMPLOYEE | transfer("二级", 400, "三级"), 10000, {"basic": 7760}, {}),
    ("居民急诊未住院", "门诊统筹", EMERGENCY, 150, {"basic": 75}, {}),
    ("居民急诊未住院", "按住院", EMERGENCY, 10000, {"basic": 5580}, {}),
    ("孤儿常规救助", "不享受", RESIDENT | applied("孤儿"), 10000, {}, {}),
    ("倾斜救助急诊", "免转诊条件", URGENT, 18500, {"tilted": 5000}, HELPED),
    ("倾斜救助急诊", "不享受", URGENT, 18500, {}, HELPED),
    ("救助起付周期", "每次", MONITORED, 11444.8, {"assist": 6500}, {"acc_assistance_base": 1444.8}),
    ("配偶补差方式", "实际费用", SPOUSE, 3000, {"basic": 1000, "prenatal": 300}, {}),
    ("配偶补差方式", "定额相减", SPOUSE, 3000, {"basic": 1500, "prenatal": 300}, {}),
    ("居民产前检查占用年度限额", "占用", CHECKED, 0, {"prenatal": 200}, {"acc_basic": 109_800}),
    ("产前检查不足定额", "据实", EMPLOYEE | birth("产前检查", "顺产"), 600, {"prenatal": 600}, {}),
    ("慢病自付进入大病", "进入", RESIDENT | chronic("M01701"), 16048, {"basic": 600, "serious": 600}, {}),
]
"""A switch, a reading of it, and what is paid of an expense under it."""

UNDER_READINGS: Final = [
    *(
        Example(f"{switch}：{reading}", facts, eligible, paid, used, readings={switch: reading})
        for switch, reading, facts, eligible, paid, used in OTHERWISE
    ),
    Example("先行自付不进入大病", RESIDENT | years(), 14448, {}, RESIDENTS_USED, advance=1000),
    Example(
        "先行自付进入大病",
        RESIDENT | years(),
        14448,
        {"serious": 600},
        RESIDENTS_USED,
        advance=1000,
        readings={"先行自付进入大病": "进入"},
    ),
]


def bill_of(example: Example) -> Bill:
    """State the bill of ``example``, of a day whose numbers are all published."""
    eligible, beyond, advance = (round(part * YUAN) for part in (example.eligible, example.beyond, example.advance))
    return Bill(
        facts=example.facts,
        age=example.age,
        care_date=date(2025, 12, 1),
        total=eligible + beyond + advance,
        fully_self_paid=beyond,
        advance_self_payment=advance,
        accumulators=fen(example.used),
    )


def fen(amounts: Mapping[str, float]) -> dict[str, int]:
    """Turn yuan into fen."""
    return {name: round(amount * YUAN) for name, amount in amounts.items()}
