from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.fault import Fault
from chronicare.cells.parser import MAX_CHARACTERS, parse_syntax
from chronicare.cells.printing import format_test, print_amount, print_test
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


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (">=7.0mmol/L", "≥ 7.0 mmol/L"),
        ("＜７．０ ｍｍｏｌ／Ｌ", "< 7.0 mmol/L"),
        ("<>3", "≠ 3"),
        ("= 3", "3"),
        ("[ 0.05 .. 0.5 ]", "[0.05..0.5]"),
        ("]3..6[", "(3..6)"),
        ("（3..6］", "(3..6]"),
        ("[3.9mmol/L..6.1mmol/L]", "[3.9..6.1 mmol/L]"),
        ("[70mg/dL..6.1mmol/L]", "[70 mg/dL..6.1 mmol/L]"),
        ("闭角型、继发性；其他", "闭角型, 继发性, 其他"),
        ("NOT(闭角型)", "非(闭角型)"),
        ("not ≥5", "非(≥ 5)"),
        ("a or b and c", "a 或 b 且 c"),
        ("(a 或 b) 且 (c)", "(a 或 b) 且 c"),
        ("(a, b) 且 c", "(a, b) 且 c"),
        ("a, (b 或 c)", "a, b 或 c"),
        ("(a, b) 或 c", "(a, b) 或 c"),
        (">1.5*ULN", "> 1.5 × 参考上限"),
        ("<1.0倍lower limit", "< 参考下限"),
        ("≥3 个月", "≥ 3 个月"),
        (">duration('P1Y6M')", "> 1 年 6 个月"),
        ("≥date(“2025-11-01”)", "≥ 2025-11-01"),
        (">1：80", "> 1:80"),
        ("50 %", "50%"),
        (".5", "0.5"),
        ("10⁴拷贝/mL", "10^4 拷贝/mL"),
        ("4.0 10^9/L", "4.0 × 10^9/L"),
        ("1 +", None),
        ("1+", "1+"),
        ("‘闭角 型’", '"闭角 型"'),
        ("收缩压>=160㎜Hg或舒张压>=100㎜Hg", "收缩压 ≥ 160 mmHg 或 舒张压 ≥ 100 mmHg"),
        ("收缩压=160mmHg", "收缩压 = 160 mmHg"),
        ("收缩压(>=160 mmHg or <90 mmHg)", "收缩压 (≥ 160 mmHg 或 < 90 mmHg)"),
        ("收缩压 not(≥160 mmHg)", "收缩压 非(≥ 160 mmHg)"),
        ("－", "-"),
        ("true", "true"),
        ("≥ ", None),
        ("[3..", None),
        ("", None),
    ],
)
def test_formatting(typed: str, canonical: str | None) -> None:
    """``None``: the text does not parse and stays as it is."""
    assert format_test(typed) == (typed if canonical is None else canonical)


def test_formatting_never_outgrows_the_longest_text() -> None:
    typed = ",".join(["ab"] * (MAX_CHARACTERS // 3))
    assert format_test(typed) == typed
    assert format_test(typed[:599]) != typed[:599]


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [("7.0", "mmol/L", "7.0 mmol/L"), ("50", "%", "50%"), ("4.0", "10^9/L", "4.0 × 10^9/L"), ("3", "", "3")],
)
def test_an_amount(number: str, unit: str, text: str) -> None:
    assert print_amount(number, unit) == text


# Round trips: a tree printed and read again is the same tree

_numbers = st.decimals(min_value=-1000, max_value=1000, places=2).map(lambda decimal: f"{decimal:f}")
_units = st.sampled_from(["", "mmol/L", "mL/(min·1.73m²)", "10^9/L", "mm/5min", "次/年", "%", "个月", "年", "IU/mL"])
_amounts = st.builds(lambda number, unit: Amount(number, Fraction(number), unit), _numbers, _units)
_factors = st.decimals(min_value=2, max_value=9, places=1).map(lambda factor: Amount(str(factor), Fraction(factor)))
_spans = st.integers(0, 99).map(lambda number: Amount(str(number), Fraction(number), "个月"))
_words = st.sampled_from(["闭角型", "III", "G2", "HBV-DNA", "++", "非糖尿病", "是", "true", "x"]).map(Word)
_strings = st.text(max_size=8).map(lambda text: Word(text, quoted=True))
_operands: st.SearchStrategy[Operand] = st.one_of(
    _amounts,
    st.builds(Ratio, st.integers(0, 9), st.integers(0, 1000)),
    st.builds(Reference, st.none() | _factors, st.booleans()),
    st.builds(lambda *parts: MixedDuration(parts), _spans, _spans),
    st.builds(Day, st.dates(min_value=date(1000, 1, 1))),
    _words,
    _strings,
)


def _interval(low: Operand, low_closed: bool, high: Operand, high_closed: bool) -> Node:
    if isinstance(low, Amount) and isinstance(high, Amount) and not low.unit:
        low = Amount(low.number, low.value, high.unit)  # as the parser shares a unit
    return Interval(low, low_closed, high, high_closed)


_leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Comparison, st.sampled_from(Operator), _operands),
    st.builds(_interval, _operands, st.booleans(), _operands, st.booleans()),
)


def _one_of(tests: list[Node], listed: bool) -> Node:
    inner = (each.tests if isinstance(each, OneOf) and each.listed is listed else (each,) for each in tests)
    return OneOf(tuple(test for group in inner for test in group), listed)


def _both(tests: list[Node]) -> Node:
    return Both(tuple(test for each in tests for test in (each.tests if isinstance(each, Both) else (each,))))


def _larger(smaller: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(smaller, min_size=2, max_size=3)
    return st.one_of(
        st.builds(_one_of, several, st.booleans()),
        st.builds(_both, several),
        st.builds(Opposite, smaller),
        st.builds(Part, _words | _strings, smaller),
    )


nodes = st.just(Wildcard()) | st.recursive(_leaves, _larger, max_leaves=8)


@given(nodes)
def test_a_tree_printed_and_read_is_the_same_tree(node: Node) -> None:
    text = print_test(node)
    again = parse_syntax(text)
    assert again == node
    assert not isinstance(again, Fault)
    assert print_test(again) == text


@given(st.text("≥<=[]().,，或且非-+~×*@\"'12年个月天g/L参考上限闭Ⅲ aorndt\\^%", max_size=30))
def test_formatting_twice_changes_nothing(text: str) -> None:
    once = format_test(text)
    assert format_test(once) == once
    if not isinstance(parse_syntax(text), Fault):
        assert parse_syntax(once) == parse_syntax(text)
