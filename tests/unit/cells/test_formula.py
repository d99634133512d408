from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.fault import Fault
from chronicare.cells.folding import Span
from chronicare.cells.formula import (
    FUNCTIONS,
    MAX_CHARACTERS,
    MAX_NESTING,
    MAX_PARTS,
    Binary,
    Call,
    FormulaSyntax,
    Literal,
    Named,
    parse_formula,
)
from chronicare.diagnostics import Code


def parsed(text: str) -> FormulaSyntax:
    syntax = parse_formula(text)
    assert not isinstance(syntax, Fault), syntax
    return syntax


def written(node: FormulaSyntax) -> str:
    """Write a formula with every bracket that its structure has."""
    match node:
        case Literal(value, unit, _):
            return f"{value}{unit}"
        case Named(name, _):
            return name
        case Binary(operator, left, right, _):
            return f"({written(left)} {operator} {written(right)})"
        case Call(function, arguments, _):
            return f"{function}[{'; '.join(map(written, arguments))}]"


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        # literals
        ("700", "700"),
        ("7.25", "29/4"),
        ("700 元", "700元"),
        ("700元", "700元"),
        ("10 万元", "10万元"),
        ("85%", "85%"),
        ("85 %", "85%"),
        ("８５％", "85%"),
        ("3 个月", "3个月"),
        ("5 kPa", "5kPa"),
        ("2026-01-01", "2026-01-01"),
        # names
        ("合规费用", "合规费用"),
        ("acc_basic2", "acc_basic2"),
        ('"起付（住院）"', "起付(住院)"),
        ("“起付 - 标准”", "起付 - 标准"),
        ('"最大"', "最大"),
        ("最大", "最大"),
        # precedence and association
        ("1 + 2 × 3", "(1 + (2 × 3))"),
        ("1 × 2 + 3", "((1 × 2) + 3)"),
        ("6 - 3 - 2", "((6 - 3) - 2)"),
        ("6 ÷ 3 ÷ 2", "((6 ÷ 3) ÷ 2)"),
        ("6 ÷ 3 × 2", "((6 ÷ 3) × 2)"),
        ("6 − (3 − 2)", "(6 - (3 - 2))"),
        ("（1＋2）×3", "((1 + 2) × 3)"),
        ("2 * 3 / 4", "((2 × 3) ÷ 4)"),
        ("2-1", "(2 - 1)"),
        ("2026-1", "(2026 - 1)"),
        # signs
        ("-3", "(0 - 3)"),
        ("--3", "(0 - (0 - 3))"),
        ("-2 × 3", "((0 - 2) × 3)"),
        ("2 × -3", "(2 × (0 - 3))"),
        ("2 - -3", "(2 - (0 - 3))"),
        # functions
        ("最小(甲, 乙, 3)", "min[甲; 乙; 3]"),
        ("最大（甲，乙）", "max[甲; 乙]"),
        ("MAX(1, Min(2, 3))", "max[1; min[2; 3]]"),
        ("日期(2025, 1 + 1, 3)", "date[2025; (1 + 1); 3]"),
        ("年份(就诊日) + 月份(就诊日) + 日数(就诊日)", "((year[就诊日] + month[就诊日]) + day[就诊日])"),
        ("到分(1.005 × 甲)", "cents[(201/200 × 甲)]"),
        ("最大(起付标准 - 已扣, 0)", "max[(起付标准 - 已扣); 0]"),
    ],
)
def test_how_a_formula_is_read(text: str, structure: str) -> None:
    assert written(parsed(text)) == structure


def test_every_spelling_of_a_function_is_one_of_the_closed_list() -> None:
    names = {"min", "max", "date", "year", "month", "day", "days", "months", "cents", "among", "quota"}
    assert set(FUNCTIONS.values()) == names
    for spelling, function in FUNCTIONS.items():
        assert written(parsed(f"{spelling}(甲)")) == f"{function}[甲]"


def test_a_name_that_begins_with_a_digit_needs_quotes() -> None:
    assert parsed("2型费用") == Literal(Fraction(2), "型费用", Span(0, 4))
    assert parsed('"2型费用"') == Named("2型费用", Span(0, 6))


def test_values_are_exact() -> None:
    assert parsed("0.1 元") == Literal(Fraction(1, 10), "元", Span(0, 5))
    assert parsed("2024-02-29") == Literal(date(2024, 2, 29), "", Span(0, 10))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("  700 元 ", Span(2, 7)),
        ("甲 + 乙 × 丙", Span(0, 9)),
        ("最大(甲, 0)", Span(0, 8)),
        ("-甲", Span(0, 2)),
        ('"甲（乙）"', Span(0, 6)),
    ],
)
def test_a_node_knows_the_characters_it_was_written_in(text: str, span: Span) -> None:
    assert parsed(text).span == span


