"""Values that terms could have, for examples: those the tables put out, else magnitudes that people meet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, product
from math import prod

from chronicare.cells.bounds import possible_range
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Value
from chronicare.program.decision_table import BenefitRules
from chronicare.program.formula import Constant
from chronicare.program.vocabulary import Vocabulary

_LADDERS = (
    (Fraction(1_000_000), (20000, 3000, 150000, 400000, 100, 60000, 0)),
    (Fraction(200), (3, 1, 0, 10, 24, 240)),
    (Fraction(100), (60, 90, 10, 100)),
)
"""What is tried of a term that can be as large as this or larger: the usual first."""
_SMALL = (2, 3, 1, 5)
_MOST_WRITTEN = 5
_MOST_TRIED = 4000
_FIRST_YEAR = 1000
"""A number that cannot be below it is that of a year."""
_DAYS = (68, 262, 5, 150, 340)
"""Days after the first of a year on which something happens."""
_COMMON_DAY = date(2025, 1, 1)


class SampleValues:
    """Draws values for terms of one period; the same terms have the same values each time."""

    def __init__(self, rules: BenefitRules, vocabulary: Vocabulary) -> None:
        """Draw for ``rules``."""
        self._rules, self._vocabulary = rules, vocabulary

    def assignments(self, codes: Sequence[str]) -> Iterator[Mapping[str, Value]]:
        """Yield values for all of ``codes`` together, the most usual first; not without end."""
        ladders = [self._ladder(code, place) for place, code in enumerate(codes)]
        while prod(map(len, ladders)) > _MOST_TRIED:
            longest = max(ladders, key=len)
            longest.pop()
        return islice((dict(zip(codes, each, strict=True)) for each in product(*ladders)), _MOST_TRIED)

    def _ladder(self, code: str, place: int) -> list[Value]:
        finding = self._vocabulary.findings[code]
        if finding.type.kind is ValueKind.DATE:
            return self._dates(place)
        if finding.type.kind is ValueKind.YES_NO:
            return [True, False]
        if finding.type.levels is not None:
            return [each.value for each in finding.type.levels.levels[:_MOST_WRITTEN]]
        low, high = possible_range(finding.type)
        if low is not None and low >= _FIRST_YEAR:
            return [Fraction(self._first_day.year + step) for step in (0, 1, 2)]
        ladder = next((each for most, each in _LADDERS if high is not None and high >= most), _SMALL)
        # Two terms of one kind begin at different magnitudes: that one is the greater is what an example is to show.
        turned = [*ladder[place % 2 :], *ladder[: place % 2]]
        if code in self._rules.accumulators:
            turned = [0, *(each for each in turned if each)]
        written = self._written(code)
        drawn: list[Value] = [
            Fraction(each) for each in turned if (low is None or each >= low) and (high is None or each <= high)
        ]
        return [*written, *([] if len(written) > 1 else drawn)]

    def _written(self, code: str) -> list[Value]:
        """Return the numbers that the table of ``code`` puts out."""
        table = self._rules.tables.get(self._rules.producers.get(code, ""))
        formulas = [row.outputs[code] for row in table.rows] if table is not None else []
        numbers = [
            each.expression.value * each.scale
            for each in formulas
            if isinstance(each.expression, Constant) and isinstance(each.expression.value, Fraction)
        ]
        distinct: list[Value] = [*dict.fromkeys(numbers)]
        return distinct[:_MOST_WRITTEN]

    def _dates(self, place: int) -> list[Value]:
        days = [*_DAYS[place % len(_DAYS) :], *_DAYS[: place % len(_DAYS)]]
        first = date(self._first_day.year, 1, 1)
        later = [first + timedelta(days=each) for each in days]
        return [*later, date(first.year - 1, 11, 20), date(first.year + 1, 2, 14), date(first.year - 4, 6, 1)]

    @property
    def _first_day(self) -> date:
        return self._rules.effective_from or _COMMON_DAY
