"""New numbers in a card from a day on: what their rows take over, and what they leave behind.

A row put into the middle must not carry others along; a row that takes another's place must not take over what a third
row says; a reading must not end because the number under another one does.
"""

from collections.abc import Iterator
from datetime import date

from chronicare.compiler.dates import row_period
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.tables import INPUT, Row, RuleFolder, Table

_Key = tuple[str, ...]
_ANYTHING = ("", "-")
_DATES = ("effective_from", "effective_until")


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


def tell_cells_of_others(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Tell cells that a new row takes over from an older one above, where the row whose place it takes says otherwise.

    What it takes over from a row that begins with it is new too.
    """
    for table in folder.of_kind("card"):
        began = {row.position.row: row_period(row, Diagnostics())[0] for row in table}
        for before, row in _successions(table):
            for column, cell in row.cells.items():
                is_older = began.get(cell.position.row) != began[row.position.row]
                if column not in _DATES and is_older and cell.text != before.text(column):
                    _tell_other(table, column, before, row, diagnostics)


def tell_readings_that_end(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Tell rows of a reading that end on the day another row of the step goes on: under it nothing is paid any more."""
    for table in folder.of_kind("card"):
        begun = {(_step(table, row), since) for row in table if (since := row_period(row, Diagnostics())[0])}
        renewed = {(_key(table, row), row_period(row, Diagnostics())[0]) for row in table}
        for row in table:
            until = row_period(row, Diagnostics())[1]
            if until is None or not row["switch"]:
                continue
            if (_step(table, row), until) in begun and (_key(table, row), until) not in renewed:
                _tell_ended(row, until, diagnostics)


def _successions(table: Table) -> Iterator[tuple[Row, Row]]:
    """Yield the rows that take another's place, the one first whose place it is."""
    ended: dict[tuple[_Key, date | None], Row] = {}
    for row in table:
        since, until = row_period(row, Diagnostics())
        before = ended.get((_key(table, row), since)) if since is not None else None
        if before is not None:
            yield before, row
        if until is not None:
            ended[_key(table, row), until] = row


def _key(table: Table, row: Row) -> _Key:
    return (row.text("switch"), row.text("reading"), *_step(table, row))


def _step(table: Table, row: Row) -> _Key:
    """Return what makes a row the step it is, whatever the reading."""
    inputs = (column.name for column in table.own if column.name.startswith(INPUT))
    return (row.text("id"), *("-" if row.text(name) in _ANYTHING else row.text(name) for name in inputs))


def _tell_other(table: Table, column: str, before: Row, row: Row, diagnostics: Diagnostics) -> None:
    heading, taken, was = table.kind.column(column).heading, row.text(column), before.text(column)
    diagnostics.add(
        Code.BAD_DATES,
        row[column].position._replace(row=row.position.row),
        Text(
            f"「{heading}」空着，同上是「{taken}」；它接替的第 {before.position.row} 行是「{was}」",
            f"{heading} is empty, which means {taken!r} as above; row {before.position.row}, whose place it takes, "
            f"says {was!r}",
        ),
        Text("写明是哪一个", "write which of them it is"),
    )


def _tell_ended(row: Row, until: date, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.BAD_DATES,
        row.position,
        Text(
            f"开关「{row.text('switch')}」取「{row.text('reading')}」到 {until} 为止，别的行还接着：取它时从此不付",
            f"the row of {row.text('switch')!r} {row.text('reading')!r} ends on {until}, and others of the step go on: "
            "under it nothing is paid from then on",
        ),
        Text(
            "也写它自那天起的一行；不随它变的，失效日写「-」", "write its row from that day on; or - for its last day"
        ),
    )


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
