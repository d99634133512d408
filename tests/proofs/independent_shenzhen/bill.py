"""What goes into the independent settlement of 深圳 (≈ 2020) and what comes out of it.

Money is an integer of fen (分); a fact has the name it has in Chinese; a reading has its Chinese names. 问 n is the
question of the booklet; its answer is found by number, for the booklet prints some answers before their questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

YUAN: Final = 100
"""Fen in a yuan."""

Readings: TypeAlias = Mapping[str, str]
"""For every switch the reading taken."""

SWITCHES: Final[Mapping[str, tuple[str, str]]] = {
    "个账门槛平均工资": ("年平均", "月平均"),
    "满七个月终止妊娠": ("75天", "42天"),
    "单项限额与转诊折扣": ("先限后折", "先折后限"),
    "十四周岁以下": ("含十四", "不含十四"),
    "手工救助占用限额": ("占用", "不占用"),
    "市外门诊救助": ("不救助", "救助"),
    "一档自付门诊范围": ("各类门诊", "只普通门诊"),
}
"""The readings of every switch; the first is the default where there is one."""

NO_DEFAULT: Final = frozenset({"手工救助占用限额"})
"""The switches that have no default: the booklet does not say and nobody has decided."""

COMMUNITY: Final = "社区门诊已付累计"
OWN_OUTPATIENT: Final = "自付门诊费用累计"
ASSISTANCE: Final = "救助已付累计"
ACCUMULATORS: Final = (COMMUNITY, OWN_OUTPATIENT, ASSISTANCE)
"""What is carried from visit to visit through a medical year, from 1 July to 30 June (问 16)."""


class NotPublishedError(LookupError):
    """A number that the settlement needs is not in the booklet."""


class NotCoveredError(LookupError):
    """The booklet does not know this kind of care at all."""


@dataclass(frozen=True, slots=True)
class Line:
    """Charges of one category on a bill."""

    category: str
    amount: int


@dataclass(frozen=True, slots=True)
class Bill:
    """One visit: who, what, when and how much (fen), with what the medical year has seen so far."""

    facts: Mapping[str, object]
    """By name: text, truth, a number, fen, a date, a sequence of texts for several."""
    age: int
    """Completed years on the day of care."""
    care_date: date
    lines: Sequence[Line]
    """An undivided bill is one line of no category."""
    outside: int = 0
    """What is stated apart from lines to lie outside the catalogues."""
    account: int | None = 0
    """What the person wants paid from the personal account, at most; nothing may be said of it."""
    accumulators: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The whole bill."""
        return sum(line.amount for line in self.lines)

    @property
    def eligible(self) -> int:
        """What lies within the three catalogues (问 13)."""
        return self.total - self.outside - sum(line.amount for line in self.lines if line.category == "丙类")

    def amount(self, *categories: str) -> int:
        """Add up the lines of these categories; what is stated to be outside comes off the undivided line."""
        sums = sum(line.amount for line in self.lines if line.category in categories)
        return sums - (self.outside if "" in categories else 0)

    def text(self, name: str, usual: str = "") -> str:
        """Return the value stated, or what is usual."""
        value = self.facts.get(name, usual)
        assert isinstance(value, str), name
        return value

    def holds(self, name: str) -> bool:
        """Tell whether it is stated to hold."""
        return self.facts.get(name, False) is True

    def number(self, name: str, usual: int = 0) -> int:
        """Return the number or the fen stated, or what is usual."""
        value = self.facts.get(name, usual)
        assert isinstance(value, int), name
        return value


@dataclass(frozen=True, slots=True)
class Settled:
    """What each payer pays of a bill (fen), and what is left to the person."""

    payable: bool
    """Whether anything of the bill is within what the funds pay of; if not, all of it is the person's own."""
    payments: Mapping[str, int]
    """By step, only where something is paid."""
    copayment: int
    """What no payer bears of the eligible expense, the account's part included."""
    account: int
    paid_elsewhere: int
    """What the supplementary insurance of serious diseases has paid, neither the funds' nor the person's."""
    accumulators: Mapping[str, int]
