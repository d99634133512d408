"""Dates on rows: the periods in which one and the same set of rows is in force."""

from datetime import date
from itertools import pairwise

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.date_cell import read_date_cell
from chronicare.program.validity import is_valid
from chronicare.tables import Row, RuleFolder, Table

_DATED = ("entries", "criteria", "groups", "documents", "decision", "card", "counters", "scope", "rulings")


def row_period(row: Row, diagnostics: Diagnostics) -> tuple[date | None, date | None]:
    """Return the days a row begins (inclusive) and ends (exclusive), ``None`` where it does not say."""
    since = read_date_cell(row["effective_from"], diagnostics) if row["effective_from"] else None
    until = read_date_cell(row["effective_until"], diagnostics) if row["effective_until"] else None
    if since and until and since >= until:
        diagnostics.add(
            Code.BAD_DATES,
            row["effective_until"].position,
            Text("失效日不晚于生效日", "the row ends before it begins"),
            Text("失效日当日起无效，须晚于生效日", "effective_until is exclusive and must be later"),
        )
        return None, None  # in force: what names the row is no further mistake
    return since, until


def periods(folder: RuleFolder, diagnostics: Diagnostics) -> list[tuple[date | None, date | None]]:
    """Cut the folder's time of force at every date a row begins or ends; each period is (from, until)."""
    start, end = folder.manifest.effective_from, folder.manifest.effective_until
    cuts: set[date] = set()
    for kind in _DATED:
        for table in folder.of_kind(kind):
            for row in table:
                cuts.update(day for day in row_period(row, diagnostics) if day)
    inside = sorted(day for day in cuts if (start is None or day > start) and (end is None or day < end))
    edges = [start, *inside, end]
    return list(pairwise(edges))


def rows_in_force(folder: RuleFolder, day: date | None) -> dict[str, list[tuple[Table, Row]]]:
    """Return the rows of each kind in force on ``day`` (``None``: before any date)."""
    silent = Diagnostics()
    in_force: dict[str, list[tuple[Table, Row]]] = {}
    for kind in _DATED:
        rows = in_force.setdefault(kind, [])
        for table in folder.of_kind(kind):
            for row in table:
                since, until = row_period(row, silent)
                if is_valid(day, since, until):
                    rows.append((table, row))
    return in_force
