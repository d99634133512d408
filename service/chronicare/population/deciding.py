"""Decides every entry for all persons of a batch: in columns, and row by row where a row must be read apart."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chronicare.application.errors import InvalidRequestError
from chronicare.application.impact import Side
from chronicare.application.persons import DAY, NAME, PersonSubject
from chronicare.columnar.gathering import gather
from chronicare.columnar.grids import Codes, lay_out
from chronicare.columnar.judging import ColumnarEntry, Judgements
from chronicare.columnar.persons import NO_DAY, Persons
from chronicare.diagnostics import Language, Position
from chronicare.formats.persons_parquet import row_of
from chronicare.population.answers import Answers, outcomes_of
from chronicare.population.counts import Counts
from chronicare.population.headings import PROBLEM, REASON
from chronicare.population.reading import RowReader
from chronicare.program.entry import Entry
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Judgement, Truth
from chronicare.recognition.decision import Detail
from chronicare.recognition.result_wording import outcome_text

_SAMPLE = 5_000
"""Of so many rows one is decided again by itself, and held against what came of it in columns."""
_OUTCOMES: tuple[Truth, ...] = (False, None, True)


class ColumnsDisagreeError(Exception):
    """What was judged in columns is not what both evaluators say of the same person: nothing is answered."""

    def __init__(self, entry: str, row: int) -> None:
        """Name the entry and the row."""
        super().__init__(f"{entry}: judged in columns, row {row} comes out otherwise than judged by itself")
        self.entry = entry
        self.row = row


class PopulationDecider:
    """Decides the entries with the codes ``only`` (none named: all) of one side for batches of rows."""

    def __init__(self, side: Side, language: Language, only: Sequence[str] = ()) -> None:
        """Prepare the entries."""
        deciders = [each for each in side.release.deciders if not only or each.entry.code in only]
        self._layout = lay_out([each.compiled for each in deciders], side.release.vocabulary)
        self._side = side
        self._language = language
        self._entries = [ColumnarEntry(each, self._layout) for each in deciders]
        self._reader = RowReader(side, self._layout)

    def work(self, batch: pa.RecordBatch, first: int, file: str) -> tuple[pa.RecordBatch, Counts]:
        """Return the decisions on the rows of ``batch``, of which the first has the number ``first`` in ``file``.

        Raises ColumnsDisagreeError, and DisagreementError as the decider does.
        """
        apart: set[int] = set()

        @lru_cache(1024)
        def evidence(number: int) -> Evidence:
            if number in apart:
                return Evidence(date.min, {})  # judged by itself below: what comes of it here is not looked at
            return self._evidence(batch, number, first, file)

        read = self._reader.read(batch, evidence)
        apart |= set(read.apart.tolist())
        problems: list[str | None] = [None] * batch.num_rows
        alone: list[tuple[int, Evidence]] = []
        for number in sorted(apart):
            try:
                alone.append((number, self._evidence(batch, number, first, file)))
            except InvalidRequestError as error:
                problems[number] = "；".join(each.render(self._language) for each in error.diagnostics)
        together = np.setdiff1d(np.arange(batch.num_rows), read.apart)
        groups = [(together, together, read.persons)]
        if alone:
            rows = np.array([number for number, _ in alone])
            groups.append((rows, np.arange(rows.size), gather([each for _, each in alone], self._layout)))
        counts = Counts(rows=batch.num_rows, refused=len(apart) - len(alone), read_apart=len(apart))
        answers: dict[str, Answers] = {}
        for entry in self._entries:
            found = answers.setdefault(entry.entry.code, Answers(batch.num_rows))
            for rows, places, persons in groups:
                self._answer(entry, rows, places, persons, found, counts, first)
        columns = {name: batch.column(name) for name in (NAME, DAY) if name in batch.schema.names}
        for code, found in answers.items():
            for outcome, number in found.counted().items():
                counts.count(code, outcome_text(outcome, self._language), number)
                counts.decisions += number
            columns[code], columns[code + REASON] = found.columns(self._language)
        columns[PROBLEM] = pa.array(problems, pa.string())
        return pa.record_batch(columns), counts

    def _answer(
        self,
        entry: ColumnarEntry,
        rows: NDArray[np.intp],
        places: NDArray[np.intp],
        persons: Persons,
        answers: Answers,
        counts: Counts,
        first: int,
    ) -> None:
        """Answer ``rows``, which are the ``persons`` at ``places``, if the entry is in force on their days."""
        in_force = _in_force(entry.entry, persons.as_of)[places]
        rows, places = rows[in_force], places[in_force]
        if not rows.size:
            return
        judged = entry.judge(persons)
        answers.put(rows, entry.entry, judged, places)
        counts.row_by_row += int(judged.one_by_one[places].sum())
        outcomes = outcomes_of(judged)
        for number in np.flatnonzero((first + rows) % _SAMPLE == 0):
            place = int(places[number])
            judgement = entry.decider.decide(persons.evidence(place), Detail.OUTCOME).judgement
            if not _agrees(judged, outcomes[place], place, judgement):
                raise ColumnsDisagreeError(entry.entry.code, first + int(rows[number]) + 2)

    def _evidence(self, batch: pa.RecordBatch, number: int, first: int, file: str) -> Evidence:
        """Read one row by itself. Raises InvalidRequestError with all that is wrong with it."""
        values = {name: batch.column(name)[number].as_py() for name in batch.schema.names}
        return PersonSubject(row_of(values, Position(file, first + number + 2))).evidence(self._side)


def _in_force(entry: Entry, as_of: Codes) -> NDArray[np.bool_]:
    """Return on which of the days the entry is in force."""
    days, places = np.unique(as_of, return_inverse=True)
    return np.array([day != NO_DAY and entry.in_force(date.fromordinal(int(day))) for day in days], np.bool_)[places]


def _agrees(judged: Judgements, outcome: int, place: int, judgement: Judgement) -> bool:
    """Whether the columns say of the person at ``place`` what one ``judgement`` says, of every node."""
    if judgement.outcome is not _OUTCOMES[outcome]:
        return False
    byte, bit = divmod(place, 8)
    for name, truths in judged.nodes.items():
        true, false = (bool(bits[byte] >> (7 - bit) & 1) for bits in truths)
        if judgement.nodes[name] is not (True if true else False if false else None):
            return False
    return True
