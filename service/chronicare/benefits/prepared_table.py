"""A decision table made ready to be gone through: which inputs are given, and what each row tests, in order."""

from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple

from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import DecisionTable, HitPolicy, TableRow


class PreparedRow(NamedTuple):
    """A row, the node that says whether it matches (empty: it always does), and the inputs it tests, in order."""

    row: TableRow
    node: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparedTable:
    """A table with its ``judge``; there is none if no row tests anything.

    ``given`` are the inputs that no table puts out. ``one_is_enough``: the first row that matches is the answer.
    """

    table: DecisionTable
    judge: RowJudge | None
    hit: HitPolicy
    given: tuple[str, ...]
    rows: tuple[PreparedRow, ...]
    has_switches: bool
    one_is_enough: bool


def prepare_table(table: DecisionTable, derived: Container[str], judge: RowJudge | None) -> PreparedTable:
    """Prepare ``table``; ``derived`` are the terms that tables put out."""
    rows = tuple(
        PreparedRow(row, row.node, tuple(code for code in table.inputs if table.cells[row.id, code] != "-"))
        for row in table.rows
    )
    return PreparedTable(
        table,
        judge,
        table.hit,
        tuple(code for code in table.inputs if code not in derived),
        rows,
        any(row.switch for row in table.rows),
        table.hit in (HitPolicy.FIRST, HitPolicy.UNIQUE, HitPolicy.ANY),
    )
