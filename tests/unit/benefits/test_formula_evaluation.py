from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from chronicare.benefits.formula_evaluation import (
    Absence,
    ImpossibleError,
    NoValueError,
    UnknownTermError,
    evaluate_formula,
)
from chronicare.cells.values import Value
from chronicare.program.formula import Absent, Constant, Expression, Formula, NoValue, Operation, Term

ONE = Fraction(1)
PER_CENT = Fraction(1, 100)
DAY = date(2025, 8, 31)


def constant(value: Any) -> Constant:  # noqa: ANN401 - a value of any type
    return Constant(Fraction(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value)


def of(name: str, *values: Any) -> Operation:  # noqa: ANN401 - values of any type
    return Operation(name, tuple(constant(value) for value in values))


def result(expression: Expression, known: dict[str, Value] | None = None, scale: Fraction = ONE) -> Value:
    return evaluate_formula(Formula("", expression, (), scale), (known or {}).__getitem__)


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("+", (0.1, 0.2), Fraction(3, 10)),
        ("-", (1, 3), -2),
        ("×", (700, 0.85), 595),
        ("÷", (1, 3), Fraction(1, 3)),
        ("min", (3, 1, 2), 1),
        ("min", (3,), 3),
        ("max", (-3, -1, -2), -1),
        ("min", (date(2025, 3, 1), date(2025, 2, 28)), date(2025, 2, 28)),
        ("max", (date(2025, 3, 1), date(2025, 2, 28)), date(2025, 3, 1)),
        # dates
        ("date", (2024, 2, 29), date(2024, 2, 29)),
        ("year", (DAY,), 2025),
        ("month", (DAY,), 8),
        ("day", (DAY,), 31),
        ("days_between", (date(2025, 3, 1), date(2025, 2, 1)), 28),
        ("days_between", (date(2025, 2, 1), date(2025, 3, 1)), -28),
        ("months_between", (date(2025, 1, 15), date(2025, 4, 15)), 3),
        ("months_between", (date(2025, 1, 15), date(2025, 4, 14)), 2),
        ("months_between", (date(2025, 1, 31), date(2025, 2, 28)), 1),
        ("months_between", (date(2025, 1, 31), date(2025, 2, 27)), 0),
        ("months_between", (date(2024, 2, 29), date(2025, 2, 28)), 12),
        ("months_between", (date(2023, 11, 30), date(2025, 1, 29)), 13),
        ("months_between", (date(2025, 4, 15), date(2025, 1, 16)), -2),
        ("months_between", (DAY, DAY), 0),
        ("after_days", (DAY, 1), date(2025, 9, 1)),
        ("after_days", (DAY, -31), date(2025, 7, 31)),
        ("after_months", (DAY, 0), DAY),
        ("after_months", (DAY, 1), date(2025, 9, 30)),
        ("after_months", (DAY, 2), date(2025, 10, 31)),
        ("after_months", (DAY, 4), date(2025, 12, 31)),
        ("after_months", (DAY, 5), date(2026, 1, 31)),
        ("after_months", (DAY, 6), date(2026, 2, 28)),
        ("after_months", (date(2023, 8, 31), 6), date(2024, 2, 29)),
        ("after_months", (date(2024, 2, 29), 12), date(2025, 2, 28)),
        ("after_months", (date(2025, 1, 31), -1), date(2024, 12, 31)),
        ("after_months", (date(2025, 3, 31), -1), date(2025, 2, 28)),
        ("after_months", (date(2025, 1, 15), -13), date(2023, 12, 15)),
        # half a fen up, whatever the sign
        ("cents", (1.004,), Fraction("1.00")),
        ("cents", (1.005,), Fraction("1.01")),
        ("cents", (1.0149999,), Fraction("1.01")),
        ("cents", (-1.005,), Fraction("-1.00")),
        ("cents", (-1.006,), Fraction("-1.01")),
    ],
)
def test_operations(name: str, values: tuple[Any, ...], expected: Value) -> None:
    assert result(of(name, *values)) == expected


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("÷", (1, 0)),
        ("date", (2025, 2, 29)),
        ("date", (2025, 13, 1)),
        ("date", (2025, 1.5, 1)),
        ("date", (10**30, 1, 1)),
        ("after_months", (DAY, 0.5)),
        ("after_months", (DAY, -(2025 * 12))),
        ("after_months", (DAY, 12 * 8000)),
        ("after_days", (DAY, 0.5)),
        ("after_days", (DAY, 10**9)),
        ("after_days", (DAY, 10**30)),
    ],
)
def test_what_cannot_be_worked_out(name: str, values: tuple[Any, ...]) -> None:
    with pytest.raises(ImpossibleError):
        result(of(name, *values))


