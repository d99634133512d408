"""What is known of one person: typed, unit-normalised measurements. The unknown is simply not there."""

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from chronicare.cells.values import Reported


class Measurement(NamedTuple):
    """One reported value.

    ``value`` is canonical (see ``cells.values.Value``), or an interval if only bounds of a number are known; for a
    COMPOUND finding a mapping of component code to value, in which unknown components are absent. ``low``/``high`` are
    the laboratory's reference limits in the canonical unit.
    ``given`` keeps the value and unit as reported, for the answer. ``site`` is where it was taken (左眼), empty if that
    was not said.
    """

    value: Reported | Mapping[str, Reported]
    date: dt.date | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    given: str = ""
    report_id: str = ""
    attester: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All measurements by finding code, as of a date.

    Of a finding measured by site, all measurements stand under its code, and those of each known site also under that
    of the finding made for the site.

    A finding that is absent is unknown. ``complete`` names the repeated findings whose list is whole: only then can a
    count be too low for good. An absent finding named complete is an empty list: there is none. ``none`` names the
    single findings stated not to exist: no test on them holds. ``statements`` are sets of single yes/no findings, none
    of them reported, of which at least one is true. ``open_lists`` are the lists that are whole if the record is,
    ``impossible`` the findings that cannot be had, ``alternatives`` the lists not reported of a quantity that is
    reported otherwise: none of these bears on the truth of anything by itself.
    """

    as_of: dt.date
    findings: Mapping[str, tuple[Measurement, ...]]
    complete: frozenset[str] = field(default_factory=frozenset)
    none: frozenset[str] = field(default_factory=frozenset)
    statements: frozenset[frozenset[str]] = field(default_factory=frozenset)
    open_lists: frozenset[str] = field(default_factory=frozenset)
    impossible: frozenset[str] = field(default_factory=frozenset)
    alternatives: frozenset[str] = field(default_factory=frozenset)

    def known(self) -> AbstractSet[str]:
        """Return the codes of the findings of which anything is known by itself."""
        if not (self.complete or self.none):
            return self.findings.keys()
        return self.findings.keys() | self.complete | self.none
