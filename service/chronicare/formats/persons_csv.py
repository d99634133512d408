"""Persons and bills, a row each, as a hospital or a bureau exports them: CSV whose headings are the names of terms."""

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.diagnostics.place import column_letters
from chronicare.formats.csv_records import split_records
from chronicare.formats.encoding import SAVE_AS_CSV, decode
from chronicare.tables import Cell, Row

_BOM = "\ufeff"


def read_persons(data: bytes, file: str, diagnostics: Diagnostics) -> tuple[Row, ...]:
    """Return the rows of the file, each with its cells by heading; everything wrong goes to ``diagnostics``."""
    text = decode(data, file, diagnostics, ("编号", "日期"), SAVE_AS_CSV)
    records = [] if text is None else split_records(text, file, diagnostics)
    if text is None or not records or not any(records[0]):
        if not diagnostics.has_errors:
            message = Text("第一行是空的", "row 1 is empty")
            hint = Text("第一行写标题：编号、日期、事项的名称", "headings in row 1: 编号, 日期, names of terms")
            diagnostics.add(Code.BROKEN_CSV, Position(file, 1), message, hint)
        return ()
    headings = records[0]
    for number, heading in enumerate(headings, start=1):
        if heading and heading in headings[: number - 1]:
            other = column_letters(headings.index(heading) + 1)
            message = Text(f"标题「{heading}」写了两次", f"the heading '{heading}' stands twice")
            hint = Text(f"与 {other} 列合并", f"merge it with column {other}")
            diagnostics.add(Code.DUPLICATE_HEADING, Position(file, 1, number, heading), message, hint)
    rows = [
        _row(cells, headings, Position(file, number), diagnostics)
        for number, cells in enumerate(records[1:], start=2)
        if any(cells)
    ]
    if not rows and not diagnostics.has_errors:
        message = Text("标题下面没有一行", "there is no row below the headings")
        diagnostics.add(Code.NO_ROWS, Position(file), message, Text("一人或一笔账单一行", "a person or bill a row"))
    return tuple(rows)


def write_persons(rows: tuple[Row, ...]) -> bytes:
    """Write ``rows`` as such a file; a column stands where the first row that has it has it."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row.cells))
    lines = [headings, *([row.text(heading) for heading in headings] for row in rows)]
    return (_BOM + "".join(f"{','.join(map(_quoted, line))}\r\n" for line in lines)).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(each in text for each in '",\r\n') else text


def _row(texts: list[str], headings: list[str], where: Position, diagnostics: Diagnostics) -> Row:
    cells: dict[str, Cell] = {}
    for number, text in enumerate(texts, start=1):
        heading = headings[number - 1] if number <= len(headings) else ""
        place = Position(where.file, where.row, number, heading)
        if heading:
            cells.setdefault(heading, Cell(text, place))
        elif text:
            message = Text(f"「{text}」上面没有标题", f"'{text}' stands below no heading")
            hint = Text("补上标题，或清空这一格；格里有逗号的整格加引号", "give it one, or empty the cell")
            diagnostics.add(Code.ROW_TOO_LONG, place, message, hint)
    return Row(where, cells)
