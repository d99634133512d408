"""Finds a unit among those a quantity accepts, and says what would be accepted."""

import re
from fractions import Fraction

from chronicare.cells.conversion import normalise_unit
from chronicare.cells.types import Conversion, Quantity
from chronicare.cells.unit_spelling import loose_unit
from chronicare.diagnostics import Text

_TEN_TO_THE = re.compile(r"10\^([+-]?[0-9]{1,2})(?![0-9])(.*)")


def find_conversion(quantity: Quantity, written: str) -> Conversion | None:
    """Return the conversion of the unit ``written`` in any spelling of it, or ``None`` if it is not accepted.

    One that may be either of two accepted units (``mg`` and ``Mg``, both accepted) is not.
    """
    key = normalise_unit(written)
    conversion = quantity.units.get(key)
    if conversion is not None or not key:
        return conversion
    loose = loose_unit(written)
    exact = [each for unit, each in quantity.units.items() if normalise_unit(unit) == key]
    alike = exact or [each for unit, each in quantity.units.items() if loose_unit(unit) == loose]
    return alike[0] if alike and all(each == alike[0] for each in alike) else None


def principal_spelling(quantity: Quantity, written: str) -> str:
    """Return the accepted spelling of the unit ``written``.

    An alias belongs to the accepted unit that stands before it in the table, or, if that converts otherwise, to the
    first that converts alike; if none does, the unit stays as written.
    """
    key, conversion = normalise_unit(written), find_conversion(quantity, written)
    accepted = {normalise_unit(unit): unit for unit in quantity.accepted}
    principal = accepted.get(key, "")
    for same in (key, loose_unit(written)) if not principal else ():
        before = ""
        for unit in quantity.units:
            before = accepted.get(normalise_unit(unit), before)
            if same in (normalise_unit(unit), loose_unit(unit)):
                principal = before
                break
        if principal:
            break
    if principal and find_conversion(quantity, principal) == conversion:
        return principal
    return next((unit for unit in quantity.accepted if find_conversion(quantity, unit) == conversion), written)


def split_power_of_ten(written: str) -> tuple[str, Fraction, str] | None:
    """Split a unit such as ``10^4 IU/mL`` into the power as written, its value and the rest, if it has one."""
    match = _TEN_TO_THE.fullmatch(normalise_unit(written))
    return (f"10^{match[1]}", Fraction(10) ** int(match[1]), match[2]) if match else None


def accepted_units(quantity: Quantity | None) -> Text:
    """Return the hint that names the accepted units: never one as a guess, which might be another unit's size."""
    units = () if quantity is None else tuple(unit for unit in quantity.accepted if unit)
    if not units:
        return Text("不写单位", "write no unit")
    return Text(f"可用单位：{'、'.join(units)}", f"accepted units: {', '.join(units)}")
