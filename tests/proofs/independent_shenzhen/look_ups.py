"""What the booklet of 深圳 (≈ 2020) answers apart from bills: each function an answer, from stated facts.

None stands for a question the booklet leaves without an answer. Money is fen, a percentage a fraction.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

Facts: TypeAlias = Mapping[str, object]

YEARS_3: Final = 36
YEAR: Final = 12


def after_months(day: date, months: int) -> date:
    """Return the day so many calendar months later, the last of its month where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# Joining and contributions (问 1–4)


def tiers_to_join(facts: Facts, age: int) -> list[str] | None:
    """Return the tiers somebody who does not work may join (问 1, 2)."""
    if facts.get("达退休年龄后随迁入户"):
        return None if facts["按月领取养老待遇"] else ["一档"]
    resident = facts["本市户籍"] and not facts["从业"] and not facts["达到法定退休年龄"]
    return ["一档", "二档"] if resident and age >= 18 else None


def contribution_rate(facts: Facts, age: int) -> Fraction | None:
    """Return the share of the base that is paid each month (问 1, 2)."""
    tiers = tiers_to_join(facts, age)
    if tiers is None or facts["参保档次"] not in tiers:
        return None
    if facts["参保档次"] == "二档":
        return Fraction(8, 1000)
    if facts.get("达退休年龄后随迁入户"):
        return Fraction(117, 1000)
    young = age < (60 if facts["性别"] == "男" else 50)
    return Fraction(82 if young else 117, 1000)


def base_may_be_chosen(base: int, monthly_wage: int) -> bool:
    """Tell whether a tier-one base lies from 40% to 300% of the average monthly wage (问 2)."""
    return Fraction(40, 100) * monthly_wage <= base <= 3 * monthly_wage


def contribution(facts: Facts, age: int, monthly_wage: int) -> Fraction | None:
    """Return what is paid each month, in fen, not rounded (问 1, 2)."""
    rate = contribution_rate(facts, age)
    if rate is None:
        return None
    if facts["参保档次"] == "二档" or facts.get("达退休年龄后随迁入户"):
        return rate * monthly_wage
    base = facts["缴费基数"]
    assert isinstance(base, int)
    return rate * base if base_may_be_chosen(base, monthly_wage) else None


def how_a_childs_premium_is_taken(facts: Facts) -> str:
    """Return from where it is taken (问 4)."""
    if facts["在园在校"]:
        return "学校代缴"
    by_card = not facts["首次参保缴费"] and facts["金融社保卡金融功能已激活"]
    return "金融社保卡账号划扣" if by_card else "监护人银行账户代扣"


# The chosen place and the personal account (问 8, 15, 17, 22)


def places_to_choose(tier: str, age: int, child_until: int = 15) -> list[str] | None:
    """Return the kinds of places a person may choose for outpatient care (问 15)."""
    if tier == "一档":
        return None
    return ["社康中心", "市内二级以下医院"] if tier == "二档" and age < child_until else ["社康中心"]


def usable_from(changed: date) -> date:
    """Return the first day at the new place: the month after the change takes effect (问 15)."""
    return after_months(changed.replace(day=1), 1)


def account_may_pay(facts: Facts, beyond: Fraction) -> bool:
    """Tell whether the account may pay; ``beyond`` is what it holds above 5% of the average wage (问 8, 17, 22)."""
    use, user = facts["个账用途"], facts["使用人"]
    if facts["参保档次"] != "一档":
        return False
    if use in ("门诊医疗费用", "凭处方购药"):
        return user == "本人"
    if use == "非处方药":
        return user == "本人" and beyond > 0
    family = user in ("配偶", "直系亲属") and facts["使用人已参加本市医保"] is True
    return beyond > 0 and (user == "本人" or family)


def above_threshold(balance: int, average_wage: int) -> Fraction:
    """Return what the account holds above 5% of the average wage, in fen (问 8)."""
    return max(balance - Fraction(5 * average_wage, 100), Fraction(0))


# Benefits (问 12, 18)


def inpatient_deductible(facts: Facts) -> int:
    """Return the deductible of each admission, in yuan (问 12)."""
    if facts["就医地"] != "市内":
        return 400 if facts["已按规定转诊或备案"] else 1000
    return {"二级": 200, "三级": 300}.get(str(facts["机构等级"]), 100)


def ratio_of_serious_outpatient(months: int) -> int:
    """Return the percentage of 门诊大病 by months insured without a gap (问 18)."""
    return 60 if months < YEAR else 75 if months < YEARS_3 else 90


