"""Columns taken apart: whose each item is, its value and its day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from chronicare.population.cells import NOTHING, Items, items_of, texts_of


def told(items: Items) -> list[tuple[int, str, str]]:
    """Return the items one by one: row, value, day."""
    values = [items.values.texts[place] for place in items.values.places]
    days = ["" if place == NOTHING else items.days.texts[place] for place in items.days.places]
    return list(zip(items.rows.tolist(), values, days, strict=True))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array(["是", None, " ", "否"]), [(0, "是", ""), (3, "否", "")]),
        (pa.array([True, None, False]), [(0, "是", ""), (2, "否", "")]),
        (pa.array([7.25, float("nan"), None]), [(0, "7.25", "")]),
        (pa.array([Decimal("7.20")]), [(0, "7.2", "")]),
        (pa.array([date(2025, 12, 1)]), [(0, "2025-12-01", "")]),
        (pa.array(["甲", "乙", "甲"]).dictionary_encode(), [(0, "甲", ""), (1, "乙", ""), (2, "甲", "")]),
        (pa.array(["7.2 mmol/L@2025-11-01"]), [(0, "7.2 mmol/L", "2025-11-01")]),
        (pa.array(["7；8"]), [(0, "7；8", "")]),  # of a single finding it is one text, which will be refused
    ],
)
def test_a_cell_of_a_single_finding_is_one_item(column: Any, expected: list[tuple[int, str, str]]) -> None:  # noqa: ANN401
    assert told(items_of(column, several=False)) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (
            pa.array(["7.2 mmol/L@2025-11-01；6 mmol/L", None, "8 mmol/L;; 9 mmol/L @ 2025-11-02 "]),
            [
                (0, "7.2 mmol/L", "2025-11-01"),
                (0, "6 mmol/L", ""),
                (2, "8 mmol/L", ""),
                (2, "9 mmol/L", "2025-11-02"),
            ],
        ),
        (pa.array([["7", "8@2025-11-01"], [], None, ["9"]]), [(0, "7", ""), (0, "8", "2025-11-01"), (3, "9", "")]),
        (pa.array([[1.5, 2.0], [None]]), [(0, "1.5", ""), (0, "2", "")]),
        (pa.array(["；"]), []),
        (pa.array([None, None], pa.string()), []),
    ],
)
def test_a_cell_of_a_repeated_finding_may_hold_several(column: Any, expected: list[tuple[int, str, str]]) -> None:  # noqa: ANN401
    assert told(items_of(column, several=True)) == expected


def test_what_is_empty_is_no_text() -> None:
    texts = texts_of(pa.array(["", "甲", None]))
    assert [NOTHING if place == NOTHING else texts.texts[place] for place in texts.places] == [NOTHING, "甲", NOTHING]
