"""Rows that a new area has not filled in yet: each is told once, with the cells that are still to be written."""

from collections.abc import Iterable, Iterator

from chronicare.diagnostics import Code, Diagnostic, Position, Text
from chronicare.tables import TO_FILL_IN, Cell, Row, RuleFolder


def told_by_row(found: Iterable[Diagnostic], folder: RuleFolder) -> Iterator[Diagnostic]:
    """Yield what was ``found`` in ``folder``; all that is wrong with a row not filled in yet comes as one.

    Cells that are well are not named, and what may be written is said of each that is not.
    """
    rows = {
        (row.position.file, row.position.row): row
        for table in folder.tables
        for row in table
        if any(_to_fill_in(cell) for cell in row.cells.values())
    }
    of_row: dict[tuple[str, int], list[Diagnostic]] = {place: [] for place in rows}
    for each in found:
        where = each.where
        place = (where.file, where.row) if isinstance(where, Position) else ("", 0)
        if each.is_error and place in of_row:
            of_row[place].append(each)
        else:
            yield each
    for place, problems in of_row.items():
        yield _told(rows[place], problems)


def _told(row: Row, problems: Iterable[Diagnostic]) -> Diagnostic:
    cells = [cell for cell in row.cells.values() if _to_fill_in(cell)]
    hints = {each.where: each.hint for each in problems if each.code is Code.UNKNOWN_NAME}
    empty = [
        each.where
        for each in problems
        if each.code is Code.EMPTY_REQUIRED_CELL and isinstance(each.where, Position) and each.where.heading
    ]
    headings = list(dict.fromkeys(place.heading for place in (*(cell.position for cell in cells), *empty)))
    said = {cell.position.heading: hints[cell.position] for cell in cells if cell.position in hints}
    return Diagnostic(
        Code.NOT_FILLED_IN,
        cells[0].position,
        Text(f"这一行还没有填：{'、'.join(headings)}", f"the row is not filled in yet: {', '.join(headings)}"),
        Text(
            "；".join(f"「{heading}」{hint.zh}" for heading, hint in said.items()),
            "; ".join(f"{heading}: {hint.en}" for heading, hint in said.items()),
        ),
    )


def _to_fill_in(cell: Cell) -> bool:
    return cell.text.startswith(TO_FILL_IN)
