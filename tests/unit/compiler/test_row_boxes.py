from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from unit.compiler.boxes import lets_through, tables

from chronicare.compiler.row_boxes import RowIndex, members


@given(tables())
def test_rows_meet_where_some_cell_passes_both(
    table: tuple[list[int], list[dict[int, int]], dict[int, int]],
) -> None:
    sizes, boxes, one = table
    cells = list(product(*(range(size) for size in sizes)))
    together = {
        number
        for number, box in enumerate(boxes)
        if any(lets_through(box, cell) and lets_through(one, cell) for cell in cells)
    }
    assert set(members(RowIndex(boxes, sizes).meeting(one))) == together


@given(st.sets(st.integers(0, 200)))
def test_the_members_of_a_set_come_in_order(numbers: set[int]) -> None:
    assert list(members(sum(1 << each for each in numbers))) == sorted(numbers)
