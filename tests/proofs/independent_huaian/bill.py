"""What goes into the independent settlement of 淮安 and what comes out of it.

Money is an integer of fen (分); facts, accumulators, readings and steps have the names the tables have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

YUAN: Final = 100
"""Fen in a yuan."""
WAN: Final = 10_000 * YUAN
"""Fen in 万元."""

Readings: TypeAlias = Mapping[str, str]
"""For every switch the reading taken."""

SWITCHES: Final[Mapping[str, tuple[str, ...]]] = {
    "长期备案市外起付": ("1200", "同参保地"),
    "其他临时外出已备案": ("降20", "不降"),
    "异地急诊抢救降幅": ("不降", "降5", "降20"),
    "零报销激励累计": ("累计", "不累计"),
    "断保扣减大病限额": ("不降", "每年5000", "降20%"),
    "门特起付周期": ("每年一次", "每次"),
    "大病救助对象限额": ("同为50万", "不设限额"),
    "单独支付药品比例": ("按下限60%", "等待公布"),
    "单独支付药品占用年度限额": ("不占用", "占用"),
}
"""The readings of every switch of a settlement; the first is the default where there is one."""

NO_DEFAULT: Final = frozenset({"异地急诊抢救降幅", "断保扣减大病限额", "单独支付药品比例", "单独支付药品占用年度限额"})
"""The switches that have no default: the booklet does not say and nobody has decided."""

ACCUMULATORS: Final = (
    "统筹已付累计",
    "门诊统筹已付累计",
    "两病已付累计",
    "特病费用累计",
    "特病已扣起付",
    "单独支付已付累计",
    "大病基数累计",
    "大病已付累计",
)
"""What is carried from visit to visit through a calendar year."""


class NotPublishedError(LookupError):
    """A number that the settlement needs stands nowhere in the booklet; its argument is the term's name."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One visit: who, what and how much (fen), with what the year has seen so far."""

    facts: Mapping[str, object]
    """By name: text for a code or level, truth for yes/no, an integer for a count or for fen, a tuple for several."""
    total: int
    fully_self_paid: int = 0
    above_price_limit: int = 0
    advance_self_payment: int = 0
    accumulators: Mapping[str, int] = field(default_factory=dict)
    """By name, before this visit; one that is missing is 0."""

    @property
    def eligible(self) -> int:
        """What lies within the scope of payment: the total without the three parts that do not."""
        return self.total - self.fully_self_paid - self.above_price_limit - self.advance_self_payment

    def text(self, name: str, usual: str = "") -> str:
        """Return the code or level stated for ``name``, ``usual`` if none is."""
        value = self.facts.get(name, usual)
        assert isinstance(value, str), name
        return value

    def holds(self, name: str) -> bool:
        """Tell whether ``name`` is stated to hold."""
        value = self.facts.get(name, False)
        assert isinstance(value, bool), name
        return value

    def number(self, name: str) -> int:
        """Return the count or the fen stated for ``name``, 0 if none is."""
        value = self.facts.get(name, 0)
        assert isinstance(value, int), name
        return value

    @property
    def is_assisted(self) -> bool:
        """Whether the person has an identity of 第六十八问, whichever of the two classes."""
        identities = self.facts.get("救助身份", ())
        assert isinstance(identities, tuple)
        return any(identity != "无" for identity in identities)


@dataclass(frozen=True, slots=True)
class Settled:
    """What each payer pays of a bill (fen), and what is left to the person."""

    outcome: str
    """``settled``, ``not_payable``, ``not_covered`` or ``undecided``."""
    payments: dict[str, int]
    """By step, in the order of payers; of an undecided bill those before the one that cannot be told."""
    accumulators: dict[str, int]
    """Every accumulator after this visit."""
    lacking: str
    """The term that is not published, of an undecided bill."""
    eligible: int
    self_paid_eligible: int
    """个人自付: what no payer bears of the eligible expense, the deductible included."""
    out_of_pocket: int
    """个人合计: `self_paid_eligible` and all that is not eligible."""
