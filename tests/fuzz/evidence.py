"""Random evidence for an entry, at and around every bound its tests name, with unknowns and incomplete lists."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from chronicare.cells.typed import AllOf, AnyOf, Compare, Component, Not, Range, Test, View
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Interval
from chronicare.program.entry import Criterion, Entry
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.vocabulary import Vocabulary

if TYPE_CHECKING:
    from chronicare.cells.values import Duration

AS_OF = date(2025, 12, 15)
UNKNOWN_SHARES = (0.0, 0.05, 0.2, 0.5)


def bounds_in(test: Test) -> Iterator[tuple[str, Any]]:
    """Yield (component, bound) for every bound of ``test``."""
    if isinstance(test, Compare):
        yield "", test.bound
    elif isinstance(test, Range):
        yield "", test.low
        yield "", test.high
    elif isinstance(test, AnyOf | AllOf):
        for part in test.tests:
            yield from bounds_in(part)
    elif isinstance(test, Not):
        yield from bounds_in(test.test)
    elif isinstance(test, Component):
        for _, bound in bounds_in(test.test):
            yield test.code, bound


class EvidenceMaker:
    """Draws evidence for one entry."""

    def __init__(self, entry: Entry, vocabulary: Vocabulary) -> None:
        """Collect the bounds of each finding."""
        self._vocabulary = vocabulary
        self._criteria: dict[str, list[Criterion]] = {}
        for criterion in entry.criteria.values():
            self._criteria.setdefault(criterion.finding, []).append(criterion)

    def draw(self, rng: random.Random, as_of: date = AS_OF) -> Evidence:
        """Draw evidence: about a fifth of the draws know everything, the others leave some findings out."""
        share = rng.choice(UNKNOWN_SHARES)
        findings: dict[str, tuple[Measurement, ...]] = {}
        complete: set[str] = set()
        none: set[str] = set()
        unknown_yes_no: list[str] = []
        for code, criteria in self._criteria.items():
            finding = self._vocabulary.findings[code]
            if rng.random() < share:
                if finding.type.kind is ValueKind.YES_NO and not finding.repeated:
                    unknown_yes_no.append(code)
                continue
            if finding.may_be_none and rng.random() < 0.2:
                none.add(code)
                continue
            if not finding.repeated:
                findings[code] = (self._measurement(rng, finding.type, criteria, as_of),)
                continue
            most = max(criterion.use.count if criterion.use else 1 for criterion in criteria)
            count = rng.randint(0, most + 1)
            findings[code] = tuple(self._measurement(rng, finding.type, criteria, as_of) for _ in range(count))
            if rng.random() < 0.6:
                complete.add(code)
        stated = frozenset(rng.sample(unknown_yes_no, min(len(unknown_yes_no), rng.choice((2, 2, 3)))))
        statements = frozenset({stated} if len(stated) > 1 and rng.random() < 0.5 else ())
        return Evidence(as_of, findings, frozenset(complete), frozenset(none), statements)

    def _measurement(
        self, rng: random.Random, cell_type: CellType, criteria: list[Criterion], as_of: date
    ) -> Measurement:
        bounds = [pair for criterion in criteria for pair in bounds_in(criterion.test.test)]
        day = None if rng.random() < 0.15 else as_of - timedelta(days=rng.choice((0, 1, 1, 2, 30, 181, 184, 400)))
        view = criteria[0].test.view
        if cell_type.kind is ValueKind.COMPOUND:
            value: Any = {
                code: _perhaps_bounds(rng, _near(rng, part, [bound for name, bound in bounds if name == code]), part)
                for code, part in cell_type.components.items()
                if rng.random() < 0.9
            }
            return Measurement(value, day)
        plain = [bound for _, bound in bounds]
        if view is View.ELAPSED:
            duration: Duration = rng.choice(plain)
            start = as_of
            while duration.after(start) > as_of:
                start -= timedelta(days=1)
            return Measurement(start + timedelta(days=rng.choice((-40, -1, 0, 1, 40))), day)
        if view is not View.VALUE:
            limit = Fraction(rng.choice((1, 30, 7)), rng.choice((1, 3)))
            value = limit * _near(rng, cell_type, plain)
            measurement = Measurement(_perhaps_bounds(rng, value, cell_type), day)
            if rng.random() < 0.1:
                return measurement
            return measurement._replace(low=limit, high=limit)
        return Measurement(_perhaps_bounds(rng, _near(rng, cell_type, plain), cell_type), day)


def _perhaps_bounds(rng: random.Random, value: Any, cell_type: CellType) -> Any:  # noqa: ANN401 - a value of the type
    """Now and then return only a bound of a number, as laboratories do, or a range of grades."""
    if cell_type.kind is ValueKind.LEVEL and cell_type.levels is not None and rng.random() < 0.2:
        first, last = sorted((value, rng.randrange(len(cell_type.levels.levels))))
        return value if first == last else Interval(Fraction(first), True, Fraction(last), True)
    if cell_type.kind not in (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.TITRE) or rng.random() < 0.8:
        return value
    least = {ValueKind.COUNT: Fraction(0), ValueKind.TITRE: Fraction(1)}.get(cell_type.kind, cell_type.low)
    closed = cell_type.kind is ValueKind.COUNT or rng.random() < 0.5
    bound = Fraction(value)
    if rng.random() < 0.5 and (cell_type.high is None or bound < cell_type.high):
        return Interval(bound, closed, cell_type.high, True)
    if least is None or bound > least:
        return Interval(least, True, bound, closed)
    return value


def _near(rng: random.Random, cell_type: CellType, bounds: list[Any]) -> Any:  # noqa: ANN401 - a value of the type
    if cell_type.kind is ValueKind.YES_NO:
        return rng.random() < 0.6
    if cell_type.levels is not None:
        count = len(cell_type.levels.levels)
        index = rng.randrange(count)
        return cell_type.levels.levels[index].value if cell_type.kind is ValueKind.CODE else index
    bound = rng.choice(bounds or [Fraction(1)])
    if isinstance(bound, date):
        return bound + timedelta(days=rng.choice((-1, 0, 1)))
    step = Fraction(1) if cell_type.kind in (ValueKind.COUNT, ValueKind.AGE) else Fraction(1, 10**9)
    value = bound + rng.choice((-step, 0, step, -2 * step, 3 * step, Fraction(0)))
    if cell_type.low is not None:
        value = max(value, cell_type.low)
    if cell_type.high is not None:
        value = min(value, cell_type.high)
    return int(max(value, 0)) if cell_type.kind in (ValueKind.COUNT, ValueKind.AGE) else value
