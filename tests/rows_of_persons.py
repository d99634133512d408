"""Holds what comes of rows read and judged together against what comes of each by itself."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from chronicare.application.errors import InvalidRequestError
from chronicare.application.impact import Side
from chronicare.application.persons import PersonSubject
from chronicare.diagnostics import Language, Position
from chronicare.formats.persons_parquet import row_of
from chronicare.population.counts import Counts
from chronicare.population.deciding import PopulationDecider
from chronicare.population.headings import PROBLEM
from chronicare.recognition.decision import Detail
from chronicare.recognition.result_wording import outcome_text

Texts = Mapping[str, str | None]
FILE = "persons.parquet"


def batch_of(rows: Sequence[Texts]) -> pa.RecordBatch:
    """Return ``rows`` as columns of text."""
    headings = dict.fromkeys(heading for row in rows for heading in row)
    return pa.record_batch({name: pa.array([row.get(name) for row in rows], pa.string()) for name in headings})


def hold_against_rows(side: Side, batch: pa.RecordBatch) -> Counts:
    """Decide all of ``batch``, and assert that each row is decided, or refused, as it is by itself."""
    decided, counts = PopulationDecider(side, Language.ZH).work(batch, 0, FILE)
    answers = decided.to_pydict()
    refused = 0
    for number, values in enumerate(batch.to_pylist()):
        row = row_of(values, Position(FILE, number + 2))
        try:
            evidence = PersonSubject(row).evidence(side)
        except InvalidRequestError as error:
            refused += 1
            told = "；".join(each.render(Language.ZH) for each in error.diagnostics)
            assert answers[PROBLEM][number] == told, values
            continue
        assert answers[PROBLEM][number] is None, values
        for decider in side.release.on(evidence.as_of):
            outcome = decider.decide(evidence, Detail.OUTCOME).outcome
            assert answers[decider.entry.code][number] == outcome_text(outcome, Language.ZH), (
                decider.entry.code,
                values,
            )
    assert counts.rows == batch.num_rows
    assert counts.refused == refused
    return counts
