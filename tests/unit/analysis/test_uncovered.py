from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.analysis.uncovered import TooManyStepsError, Uncovered
from chronicare.compiler.row_boxes import Box, RowIndex, members


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[dict[int, int]], dict[int, int]]:
    """Return sizes of columns, boxes of rows, and a box within which to look."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    ranks = [st.integers(1, (1 << size) - 1) for size in sizes]
    box = st.fixed_dictionaries({}, optional=dict(enumerate(ranks)))
    return sizes, draw(st.lists(box, max_size=7)), draw(box)


def lets_through(box: Mapping[int, int], cell: Sequence[int]) -> bool:
    return all(ranks >> cell[column] & 1 for column, ranks in box.items())


def cells(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    return list(product(*(range(size) for size in sizes)))


@given(tables(), st.data())
def test_the_regions_are_just_the_cells_that_no_row_lets_through(
    table: tuple[list[int], list[dict[int, int]], dict[int, int]], data: st.DataObject
) -> None:
    sizes, boxes, within = table
    rows = data.draw(st.integers(0, (1 << len(boxes)) - 1))
    chosen = [boxes[number] for number in members(rows)]
    left = [
        cell
        for cell in cells(sizes)
        if lets_through(within, cell) and not any(lets_through(box, cell) for box in chosen)
    ]
    uncovered = Uncovered(RowIndex(boxes, sizes), within)
    regions = list(uncovered.regions(rows))
    told = [cell for region in regions for cell in cells(sizes) if lets_through(region, cell)]
    assert sorted(told) == sorted(left)
    assert uncovered.is_any(rows) is bool(left)


def test_a_table_that_takes_too_many_steps_is_given_up() -> None:
    width = 12
    boxes: list[Box] = [{one: 1, other: 1} for one in range(width) for other in range(one)]
    with pytest.raises(TooManyStepsError):
        list(Uncovered(RowIndex(boxes, [2] * width), {}, most_steps=10).regions((1 << len(boxes)) - 1))
