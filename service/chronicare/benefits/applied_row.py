"""Rows of decision tables that were used, and what they gave."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from chronicare.benefits.formula_evaluation import Absence
from chronicare.cells.values import Given
from chronicare.program.decision_table import TableRow
from chronicare.program.entry import Ruling


class AppliedRow(NamedTuple):
    """A row that gave an output: the table's name, the row, and what its outputs were, by term.

    ``rulings`` are those that set an output in the place of what the row does not give, or carries on; ``absences``
    say of an output without value why.
    """

    table: str
    row: TableRow
    outputs: Mapping[str, Given | None]
    rulings: Mapping[str, Ruling] = MappingProxyType({})
    absences: Mapping[str, Absence] = MappingProxyType({})


def in_all(alternatives: Sequence[Sequence[AppliedRow]]) -> list[AppliedRow]:
    """Return the rows that put out the same in all ``alternatives``, in the order of the first."""
    if not alternatives:
        return []
    others = [{(each.table, each.row.id): each.outputs for each in alternative} for alternative in alternatives[1:]]
    return [
        each
        for each in alternatives[0]
        if all(alternative.get((each.table, each.row.id)) == each.outputs for alternative in others)
    ]
