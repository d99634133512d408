"""A table as the page shows it: cells as written, the clause beside each row, what is in doubt, what cases reach."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chronicare.diagnostics import Diagnostic, Diagnostics, Position
from chronicare.diagnostics.place import column_letters
from chronicare.formats.csv_records import split_records
from chronicare.formats.csv_table import column_under
from chronicare.program.formula import NoValue
from chronicare.tables import INPUT, OUTPUT, ColumnSpec, Kind, Table

_BESIDE = ("source", "clause", "correction", "anomalies")
"""Columns that stand beside the row, with the clause."""
_ENGLISH = "_en"
"""What the names of columns for other readers than ours end with."""
_LONG = 14
"""Characters of a cell that is written over several lines rather than on one."""
_MARKS = {NoValue.NOT_PUBLISHED.value: "unpublished", NoValue.NO_ENTITLEMENT.value: "none"}


@dataclass(frozen=True, slots=True)
class ColumnHelp:
    """What helps to fill in a column: how it is written, and what can be chosen."""

    hint: str = ""
    choices: tuple[str, ...] = ()


HelpOf = Callable[[Kind, ColumnSpec], ColumnHelp]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its number, its heading, and whether it tests, gives, or stands beside."""

    number: int
    heading: str
    name: str
    role: str
    help: ColumnHelp

    @property
    def letters(self) -> str:
        """How a spreadsheet calls it."""
        return column_letters(self.number)

    @property
    def word(self) -> str:
        """The heading without the prefix that its role says."""
        return self.heading.removeprefix(INPUT).removeprefix(OUTPUT)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: what is written, what it takes over from above if it is empty, and how it is marked."""

    column: Column
    text: str
    above: str
    mark: str
    is_changed: bool
    was: str
    problems: tuple[Diagnostic, ...]

    @property
    def is_long(self) -> bool:
        """Whether it needs room."""
        return len(self.text or self.above) > _LONG


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row by its number in the file; ``marks`` are anomaly, switch and unpublished, as far as they apply."""

    number: int
    cells: tuple[ShownCell, ...]
    beside: Mapping[str, ShownCell]
    document: str
    place: str
    clause: str
    is_clause_above: bool
    anomalies: tuple[str, ...]
    switch: str
    reading: str
    marks: tuple[str, ...]
    """A row of the switches themselves bears no mark: that is what the table is about."""


@dataclass(frozen=True, slots=True)
class TablePage:
    """A whole table; its ``spare_columns`` are empty, or not in Chinese, and shown only when asked for."""

    file: str
    title: str
    kind: Kind
    columns: tuple[Column, ...]
    spare_columns: tuple[Column, ...]
    rows: tuple[ShownRow, ...]
    has_clauses: bool
    lacking: tuple[ColumnSpec, ...]
    """Columns that its kind has and the file has not."""

    @property
    def marks(self) -> frozenset[str]:
        """The marks that any of its rows bears."""
        return frozenset(mark for row in self.rows for mark in row.marks)


def table_page(
    table: Table,
    data: bytes,
    saved: bytes | None,
    titles: Mapping[str, str],
    problems: Sequence[Diagnostic],
    help_of: HelpOf,
) -> TablePage:
    """Lay ``data``, the file of ``table`` as it is by now, out; ``saved`` is what it was, ``titles`` name documents.

    ``table`` has the rows as read, with what is as above filled in; ``help_of`` says how a column is filled in.
    """
    records, before = _records(data, table.file), _records(saved or b"", table.file)
    headings = records[0] if records else []
    columns = [_column(number, heading, table.kind, help_of) for number, heading in enumerate(headings, 1)]
    read = {row.position.row: row for row in table}
    at: dict[tuple[int, int], list[Diagnostic]] = {}
    for each in problems:
        if isinstance(each.where, Position) and each.where.file == table.file:
            at.setdefault((each.where.row, each.where.column), []).append(each)
    rows = []
    for number, cells in enumerate(records[1:], 2):
        if not any(cells):
            continue
        was = before[number - 1] if number <= len(before) else []
        row = read.get(number)
        shown = []
        for column in columns:
            text = cells[column.number - 1] if column.number <= len(cells) else ""
            old = was[column.number - 1] if column.number <= len(was) else ""
            full = row.text(column.name) if row is not None and column.name else ""
            found = (*at.get((number, column.number), ()), *(at.get((number, 0), ()) if column.number == 1 else ()))
            changed = text != old and saved is not None
            shown.append(
                ShownCell(column, text, full if not text else "", _mark(text or full), changed, old, tuple(found))
            )
        rows.append(_row(number, shown, row.text if row is not None else lambda _: "", table, titles))
    main = tuple(each for each in columns if each.role != "beside")
    empty = tuple(
        each
        for each in main
        if each.name.endswith(_ENGLISH)
        or not any(cell.text or cell.above for row in rows for cell in row.cells if cell.column is each)
    )
    return TablePage(
        table.file,
        table.name or table.kind.title,
        table.kind,
        main,
        empty if len(main) > 1 else (),
        tuple(rows),
        any(each.name == "clause" for each in columns),
        tuple(each for each in table.kind.columns if each.name not in {one.name for one in columns}),
    )


def _row(number: int, cells: Sequence[ShownCell], text: object, table: Table, titles: Mapping[str, str]) -> ShownRow:
    assert callable(text)  # noqa: S101 - it gives the text of a column
    main = tuple(each for each in cells if each.column.role != "beside")
    beside = {each.column.name: each for each in cells if each.column.role == "beside"}
    source = str(text("source"))
    head, _, rest = source.partition(" ")
    document, place = (head, rest) if head in titles and rest else (table.document, source)
    anomalies = tuple(each.strip() for each in str(text("anomalies")).replace("；", ";").split(";") if each.strip())
    switch, reading = str(text("switch")), str(text("reading"))
    marks = [
        *(["anomaly"] if anomalies else []),
        *(["switch"] if switch and "clause" in beside else []),
        *(["unpublished"] if any(each.mark == "unpublished" for each in main) else []),
    ]
    clause = beside.get("clause")
    return ShownRow(
        number,
        main,
        beside,
        titles.get(document, document),
        place,
        str(text("clause")),
        clause is not None and not clause.text and bool(clause.above),
        anomalies,
        switch,
        reading,
        tuple(marks),
    )


def _column(number: int, heading: str, kind: Kind, help_of: HelpOf) -> Column:
    spec = column_under(heading, kind)
    name = spec.name if spec is not None else ""
    role = "beside" if name in _BESIDE else "fact"
    if name.startswith(INPUT):
        role = "input"
    elif name.startswith(OUTPUT):
        role = "output"
    return Column(number, heading, name, role, help_of(kind, spec) if spec is not None else ColumnHelp())


def _records(data: bytes, file: str) -> list[list[str]]:
    return split_records(data.decode("utf-8-sig", errors="replace"), file, Diagnostics())


def _mark(text: str) -> str:
    return _MARKS.get(text, "")


def payers_in_order(page: TablePage) -> Iterator[tuple[int, str, str]]:
    """Yield the steps of a card as it reads, each once: the number of its first row, who pays, and its name."""
    names = {each.name: each for each in page.columns}
    if "payer" not in names or page.kind.name != "card":
        return
    seen: set[str] = set()
    for row in page.rows:
        cells = {each.column.name: each.text or each.above for each in row.cells}
        step = cells.get("id", "")
        if step and step not in seen:
            seen.add(step)
            yield row.number, cells.get("payer", ""), cells.get("name", "")
