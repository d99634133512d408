"""Of which terms the values are tried."""

import pytest
from unit.benefits.written import LEVELS, vocabulary

from chronicare.benefits.unknowns import MAX_VALUES, possible_values


@pytest.mark.parametrize("more", [0, 1])
def test_so_many_values_are_tried_and_no_more(more: int) -> None:
    levels = LEVELS + "".join(f"等级,是,{number}级甲,,,\n" for number in range(4, MAX_VALUES + 1 + more))
    assert len(possible_values(vocabulary(levels), "level")) == (0 if more else MAX_VALUES)
