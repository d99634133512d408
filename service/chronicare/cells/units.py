"""Finds a unit among those a quantity accepts, and says what would be accepted."""

import re
from fractions import Fraction

from chronicare.cells.conversion import normalise_unit
from chronicare.cells.types import Conversion, Quantity
from chronicare.diagnostics import Text

_TEN_TO_THE = re.compile(r"10\^([+-]?[0-9]{1,2})(?![0-9])(.*)")


def find_conversion(quantity: Quantity, written: str) -> Conversion | None:
    """Return the conversion of the unit ``written`` in any accepted spelling, or ``None`` if it is not accepted."""
    key = normalise_unit(written)
    conversion = quantity.units.get(key)
    if conversion is not None:
        return conversion
    return next((each for unit, each in quantity.units.items() if normalise_unit(unit) == key), None)


def principal_spelling(quantity: Quantity, written: str) -> str:
    """Return the accepted spelling of the unit ``written``.

    An alias belongs to the accepted unit that stands before it in the table, or, if that converts otherwise, to the
    first that converts alike; if none does, the unit stays as written.
    """
    key, conversion = normalise_unit(written), find_conversion(quantity, written)
    accepted = {normalise_unit(unit): unit for unit in quantity.accepted}
    principal = accepted.get(key, "")
    for unit in () if principal else quantity.units:
        spelled = normalise_unit(unit)
        principal = accepted.get(spelled, principal)
        if spelled == key:
            break
    if principal and find_conversion(quantity, principal) == conversion:
        return principal
    return next((unit for unit in quantity.accepted if find_conversion(quantity, unit) == conversion), written)


def split_power_of_ten(written: str) -> tuple[str, Fraction, str] | None:
    """Split a unit such as ``10^4 IU/mL`` into the power as written, its value and the rest, if it has one."""
    match = _TEN_TO_THE.fullmatch(normalise_unit(written))
    return (f"10^{match[1]}", Fraction(10) ** int(match[1]), match[2]) if match else None


def accepted_units(quantity: Quantity | None, written: str = "") -> Text:
    """Return the hint that names the accepted units, and the one of which ``written`` is another spelling."""
    units = () if quantity is None else tuple(unit for unit in quantity.accepted if unit)
    if not units:
        return Text("不写单位", "write no unit")
    same = [unit for unit in units if _are_one(unit, written)] if written else []
    near = Text(f"；是不是 {same[0]}？", f"; did you mean {same[0]}?") if len(same) == 1 else Text("", "")
    return Text(f"可用单位：{'、'.join(units)}{near.zh}", f"accepted units: {', '.join(units)}{near.en}")


def _are_one(unit: str, written: str) -> bool:
    """Whether both may be spellings of one unit; ``m`` and ``M`` before the rest of it are different prefixes."""
    one, other = normalise_unit(unit), normalise_unit(written)
    return _loosely(unit) == _loosely(written) and (one[:1] == other[:1] or one[1:] != other[1:])


def _loosely(unit: str) -> str:
    """Fold what does not make another unit: case, ``mc`` and ``u`` for ``µ``, brackets; a prefix stays as it is."""
    letters = normalise_unit(unit).lower().translate(str.maketrans("", "", "()[]·."))
    return re.sub(r"(?:mc|u|μ|µ)(?=mol|g|l|iu|m\b)", "µ", letters)
