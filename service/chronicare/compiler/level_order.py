"""Whether the values of an ordered scale stand in the order their own names say: 0, I, II; 一级, 二级; 轻, 中, 重."""

import re
from collections.abc import Sequence
from itertools import pairwise

_NUMBERED = re.compile(r"(?:[A-Z](?=[0-9]))?(?P<number>[0-9]+|[IVX]+|[一二三四五六七八九])(?![A-Za-z0-9])")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_SPELLED = "零一二三四五六七八九"
_DEGREES = ("轻", "中", "重", "极重")


def out_of_order(values: Sequence[str]) -> tuple[str, str] | None:
    """Return two values, one after the other in ``values`` (lowest first), that stand the wrong way round.

    Values without a number say nothing of their place; degrees are held to their order only if all values are such.
    """
    degrees = [_degree(each) for each in values]
    ranks = degrees if None not in degrees else [_number(each) for each in values]
    ranked = [(rank, value) for rank, value in zip(ranks, values, strict=True) if rank is not None]
    return next(((one[1], other[1]) for one, other in pairwise(ranked) if one[0] > other[0]), None)


def _degree(value: str) -> int | None:
    return next((at for at in reversed(range(len(_DEGREES))) if value.startswith(_DEGREES[at])), None)


def _number(value: str) -> int | None:
    found = _NUMBERED.match(value)
    if found is None:
        return None
    written = found["number"]
    if written.isascii() and written.isdigit():
        return int(written)
    if written in _SPELLED:
        return _SPELLED.index(written)
    figures = [_ROMAN[each] for each in written]
    after = [*figures[1:], 0]
    return sum(-one if one < other else one for one, other in zip(figures, after, strict=True))
