"""The payers' chain: what a row of it becomes, and what is told of one that is no step."""

from fractions import Fraction

import pytest
from unit.benefits.written import chain_of, rules_of
from unit.compiler.written import switches

from chronicare.benefits.formula_evaluation import evaluate_formula
from chronicare.cells.values import Value
from chronicare.diagnostics import Text
from chronicare.program.decision_table import ChainStep, HitPolicy, PaymentKind
from chronicare.program.formula import Formula

KNOWN: dict[str, Value] = {"eligible_expense": Fraction(5000), "acc_basic": Fraction(400), "ratio": Fraction(60)}
FULL = "basic,基本医保,报销,合规费用,统筹累计,700 元,≤ 1 万元: 85%；支付比例 + 30%,14 万元 − 统筹累计"
ADDING = "统筹累计 += 本步支付；基数累计 += 本步基数 − 本步起付"


def steps(*rows: str) -> list[ChainStep]:
    (rules,), found = rules_of(chain=chain_of(*rows))
    assert found == []
    return list(rules.steps.values())


def faults(*rows: str, **defaults: str) -> list[tuple[str, str]]:
    """Return the code and place of everything wrong with a chain; the columns begin with A 编号."""
    return rules_of(chain=chain_of(*rows), switches=switches(**defaults) if defaults else None)[1]


def number(formula: Formula | None) -> Value:
    assert formula is not None
    return evaluate_formula(formula, KNOWN.__getitem__)


def test_a_reimbursement() -> None:
    (step,) = steps(f"{FULL},{ADDING}")
    assert (step.id, step.payer, step.name, step.payment_kind) == (
        "basic",
        "基本医保",
        Text("basic报销", "step basic"),
        PaymentKind.REIMBURSEMENT,
    )
    assert [number(each) for each in (step.base, step.start, step.deductible, step.limit)] == [5000, 400, 700, 139_600]
    assert [(each.limit and number(each.limit), number(each.ratio)) for each in step.segments] == [
        (10_000, 85),
        (None, 90),
    ]
    assert [(each.accumulator, each.amount.text) for each in step.accumulations] == [
        ("acc_basic", "本步支付"),
        ("acc_base", "本步基数 − 本步起付"),
    ]


def test_the_least_there_can_be() -> None:
    paid, given = steps("basic,基本医保,报销,合规费用,,,85%", "quota,基本医保,补助,,,,,3000 元")
    assert (paid.start, number(paid.deductible), paid.limit, paid.accumulations) == (None, 0, None, ())
    assert (given.payment_kind, number(given.limit)) == (PaymentKind.ALLOWANCE, 3000)
    assert (given.base, given.segments) == (None, ())


@pytest.mark.parametrize(
    "ratio",
    [
        "≤ 1 万元: 85%；≤ 2 万元：90%；95%",
        "<= 10000 元:85%;≤2 万元: 90% ; 95%；",
        "≤ 0.5 × 2 万元: 85 %；≤ 20000 元: 90%；95%",
    ],
)
def test_segments_in_several_writings(ratio: str) -> None:
    (step,) = steps(f"basic,基本医保,报销,合规费用,,,{ratio}")
    assert [(each.limit and number(each.limit), number(each.ratio)) for each in step.segments] == [
        (10_000, 85),
        (20_000, 90),
        (None, 95),
    ]


def test_a_chain_is_a_table_that_collects_its_rows_in_order() -> None:
    rows = [
        "basic,基本医保,报销,合规费用,,,85%,,,住院,职工",
        "basic,基本医保,报销,合规费用,,,60%,,,住院,居民",
        "assist,医疗救助,报销,合规余额,,,70%",
    ]
    (rules,), found = rules_of(chain=chain_of(*rows))
    assert found == []
    assert rules.chain is not None
    assert (rules.chain.hit, rules.chain.inputs, rules.chain.outputs) == (
        HitPolicy.COLLECT,
        ("setting", "scheme"),
        (),
    )
    assert [row.id for row in rules.chain.rows] == ["2", "3", "4"]
    assert {name: step.id for name, step in rules.steps.items()} == {"2": "basic", "3": "basic", "4": "assist"}


def test_accumulators_are_those_of_all_steps_each_once() -> None:
    (rules,), _ = rules_of(
        chain=chain_of(
            "basic,基本医保,报销,合规费用,,,85%,,统筹累计 += 本步支付;基数累计 += 本步基数",
            "assist,医疗救助,报销,合规余额,,,70%,,补充累计 += 本步支付；统筹累计 += 本步支付",
        )
    )
    assert rules.accumulators == ("acc_basic", "acc_base", "acc_more")


