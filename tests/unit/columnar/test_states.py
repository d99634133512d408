"""What is known of a column of many persons: the same lowest and highest rank as of one person."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from unit.compiler.written import entry_of, vocabulary

from chronicare.cells.values import Interval
from chronicare.columnar.gathering import gather
from chronicare.columnar.grids import lay_out
from chronicare.columnar.states import StateReader, known_of
from chronicare.judging.ranking import Known
from chronicare.program.evidence import Evidence, Measurement

AS_OF = date(2025, 12, 15)
OLD, NEW = date(2025, 6, 14), date(2025, 6, 15)
"""Six months from OLD have passed on the day before AS_OF, from NEW on the day itself."""
D1, D2 = date(2025, 12, 1), date(2025, 12, 2)


def m(value: Any, day: date | None = None) -> Measurement:  # noqa: ANN401 - a value of any type
    return Measurement(Fraction(str(value)) if isinstance(value, float) else value, day)


def between(low: float | None, high: float | None, *, closed: bool = True) -> Interval:
    ends = [None if each is None else Fraction(str(each)) for each in (low, high)]
    return Interval(ends[0], closed, ends[1], closed)


def read(test: str, *persons: tuple[list[Measurement], bool]) -> list[Known]:
    """Read the one column of ``test`` off ``persons``: their measurements, and whether there are no others."""
    compiled = entry_of(f"1,{test}", "R1,任一,1")
    (column,) = compiled.columns
    everyone = [
        Evidence(
            AS_OF,
            {column.finding: tuple(measurements)} if measurements else {},
            frozenset({column.finding} if whole else ()),
        )
        for measurements, whole in persons
    ]
    layout = lay_out([compiled], vocabulary())
    states = StateReader(column, layout).read(gather(everyone, layout), np.zeros(len(everyone), np.bool_))
    assert states is not None
    return [known_of(int(each), column.size) for each in states]


def test_a_number_is_below_at_or_above_a_bound_and_bounds_leave_what_they_leave() -> None:
    # ranks: 0 below 38, 1 from there on
    values: list[Any] = [37.9, 38.0, 38.0000001, between(37.0, 38.0), between(37.0, 38.0, closed=False)]
    values += [between(38.0, None), between(None, None)]
    assert read("体温,≥ 38 °C,", *[([m(each)], False) for each in values], ([], False)) == [
        (0, 0),
        (1, 1),
        (1, 1),
        None,  # may be 38 itself
        (0, 0),  # may not
        (1, 1),
        None,
        None,
    ]


def test_a_yes_or_no_is_looked_up() -> None:
    assert read("症状,是,", ([m(True)], False), ([], False), ([m(False)], False)) == [(1, 1), None, (0, 0)]


def test_a_range_of_grades_leaves_the_grades_in_it() -> None:
    grades: list[Any] = [0, 2, between(1.0, 2.0), between(2.0, 3.0)]
    assert read("肌力,≥ II,", *[([m(each)], False) for each in grades]) == [(0, 0), (1, 1), None, (1, 1)]


@pytest.mark.parametrize(
    ("test", "measurements", "open_", "whole"),
    [
        ("血糖,≥ 7 mmol/L,至少3次", [m(7.1)], (1, 3), (1, 1)),
        ("血糖,≥ 7 mmol/L,至少3次", [m(7.1), m(6.9), m(7.0)], (2, 3), (2, 2)),
        ("血糖,≥ 7 mmol/L,至少3次", [m(between(6.0, 8.0)), m(7.1)], (1, 3), (1, 2)),
        # two on one day are one; one without a date may be of another day
        ("血糖,≥ 7 mmol/L,至少2日", [m(7.1, D1), m(8.0, D1)], (1, 2), (1, 1)),
        ("血糖,≥ 7 mmol/L,至少2日", [m(7.1, D1), m(8.0, D2)], (2, 2), (2, 2)),
        ("血糖,≥ 7 mmol/L,至少3日", [m(7.1, D1), m(7.1)], (1, 3), (1, 2)),
        # what is too old does not count, what has no date may
        ("血糖,≥ 7 mmol/L,近6个月任一", [m(8.0, OLD)], None, (0, 0)),
        ("血糖,≥ 7 mmol/L,近6个月任一", [m(8.0, NEW)], (1, 1), (1, 1)),
        ("血糖,≥ 7 mmol/L,近6个月任一", [m(8.0)], None, None),
    ],
)
def test_a_list_counts_what_passes(test: str, measurements: list[Measurement], open_: Known, whole: Known) -> None:
    # two others of whom something and nothing is known stand beside, and must not count in
    before, _, last, _ = read(test, (measurements, False), ([m(9.0, D1)], False), (measurements, True), ([], False))
    assert (before, last) == (open_, whole)


def test_all_and_the_latest_are_read_one_by_one_and_those_are_marked() -> None:
    compiled = entry_of("1,血糖,≥ 7 mmol/L,全部", "R1,任一,1")
    (column,) = compiled.columns
    everyone = [
        Evidence(AS_OF, {column.finding: (m(7.1), m(6.0))}),
        Evidence(AS_OF, {}),
        Evidence(AS_OF, {column.finding: (m(7.1),)}, frozenset({column.finding})),
    ]
    layout = lay_out([compiled], vocabulary())
    marked = np.zeros(3, np.bool_)
    states = StateReader(column, layout).read(gather(everyone, layout), marked)
    assert states is not None
    assert [known_of(int(each), column.size) for each in states] == [(0, 0), None, (1, 1)]
    assert marked.tolist() == [True, False, True]
