"""Three-valued logic as in FEEL and CQL (Kleene's): ``None`` is unknown, and so is a comparison with it."""

import operator as python
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from chronicare.cells.typed import Operator
from chronicare.cells.values import Value

Truth = bool | None

_EQUALITY: dict[Operator, Callable[[Any, Any], bool]] = {Operator.EQ: python.eq, Operator.NE: python.ne}
_ORDER: dict[Operator, Callable[[Any, Any], bool]] = {
    **_EQUALITY,
    Operator.LT: python.lt,
    Operator.LE: python.le,
    Operator.GT: python.gt,
    Operator.GE: python.ge,
}


def not_(truth: Truth) -> Truth:
    """Return the opposite; of unknown, unknown."""
    return None if truth is None else not truth


def and_(truths: Iterable[Truth]) -> Truth:
    """Return false if any is false, else unknown if any is unknown, else true (also of none)."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def or_(truths: Iterable[Truth]) -> Truth:
    """Return true if any is true, else unknown if any is unknown, else false (also of none)."""
    return not_(and_(not_(truth) for truth in truths))


def at_least(k: int, truths: Iterable[Truth]) -> Truth:
    """Return true if ``k`` are true, false if ``k`` cannot be reached even with every unknown, else unknown."""
    certain = possible = 0
    for truth in truths:
        certain += truth is True
        possible += truth is not False
    if certain >= k:
        return True
    return None if possible >= k else False


def compare(operator: Operator, left: Value | None, right: Value | None) -> Truth:
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
