"""A number of which only bounds are known: the values it may have, one in every region that some bounds tell apart."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from chronicare.cells.values import Interval


def values_within(interval: Interval, cuts: Iterable[Fraction], *, whole: bool = False) -> list[Fraction | int]:
    """Return values inside ``interval`` at, below, between and above ``cuts``; whole numbers only if ``whole``."""
    low, high = interval.low, interval.high
    if whole:
        near = {floor(cut) + step for cut in cuts for step in (-1, 0, 1, 2)}
        ends = {ceil(low)} if low is not None else set()
        ends |= {floor(high)} if high is not None else set()
        around = {each + step for each in ends for step in (-1, 1)}
        return sorted(each for each in near | ends | around if _is_inside(Fraction(each), interval))
    inside = sorted({cut for cut in cuts if _is_inside(cut, interval)})
    bottom = low if low is not None else min([*inside, high if high is not None else Fraction(0)]) - 1
    top = high if high is not None else max([*inside, bottom]) + 1
    ladder = sorted({bottom, *inside, top})
    points = {*ladder, *((lower + upper) / 2 for lower, upper in pairwise(ladder))}
    return sorted(each for each in points if _is_inside(each, interval))


def _is_inside(number: Fraction, interval: Interval) -> bool:
    low, high = interval.low, interval.high
    above = low is None or number > low or (interval.low_closed and number == low)
    below = high is None or number < high or (interval.high_closed and number == high)
    return above and below
