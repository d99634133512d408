"""Columns of a Parquet file taken apart: whose each item is, and which of the few different texts it has."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from chronicare.formats.persons_parquet import written

_ITEMS = "[;；]"
_DATED = r"^(?s:(?P<value>.+?))\s*@\s*(?P<day>\S+)$"
NOTHING = -1
"""In the place of a text that is not there."""


class Texts(NamedTuple):
    """``texts[place]`` for each of ``places``; ``NOTHING`` has none."""

    places: NDArray[np.intp]
    texts: Sequence[str]


class Items(NamedTuple):
    """What stands in a column, empty cells left out: the number of each item's row, its value, and its day."""

    rows: NDArray[np.intp]
    values: Texts
    days: Texts


def texts_of(column: pa.Array) -> Texts:
    """Return the texts of a column, as a table of persons has them."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    texts = [written(value) for value in encoded.dictionary.to_pylist()]
    places = compute.fill_null(encoded.indices, NOTHING).to_numpy(zero_copy_only=False).astype(np.intp)
    empty = np.array([not text for text in texts] + [True])
    return Texts(np.where(empty[places], NOTHING, places), texts)


def items_of(column: pa.Array, *, several: bool) -> Items:
    """Return what stands in ``column``; of a repeated finding a cell may hold ``several`` items."""
    rows = np.arange(len(column))
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        rows = compute.list_parent_indices(column).to_numpy().astype(np.intp)
        column = compute.list_flatten(column)
    cells = texts_of(column)
    filled = np.flatnonzero(cells.places != NOTHING)
    rows, places = rows[filled], cells.places[filled]
    if several:
        split = compute.split_pattern_regex(pa.array(cells.texts, pa.string()), _ITEMS)
        of_text = compute.list_parent_indices(split).to_numpy().astype(np.intp)
        each = compute.utf8_trim_whitespace(compute.list_flatten(split))
        kept = compute.not_equal(each, "")
        each, of_text = each.filter(kept), of_text[kept.to_numpy(zero_copy_only=False)]
        rows, places = _spread(rows, places, of_text, len(cells.texts))
    else:
        each = pa.array(cells.texts, pa.string())
    values, days = _dated(each)
    return Items(rows, Texts(values.places[places], values.texts), Texts(days.places[places], days.texts))


def _spread(
    rows: NDArray[np.intp], places: NDArray[np.intp], of_text: NDArray[np.intp], texts: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the row and the number of every item, if row ``n`` has all items of the text at ``places[n]``."""
    counts = np.bincount(of_text, minlength=texts)
    starts = np.cumsum(counts) - counts
    many = counts[places]
    before = np.cumsum(many) - many
    return np.repeat(rows, many), np.arange(many.sum()) + np.repeat(starts[places] - before, many)


def _dated(items: pa.Array) -> tuple[Texts, Texts]:
    """Take the day off each of ``items`` that has one."""
    parts = compute.extract_regex(items, _DATED)
    is_dated = parts.is_valid()
    value = compute.if_else(is_dated, compute.struct_field(parts, "value"), items)
    day = compute.if_else(is_dated, compute.struct_field(parts, "day"), pa.scalar(None, pa.string()))
    return _plain(value), _plain(day)


def _plain(texts: Any) -> Texts:  # noqa: ANN401 - an array of texts
    encoded = texts.dictionary_encode()
    places = compute.fill_null(encoded.indices, NOTHING).to_numpy(zero_copy_only=False).astype(np.intp)
    return Texts(places, encoded.dictionary.to_pylist())
