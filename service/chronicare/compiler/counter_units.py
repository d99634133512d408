"""What counters count in: money, visits (次) or days (天)."""

from fractions import Fraction

from chronicare.cells.types import CellType, ValueKind
from chronicare.compiler.formulas import moves_dates_by
from chronicare.program.vocabulary import Vocabulary

VISITS, DAYS = "次", "天"
"""The units of counters that count no money."""
_MOST = Fraction(100_000)


def counter_type(unit: str, money: CellType, vocabulary: Vocabulary) -> CellType | None:
    """Return the type of what is counted in ``unit``; ``None`` for one that nothing is counted in.

    Days are of the quantity that moves dates, as what lies between two dates is.
    """
    if money.quantity is not None and unit == money.quantity.canonical:
        return money
    if unit == VISITS:
        return CellType(ValueKind.COUNT, low=Fraction(0), high=_MOST)
    if unit == DAYS:
        quantity = next((each for each in vocabulary.quantities.values() if moves_dates_by(each) == "days"), None)
        kind = ValueKind.COUNT if quantity is None else ValueKind.NUMBER
        return CellType(kind, quantity=quantity, low=Fraction(0), high=_MOST)
    return None
