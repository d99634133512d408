"""What code relies on of the vocabulary: each role is played by one term, which the tables of roles name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given


class Role(Enum):
    """What a term is to the code; the value is how tables write it."""

    SETTING = "结算类别"
    SEPARATE_SETTING = "单列结算类别"
    CARE_DATE = "就诊日"
    BENEFIT_YEAR = "待遇年度"
    QUERIED_YEAR = "所问年度"
    CHARGE_CATEGORY = "费用类别"
    CHARGE_AMOUNT = "费用金额"
    CHARGE_COVERED = "目录内"
    ADVANCE_RATIO = "先付比例"
    TOTAL_EXPENSE = "总费用"
    FULLY_SELF_PAID = "全自费"
    ABOVE_PRICE_LIMIT = "超限价"
    ADVANCE_SELF_PAYMENT = "先行自付"
    ELIGIBLE_EXPENSE = "合规费用"
    REMAINING_ELIGIBLE = "合规余额"
    DEDUCTIBLE_BORNE = "已扣起付"
    BEYOND_CAP = "超限费用"
    STEP_BASE = "本步基数"
    STEP_DEDUCTIBLE = "本步起付"
    STEP_PAYMENT = "本步支付"
    RATIO = "支付比例"
    IN_BENEFIT = "在待遇期内"
    WITHIN_SCOPE = "属支付范围"
    REFUSAL_REASON = "不予支付理由"
    BEARER = "承担方"
    PAID_ELSEWHERE = "他方已付"
    ACCOUNT_BALANCE = "个人账户余额"
    DISEASE = "本次病种"
    DISEASE_CLASS = "病种类别"
    BIRTH_DATE = "出生日"
    CERTIFIED_ON = "认定日"
    DIAGNOSED_ON = "确诊日"
    DISEASE_BENEFIT_START = "病种待遇起始日"
    BY_CARE_CATALOGUE = "适用就医地目录"
    CARE_IN_AREA = "在参保统筹区就医"
    CARE_IN_PROVINCE = "在参保省就医"

    __hash__ = object.__hash__  # there is one of each; that of Enum is many times slower

    @property
    def kind(self) -> ValueKind:
        """The type a term must have to play it."""
        return _KINDS.get(self, ValueKind.NUMBER)


_KINDS = {
    Role.SETTING: ValueKind.CODE,
    Role.SEPARATE_SETTING: ValueKind.CODE,
    Role.CARE_DATE: ValueKind.DATE,
    Role.BENEFIT_YEAR: ValueKind.COUNT,
    Role.QUERIED_YEAR: ValueKind.COUNT,
    Role.CHARGE_CATEGORY: ValueKind.CODE,
    Role.CHARGE_COVERED: ValueKind.YES_NO,
    Role.IN_BENEFIT: ValueKind.YES_NO,
    Role.WITHIN_SCOPE: ValueKind.YES_NO,
    Role.REFUSAL_REASON: ValueKind.CODE,
    Role.BEARER: ValueKind.CODE,
    Role.DISEASE: ValueKind.CODE,
    Role.DISEASE_CLASS: ValueKind.CODE,
    Role.BIRTH_DATE: ValueKind.DATE,
    Role.CERTIFIED_ON: ValueKind.DATE,
    Role.DIAGNOSED_ON: ValueKind.DATE,
    Role.DISEASE_BENEFIT_START: ValueKind.DATE,
    Role.BY_CARE_CATALOGUE: ValueKind.YES_NO,
    Role.CARE_IN_AREA: ValueKind.YES_NO,
    Role.CARE_IN_PROVINCE: ValueKind.YES_NO,
}


class RoleUnboundError(LookupError):
    """No term of the vocabulary plays ``role``: the area does not provide what needs it."""

    def __init__(self, role: Role) -> None:
        """Keep the role."""
        super().__init__(role.value)
        self.role = role


@dataclass(frozen=True, slots=True)
class Roles:
    """The codes of the terms that play roles; a role that no term plays is not among them."""

    codes: Mapping[Role, str] = field(default_factory=dict)

    def __getitem__(self, role: Role) -> str:
        """Return the code of the term that plays ``role``. Raises RoleUnboundError."""
        code = self.codes.get(role)
        if code is None:
            raise RoleUnboundError(role)
        return code

    def get(self, role: Role) -> str | None:
        """Return the code of the term that plays ``role``, if one does."""
        return self.codes.get(role)

    def of(self, roles: Iterable[Role]) -> frozenset[str]:
        """Return the codes of the terms that play ``roles``."""
        return frozenset(self.codes[role] for role in roles if role in self.codes)

    def facts(self, values: Mapping[Role, Given]) -> dict[str, Given]:
        """Return ``values`` by code; what no term stands for is left out: no table can ask for it."""
        return {self.codes[role]: value for role, value in values.items() if role in self.codes}
