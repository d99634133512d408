"""What FEEL expressions come to, as the standard has it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from chronicare.authoring.dmn.feel import FeelValue, Function, Months, evaluate, parse_expression, parse_tests, passes

SCOPE: dict[str, FeelValue] = {
    "Full Name": "John Doe",
    "x": Decimal(4),
    "loan": {"rate": Decimal("0.5"), "term in months": Decimal(12)},
    "yes": True,
    "no": False,
    "unknown": None,
    "day": date(2026, 1, 31),
    "list": [Decimal(1), Decimal(2), Decimal(2)],
    "twice": Function(lambda value: [value, value], 1),
}
NAMES = (*SCOPE, "rate", "term in months")


def worked_out(text: str) -> FeelValue:
    return evaluate(parse_expression(text, NAMES), SCOPE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 + 20 / -5 - 3", Decimal(3)),
        ("-10--5", Decimal(-5)),
        ("2 ** 3 ** 2", Decimal(64)),
        ("-2 ** 2", Decimal(4)),
        ("10**-5", Decimal("0.00001")),
        (".5 + 1e2", Decimal("100.5")),
        ("1/3", Decimal("0.3333333333333333333333333333333333")),
        ("1/0", None),
        ("10 ** 10000", None),
        ("10 + null", None),
        ("x * loan.rate", Decimal(2)),
        ("loan.term in months + 1", Decimal(13)),
        ("x.rate", None),
        ('"Hello " + Full Name', "Hello John Doe"),
        ('"a" + 1', None),
        (r'"\"\n\u6a2a"', '"\n横'),
        ('day + duration("P1M")', date(2026, 2, 28)),
        ('date("2024-02-29") + duration("P1Y")', date(2025, 2, 28)),
        ('day - duration("P31D")', date(2025, 12, 31)),
        ("date(2026, 3, 1) - day", timedelta(days=29)),
        ('(date(2026, 3, 1) - day) / duration("P1D")', Decimal(29)),
        ('years and months duration(day, date("2026-03-30"))', Months(1)),
        ('years and months duration(date("2026-03-30"), day) / duration("P1M")', Decimal(-1)),
        ('2 * duration("P1M")', Months(2)),
        ('@"2026-01-31" = day', True),
        ("day.year * 100 + day.month", Decimal(202601)),
        ('date("2026-02-30")', None),
        ("date(2026, 2, 30)", None),
        ("min(3, 1, 2)", Decimal(1)),
        ("max([day, date(2026, 2, 1)])", date(2026, 2, 1)),
        ('min(1, "a")', None),
        ("min([])", None),
        ("sum(list)", Decimal(5)),
        ("count(list)", Decimal(3)),
        ("distinct values(list)", [Decimal(1), Decimal(2)]),
        ("list contains(list, 2)", True),
        ("list[1]", Decimal(1)),
        ("list[-1]", Decimal(2)),
        ("list[item > 1]", [Decimal(2), Decimal(2)]),
        ("twice(1)", [Decimal(1), Decimal(1)]),
        ("twice(1, 2)", None),
        ("nothing(1)", None),
        ("floor(-1.5)", Decimal(-2)),
        ("round half up(2.345, 2)", Decimal("2.35")),
        ('string length("横綱")', Decimal(2)),
        ('substring("foobar", 3, 2)', "ob"),
        ('upper case("ab") + string(x)', "AB4"),
        ("if x > 3 then 1 else 2", Decimal(1)),
        ("if unknown then 1 else 2", Decimal(2)),
        ("some i in list satisfies i = 2", True),
        ("every i in list satisfies i = 2", False),
    ],
)
def test_what_an_expression_comes_to(text: str, expected: FeelValue) -> None:
    found = worked_out(text)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null = null", True),
        ("x = null", False),
        ("null != x", True),
        ('x = "4"', None),
        ("null < 1", None),
        ("yes < no", None),
        ("3 <= x and x < 5", True),
        ("x between 4 and 5", True),
        ("x in (4..5]", False),
        ("x in [4..5]", True),
        ("x in (1, [3..5), 9)", True),
        ("x in < 4", False),
        ('"b" > "a"', True),
        ("[1, 2] = [1, 2]", True),
        ("yes and unknown", None),
        ("no and unknown", False),
        ("unknown and no", False),
        ("yes or unknown", True),
        ("no or unknown", None),
        ("not(unknown)", None),
        ("not(no)", True),
        ('"a" and yes', None),
        ('"a" or yes', True),
    ],
)
def test_logic_has_three_values_and_null_equals_null(text: str, expected: bool | None) -> None:
    assert worked_out(text) is expected


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("-", None, True),
        (" ", None, True),
        (">= 18", Decimal(18), True),
        ("< 18", Decimal(18), False),
        ("< 18", None, None),
        ("[1..5)", Decimal(5), False),
        ("]1..5]", Decimal(1), False),
        ("< 5, > 10", Decimal(11), True),
        ("not(< 5, > 10)", Decimal(7), True),
        ('"Medium","Low"', "Low", True),
        ('not("Low")', "Low", False),
        ("true", True, True),
        ("false", True, False),
        ("null", None, True),
        ("x", Decimal(4), True),
        ("<= x + 1", Decimal(5), True),
        ("? > 5 and ? < 7", Decimal(6), True),
        ("not(? > 5)", Decimal(6), False),
        ("list", Decimal(2), True),
        ("list contains(?, 2)", [Decimal(2)], True),
        ("some each in ? satisfies each > 1", [Decimal(1)], False),
    ],
)
def test_what_a_cell_lets_through(cell: str, value: FeelValue, expected: bool | None) -> None:
    assert passes(value, parse_tests(cell, NAMES), SCOPE) is expected
