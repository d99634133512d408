"""Bills of 深圳 to settle twice: drawn by chance, close to where the booklet changes its mind.

Amounts lie at deductibles and caps or beside them, and accumulators near their caps. Lines of several categories are
of five yuan and its multiples, so that no payment of theirs has to be rounded: whether a payer rounds once for the bill
or once for each category is nothing the booklet decides. What the supplementary insurance has paid is stated where
assistance comes after it, on bills that are settled whole.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Final

from proofs.independent_shenzhen.bill import ACCUMULATORS, SWITCHES, YUAN, Bill, Line, Readings
from proofs.independent_shenzhen.settlement import APART, CENTRES

SETTINGS: Final = {"普通门诊": 8, "门诊大病": 5, "两病": 5, "住院": 1, "生育": 1, "急诊抢救": 1}
"""How often each setting comes, relative to the others."""

FIRST, DAYS = date(2020, 7, 1), 365
TIERS: Final = ("一档", "一档", "二档", "三档")
PLACES: Final = ("市内", "市内", "市内", "省内市外", "省外")
IDENTITIES: Final = (("无",), ("无",), ("特困人员",), ("孤儿",), ("低保对象",), ("低收入家庭成员", "低保对象"))
EXCLUSIONS: Final = ("工伤", "公共卫生", "境外就医", "国家规定不予支付的其他费用", "凭证已报销", "第三人责任")
CATEGORIES: Final = ("甲类", "乙类", "诊疗项目或医用材料", "丙类", *APART)
AGES: Final = (10, 13, 14, 15, 40, 69, 70, 71)
MONTHS: Final = (0, 11, 12, 13, 35, 36, 37, 120)
WAGES: Final = (10_0000, 12_0000, 12_7754)
"""An average wage of the year before, in yuan."""

SMALL: Final = (5, 50, 100, 130, 135, 150, 200, 500, 1000, 1250, 1255, 2000)
LARGE: Final = (5000, 6000, 6005, 7000, 1_0000, 20_0000, 150_0000, 187_5000)
ACCOUNTS: Final = (0, 1, 34_99, 70 * YUAN, 1000 * YUAN, 50_0000 * YUAN)
"""What is in the personal account, or wanted from it, in fen."""
CAPS: Final[Mapping[str, tuple[float, ...]]] = {
    "社区门诊已付累计": (900, 950, 995, 1000),
    "自付门诊费用累计": (4995, 5000, 5990, 6000, 6387.7),
    "救助已付累计": (13_4000, 14_9000, 14_9999, 15_0000),
}
"""Where each accumulator matters, in yuan."""


def bills(seed: int) -> Iterator[tuple[Bill, Readings]]:
    """Draw bills without end, each with one reading of every switch."""
    random = Random(seed)
    while True:
        setting = random.choices(tuple(SETTINGS), tuple(SETTINGS.values()))[0]
        tier, day = random.choice(TIERS), FIRST + timedelta(random.randrange(DAYS))
        lines = _lines(random, setting, tier)
        total = sum(line.amount for line in lines)
        outside = random.choice((0, 0, total // 10)) if lines[0].category == "" else 0
        facts = _facts(random, setting, tier, day)
        if setting in ("普通门诊", "两病"):  # which part of such a bill it was paid for is not written: it is undecided
            facts["重特大疾病补充已付"] = 0
        if lines[0].category:  # elsewhere nothing of them is settled directly: they go by the catalogue of the city
            facts["费用结算途径"] = "手工报销"
        if random.random() < 0.6:
            facts["个人账户余额"] = random.choice(ACCOUNTS)
        bill = Bill(
            facts,
            random.choice(AGES),
            day,
            lines,
            outside,
            random.choice((None, None, *ACCOUNTS)),
            {each: _accumulated(random, each) for each in ACCUMULATORS},
        )
        yield bill, {switch: random.choice(readings) for switch, readings in SWITCHES.items()}


def _lines(random: Random, setting: str, tier: str) -> list[Line]:
    if setting == "普通门诊" and (tier != "一档" or random.random() < 0.3):
        return [Line(random.choice(CATEGORIES), random.choice(SMALL) * YUAN) for _ in range(random.randrange(1, 5))]
    if setting == "两病" and tier != "一档":
        return [Line(random.choice(("甲类", "乙类")), random.choice(SMALL) * YUAN)]
    yuan = random.choice((*SMALL, *LARGE))
    return [Line("", max(yuan * YUAN + random.choice((-1, 0, 0, 1)), 1))]


def _facts(random: Random, setting: str, tier: str, day: date) -> dict[str, object]:
    facts: dict[str, object] = {
        "参保档次": tier,
        "在待遇期内": random.random() < 0.95,
        "结算类别": setting,
        "就医地": random.choice(PLACES),
        "已按规定转诊或备案": random.random() < 0.5,
        "机构等级": random.choice(("一级", "二级", "三级")),
        "费用情形": random.choice(EXCLUSIONS) if random.random() < 0.08 else "无",
        "第三人不支付或无法确定": random.random() < 0.5,
        "救助身份": random.choice(IDENTITIES),
        "救助结算方式": random.choice(("一站式", "一站式", "手工报销")),
        "重特大疾病补充已付": random.choice((0, 0, 0, 1000 * YUAN)),
        "连续参保月数": random.choice(MONTHS),
        "个人账户已用完": random.random() < 0.6,
        "上年度在岗职工年平均工资": random.choice(WAGES) * YUAN,
        "门诊就医情形": "一般",
    }
    if setting in ("普通门诊", "两病"):
        facts |= _where(random, setting, tier)
    if setting == "两病":
        facts |= {"两病规定基数": random.choice(SMALL) * YUAN, "签约家庭医生开具": random.random() < 0.3}
        facts["就医地"] = "市内"
    if setting == "门诊大病":
        applied = day + timedelta(random.choice((-60, -30, -1, 0, 1)))
        facts["门诊大病申请日"] = applied
        facts["认定日"] = applied + timedelta(random.choice((0, 1, 30)))
        facts["门诊大病已核准"] = random.random() < 0.95
    return facts


def _where(random: Random, setting: str, tier: str) -> dict[str, object]:
    away = setting == "普通门诊" and tier != "一档" and random.random() < 0.4
    if away:
        how = random.choice(("经结算医院同意转诊", "因工外出或出差急诊抢救"))
        return {"门诊就医地点": "其他定点医疗机构", "门诊就医情形": how}
    place = random.choice((*CENTRES, "选定社康中心", "选定社康中心", "其他定点医疗机构", "选定医院", "非定点机构"))
    if place == "选定医院" and tier == "一档":
        place = "其他定点医疗机构"
    if setting == "两病" and place == "选定医院":
        place = "其他社康中心"
    where: dict[str, object] = {"门诊就医地点": place}
    return where if place == "其他定点医疗机构" and tier == "一档" else where | {"就医地": "市内"}


def _accumulated(random: Random, name: str) -> int:
    return 0 if random.random() < 0.5 else int(random.choice(CAPS[name]) * YUAN)
