"""What is known of many persons, in columns: the same as as many ``Evidence``, a column for each thing compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.grids import Codes, Key
from chronicare.program.evidence import Evidence, Measurement

NO_DAY = 0
"""In the place of a day (an ordinal) that is not known."""
UNREPORTED, REPORTED, VALUELESS = 0, 1, 2
"""Of one number: nothing was reported, it lies in bounds, or of what was reported just this is not known."""


class Worded(NamedTuple):
    """Values of which there are few: ``readings[place]`` is what was reported, ``None`` (place 0) nothing."""

    places: NDArray[np.integer[Any]]
    readings: tuple[Measurement | None, ...]

    @property
    def reported(self) -> Mask:
        """Of whom something was reported."""
        reported: Mask = self.places > 0
        return reported


class Scaled(NamedTuple):
    """Numbers or days on their grid: what each is at least and at most; the same array where all are exact."""

    low: Codes
    high: Codes
    what: NDArray[np.uint8]

    @property
    def reported(self) -> Mask:
        """Of whom something was reported."""
        return self.what > UNREPORTED


Values = Worded | Scaled


class Items(NamedTuple):
    """The measurements of a list, one after the other: whose each is (ascending), its values, and its day."""

    persons: NDArray[np.intp]
    values: Mapping[Key, Values]
    days: Codes


@dataclass(frozen=True, slots=True)
class Persons:
    """What is known of ``count`` persons, each as of a day (``as_of``, ordinals).

    By the codes of findings: ``singles`` and ``lists`` have the values, ``days`` the days of single ones, ``none``
    whom it does not exist of, ``complete`` whose list is whole. What is said in a way that has no form in columns is
    noted by the finding it is said of: ``statements`` over several, values ``unsited``, ``alternatives`` not reported.
    A finding that is absent is not known of anybody. ``evidence`` returns all of one person in the usual form.
    """

    count: int
    as_of: Codes
    evidence: Callable[[int], Evidence]
    singles: Mapping[Key, Values] = field(default_factory=dict)
    days: Mapping[str, Codes] = field(default_factory=dict)
    lists: Mapping[str, Items] = field(default_factory=dict)
    none: Mapping[str, Mask] = field(default_factory=dict)
    complete: Mapping[str, Mask] = field(default_factory=dict)
    statements: Mapping[str, Mask] = field(default_factory=dict)
    unsited: Mapping[str, Mask] = field(default_factory=dict)
    alternatives: Mapping[str, Mask] = field(default_factory=dict)