def test_operations_nest() -> None:
    # 5% of an income of 28,896, but no less than 1,000: 1,444.80
    share = Operation("×", (constant(0.05), Term("income", ONE)))
    assert result(Operation("max", (share, constant(1000))), {"income": 28896}) == Fraction("1444.8")


def test_percentages_are_worked_with_as_fractions() -> None:
    # 60% and 5 points more are 65%, in per cent as the term that it is for
    more = Operation("+", (Term("ratio", PER_CENT), constant(0.05)))
    assert result(more, {"ratio": Fraction(60)}, Fraction(100)) == 65
    # 60% of 200 are 120, in yuan
    assert result(Operation("×", (Term("ratio", PER_CENT), constant(200))), {"ratio": Fraction(60)}) == 120


@pytest.mark.parametrize("value", ["支付", True, False, DAY])
def test_what_is_no_number_is_given_as_it_is(value: Value) -> None:
    assert result(constant(value), scale=Fraction(100)) is value
    assert result(Term("term", PER_CENT), {"term": value}, Fraction(100)) is value


def test_whole_numbers_become_exact_ones() -> None:
    half = result(Operation("÷", (Term("years", ONE), constant(2))), {"years": 5})
    assert half == Fraction(5, 2)
    assert isinstance(result(Term("years", ONE), {"years": 5}), Fraction)


@pytest.mark.parametrize(
    "error", [UnknownTermError("income"), NoValueError("income", Absence(NoValue.NOT_PUBLISHED, "income"))]
)
def test_a_term_that_gives_nothing_is_told_as_it_is(error: Exception) -> None:
    def value_of(code: str) -> Value:
        assert code == "income"
        raise error

    with pytest.raises(type(error)) as raised:
        evaluate_formula(Formula("", of_term("income"), ("income",)), value_of)
    assert raised.value is error


def of_term(code: str) -> Operation:
    return Operation("+", (constant(1), Term(code, ONE)))


def test_only_what_is_reached_is_asked_for() -> None:
    asked: list[str] = []

    def value_of(code: str) -> Value:
        asked.append(code)
        return Fraction(1)

    evaluate_formula(Formula("", Operation("-", (Term("甲", ONE), of_term("乙"))), ()), value_of)
    assert asked == ["甲", "乙"]


CAP, OTHER = Term("cap", ONE), Term("other", ONE)


def without_cap(code: str) -> Value:
    if code == "cap":
        raise NoValueError(code, Absence(NoValue.UNLIMITED, code))
    return Fraction(7)


def test_what_has_no_limit_takes_no_part_in_a_least_value() -> None:
    least = Operation("min", (CAP, OTHER, constant(9)))
    assert evaluate_formula(Formula("", least, ()), without_cap) == 7


@pytest.mark.parametrize(
    "expression",
    [
        CAP,
        Absent(NoValue.UNLIMITED),
        Operation("-", (CAP, OTHER)),
        Operation("+", (OTHER, CAP)),
        Operation("max", (OTHER, CAP)),
        Operation("min", (CAP, CAP)),
    ],
)
def test_what_rests_on_no_limit_has_none(expression: Expression) -> None:
    with pytest.raises(NoValueError) as raised:
        evaluate_formula(Formula("", expression, ()), without_cap)
    assert raised.value.unlimited


@pytest.mark.parametrize("name", ["-", "÷"])
def test_nothing_is_less_without_limit(name: str) -> None:
    with pytest.raises(ImpossibleError):
        evaluate_formula(Formula("", Operation(name, (OTHER, CAP)), ()), without_cap)


@pytest.mark.parametrize("word", [NoValue.NO_ENTITLEMENT, NoValue.NOT_PUBLISHED])
def test_a_least_value_needs_all_that_is_not_published(word: NoValue) -> None:
    least = Operation("min", (OTHER, Absent(word)))
    with pytest.raises(NoValueError) as raised:
        evaluate_formula(Formula("", least, ()), without_cap)
    assert raised.value.absence.word is word
