"""What is known of many persons while it is read: in columns that are added to, and whose rows are to be read apart."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from chronicare.cells.typed import View
from chronicare.cells.values import Reported
from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.gathering import spread
from chronicare.columnar.grids import Codes, Key, Layout
from chronicare.columnar.persons import NO_DAY, Items, Scaled, Values, Worded
from chronicare.judging.consistency import may_be
from chronicare.program.evidence import Measurement


@dataclass(slots=True)
class Known:
    """What has been read so far of ``count`` persons; see ``columnar.persons.Persons``.

    ``reported`` says by finding of whom there is a value, ``unanswered`` of whom it was said that there is none yet.
    ``apart`` are those whose row is to be read by itself: something in it is wrong, or has no form in columns.
    """

    layout: Layout
    count: int
    apart: Mask
    singles: dict[Key, Values] = field(default_factory=dict)
    days: dict[str, Codes] = field(default_factory=dict)
    lists: dict[str, Items] = field(default_factory=dict)
    none: dict[str, Mask] = field(default_factory=dict)
    complete: dict[str, Mask] = field(default_factory=dict)
    reported: dict[str, Mask] = field(default_factory=dict)
    unanswered: dict[str, Mask] = field(default_factory=dict)

    def is_reported(self, code: str) -> Mask:
        """Return of whom there is a value of ``code``."""
        found = self.reported.get(code)
        return np.zeros(self.count, np.bool_) if found is None else found

    def values_of(self, code: str) -> tuple[dict[Key, Values], NDArray[np.intp] | None]:
        """Return the values of ``code`` by what is compared, and of a list the person each is of."""
        if code in self.lists:
            return dict(self.lists[code].values), self.lists[code].persons
        keys = self.layout.by_finding.get(code, ())
        return {key: self.singles[key] for key in keys if key in self.singles}, None

    def each_person(self, mask: Mask, persons: NDArray[np.intp] | None) -> Mask:
        """Return of whom ``mask``, of persons or of their measurements, holds somewhere."""
        if persons is None:
            return mask
        found = np.zeros(self.count, np.bool_)
        found[persons[mask]] = True
        return found

    def differs(self, code: str, value: Reported) -> Mask:
        """Return of whom a value of ``code`` is reported that cannot be ``value``."""
        key = Key(code, "", View.VALUE)
        values, persons = self.values_of(code)
        found = values[key]
        if isinstance(found, Worded):
            table = np.array([each is not None and not may_be(each.value, value) for each in found.readings])
            return self.each_person(table[found.places], persons)
        one = spread([(0, Measurement(value))], key, self.layout, 1)
        assert isinstance(one, Scaled)  # noqa: S101 - as the other values of the same
        return self.each_person(found.reported & ((found.low > one.high) | (found.high < one.low)), persons)

    def state(self, code: str, value: Reported, whom: Mask) -> None:
        """Add that ``code``, a single finding, has ``value`` for those ``whom`` nothing was reported of."""
        for key in self.layout.by_finding[code]:
            one = spread([(0, Measurement(value))], key, self.layout, 1)
            self.singles[key] = _with(self.singles.get(key), one, whom)
        self.days.setdefault(code, np.full(self.count, NO_DAY, np.int64))
        self.reported[code] = self.is_reported(code) | whom


def _with(values: Values | None, one: Values, whom: Mask) -> Values:
    """Return ``values`` with the ``one`` for those ``whom``."""
    if isinstance(one, Worded):
        known = Worded(np.zeros(whom.size, np.intp), (None,)) if values is None else values
        assert isinstance(known, Worded)  # noqa: S101 - values of one key are all of one kind
        return Worded(np.where(whom, len(known.readings), known.places), (*known.readings, one.readings[-1]))
    if values is None:
        nothing = np.zeros(whom.size, np.int64)
        values = Scaled(nothing, nothing, np.zeros(whom.size, np.uint8))
    assert isinstance(values, Scaled)  # noqa: S101 - as above
    low = np.where(whom, one.low, values.low)
    is_exact = one.low is one.high and values.low is values.high
    high = low if is_exact else np.where(whom, one.high, values.high)
    return Scaled(low, high, np.where(whom, one.what, values.what).astype(np.uint8))
