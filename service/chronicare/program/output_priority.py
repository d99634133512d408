"""The order of rows by the priority of what they put out: a value that stands before another in its set goes first."""

from collections.abc import Mapping
from fractions import Fraction

from chronicare.program.decision_table import DecisionTable, TableRow
from chronicare.program.formula import Constant
from chronicare.program.vocabulary import Finding


def by_priority(table: DecisionTable, findings: Mapping[str, Finding]) -> tuple[TableRow, ...]:
    """Return the rows of ``table`` by the priority of their outputs, those of equal priority in the table's order.

    ``findings`` are the terms by code. Outputs count from left to right; those without a set of values do not count,
    and no value comes after every value.
    """
    places = {
        code: {level.value: place for place, level in enumerate(levels.levels)}
        for code in table.outputs
        if (levels := findings[code].type.levels) is not None
    }

    def priority(row: TableRow) -> tuple[int, ...]:
        return tuple(_place(row, code, order) for code, order in places.items())

    return tuple(sorted(table.rows, key=priority))


def _place(row: TableRow, code: str, order: Mapping[str, int]) -> int:
    expression = row.outputs[code].expression
    value = expression.value if isinstance(expression, Constant) else None
    if isinstance(value, Fraction):  # a level is known by its place
        return int(value)
    return order.get(value, len(order)) if isinstance(value, str) else len(order)
