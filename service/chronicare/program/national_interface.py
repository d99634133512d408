"""The national platform's interface as data: which field of which transaction holds what of ours."""

from dataclasses import dataclass
from enum import Enum

from chronicare.diagnostics import Position


class Content(Enum):
    """What a field can hold; the value is the word of the table. Amounts are in yuan, two decimals."""

    TOTAL = "总费用"
    FULLY_SELF_PAID = "全自费"
    ABOVE_PRICE_LIMIT = "超限价"
    ADVANCE_SELF_PAYMENT = "先行自付"
    ELIGIBLE = "合规费用"
    DEDUCTIBLE_BORNE = "统筹起付"
    """The deductible really borne in the first step."""
    RATIO = "统筹比例"
    """The ratio of the first step, if it is one; as a fraction."""
    PAYER = "支付方"
    """What the payers pay that the field's ``payers`` names, together."""
    OTHER_PAYERS = "其他支付方"
    """What payers that have no field of their own pay."""
    FUND_PAYMENT = "基金支付总额"
    PERSONAL_BURDEN = "个人负担总额"
    PERSONAL_ACCOUNT = "个人账户支付"
    CASH = "个人现金支付"
    DISEASE_CODE = "病种编码"
    DISEASE_NAME = "病种名称"
    BEGIN_DATE = "开始日期"
    END_DATE = "结束日期"
    CERTIFIED_ON = "认定日期"
    NOTE = "备注"
    """What a reader of the amounts has to know: that they are provisional, and for want of which figure."""


@dataclass(frozen=True, slots=True)
class InterfaceField:
    """A field of a transaction, such as ``hifp_pay`` of ``setlinfo``, its Chinese name there, and what it holds."""

    transaction: str
    field: str
    name: str
    content: Content
    payers: tuple[str, ...]
    position: Position
