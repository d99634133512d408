"""Reads one column of a file of persons: what each different text says of the finding, and of whom it is said."""

from collections.abc import Mapping
from datetime import date
from enum import Enum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chronicare.application.release import Release
from chronicare.cells.types import ValueKind
from chronicare.checks.benefits.expectation_reading import split_unit
from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.gathering import spread
from chronicare.columnar.grids import Codes, Key, Layout
from chronicare.columnar.persons import NO_DAY, Items, Scaled, Values, Worded
from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.judging.dates import FIRST_DAY, LAST_DAY
from chronicare.judging.report import Report, ReportedFinding
from chronicare.population import cells
from chronicare.population.cells import NOTHING, items_of
from chronicare.population.known import Known
from chronicare.program.evidence import Measurement
from chronicare.program.vocabulary import Finding
from chronicare.tables.written_date import parse_date

_MAX_REMEMBERED = 500_000
"""Different texts; of numbers with many digits there is no end."""


class _Said(Enum):
    """What a text says that is no value."""

    NONE = "none"
    """There is none."""
    UNANSWERED = "unanswered"
    """It is not known yet."""
    APART = "apart"
    """Something is wrong, or is meant that one finding cannot hold."""


class FindingReader:
    """Reads columns against the rules of one ``release``; ``layout`` says what is compared."""

    def __init__(self, release: Release, layout: Layout) -> None:
        """Begin with nothing remembered."""
        self._release = release
        self._layout = layout
        self._read: dict[tuple[str, str], Measurement | _Said] = {}

    def read(self, finding: Finding, heading: str, column: pa.Array, as_of: Codes, born: Codes, known: Known) -> None:
        """Read into ``known`` the ``column`` of one finding that stands under ``heading``."""
        code = finding.code
        items = items_of(column, several=finding.repeated)
        said = [self._said(finding, heading, text) for text in items.values.texts]
        rows, places = items.rows, items.values.places
        days = self._days_of(items, as_of, born, known)
        known.apart[rows[_is(said, _Said.APART)[places]]] = True
        for kind, kept in ((_Said.NONE, known.none), (_Said.UNANSWERED, known.unanswered)):
            whom = rows[_is(said, kind)[places]]
            if whom.size:
                kept[code] = np.zeros(known.count, np.bool_)
                kept[code][whom] = True
        is_measured = np.array([isinstance(each, Measurement) for each in said], np.bool_)
        measured = np.flatnonzero(is_measured[places])
        rows, places, days = rows[measured], places[measured], days[measured]
        found = [(place + 1, each) for place, each in enumerate(said) if isinstance(each, Measurement)]
        tables = {key: spread(found, key, self._layout, len(said) + 1) for key in self._layout.by_finding.get(code, ())}
        if not rows.size:
            return
        known.reported[code] = known.is_reported(code)
        known.reported[code][rows] = True
        if finding.type.kind is ValueKind.DATE:
            self._check_days(finding, said, rows, places, as_of, born, known)
        if finding.repeated:
            self._list(finding, said, rows, places, days, tables, known)
            return
        known.apart[rows[1:][rows[1:] == rows[:-1]]] = True  # two values of what has one
        of_person = np.zeros(known.count, np.intp)
        of_person[rows] = places + 1
        known.singles |= {key: _taken(table, of_person) for key, table in tables.items()}
        known.days[code] = np.full(known.count, NO_DAY, np.int64)
        known.days[code][rows] = days

    def _said(self, finding: Finding, heading: str, text: str) -> Measurement | _Said:
        """Return what one text says of ``finding``, by the intake; what was read before is remembered."""
        key = (finding.code, text)
        if key not in self._read:
            if len(self._read) >= _MAX_REMEMBERED:
                self._read.clear()
            value, unit = split_unit(text, finding, self._release.vocabulary)
            diagnostics = Diagnostics()
            report = Report(findings=(ReportedFinding(heading, value, unit),))
            evidence = self._release.intake.read(report, LAST_DAY, FieldPath, diagnostics)
            measurements = evidence.findings.get(finding.code, ())
            if diagnostics.has_errors or evidence.statements or len(measurements) > 1:
                self._read[key] = _Said.APART
            elif measurements:
                self._read[key] = measurements[0]
            else:
                self._read[key] = _Said.NONE if finding.code in evidence.none else _Said.UNANSWERED
        return self._read[key]

    def _days_of(self, items: cells.Items, as_of: Codes, born: Codes, known: Known) -> Codes:
        """Return the day of each item; days that cannot be are told apart."""
        table = np.array([ordinal_of(day_of(text)) for text in items.days.texts] + [NO_DAY], np.int64)
        days: Codes = table[items.days.places]
        dated = items.days.places != NOTHING
        born_then = born[items.rows]
        wrong = dated & ((days == NO_DAY) | (days > as_of[items.rows]) | ((born_then != NO_DAY) & (days < born_then)))
        known.apart[items.rows[wrong]] = True
        return days

    def _check_days(
        self,
        finding: Finding,
        said: list[Measurement | _Said],
        rows: NDArray[np.intp],
        places: NDArray[np.intp],
        as_of: Codes,
        born: Codes,
        known: Known,
    ) -> None:
        """Hold a day that is the value itself against the day of the decision and of birth."""
        table = np.array(
            [
                ordinal_of(each.value) if isinstance(each, Measurement) and isinstance(each.value, date) else NO_DAY
                for each in said
            ]
        )
        days = table[places]
        late = np.zeros(rows.size, np.bool_) if finding.may_be_later else days > as_of[rows]
        known.apart[rows[late | ((born[rows] != NO_DAY) & (days < born[rows]) & (days <= as_of[rows]))]] = True

    def _list(
        self,
        finding: Finding,
        said: list[Measurement | _Said],
        rows: NDArray[np.intp],
        places: NDArray[np.intp],
        days: Codes,
        tables: Mapping[Key, Values],
        known: Known,
    ) -> None:
        """Read a list; who reports the same twice, or what goes with nothing else, is read apart."""
        numbers: dict[object, int] = {}
        of_text = [numbers.setdefault(_identity(each), len(numbers)) for each in said]
        values = np.array(of_text, np.intp)[places]
        order = np.lexsort((days, values, rows))
        same = (np.diff(rows[order]) == 0) & (np.diff(values[order]) == 0) & (np.diff(days[order]) == 0)
        known.apart[rows[order][1:][same & (days[order][1:] != NO_DAY)]] = True
        if finding.type.kind is ValueKind.CODE:
            known.apart[rows[1:][(rows[1:] == rows[:-1]) & (values[1:] != values[:-1])]] = True
        if finding.type.kind is ValueKind.YES_NO:
            is_no = np.array([isinstance(each, Measurement) and each.value is False for each in said])[places]
            some_yes, undated_no = (np.zeros(known.count, np.bool_) for _ in range(2))
            some_yes[rows[~is_no]] = True
            undated_no[rows[is_no & (days == NO_DAY)]] = True
            known.apart |= some_yes & undated_no
            known.complete[finding.code] = undated_no & ~some_yes
        known.lists[finding.code] = Items(rows, {key: _taken(each, places + 1) for key, each in tables.items()}, days)


def _is(said: list[Measurement | _Said], kind: _Said) -> Mask:
    return np.array([each is kind for each in said], np.bool_)


def _identity(said: Measurement | _Said) -> object:
    if not isinstance(said, Measurement):
        return said
    return frozenset(said.value.items()) if isinstance(said.value, Mapping) else (type(said.value), said.value)


def _taken(values: Values, places: NDArray[np.intp]) -> Values:
    if isinstance(values, Worded):
        return Worded(values.places[places], values.readings)
    low = values.low[places]
    return Scaled(low, low if values.high is values.low else values.high[places], values.what[places])


def day_of(text: str) -> date | None:
    """Return the day that ``text`` names, if periods can be reckoned from it."""
    day = parse_date(text)
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def ordinal_of(day: object) -> int:
    """Return the number of a day; ``NO_DAY`` of anything else."""
    return day.toordinal() if isinstance(day, date) else NO_DAY
