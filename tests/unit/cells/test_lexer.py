import pytest

from chronicare.cells.fault import Fault
from chronicare.cells.folding import Span
from chronicare.cells.lexer import MAX_DIGITS, MAX_POWER, Token, TokenKind, read_tokens
from chronicare.diagnostics import Code


def _tokens(text: str) -> tuple[Token, ...]:
    tokens = read_tokens(text)
    assert not isinstance(tokens, Fault), tokens
    assert tokens[-1].kind is TokenKind.END
    return tokens[:-1]


def _written(text: str) -> list[str]:
    return [f"{token.kind.name}:{token.text}" for token in _tokens(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("≥7.0mmol/L", ["OPERATOR:>=", "NUMBER:7.0", "UNIT:mmol/L"]),
        (">= 7", ["OPERATOR:>=", "NUMBER:7"]),
        ("≠ <> != == =", ["OPERATOR:!=", "OPERATOR:!=", "OPERATOR:!=", "OPERATOR:=", "OPERATOR:="]),
        ("［3..6）", ["OPEN_SQUARE:[", "NUMBER:3", "DOTS:..", "NUMBER:6", "CLOSE:)"]),
        ("[.5...7]", ["OPEN_SQUARE:[", "NUMBER:0.5", "DOTS:..", "NUMBER:0.7", "CLOSE_SQUARE:]"]),
        ("-2.5", ["NUMBER:-2.5"]),
        ("− 2.5", ["NUMBER:-2.5"]),
        ("]-3..-1[", ["CLOSE_SQUARE:]", "NUMBER:-3", "DOTS:..", "NUMBER:-1", "OPEN_SQUARE:["]),
        ("3-5", ["NUMBER:3", "MINUS:-", "NUMBER:5"]),
        ("3～5", ["NUMBER:3", "MINUS:~", "NUMBER:5"]),
        ("> 1：80", ["OPERATOR:>", "RATIO:1:80"]),
        ("2025-11-01", ["DATE:2025-11-01"]),
        ("a，b、c；d", ["NAME:a", "COMMA:,", "NAME:b", "COMMA:、", "NAME:c", "COMMA:;", "NAME:d"]),
        ("1.5×参考上限", ["NUMBER:1.5", "TIMES:×", "NAME:参考上限"]),
        ("10^4 拷贝/mL", ["NUMBER:10^4", "UNIT:拷贝/mL"]),
        ("10⁻³", ["NUMBER:10^-3"]),
        ('“a\\"b” ‘c’', ['STRING:a"b', "STRING:c"]),
        ('"㎜，"', ["STRING:㎜，"]),
        ('@"P3M"', ["AT:@", "STRING:P3M"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert _written(text) == tokens


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5mm/5min", "mm/5min"),
        ("5 mm / 5 min", "mm / 5 min"),
        ("4.0 10^9/L", "10^9/L"),
        ("4.0×10^9/L", "10^9/L"),
        ("4.0x10⁹/L", "10⁹/L"),
        ("4.0 10*9/L", "10*9/L"),
        ("90 mL/(min·1.73m²)", "mL/(min·1.73m²)"),
        ("90 mL/（min · 1.73m²）", "mL/(min · 1.73m²)"),
        ("90 mL/((min·kg)·m²)", "mL/((min·kg)·m²)"),
        ("160㎜Hg", "mmHg"),
        ("5\u00b5g/L", "\u03bcg/L"),
        ("3次/年", "次/年"),
        ("50％", "%"),
        ("38.5℃", "℃"),
        ("5 /μL", "/μL"),
        ("5 mm[Hg]", "mm[Hg]"),
        ("5 {copies}/mL", "{copies}/mL"),
        ("5 mL·min⁻¹", "mL·min⁻¹"),
        ("3个月", "个月"),
        ("2型糖尿病", "型糖尿病"),
        ("1+", "+"),
    ],
)
def test_a_unit_is_free_text_after_a_number(text: str, unit: str) -> None:
    _, token = _tokens(text)
    assert (token.kind, token.text) == (TokenKind.UNIT, unit)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("5 g或6 g", ["NUMBER:5", "UNIT:g", "OR:or", "NUMBER:6", "UNIT:g"]),
        ("5 g 且< 6", ["NUMBER:5", "UNIT:g", "AND:and", "OPERATOR:<", "NUMBER:6"]),
        ("5 g and 6", ["NUMBER:5", "UNIT:g", "AND:and", "NUMBER:6"]),
        ("5 g, 6", ["NUMBER:5", "UNIT:g", "COMMA:,", "NUMBER:6"]),
        ("5 g..6 g]", ["NUMBER:5", "UNIT:g", "DOTS:..", "NUMBER:6", "UNIT:g", "CLOSE_SQUARE:]"]),
        ("5 g)", ["NUMBER:5", "UNIT:g", "CLOSE:)"]),
        ("5 g[", ["NUMBER:5", "UNIT:g", "OPEN_SQUARE:["]),
        ("5 g < 6", ["NUMBER:5", "UNIT:g", "OPERATOR:<", "NUMBER:6"]),
        ("1年6个月", ["NUMBER:1", "UNIT:年", "NUMBER:6", "UNIT:个月"]),
        ("1 年 6 个月", ["NUMBER:1", "UNIT:年", "NUMBER:6", "UNIT:个月"]),
        ("5 g 6", ["NUMBER:5", "UNIT:g", "NUMBER:6"]),
        ("5 g (a", ["NUMBER:5", "UNIT:g", "OPEN:(", "NAME:a"]),
        ("5 g 舒张压 ≥", ["NUMBER:5", "UNIT:g", "NAME:舒张压", "OPERATOR:>="]),
        ("5 mm Hg", ["NUMBER:5", "UNIT:mm Hg"]),
        ("5 colour", ["NUMBER:5", "UNIT:colour"]),
    ],
)
def test_what_ends_a_unit(text: str, tokens: list[str]) -> None:
    assert _written(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("闭角型", ["NAME:闭角型"]),
        ("Ⅲ级", ["NAME:III级"]),
        ("Ｇ２", ["NAME:G2"]),
        ("HBV-DNA", ["NAME:HBV-DNA"]),
        ("β2微球蛋白", ["NAME:β2微球蛋白"]),
        ("++", ["NAME:++"]),
        ("I..III", ["NAME:I", "DOTS:..", "NAME:III"]),
        ("a或者b并且c", ["NAME:a", "OR:or", "NAME:b", "AND:and", "NAME:c"]),
        ("a OR b AND NOT c", ["NAME:a", "OR:or", "NAME:b", "AND:and", "NOT:not", "NAME:c"]),
        ("非（a）", ["NOT:not", "OPEN:(", "NAME:a", "CLOSE:)"]),
        ("非 a", ["NOT:not", "NAME:a"]),
        ("非≥5", ["NOT:not", "OPERATOR:>=", "NUMBER:5"]),
        ("非糖尿病", ["NAME:非糖尿病"]),
        ("notable organ android", ["NAME:notable", "NAME:organ", "NAME:android"]),
        ("not(a)", ["NOT:not", "OPEN:(", "NAME:a", "CLOSE:)"]),
        ("a or舒张压", ["NAME:a", "OR:or", "NAME:舒张压"]),
    ],
)
def test_names_and_keywords(text: str, tokens: list[str]) -> None:
    assert _written(text) == tokens


