"""Boxes of ranks drawn at random, as rows let them through."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[dict[int, int]], dict[int, int]]:
    """Return sizes of columns, boxes of rows, and one box more."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    ranks = [st.integers(1, (1 << size) - 1) for size in sizes]
    box = st.fixed_dictionaries({}, optional=dict(enumerate(ranks)))
    return sizes, draw(st.lists(box, max_size=7)), draw(box)


def lets_through(box: Mapping[int, int], cell: Sequence[int]) -> bool:
    """Whether the box holds the ranks of ``cell``."""
    return all(ranks >> cell[column] & 1 for column, ranks in box.items())
