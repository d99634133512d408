"""Names at once all that an undecided bill can still depend on, in the order of a form.

What is lacking is tried out: a fact with few values with each of them, a number at its ends, a day near the care. So
facts that matter only after others are found without asking for those first.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from chronicare.benefits.lookup import FactNeededError, ReadingNeededError, possible_values
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given
from chronicare.program.vocabulary import Vocabulary

MAX_RUNS = 200
"""Settlements tried in each of two ways; what only a rare combination would reach is asked for when it is reached."""
_FEW = 3
"""Values of a term that each is followed to the end."""
_YEAR = timedelta(days=365)
_AGES = (0, 40, 90)

Run = Callable[[Mapping[str, Given], Mapping[str, str]], Settlement | Unsettled]
Readings = Mapping[str, str]


def needed_terms(vocabulary: Vocabulary, day: date, run: Run) -> tuple[str, ...]:
    """Return the terms that ``run`` comes to want, whatever those wanted before may be, in the order of a form."""
    trial = _Trial(vocabulary, day, run)
    trial.go_abroad()
    for code, values in list(trial.reached.items()):
        for value in values if len(values) <= _FEW else ():
            trial.go_to_the_end({**trial.first_reached[code], code: value})
    return in_order(vocabulary, trial.reached)


class _Trial:
    """What has been reached, with the values tried of it."""

    def __init__(self, vocabulary: Vocabulary, day: date, run: Run) -> None:
        self._vocabulary = vocabulary
        self._day = day
        self._run = run
        self._left = MAX_RUNS
        self.reached: dict[str, tuple[Given, ...]] = {}
        self.first_reached: dict[str, Mapping[str, Given]] = {}

    def go_abroad(self) -> None:
        """Try every value of a term once after every value of the term wanted just before it."""
        tried: set[object] = set()
        waiting: deque[tuple[Mapping[str, Given], Readings, object]] = deque([({}, {}, None)])
        while waiting and self._left > 0:
            facts, readings, last = waiting.popleft()
            readings, wanted = self._wanted(facts, readings)
            for value in self.reached[wanted] if wanted else ():
                if (last, wanted, value) not in tried:
                    tried.add((last, wanted, value))
                    waiting.append(({**facts, wanted: value}, readings, (wanted, value)))
        self._left = MAX_RUNS

    def go_to_the_end(self, facts: Mapping[str, Given]) -> None:
        """From ``facts`` on take of every term wanted a value after which more is wanted, as long as there is one."""
        readings, wanted = self._wanted(facts, {})
        while wanted and self._left > 0:
            values = self.reached[wanted]
            for value in values if len(values) <= _FEW else reversed(values):
                after = {**facts, wanted: value}
                taken, following = self._wanted(after, readings)
                if following:
                    break
            facts, readings, wanted = after, taken, following

    def _wanted(self, facts: Mapping[str, Given], readings: Readings) -> tuple[Readings, str]:
        """Return what is wanted next, if anything, under the first readings of open switches."""
        while self._left > 0:
            self._left -= 1
            try:
                result = self._run(facts, readings)
            except ReadingNeededError as needed:
                readings = {**readings, needed.switch.name: needed.switch.readings[0].id}
            except FactNeededError as needed:
                self._note(needed.term, needed.values, facts)
                return readings, needed.term
            else:
                if isinstance(result, Settlement) or not result.unknown or not result.term:
                    break
                self._note(result.term, sample_values(self._vocabulary, result.term, self._day), facts)
                return readings, result.term
        return readings, ""

    def _note(self, term: str, values: tuple[Given, ...], facts: Mapping[str, Given]) -> None:
        self.reached.setdefault(term, values)
        self.first_reached.setdefault(term, facts)


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
