"""Three-valued truths of many persons: a bit for each in two bitmaps. Neither bit is unknown."""

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]
"""A bit a person, eight to a byte, the first the highest; what follows the last person means nothing."""
Mask = NDArray[np.bool_]
"""A byte a person."""


class Truths(NamedTuple):
    """Whom something is true of, and whom false."""

    true: Bits
    false: Bits

    @property
    def unknown(self) -> Bits:
        """Whom neither is known of."""
        return ~(self.true | self.false)


def packed(mask: Mask) -> Bits:
    """Return ``mask`` a bit a person."""
    return np.packbits(mask)


def unpacked(bits: Bits, count: int) -> Mask:
    """Return the first ``count`` of ``bits`` a byte a person."""
    return np.unpackbits(bits, count=count).view(np.bool_)


def nowhere(count: int) -> Bits:
    """Return bits that are set for none of ``count`` persons."""
    return np.zeros((count + 7) // 8, np.uint8)


def every(bits: Sequence[Bits]) -> Bits:
    """Return where all of ``bits``, at least one, are set."""
    return reduce(np.bitwise_and, bits)


def some(bits: Sequence[Bits]) -> Bits:
    """Return where any of ``bits``, at least one, is set."""
    return reduce(np.bitwise_or, bits)


def enough(needed: int, bits: Sequence[Bits]) -> Bits:
    """Return where at least ``needed`` of ``bits`` are set."""
    return reached(needed, [{1: each} for each in bits])


def reached(amount: int, items: Sequence[dict[int, Bits]]) -> Bits:
    """Return where points sum to ``amount``: of each item, where it brings so many points or more, by the points."""
    whole = ~np.zeros_like(next(iter(items[0].values())))
    if amount <= 0:
        return whole
    if amount > sum(max(each) for each in items):
        return ~whole
    if all(set(each) == {1} for each in items):
        alone = [each[1] for each in items]
        if amount == 1:
            return some(alone)
        if amount == len(alone):
            return every(alone)
    sums = [whole, *(~whole for _ in range(amount))]  # where at least so much has been reached
    for item in items:
        for total in range(amount, 0, -1):
            for points, bits in item.items():
                sums[total] = sums[total] | (bits & sums[max(total - points, 0)])
    return sums[amount]


def at_least(needed: int, truths: Sequence[Truths]) -> Truths:
    """Return whether ``needed`` of ``truths`` are true: surely, surely not, or unknown."""
    return Truths(
        enough(needed, [each.true for each in truths]),
        enough(len(truths) - needed + 1, [each.false for each in truths]),
    )


def negate(truths: Truths) -> Truths:
    """Return the opposite."""
    return Truths(truths.false, truths.true)


def common(truths: Sequence[Truths]) -> Truths:
    """Return what all of ``truths``, at least one, are; unknown where they differ."""
    return Truths(every([each.true for each in truths]), every([each.false for each in truths]))
