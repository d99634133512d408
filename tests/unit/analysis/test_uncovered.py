from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.compiler.boxes import lets_through, tables

from chronicare.analysis.uncovered import TooManyStepsError, Uncovered
from chronicare.compiler.row_boxes import Box, RowIndex, members


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
