"""The settlement of 淮安 (2026), written from 《全民参保百问百答》 alone, for the live one to be compared with.

It takes no table and nothing of the service. Each payer pays a ratio of its base above its deductible, at most what its
yearly cap and the eligible expense still allow, rounded half up to the fen once; the next starts from what is left.
Question numbers are those of the booklet.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Final

from proofs.independent_huaian.bill import ACCUMULATORS, WAN, YUAN, Bill, NotPublishedError, Readings, Settled

INPATIENT: Final = {"一级": (300, 85), "二级": (600, 75), "三级": (900, 65)}
"""第六十问（二）: by level the deductible (yuan) and the ratio (%)."""
AWAY_DEDUCTIBLE: Final = 1200 * YUAN
"""第六十问（二）: 市外定点医院."""
BASIC_CAP: Final = 24 * WAN
DAY_SURGERY: Final = {"一级": 80, "二级": 75, "三级": 70}
"""第六十问（四）."""
SPECIAL_DEDUCTIBLE: Final = {"严重精神障碍": 0, "精神类疾病": 300, "其他病种": 750}
"""第六十问（一）3."""
CONSULTATION_PERCENT, OTHER_PERCENT = 70, 50
"""第六十问（一）1: 一般诊疗费, 其他."""
TWO_DISEASES_PERCENT: Final = 50
TWO_DISEASES_CAP: Final = {"高血压": 800, "糖尿病": 800, "高血压和糖尿病": 1200}
"""第六十问（一）2: 1 个病种, 2 个病种."""
SINGLE_PERCENT: Final = 60
"""第六十问（五）: 不低于."""
SERIOUS_DEDUCTIBLE: Final = {False: 18000, True: 9000}
SERIOUS_PERCENTS: Final = {False: (60, 70, 85), True: (65, 75, 90)}
"""第六十问（七）: for everybody, and for those assisted."""
SERIOUS_ENDS: Final = (0, 6 * WAN, 10 * WAN)
SERIOUS_CAP: Final = 50 * WAN
STEP_OF_CAP: Final = 5000 * YUAN
"""第七十七问: what each incentive adds to the cap, at most a fifth of it in all."""
MOST_ADDED: Final = SERIOUS_CAP // 5


def settle(bill: Bill, readings: Readings) -> Settled:
    """Settle one bill under one reading of every switch."""
    visit = _Visit(bill, readings)
    outcome, lacking = "settled", ""
    eligible = bill.eligible
    if bill.text("险种") != "居民":
        outcome = "not_covered"  # the booklet gives neither ratio nor deductible for employees
    elif not _is_payable(bill):
        outcome = "not_payable"
        eligible = visit.left = 0
    else:
        try:
            _go_through_payers(visit)
        except NotPublishedError as unpublished:
            outcome, lacking = "undecided", str(unpublished)
    return Settled(
        outcome=outcome,
        payments=visit.payments,
        accumulators=visit.accumulators,
        lacking=lacking,
        eligible=eligible,
        self_paid_eligible=visit.left,
        out_of_pocket=visit.left + bill.total - eligible,
    )


def round_half_up(amount: Fraction) -> int:
    """Round fen, none of them negative, to whole ones."""
    return int(amount + Fraction(1, 2))


@dataclass(slots=True)
class _Visit:
    """Where a bill stands: what has been paid, what is left, what the year adds up to. Money is fen."""

    bill: Bill
    readings: Readings
    payments: dict[str, int] = field(default_factory=dict)
    accumulators: dict[str, int] = field(init=False)
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.accumulators = dict.fromkeys(ACCUMULATORS, 0) | dict(self.bill.accumulators)
        self.left = self.bill.eligible

    def pay(self, step: str, amount: Fraction, allowed: int | None, paid: str = "") -> None:
        """Let one payer pay ``amount``, at most what is left and ``allowed``, and add it to ``paid``."""
        amount = min(amount, Fraction(self.left))
        if allowed is not None:
            amount = min(amount, Fraction(max(allowed, 0)))
        payment = round_half_up(amount)
        self.payments[step] = payment
        self.left -= payment
        if paid:
            self.accumulators[paid] += payment

    @property
    def basic_left(self) -> int:
        """What the yearly cap of 24 万元 still allows."""
        used = self.accumulators["统筹已付累计"]
        if self.readings["单独支付药品占用年度限额"] == "占用":
            used += self.accumulators["单独支付已付累计"]
        return BASIC_CAP - used


# Whether the fund pays at all


def _is_payable(bill: Bill) -> bool:
    setting = bill.text("结算类别")
    if not bill.holds("在待遇期内"):
        return False  # 第三、三十七、八十九问
    if bill.text("费用情形", "无") != "无":
        return False  # 第六十二、七十三问
    if bill.text("机构定点情况", "定点医疗机构") == "非定点":
        # 第七十一、八十七问: an emergency may be treated nearby, filed afterwards
        is_emergency = setting == "急诊抢救" or bill.holds("急诊救治")
        if not (is_emergency and bill.holds("已补办备案")):
            return False
    if setting == "门诊特病" and not bill.holds("门特已认定"):
        return False  # 第六十三、六十四问: 认定通过后
    # 第六十问（一）: 普通门诊 and 两病 in 基层医疗卫生机构
    return _benefit(bill) not in ("普通门诊", "两病") or bill.holds("基层医疗卫生机构")


def _benefit(bill: Bill) -> str:
    """Tell under which benefit a bill is settled: emergencies have three endings (第六十一问)."""
    setting = bill.text("结算类别")
    if setting == "产前检查":
        return "普通门诊"  # 第六十问（一）1: 和产前检查医疗费用
    if setting != "急诊抢救":
        return setting
    ending = bill.text("急诊结局")
    if ending == "死亡" or (ending == "转住院" and bill.holds("符合急诊急救")):
        return "住院"
    return "普通门诊"


def _go_through_payers(visit: _Visit) -> None:
    benefit = _benefit(visit.bill)
    {
        "住院": _inpatient,
        "生育": _inpatient,
        "日间手术": _day_surgery,
        "门诊特病": _special,
        "普通门诊": _outpatient,
        "两病": _two_diseases,
        "单独支付药品": _single,
    }[benefit](visit)
    if benefit in ("住院", "生育", "日间手术", "门诊特病"):
        _serious(visit)  # 第六十问（七）: 住院、门诊特定病种、日间手术
    if visit.bill.is_assisted:
        if visit.left:
            raise NotPublishedError("救助起付标准")  # 第十三问 6: that there is assistance is all the booklet says
        visit.payments["assist"] = 0
    if benefit == "生育":
        visit.pay("fiscal", Fraction(visit.left), None)  # 第六十问（三）, 第六十七问


# What the basic fund pays


def _points_off(visit: _Visit) -> int:
    """Tell how many points the ratio is lower elsewhere (第五十四问, 第六十问（六）)."""
    bill = visit.bill
    if bill.text("就医地") == "市内" or (bill.text("结算类别") == "生育" and bill.text("就医地") == "省内市外"):
        return 0  # 免备案、不降点
    return {
        "长期备案": 0,
        "异地转诊": 5,
        "其他临时外出": 20,
        "其他临时外出（已备案）": {"降20": 20, "不降": 0}[visit.readings["其他临时外出已备案"]],
        "异地急诊抢救": {"不降": 0, "降5": 5, "降20": 20}[visit.readings["异地急诊抢救降幅"]],
    }[bill.text("异地就医类别")]


def _inpatient_deductible(visit: _Visit) -> int:
    """Return the deductible of an admission: 市外定点医院 have one whatever their level."""
    bill = visit.bill
    at_home = bill.text("异地就医类别") == "长期备案" and visit.readings["长期备案市外起付"] == "同参保地"
    if bill.text("就医地") != "市内" and not at_home:
        return AWAY_DEDUCTIBLE
    if bill.text("机构等级") not in INPATIENT:
        raise NotPublishedError("起付标准")
    return INPATIENT[bill.text("机构等级")][0] * YUAN


def _percent(visit: _Visit) -> int:
    """Return the ratio of inpatient care, which 门特 has as well."""
    if visit.bill.text("机构等级") not in INPATIENT:
        raise NotPublishedError("支付比例")
    return INPATIENT[visit.bill.text("机构等级")][1] - _points_off(visit)


def _inpatient(visit: _Visit) -> None:
    above = max(visit.bill.eligible - _inpatient_deductible(visit), 0)
    percent = _percent(visit) if above else 0  # nothing is paid at any ratio
    visit.pay("basic", Fraction(above * percent, 100), visit.basic_left, "统筹已付累计")


def _day_surgery(visit: _Visit) -> None:
    # 第六十问（四）: 市内
    level = visit.bill.text("机构等级")
    if visit.bill.text("就医地") != "市内" or level not in DAY_SURGERY:
        raise NotPublishedError("支付比例")
    amount = Fraction(visit.bill.eligible * DAY_SURGERY[level], 100)
    visit.pay("basic", amount, visit.basic_left, "统筹已付累计")


def _special(visit: _Visit) -> None:
    # 第六十问（一）3: 按住院比例, one deductible a year
    bill = visit.bill
    deductible = SPECIAL_DEDUCTIBLE[bill.text("门特起付类别")] * YUAN
    start = visit.accumulators["特病费用累计"] if visit.readings["门特起付周期"] == "每年一次" else 0
    above = max(bill.eligible - max(deductible - start, 0), 0)
    percent = _percent(visit) if above else 0
    if above and bill.text("门特目录") == "市定病种":
        raise NotPublishedError("市定病种限额")  # 我市保留病种仍执行原有限额标准
    visit.accumulators["特病费用累计"] += bill.eligible
    visit.accumulators["特病已扣起付"] += bill.eligible - above
    visit.pay("basic", Fraction(above * percent, 100), visit.basic_left, "统筹已付累计")


def _outpatient(visit: _Visit) -> None:
    # 第六十问（一）1
    bill, off = visit.bill, _points_off(visit)
    consultation = min(bill.number("一般诊疗费"), bill.eligible)
    other = bill.eligible - consultation
    amount = Fraction(consultation * (CONSULTATION_PERCENT - off) + other * (OTHER_PERCENT - off), 100)
    cap = (400 if bill.holds("家庭医生签约") else 300) * YUAN
    visit.pay("basic", amount, cap - visit.accumulators["门诊统筹已付累计"], "门诊统筹已付累计")


def _two_diseases(visit: _Visit) -> None:
    # 第六十问（一）2
    bill = visit.bill
    cap = TWO_DISEASES_CAP[bill.text("两病类型")] * YUAN
    amount = Fraction(bill.eligible * (TWO_DISEASES_PERCENT - _points_off(visit)), 100)
    visit.pay("basic", amount, cap - visit.accumulators["两病已付累计"], "两病已付累计")


def _single(visit: _Visit) -> None:
    # 第六十问（五）
    if visit.bill.text("就医地") != "市内" or visit.readings["单独支付药品比例"] == "等待公布":
        raise NotPublishedError("单独支付比例")
    counts = visit.readings["单独支付药品占用年度限额"] == "占用"
    amount = Fraction(visit.bill.eligible * SINGLE_PERCENT, 100)
    visit.pay("basic", amount, visit.basic_left if counts else None, "单独支付已付累计")


# What serious-illness insurance pays


def _serious(visit: _Visit) -> None:
    # 第六十问（七）: what the year has left to the person, above the deductible, in three bands
    assisted = visit.bill.is_assisted
    deductible = SERIOUS_DEDUCTIBLE[assisted] * YUAN
    low = visit.accumulators["大病基数累计"] - deductible
    high = low + visit.left
    visit.accumulators["大病基数累计"] += visit.left
    amount = Fraction(0)
    for (begins, ends), percent in zip(
        pairwise((*SERIOUS_ENDS, max(high, SERIOUS_ENDS[-1]))), SERIOUS_PERCENTS[assisted], strict=True
    ):
        amount += Fraction(max(min(high, ends) - max(low, begins), 0) * percent, 100)
    visit.pay("serious", amount, _serious_left(visit), "大病已付累计")


def _serious_left(visit: _Visit) -> int | None:
    """Tell what the yearly cap still allows; nothing if there is none."""
    if visit.bill.is_assisted and visit.readings["大病救助对象限额"] == "不设限额":
        return None
    return serious_cap(visit.bill, visit.readings) - visit.accumulators["大病已付累计"]


def serious_cap(bill: Bill, readings: Readings) -> int:
    """Return the yearly cap with its incentives and penalty (第三、四、七十七问)."""
    unclaimed = bill.number("累计零报销年数")
    if readings["零报销激励累计"] == "不累计":
        unclaimed = min(unclaimed, 1)
    added = STEP_OF_CAP * (max(bill.number("连续参保年数") - 4, 0) + unclaimed)
    missed = bill.number("断保年数")
    taken = {"不降": 0, "每年5000": STEP_OF_CAP * missed, "降20%": MOST_ADDED if missed else 0}
    return SERIOUS_CAP + min(added, MOST_ADDED) - taken[readings["断保扣减大病限额"]]
