"""Formulas against terms of every type: what dimension comes out, and what does not go together."""

from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import vocabulary

from chronicare.benefits.formula_evaluation import evaluate_formula
from chronicare.cells.values import Given, Value
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Diagnostics, Position
from chronicare.program.formula import Formula
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell

PLACE = Position("t.csv", 2, 1, "出：应扣")
KNOWN: dict[str, Value] = {
    "income": Fraction(20_000),
    "other": Fraction(100),
    "ratio": Fraction(60),
    "years": 5,
    "age": 40,
    "score": Fraction(3),
    "gap": Fraction(3),
    "since": date(2025, 11, 30),
    "care_date": date(2025, 12, 31),
}


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary()


def compiled(text: str, wanted: str, words: Vocabulary) -> tuple[Formula | None, list[tuple[str, str]]]:
    """Compile ``text`` for the term ``wanted``; return it with the code and message of every fault."""
    diagnostics = Diagnostics()
    formula = compile_formula(Cell(text, PLACE), words.findings[wanted].type, words, diagnostics)
    assert (formula is None) is bool(diagnostics.count)
    assert {each.where for each in diagnostics.sorted()} <= {PLACE}
    return formula, [(each.code.name, each.message.zh) for each in diagnostics.sorted()]


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        # money
        ("result", "700 元", 700),
        ("result", "1.5 万元", 15_000),
        ("result", "0", 0),
        ("result", "上年收入", 20_000),
        ("result", "income + 另项", 20_100),
        ("result", "上年收入 - 0", 20_000),
        ("result", "0 - 另项", -100),
        ("result", "-另项", -100),
        ("result", "5% × 上年收入", 1_000),
        ("result", "上年收入 × 支付比例", 12_000),
        ("result", "2 × 另项 × 3", 600),
        ("result", "0 × 另项", 0),
        ("result", "另项 ÷ 8", Fraction(25, 2)),
        ("result", "另项 ÷ 80%", 125),
        ("result", "最大(另项 - 300 元, 0)", 0),
        ("result", "最小(上年收入, 1 万元, 另项)", 100),
        ("result", "到分(另项 ÷ 3)", Fraction("33.33")),
        ("result", "4000 元 × 最大(参保年数 - 4, 0)", 4_000),
        # ratios, given back in per cent
        ("ratio", "85%", 85),
        ("ratio", "0.85 × 100%", 85),
        ("ratio", "支付比例 + 5%", 65),
        ("ratio", "另项 ÷ 最大(上年收入, 1 元)", Fraction(1, 2)),
        ("ratio", "100% - 支付比例", 40),
        ("ratio", "0", 0),
        # plain numbers and counts
        ("score", "评分 + 参保年数 × 2", 13),
        ("score", "上年收入 ÷ 1 万元", 2),
        ("score", "age - 18", 22),
        ("number", "年份(参保日) - 2020", 5),
        ("number", "参保年数", 5),
        # durations and dates
        ("gap", "3 个月", 3),
        ("gap", "2 年 - 等待月数", 21),
        ("gap", "2 × 等待月数", 6),
        ("gap", "月数(参保日, 就诊日)", 1),
        ("gap", "months(就诊日, 参保日)", -1),
        ("begins", "参保日 + 天数(参保日, 就诊日)", date(2025, 12, 31)),
        ("begins", "2026-01-01", date(2026, 1, 1)),
        ("begins", "参保日", date(2025, 11, 30)),
        ("begins", "参保日 + 3 个月", date(2026, 2, 28)),
        ("begins", "参保日 + 等待月数", date(2026, 2, 28)),
        ("begins", "参保日 - 9 个月", date(2025, 2, 28)),
        ("begins", "参保日 + 1 年", date(2026, 11, 30)),
        ("begins", "参保日 + 1 天", date(2025, 12, 1)),
        ("begins", "参保日 + (就诊日 - 参保日)", date(2025, 12, 31)),
        ("begins", "最大(参保日, 2026-01-01)", date(2026, 1, 1)),
        ("begins", "日期(年份(参保日) + 1, 月份(参保日), 1)", date(2026, 11, 1)),
        ("begins", "日期(2025, 12, 日数(参保日) - 0)", date(2025, 12, 30)),
    ],
)
def test_what_a_formula_gives(words: Vocabulary, wanted: str, text: str, expected: Value) -> None:
    formula, faults = compiled(text, wanted, words)
    assert faults == []
    assert formula is not None
    assert evaluate_formula(formula, KNOWN.__getitem__) == expected
    assert formula.text == text


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("scheme", "职工", "职工"),
        ("scheme", "职工医保", "职工"),
        ("manner", "不予支付", "不予支付"),
        ("entitled", "是", True),
        ("entitled", "否", False),
        ("entitled", "有", True),
        ("grade", "三级", Fraction(2)),
    ],
)
def test_a_word_is_an_output(words: Vocabulary, wanted: str, text: str, expected: Value) -> None:
    formula, faults = compiled(text, wanted, words)
    assert (faults, formula and formula.terms) == ([], ())
    assert formula is not None
    value = evaluate_formula(formula, KNOWN.__getitem__)
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(("wanted", "text"), [("scheme", "新农合"), ("entitled", "支付"), ("grade", "四级")])
def test_a_word_that_is_none_of_them(words: Vocabulary, wanted: str, text: str) -> None:
    _, faults = compiled(text, wanted, words)
    assert faults == [("UNKNOWN_NAME", f"「{text}」不是可写的值")]


