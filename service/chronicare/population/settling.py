"""Answers each row of a batch by itself: what a bill comes to, by one set of rules or under two."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import pyarrow as pa

from chronicare.analysis.impact import Affected, Result
from chronicare.application.errors import (
    ApplicationError,
    EngineFailedError,
    EvaluatorsDisagreeError,
    InvalidRequestError,
)
from chronicare.application.impact import Side, compare
from chronicare.application.persons import DAY, NAME, PersonSubject
from chronicare.diagnostics import Language, Position
from chronicare.formats.persons_parquet import row_of
from chronicare.population.counts import Counts
from chronicare.population.headings import (
    AFTER,
    BEFORE,
    BURDEN,
    EFFECT,
    GAIN,
    OUTCOME,
    PAID,
    PROBLEM,
    REASON,
    STATEMENT,
)

_YUAN = pa.decimal128(14, 2)
_FEN_DIGITS = 2

Told = Mapping[str, object]
"""What is told of a row, by heading: amounts in fen."""


class PopulationSettler:
    """Answers rows by the rules of one side; with ``assume_usual`` facts that a bill does not state are as usual."""

    def __init__(self, side: Side, language: Language, *, assume_usual: bool = False) -> None:
        """Note the payers, each of whom has a column."""
        self._side = side
        self._language = language
        self._assume_usual = assume_usual
        self._payers = payers_of(side)
        self._amounts = (*(PAID + payer for payer in self._payers), BURDEN)
        self._headings = (OUTCOME, *self._amounts, REASON, STATEMENT)

    def work(self, batch: pa.RecordBatch, first: int, file: str) -> tuple[pa.RecordBatch, Counts]:
        """Answer the rows of ``batch``, of which the first has the number ``first`` in ``file``.

        Raises ApplicationError for what is no mistake of a row: the evaluators disagree, the engine fails.
        """
        rows = _Rows(batch, first, file, self._language)
        for subject in rows.subjects(assume_usual=self._assume_usual):
            try:
                (result,) = subject.ask(self._side, self._language)
            except ApplicationError as error:
                rows.refuse(error)
                continue
            rows.tell(self._told(result), result.outcome.in_language(self._language))
            for payer, fen in (result.payers or {}).items():
                rows.counts.pay(payer, fen)
        return rows.written(self._headings, self._amounts), rows.counts

    def _told(self, result: Result) -> Told:
        told: dict[str, object] = {
            OUTCOME: result.outcome.in_language(self._language),
            REASON: " ".join(sorted(f"{each.file}:{each.row}" for each in result.rows)),
        }
        if result.payers is None:
            return {**told, STATEMENT: "".join(result.statement)}
        paid = {PAID + payer: result.payers.get(payer, 0) for payer in self._payers}
        return {**told, **paid, BURDEN: result.burden_fen}


class PopulationComparer:
    """Answers rows by the rules of two sides, and tells what the new ones mean for each."""

    def __init__(self, old: Side, new: Side, language: Language, *, assume_usual: bool = False) -> None:
        """Keep the sides."""
        self._sides = (old, new)
        self._language = language
        self._assume_usual = assume_usual
        self._amounts = (BEFORE + PAID, AFTER + PAID, GAIN)
        self._headings = (EFFECT, BEFORE, AFTER, *self._amounts)

    def work(self, batch: pa.RecordBatch, first: int, file: str) -> tuple[pa.RecordBatch, Counts]:
        """Answer the rows of ``batch`` as ``PopulationSettler`` does, by both; what both refuse is refused."""
        rows = _Rows(batch, first, file, self._language)
        for subject in rows.subjects(assume_usual=self._assume_usual):
            try:
                (affected,) = compare(*self._sides, subject, self._language)
            except ApplicationError as error:
                rows.refuse(error)
                continue
            rows.tell(self._told(affected), affected.effect.value.in_language(self._language))
            rows.counts.pay(affected.effect.value.in_language(self._language), affected.gain_fen)
        return rows.written(self._headings, self._amounts), rows.counts

    def _told(self, affected: Affected) -> Told:
        before, after = affected.before, affected.after
        settled = before.paid_fen is not None and after.paid_fen is not None
        return {
            EFFECT: affected.effect.value.in_language(self._language),
            BEFORE: before.outcome.in_language(self._language),
            AFTER: after.outcome.in_language(self._language),
            BEFORE + PAID: before.paid_fen,
            AFTER + PAID: after.paid_fen,
            GAIN: affected.gain_fen if settled else None,
        }


def payers_of(side: Side) -> tuple[str, ...]:
    """Return all who may pay by the rules of ``side``, in the order of its cards."""
    periods = side.release.rules.benefits
    return tuple(dict.fromkeys(step.payer for period in periods for step in period.steps.values()))


class _Rows:
    """The rows of a batch, and what has been told of them."""

    def __init__(self, batch: pa.RecordBatch, first: int, file: str, language: Language) -> None:
        self._batch = batch
        self._first = first
        self._file = file
        self._language = language
        self._told: list[Told] = []
        self.counts = Counts(rows=batch.num_rows)

    def subjects(self, *, assume_usual: bool) -> Iterable[PersonSubject]:
        """Yield the rows one by one."""
        for number, values in enumerate(self._batch.to_pylist()):
            where = Position(self._file, self._first + number + 2)
            yield PersonSubject(row_of(values, where), assume_usual)

    def tell(self, told: Told, outcome: str) -> None:
        """Note what is told of the row, and count its ``outcome``."""
        self._told.append(told)
        self.counts.decisions += 1
        self.counts.row_by_row += 1
        self.counts.count("", outcome)

    def refuse(self, error: ApplicationError) -> None:
        """Note what is wrong with the row. Raises what is wrong with the service and not with the row."""
        if isinstance(error, EngineFailedError | EvaluatorsDisagreeError):
            raise error
        problem = error.message.in_language(self._language)
        if isinstance(error, InvalidRequestError):
            problem = "；".join(each.render(self._language) for each in error.diagnostics)
        self._told.append({PROBLEM: problem})
        self.counts.refused += 1

    def written(self, headings: Iterable[str], amounts: Iterable[str]) -> pa.RecordBatch:
        """Return the columns under ``headings``; the ``amounts`` among them in yuan."""
        columns = {name: self._batch.column(name) for name in (NAME, DAY) if name in self._batch.schema.names}
        money = set(amounts)
        for name in (*headings, PROBLEM):
            found = [each.get(name) for each in self._told]
            if name in money:
                yuan = [None if fen is None else Decimal(str(fen)).scaleb(-_FEN_DIGITS) for fen in found]
                columns[name] = pa.array(yuan, _YUAN)
            else:
                columns[name] = pa.array(found, pa.string())
        return pa.record_batch(columns)
