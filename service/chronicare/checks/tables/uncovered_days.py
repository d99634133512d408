"""Finds the days between an old row's last and the row's that takes its place: nothing would be said of them."""

from collections.abc import Iterable
from datetime import date

from chronicare.compiler.dates import row_period
from chronicare.diagnostics import Code, Diagnostics, Edit, Mending, Text
from chronicare.tables import INPUT, Row, RuleFolder, Table

_SAME = {
    "entries": ("code",),
    "criteria": ("entries", "id"),
    "groups": ("entries", "id", "switch", "reading"),
    "documents": ("entries", "id"),
    "decision": ("switch", "reading"),
    "card": ("id", "switch", "reading"),
    "counters": ("name",),
    "rulings": ("subject",),
}
"""The columns by which a row of a kind is known again; of decision tables and cards the inputs as well."""
_EVERYTHING = ("-", "")


def check_days(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Warn of each row that begins later than the one before it, of the same inputs, has ended."""
    for table in folder.tables:
        for rows in _successions(table):
            dated = [(*row_period(row, Diagnostics()), row) for row in rows]
            # Rows are in order; the day the last of those so far ends is the first that is left to the next.
            covered = dated[0][1]
            for since, until, row in dated[1:]:
                if covered is not None and since is not None and covered < since:
                    _tell(covered, since, row, diagnostics)
                covered = None if until is None or covered is None else max(covered, until)


def _successions(table: Table) -> Iterable[list[Row]]:
    """Return the rows of ``table`` that take each other's place, by the day they begin."""
    names = _SAME.get(table.kind.family, ())
    inputs = [column.name for column in table.own if column.name.startswith(INPUT)]
    by_key: dict[tuple[str, ...], list[Row]] = {}
    for row in table if names else ():
        tested = ("-" if row.text(name) in _EVERYTHING else row.text(name) for name in inputs)
        by_key.setdefault((*(row.text(name) for name in names), *tested), []).append(row)
    several = [rows for rows in by_key.values() if len(rows) > 1]
    return [sorted(rows, key=lambda row: row_period(row, Diagnostics())[0] or date.min) for rows in several]


def _tell(ended: date, begins: date, row: Row, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.DAYS_WITHOUT_ROW,
        row["effective_from"].position,
        Text(
            f"自 {ended} 起、{begins} 以前没有一行有效：前一行已失效，这一行还没有生效",
            f"from {ended} until {begins} no row is in force: the one before has ended, this has not begun",
        ),
        Mending(
            f"生效日写成 {ended}，或改前一行的失效日",
            f"let it begin on {ended}, or the one before end later",
            Edit(row.text("effective_from"), ended.isoformat()),
        ),
    )
