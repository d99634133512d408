"""Tables of counters: what they declare, and what is told of a row that counts nothing."""

import pytest
from unit.benefits.written import folder_of, rules_of, vocabulary
from unit.compiler.written import codes

from chronicare.cells.types import ValueKind
from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.counter_terms import with_counter_terms
from chronicare.compiler.layers import lay_over
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics
from chronicare.program.counters import counters_of
from chronicare.program.decision_table import BenefitRules
from chronicare.program.period import Period
from chronicare.program.vocabulary import Vocabulary

CARD = "编号,谁付,名称,基数,起付,比例,封顶,共用限额,计数\nbasic,基本医保,报销,合规费用,{},50%,{},{},{}\n\n"
HEAD = "代码,名称,单位,周期,计什么,限额,代替,出处,原文\n"


def written(rows: str, deductible: str = "不设", cap: str = "不限", shared: str = "", counts: str = "") -> str:
    return CARD.format(deductible, cap, shared, counts) + HEAD + rows


def faults(rows: str, **cells: str) -> list[tuple[str, str]]:
    return rules_of(chain=written(rows, **cells))[1]


def declared(rows: str, **cells: str) -> tuple[BenefitRules, Vocabulary]:
    """Compile what must be well; return the rules, and the vocabulary with the counters' terms."""
    chain = written(rows, **cells)
    (rules,), found = rules_of(chain=chain)
    assert found == []
    silent = Diagnostics()
    return rules, with_counter_terms(folder_of(silent, {}, chain), vocabulary(), silent)


def test_a_counter_of_visits_or_days_declares_a_term_of_its_own_kind() -> None:
    rows = 'visits,门诊次数,次,每年,支付,12 次,,1-1,文\ndays,床日,天,每年,"天数(参保日, 就诊日)",60 天,,1-1,文\n'
    rules, words = declared(rows, cap="300 元 每次", shared="门诊次数；床日")
    kinds = [(words.findings[code].type.kind, words.findings[code].type.quantity) for code in ("visits", "days")]
    assert kinds == [(ValueKind.COUNT, None), (ValueKind.NUMBER, words.quantities["天数"])]
    (step,) = rules.steps.values()
    assert step.limit is not None
    assert step.limit.text == "最小(300 元, 名额(12 − 门诊次数, 1), 名额(60 天 − 床日, 天数(参保日, 就诊日)))"
    assert [(each.accumulator, each.amount.text, each.if_paid) for each in step.accumulations] == [
        ("visits", "1", True),
        ("days", "天数(参保日, 就诊日)", True),
    ]


def test_a_counter_declares_its_term() -> None:
    rules, words = declared("quarter,本季门诊已付,元,每季,支付,不限,,,\n", cap="300 元 每季", counts="本季门诊已付")
    term = words.findings["quarter"]
    money = words.findings["step_payment"].type
    assert (term.name.zh, term.name.en, term.type, term.question.zh) == (
        "本季门诊已付",
        "本季门诊已付",
        money,
        "本季门诊已付",
    )
    assert list(words.findings)[-1] == "quarter"  # a form asks for it last
    assert (rules.accumulators, rules.periods) == (("quarter",), {"quarter": Period.QUARTER})


def test_the_deductible_used_can_stand_for_the_base_it_is_declared_with() -> None:
    rows = "base,门诊基数,元,每年,基数,不限,,,\nused,门诊已扣,元,每年,起付,不限,门诊基数,,\n"
    rows += "paid,门诊已付,元,每年,支付,不限,,,\n"
    rules, words = declared(rows, deductible="100 元 每年", counts="门诊基数；门诊已扣；门诊已付")
    (counter,) = counters_of(rules, words).values()
    assert (counter.base, counter.deductible, counter.paid) == ("base", "used", "paid")


def test_counters_that_are_made_stand_for_each_other_too() -> None:
    rules, words = declared("", deductible="100 元 每年", cap="900 元 每年")
    (counter,) = counters_of(rules, words).values()
    assert (counter.base, counter.deductible, counter.paid) == (
        "card_basic_base",
        "card_basic_deductible",
        "card_basic_paid",
    )


def test_what_is_counted_can_be_a_formula() -> None:
    rules, _ = declared("half,一半,元,每年,50% × 本步支付,不限,,,\n", counts="一半")
    (step,) = rules.steps.values()
    assert [each.amount.text for each in step.accumulations] == ["50% × 本步支付"]


