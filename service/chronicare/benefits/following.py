"""What follows from one fact for another, looked at where that one is wanted and not known.

A term that tables put out may stand for another one (``Finding.stands_for``). From that, where it is stated, the
tables derive it, and what else would follow does not count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chronicare.cells.values import Given, Interval, Value
from chronicare.judging.ranking import predicate_reader
from chronicare.program.evidence import Measurement
from chronicare.program.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Following:
    """``value`` is what a term has if a value of the fact ``source`` passes ``reader``."""

    source: str
    reader: Callable[[Measurement, date], bool | None]
    value: Value

    def holds(self, known: Given, as_of: date) -> bool:
        """Whether it follows if ``known`` is the value of its source."""
        values = known if isinstance(known, tuple) else (known,)
        return any(self.reader(Measurement(value), as_of) is True for value in values)


def follows_of(vocabulary: Vocabulary) -> dict[str, tuple[Following, ...]]:
    """Return what follows, by the term it follows for, in the order of the tables."""
    found: dict[str, tuple[Following, ...]] = {}
    for each in vocabulary.implications:
        if each.value is not None and not isinstance(each.value, Interval):  # a bound is no value to settle with
            following = Following(each.finding, predicate_reader(each.predicate), each.value)
            found[each.implied] = (*found.get(each.implied, ()), following)
    return found
