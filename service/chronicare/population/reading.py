"""Reads the rows of a file of persons, all at once: what stands in the cells is read once for each different text.

Every check that the intake makes of one person is made here of all. Whose row does not pass, or says something that has
no form in columns, is read apart, by the intake itself.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chronicare.application.impact import Side
from chronicare.application.persons import BORN, COMPLETE, DAY, HEADINGS, YES
from chronicare.cells.types import ValueKind
from chronicare.columnar.grids import Codes, Layout
from chronicare.columnar.persons import NO_DAY, Persons, Scaled
from chronicare.judging.dates import MAX_YEARS
from chronicare.population.cells import NOTHING, Texts, items_of, texts_of
from chronicare.population.deriving import alternatives_not_reported, derive
from chronicare.population.findings import FindingReader, day_of, ordinal_of
from chronicare.population.known import Known
from chronicare.program.evidence import Evidence
from chronicare.tables.written_date import parse_date

_EPOCH = date(1970, 1, 1).toordinal()


class ReadRows(NamedTuple):
    """The persons whose rows could be read together, and the numbers of the rows that are to be read apart."""

    persons: Persons
    apart: NDArray[np.intp]


class RowReader:
    """Reads rows against the rules of ``side``; ``layout`` says what is compared."""

    def __init__(self, side: Side, layout: Layout) -> None:
        """Note what follows from the day of birth."""
        self._layout = layout
        self._vocabulary = side.release.vocabulary
        self._ages = [each for each in self._vocabulary.findings.values() if each.type.kind is ValueKind.AGE]
        self._findings = FindingReader(side.release, layout)

    def read(self, batch: pa.RecordBatch, evidence: Callable[[int], Evidence]) -> ReadRows:
        """Read the rows of ``batch``; ``evidence`` reads one row by itself."""
        known = Known(self._layout, batch.num_rows, np.zeros(batch.num_rows, np.bool_))
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        as_of = self._as_of(columns, known)
        born = self._born(columns, as_of, known)
        seen: set[str] = set()
        for heading, column in columns.items():
            if heading in HEADINGS or column.null_count == len(column):
                continue
            finding = self._vocabulary.find(heading)
            if finding is None or finding.sites is not None or finding.code in seen:
                known.apart[_filled(column)] = True
                continue
            seen.add(finding.code)
            self._findings.read(finding, heading, column, as_of, born, known)
        for code in known.none.keys() & known.reported.keys():
            known.apart |= known.none[code] & known.reported[code]
        derive(known, as_of)
        alternatives = alternatives_not_reported(known, self._vocabulary)
        self._be_aged(known, as_of, born)
        self._complete(columns, known)
        persons = Persons(
            known.count,
            as_of,
            evidence,
            known.singles,
            known.days,
            known.lists,
            known.none,
            known.complete,
            alternatives=alternatives,
        )
        return ReadRows(persons, np.flatnonzero(known.apart))

    # The person

    def _as_of(self, columns: Mapping[str, pa.Array], known: Known) -> Codes:
        """Return the day of each; who has none that can be read is told so apart."""
        as_of = _days_in(columns.get(DAY), known, parse_date)
        known.apart |= as_of == NO_DAY
        return as_of

    def _born(self, columns: Mapping[str, pa.Array], as_of: Codes, known: Known) -> Codes:
        born = _days_in(columns.get(BORN), known, day_of)
        too_old = _years(as_of) - MAX_YEARS > _years(born)
        known.apart |= (born != NO_DAY) & ((born > as_of) | too_old)
        return born

    def _be_aged(self, known: Known, as_of: Codes, born: Codes) -> None:
        """Let age follow from the day of birth, whatever else was said of it."""
        is_born = born != NO_DAY
        if not is_born.any():
            return
        birthday = (_months_and_days(as_of) < _months_and_days(born)).astype(np.int64)
        years = _years(as_of) - _years(born) - birthday
        for finding in self._ages:
            for key in self._layout.by_finding.get(finding.code, ()):
                codes = 2 * self._layout.grids[key].denominator * years
                stated = known.singles.get(key)
                if isinstance(stated, Scaled):
                    low = np.where(is_born, codes, stated.low)
                    high = low if stated.low is stated.high else np.where(is_born, codes, stated.high)
                    known.singles[key] = Scaled(low, high, np.where(is_born, 1, stated.what).astype(np.uint8))
                else:
                    known.singles[key] = Scaled(codes, codes, is_born.astype(np.uint8))
            known.days[finding.code] = np.full(known.count, NO_DAY, np.int64)

    def _complete(self, columns: Mapping[str, pa.Array], known: Known) -> None:
        """Say which lists are whole: all that are reported if the record is, and those that say there is none."""
        stated = columns.get(COMPLETE)
        whole = np.zeros(known.count, np.bool_)
        if stated is not None:
            texts = texts_of(stated)
            whole = np.array([each == YES for each in texts.texts] + [False])[texts.places]
        for code in known.lists:
            reported = known.is_reported(code)
            unanswered = known.unanswered.get(code)
            complete = known.complete.get(code, np.zeros(known.count, np.bool_)) | (whole & reported)
            known.complete[code] = complete if unanswered is None else complete & ~unanswered


def _filled(column: pa.Array) -> NDArray[np.intp]:
    return items_of(column, several=False).rows


def _days_in(column: pa.Array | None, known: Known, read: Callable[[str], date | None]) -> Codes:
    """Return the days of a column; where one cannot be read the row is read apart."""
    if column is None:
        return np.full(known.count, NO_DAY, np.int64)
    texts: Texts = texts_of(column)
    table = np.array([ordinal_of(read(each)) for each in texts.texts] + [NO_DAY], np.int64)
    days: Codes = table[texts.places]
    known.apart |= (texts.places != NOTHING) & (days == NO_DAY)
    return days


def _years(days: Codes) -> Codes:
    years: Codes = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return years


def _months_and_days(days: Codes) -> Codes:
    """Return a number that grows from the first day of a year to the last, the same in each."""
    day = (days - _EPOCH).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    in_month: Codes = (day - month.astype("datetime64[D]")).astype(np.int64)
    in_year: Codes = month.astype(np.int64) % 12 * 31 + in_month
    return in_year
