"""Numbers and days as integers that compare as the exact values do with every bound the rules name.

All bounds on one number are multiples of some fraction. A value that is a multiple too is written as twice its
multiple, any other as the odd number between its neighbours: comparing with bounds never tells them from the value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chronicare.cells.typed import View
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Duration, Interval
from chronicare.program.ranks import CompiledEntry, Predicate, Scale, ScaleKind
from chronicare.program.vocabulary import Vocabulary

Codes = NDArray[np.int64]
UNBOUNDED = 2**62
"""Beyond every bound."""
_EPOCH = date(1970, 1, 1).toordinal()
WORDED = (ValueKind.YES_NO, ValueKind.LEVEL, ValueKind.CODE)
"""Kinds that have few values: they are looked up, not compared."""


class Key(NamedTuple):
    """What of a finding is compared: the finding's code, the component of a compound one, the view taken of it."""

    finding: str
    component: str
    view: View

    @classmethod
    def of(cls, finding: str, component: str, view: View) -> "Key":
        """Return the key; how long ago a day was is asked of the day."""
        return cls(finding, component, View.VALUE if view is View.ELAPSED else view)


@dataclass(frozen=True, slots=True)
class Grid:
    """Multiples of one fraction: 1 / ``denominator``."""

    denominator: int = 1

    def code(self, value: Fraction | int | date) -> int:
        """Return the integer that stands for ``value``."""
        if isinstance(value, date):
            return 2 * value.toordinal()
        over = value.numerator * self.denominator
        whole, rest = divmod(over, value.denominator)
        return max(min(2 * whole + bool(rest), UNBOUNDED), -UNBOUNDED)

    def codes(self, interval: Interval) -> tuple[int, int]:
        """Return the lowest and the highest integer that may stand for a value in ``interval``."""
        low, high = -UNBOUNDED, UNBOUNDED
        if interval.low is not None:
            low = self.code(interval.low)
            low += not interval.low_closed and low % 2 == 0
        if interval.high is not None:
            high = self.code(interval.high)
            high -= not interval.high_closed and high % 2 == 0
        return low, high


@dataclass(frozen=True, slots=True)
class Layout:
    """What the entries look at: the ``grids`` of what is compared, the ``worded`` keys that have few values.

    ``by_finding`` has the keys of each finding; ``sited`` are the findings, as declared, that are measured by site.
    """

    vocabulary: Vocabulary
    grids: Mapping[Key, Grid]
    worded: frozenset[Key]
    by_finding: Mapping[str, Sequence[Key]]
    sited: frozenset[str]


def lay_out(entries: Iterable[CompiledEntry], vocabulary: Vocabulary) -> Layout:
    """Return the layout of all that ``entries`` look at, and of all from which something follows."""
    denominators: dict[Key, int] = {}
    worded: set[Key] = set()
    for key, bounds in _compared(entries, vocabulary):
        if is_worded(key, vocabulary):
            worded.add(key)
        else:
            fractions = [each.denominator for each in bounds if isinstance(each, Fraction)]
            denominators[key] = lcm(denominators.get(key, 1), *fractions)
    by_finding: dict[str, list[Key]] = {}
    for key in (*denominators, *sorted(worded, key=str)):
        by_finding.setdefault(key.finding, []).append(key)
    return Layout(
        vocabulary,
        {key: Grid(denominator) for key, denominator in denominators.items()},
        frozenset(worded),
        by_finding,
        frozenset(site_of for code in by_finding if (site_of := vocabulary.findings[code].site_of)),
    )


def _compared(entries: Iterable[CompiledEntry], vocabulary: Vocabulary) -> Iterator[tuple[Key, Sequence[object]]]:
    """Yield what is compared, and with what."""
    for column in (column for entry in entries for column in entry.columns):
        if column.since is not None:
            yield Key.of(column.since.finding, "", View.VALUE), ()
        if column.scale is not None:
            yield Key.of(column.finding, "", column.view), column.scale.cuts
        if column.predicate is not None:
            yield from _in_predicate(column.finding, column.predicate)
    for each in vocabulary.implications:
        yield from _in_predicate(each.finding, each.predicate)
        if each.value is not None:
            yield (
                Key.of(each.implied, "", View.VALUE),
                each.value if isinstance(each.value, Interval) else (each.value,),
            )


def is_worded(key: Key, vocabulary: Vocabulary) -> bool:
    """Whether what is compared has few values."""
    cell_type = vocabulary.findings[key.finding].type
    return (cell_type.components[key.component] if key.component else cell_type).kind in WORDED


def _in_predicate(finding: str, predicate: Predicate) -> Iterator[tuple[Key, Sequence[object]]]:
    if predicate.scale is not None:
        yield Key.of(finding, predicate.component, predicate.view), predicate.scale.cuts
    for part in predicate.parts:
        yield from _in_predicate(finding, part)


def cells_of(codes: Codes, scale: Scale, grid: Grid) -> NDArray[np.intp]:
    """Return the cell of ``scale``, an ORDERED one, that each of ``codes`` lies in."""
    cuts = np.array([grid.code(cut) for cut in scale.cuts], np.int64)
    return _counted([(codes >= cut, codes > cut) for cut in cuts], codes.size)


def cells_of_days(days: Codes, as_of: Codes, scale: Scale) -> NDArray[np.intp]:
    """Return the cell of ``scale``, an ELAPSED one, that each of ``days`` lies in on the day ``as_of``."""
    passed = [after(days, cut) for cut in scale.cuts]
    return _counted([(each <= as_of, each < as_of) for each in passed], days.size)


def _counted(pairs: Iterable[tuple[NDArray[np.bool_], NDArray[np.bool_]]], count: int) -> NDArray[np.intp]:
    cells = np.zeros(count, np.uint8)
    for pair in pairs:
        for each in pair:
            cells += each.view(np.uint8)
    return cells.astype(np.intp)


def after(days: Codes, duration: Duration) -> Codes:
    """Return ``days`` (ordinals) moved forward as ``Duration.after`` moves one."""
    day = (days - _EPOCH).astype("datetime64[D]")
    if duration.months:
        month = day.astype("datetime64[M]")
        in_month = day - month.astype("datetime64[D]")
        month = month + duration.months
        first = month.astype("datetime64[D]")
        last = (month + 1).astype("datetime64[D]") - first - 1
        day = first + np.minimum(in_month, last)
    return day.astype(np.int64) + (_EPOCH + duration.days)


def is_elapsed(scale: Scale) -> bool:
    """Whether days are ranked by how long ago they were."""
    return scale.kind is ScaleKind.ELAPSED
