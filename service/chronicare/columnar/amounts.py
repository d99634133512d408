"""Exact amounts of many bills: whole numbers over one denominator. What would not fit is told, never cut off."""

from fractions import Fraction
from functools import reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from chronicare.columnar.bitmaps import Mask

_MOST = 2**62
"""No numerator is larger: sums and comparisons of two still fit."""
_FEN_A_YUAN = 100


class NoFormError(Exception):
    """Something has no form in columns: the bills are settled one by one."""


class Amounts:
    """``numerators / denominator``, one for each bill, or one for all; ``most`` is what no numerator is beyond."""

    __slots__ = ("denominator", "most", "numerators")

    def __init__(self, numerators: NDArray[np.int64], denominator: int, most: int) -> None:
        """Keep all three. Raises NoFormError if the numerators may be too large."""
        if most > _MOST:
            raise NoFormError("amounts are too large")
        self.numerators = numerators
        self.denominator = denominator
        self.most = most

    @classmethod
    def of(cls, number: Fraction | int) -> "Amounts":
        """Return the same ``number`` for all bills. Raises NoFormError if it is too large."""
        if abs(number.numerator) > _MOST:
            raise NoFormError("a number is too large")
        return cls(np.array(number.numerator, np.int64), number.denominator, abs(number.numerator))

    @classmethod
    def each(cls, numbers: NDArray[np.int64], denominator: int = 1) -> "Amounts":
        """Return ``numbers`` over ``denominator``."""
        return cls(numbers, denominator, int(np.abs(numbers).max(initial=0)))

    @property
    def number(self) -> Fraction | None:
        """The number, if it is the same for all bills."""
        return Fraction(int(self.numerators), self.denominator) if self.numerators.ndim == 0 else None

    def __add__(self, other: "Amounts") -> "Amounts":
        """Add."""
        one, two = common(self, other)
        return Amounts(one.numerators + two.numerators, one.denominator, one.most + two.most)

    def __sub__(self, other: "Amounts") -> "Amounts":
        """Take away."""
        one, two = common(self, other)
        return Amounts(one.numerators - two.numerators, one.denominator, one.most + two.most)

    def __mul__(self, other: "Amounts") -> "Amounts":
        """Multiply. Raises NoFormError if the products may be too large."""
        most = self.most * other.most
        if most > _MOST:
            raise NoFormError("amounts are too large")
        return _reduced(Amounts(self.numerators * other.numerators, self.denominator * other.denominator, most))

    def __truediv__(self, other: "Amounts") -> "Amounts":
        """Divide by what is the same for all bills. Raises NoFormError if it is not, or nothing."""
        number = other.number
        if not number:
            raise NoFormError("divided by what differs from bill to bill, or by nothing")
        return self * Amounts.of(1 / number)

    def __gt__(self, other: "Amounts") -> Mask:
        """Return of which bills it is more."""
        one, two = common(self, other)
        more: Mask = one.numerators > two.numerators
        return more

    def floor_fen(self) -> NDArray[np.int64]:
        """Return the whole fen in amounts of yuan."""
        scaled = self * Amounts.of(_FEN_A_YUAN)
        fen: NDArray[np.int64] = scaled.numerators // scaled.denominator
        return fen

    def round_fen(self) -> NDArray[np.int64]:
        """Return amounts of yuan in fen, half a fen up."""
        return (self + Amounts.of(Fraction(1, 2 * _FEN_A_YUAN))).floor_fen()

    def is_whole(self) -> Mask:
        """Return of which bills it is a whole number."""
        whole: Mask = self.numerators % self.denominator == 0
        return whole

    def where(self, mask: Mask, other: "Amounts") -> "Amounts":
        """Return this where ``mask`` holds, elsewhere the ``other``."""
        one, two = common(self, other)
        return Amounts(np.where(mask, one.numerators, two.numerators), one.denominator, max(one.most, two.most))


NOTHING = Amounts.of(0)


def least(*amounts: Amounts) -> Amounts:
    """Return the least of ``amounts``, at least one."""
    return reduce(lambda one, two: _chosen(one, two, np.minimum), amounts)


def greatest(*amounts: Amounts) -> Amounts:
    """Return the greatest of ``amounts``, at least one."""
    return reduce(lambda one, two: _chosen(one, two, np.maximum), amounts)


def yuan(fen: NDArray[np.int64]) -> Amounts:
    """Return ``fen`` in yuan."""
    return Amounts.each(fen, _FEN_A_YUAN)


def common(one: Amounts, two: Amounts) -> tuple[Amounts, Amounts]:
    """Return both over one denominator. Raises NoFormError if they may be too large then."""
    if one.denominator == two.denominator:
        return one, two
    shared = one.denominator // gcd(one.denominator, two.denominator) * two.denominator
    return _scaled(one, shared // one.denominator), _scaled(two, shared // two.denominator)


def _scaled(amounts: Amounts, factor: int) -> Amounts:
    most = amounts.most * factor
    if factor > _MOST or most > _MOST:
        raise NoFormError("amounts are too large")
    return Amounts(amounts.numerators * factor, amounts.denominator * factor, most)


def _reduced(amounts: Amounts) -> Amounts:
    """Return the same with a small denominator, where that is the same for all bills or can be seen at once."""
    number = amounts.number
    return amounts if number is None else Amounts.of(number)


def _chosen(one: Amounts, two: Amounts, choose: "np.ufunc") -> Amounts:
    one, two = common(one, two)
    return Amounts(choose(one.numerators, two.numerators), one.denominator, max(one.most, two.most))
