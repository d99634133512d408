"""One sheet becomes a table: by the same reading as a CSV file's, after what a spreadsheet program did is undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chronicare.authoring.workbook.book_reading import Merged, Sheet
from chronicare.authoring.workbook.choices import Words
from chronicare.authoring.workbook.look_ups import ROW_NUMBER, beside_what, is_beside, names_beside
from chronicare.authoring.workbook.merging import merge_rows
from chronicare.authoring.workbook.row_order import align, as_in_file, cut_off, is_sorted, number_rows, order_matters
from chronicare.authoring.workbook.typed_cells import TypedCell, mend
from chronicare.authoring.workbook.written import WrittenTable, digest_of, version_of
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.csv_table import column_under, read_records
from chronicare.formats.kind_by_headings import known_headings
from chronicare.formats.spreadsheet_damage import restored_places
from chronicare.tables import ColumnSpec, Kind, Row, Table

_HEADED_WITHIN = 10
_AS_TEXT = Text("先把格子设为「文本」再填", "format the cells as Text before filling them in")


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as its sheet has it now, its cells placed there, and which row of its file each row was.

    ``has_moved`` says that rows which stood in another order are taken in their new one; ``version`` is that of the
    sheet by itself, whatever its file has become.
    """

    table: Table
    numbers: tuple[int | None, ...]
    has_moved: bool
    version: str


def read_sheet(
    sheet: Sheet, empty: Table, base: WrittenTable | None, words: Words, diagnostics: Diagnostics
) -> ReadTable:
    """Read ``sheet`` as a table like ``empty``; ``base`` is the table as its file has it by now, if it has one.

    What the file has changed since the sheet was written out is kept beside what the sheet has changed.
    """
    kind = empty.kind
    head = _heading_row(sheet, kind)
    headings = [cell.text for cell in sheet.row(head)]
    rows = [sheet.row(number) for number in range(head + 1, sheet.last_row + 1)]
    numbering = next((at for at, each in enumerate(headings) if _folded(each) == _folded(ROW_NUMBER)), None)
    columns = [None if is_beside(each) else column_under(each, kind) for each in headings]
    written_out = _written_out(sheet, base)
    before = _before(rows, numbering, written_out, base)
    texts, doubtful = _mended(sheet.where, head, rows, columns, before, diagnostics)
    for at, heading in enumerate(headings):
        if is_beside(heading):
            _tell_renamed(Position(sheet.where, head, at + 1, heading), rows, before, kind, words, diagnostics)
            headings[at] = ""
            for line in texts:
                line[at] = ""
    own = Diagnostics()
    table = read_records([headings, *texts], kind, sheet.where, empty.document, own, head)
    diagnostics.extend(each for each in own.sorted() if each.where not in doubtful)
    _tell_merged(sheet, head, kind, table, diagnostics)
    for row, column in sheet.remarks:
        if row != head:
            message = Text("批注没有导入", "the comment is not imported")
            hint = Text("要留下的话写进「说明」列或异常登记", "write what is to stay into a column for notes")
            diagnostics.add(Code.NOT_IMPORTED, Position(sheet.where, row, column), message, hint)
    numbers = [rows[row.position.row - head - 1][numbering].text if numbering is not None else "" for row in table]
    return _in_order(_like(table, empty, base), numbers, written_out, base, diagnostics)


def _written_out(sheet: Sheet, base: WrittenTable | None) -> Mapping[int, str]:
    """Return the digests of the rows that were written out; empty if they are lost and the file has changed."""
    if base is not None and sheet.mark.version in ("", base.version):
        return {row.position.row: digest_of(row) for row in base.table}
    return sheet.written_out if base is not None else {}


def _heading_row(sheet: Sheet, kind: Kind) -> int:
    """Return the row below the mark that has most of the headings."""
    below = range(sheet.mark_row + 1, sheet.mark_row + 1 + _HEADED_WITHIN)
    return max(below, key=lambda row: (known_headings((cell.text for cell in sheet.row(row)), kind), -row))


def _folded(heading: str) -> str:
    return heading.replace("(", "（").replace(")", "）").strip()


def _before(
    rows: Sequence[Sequence[TypedCell]],
    numbering: int | None,
    written_out: Mapping[int, str],
    base: WrittenTable | None,
) -> list[Row | None]:
    """Return what each row was when it was written out, where its file still has it."""
    if numbering is None or base is None:
        return [None] * len(rows)
    there = {digest_of(row): row for row in base.table}
    known = {number: there[digest] for number, digest in written_out.items() if digest in there}
    numbers = (row[numbering].text for row in rows)
    return [known.get(int(each)) if each.isascii() and each.isdigit() else None for each in numbers]


def _mended(
    where: str,
    head: int,
    rows: Sequence[Sequence[TypedCell]],
    columns: Sequence[ColumnSpec | None],
    before: Sequence[Row | None],
    diagnostics: Diagnostics,
) -> tuple[list[list[str]], set[Position]]:
    """Return the texts of ``rows``, and the places of those that a program has changed beyond certainty, told."""
    texts = [[cell.text for cell in row] for row in rows]
    doubtful: set[Position] = set()
    for at, column in enumerate(columns):
        if column is None:
            continue
        for number, (row, was) in enumerate(zip(rows, before, strict=True), start=head + 1):
            place = Position(where, number, at + 1, column.heading)
            mended = mend(row[at], column, was.text(column.name) if was is not None else "")
            texts[number - head - 1][at] = mended.text
            if mended.was:
                _tell_restored(place, mended.was, mended.text, diagnostics)
            if mended.doubt is not None:
                message = Text(f"「{row[at].text}」像是被表格软件改过", f"'{row[at].text}' looks changed by a program")
                diagnostics.add(Code.SPOILED_BY_SPREADSHEET, place, message, mended.doubt)
                doubtful.add(place)
        places = restored_places(column, [line[at] for line in texts])
        for number, line in enumerate(texts, start=head + 1):
            if line[at] in places:
                _tell_restored(Position(where, number, at + 1, column.heading), line[at], places[line[at]], diagnostics)
                line[at] = places[line[at]]
    return texts, doubtful


