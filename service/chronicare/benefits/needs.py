"""Names at once all that an undecided bill can still depend on, in the order of a form.

What is lacking is tried out: a fact with few values with each of them, a number at its ends, a day near the care. A
trial is one settlement from beginning to end, in which whatever is wanted is given a value as it is wanted.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.benefits.unknowns import ReadingNeededError, possible_values
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given
from chronicare.program.vocabulary import Vocabulary

MAX_RUNS = 400
"""Settlements tried; what only a rare combination would reach is asked for when it is reached."""
_YEAR = timedelta(days=365)
_AGES = (0, 40, 90)

Choose = Callable[[str], Given]
Run = Callable[[Mapping[str, str], Choose], Settlement | Unsettled]


def needed_terms(vocabulary: Vocabulary, day: date, run: Run) -> tuple[str, ...]:
    """Return the terms that ``run`` comes to want, whatever those wanted before may be, in the order of a form."""
    trial = _Trial(vocabulary, day, run)
    trial.go({})
    trial.go_through_waiting()
    known = 0
    while known < len(trial.reached) and trial.left > 0:  # once more, now that it is known what leads far
        known = len(trial.reached)
        trial.waiting.extend({code: value} for code, values in trial.reached.items() for value in values)
        trial.go_through_waiting()
    return in_order(vocabulary, trial.reached)


class _Trial:
    """What has been reached, the values it has, and how far each of them led."""

    def __init__(self, vocabulary: Vocabulary, day: date, run: Run) -> None:
        self._vocabulary = vocabulary
        self._day = day
        self._run = run
        self._readings: dict[str, str] = {}
        self._led: dict[tuple[str, Given], int] = {}
        self._taken: Counter[tuple[str, Given]] = Counter()
        self.left = MAX_RUNS
        self.reached: dict[str, tuple[Given, ...]] = {}
        self.waiting: deque[Mapping[str, Given]] = deque()

    def go_through_waiting(self) -> None:
        """Try whatever waits, as far as the runs last."""
        while self.waiting and self.left > 0:
            self.go(self.waiting.popleft())

    def go(self, begun: Mapping[str, Given]) -> None:
        """Settle once from what has ``begun``; every other value of what is newly wanted is to be tried after it."""
        wanted: dict[str, Given] = {}

        def choose(code: str) -> Given:
            if code not in wanted:
                self._reach(code, wanted, begun)
                wanted[code] = begun[code] if code in begun else self._promising(code)
                self._taken[code, wanted[code]] += 1
            return wanted[code]

        while self.left > 0:
            self.left -= 1
            try:
                self._run(self._readings, choose)
            except ReadingNeededError as needed:
                self._readings[needed.switch.name] = needed.switch.readings[0].id
            else:
                break
        for at, each in enumerate(wanted.items()):
            self._led[each] = max(self._led.get(each, 0), len(wanted) - at)

    def _reach(self, code: str, wanted: Mapping[str, Given], begun: Mapping[str, Given]) -> None:
        if code in self.reached:
            return
        values = possible_values(self._vocabulary, code) or sample_values(self._vocabulary, code, self._day)
        self.reached[code] = values
        self.waiting.extend({**begun, **wanted, code: value} for value in values)

    def _promising(self, code: str) -> Given:
        """Return the value tried least of those that have led about as far as any, or have not been tried."""
        values = self.reached[code]
        led = [self._led.get((code, value)) for value in values]
        furthest = max((each for each in led if each is not None), default=0)
        good = [value for value, far in zip(values, led, strict=True) if far is None or 2 * far >= furthest]
        return min(good, key=lambda value: self._taken[code, value])


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