def test_every_token_knows_where_it_stands_in_the_text_as_typed() -> None:
    text = "≥ 160㎜Hg 或 “Ⅲ”"
    assert [text[token.span.start : token.span.end] for token in _tokens(text)] == ["≥", "160", "㎜Hg", "或", "“Ⅲ”"]


@pytest.mark.parametrize(
    ("text", "code", "span", "hint"),
    [
        ("a ？", Code.SYNTAX, Span(2, 3), "引号"),
        ("5 mL.min", Code.SYNTAX, Span(4, 5), ""),
        ("7。0", Code.SYNTAX, Span(1, 2), ""),
        ('a, "b', Code.SYNTAX, Span(3, 4), "引号"),
        ('"b\\', Code.SYNTAX, Span(0, 1), "引号"),
        ("=> 5", Code.SYNTAX, Span(0, 2), "≥"),
        ("=<5", Code.SYNTAX, Span(0, 2), "≤"),
        ("> =5", Code.SYNTAX, Span(0, 3), "≥"),
        ("< 2025/11/1", Code.BAD_LITERAL, Span(2, 11), "2025-11-01"),
        ("2025年11月1日", Code.BAD_LITERAL, Span(0, 10), "2025-11-01"),
        ("2025-1-1", Code.BAD_LITERAL, Span(0, 8), "2025-01-01"),
        ("2025.11.01", Code.BAD_LITERAL, Span(0, 10), "2025-11-01"),
        ("1:80:00", Code.BAD_LITERAL, Span(0, 5), "1:80"),
        ("1,000 g", Code.BAD_LITERAL, Span(0, 5), "1000"),
        ("1，234，567", Code.BAD_LITERAL, Span(0, 9), "1234567"),
        ("7.", Code.BAD_LITERAL, Span(0, 2), "7.0"),
        ("1.2.3", Code.BAD_LITERAL, Span(0, 4), "7.0"),
        ("9" * (MAX_DIGITS + 1), Code.BAD_LITERAL, Span(0, MAX_DIGITS + 1), str(MAX_DIGITS)),
        ("9" * 1500, Code.BAD_LITERAL, Span(0, 1500), str(MAX_DIGITS)),
        (f"10^{MAX_POWER + 1}", Code.BAD_LITERAL, Span(0, 5), str(MAX_POWER)),
        ("10^" + "9" * 1500, Code.BAD_LITERAL, Span(0, 1503), str(MAX_POWER)),
        ("1:" + "8" * 1500, Code.BAD_LITERAL, Span(0, 1502), "1:80"),
    ],
)
def test_what_is_no_token(text: str, code: Code, span: Span, hint: str) -> None:
    fault = read_tokens(text)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.span) == (code, span)
    assert hint in fault.hint.zh
    assert fault.hint.en
    assert fault.message.zh.startswith(f"第 {span.start + 1} 个字符：")
    assert fault.message.en.startswith(f"character {span.start + 1}: ")


def test_a_list_of_numbers_needs_a_space_after_the_comma() -> None:
    assert _written("1, 200") == ["NUMBER:1", "COMMA:,", "NUMBER:200"]
    assert _written("1,20") == ["NUMBER:1", "COMMA:,", "NUMBER:20"]
