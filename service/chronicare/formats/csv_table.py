"""CSV files become tables of a known kind, and tables become CSV files that Excel and WPS open unharmed."""

import re
import unicodedata
from collections.abc import Sequence

from chronicare.diagnostics import Code, Diagnostics, Edit, Mending, Position, Text
from chronicare.diagnostics.place import column_letters
from chronicare.formats.csv_records import split_records
from chronicare.formats.encoding import SAVE_AS_CSV, decode
from chronicare.formats.spelling import nearest, suggest
from chronicare.formats.spreadsheet_damage import restored_places, spoiled
from chronicare.tables import KINDS, Cell, ColumnSpec, Kind, Row, Table

MAX_CHARACTERS = 4000
"""A longer cell is refused: as a rule a quote is misplaced and rows have run together."""

_BOM = "\ufeff"
_NEEDS_QUOTES = re.compile(r'[",\r\n]')
_OTHER_SEPARATORS = {
    ";": Text("分号", "semicolons"),
    "\t": Text("制表符", "tabs"),
    "|": Text("竖线", "vertical bars"),
    "，": Text("全角逗号", "full-width commas"),
}
_SHOWN = 20
"""Characters of a cell that a hint repeats."""
_HEADINGS = frozenset(column.heading for kind in KINDS.values() for column in kind.columns)


def read_table(data: bytes, kind: Kind, file: str, document: str, diagnostics: Diagnostics) -> Table:
    """Read a CSV file of ``kind``; everything wrong with it goes to ``diagnostics``, what could be read is returned.

    ``file`` is the name shown in positions, ``document`` the id of the source its rows cite.
    """
    text = decode(data, file, diagnostics, _HEADINGS, SAVE_AS_CSV)
    if text is None:
        return Table(kind, file, (), document)
    misquoted = Diagnostics()
    records = split_records(text, file, misquoted)
    if records and _has_other_separator(records[0], kind, file, diagnostics):
        return Table(kind, file, (), document)
    diagnostics.extend(misquoted.sorted())
    if not records and text.strip():
        return Table(kind, file, (), document)
    return read_records(records, kind, file, document, diagnostics)


def read_records(
    records: Sequence[Sequence[str]],
    kind: Kind,
    file: str,
    document: str,
    diagnostics: Diagnostics,
    heading_row: int = 1,
) -> Table:
    """Read the cells of a sheet, trimmed, the headings first and in row ``heading_row`` of it.

    Columns may stand in any order and optional ones be absent; empty rows are skipped, but rows keep the numbers a
    spreadsheet shows. A column without heading is not read; it is told if it has content.
    """
    if not records or not any(records[0]):
        diagnostics.add(
            Code.BROKEN_CSV,
            Position(file, heading_row),
            Text(f"第 {heading_row} 行是空的", f"row {heading_row} is empty"),
            Text(
                f"这一行写标题：{'、'.join(each.heading for each in kind.columns)}",
                f"write the headings in row {heading_row}",
            ),
        )
        return Table(kind, file, (), document)
    headings = _without_trailing_empty(records[0])
    columns = _read_headings(headings, kind, Position(file, heading_row), diagnostics)
    _check_nameless(headings, records[1:], Position(file, heading_row), diagnostics)
    rows = [
        _read_row(cells, columns, Position(file, number), diagnostics)
        for number, cells in enumerate(records[1:], start=heading_row + 1)
        if any(cells)
    ]
    _check_filled(rows, kind, diagnostics)
    own = tuple(column for column, _ in columns if column is not None and column not in kind.columns)
    for column in (*kind.columns, *own):
        _check_spoiled([row.cells[column.name] for row in rows if column.name in row.cells], column, diagnostics)
    return Table(kind, file, tuple(rows), document, own)


def write_table(table: Table) -> bytes:
    """Write ``table`` in the one canonical form: UTF-8 with byte order mark, CRLF, columns in the kind's order.

    Optional columns no row has are left out (a table without rows gets them all); quotes stand only where needed.
    """
    present = {name for row in table for name in row.cells}
    kind = table.kind
    columns = [
        each
        for each in columns_in_order(kind, table.own)
        if each in table.own or not table.rows or kind.requires(each) or each.name in present
    ]
    lines = [[each.heading for each in columns], *([row.text(each.name) for each in columns] for row in table)]
    return (_BOM + "".join(f"{','.join(map(quoted, line))}\r\n" for line in lines)).encode("utf-8")


def column_under(heading: str, kind: Kind) -> ColumnSpec | None:
    """Return the column of a table of ``kind`` that ``heading``, as written, stands for; ``None`` if it is of none."""
    plain = _plain(heading)
    return next((each for each in kind.columns if each.heading == plain), None) or kind.own_column(heading)