REIMBURSED = "basic,基本医保,报销,合规费用,,,"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # manners and what they need
        ("basic,基本医保,支付,合规费用,,,85%", [("UNKNOWN_NAME", "chain.csv:E2")]),
        ("basic,基本医保,报销,,,,85%", [("EMPTY_REQUIRED_CELL", "chain.csv:F2")]),
        ("basic,基本医保,报销,合规费用", [("EMPTY_REQUIRED_CELL", "chain.csv:I2")]),
        ("quota,基本医保,补助", [("EMPTY_REQUIRED_CELL", "chain.csv:J2")]),
        ("quota,基本医保,补助,合规费用,,,,300 元", [("BAD_FIELD", "chain.csv:F2")]),
        ("quota,基本医保,补助,,统筹累计,,,300 元", [("BAD_FIELD", "chain.csv:G2")]),
        ("quota,基本医保,补助,,,100 元,,300 元", [("BAD_FIELD", "chain.csv:H2")]),
        ("quota,基本医保,补助,,,,85%,300 元", [("BAD_FIELD", "chain.csv:I2")]),
        # formulas
        ("basic,基本医保,报销,合规,,,85%", [("WRONG_TYPE", "chain.csv:F2")]),
        ("basic,基本医保,报销,5000,,,85%", [("WRONG_TYPE", "chain.csv:F2")]),
        ("basic,基本医保,报销,合规费用,0.5,,85%", [("WRONG_TYPE", "chain.csv:G2")]),
        ("basic,基本医保,报销,合规费用,,3 个月,85%", [("WRONG_TYPE", "chain.csv:H2")]),
        ("basic,基本医保,报销,合规费用,,,85 元", [("WRONG_TYPE", "chain.csv:I2")]),
        ("basic,基本医保,报销,合规费用,,,85%,14 万", [("WRONG_TYPE", "chain.csv:J2")]),
        # segments
        (f"{REIMBURSED}85%；90%", [("SYNTAX", "chain.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元: 85%", [("SYNTAX", "chain.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元: 85%；≤ 2 万元: 90%", [("SYNTAX", "chain.csv:I2")]),
        (f"{REIMBURSED}85%；≤ 1 万元: 90%", [("SYNTAX", "chain.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元 85%；90%", [("SYNTAX", "chain.csv:I2")]),
        (f"{REIMBURSED}< 1 万元: 85%；90%", [("SYNTAX", "chain.csv:I2")]),
        (f"{REIMBURSED}≤ 10000: 85%；90%", [("WRONG_TYPE", "chain.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元: 85 元；90%", [("WRONG_TYPE", "chain.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元: 85%；90 元", [("WRONG_TYPE", "chain.csv:I2")]),
        # accumulations
        (f"{REIMBURSED}85%,,统筹累计 + 本步支付", [("SYNTAX", "chain.csv:K2")]),
        (f"{REIMBURSED}85%,,没有 += 本步支付", [("SYNTAX", "chain.csv:K2")]),
        (f"{REIMBURSED}85%,,险种 += 本步支付", [("SYNTAX", "chain.csv:K2")]),
        (f"{REIMBURSED}85%,,统筹累计 +=", [("SYNTAX", "chain.csv:K2")]),
        (f"{REIMBURSED}85%,,统筹累计 += 300", [("WRONG_TYPE", "chain.csv:K2")]),
        (f"{REIMBURSED}85%,,统筹累计 += 本步支付；基数 += 本步基数", [("SYNTAX", "chain.csv:K2")]),
        # inputs and readings
        (f"{REIMBURSED}85%,,,病房", [("UNKNOWN_NAME", "chain.csv:L2")]),
        (f"{REIMBURSED}85%,,,,,开,丙", [("BAD_SWITCH", "chain.csv:O2")]),
        (f"{REIMBURSED}85%,,,,,合,甲", [("UNKNOWN_SWITCH", "chain.csv:N2")]),
    ],
)
def test_what_is_no_step(row: str, expected: list[tuple[str, str]]) -> None:
    assert faults(row, 开="甲") == expected


def test_everything_wrong_in_a_chain_is_told_at_once() -> None:
    assert faults("a,基本医保,付,合规费用,,,85%", "b,基本医保,报销,合规,,,85%；90%,14 万,没有 += 1 元,病房") == [
        ("UNKNOWN_NAME", "chain.csv:E2"),
        ("WRONG_TYPE", "chain.csv:F3"),
        ("SYNTAX", "chain.csv:I3"),
        ("WRONG_TYPE", "chain.csv:J3"),
        ("SYNTAX", "chain.csv:K3"),
        ("UNKNOWN_NAME", "chain.csv:L3"),
    ]


HEAD = "编号,支付方,名称,英文名,方式,基数,起付,比例,可支付限额\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("合规费用,0 元,85%,不限", []),
        ("合规费用,,85%,不限", [("EMPTY_REQUIRED_CELL", "chain.csv:G2")]),
        ("合规费用,0 元,85%,", [("EMPTY_REQUIRED_CELL", "chain.csv:I2")]),
        ("合规费用,不限,85%,不限", [("WRONG_TYPE", "chain.csv:G2")]),
        ("合规费用,0 元,不限,不限", [("WRONG_TYPE", "chain.csv:H2")]),
        ("合规费用,0 元,85%,无此待遇", []),
        ("合规费用,0 元,未公布,不限", []),
    ],
)
def test_a_step_says_what_it_has_not(row: str, expected: list[tuple[str, str]]) -> None:
    assert rules_of(chain=f"{HEAD}basic,基本医保,报销,benefit,报销,{row}\n")[1] == expected
