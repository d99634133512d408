"""A decision table made ready to be gone through: which inputs are given, and what each row tests, in order."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.row_outputs import fixed_outputs
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import DecisionTable, HitPolicy, RuledFigure, TableRow
from chronicare.program.output_priority import by_priority
from chronicare.program.vocabulary import Finding


class PreparedRow(NamedTuple):
    """A row, the node that says whether it matches (empty: it always does), and the inputs it tests, in order."""

    row: TableRow
    node: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PreparedTable:
    """A table with its ``judge``; there is none if no row tests anything.

    ``given`` are the inputs that no table puts out. ``rows`` stand in the order in which they are gone through.
    ``switches`` are those its rows rest on, ``fixed`` what
    rows put out that rest on nothing else, by their ids. ``one_is_enough``: the first row that matches is the answer.
    """

    table: DecisionTable
    judge: RowJudge | None
    hit: HitPolicy
    given: tuple[str, ...]
    rows: tuple[PreparedRow, ...]
    switches: tuple[str, ...]
    fixed: Mapping[str, AppliedRow]
    one_is_enough: bool


def prepare_table(
    table: DecisionTable,
    derived: Container[str],
    judge: RowJudge | None,
    findings: Mapping[str, Finding],
    figures: Mapping[str, RuledFigure],
) -> PreparedTable:
    """Prepare ``table``.

    ``derived`` are the terms that tables put out, ``findings`` all terms by code, ``figures`` those ruled for outputs.
    """
    ordered = by_priority(table, findings) if table.hit.is_by_priority else table.rows
    rows = tuple(
        PreparedRow(row, row.node, tuple(code for code in table.inputs if table.cells[row.id, code] != "-"))
        for row in sorted(ordered, key=lambda row: row.otherwise)
    )
    return PreparedTable(
        table,
        judge,
        table.hit,
        tuple(code for code in table.inputs if code not in derived),
        rows,
        tuple(table.switches),
        fixed_outputs(table, figures, findings),
        table.hit.gives_one_row,
    )
