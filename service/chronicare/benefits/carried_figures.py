"""What of an answer is provisional: figures of an earlier year that carry on until those of the year are published."""

from collections.abc import Iterable
from typing import NamedTuple

from chronicare.benefits.applied_row import AppliedRow
from chronicare.cells.values import Given
from chronicare.program.decision_table import TableRow


class CarriedFigure(NamedTuple):
    """A figure an answer rests on that was published for ``year`` and carries on: the term, its value, the row."""

    term: str
    value: Given
    year: int
    row: TableRow


def carried_figures(applied_rows: Iterable[AppliedRow]) -> tuple[CarriedFigure, ...]:
    """Return the figures among what ``applied_rows`` put out that carry on; an answer with any is provisional."""
    return tuple(
        CarriedFigure(code, value, each.row.carried_from, each.row)
        for each in applied_rows
        if each.row.carried_from is not None
        for code, value in each.outputs.items()
        if value is not None and code not in each.rulings
    )
