"""What goes into the independent settlement of 巴中 and what comes out of it.

Money is an integer of fen (分) everywhere; a fact's code is that of the vocabulary; a reading has its Chinese names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

YUAN: Final = 100
"""Fen in a yuan."""

WAN: Final = 10_000 * YUAN
"""Fen in 万元."""

Readings: TypeAlias = Mapping[str, str]
"""For every switch the reading taken."""

SWITCHES: Final[Mapping[str, tuple[str, str]]] = {
    "大额起付周期": ("每年一次", "每次住院"),
    "大额免起付人员": ("无起付", "400元"),
    "公务员慢病补助比例": ("60%", "100%"),
    "公务员住院基数": ("含起付", "不含起付"),
    "门诊统筹起付进入公务员大额": ("进入", "不进入"),
    "大病累计": ("全年累计", "每次住院"),
    "先行自付进入大病": ("不进入", "进入"),
    "大病限额奖惩并存": ("相抵", "分别封顶"),
    "断保扣减年限": ("一直扣减", "只扣一年"),
    "大病起付沿用": ("沿用上年", "等待公布"),
    "监测线沿用": ("沿用上年", "等待公布"),
    "零报销激励累计": ("不累计", "累计"),
    "两病双病单用药": ("共用500", "各自限额"),
    "慢病超限额": ("不进门诊统筹", "进门诊统筹"),
    "特病市外": ("比例不变", "同住院"),
    "特病起付": ("单独计", "与住院共用"),
    "单行支付进入救助": ("不进入", "进入"),
    "单行支付占用年度限额": ("不占用", "占用"),
    "其他临时外出已备案": ("降5%", "降10%"),
    "市内三级转市外三级起付": ("不再计", "补差"),
    "职工转诊起付差额": ("不适用", "参照居民"),
    "居民急诊未住院": ("门诊统筹", "按住院"),
    "孤儿常规救助": ("同特困", "不享受"),
    "倾斜救助急诊": ("免转诊条件", "不享受"),
    "救助起付周期": ("每年一次", "每次"),
    "配偶补差方式": ("实际费用", "定额相减"),
    "居民产前检查占用年度限额": ("不占用", "占用"),
    "产前检查不足定额": ("定额", "据实"),
    "慢病自付进入大病": ("不进入", "进入"),
}
"""The readings of every switch; the first is the default where there is one."""

NO_DEFAULT: Final = frozenset(
    {
        "公务员慢病补助比例",
        "先行自付进入大病",
        "大病限额奖惩并存",
        "断保扣减年限",
        "单行支付进入救助",
        "单行支付占用年度限额",
        "其他临时外出已备案",
        "市内三级转市外三级起付",
    }
)
"""The switches that have no default: the manual does not say and nobody has decided."""

ACCUMULATORS: Final = (
    "acc_basic",
    "acc_single",
    "acc_outpatient_base",
    "acc_outpatient",
    "acc_outpatient_civil",
    "acc_outpatient_large",
    "acc_chronic",
    "acc_special_base",
    "acc_two_diseases",
    "acc_civil",
    "acc_civil_chronic",
    "acc_large_base",
    "acc_large",
    "acc_serious_base",
    "acc_advance",
    "acc_serious",
    "acc_assistance_base",
    "acc_assistance",
    "acc_tilted_base",
    "acc_tilted",
)
"""What is carried from visit to visit through a calendar year."""


class NotPublishedError(LookupError):
    """A number of the year that the settlement needs has not been published."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One visit: who, what, when and how much (fen), with what the year has seen so far."""

    facts: Mapping[str, object]
    """By code: text for a code or level, truth for yes/no, an integer for a count or for fen, a tuple for several."""
    age: int
    """Completed years on the day of care."""
    care_date: date
    """The day of care; for inpatients the day of discharge."""
    total: int
    fully_self_paid: int = 0
    above_price_limit: int = 0
    advance_self_payment: int = 0
    accumulators: Mapping[str, int] = field(default_factory=dict)
    """By code, before this visit; one that is missing is 0."""

    @property
    def eligible(self) -> int:
        """What lies within the scope of payment: the total without the three parts that do not."""
        return self.total - self.fully_self_paid - self.above_price_limit - self.advance_self_payment

    def text(self, code: str) -> str:
        """Return the code or level stated for ``code``, empty if none is."""
        value = self.facts.get(code, "")
        assert isinstance(value, str), code
        return value

    def texts(self, code: str) -> tuple[str, ...]:
        """Return the codes stated for ``code``, empty if none are."""
        value = self.facts.get(code, ())
        assert isinstance(value, tuple), code
        return value

    def holds(self, code: str) -> bool:
        """Tell whether ``code`` is stated to hold."""
        value = self.facts.get(code, False)
        assert isinstance(value, bool), code
        return value

    def number(self, code: str) -> int:
        """Return the count or the fen stated for ``code``, 0 if none is."""
        value = self.facts.get(code, 0)
        assert isinstance(value, int), code
        return value


@dataclass(frozen=True, slots=True)
class Settled:
    """What each payer pays of a bill (fen), and what is left to the person."""

    payments: dict[str, int]
    """By step, in the order of payers; a step that does not apply is absent."""
    allowances: dict[str, int]
    """By step: fixed sums paid to the person, outside the breakdown of the bill."""
    accumulators: dict[str, int]
    """Every accumulator after this visit."""
    unknown: bool
    """Whether a number that is needed has not been published; what stands in `payments` then is what came before."""
    eligible: int
    deductible: int
    """The deductible due of the basic fund for this bill, not cut to its size; 0 where there is none."""
    self_paid_eligible: int
    """个人自付: what no payer bears of the eligible expense, the deductible included."""
    out_of_pocket: int
    """个人合计: `self_paid_eligible` and all that is not eligible."""
    paid_elsewhere: int = 0
    """What another scheme has paid of the eligible expense, neither the funds' here nor the person's."""
