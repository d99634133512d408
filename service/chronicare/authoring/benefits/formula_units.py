"""In which units the parts of a formula are written, when it is worked through before the reader's eyes.

A compiled formula knows only numbers in canonical units; what each part of it counts follows from the terms it names
and from what it is for.
"""

from collections.abc import Sequence
from fractions import Fraction

from chronicare.cells.types import ValueKind
from chronicare.program.formula import Constant, Expression, Operation, Term
from chronicare.program.vocabulary import Finding, Vocabulary

PER_CENT = "%"
"""The part is a fraction, written in per cent."""
PLAIN = ""
"""The part is a number without a unit."""
_ALIKE = ("+", "-", "min", "max", "cents", "quota")
_GIVEN = {"days_between": "天", "months_between": "个月", "year": PLAIN, "month": PLAIN, "day": PLAIN}
_MOVES = {"after_months": "个月", "after_days": "天"}


def unit_of(finding: Finding) -> str:
    """Return the unit that values of ``finding`` are in."""
    return finding.type.quantity.canonical if finding.type.quantity and finding.type.kind is ValueKind.NUMBER else PLAIN


class FormulaUnits:
    """The units of the parts of one formula, by identity of the part; a part without one is a plain number."""

    def __init__(self, expression: Expression, wanted: str, vocabulary: Vocabulary) -> None:
        """Work out the units of all parts of ``expression``, which is for something in the unit ``wanted``."""
        self._vocabulary = vocabulary
        self._units: dict[int, str] = {}
        self._tell(expression, wanted)

    def of(self, part: Expression) -> str:
        """Return the unit of ``part``."""
        return self._units.get(id(part), PLAIN)

    def _known(self, part: Expression) -> str | None:
        """Return the unit that follows from the terms in ``part``; ``None`` if any will do."""
        match part:
            case Term(code, scale):
                return PER_CENT if scale != 1 else unit_of(self._vocabulary.findings[code])
            case Operation("×", arguments):
                known = [self._known(each) for each in arguments]
                own = next((each for each in known if each not in (None, PLAIN, PER_CENT)), None)
                return own if own is not None else (PER_CENT if set(known) == {PER_CENT} else None)
            case Operation("÷", (one, other)):
                numerator, divisor = self._known(one), self._known(other)
                return numerator if divisor in (PLAIN, PER_CENT) or numerator is None else PLAIN
            case Operation(name, arguments) if name in _ALIKE:
                return next((each for each in map(self._known, arguments) if each is not None), None)
            case Operation(name, _):
                return _GIVEN.get(name, PLAIN)
        return None

    def _tell(self, part: Expression, wanted: str) -> None:
        known = self._known(part)
        unit = self._units[id(part)] = wanted if known is None else known
        match part:
            case Operation("×", arguments):
                self._tell_factors(arguments, unit)
            case Operation("÷", (one, other)):
                self._tell(one, unit)
                is_ratio = _size(other) <= 1 and unit not in (PLAIN, PER_CENT)
                self._tell(other, PER_CENT if is_ratio else self.of(one) if unit == PLAIN else PLAIN)
            case Operation(name, arguments) if name in _ALIKE:
                for each in arguments:
                    self._tell(each, unit)
            case Operation(name, arguments):
                for each in arguments:
                    self._tell(each, _MOVES.get(name, PLAIN))

    def _tell_factors(self, factors: Sequence[Expression], unit: str) -> None:
        """Give the unit to one factor, the others are ratios or plain numbers."""
        known = [self._known(each) for each in factors]
        open_ones = [each for each, one in zip(factors, known, strict=True) if one is None]
        carrier = max(open_ones, key=_size) if open_ones and unit not in known else None
        for each in factors:
            is_small = _size(each) < 1
            self._tell(each, unit if each is carrier else PER_CENT if is_small else PLAIN)


def _size(part: Expression) -> Fraction:
    """Return how large a constant is; of anything else the first constant in it says what it is about."""
    match part:
        case Constant(Fraction() as number):
            return abs(number)
        case Operation(_, arguments):
            return min((_size(each) for each in arguments), default=Fraction(1))
    return Fraction(1)
