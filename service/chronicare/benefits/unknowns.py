"""What is reached and not known: a switch without reading, a term with few values. They have to be tried, or asked for.

Errors::

    ReadingNeededError         a switch without default is reached; its readings have to be tried
    FactNeededError            a term that is not known, but has few values, is reached; they have to be tried
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Given, Value
from chronicare.program.entry import Switch
from chronicare.program.vocabulary import Vocabulary

MAX_VALUES = 16
"""A term with more values than this is not tried value by value."""
_YEAR = timedelta(days=365)
_AGES = (0, 40, 90)


class ReadingNeededError(Exception):
    """A switch without default is reached."""

    def __init__(self, switch: Switch) -> None:
        """Keep the switch."""
        super().__init__(switch.name)
        self.switch = switch


class FactNeededError(Exception):
    """A term that is not known is reached; ``values`` are all it can have."""

    def __init__(self, term: str, values: Sequence[Value]) -> None:
        """Keep the term's code and its values."""
        super().__init__(term)
        self.term = term
        self.values = tuple(values)


@dataclass(slots=True)
class Wanted:
    """Facts and readings that are wanted; of a fact the values that can be tried."""

    facts: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    switches: dict[str, Switch] = field(default_factory=dict)

    def note(self, needed: FactNeededError | ReadingNeededError) -> None:
        """Note what ``needed`` asks for."""
        if isinstance(needed, FactNeededError):
            self.facts[needed.term] = needed.values
        else:
            self.switches[needed.switch.name] = needed.switch


def possible_values(vocabulary: Vocabulary, code: str) -> tuple[Value, ...]:
    """Return all values of the term ``code`` if they are few enough to be tried, else nothing."""
    finding = vocabulary.findings[code]
    return () if finding.repeated else _values(finding.type)


def _values(cell_type: CellType) -> tuple[Value, ...]:
    if cell_type.kind is ValueKind.YES_NO:
        return (True, False)
    if cell_type.levels is None or len(cell_type.levels.levels) > MAX_VALUES:
        return ()
    if cell_type.kind is ValueKind.LEVEL:
        return tuple(range(len(cell_type.levels.levels)))
    return tuple(level.value for level in cell_type.levels.levels)


def in_order(vocabulary: Vocabulary, codes: Iterable[str]) -> tuple[str, ...]:
    """Return ``codes`` in the order of the tables of terms, which is that of a form."""
    wanted = set(codes)
    return (*(code for code in vocabulary.findings if code in wanted), *sorted(wanted - vocabulary.findings.keys()))


def sample_values(vocabulary: Vocabulary, code: str, day: date) -> tuple[Given, ...]:
    """Return some values of a term that has many: each of a list alone, the ends of a range, days around ``day``."""
    finding = vocabulary.findings[code]
    cell_type = finding.type
    if cell_type.levels is not None:
        words = tuple(level.value for level in cell_type.levels.levels)
        return tuple((word,) for word in words) if finding.repeated else (words[0], words[len(words) // 2], words[-1])
    if cell_type.kind is ValueKind.DATE:
        return (day, day - _YEAR)
    if cell_type.kind is ValueKind.AGE:
        return _AGES
    few = possible_values(vocabulary, code)
    if few:
        return few
    ends = [Fraction(0) if cell_type.low is None else cell_type.low, Fraction(1)]
    ends += [] if cell_type.high is None else [cell_type.high]
    whole = cell_type.kind is ValueKind.COUNT
    numbers: tuple[Given, ...] = tuple(int(each) if whole else Fraction(each) for each in dict.fromkeys(ends))
    return tuple((each,) for each in numbers if not isinstance(each, tuple)) if finding.repeated else numbers
