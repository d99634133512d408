from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.conversion import MAX_EXPONENT, convert, normalise_unit, parse_conversion
from chronicare.cells.types import Conversion
from chronicare.diagnostics import Code, Diagnostics, Position

WHERE = Position("units.csv", 3, 3, "换算")


def _conversion(factor: str, offset: str = "0", *, power: bool = False) -> Conversion:
    return Conversion(Fraction(factor), Fraction(offset), power)


@pytest.mark.parametrize(
    ("text", "conversion"),
    [
        ("1", _conversion("1")),
        ("×60", _conversion("60")),
        ("*60", _conversion("60")),
        ("×0.0113", _conversion("113/10000")),
        ("÷18", _conversion("1/18")),
        ("/18", _conversion("1/18")),
        ("÷88.6", _conversion("10/886")),
        ("×5/9-160/9", _conversion("5/9", "-160/9")),
        ("× 5/9 － 160/9", _conversion("5/9", "-160/9")),
        ("×1+273.15", _conversion("1", "273.15")),
        ("÷2-1", _conversion("1/2", "-1")),
        ("10^x", _conversion("1", power=True)),
        ("10^X", _conversion("1", power=True)),
        ("10^(x-5)", _conversion("1", "-5", power=True)),
        ("１０^（x＋３）", _conversion("1", "3", power=True)),
    ],
)
def test_conversions_as_the_units_table_writes_them(text: str, conversion: Conversion) -> None:
    diagnostics = Diagnostics()
    assert parse_conversion(text, WHERE, diagnostics) == conversion
    assert not diagnostics.has_errors


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "60",
        "x×60",
        "×",
        "×0",
        "÷0",
        "×5/0",
        "×1-1/0",
        "÷5/9",
        "×-1",
        "1.",
        "10^",
        "10^y",
        "10^(x)",
        "10^x-5",
        "e^x",
        "×" + "9" * 21,
    ],
)
def test_what_is_no_conversion(text: str) -> None:
    diagnostics = Diagnostics()
    assert parse_conversion(text, WHERE, diagnostics) is None
    (diagnostic,) = diagnostics.sorted()
    assert (diagnostic.code, diagnostic.where) == (Code.BAD_VOCABULARY, WHERE)
    assert "×5/9-160/9" in diagnostic.hint.zh


@pytest.mark.parametrize(
    ("conversion", "number", "canonical"),
    [
        ("1", "7.0", "7"),
        ("÷18", "126", "7"),
        ("÷18", "125.9", "1259/180"),
        ("×60", "7", "420"),
        ("×7.5", "16", "120"),
        ("×5/9-160/9", "100.4", "38"),
        ("×5/9-160/9", "-40", "-40"),
        ("10^x", "3", "1000"),
        ("10^x", "0", "1"),
        ("10^x", "-2", "1/100"),
        ("10^(x-5)", "3", "1/100"),
    ],
)
def test_conversion_is_exact(conversion: str, number: str, canonical: str) -> None:
    parsed = parse_conversion(conversion, WHERE, Diagnostics())
    assert parsed is not None
    assert convert(Fraction(number), parsed) == Fraction(canonical)


@given(st.fractions(min_value=-30, max_value=30, max_denominator=100).filter(lambda number: number.denominator > 1))
def test_a_broken_power_stands_on_the_right_side_of_every_decimal_bound(exponent: Fraction) -> None:
    """``10^(p/q)`` lies below a bound exactly when ``10^p`` lies below the bound's q-th power."""
    power = convert(exponent, _conversion("1", power=True))
    for bound in (Fraction(format(float(power), ".6g")), Fraction(round(power, 3)), Fraction(1000)):
        assert power != bound
        exactly_below = Fraction(10) ** exponent.numerator < bound**exponent.denominator if bound > 0 else False
        assert (power < bound) is exactly_below


def test_the_greatest_power() -> None:
    power = _conversion("1", "1", power=True)
    assert convert(Fraction(MAX_EXPONENT - 1), power) == Fraction(10) ** MAX_EXPONENT
    for number in (Fraction(MAX_EXPONENT), Fraction(-MAX_EXPONENT - 2), Fraction(10) ** 40):
        with pytest.raises(OverflowError):
            convert(number, power)


@pytest.mark.parametrize(
    "spellings",
    [
        ("mmHg", "㎜Hg", "mm Hg", "ｍｍＨｇ", " mmHg\u3000"),
        ("μg/L", "\u00b5g/L", "μg／L", "μg∕L", "㎍/L"),
        ("mL/(min·1.73m²)", "mL/（min*1.73m2）", "mL/(min × 1.73 m^2)", "mL/(min•1.73㎡)", "mL/(min⋅1.73m²)"),
        ("10^9/L", "10⁹/L", "×10^9/L", "x10⁹/L", "10*9/L", "10E9/L", "* 10^9 / L"),
        ("℃", "°C", "ºC", "˚C"),
        ("%", "％"),
        ("次/年", "次／年"),
        ("min^-1", "min⁻¹", "min-1"),
        ("\u0100", "A\u0304", "A \u0304"),
    ],
)
def test_spellings_of_one_unit(spellings: tuple[str, ...]) -> None:
    assert len({normalise_unit(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("mmol/L", "mmol/l"), ("mg", "Mg"), ("mm", "m"), ("10^9/L", "109/L"), ("g/L", "g"), ("m^2", "m^3")],
)
def test_units_that_stay_apart(one: str, other: str) -> None:
    assert normalise_unit(one) != normalise_unit(other)


@given(st.text(max_size=20) | st.text("10^9*·×xEmm²⁹/L µ().%", max_size=12))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_unit(text)
    assert normalise_unit(once) == once
