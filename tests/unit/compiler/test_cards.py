"""Cards: what a row becomes, what follows from its periods and counters, and what is told of one that is no step."""

import re
from fractions import Fraction

import pytest
from unit.benefits.written import chain_of, folder_of, rules_of, vocabulary
from unit.compiler.written import switches

from chronicare.benefits.formula_evaluation import evaluate_formula
from chronicare.cells.values import Value
from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.counter_terms import with_counter_terms
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics, Text
from chronicare.program.decision_table import BenefitRules, ChainStep, HitPolicy, PaymentKind
from chronicare.program.formula import Formula
from chronicare.program.period import Period

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


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        ("≤ 1 万元: 60%；85%；各加 支付比例", [120, 145]),
        ("≤ 1 万元：60%；85%;各加 5%；", [65, 90]),
        ("60%；各减 5%", [55]),
    ],
)
def test_what_is_added_to_the_ratio_of_each_segment(ratio: str, expected: list[int]) -> None:
    (step,) = steps(f"basic,基本医保,报销,合规费用,,,{ratio}")
    assert [number(each.ratio) for each in step.segments] == expected


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
    assert [row.id for row in rules.chain.rows] == ["卡:2", "卡:3", "卡:4"]
    assert {name: step.id for name, step in rules.steps.items()} == {"卡:2": "basic", "卡:3": "basic", "卡:4": "assist"}


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
        ("basic,基本医保,支付,合规费用,,,85%", [("UNKNOWN_NAME", "card.csv:E2")]),
        ("basic,基本医保,报销,,,,85%", [("EMPTY_REQUIRED_CELL", "card.csv:F2")]),
        ("basic,基本医保,报销,合规费用", [("EMPTY_REQUIRED_CELL", "card.csv:I2")]),
        ("quota,基本医保,补助", [("EMPTY_REQUIRED_CELL", "card.csv:J2")]),
        ("quota,基本医保,补助,合规费用,,,,300 元", [("BAD_FIELD", "card.csv:F2")]),
        ("quota,基本医保,补助,,统筹累计,,,300 元", [("BAD_FIELD", "card.csv:G2")]),
        ("quota,基本医保,补助,,,100 元 每次,,300 元", [("BAD_FIELD", "card.csv:H2")]),
        ("quota,基本医保,补助,,,,85%,300 元", [("BAD_FIELD", "card.csv:I2")]),
        # formulas
        ("basic,基本医保,报销,合规,,,85%", [("WRONG_TYPE", "card.csv:F2")]),
        ("basic,基本医保,报销,5000,,,85%", [("WRONG_TYPE", "card.csv:F2")]),
        ("basic,基本医保,报销,合规费用,0.5,,85%", [("WRONG_TYPE", "card.csv:G2")]),
        ("basic,基本医保,报销,合规费用,,3 个月,85%", [("WRONG_TYPE", "card.csv:H2")]),
        ("basic,基本医保,报销,合规费用,,,85 元", [("WRONG_TYPE", "card.csv:I2")]),
        ("basic,基本医保,报销,合规费用,,,85%,14 万", [("WRONG_TYPE", "card.csv:J2")]),
        # segments
        (f"{REIMBURSED}85%；90%", [("SYNTAX", "card.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元: 85%", [("SYNTAX", "card.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元: 85%；≤ 2 万元: 90%", [("SYNTAX", "card.csv:I2")]),
        (f"{REIMBURSED}85%；≤ 1 万元: 90%", [("SYNTAX", "card.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元 85%；90%", [("SYNTAX", "card.csv:I2")]),
        (f"{REIMBURSED}< 1 万元: 85%；90%", [("SYNTAX", "card.csv:I2")]),
        (f"{REIMBURSED}≤ 10000: 85%；90%", [("WRONG_TYPE", "card.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元: 85 元；90%", [("WRONG_TYPE", "card.csv:I2")]),
        (f"{REIMBURSED}各加 5%", [("SYNTAX", "card.csv:I2")]),
        (f"{REIMBURSED}85%；各加 5", [("MISSING_UNIT", "card.csv:I2")]),
        (f"{REIMBURSED}≤ 1 万元: 85%；90 元", [("WRONG_TYPE", "card.csv:I2")]),
        # inputs and readings
        (f"{REIMBURSED}85%,,,病房", [("UNKNOWN_NAME", "card.csv:L2")]),
        (f"{REIMBURSED}85%,,,,,开,丙", [("BAD_SWITCH", "card.csv:O2")]),
        (f"{REIMBURSED}85%,,,,,合,甲", [("UNKNOWN_SWITCH", "card.csv:N2")]),
    ],
)
def test_what_is_no_step(row: str, expected: list[tuple[str, str]]) -> None:
    assert faults(row, 开="甲") == expected


def test_everything_wrong_in_a_card_is_told_at_once() -> None:
    assert faults("a,基本医保,付,合规费用,,,85%", "b,基本医保,报销,合规,,,85%；90%,14 万,,病房") == [
        ("UNKNOWN_NAME", "card.csv:E2"),
        ("WRONG_TYPE", "card.csv:F3"),
        ("SYNTAX", "card.csv:I3"),
        ("WRONG_TYPE", "card.csv:J3"),
        ("UNKNOWN_NAME", "card.csv:L3"),
    ]


HEAD = "编号,谁付,名称,基数,起付,比例,封顶,共用限额,计数,起点,开关,读法,出处,原文\n"
COUNTERS = """\
名称,单位,周期,计什么,限额,出处,原文
统筹累计,元,每年,支付,14 万元,1-1,文
补充累计,元,每年,支付,不限,,
基数累计,元,每年,基数,不限,,
已扣累计,元,每年,起付,不限,,
"""


def written(*rows: str, counters: str = COUNTERS, head: str = HEAD) -> tuple[BenefitRules, list[tuple[str, str]]]:
    """Compile a card of rows, which end with what they say, and the counters: its rules, code and place of faults."""
    columns = head.strip().split(",")
    filled = "\n".join(
        ",".join([*[*row.split(","), *[""] * len(columns)][: len(columns) - 2], "1-1", "文"]) for row in rows
    )
    first, *others = counters.splitlines() or [""]
    named = "\n".join([first, *(line for line in others if re.split("[,，]", line)[0] in filled)])
    (rules,), found = rules_of(chain=f"{head}{filled}\n\n{named if named != first else ''}", switches=switches(开="甲"))
    return rules, found


def said(*rows: str, counters: str = COUNTERS) -> list[tuple[str, ...]]:
    """Return start, deductible, limit and what is counted of each step, as formulas; all must be well."""
    rules, found = written(*rows, counters=counters)
    assert found == []
    return [
        (
            step.start.text if step.start else "",
            step.deductible.text if step.deductible else "",
            step.limit.text if step.limit else "",
            "；".join(f"{each.accumulator} += {each.amount.text}" for each in step.accumulations),
        )
        for step in rules.steps.values()
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("不设,85%,不限", ("", "0 元", "", "")),
        ("700 元 每次,85%,3000 元 每次", ("", "700 元", "3000 元", "")),
        ("700元每次,85%,3000 元　每次", ("", "700元", "3000 元", "")),
        (
            "起付标准 每年,85%,年度限额 每年,,基数累计；已扣累计；补充累计",
            (
                "基数累计",
                "起付标准",
                "年度限额 − 补充累计",
                "acc_base += 本步基数；acc_used += 本步起付；acc_more += 本步支付",
            ),
        ),
        ("不设,85%,不限,统筹累计", ("", "0 元", "14 万元 − 统筹累计", "acc_basic += 本步支付")),
        (
            "不设,85%,500 元 每次；2000 元 每年,统筹累计,补充累计",
            (
                "",
                "0 元",
                "最小(500 元, 2000 元 − 补充累计, 14 万元 − 统筹累计)",
                "acc_basic += 本步支付；acc_more += 本步支付",
            ),
        ),
        # what is counted does not ask for a cap, nor a start for a counter
        ("700 元 每次,85%,不限,,基数累计；已扣累计", ("", "700 元", "", "acc_base += 本步基数；acc_used += 本步起付")),
        ("700 元 每年,85%,不限,,基数累计,另项", ("另项", "700 元", "", "acc_base += 本步基数")),
        ("不设,85%,无此待遇", ("", "0 元", "无此待遇", "")),
        ("未公布,85%,不限", ("", "未公布", "", "")),
    ],
)
def test_what_periods_and_counters_come_to(row: str, expected: tuple[str, ...]) -> None:
    counters = COUNTERS if "累计" in row else ""
    assert said(f"basic,基本医保,报销,合规费用,{row}", counters=counters) == [expected]


def test_a_course_of_treatment_is_stated_by_each_bill() -> None:
    counters = "名称,单位,周期,计什么,限额\n另项,元,每疗程,起付,不限\n"
    (step,) = said("basic,基本医保,报销,合规费用,700 元 每疗程,85%,不限,,另项", counters=counters)
    assert step == ("", "最大(700 元 − 另项, 0)", "", "")


def test_a_cap_that_names_no_counter_is_given_one() -> None:
    rules, found = written("basic,基本医保,报销,合规费用,300 元 每季,85%,2000 元 每月；9000 元 每年", counters="")
    (step,) = rules.steps.values()
    assert (found, step.start and step.start.text) == ([], "卡报销本季基数")
    assert step.limit is not None
    assert step.limit.text == "最小(2000 元 − 卡报销本月已付, 9000 元 − 卡报销本年已付)"
    assert rules.periods == {
        "card_basic_paid_month": Period.MONTH,
        "card_basic_paid": Period.YEAR,
        "card_basic_base_quarter": Period.QUARTER,
        "card_basic_deductible_quarter": Period.QUARTER,
    }
    assert [(each.accumulator, each.amount.text) for each in step.accumulations] == [
        ("card_basic_paid_month", "本步支付"),
        ("card_basic_paid", "本步支付"),
        ("card_basic_base_quarter", "本步基数"),
        ("card_basic_deductible_quarter", "本步起付"),
    ]


def test_a_row_with_the_same_number_says_only_what_differs() -> None:
    one, other = said(
        "basic,基本医保,报销,合规费用,不设,50%,不限,统筹累计,,,开,甲",
        "basic,,,,700 元 每次,,,-,,,,乙",
        counters=COUNTERS,
    )
    assert one == ("", "0 元", "14 万元 − 统筹累计", "acc_basic += 本步支付")
    assert other == ("", "700 元", "", "")


def test_two_benefits_of_one_step_do_not_share_a_counter_by_accident() -> None:
    """The same cap for another name is another benefit's: whether they share it has to be said."""
    first = "basic,基本医保,报销,合规费用,不设,85%,2000 元 每年,,,,开,甲"
    assert written(first, "basic,,另报,,,,1500 元 每年,,,,,乙", counters="")[1] == [("DUPLICATE_NAME", "card.csv:G3")]
    rules, found = written(first, "basic,,,,,60%,1500 元 每年,,,,,乙", counters="")
    assert (found, rules.accumulators) == ([], ("card_basic_paid",))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # what periods must say
        ("700 元,85%,不限", [("PERIOD_MISSING", "card.csv:E2")]),
        ("700 元/年,85%,不限", [("PERIOD_MISSING", "card.csv:E2")]),
        ("每年,85%,不限", [("PERIOD_MISSING", "card.csv:E2")]),
        ("不设,85%,3000 元", [("PERIOD_MISSING", "card.csv:G2")]),
        ("不设,85%,3000 元 每周", [("PERIOD_MISSING", "card.csv:G2")]),
        ("700 元 每次；300 元 每年,85%,不限", [("SYNTAX", "card.csv:E2")]),
        # what must be said
        (",85%,不限", [("EMPTY_REQUIRED_CELL", "card.csv:E2")]),
        ("不设,85%,", [("EMPTY_REQUIRED_CELL", "card.csv:G2")]),
        ("不设,,不限", [("EMPTY_REQUIRED_CELL", "card.csv:F2")]),
        ("不设,0.85,不限", [("MISSING_UNIT", "card.csv:F2")]),
        ("不设,85,不限", [("MISSING_UNIT", "card.csv:F2")]),
        ("不设,不限,不限", [("WRONG_TYPE", "card.csv:F2")]),
        ("不限,85%,不限", [("PERIOD_MISSING", "card.csv:E2")]),
        ("不设,85%,不设", [("PERIOD_MISSING", "card.csv:G2")]),
        ("不设,≤ 10 万元: 70%；≤ 6 万元: 60%；85%,不限", [("SYNTAX", "card.csv:F2")]),
        ("不设,≤ 6 万元: 70%；≤ 60000 元: 60%；85%,不限", [("SYNTAX", "card.csv:F2")]),
        # counters
        ("不设,85%,不限,总累计", [("UNKNOWN_NAME", "card.csv:H2")]),
        ("不设,85%,不限,补充累计", [("BAD_COUNTER", "card.csv:H2")]),
        ("不设,85%,不限,,统筹累计", [("BAD_COUNTER", "card.csv:I2")]),
        ("不设,85%,不限,,补充累计；补充累计", [("DUPLICATE_ID", "card.csv:I2")]),
        ("不设,85%,2000 元 每月,,补充累计", [("BAD_COUNTER", "card.csv:G2")]),
        ("700 元 每疗程,85%,不限", [("BAD_COUNTER", "card.csv:E2")]),
        ("700 元 每次,85%,不限,,,另项", [("BAD_FIELD", "card.csv:J2")]),
        # item by item
        ("700 元 每项,85%,不限", [("PERIOD_MISSING", "card.csv:E2")]),
        ("700 元 每次,85%,120 元 每项", [("BAD_FIELD", "card.csv:E2")]),
        ("不设,≤ 1 万元: 85%；90%,120 元 每项", [("BAD_FIELD", "card.csv:F2")]),
        ("不设,85%,120 元 每项；100 元 每项", [("BAD_FIELD", "card.csv:G2")]),
    ],
)
def test_what_an_officer_gets_wrong_is_told_at_its_cell(row: str, expected: list[tuple[str, str]]) -> None:
    assert written(f"basic,基本医保,报销,合规费用,{row}", counters=COUNTERS)[1] == expected


@pytest.mark.parametrize(
    ("cap", "remedy"),
    [
        ("无", "没有就写「不限」"),
        ("不封顶", "没有就写「不限」"),
        ("每年 300 元", "写成 300 元 每年"),
        ("300 元", "写成 300 元 每次、300 元 每年 的样子；没有就写「不限」"),
        ("300 元 每周", "可写：每次、每年、每季、每月、每日、每疗程、每项"),
    ],
)
def test_the_remedy_of_a_cap_is_what_was_meant(cap: str, remedy: str) -> None:
    diagnostics = Diagnostics()
    chain = chain_of("basic,基本医保,报销,合规费用,,,85%").replace("不限", cap)
    area = folder_of(diagnostics, chain=chain)
    words = with_counter_terms(area, vocabulary(), diagnostics)
    compile_benefits(area, words, Register(area, diagnostics), diagnostics)
    (told,) = diagnostics.sorted()
    assert (told.code.name, told.hint.zh) == ("PERIOD_MISSING", remedy)


def test_the_personal_account_pays_what_is_in_it() -> None:
    rules, found = written("own,个人账户,门诊,合规费用,不设,70%,不限", counters="")
    assert found == []
    (step,) = rules.steps.values()
    assert (step.payer, step.payment_kind) == ("个人账户", PaymentKind.ACCOUNT)
    assert (step.limit and step.limit.text, step.accumulations, rules.accumulators) == ("个人账户余额", (), ())


@pytest.mark.parametrize(("cap", "limit"), [("60 元 每次", "最小(60 元, 个人账户余额)"), ("5 元 每项", "个人账户余额")])
def test_a_cap_for_the_visit_stands_beside_what_is_in_the_account(cap: str, limit: str) -> None:
    rules, found = written(f"own,个人账户,门诊,合规费用,不设,70%,{cap}", counters="")
    (step,) = rules.steps.values()
    assert (found, step.limit and step.limit.text) == ([], limit)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("100 元 每次,70%,不限", [("BAD_FIELD", "card.csv:E2")]),
        ("不设,70%,2000 元 每年", [("BAD_FIELD", "card.csv:G2")]),
        ("不设,70%,不限,统筹累计", [("BAD_FIELD", "card.csv:H2")]),
        ("不设,70%,不限,,补充累计", [("BAD_FIELD", "card.csv:I2")]),
        ("不设,70%,不限,,,合规费用", [("BAD_FIELD", "card.csv:J2")]),
        ("不设,,不限", [("EMPTY_REQUIRED_CELL", "card.csv:F2")]),
    ],
)
def test_the_personal_account_has_no_deductible_and_counts_to_no_cap(row: str, expected: list[tuple[str, str]]) -> None:
    assert written(f"own,个人账户,门诊,合规费用,{row}", counters=COUNTERS)[1] == expected


def test_the_personal_account_pays_in_no_other_manner() -> None:
    assert faults("own,个人账户,补助,合规费用,,不设,70%,不限") == [("BAD_FIELD", "card.csv:E2")]


def test_items_are_paid_on_the_eligible_expense_alone() -> None:
    assert written("basic,基本医保,报销,合规余额,不设,85%,120 元 每项")[1] == [("BAD_FIELD", "card.csv:D2")]


@pytest.mark.parametrize(
    ("row", "column"), [(",报销,合规费用", "B"), ("基本医保,,合规费用", "C"), ("基本医保,报销,", "D")]
)
def test_a_step_says_who_pays_what_on_what(row: str, column: str) -> None:
    assert written(f"basic,{row},不设,85%,不限", counters="")[1] == [("EMPTY_REQUIRED_CELL", f"card.csv:{column}2")]


WARD = "basic,基本医保,报销,合规费用,不设,85%,不限,,,,,"


def test_a_number_that_is_not_that_of_the_row_above_is_the_one_thing_told() -> None:
    assert written(WARD, "basix,,,,,80%,,,,,,", counters="")[1] == [("EMPTY_REQUIRED_CELL", "card.csv:A3")]
    several = ["basix,,,,,80%,,,,,,", "basix,,,,,70%,,,,,,"]
    assert written(WARD, *several, counters="")[1] == [("EMPTY_REQUIRED_CELL", "card.csv:A3")]


@pytest.mark.parametrize(
    ("again", "told"),
    [("85%", "与第 2 行完全相同"), ("80%", "与第 2 行编号相同，可能同时轮到，会付两次")],
)
def test_a_row_that_stands_twice_is_to_be_deleted(again: str, told: str) -> None:
    diagnostics = Diagnostics()
    rows = [f"basic,基本医保,报销,合规费用,,,{ratio}" for ratio in ("85%", again)]
    area = folder_of(diagnostics, {}, chain_of(*rows))
    words = with_counter_terms(area, vocabulary(), diagnostics)
    compile_benefits(area, words, Register(area, diagnostics), diagnostics)
    assert [(each.code.name, each.message.zh) for each in diagnostics.sorted()] == [("DUPLICATE_ID", told)]


def test_a_counter_without_a_cap_that_several_steps_share_is_told_once() -> None:
    twice = ("basic,基本医保,报销,合规费用,不设,85%,不限,补充累计", "more,补充,报销,合规余额,不设,50%,不限,补充累计")
    assert written(*twice)[1] == [("BAD_COUNTER", "card.csv:H2")]
