"""Persons and bills, a row each, as a hospital or a bureau exports them: CSV whose headings are the names of terms."""

from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Diagnostics, Position, Text
from chronicare.diagnostics.place import column_letters
from chronicare.formats.csv_records import split_records
from chronicare.formats.encoding import MAX_BYTES, SAVE_AS_CSV, decode
from chronicare.tables import Cell, Row

_BOM = "\ufeff"
_MARKS = ("编号", "日期")
_AT_ONCE = 1024 * 1024
"""Bytes of a large file that are read at one time."""


class PersonsInRows:
    """The rows of an open CSV file that is too large to be read at once, read some at a time, and once only."""

    def __init__(self, stream: BinaryIO, begun: bytes, file: str) -> None:
        """Go on from what of ``stream`` has ``begun``. Raises DiagnosticError if that is no such file."""
        found = Diagnostics()
        head = decode(begun[: begun.find(b"\n") + 1], file, found, _MARKS, SAVE_AS_CSV)
        records = [] if head is None else split_records(head, file, found)
        self._names = _headings(records, file, found)
        found.raise_errors()
        self._stream, self._begun, self._file = stream, begun, file

    @property
    def headings(self) -> Mapping[str, Cell]:
        """The headings, each where it stands."""
        return {
            name: Cell(name, Position(self._file, 1, number, name))
            for number, name in enumerate(self._names, start=1)
            if name
        }

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows, each with its cells by heading.

        Raises DiagnosticError with everything wrong in the part of the file that is read then.
        """
        number = 0
        for text in self._blocks():
            found = Diagnostics()
            records = split_records(text, self._file, found)
            where = (Position(self._file, number + at) for at in range(1, len(records) + 1))
            rows = [
                _row(cells, self._names, place, found)
                for cells, place in zip(records, where, strict=True)
                if any(cells) and place.row > 1
            ]
            if found.has_errors:
                raise DiagnosticError(_further_down(each, number) for each in found.sorted())
            number += len(records)
            yield from rows

    def _blocks(self) -> Iterator[str]:
        """Yield the text in parts that end with a row."""
        decoder, rest, data = getincrementaldecoder("utf-8-sig")(), "", self._begun
        while data:
            try:
                rest += decoder.decode(data)
            except UnicodeDecodeError as error:
                message = Text("往下有不是 UTF-8 的内容", "not UTF-8 from somewhere on")
                told = Diagnostic(Code.NOT_UTF8, Position(self._file), message, SAVE_AS_CSV)
                raise DiagnosticError([told]) from error
            end = _end_of_rows(rest)
            if end:
                yield rest[:end]
            elif len(rest) > MAX_BYTES:
                message = Text(
                    "引号没有收尾，此后的内容读不出", "the quote is never closed; nothing after it can be read"
                )
                raise DiagnosticError([Diagnostic(Code.BROKEN_CSV, Position(self._file), message)])
            rest = rest[end:]
            data = self._stream.read(_AT_ONCE)
        if rest:
            yield rest


def _end_of_rows(text: str) -> int:
    """Return where the last line ends that no quoted cell goes over; 0 if none does."""
    end = text.rfind("\n") + 1
    while end and text.count('"', 0, end) % 2:
        end = text.rfind("\n", 0, end - 1) + 1
    return end


def _further_down(diagnostic: Diagnostic, rows: int) -> Diagnostic:
    """Put what was told of a part of the file where it stands in the whole; rows know already."""
    where = diagnostic.where
    if diagnostic.code is Code.ROW_TOO_LONG or not isinstance(where, Position):
        return diagnostic
    return replace(diagnostic, where=where._replace(row=where.row + rows))


def open_persons(stream: BinaryIO, file: str, diagnostics: Diagnostics) -> tuple[Row, ...] | PersonsInRows:
    """Return the rows of the file that is open: all at once if it is small, so that everything wrong is told at once.

    What is wrong goes to ``diagnostics``; in a large file what is wrong further down is told when it is come to.
    """
    begun = stream.read(MAX_BYTES + 1)
    if len(begun) <= MAX_BYTES:
        return read_persons(begun, file, diagnostics)
    try:
        return PersonsInRows(stream, begun, file)
    except DiagnosticError as error:
        diagnostics.extend(error.diagnostics)
        return ()


def read_persons(data: bytes, file: str, diagnostics: Diagnostics) -> tuple[Row, ...]:
    """Return the rows of the file, each with its cells by heading; everything wrong goes to ``diagnostics``."""
    text = decode(data, file, diagnostics, _MARKS, SAVE_AS_CSV)
    records = [] if text is None else split_records(text, file, diagnostics)
    headings = _headings(records, file, diagnostics)
    if not headings:
        return ()
    rows = [
        _row(cells, headings, Position(file, number), diagnostics)
        for number, cells in enumerate(records[1:], start=2)
        if any(cells)
    ]
    if not rows and not diagnostics.has_errors:
        message = Text("标题下面没有一行", "there is no row below the headings")
        diagnostics.add(Code.NO_ROWS, Position(file), message, Text("一人或一笔账单一行", "a person or bill a row"))
    return tuple(rows)


def _headings(records: list[list[str]], file: str, diagnostics: Diagnostics) -> list[str]:
    """Return the headings, in the first of ``records``; none, told, if there are none."""
    if not records or not any(records[0]):
        if not diagnostics.has_errors:
            message = Text("第一行是空的", "row 1 is empty")
            hint = Text("第一行写标题：编号、日期、事项的名称", "headings in row 1: 编号, 日期, names of terms")
            diagnostics.add(Code.BROKEN_CSV, Position(file, 1), message, hint)
        return []
    headings = records[0]
    for number, heading in enumerate(headings, start=1):
        if heading and heading in headings[: number - 1]:
            other = column_letters(headings.index(heading) + 1)
            message = Text(f"标题「{heading}」写了两次", f"the heading '{heading}' stands twice")
            hint = Text(f"与 {other} 列合并", f"merge it with column {other}")
            diagnostics.add(Code.DUPLICATE_HEADING, Position(file, 1, number, heading), message, hint)
    return headings


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
