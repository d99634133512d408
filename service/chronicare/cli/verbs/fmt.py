"""``chronicare fmt``: writes tables in the one canonical form, and nothing else than that."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from chronicare.cells.printing import format_test
from chronicare.cli.options import language_option
from chronicare.cli.output import write_file
from chronicare.cli.problems import ProblemsError, tell, unreadable
from chronicare.diagnostics import Code, Diagnostics, Language, Position, Text
from chronicare.formats import read_gb18030, read_table, write_table
from chronicare.formats.csv_records import split_records
from chronicare.formats.encoding import MAX_BYTES, SAVE_AS_CSV, WORKBOOK_SUFFIXES
from chronicare.formats.kind_by_headings import is_of, kind_by_headings
from chronicare.formats.same_as_above import goes_on
from chronicare.formats.spreadsheet_damage import restored_places
from chronicare.tables import INPUT, KINDS, Cell, Kind, Row, Table

_BOM = b"\xef\xbb\xbf"
_NO_TEXT = (Code.NOT_UTF8, Code.FILE_TOO_LARGE)
_SEPARATORS = re.compile(r"[;\t|，]")
"""What stands between headings in files that are separated otherwise; the reader then says so."""
_TESTS = "test"
"""The column whose cells are in the cell language; so are those of a decision table's inputs."""
_NOTHING: Mapping[Position, tuple[str, str]] = {}
_ANYTHING = "-"
"""An input that is not tested. An empty cell says the same, unless it is as above."""


@click.command(help="把表 FILE（CSV）写成统一格式：UTF-8 带 BOM、CRLF、条件的统一写法；GB18030 一并转换。内容不变。")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="只查不写；有未统一的，退出码为 1")
@language_option
def fmt(files: tuple[Path, ...], language: Language, *, only_check: bool) -> None:
    """Format every file that can be; a file that cannot is told and left as it is."""
    diagnostics = Diagnostics()
    for file in files:
        try:
            data = file.read_bytes()
            formatted = format_file(data, str(file), diagnostics)
            if formatted is None or formatted == data:
                continue
            if only_check:
                message = Text("不是统一格式", "not in the canonical form")
                hint = Text(f"运行 chronicare fmt {file}", f"run chronicare fmt {file}")
                diagnostics.add(Code.NOT_CANONICAL, Position(str(file)), message, hint)
            else:
                write_file(file, formatted, language)
                click.echo(Text(f"已改写 {file}", f"rewrote {file}").in_language(language))
        except OSError as error:
            raise unreadable(file, error, language) from error
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    tell(diagnostics.sorted(), language)
    if only_check and diagnostics.sorted():
        raise click.exceptions.Exit(1)


def format_file(data: bytes, file: str, diagnostics: Diagnostics) -> bytes | None:
    """Return the table ``data`` in canonical form; ``None``, the reason in ``diagnostics``, if that is not safe."""
    if Path(file).suffix.lower() in WORKBOOK_SUFFIXES:
        message = Text("是工作簿，不是 CSV", "a workbook, not a CSV file")
        diagnostics.add(Code.NOT_UTF8, Position(file), message, SAVE_AS_CSV)
        return None
    own = Diagnostics()
    text = _as_utf8(data)
    kind = _kind_of(text, file, own)
    table = read_table(text, kind, file, "", own) if kind is not None else None
    restored = {} if table is None else _restored(table)
    serious = [
        each
        for each in own.sorted()
        if each.is_error and each.code is not Code.EMPTY_REQUIRED_CELL and each.where not in restored
    ]
    if table is None or serious:
        diagnostics.extend(serious or own.sorted())
        return None
    for where, (was, place) in restored.items():
        message = Text(f"「{was}」是表格软件改的，改回了「{place}」", f"'{was}' was '{place}', and is again")
        hint = Text("先把这一列设为「文本」再编辑", "format the column as Text before editing")
        diagnostics.add(Code.RESTORED, where, message, hint)
    mended = _with_places(table, restored)
    formatted = write_table(_with_canonical_tests(mended))
    if _content(text, file, table.kind, restored) != _content(formatted, file, table.kind):
        message = Text("改写会丢失内容，未动", "rewriting would lose content; left as it is")
        diagnostics.add(Code.BROKEN_CSV, Position(file), message, Text("检查标题和引号", "look at headings and quotes"))
        return None
    return formatted