GOOD = "统筹累计,元,每年,支付,不限,,,"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f",{GOOD}", []),
        (",无此累计,元,每年,支付,不限,,,", [("UNKNOWN_FINDING", "counters.csv:B2")]),
        (f"another,{GOOD}", [("UNKNOWN_FINDING", "counters.csv:A2")]),
        (
            "Bad,新累计,元,每年,支付,不限,,,",
            [("BAD_VOCABULARY", "counters.csv:A2"), ("UNKNOWN_FINDING", "counters.csv:B2")],
        ),
        (
            "ratio,新累计,元,每年,支付,不限,,,",
            [("DUPLICATE_NAME", "counters.csv:A2"), ("UNKNOWN_FINDING", "counters.csv:B2")],
        ),
        (",险种,元,每年,支付,不限,,,", [("WRONG_TYPE", "counters.csv:B2")]),
        (",统筹累计,人,每年,支付,不限,,,", [("UNKNOWN_UNIT", "counters.csv:C2")]),
        (",统筹累计,次,每年,支付,不限,,,", [("WRONG_TYPE", "counters.csv:B2")]),
        (",统筹累计,天,每年,支付,不限,,,", [("WRONG_TYPE", "counters.csv:B2"), ("BAD_COUNTER", "counters.csv:E2")]),
        ("more,新累计,次,每年,支付,12 元,,1-1,文", [("WRONG_TYPE", "counters.csv:F2")]),
        ("more,新累计,次,每年,参保年数,不限,,,", [("BAD_COUNTER", "counters.csv:E2")]),
        ("more,新累计,天,每年,起付,不限,,,", [("BAD_COUNTER", "counters.csv:E2")]),
        ("more,新累计,天,每年,上年收入,不限,,,", [("WRONG_TYPE", "counters.csv:E2")]),
        ("more,新累计,次,每疗程,支付,不限,,,", [("BAD_COUNTER", "counters.csv:D2")]),
        (",统筹累计,元,每周,支付,不限,,,", [("UNKNOWN_NAME", "counters.csv:D2")]),
        (",统筹累计,元,每次,支付,不限,,,", [("UNKNOWN_NAME", "counters.csv:D2")]),
        (",统筹累计,元,每年,付款,不限,,,", [("WRONG_TYPE", "counters.csv:E2")]),
        (",统筹累计,元,每年,支付,14 万,,1-1,文", [("WRONG_TYPE", "counters.csv:F2")]),
        (
            ",统筹累计,元,每年,支付,14 万元,,,",
            [("MISSING_SOURCE", "counters.csv:H2"), ("MISSING_SOURCE", "counters.csv:I2")],
        ),
        (f",{GOOD}\n,{GOOD}", [("DUPLICATE_NAME", "counters.csv:B3")]),
        ("more,新累计,元,每年,支付,不限,没有的,,", [("UNKNOWN_FINDING", "counters.csv:G2")]),
        (",统筹累计,元,每年,支付,不限,基数累计,,", [("UNKNOWN_FINDING", "counters.csv:G2")]),
    ],
)
def test_what_is_wrong_with_a_counter_is_told_at_its_cell(row: str, expected: list[tuple[str, str]]) -> None:
    name = "新累计" if "新累计" in row else row.split(",")[1]
    found = faults(row, counts=name)
    assert found == expected


def test_a_counter_that_no_card_names_is_told() -> None:
    assert faults(f",{GOOD}\n,基数累计,元,每年,基数,不限,,,", counts="统筹累计") == [("BAD_COUNTER", "counters.csv:B3")]


def test_one_of_several_cards_names_it() -> None:
    assert faults(f",{GOOD.replace('不限,,,', '9 元,,1-1,文')}", shared="统筹累计") == []


def test_a_counter_that_is_made_needs_a_name_nobody_has() -> None:
    rows = "card_basic_paid,别的,元,每年,支付,不限,,,\n"
    assert ("DUPLICATE_NAME", "card.csv:G2") in faults(rows, cap="900 元 每年")


@pytest.mark.parametrize(
    ("row", "column"), [(",统筹累计,元,,支付,不限,,,\n", "D"), (",统筹累计,元,每年,支付,,1-1,文,\n", "F")]
)
def test_an_empty_cell_is_told_once(row: str, column: str) -> None:
    diagnostics = Diagnostics()
    area = folder_of(diagnostics, {}, written(row, counts="统筹累计"))
    laid = lay_over([area], diagnostics)
    compile_benefits(laid, vocabulary(), Register(laid, diagnostics), diagnostics)
    assert codes(diagnostics) == [("EMPTY_REQUIRED_CELL", f"counters.csv:{column}2")]