@pytest.mark.parametrize(("place", "expected"), [("住院", True), ("门诊", True), ("单列", False)])
def test_whether_a_value_is_among_a_list(words: Vocabulary, place: str, expected: bool) -> None:
    formula, faults = compiled("属于(结算类别, 各处)", "entitled", words)
    assert (faults, formula and formula.terms) == ([], ("setting", "places"))
    assert formula is not None
    known: dict[str, Given] = {"setting": place, "places": ("住院", "门诊")}
    assert evaluate_formula(formula, known.__getitem__) is expected


_CODE_AND_LIST = "第 1 个字符：属于(…, …) 要一个单次的代码事项和一个同一值表的多次事项"


@pytest.mark.parametrize(
    "text",
    [
        "属于(结算类别)",
        "属于(结算类别, 各处, 各处)",
        "属于(各处, 结算类别)",  # the wrong way round
        "属于(险种, 各处)",  # codes of another set
        "属于(另项, 各项)",  # numbers
        "属于(结算类别, 没有)",
        "属于(结算类别, 1)",
    ],
)
def test_what_cannot_be_among_a_list(words: Vocabulary, text: str) -> None:
    assert compiled(text, "entitled", words) == (None, [("WRONG_TYPE", _CODE_AND_LIST)])


def test_whether_one_is_among_a_list_is_no_number(words: Vocabulary) -> None:
    _, faults = compiled("1 元 + 属于(参保年数, 评分)", "result", words)
    assert faults == [("WRONG_TYPE", "第 7 个字符：属于(…, …) 得是或否，不是数")]


def test_the_terms_of_a_formula_are_named_once_by_code(words: Vocabulary) -> None:
    formula, _ = compiled("最小(上年收入, 另项) + income × 支付比例", "result", words)
    assert formula is not None
    assert formula.terms == ("income", "other", "ratio")


MONEY, PLAIN = "金额", "没有单位的数"


