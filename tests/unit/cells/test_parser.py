from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.fault import Fault
from chronicare.cells.folding import Span
from chronicare.cells.parser import MAX_CHARACTERS, MAX_NESTING, parse_syntax
from chronicare.cells.syntax import (
    Amount,
    Both,
    Comparison,
    Day,
    Interval,
    MixedDuration,
    Node,
    OneOf,
    Operand,
    Opposite,
    Part,
    Ratio,
    Reference,
    Wildcard,
    Word,
)
from chronicare.cells.typed import Operator
from chronicare.diagnostics import Code


def _amount(number: str, unit: str = "") -> Amount:
    return Amount(number, Fraction(number), unit)


def _is(operand: Operand) -> Comparison:
    return Comparison(Operator.EQ, operand)


A, B, C = (_is(Word(name)) for name in "abc")
THREE_MONTHS = _amount("3", "个月")


@pytest.mark.parametrize(
    ("text", "operand"),
    [
        ("7.0", _amount("7.0")),
        (".5", _amount("0.5")),
        ("－2.5", _amount("-2.5")),
        ("7.0mmol/L", _amount("7.0", "mmol/L")),
        ("10^4 拷贝/mL", Amount("10^4", Fraction(10_000), "拷贝/mL")),
        ("-10⁻²", Amount("-10^-2", Fraction(-1, 100))),
        ("4.0×10^9/L", _amount("4.0", "10^9/L")),
        ("1：80", Ratio(1, 80)),
        ("2025-11-01", Day(date(2025, 11, 1))),
        ('date("2025-11-01")', Day(date(2025, 11, 1))),
        ("日期（“2025-11-01”）", Day(date(2025, 11, 1))),
        ('@"2025-11-01"', Day(date(2025, 11, 1))),
        ("3 个月", THREE_MONTHS),
        ('duration("P3M")', THREE_MONTHS),
        ('@"P3M"', THREE_MONTHS),
        ('duration("P2W")', _amount("2", "周")),
        ('duration("P1Y6M")', MixedDuration((_amount("1", "年"), _amount("6", "个月")))),
        ("1年6个月", MixedDuration((_amount("1", "年"), _amount("6", "个月")))),
        ("参考上限", Reference(None, upper=True)),
        ("1 × 参考上限", Reference(None, upper=True)),
        ("ULN", Reference(None, upper=True)),
        ("Upper Limit", Reference(None, upper=True)),
        ("1.5 × 参考上限", Reference(_amount("1.5"), upper=True)),
        ("1.5*lower limit", Reference(_amount("1.5"), upper=False)),
        ("参考下限 × 0.5", Reference(_amount("0.5"), upper=False)),
        ("1.5倍参考上限", Reference(_amount("1.5"), upper=True)),
        ("1.5 倍 × 正常上限", Reference(_amount("1.5"), upper=True)),
        ("1.5 x ULN", Reference(_amount("1.5"), upper=True)),
        ("闭角型", Word("闭角型")),
        ("Ⅲ", Word("III")),
        ("“闭角型 A”", Word("闭角型 A", quoted=True)),
        ('"-"', Word("-", quoted=True)),
        ("true", Word("true")),
    ],
)
def test_operands(text: str, operand: Operand) -> None:
    assert parse_syntax(text) == _is(operand)


@pytest.mark.parametrize(
    ("sign", "operator"),
    [
        ("<", Operator.LT),
        ("＜", Operator.LT),
        ("<=", Operator.LE),
        ("≤", Operator.LE),
        ("≦", Operator.LE),
        ("＜＝", Operator.LE),
        (">", Operator.GT),
        (">=", Operator.GE),
        ("≥", Operator.GE),
        ("≧", Operator.GE),
        ("=", Operator.EQ),
        ("＝", Operator.EQ),
        ("==", Operator.EQ),
        ("!=", Operator.NE),
        ("≠", Operator.NE),
        ("<>", Operator.NE),
    ],
)
def test_comparisons(sign: str, operator: Operator) -> None:
    assert parse_syntax(f"{sign}3 个月") == Comparison(operator, THREE_MONTHS)