def _restored(table: Table) -> dict[Position, tuple[str, str]]:
    """Return the cells a spreadsheet has changed of which it is certain what they were: where, as is, as was."""
    found: dict[Position, tuple[str, str]] = {}
    for column in table.kind.columns:
        cells = [row[column.name] for row in table]
        places = restored_places(column, [cell.text for cell in cells])
        found.update({cell.position: (cell.text, places[cell.text]) for cell in cells if cell.text in places})
    return found


def _with_places(table: Table, restored: Mapping[Position, tuple[str, str]]) -> Table:
    rows = [
        Row(
            row.position,
            {
                name: Cell(restored[cell.position][1], cell.position) if cell.position in restored else cell
                for name, cell in row.cells.items()
            },
        )
        for row in table
    ]
    return replace(table, rows=tuple(rows))


def _as_utf8(data: bytes) -> bytes:
    """Bring GB18030 to UTF-8; what is neither stays as it is, for the reader to refuse."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = read_gb18030(data) if len(data) <= MAX_BYTES else None
        if text is not None and any(heading in text for kind in KINDS.values() for heading in _headings(kind)):
            return text.encode("utf-8")
    return data


def _headings(kind: Kind) -> list[str]:
    return [column.heading for column in kind.columns]


def _kind_of(data: bytes, file: str, diagnostics: Diagnostics) -> Kind | None:
    """Tell the kind of a table by its headings: the one that knows most of them, and of those the smallest."""
    try:
        records = split_records(data.removeprefix(_BOM).decode("utf-8"), file, Diagnostics())
    except UnicodeDecodeError:
        records = []
    first = {part for cell in (records[0] if records else ()) for part in _SEPARATORS.split(cell) if part}
    best = kind_by_headings(first)
    if first and is_of(first, best):
        return best
    problems = Diagnostics()
    read_table(data, best, file, "", problems)
    diagnostics.extend(each for each in problems.sorted() if each.code in _NO_TEXT or not first)
    if not diagnostics.has_errors:
        names = "、".join(kind.title for kind in KINDS.values())
        message = Text("标题不像任何一种表", "the headings are those of no table")
        diagnostics.add(
            Code.UNKNOWN_HEADING,
            Position(file, 1),
            message,
            Text(f"表有：{names}", f"the tables are {', '.join(KINDS)}"),
        )
    return None


def _with_canonical_tests(table: Table) -> Table:
    inputs = [column.name for column in table.own if column.name.startswith(INPUT)]
    rows: list[Row] = []
    for row in table:
        cells = dict(row.cells)
        is_as_above = goes_on(row, rows[-1] if rows else None, table.kind.continued_by)
        for name in (_TESTS, *inputs):
            cell = row[name]
            if cell:
                cells[name] = Cell(format_test(cell.text), cell.position)
            elif name != _TESTS and not is_as_above:
                cells[name] = Cell(_ANYTHING, cell.position)
        rows.append(Row(row.position, cells))
    return replace(table, rows=tuple(rows))


def _content(
    data: bytes, file: str, kind: Kind, restored: Mapping[Position, tuple[str, str]] = _NOTHING
) -> list[dict[str, str]]:
    """Return what the file says: the filled cells of each row by heading, without the writing of tests.

    Cells that are ``restored`` say what they were before they were changed.
    """
    again = {(where.heading, was): place for where, (was, place) in restored.items()}
    records = split_records(data.removeprefix(_BOM).decode("utf-8"), file, Diagnostics())
    if not records:
        return []
    headings = [_canonical(heading, kind) for heading in records[0]]
    tests = {column.heading for column in kind.columns if column.name == _TESTS}
    tests |= {heading for heading in headings if heading.startswith(INPUT) and kind.own_column(heading) is not None}
    filled = (_filled(headings, cells, tests) for cells in records[1:] if any(cells))
    return [{name: again.get((name, cell), cell) for name, cell in each.items()} for each in filled]


def _canonical(heading: str, kind: Kind) -> str:
    column = kind.own_column(heading)
    return heading.strip() if column is None else column.heading


def _filled(headings: Sequence[str], cells: Sequence[str], tests: Collection[str]) -> dict[str, str]:
    """Return the filled cells; of tests only whether there is one."""
    named = [*headings, *(f"#{number}" for number in range(len(headings), len(cells)))]
    filled = {heading: cell for heading, cell in zip(named, cells, strict=False) if cell}
    return {
        heading: "" if heading in tests else cell
        for heading, cell in filled.items()
        if heading not in tests or format_test(cell) != _ANYTHING
    }