BRACKETS = "(" * MAX_NESTING + "1" + ")" * MAX_NESTING
SIGNS = "-" * MAX_NESTING + "1"
SUM = "+".join(["1"] * (MAX_PARTS // 2))
IN_A_ROW = "+".join(["(1)"] * (MAX_NESTING + 1))


@pytest.mark.parametrize("text", [BRACKETS, SIGNS, SUM, IN_A_ROW, " " * (MAX_CHARACTERS - 1) + "1"])
def test_what_just_fits(text: str) -> None:
    assert not isinstance(parse_formula(text), Fault)


@pytest.mark.parametrize(
    ("text", "character", "problem"),
    [
        # what is no token
        ("甲 & 乙", 3, "不认识「&」"),
        ("甲 + #", 5, "不认识「#」"),
        ("甲 ≥ 3", 3, "不认识「≥」"),
        ("'甲'", 1, "不认识「'」"),
        ('甲 + ""', 5, '不认识「"」'),
        ('甲 + "乙', 5, '不认识「"」'),
        ("1.2.3", 1, "不认识「1」"),
        ("3.", 1, "不认识「3」"),
        ("1_000", 1, "不认识「1」"),
        ("123456789012345678901", 1, "不认识「1」"),
        # what is missing
        ("", 1, "算式到此结束"),
        ("   ", 4, "算式到此结束"),
        ("甲 +", 4, "算式到此结束"),
        ("× 甲", 1, "「×」"),
        ("+ 甲", 1, "「+」"),
        ("甲 + × 乙", 5, "「×」"),
        ("()", 2, "「)」"),
        ("最大()", 4, "「)」"),
        ("最大(甲,)", 6, "「)」"),
        ("(甲 + 乙", 7, "缺右括号"),
        ("最大(甲, 乙", 8, "缺右括号"),
        ("最大(甲 乙)", 6, "缺右括号"),
        ("(甲, 乙)", 3, "缺右括号"),
        # what is one too many
        ("甲 乙", 3, "「乙」前缺运算符"),
        ("甲)", 2, "「)」前缺运算符"),
        ("甲, 乙", 2, "「,」前缺运算符"),
        ("3 (甲)", 3, "「(」前缺运算符"),
        ("85% 3", 5, "「3」前缺运算符"),
        ('"最大"(甲)', 5, "「(」前缺运算符"),
        # dates and functions
        ("2025-02-30", 1, "没有日期「2025-02-30」"),
        ("甲 + 2025-13-01", 5, "没有日期「2025-13-01」"),
        ("平均(甲, 乙)", 1, "没有函数「平均」"),
        ("1 + 起付标准（住院）", 5, "没有函数「起付标准」"),
        # too much
        (f"({BRACKETS})", MAX_NESTING + 2, "括号或负号嵌套太深"),
        (f"-{SIGNS}", MAX_NESTING + 2, "括号或负号嵌套太深"),
        (f"{SUM}+1", MAX_PARTS + 1, "算式太长"),
        (" " * MAX_CHARACTERS + "1", MAX_CHARACTERS + 1, "算式太长"),
    ],
)
def test_what_is_refused_and_at_which_character(text: str, character: int, problem: str) -> None:
    fault = parse_formula(text)
    assert isinstance(fault, Fault), fault
    assert fault.code is Code.SYNTAX
    assert fault.message.zh.startswith(f"第 {character} 个字符：{problem}"), fault.message.zh
    assert fault.hint.zh


def test_an_unknown_function_is_answered_with_the_known_ones() -> None:
    fault = parse_formula("合计(甲)")
    assert isinstance(fault, Fault)
    assert "最小、名额、最大、日期、年份、月份、日数、天数、月数、到分" in fault.hint.zh
    assert "引号" in fault.hint.zh


@given(st.text(max_size=60) | st.text('甲乙0123456789.-+×÷*/(),，（）"“” %元个月最大小日期', max_size=60))
def test_no_text_whatever_makes_it_raise(text: str) -> None:
    syntax = parse_formula(text)
    if isinstance(syntax, Fault):
        assert 0 <= syntax.span.start <= syntax.span.end <= len(text)
    else:
        assert 0 <= syntax.span.start < syntax.span.end <= len(text)


def _formulas() -> st.SearchStrategy[tuple[str, str]]:
    """Draw formulas as people write them, each with its structure."""
    leaves = st.sampled_from([("3", "3"), ("2.5 元", "5/2元"), ("85%", "85%"), ("甲", "甲"), ('"乙(1)"', "乙(1)")])

    def grow(inner: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
        pairs = st.tuples(inner, st.sampled_from("+-×÷"), inner)
        return pairs.map(lambda each: (f"({each[0][0]}) {each[1]} ({each[2][0]})", _pair(*each))) | st.tuples(
            inner, inner
        ).map(lambda each: (f"最小({each[0][0]}, {each[1][0]})", f"min[{each[0][1]}; {each[1][1]}]"))

    return st.recursive(leaves, grow, max_leaves=12)


def _pair(left: tuple[str, str], operator: str, right: tuple[str, str]) -> str:
    return f"({left[1]} {operator} {right[1]})"


@given(_formulas())
def test_what_is_bracketed_is_read_as_bracketed(formula: tuple[str, str]) -> None:
    text, structure = formula
    assert written(parsed(text)) == structure
