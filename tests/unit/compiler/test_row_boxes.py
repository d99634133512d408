from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from chronicare.compiler.row_boxes import RowIndex, members


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[dict[int, int]], dict[int, int]]:
    """Return sizes of columns, boxes of rows, and one box more."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    ranks = [st.integers(1, (1 << size) - 1) for size in sizes]
    box = st.fixed_dictionaries({}, optional=dict(enumerate(ranks)))
    return sizes, draw(st.lists(box, max_size=7)), draw(box)


def lets_through(box: Mapping[int, int], cell: Sequence[int]) -> bool:
    return all(ranks >> cell[column] & 1 for column, ranks in box.items())


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
