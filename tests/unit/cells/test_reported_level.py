from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from chronicare.cells.reading import read_value
from chronicare.cells.types import CellType
from chronicare.cells.value_problem import ValueProblem
from chronicare.cells.values import Interval
from chronicare.diagnostics import Code

Types = Mapping[str, CellType]
NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("name", "raw", "unit", "places"),
    [
        ("class", "III-IV级", "", (2, 3)),
        ("class", "III-IV", "级", (2, 3)),
        ("class", "Ⅲ—Ⅳ级", "", (2, 3)),
        ("class", "II～III", "", (1, 2)),
        ("class", "II至III级", "", (1, 2)),
        ("class", "IV-II", "", (1, 3)),
        ("class", "≥III", "", (2, 3)),
        ("class", "> II", "", (2, 3)),
        ("class", "大于II级", "", (2, 3)),
        ("class", "≤ II 级", "", (0, 1)),
        ("class", "＜III", "", (0, 1)),
        ("class", "III级以上", "", (2, 3)),
        ("class", "II级及以下", "", (0, 1)),
        ("grade", "1+-2", "", (2, 3)),
        ("grade", "1-1+", "", (1, 2)),
    ],
)
def test_a_range_of_grades_is_where_it_lies_on_the_scale(
    types: Types, name: str, raw: str, unit: str, places: tuple[int, int]
) -> None:
    low, high = places
    value, given = read_value(raw, unit, types[name], NONE)
    assert value == Interval(Fraction(low), True, Fraction(high), True)
    assert given == raw + unit


@pytest.mark.parametrize(("raw", "place"), [("III-III", 2), (">III", 3), ("≤I", 0), ("<II", 0)])
def test_a_range_of_one_grade_is_that_grade(types: Types, raw: str, place: int) -> None:
    assert read_value(raw, "", types["class"], NONE)[0] == place


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        *(("class", raw) for raw in ("<I", ">IV", "III-", "-III", "III-V", "约III", "III/IV", "I-II-III")),
        ("site", "左-右"),
        ("sort", "≥闭角型"),
        ("sort", "闭角型-开角型"),
        ("grade", "+"),  # of muscle tone 1+ stands between 1 and 2
        ("grade", "阳性(+)"),
        ("crosses", "±"),
        ("crosses", "++++"),
    ],
)
def test_what_is_no_range_of_the_scale_is_refused_with_its_values(types: Types, name: str, raw: str) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value(raw, "", types[name], NONE)
    assert problem.value.code is Code.UNKNOWN_CODE
    assert problem.value.hint.zh.startswith("可写：")


@pytest.mark.parametrize(
    ("name", "raw", "place"),
    [
        *(("reaction", raw, 1) for raw in ("+", "阳性(+)", "阳性（＋）", "阳性(1+)", "1+", "阳+")),
        *(("reaction", raw, 2) for raw in ("++", "阳性(++)", "(2+)")),
        *(("crosses", raw, 2) for raw in ("2+", "++", "阳性(++)", "阳性(2+)")),
        ("crosses", "-", 0),
    ],
)
def test_crosses_are_grades_where_the_scale_has_them(types: Types, name: str, raw: str, place: int) -> None:
    assert read_value(raw, "", types[name], NONE)[0] == place


@pytest.mark.parametrize("raw", ["阳性(+)", "阳性（++）", "+++", "2+", "（1+）", "阳性+"])
def test_of_a_yes_or_no_crosses_are_yes(types: Types, raw: str) -> None:
    assert read_value(raw, "", types["yes"], NONE)[0] is True


@pytest.mark.parametrize("raw", ["阴性(-)", "阴性（－）", "-", "(-)", "阴性-"])
def test_of_a_yes_or_no_a_dash_is_no(types: Types, raw: str) -> None:
    assert read_value(raw, "", types["yes"], NONE)[0] is False


@pytest.mark.parametrize("raw", ["弱阳性(±)", "可疑(+)", "弱阳性（+）", "+-", "+++++", "0+", "5+"])
def test_a_doubtful_result_is_neither(types: Types, raw: str) -> None:
    with pytest.raises(ValueProblem):
        read_value(raw, "", types["yes"], NONE)


def test_what_is_wrong_is_shown_as_it_was_written(types: Types) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value(Decimal(1), "", types["yes"], NONE)
    assert problem.value.message.zh == "1 不是「是否」的值"