@pytest.mark.parametrize(
    ("text", "low_closed", "high_closed"),
    [
        ("[3..6]", True, True),
        ("(3..6)", False, False),
        ("（3..6）", False, False),
        ("]3..6[", False, False),
        ("[3..6)", True, False),
        ("[3..6[", True, False),
        ("(3..6]", False, True),
        ("]3..6]", False, True),
        ("【3…6】", True, True),
    ],
)
def test_intervals(text: str, low_closed: bool, high_closed: bool) -> None:
    assert parse_syntax(text) == Interval(_amount("3"), low_closed, _amount("6"), high_closed)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("[3.9..6.1 mmol/L]", _amount("3.9", "mmol/L"), _amount("6.1", "mmol/L")),
        ("[70 mg/dL..6.1 mmol/L]", _amount("70", "mg/dL"), _amount("6.1", "mmol/L")),
        ("[3 mmol/L..6]", _amount("3", "mmol/L"), _amount("6")),
        ("[3..6 个月]", _amount("3", "个月"), _amount("6", "个月")),
        ("[参考下限..1.5 × 参考上限]", Reference(None, upper=False), Reference(_amount("1.5"), upper=True)),
        ("[I..III]", Word("I"), Word("III")),
        ("[1：20..1：80]", Ratio(1, 20), Ratio(1, 80)),
        ('[date("2025-01-01")..2025-12-31]', Day(date(2025, 1, 1)), Day(date(2025, 12, 31))),
        ("[-3..-1]", _amount("-3"), _amount("-1")),
        ("[60..90 mL/(min·1.73m²)]", _amount("60", "mL/(min·1.73m²)"), _amount("90", "mL/(min·1.73m²)")),
    ],
)
def test_ends_of_intervals(text: str, low: Operand, high: Operand) -> None:
    assert parse_syntax(text) == Interval(low, True, high, True)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("-", Wildcard()),
        (" － ", Wildcard()),
        ("a, b，c", OneOf((A, B, C), listed=True)),
        ("a、b；c", OneOf((A, B, C), listed=True)),
        ("a 或 b or c", OneOf((A, B, C), listed=False)),
        ("a 且 b and c", Both((A, B, C))),
        ("a 或 b 且 c", OneOf((A, Both((B, C))), listed=False)),
        ("(a 或 b) 且 c", Both((OneOf((A, B), listed=False), C))),
        ("非 a 且 b", Both((Opposite(A), B))),
        ("非(a 且 b)", Opposite(Both((A, B)))),
        ("not(a, b)", Opposite(OneOf((A, B), listed=True))),
        ("not not a", Opposite(Opposite(A))),
        ("not (3..6]", Opposite(Interval(_amount("3"), False, _amount("6"), True))),
        ("a, b 或 c", OneOf((A, OneOf((B, C), listed=False)), listed=True)),
        ("((a))", A),
        ("a 或 (b 或 c)", OneOf((A, B, C), listed=False)),
        ("(a, b) 或 c", OneOf((OneOf((A, B), listed=True), C), listed=False)),
        ("(a 且 b) 且 c", Both((A, B, C))),
        (
            "收缩压≥160㎜Hg或舒张压≥100㎜Hg",
            OneOf(
                (
                    Part(Word("收缩压"), Comparison(Operator.GE, _amount("160", "mmHg"))),
                    Part(Word("舒张压"), Comparison(Operator.GE, _amount("100", "mmHg"))),
                ),
                listed=False,
            ),
        ),
        ("收缩压 [3..6]", Part(Word("收缩压"), Interval(_amount("3"), True, _amount("6"), True))),
        ("收缩压 ]3..6[", Part(Word("收缩压"), Interval(_amount("3"), False, _amount("6"), False))),
        ("收缩压 (3..6)", Part(Word("收缩压"), Interval(_amount("3"), False, _amount("6"), False))),
        ("收缩压 (a 或 b)", Part(Word("收缩压"), OneOf((A, B), listed=False))),
        ("收缩压 非(a)", Part(Word("收缩压"), Opposite(A))),
        ("“2小时血糖” = 3", Part(Word("2小时血糖", quoted=True), _is(_amount("3")))),
    ],
)
def test_tests(text: str, node: Node) -> None:
    assert parse_syntax(text) == node


def test_every_part_knows_where_it_stands() -> None:
    text = "非(≥ 7.0 mmol/L, [１..２]) 或 1年6个月"
    node = parse_syntax(text)
    assert isinstance(node, OneOf)
    opposite, period = node.tests
    assert isinstance(opposite, Opposite)
    assert isinstance(opposite.test, OneOf)
    at_least, between = opposite.test.tests
    assert isinstance(at_least, Comparison)
    assert isinstance(between, Interval)
    assert isinstance(period, Comparison)
    spans = (node, opposite, at_least, at_least.operand, between, between.low, between.high, period.operand)
    assert [text[part.span.start : part.span.end] for part in spans] == [
        text,
        "非(≥ 7.0 mmol/L, [１..２])",
        "≥ 7.0 mmol/L",
        "7.0 mmol/L",
        "[１..２]",
        "１",
        "２",
        "1年6个月",
    ]