@pytest.mark.parametrize(
    ("wanted", "text", "character", "problem"),
    [
        # what does not add
        ("result", "上年收入 + 300", 1, f"不能把{PLAIN}、{MONEY}放在一起算"),
        ("result", "300 元 + 5%", 1, f"不能把{PLAIN}、{MONEY}放在一起算"),
        ("result", "300 元 - 3 个月", 1, f"不能把月数、{MONEY}放在一起算"),
        ("result", "2 × (上年收入 + 300)", 6, f"不能把{PLAIN}、{MONEY}放在一起算"),
        ("result", "最小(上年收入, 300)", 1, f"不能把{PLAIN}、{MONEY}放在一起算"),
        ("result", "上年收入 + 参保日", 1, f"不能把日期、{MONEY}放在一起算"),
        ("begins", "参保日 + 3", 1, f"不能把{PLAIN}、日期放在一起算"),
        ("begins", "参保日 + 0", 1, "不能把0、日期放在一起算"),
        ("begins", "0 + 参保日", 1, "不能把0、日期放在一起算"),
        ("begins", "参保日 + 300 元", 1, f"不能把日期、{MONEY}放在一起算"),
        ("begins", "3 个月 + 参保日", 1, "不能把日期、月数放在一起算"),
        ("begins", "参保日 + 就诊日", 1, "不能把日期放在一起算"),
        ("begins", "最大(参保日, 0)", 1, "不能把0、日期放在一起算"),
        ("begins", "到分(参保日)", 1, "不能把日期放在一起算"),
        # what does not multiply or divide
        ("result", "上年收入 × 另项", 1, f"{MONEY}不能乘{MONEY}"),
        ("result", "3 ÷ 上年收入", 1, f"{PLAIN}不能除以{MONEY}"),
        ("result", "上年收入 ÷ 0", 1, f"{MONEY}不能除以0"),
        ("begins", "参保日 × 2", 1, "日期不能乘除"),
        ("score", "就诊日 ÷ 参保日", 1, "日期不能乘除"),
        # what a function does not take
        ("begins", "日期(2025, 1)", 1, "要 3 个参数"),
        ("begins", "日期(2025, 1, 3 个月)", 1, "日期要年、月、日三个数"),
        ("number", "年份(2025)", 1, "要一个日期"),
        ("number", "年份(参保日, 就诊日)", 1, "要 1 个参数"),
        ("result", "到分(上年收入, 另项)", 1, "要 1 个参数"),
        # what is not known, or no number
        ("result", "2 × 300 块", 5, "不认识单位「块」"),
        ("result", "上年收人", 1, "词表里没有事项「上年收人」"),
        ("result", "另项 + 险种", 6, "「险种」不是数也不是日期"),
        ("result", "各项", 1, "「各项」不是数也不是日期"),
        ("result", "机构等级", 1, "「机构等级」不是数也不是日期"),
        # what comes out is not what is wanted
        ("result", "300", 1, f"算出的是{PLAIN}，这里要{MONEY}"),
        ("result", "85%", 1, f"算出的是{PLAIN}，这里要{MONEY}"),
        ("result", "3 个月", 1, f"算出的是月数，这里要{MONEY}"),
        ("ratio", "85 元", 1, f"算出的是{MONEY}，这里要{PLAIN}"),
        ("score", "2026-01-01", 1, f"算出的是日期，这里要{PLAIN}"),
        ("begins", "3 个月", 1, "算出的是月数，这里要日期"),
        ("begins", "0", 1, "算出的是0，这里要日期"),
        ("gap", "就诊日 - 参保日", 1, "算出的是天数，这里要月数"),
    ],
)
def test_what_does_not_go_together(words: Vocabulary, wanted: str, text: str, character: int, problem: str) -> None:
    _, faults = compiled(text, wanted, words)
    assert faults == [("WRONG_TYPE", f"第 {character} 个字符：{problem}")]


def test_a_bad_formula_is_told_as_the_grammar_tells_it(words: Vocabulary) -> None:
    _, faults = compiled("300 元 +", "result", words)
    assert faults == [("SYNTAX", "第 8 个字符：算式到此结束，此处应为数、日期或事项")]


@pytest.mark.parametrize("text", ["没有 + 300", "上年收入 ÷ 没有", "参保日 + 没有", "最小(没有, 300, 参保日)", "-没有"])
def test_one_mistake_is_told_once(words: Vocabulary, text: str) -> None:
    _, faults = compiled(text, "result", words)
    assert [problem.partition("：")[2] for _, problem in faults] == ["词表里没有事项「没有」"]


def test_mistakes_are_told_at_once(words: Vocabulary) -> None:
    _, faults = compiled("(没有 + 300) + (上年收入 + 300) × 3 块", "result", words)
    assert [problem for _, problem in faults] == [
        "第 15 个字符：不能把没有单位的数、金额放在一起算",
        "第 2 个字符：词表里没有事项「没有」",
        "第 29 个字符：不认识单位「块」",
    ]
