"""Numbers as laboratories print them: marks, thousands, powers of ten, durations; what is not certain is refused."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from chronicare.cells.reading import read_limit, read_value
from chronicare.cells.types import CellType
from chronicare.cells.value_problem import ValueProblem
from chronicare.cells.values import Interval
from chronicare.diagnostics import Code

Types = Mapping[str, CellType]
NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    "raw",
    [
        *("3.6↑", "3.6 ↓", "3.6 ↑↑", "↑ 3.6", "*3.6", "3.6*", "3.6 H", "3.6H", "3.6 L", "3.6 HH", "3.6(H)", "3.6（↑）"),
        *("３．６↑", "3.6 偏高", "3.6 低", "3.6 mmol/L ↑", "3.6↑ mmol/L", "3.6 mmol/L H", "3.6 H mmol/L"),
    ],
)
def test_a_mark_of_the_laboratory_is_no_part_of_the_value(types: Types, raw: str) -> None:
    assert read_value(raw, "mmol/L", types["glucose"], NONE)[0] == Fraction("3.6")


def test_a_mark_beside_a_bound_a_count_a_score_and_a_pair(types: Types) -> None:
    bound, _ = read_value("<3.6 ↓", "mmol/L", types["glucose"], NONE)
    assert bound == Interval(Fraction("0.1"), True, Fraction("3.6"), False)
    assert read_value("3 ↑", "", types["count"], NONE)[0] == 3
    assert read_value("20 L", "", types["score"], NONE)[0] == 20
    pair, _ = read_value("160/90 mmHg ↑", "", types["pressure"], NONE)
    assert pair == {"systolic_pressure": Fraction(160), "diastolic_pressure": Fraction(90)}


def test_a_letter_that_may_be_the_unit_is_no_mark(types: Types) -> None:
    assert read_value("3.6 L", "", types["volume"], NONE)[0] == 3600
    assert read_value("3.6 H", "mL", types["volume"], NONE)[0] == Fraction("3.6")
    with pytest.raises(ValueProblem):
        read_value("3.6 L", "mL", types["volume"], NONE)  # litres, or millilitres that are low


@pytest.mark.parametrize("raw", ["3.6*4", "3.6 H 4", "3.6 M", "3.6 h", "H", "↑", "3.6 HL"])
def test_what_is_left_beside_a_mark_must_be_one_number(types: Types, raw: str) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value(raw, "mmol/L", types["glucose"], NONE)
    assert (problem.value.code, problem.value.hint.zh) == (
        Code.BAD_VALUE,
        "写一个数，如 7.0；可用单位：mmol/L、mg/dL",
    )


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "12,000",
            "12，000",
            "1.2E4",
            "1.2e4",
            "1.2E+04",
            "1.2×10^4",
            "1.2×10⁴",
            "1.2*10^4",
            "1.2x10^4",
            "1.2 × 10^4",
        ),
        *("１．２Ｅ４", "12,000.0", "1.2×10^4 IU/mL", "1.2E4IU/ml", "12,000 ↑"),
    ],
)
def test_thousands_and_powers_of_ten(types: Types, raw: str) -> None:
    assert read_value(raw, "IU/mL", types["virus"], NONE)[0] == 12_000


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("3.6×10^9/L", ""),
        ("3.6×10⁹/L", "10^9/L"),
        ("3.6*10^9/L ↑", ""),
        ("3.6×10^9", "/L"),
        ("3,600", "/uL"),
        ("3.6×10^3/μL", ""),
        ("3.6E3", "/μL"),
    ],
)
def test_a_power_of_ten_belongs_to_the_number_or_to_the_unit(types: Types, raw: str, unit: str) -> None:
    assert read_value(raw, unit, types["cells"], NONE)[0] == Fraction("3.6")


@pytest.mark.parametrize(
    ("raw", "unit", "hint"),
    [
        ("7,1", "IU/mL", "小数点写「.」"),
        ("12,00", "IU/mL", "小数点写「.」"),
        ("0,125", "IU/mL", "小数点写「.」"),
        ("1234,567", "IU/mL", "小数点写「.」"),
        ("1,2E4", "IU/mL", "小数点写「.」"),
        ("1.2×104", "IU/mL", "1.2×10^4 或 1.2E4"),  # the raised 4 was lost
        ("1.2×10E4", "IU/mL", "1.2×10^4 或 1.2E4"),
        ("10E4", "IU/mL", "1.2×10^4 或 1.2E4"),  # 10^4, or ten times that
        ("12 000", "IU/mL", "7.0"),
    ],
)
def test_a_comma_or_a_power_that_may_mean_two_things_is_refused(types: Types, raw: str, unit: str, hint: str) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value(raw, unit, types["virus"], NONE)
    assert problem.value.code is Code.BAD_VALUE
    assert hint in problem.value.hint.zh


def test_a_power_of_ten_in_the_value_and_in_the_unit_is_refused(types: Types) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value("3.6×10^2", "10^9/L", types["cells"], NONE)
    assert problem.value.hint.zh == "只在一处写"


@pytest.mark.parametrize("raw", ["1E41", "1×10^41", "1E999", "10^-999", "1E-41"])
def test_a_power_is_no_longer_than_a_number_may_be(types: Types, raw: str) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value(raw, "IU/mL", types["virus"], NONE)
    assert problem.value.code is Code.IMPOSSIBLE_VALUE


def test_a_limit_is_written_like_a_value(types: Types) -> None:
    assert read_limit("1.2×10^4", "IU/mL", types["virus"]) == 12_000
    assert read_limit("12,000", "IU/mL", types["virus"]) == 12_000


@pytest.mark.parametrize(
    "raw",
    [
        *("1/160", "1 / 160", "１／１６０", "阳性 1:160", "阳性（1：160）", "+ 1:160", "1:160 阳性", "1:160(+)"),
        *("1:160 ↑", "1:160 H", "*1:160", "positive 1:160"),
    ],
)
def test_titres(types: Types, raw: str) -> None:
    assert read_value(raw, "", types["titre"], NONE) == (Fraction(160), "1:160")


def test_a_bound_of_a_positive_titre(types: Types) -> None:
    assert read_value("阳性 >1:320", "", types["titre"], NONE)[0] == Interval(
        Fraction(320), False, Fraction(100_000), True
    )


@pytest.mark.parametrize("raw", ["阴性 1:80", "2/160", "1.160", "1/160/2", "阳性(1:160", "2025/1/160"])
def test_what_may_be_no_titre_is_refused(types: Types, raw: str) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value(raw, "", types["titre"], NONE)
    assert "< 1:80" in problem.value.hint.zh  # a negative one is below the first dilution


@pytest.mark.parametrize(
    ("raw", "unit", "months"),
    [
        (1, "半年", 6), (1, "年", 12), ("半年", "", 6), ("1年半", "", 18), ("1年6个月", "", 18), ("2年零3个月", "", 27),
    ],
)  # fmt: skip
def test_durations_of_one_size(types: Types, raw: object, unit: str, months: int) -> None:
    assert read_value(raw, unit, types["lasting"], NONE)[0] == months


@pytest.mark.parametrize(
    ("raw", "unit", "low", "high"),
    [
        (90, "天", Fraction(90, 31), Fraction(90, 28)),
        ("90天", "", Fraction(90, 31), Fraction(90, 28)),
        (13, "周", Fraction(91, 31), Fraction(91, 28)),
    ],
)
def test_days_are_some_number_of_months(types: Types, raw: object, unit: str, low: Fraction, high: Fraction) -> None:
    assert read_value(raw, unit, types["lasting"], NONE)[0] == Interval(low, True, high, True)


@pytest.mark.parametrize(
    ("raw", "interval"),
    [
        (">90天", Interval(Fraction(90, 31), False, Fraction(1200), True)),
        ("≤90天", Interval(Fraction(0), True, Fraction(90, 28), True)),
        ("0天", Fraction(0)),
    ],
)
def test_a_bound_in_days_is_the_outermost_it_may_be(types: Types, raw: str, interval: object) -> None:
    assert read_value(raw, "", types["lasting"], NONE)[0] == interval


def test_a_limit_in_a_unit_of_no_one_size_is_refused(types: Types) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_limit(90, "天", types["lasting"])
    assert (problem.value.code, problem.value.hint.zh) == (Code.BAD_UNIT, "换成 月 写")


def test_days_beyond_what_is_possible_are_refused(types: Types) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value(40_000, "天", types["lasting"], NONE)
    assert problem.value.code is Code.IMPOSSIBLE_VALUE


@pytest.mark.parametrize(
    ("raw", "kind", "number"),
    [("三次", "count", 3), ("两次", "count", 2), ("十二", "count", 12), ("1.2万", "count", 12_000)],
)
def test_numbers_in_words(types: Types, raw: str, kind: str, number: int) -> None:
    assert read_value(raw, "", types[kind], NONE)[0] == number
