from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.compiler.written import vocabulary

from chronicare.application.release import Release
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Interval, Value
from chronicare.diagnostics import Language
from chronicare.recognition.value_wording import canonical_value, decimal_text

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(7), "7"),
        (Fraction("6.90"), "6.9"),
        (Fraction("-0.1"), "-0.1"),
        (Fraction(0), "0"),
        (Fraction(1200), "1200"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction("123456789012345"), "123456789012345"),
        (Fraction(1, 3), "≈ 0.333333"),
        (Fraction(1400, 3), "≈ 466.667"),
        (Fraction(-2, 3), "≈ -0.666667"),
        (Fraction("1234567890123456"), "≈ 1234570000000000"),
    ],
)
def test_numbers_are_written_exactly_or_marked_as_rounded(number: Fraction, text: str) -> None:
    assert decimal_text(number) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_short_decimal_reads_back_as_itself(number: Any) -> None:  # noqa: ANN401 - hypothesis gives Decimals
    assert Fraction(decimal_text(Fraction(number))) == Fraction(number)


@given(st.fractions(min_value=-(10**6), max_value=10**6))
def test_a_rounded_number_is_near(number: Fraction) -> None:
    text = decimal_text(number)
    assert abs(Fraction(text.removeprefix("≈ ")) - number) <= abs(number) / 10**5


@pytest.mark.parametrize(
    ("code", "value", "chinese", "english"),
    [
        ("fasting_glucose", Fraction(7), "7 mmol/L", "7 mmol/L"),
        ("fasting_glucose", Fraction(125, 18), "≈ 6.94444 mmol/L", "≈ 6.94444 mmol/L"),
        ("symptoms", True, "是", "yes"),
        ("symptoms", False, "否", "no"),
        ("strength", 3, "3级", "grade 3"),
        ("onset", date(2025, 1, 31), "2025-01-31", "2025-01-31"),
        ("titre", Fraction(80), "1:80", "1:80"),
        ("age", 45, "45 岁", "45 years"),
        (
            "blood_pressure",
            {"systolic": Fraction(165), "diastolic": Fraction(99)},
            "收缩压 165 mmHg、舒张压 99 mmHg",
            "systolic 165 mmHg, diastolic 99 mmHg",
        ),
        ("blood_pressure", {"diastolic": Fraction(99)}, "舒张压 99 mmHg", "diastolic 99 mmHg"),
    ],
)
def test_values_are_written_with_their_canonical_unit(
    release: Release, code: str, value: Value | Mapping[str, Value], chinese: str, english: str
) -> None:
    finding = release.vocabulary.findings[code]
    assert canonical_value(value, finding, ZH) == chinese
    assert canonical_value(value, finding, EN) == english


def test_every_kind_of_value_is_written(release: Release) -> None:
    kinds = {each.type.kind for each in release.vocabulary.findings.values()}
    assert kinds >= set(ValueKind) - {ValueKind.CODE, ValueKind.COUNT}


@pytest.mark.parametrize(
    ("code", "interval", "zh", "en"),
    [
        ("strength", Interval(Fraction(1), True, Fraction(2), True), "1级 至 2级", "grade 1 to grade 2"),
        ("glucose", Interval(Fraction(3), True, Fraction(4), True), "3 mmol/L 至 4 mmol/L", "3 mmol/L to 4 mmol/L"),
        (
            "glucose",
            Interval(Fraction(3), False, Fraction(4), True),
            "> 3 mmol/L且≤ 4 mmol/L",
            "> 3 mmol/L and ≤ 4 mmol/L",
        ),
        ("glucose", Interval(Fraction(3), True, Fraction(200), True), "≥ 3 mmol/L", "≥ 3 mmol/L"),
    ],
)
def test_a_range_is_written_from_end_to_end(code: str, interval: Interval, zh: str, en: str) -> None:
    finding = vocabulary().findings[code]
    assert (canonical_value(interval, finding, ZH), canonical_value(interval, finding, EN)) == (zh, en)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        # a systolic pressure of 95 alone: the diastolic one is known to lie below it, and was not reported
        ({"high": Fraction(95), "low": Interval(Fraction(0), True, Fraction(95), False)}, "收缩压 95 mmHg"),
        ({"high": Interval(Fraction(99), False, Fraction(400), True), "low": Fraction(99)}, "舒张压 99 mmHg"),
        # a bound of its own is told
        (
            {"high": Fraction(95), "low": Interval(Fraction(0), True, Fraction(60), False)},
            "收缩压 95 mmHg、舒张压 < 60 mmHg",
        ),
    ],
)
def test_what_only_follows_from_the_other_component_is_not_told_as_reported(
    values: Mapping[str, Value | Interval], text: str
) -> None:
    pressure = replace(vocabulary().findings["pressure"], relation=("high", "low"))
    assert canonical_value(values, pressure, Language.ZH) == text
