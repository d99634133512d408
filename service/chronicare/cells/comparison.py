"""Comparisons of values as in FEEL and CQL: ``None`` is unknown, and so is a comparison with it."""

import operator as python
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from chronicare.cells.typed import Operator
from chronicare.cells.values import Value

_EQUALITY: dict[Operator, Callable[[Any, Any], bool]] = {Operator.EQ: python.eq, Operator.NE: python.ne}
_ORDER: dict[Operator, Callable[[Any, Any], bool]] = {
    **_EQUALITY,
    Operator.LT: python.lt,
    Operator.LE: python.le,
    Operator.GT: python.gt,
    Operator.GE: python.ge,
}


def compare(operator: Operator, left: Value | None, right: Value | None) -> bool | None:
    """Return ``left operator right``, unknown if either side is.

    Raises:
        TypeError: the sides are of different kinds, or yes/no or a code is compared by order. Typing refuses such
            tests when they are loaded, so this is an error of the program.

    """
    if left is None or right is None:
        return None
    meaning = _meanings(left, right).get(operator)
    if meaning is None:
        raise TypeError(f"{left!r} {operator.value} {right!r} has no meaning")
    return meaning(left, right)


def _meanings(left: Value, right: Value) -> dict[Operator, Callable[[Any, Any], bool]]:
    for kind in (bool, str):
        if isinstance(left, kind) or isinstance(right, kind):
            return _EQUALITY if isinstance(left, kind) and isinstance(right, kind) else {}
    if isinstance(left, date) or isinstance(right, date):
        return _ORDER if isinstance(left, date) and isinstance(right, date) else {}
    return _ORDER if isinstance(left, int | Fraction) and isinstance(right, int | Fraction) else {}
