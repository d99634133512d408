"""Dates that rows of a card take over from the row above: a row put into the middle must not carry others along."""

from datetime import date

from chronicare.compiler.dates import row_period
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.tables import INPUT, Row, RuleFolder, Table

_Key = tuple[str, ...]
_ANYTHING = ("", "-")


def tell_rows_carried_along(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Tell rows that begin with the row above, which takes an older one's place, and take no one's place themselves.

    A new number written into the middle of a step's rows would let those below it begin with it: before that day
    nothing would be paid by them.
    """
    for table in folder.of_kind("card"):
        ended = {(_key(table, row), until) for row in table if (until := row_period(row, Diagnostics())[1])}
        by_number = {row.position.row: row for row in table}
        for row in table:
            cell = row["effective_from"]
            above = by_number.get(cell.position.row)
            since = row_period(row, Diagnostics())[0]
            if above is None or above is row or since is None:
                continue
            if (_key(table, above), since) in ended and (_key(table, row), since) not in ended:
                _tell(row, since, diagnostics)


def _key(table: Table, row: Row) -> _Key:
    inputs = (column.name for column in table.own if column.name.startswith(INPUT))
    tested = ("-" if row.text(name) in _ANYTHING else row.text(name) for name in inputs)
    return (row.text("id"), row.text("switch"), row.text("reading"), *tested)


def _tell(row: Row, since: date, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.BAD_DATES,
        row.position,
        Text(
            f"这一行随上一行自 {since} 起才有效，此前却没有同它条件相同的一行",
            f"it begins on {since} with the row above, and no row of the same conditions was there before",
        ),
        Text(
            "自某天起的新数，连同编号的各行抄一份，接在它们后面；不随它变的行，生效日写「-」",
            "copy all rows of the step below them for the new numbers; write - for the first day of a row that stays",
        ),
    )