@pytest.mark.parametrize(
    ("text", "character", "hint"),
    [
        ("", 1, "-"),
        ("  \u3000", 4, "-"),
        ("≥", 2, "7.0 mmol/L"),
        ("≥ ≥ 5", 3, "7.0 mmol/L"),
        ("a,", 3, "7.0 mmol/L"),
        (", a", 1, "7.0 mmol/L"),
        ("a,, b", 3, "7.0 mmol/L"),
        ("a 或", 4, "7.0 mmol/L"),
        ("且 a", 1, "7.0 mmol/L"),
        ("非", 2, "7.0 mmol/L"),
        ("()", 2, "7.0 mmol/L"),
        ("-, 5", 1, "单独"),
        ("5, -", 4, "单独"),
        ("非(-)", 3, "单独"),
        ("≥ -", 3, "单独"),
        ("~", 1, "7.0 mmol/L"),
        ("[3..6", 6, "[3..5]"),
        ("[3,6]", 3, "[3..5]"),
        ("[3]", 3, "[3..5]"),
        ("[..5]", 2, "≤ 5"),
        ("[3..]", 5, "7.0 mmol/L"),
        ("(3..6", 6, "[3..5]"),
        ("3..6", 2, "[3..5]"),
        ("3-5", 2, "[3..5]"),
        ("3～5", 2, "[3..5]"),
        ("3 < 5", 3, "[3..5]"),
        ("≥ 3 g ≤ 5 g", 7, "且"),
        ("(a", 3, ")"),
        ("a)", 2, "左边"),
        ("a]", 2, "左边"),
        ("a b", 3, "逗号"),
        ("5 6", 3, "逗号"),
        ("a (", 4, "7.0 mmol/L"),
        ("160 mmHg 舒张压 ≥ 100 mmHg", 10, "或"),
        ("≥ 1.5 ×", 8, "参考上限"),
        ("1.5 × a", 7, "参考上限"),
        ("1.5 g × 参考上限", 7, "参考上限"),
        ("参考上限 × a", 8, "参考上限"),
        ("参考上限 × 1.5 g", 8, "参考上限"),
        ("3 个月以上", 1, "≥ 3"),
        ("3 个月以内", 1, "≤ 3"),
        ("3个月内", 1, "≤ 3"),
        ("18岁以下", 1, "≤ 18"),
        ("date(2025-11-01)", 6, "P3M"),
        ('date("2025-11-01"', 18, ")"),
        ("@3", 2, "P3M"),
        ("*", 1, "7.0 mmol/L"),
    ],
)
def test_syntax_errors_say_where_and_what_would_be_right(text: str, character: int, hint: str) -> None:
    fault = parse_syntax(text)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.span.start + 1) == (Code.SYNTAX, character)
    assert hint in fault.hint.zh
    assert fault.hint.en
    assert f"第 {character} 个字符" in fault.message.zh
    assert f"character {character}:" in fault.message.en


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("≥ 2025-02-30", Span(2, 12)),
        ('date("2025-13-01")', Span(0, 18)),
        ('date("today")', Span(0, 13)),
        ('duration("3 months")', Span(0, 20)),
        ('duration("P")', Span(0, 13)),
        ('duration("PT4H")', Span(0, 16)),
        ('@"x"', Span(0, 4)),
    ],
)
def test_dates_and_durations_that_are_none(text: str, span: Span) -> None:
    fault = parse_syntax(text)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.span) == (Code.BAD_LITERAL, span)


def test_the_longest_text() -> None:
    assert not isinstance(parse_syntax("a" * MAX_CHARACTERS), Fault)
    fault = parse_syntax("a" * (MAX_CHARACTERS + 1))
    assert isinstance(fault, Fault)
    assert fault.code is Code.SYNTAX
    assert str(MAX_CHARACTERS) in fault.hint.zh


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("非(", ")"), ("非 ", ""), ("a (", ")")])
def test_the_deepest_nesting(opening: str, closing: str) -> None:
    step = 2 if opening == "a (" else 1  # a component and its bracket are two levels
    deepest = (MAX_NESTING - 1) // step
    assert not isinstance(parse_syntax(opening * deepest + "a" + closing * deepest), Fault)
    for count in (deepest + 1, MAX_CHARACTERS // len(opening)):
        fault = parse_syntax((opening * count + "a" + closing * count)[:MAX_CHARACTERS])
        assert isinstance(fault, Fault)
        assert fault.code is Code.SYNTAX
        assert str(MAX_NESTING) in fault.hint.zh


@given(st.text(max_size=60) | st.text("≥<>=[]().,，、或且非-+~×*@\"'1280年月天g/L参考上限闭Ⅲ \\^", max_size=40))
def test_any_text_gives_a_tree_or_a_fault_within_it(text: str) -> None:
    node = parse_syntax(text)
    assert 0 <= node.span.start <= node.span.end <= len(text)
    if isinstance(node, Fault):
        assert node.hint.zh
        assert node.problem.zh
