"""Rows that go on from the row above: what they leave empty is as above, as merged cells are read."""

from collections.abc import Mapping
from dataclasses import replace

from chronicare.tables import INPUT, Cell, Row, Table

NOTHING = "-"
"""What stands in a cell that has nothing where the row above has something."""
_DATES = ("effective_from", "effective_until")


def with_what_is_above(table: Table) -> Table:
    """Return ``table`` with the rows that go on from the row above filled; a cell taken over keeps its own place.

    The two dates are taken over together, and only if the row writes neither: the row of a new year, which begins when
    the one above ends, does not end with it. ``-`` means nothing, but in an input, where it means anything.
    """
    by = table.kind.continued_by
    if not by:
        return table
    rows: list[Row] = []
    for row in table:
        above = rows[-1].cells if goes_on(row, rows[-1] if rows else None, by) else {}
        rows.append(Row(row.position, _filled(row.cells, above)))
    return replace(table, rows=tuple(rows))


def goes_on(row: Row, above: Row | None, by: str) -> bool:
    """Whether ``row`` goes on from the row ``above``: both have the same in the column ``by``."""
    return bool(by) and above is not None and bool(row[by]) and row.text(by) == above.text(by)


def _filled(cells: Mapping[str, Cell], above: Mapping[str, Cell]) -> dict[str, Cell]:
    dated = any(cells[name] for name in _DATES if name in cells)
    filled: dict[str, Cell] = {}
    for name, cell in cells.items():
        taken = cell
        if not cell and name in above and not (dated and name in _DATES):
            taken = above[name]
        elif cell.text == NOTHING and not name.startswith(INPUT):
            taken = Cell("", cell.position)
        filled[name] = taken
    return filled
