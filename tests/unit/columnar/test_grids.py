"""Values as integers: they lie to every bound as the exact values do; days move on as calendar days do."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from chronicare.cells.values import Duration, Interval
from chronicare.columnar.grids import UNBOUNDED, Grid, after

TENTHS = Grid(10)


@pytest.mark.parametrize(
    ("value", "code"),
    [("7.2", 144), ("7.25", 145), ("7.3", 146), ("7.200000001", 145), ("0", 0), ("-0.1", -2), ("-0.05", -1)],
)
def test_a_multiple_is_even_and_what_lies_between_is_odd(value: str, code: int) -> None:
    assert TENTHS.code(Fraction(value)) == code


def test_a_third_lies_between_two_tenths_and_on_a_grid_of_thirds() -> None:
    assert TENTHS.code(Fraction(1, 3)) == 7
    assert Grid(30).code(Fraction(1, 3)) == 20


@pytest.mark.parametrize(
    ("low", "low_closed", "high", "high_closed", "codes"),
    [
        ("7.2", True, "8", True, (144, 160)),
        ("7.2", False, "8", False, (145, 159)),  # above 7.2, below 8: the bounds themselves are out
        ("7.25", False, "7.28", False, (145, 145)),  # between two multiples no bound tells the ends apart
        (None, False, "7.2", False, (-UNBOUNDED, 143)),
        ("7.2", True, None, False, (144, UNBOUNDED)),
    ],
)
def test_bounds_leave_what_they_leave(
    low: str | None, low_closed: bool, high: str | None, high_closed: bool, codes: tuple[int, int]
) -> None:
    ends = [None if each is None else Fraction(each) for each in (low, high)]
    assert TENTHS.codes(Interval(ends[0], low_closed, ends[1], high_closed)) == codes


def test_a_number_beyond_all_integers_stays_beyond_every_bound() -> None:
    assert TENTHS.code(Fraction(10**30)) == UNBOUNDED
    assert TENTHS.code(Fraction(-(10**30))) == -UNBOUNDED


@pytest.mark.parametrize(
    ("start", "months", "days", "end"),
    [
        ("2025-01-31", 1, 0, "2025-02-28"),
        ("2024-01-31", 1, 0, "2024-02-29"),
        ("2025-01-31", 3, 1, "2025-05-01"),  # first to the end of April, then a day on
        ("2025-12-15", 12, 0, "2026-12-15"),
        ("1964-02-29", 12, 0, "1965-02-28"),
        ("2025-12-15", 0, 17, "2026-01-01"),
    ],
)
def test_days_move_on_as_the_calendar_has_it(start: str, months: int, days: int, end: str) -> None:
    moved = after(np.array([date.fromisoformat(start).toordinal()]), Duration(months, days))
    assert moved.tolist() == [date.fromisoformat(end).toordinal()]
