"""The remark of a laboratory that an unlikely result was checked."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from chronicare.cells.reading import read_value
from chronicare.cells.types import CellType
from chronicare.cells.value_problem import ValueProblem
from chronicare.cells.values import Interval
from chronicare.diagnostics import Code

Types = Mapping[str, CellType]
PLAUSIBLE = (Fraction("0.5"), Fraction(70))


def glucose(types: Types) -> CellType:
    return replace(types["glucose"], plausible=PLAUSIBLE)


@pytest.mark.parametrize(
    ("raw", "unit", "value", "text"),
    [
        ("83.3 已复核", "mmol/L", Fraction("83.3"), "83.3 mmol/L（已复核）"),
        ("83.3（已复查）", "mmol/L", Fraction("83.3"), "83.3 mmol/L（已复核）"),
        ("83.3 mmol/L, verified", "", Fraction("83.3"), "83.3 mmol/L（已复核）"),
        ("1500 (Confirmed)", "mg/dL", Fraction(250, 3), "1500 mg/dL（已复核）"),
        ("*83.3 ↑ 已核对", "mmol/L", Fraction("83.3"), "83.3 mmol/L（已复核）"),
        (">80 已复核", "mmol/L", Interval(Fraction(80), False, Fraction(100), True), "> 80 mmol/L（已复核）"),
        ("7.2 已复核", "mmol/L", Fraction("7.2"), "7.2 mmol/L（已复核）"),
        (70, "mmol/L", Fraction(70), "70 mmol/L"),
        (0.5, "mmol/L", Fraction("0.5"), "0.5 mmol/L"),
        (">60", "mmol/L", Interval(Fraction(60), False, Fraction(100), True), "> 60 mmol/L"),
        ("<0.5", "mmol/L", Interval(Fraction("0.1"), True, Fraction("0.5"), False), "< 0.5 mmol/L"),
    ],
)
def test_what_is_plausible_or_was_checked_is_taken(
    types: Types, raw: object, unit: str, value: object, text: str
) -> None:
    assert read_value(raw, unit, glucose(types), frozenset()) == (value, text)


@pytest.mark.parametrize(
    ("raw", "unit", "number"),
    [
        (126, "mmol/L", None),
        (90, "mmol/L", "90"),
        ("0.4", "mmol/L", "0.4"),
        (">80", "mmol/L", ">80"),
        ("7", "mg/dL", "7"),
    ],
)
def test_what_is_mostly_a_mistaken_unit_is_asked_about(
    types: Types, raw: object, unit: str, number: str | None
) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_value(raw, unit, glucose(types), frozenset())
    problem = caught.value
    assert problem.code is (Code.DOUBTFUL_VALUE if number else Code.IMPOSSIBLE_VALUE)
    if number:
        assert "常见范围 0.5..70 mmol/L" in problem.message.zh
        assert f"「{number} 已复核」" in problem.hint.zh


def test_a_remark_does_not_make_the_impossible_possible(types: Types) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_value("126 已复核", "mmol/L", glucose(types), frozenset())
    assert caught.value.code is Code.IMPOSSIBLE_VALUE


def test_a_remark_after_components_is_of_each(types: Types) -> None:
    pressure = types["pressure"]
    parts = {code: replace(each, plausible=(Fraction(60), Fraction(200))) for code, each in pressure.components.items()}
    pressure = replace(pressure, components=parts)
    with pytest.raises(ValueProblem):
        read_value("58/42", "mmHg", pressure, frozenset())
    value, _ = read_value("58/42 已复核", "mmHg", pressure, frozenset())
    assert value == {"systolic_pressure": Fraction(58), "diastolic_pressure": Fraction(42)}
