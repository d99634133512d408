"""The unit a criterion is written in, and numbers in it: people read a value beside the bound it is held to."""

import re
from fractions import Fraction

from chronicare.cells.conversion import normalise_unit
from chronicare.cells.typed import TypedTest, View
from chronicare.cells.types import CellType, Conversion

_UNIT = re.compile(r"[0-9]\s*([^\s0-9.,、]\S*?)(?=\.\.|[,、\s]|$)")
_CLOSING = ")]"


def unit_of(test: TypedTest, cell_type: CellType, given: str = "") -> str:
    """Return the unit of the bounds of ``test``; of a multiple of a reference limit that of the value as ``given``.

    It is the canonical one where none is written or its scale is not even.
    """
    quantity = cell_type.quantity
    if quantity is None:
        return ""
    for match in _UNIT.finditer(test.text if test.view is View.VALUE else given):
        for unit in (match[1], match[1].rstrip(_CLOSING)):
            conversion = quantity.units.get(normalise_unit(unit))
            if conversion is not None and not conversion.power:
                return unit
    return quantity.canonical


def number_in(number: Fraction, unit: str, cell_type: CellType) -> Fraction:
    """Return the canonical ``number`` in ``unit``, one of ``unit_of``."""
    conversion = _conversion(unit, cell_type)
    return number if conversion is None else (number - conversion.offset) / conversion.factor


def gap_in(gap: Fraction, unit: str, cell_type: CellType) -> Fraction:
    """Return the difference of two canonical numbers in ``unit``, one of ``unit_of``."""
    conversion = _conversion(unit, cell_type)
    return gap if conversion is None else gap / conversion.factor


def _conversion(unit: str, cell_type: CellType) -> Conversion | None:
    return None if cell_type.quantity is None else cell_type.quantity.units.get(normalise_unit(unit))
