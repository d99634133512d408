"""Different numbers numbered anew, without gaps: the persons with the same ones are a group."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chronicare.columnar.bitmaps import Bits, unpacked

Numbers = NDArray[np.intp]

_MOST_COUNTED = 2**20
"""Up to so many possible numbers it is quicker to count which occur than to sort."""
_WORD = 16
"""Bits that are looked at together."""


def numbered(numbers: Numbers, many: int) -> tuple[Numbers, int]:
    """Return ``numbers``, all below ``many``, numbered anew in their order, and how many different ones there are."""
    if many > _MOST_COUNTED:
        different, places = np.unique(numbers, return_inverse=True)
        return places, different.size
    occurs = np.zeros(many, np.bool_)
    occurs[numbers] = True
    return np.cumsum(occurs)[numbers] - 1, int(occurs.sum())


def together(columns: Sequence[tuple[Numbers, int]]) -> tuple[Numbers, int]:
    """Return one number for each combination of what stands in ``columns``, each with how many numbers it may have."""
    places, many = numbered(*columns[0])
    for numbers, of_column in columns[1:]:
        places, many = numbered(places * of_column + numbers, many * of_column)
    return places, many


def bits_together(columns: Sequence[Bits], count: int) -> tuple[Numbers, int]:
    """Return one number for each combination of bits that ``count`` persons have in ``columns``."""
    words: list[tuple[Numbers, int]] = []
    for start in range(0, len(columns), _WORD):
        word = np.zeros(count, np.uint16)
        for place, bits in enumerate(columns[start : start + _WORD]):
            word |= np.left_shift(unpacked(bits, count).view(np.uint8), place, dtype=np.uint16)
        words.append(numbered(word.astype(np.intp), 2**_WORD))
    return together(words)


def first_places(places: Numbers, many: int) -> Numbers:
    """Return for each of ``many`` numbers a place where it stands."""
    first = np.empty(many, np.intp)
    first[places] = np.arange(places.size)
    return first


def groups_of(columns: Sequence[tuple[Numbers, int]]) -> list[Numbers]:
    """Return the places at which all ``columns``, each with how many numbers it may have, have the same numbers."""
    places, _ = together(columns)
    order = np.argsort(places, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(places[order])) + 1)