def start_of_serious_outpatient(facts: Facts) -> date:
    """Return the first day of 门诊大病: of the application after 36 months, else of the approval (问 18)."""
    months = facts["连续参保月数"]
    assert isinstance(months, int)
    start = facts["门诊大病申请日" if months >= YEARS_3 else "认定日"]
    assert isinstance(start, date)
    return start


# Maternity (问 24–31)


def days_of_birth(facts: Facts, seven_months: int = 75) -> int | None:
    """Return the days of maternity leave an allowance is paid for (问 30)."""
    if facts["生育情形"] == "生育":
        if facts["分娩方式"] not in ("顺产", "难产"):
            return None
        babies = facts["婴儿数"]
        assert isinstance(babies, int)
        return 98 + (30 if facts["分娩方式"] == "难产" else 0) + 15 * (babies - 1)
    months = facts["怀孕满月数"]
    assert isinstance(months, int)
    if months < 4:
        advised = facts["医嘱产假天数"]
        assert isinstance(advised, int)
        return advised if 15 <= advised <= 30 else None
    if months < 7:
        return 42
    return seven_months if months == 7 else 75


OPERATIONS: Final = {
    "取出宫内节育器": 1,
    "放置宫内节育器": 2,
    "输卵管结扎": 21,
    "输精管结扎": 7,
    "输卵管复通": 14,
    "输精管复通": 14,
}
"""Days by operation (问 30); those of two done together are added."""


def allowance_may_be_claimed(facts: Facts) -> bool:
    """Tell whether the employer may claim the allowance (问 24, 29)."""
    months = facts.get("累计参加生育保险月数", 0)
    assert isinstance(months, int)
    return (
        facts["生育参保身份"] == "用人单位职工"
        and months >= YEAR
        and facts["符合计划生育政策"] is True
        and facts["单位已垫付津贴"] is True
    )


def maternity_expense_is_paid(facts: Facts) -> bool:
    """Tell whether medical expenses of a birth are paid of (问 24, 27, 28)."""
    if facts.get("费用情形", "无") == "境外就医":
        return False
    who = facts["生育参保身份"]
    if who == "未就业配偶":
        return facts["丈夫在本市参加生育保险"] is True
    if who == "退休人员":
        return facts["退休前按时足额参加生育保险"] is True
    return who == "用人单位职工"


# Care elsewhere (问 32–38) and assistance (问 41, 42, 45)


def filing_category(facts: Facts) -> str | None:
    """Return as whom somebody may file for care elsewhere, None if not at all (问 32)."""
    why, where, local = facts["异地居住情形"], facts["备案地"], facts["本市户籍"]
    if where not in ("省内市外", "省外"):
        return None
    if why == "长期居住" and facts["达到法定退休年龄"]:
        return "退休长居"
    if why == "长期居住" and local:
        return "本市户籍未退休长居"
    if why == "直通车企业长期派驻":
        return "直通车企业派驻"
    return "外来就业创业" if why in ("单位外派", "返回原户籍地") and not local and where == "省外" else None


def filing_documents(facts: Facts) -> list[str]:
    """Return what is handed in (问 33)."""
    workers = facts["备案人员类别"] == "外来就业创业"
    form = ["外来就业创业备案登记表" if workers else "备案登记表"] if facts["备案办理方式"] != "网上" else []
    entrusted = ["被委托人身份证", "委托书"] if facts["委托办理"] else []
    times = facts["半年内备案次数"]
    assert isinstance(times, int)
    proof = facts["限制人员"] or (times >= 2 and facts["备案到不同就医地"])
    return [*form, "身份证", *entrusted, *(["居住或派遣证明"] if proof else [])]


def settled_directly(facts: Facts) -> bool:
    """Tell whether care elsewhere in the country is settled on the spot (问 35, 36)."""
    if facts["结算类别"] != "住院" or not facts["异地联网机构"]:
        return False
    if facts["就医地"] == "省外":
        return facts["已按规定转诊或备案"] is True and facts["就医凭证"] == "金融社保卡"
    return facts["就医凭证"] in ("金融社保卡", "身份证")


def is_assisted(facts: Facts) -> bool:
    """Tell whether somebody is one whom assistance is for (问 41)."""
    whom = ("特困人员", "孤儿", "低保对象", "低收入家庭成员")
    return bool(facts["本市户籍"] and facts["已参加本市医保"] and facts["救助身份"] in whom)


def assistance_deadline(spent: date) -> date:
    """Return the last day on which a claim by hand is taken (问 45)."""
    return after_months(spent, 12)
