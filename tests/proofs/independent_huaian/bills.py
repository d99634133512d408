"""Bills of 淮安 to settle twice: drawn by chance, close to where the booklet changes its mind.

Amounts lie at deductibles, ends of bands and caps or a fen beside them, and accumulators near their caps.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final

from proofs.independent_huaian.bill import SWITCHES, YUAN, Bill, Readings

SETTINGS: Final = {
    "住院": 8,
    "门诊特病": 5,
    "急诊抢救": 4,
    "普通门诊": 4,
    "日间手术": 3,
    "生育": 3,
    "两病": 3,
    "产前检查": 1,
    "单独支付药品": 2,
}
"""How often each setting comes, relative to the others."""

LEVELS: Final = ("一级", "二级", "三级", "三级", "未定级")
PLACES: Final = ("市内", "市内", "市内", "省内市外", "省外")
CATEGORIES: Final = ("长期备案", "异地转诊", "异地急诊抢救", "其他临时外出", "其他临时外出（已备案）")
IDENTITIES: Final = (
    *("特困人员", "低保对象", "困境儿童", "优抚对象", "精减退职职工", "特困职工"),
    *("低保边缘家庭成员", "支出型困难家庭大重病患者", "临时救助大重病患者", "易肇事肇祸严重精神障碍患者"),
)
PRIMARY_CARE: Final = ("普通门诊", "产前检查", "两病")
EXCLUSIONS: Final = ("工伤", "公共卫生", "境外就医", "国家规定不予支付的其他费用")

SMALL: Final = (1, 10, 100, 300, 400, 571.43, 600, 750, 800, 900, 1000, 1200, 1600, 2000, 2400, 3000, 5750)
LARGE: Final = (
    *(9000, 1_0000, 1_8000, 3_0000, 6_9000, 7_8000, 10_0000, 10_9000, 11_8000),
    *(24_0000, 36_9231, 37_0131, 40_0000, 60_0000, 63_0000, 80_0000),
)
"""Deductibles, ends of bands and what brings a cap about, in yuan."""

CAPS: Final[Mapping[str, tuple[float, ...]]] = {
    "统筹已付累计": (23_4085, 23_9000, 24_0000),
    "门诊统筹已付累计": (250, 300, 400),
    "两病已付累计": (790, 800, 1200),
    "特病费用累计": (300, 500, 750, 1000),
    "单独支付已付累计": (1_0000, 24_0000),
    "大病基数累计": (9000, 1_8000, 6_9000, 7_8000, 10_9000, 11_8000),
    "大病已付累计": (40_0000, 49_5000, 50_0000, 50_5000, 60_0000),
}
"""Where each accumulator matters, in yuan."""


def bills(seed: int) -> Iterator[tuple[Bill, Readings]]:
    """Draw bills without end, each with one reading of every switch."""
    random = Random(seed)
    while True:
        setting = random.choices(tuple(SETTINGS), tuple(SETTINGS.values()))[0]
        total = _amount(random)
        outside, above, advance = (random.choice((0, 0, 0, total // 10, total // 7)) for _ in range(3))
        facts = _facts(random, setting, total - outside - above - advance)
        yield (
            Bill(facts, total, outside, above, advance, _accumulators(random)),
            {switch: random.choice(readings) for switch, readings in SWITCHES.items()},
        )


def _amount(random: Random) -> int:
    amount = random.choice(random.choice((SMALL, LARGE)))
    return max(round(amount * YUAN) + random.choice((-1, 0, 0, 0, 1, random.randrange(100))), 1)


def _accumulators(random: Random) -> dict[str, int]:
    used = [each for each in CAPS if random.random() < 0.3]
    return {each: round(random.choice(CAPS[each]) * YUAN) + random.choice((-1, 0, 0, 1)) for each in used}


def _facts(random: Random, setting: str, eligible: int) -> dict[str, object]:
    level, place = random.choice(LEVELS), random.choice(PLACES)
    facts: dict[str, object] = {
        "险种": "居民" if random.random() < 0.97 else "职工",
        "结算类别": setting,
        "在待遇期内": random.random() < 0.97,
        "机构等级": level,
        "基层医疗卫生机构": level != "三级" and (setting in PRIMARY_CARE or random.random() < 0.3),
        "就医地": place,
        "机构定点情况": random.choices(("定点医疗机构", "非定点"), (19, 1))[0],
        "急诊救治": setting == "急诊抢救" or random.random() < 0.3,  # the one implies the other
        "已补办备案": random.random() < 0.7,
        "费用情形": random.choice(EXCLUSIONS) if random.random() < 0.03 else "无",
        "救助身份": (random.choice(IDENTITIES),) if random.random() < 0.25 else ("无",),
        "断保年数": random.choice((0, 0, 0, 1)),  # counted from 2025 on
        "连续参保年数": random.choice((1, 2, 4, 5, 6, 23, 24, 25)),
        "累计零报销年数": random.choice((0, 0, 1, 2, 3)),
    }
    if place != "市内":
        facts["异地就医类别"] = random.choice(CATEGORIES)
    if setting in ("普通门诊", "产前检查", "急诊抢救"):
        facts["家庭医生签约"] = random.random() < 0.5
        facts["一般诊疗费"] = min(random.choice((0, 0, 500, 1000, eligible)), eligible)
    if setting == "急诊抢救":
        facts["急诊结局"] = random.choice(("转住院", "未住院", "死亡"))
        facts["符合急诊急救"] = random.random() < 0.7
    if setting == "两病":
        facts["两病类型"] = random.choice(("高血压", "糖尿病", "高血压和糖尿病"))
    if setting == "门诊特病":
        facts["门特已认定"] = random.random() < 0.9
        facts["门特目录"] = random.choice(("省定病种", "省定病种", "市定病种"))
        facts["门特起付类别"] = random.choice(("严重精神障碍", "精神类疾病", "其他病种"))
    return facts
