"""A settlement in the fields of the national interface, adding up or refused."""

from dataclasses import replace
from fractions import Fraction

import pytest
from unit.benefits.written import Written, bill, chain_of, model_of, settled, vocabulary

from chronicare.benefits.bill import Charges
from chronicare.benefits.breakdown import BreakdownError, break_down
from chronicare.benefits.money import fen_text
from chronicare.benefits.settlement import Settlement

FIELDS = """\
交易,字段,名称,内容,支付方
setlinfo,total,总额,总费用,
setlinfo,outside,全自费,全自费,
setlinfo,above,超限价,超限价,
setlinfo,advance,先行自付,先行自付,
setlinfo,eligible,合规,合规费用,
setlinfo,borne,起付,统筹起付,
setlinfo,ratio,比例,统筹比例,
setlinfo,basic,统筹,支付方,基本医保
setlinfo,civil,公务员,支付方,公务员补助
setlinfo,others,其他,其他支付方,
setlinfo,funds,基金,基金支付总额,
setlinfo,burden,个人,个人负担总额,
setlinfo,account,账户,个人账户支付,
setlinfo,cash,现金,个人现金支付,
regist,code,病种,病种编码,
regist,called,名称,病种名称,
regist,on,认定,认定日期,
regist,from,开始,开始日期,
regist,to,结束,结束日期,
regist,memo,备注,备注,
"""
CHAIN = chain_of(
    "basic,基本医保,报销,合规费用,,100 元,{}",
    "more,补充,报销,合规余额,,,50%",
    "assist,医疗救助,报销,合规余额,,,10%",
    "quota,基本医保,补助,,,,,300 元",
)


def made(ratio: str = "80%", **sums: int) -> Settlement:
    charges = Charges(**{"total_fen": 120_000, **sums})
    return settled(model_of(chain=CHAIN.replace("{}", ratio)), replace(bill(0), charges=charges, account_fen=5_000))


def fields(settlement: Settlement) -> dict[str, str]:
    return {field.field: value for field, value in break_down(settlement, vocabulary(fields=FIELDS))}


def test_every_field_of_a_settlement() -> None:
    # of 1,200 are 1,100 eligible; 1,000 by 80% are 800, half of the 300 left are 150, a tenth of 150 are 15
    settlement = made(fully_self_paid_fen=5_000, above_price_limit_fen=3_000, advance_self_payment_fen=2_000)
    assert fields(settlement) == {
        "total": "1200.00",
        "outside": "50.00",
        "above": "30.00",
        "advance": "20.00",
        "eligible": "1100.00",
        "borne": "100.00",
        "ratio": "0.8000",
        "basic": "800.00",
        "civil": "0.00",
        "others": "165.00",
        "funds": "965.00",
        "burden": "235.00",
        "account": "50.00",
        "cash": "185.00",
    }


def test_several_payers_in_one_field_are_paid_together() -> None:
    # the 150 of 补充 beside the 800 of 基本医保, and no longer among the other payers
    shared = FIELDS.replace("支付方,基本医保", "支付方,基本医保；补充")
    settlement = made(fully_self_paid_fen=5_000, above_price_limit_fen=3_000, advance_self_payment_fen=2_000)
    values = {each.field: value for each, value in break_down(settlement, vocabulary(fields=shared))}
    assert (values["basic"], values["others"], values["funds"]) == ("950.00", "15.00", "965.00")


@pytest.mark.parametrize(
    ("ratio", "written"),
    [("82.5%", "0.8250"), ("1 ÷ 3", "0.3333"), ("≤ 500 元: 80%；90%", ""), ("≤ 9 万元: 80%；90%", "0.8000")],
)
def test_the_ratio_is_told_if_it_is_one(ratio: str, written: str) -> None:
    assert fields(made(ratio))["ratio"] == written


def test_a_bill_nobody_pays() -> None:
    refusing = {"处": Written("UNIQUE", "入：结算类别,出：属支付范围\n门诊,是\n住院,否\n")}
    chain = "编号,谁付,名称,基数,起付,比例,封顶,入：属支付范围\nbasic,基本医保,报销,合规费用,不设,80%,不限,是"
    model = model_of(refusing, chain)
    told = fields(settled(model, bill(100)))
    assert {name: told[name] for name in ("basic", "borne", "ratio", "funds", "burden", "cash")} == {
        "basic": "0.00",
        "borne": "0.00",
        "ratio": "",
        "funds": "0.00",
        "burden": "100.00",
        "cash": "100.00",
    }


@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: replace(good, charges=replace(good.charges, fully_self_paid_fen=-1)),
        lambda good: replace(good, charges=replace(good.charges, total_fen=10_000)),
        lambda good: replace(good, account_fen=good.charges.total_fen),
        lambda good: replace(good, account_fen=-1),
    ],
)
def test_what_does_not_add_up_is_refused(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(BreakdownError):
        break_down(spoil(made()), vocabulary(fields=FIELDS))


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (123_450, "1234.50"), (-5, "-0.05"), (-12_345, "-123.45")]
)
def test_fen_are_written_as_yuan(fen: int, text: str) -> None:
    assert fen_text(fen) == text
    assert Fraction(text) == Fraction(fen, 100)