def columns_in_order(kind: Kind, own: Sequence[ColumnSpec]) -> list[ColumnSpec]:
    """Return all columns that a table of ``kind`` can have, those of the author's ``own`` in their place."""
    names = [each.name for each in kind.columns]
    before = names.index(kind.own_after) + 1 if kind.own_after else 0
    return [*kind.columns[:before], *own, *kind.columns[before:]]


def quoted(text: str) -> str:
    """Write a cell, in quotes only where they are needed."""
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).strip()


def _without_trailing_empty(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _has_other_separator(first: Sequence[str], kind: Kind, file: str, diagnostics: Diagnostics) -> bool:
    """Tell a file whose cells are separated by something other than commas."""
    known = {column.heading for column in kind.columns}
    for separator, name in _OTHER_SEPARATORS.items():
        if any(sum(_plain(part) in known for part in cell.split(separator)) > 1 for cell in first):
            diagnostics.add(
                Code.BROKEN_CSV,
                Position(file, 1),
                Text(f"各格之间用的是{name.zh}，不是逗号", f"cells are separated by {name.en}, not commas"),
                SAVE_AS_CSV,
            )
            return True
    return False


def _read_headings(
    headings: Sequence[str], kind: Kind, row: Position, diagnostics: Diagnostics
) -> list[tuple[ColumnSpec | None, str]]:
    """Return the column under each heading (``None``: not to be read) and the heading as written."""
    by_heading = {column.heading: column for column in kind.columns}
    columns: list[tuple[ColumnSpec | None, str]] = []
    seen: dict[str, int] = {}
    meant = _renamed(headings, kind)
    for number, written in enumerate(headings, start=1):
        heading = _plain(written)
        column = column_under(written, kind)
        where = Position(row.file, row.row, number, written)
        if heading and column is None:
            diagnostics.add(
                Code.UNKNOWN_HEADING,
                where,
                Text(f"「{kind.name}」表没有「{heading}」这一列", f"a {kind.name} table has no column '{heading}'"),
                Mending(f"改回「{meant[heading]}」", f"call it '{meant[heading]}' again", Edit(written, meant[heading]))
                if heading in meant
                else suggest(heading, by_heading),
            )
        elif column is not None and column.name in seen:
            diagnostics.add(
                Code.DUPLICATE_HEADING,
                where,
                Text(f"标题「{heading}」写了两次", f"the heading '{heading}' stands twice"),
                Text(
                    f"与 {column_letters(seen[column.name])} 列合并",
                    f"merge it with column {column_letters(seen[column.name])}",
                ),
            )
            column = None
        if column is not None:
            seen[column.name] = number
        columns.append((column, written))
    for column in kind.columns:
        if kind.requires(column) and column.name not in seen and column.heading not in meant.values():
            tell_missing_heading(column, row.file, diagnostics, row.row)
    return columns


def _renamed(headings: Sequence[str], kind: Kind) -> dict[str, str]:
    """Return the headings that stand for required ones under another name: told once, not as one more and one less."""
    written = [_plain(each) for each in headings]
    known = {column.heading for column in kind.columns}
    strange = [each for each in written if each and each not in known and kind.own_column(each) is None]
    missing = [column.heading for column in kind.columns if column.required and column.heading not in written]
    others = [column.heading for column in kind.columns if not column.required and column.heading not in written]
    renamed: dict[str, str] = {}
    for each in strange:
        like = nearest(each, missing)
        if like is None and len(missing) == len(strange) == 1 and nearest(each, others) is None:
            like = missing[0]
        if like is not None:
            renamed[each] = like
            missing.remove(like)
    return renamed


def _check_nameless(
    headings: Sequence[str], rows: Sequence[Sequence[str]], row: Position, diagnostics: Diagnostics
) -> None:
    """Tell columns that have content but no heading."""
    for index, heading in enumerate(headings):
        if not heading and any(index < len(cells) and cells[index] for cells in rows):
            letters = column_letters(index + 1)
            diagnostics.add(
                Code.UNKNOWN_HEADING,
                Position(row.file, row.row, index + 1),
                Text(f"{letters} 列有内容却没有标题", f"column {letters} has content but no heading"),
                Text("补上标题，或清空这一列", "give it a heading, or empty it"),
            )


def _read_row(
    texts: Sequence[str],
    columns: Sequence[tuple[ColumnSpec | None, str]],
    where: Position,
    diagnostics: Diagnostics,
) -> Row:
    """Read one row that is not empty."""
    cells: dict[str, Cell] = {}
    for index, (column, heading) in enumerate(columns):
        if column is None:
            continue
        cell = Cell(
            texts[index] if index < len(texts) else "",
            Position(where.file, where.row, index + 1, column.heading or heading),
        )
        _check_length(cell, diagnostics)
        cells[column.name] = cell
    beyond = next((index for index in range(len(columns), len(texts)) if texts[index]), None)
    if beyond is not None:
        diagnostics.add(
            Code.ROW_TOO_LONG,
            Position(where.file, where.row, beyond + 1),
            Text(
                f"这一行有 {len(_without_trailing_empty(texts))} 格，标题只有 {len(columns)} 个",
                f"the row has {len(_without_trailing_empty(texts))} cells under {len(columns)} headings",
            ),
            Text("某格里有逗号就要整格加引号；多余的格子清空", "quote a cell that holds a comma; empty surplus cells"),
        )
    return Row(where, cells)


def _check_filled(rows: Sequence[Row], kind: Kind, diagnostics: Diagnostics) -> None:
    """Tell the cells that must be filled and are not, those one below the other once."""
    for column in kind.columns:
        if not kind.requires(column):
            continue
        above: Cell | None = None
        empty: list[Position] = []
        for cell in (row.cells[column.name] for row in rows if column.name in row.cells):
            if not cell:
                empty.append(cell.position)
                continue
            if empty:
                tell_empty(column, empty, above, diagnostics)
            above, empty = cell, []
        if empty:
            tell_empty(column, empty, above, diagnostics)


def must_be_filled(column: ColumnSpec) -> Text:
    """Say that a cell of ``column`` is empty and must not be."""
    return Text(f"「{column.heading}」必须填写", f"'{column.heading}' ({column.name}) must be filled")


def tell_empty(column: ColumnSpec, empty: Sequence[Position], above: Cell | None, diagnostics: Diagnostics) -> None:
    """Tell cells, one below the other, that must be filled and are not; ``above`` is the filled one over them."""
    first, last = (f"{column_letters(each.column)}{each.row}" for each in (empty[0], empty[-1]))
    several = len(empty) > 1
    cells = Text(f"{first} 至 {last}" if several else first, f"{first} to {last}" if several else first)
    message = must_be_filled(column)
    if several:
        message = Text(f"{message.zh}，{cells.zh} 空着", f"{message.en}, and {cells.en} are empty")
    hint = Text(f"填上 {cells.zh}", f"fill in {cells.en}")
    if above is not None:
        over = f"{column_letters(above.position.column)}{above.position.row}"
        text = above.text if len(above.text) <= _SHOWN else f"{above.text[:_SHOWN]}…"
        hint = Text(
            f"若 {over} 与{'它们' if several else '它'}是合并的单元格：另存为 CSV 后只有 {over} 有字，"
            f"{cells.zh} {'各写一遍' if several else '也写'}「{text}」；不是的，填上自己的",
            f"if they were merged with {over}, whose text alone is kept in CSV, write '{text}' in {cells.en} too; else "
            "fill in their own",
        )
    diagnostics.add(Code.EMPTY_REQUIRED_CELL, empty[0], message, hint)


def tell_missing_heading(column: ColumnSpec, file: str, diagnostics: Diagnostics, heading_row: int = 1) -> None:
    """Tell a column that must be there and is not."""
    diagnostics.add(
        Code.MISSING_HEADING,
        Position(file, heading_row, 0, column.heading),
        Text(f"缺少「{column.heading}」列", f"the column '{column.heading}' ({column.name}) is missing"),
        Text(f"在第 {heading_row} 行补上这个标题", f"add the heading to row {heading_row}"),
    )


def _check_length(cell: Cell, diagnostics: Diagnostics) -> None:
    if len(cell.text) > MAX_CHARACTERS:
        diagnostics.add(
            Code.FILE_TOO_LARGE,
            cell.position,
            Text(
                f"一格有 {len(cell.text)} 字，超过 {MAX_CHARACTERS}",
                f"the cell has {len(cell.text)} characters, more than {MAX_CHARACTERS}",
            ),
            Text("多半是引号没有成对，几行连成了一格", "probably a quote is not paired and rows have run together"),
        )


def _check_spoiled(cells: Sequence[Cell], column: ColumnSpec, diagnostics: Diagnostics) -> None:
    """Tell the cells of a column that a spreadsheet program has changed, with what they were if that is certain."""
    found = [
        (cell, hint)
        for cell in cells
        if len(cell.text) <= MAX_CHARACTERS and (hint := spoiled(cell.text, column)) is not None
    ]
    restored = restored_places(column, [cell.text for cell in cells]) if found else {}
    for cell, hint in found:
        was = restored.get(cell.text)
        diagnostics.add(
            Code.SPOILED_BY_SPREADSHEET,
            cell.position,
            Text(f"「{cell.text}」像是被表格软件改过", f"'{cell.text}' looks changed by a spreadsheet program"),
            hint if was is None else Mending(*hint, Edit(cell.text, was, is_certain=True)),
        )