def _tell_renamed(
    heading: Position,
    rows: Sequence[Sequence[TypedCell]],
    before: Sequence[Row | None],
    kind: Kind,
    words: Words,
    diagnostics: Diagnostics,
) -> None:
    """Tell names that were changed beside a code: they stand there for the eye, and are written elsewhere."""
    column = column_under(beside_what(heading.heading), kind)
    if column is None:
        return
    for number, (row, was) in enumerate(zip(rows, before, strict=True), start=heading.row + 1):
        text = row[heading.column - 1].text
        if was is not None and text and text != names_beside(was, column, words):
            diagnostics.add(
                Code.NOT_IMPORTED,
                heading._replace(row=number),
                Text("对照列改了不算数，没有导入", "a name beside a code is not imported"),
                Text("要改名称，改它自己的表；要换一个，改编码", "change it in its own table, or change the code"),
            )


def _tell_restored(place: Position, was: str, text: str, diagnostics: Diagnostics) -> None:
    message = Text(f"「{was}」是表格软件改的，改回了「{text}」", f"'{was}' was '{text}', and is again")
    diagnostics.add(Code.RESTORED, place, message, _AS_TEXT)


def _tell_merged(sheet: Sheet, head: int, kind: Kind, table: Table, diagnostics: Diagnostics) -> None:
    """Tell merged cells, but for those that say what empty cells say too: as above."""
    by = {row.position.row: row.text(kind.continued_by) for row in table} if kind.continued_by else {}
    for each in sheet.merged:
        if each.last_row < head:
            continue
        rows = range(each.first_row, each.last_row + 1)
        goes_on = each.first_column == each.last_column and len({by.get(row, "") for row in rows} - {""}) == 1
        if goes_on and all(by.get(row) for row in rows):
            continue
        diagnostics.add(
            Code.MERGED_CELLS,
            Position(sheet.where, each.first_row, each.first_column),
            Text(f"{_named(each)} 合并了：只有第一格有字", f"{_named(each)} are merged: only the first has its text"),
            Text("取消合并，每一格都填上", "unmerge them and fill in each"),
        )


def _named(merged: Merged) -> str:
    first = str(Position("", merged.first_row, merged.first_column)).lstrip(":")
    return f"{first}:{str(Position('', merged.last_row, merged.last_column)).lstrip(':')}"


def _like(table: Table, empty: Table, base: WrittenTable | None) -> Table:
    """Return ``table`` as its file is to have it: with the columns that hold anything, and those there were."""
    kind = table.kind
    kept = {name for row in table for name, cell in row.cells.items() if cell}
    kept |= {each.name for each in kind.columns if kind.requires(each)} | {each.name for each in table.own}
    kept |= base.columns if base is not None else set()
    rows = (Row(row.position, {name: row[name] for name in _ordered(row.cells, kept)}) for row in table)
    return replace(empty, rows=tuple(rows), own=table.own)


def _ordered(names: Iterable[str], kept: set[str]) -> list[str]:
    return [name for name in names if name in kept]


def _in_order(
    table: Table,
    written: Sequence[str],
    written_out: Mapping[int, str],
    base: WrittenTable | None,
    diagnostics: Diagnostics,
) -> ReadTable:
    """Return the rows in the order they belong in, with those that the file has changed meanwhile."""
    if base is None:
        return ReadTable(table, (None,) * len(table.rows), has_moved=False, version=version_of(table))
    numbers = number_rows(table.rows, written, written_out)
    if not any(written):
        numbers = align(base.table, table.rows)
    has_moved = not is_sorted(numbers)
    if has_moved and not order_matters(table):
        order = as_in_file(numbers)
        table = replace(table, rows=tuple(table.rows[at] for at in order))
        numbers = [numbers[at] for at in order]
        has_moved = False
    version = version_of(table)
    if not written_out and base.table.rows:
        _tell_conflict(Position(table.rows[0].position.file if table.rows else ""), base, diagnostics)
    elif list(written_out.values()) != [digest_of(row) for row in base.table]:
        merged = merge_rows(list(written_out.values()), table.rows, base.table.rows)
        for row in merged.conflicts:
            _tell_conflict(row.position, base, diagnostics)
        table = replace(table, rows=merged.rows)
        numbers, has_moved = align(base.table, table.rows), False
    for row in cut_off(base.table, table, numbers):
        diagnostics.add(
            Code.ROWS_OUT_OF_ORDER,
            row.position,
            Text(
                "这一行的空格原是同上，现在上面换成了别的行，意思就变了",
                "its empty cells went on from the row above, which is another one now",
            ),
            Text(
                "撤销排序或移动；要移动，先把空格填上", "undo the sorting or moving, or fill in the empty cells first"
            ),
        )
    return ReadTable(table, tuple(numbers), has_moved, version)


def _tell_conflict(where: Position, base: WrittenTable, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.CHANGED_SINCE_EXPORT,
        where,
        Text(
            f"这里导出之后，{base.file} 也改过，两边不一样",
            f"{base.file} has been changed here since it was written out, otherwise than the sheet",
        ),
        Text("重新导出一份，看它现在怎样，再把改动搬过去", "write it out again, see what it is now, and change that"),
    )
