"""FEEL text that is not read is refused where it goes wrong."""

import pytest

from chronicare.authoring.dmn.feel.lexer import MAX_CHARACTERS, FeelSyntaxError
from chronicare.authoring.dmn.feel.parser import MAX_NESTING, parse_expression, parse_tests
from chronicare.authoring.dmn.feel.syntax import Arithmetic, Constant, Name, names_in


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        ("1 +", 3),
        ("1 2", 2),
        ("(1", 2),
        ("[1, 2", 5),
        ("if yes then 1", 13),
        ("§", 0),
        ('"open', 0),
        ("1 ; 2", 2),
        ("x.1", 1),
        ("@3", 1),
        ("f(1 2)", 4),
        ("1" * 40, 0),
        ("for i in [1] return i", 4),
        ("{a: 1}", 0),
        ("1 " + "+ 1" * MAX_CHARACTERS, MAX_CHARACTERS),
    ],
)
def test_where_an_expression_goes_wrong(text: str, at: int) -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        parse_expression(text)
    assert refused.value.at == at


def test_nesting_is_bounded() -> None:
    assert parse_expression("(" * (MAX_NESTING - 1) + "1" + ")" * (MAX_NESTING - 1)) == parse_expression("1")
    for text in ("(" * 500 + "1", "-" * 500 + "1", "not(" * 400 + "1"):
        with pytest.raises(FeelSyntaxError):
            parse_expression(text)


@pytest.mark.parametrize("text", ["1,", "not(", "< ", "not(1) 2"])
def test_cells_that_are_not_read(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        parse_tests(text)


def test_names_hold_what_the_names_in_scope_hold() -> None:
    assert parse_expression("Full Name", ["Full", "Full Name"]) == Name("Full Name")
    assert parse_expression("Full   Name", ["Full Name"]) == Name("Full Name")
    assert parse_expression("a-b", ["a-b", "a", "b"]) == Name("a-b")
    assert parse_expression("a-b", ["a", "b"]) == Arithmetic("-", Name("a"), Name("b"))
    assert parse_expression("ab", ["a"]) == Name("ab")
    assert parse_expression("住院费用", ["住院"]) == Name("住院费用")
    assert parse_expression("trueness", []) == Name("trueness")
    assert isinstance(parse_expression("true"), Constant)


def test_comments_and_white_space_say_nothing() -> None:
    assert parse_expression("1 /* one */ + // and\n 2") == parse_expression("1+2")


def test_the_names_of_an_expression() -> None:
    assert names_in(parse_expression("if a > 1 then [b, c.d] else f(-e)", "abcdef")) == {*"abcef"}
