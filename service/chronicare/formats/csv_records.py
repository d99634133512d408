"""Comma-separated text becomes records, one for each row a spreadsheet would show (a multi-line cell is in one row)."""

import re

from chronicare.diagnostics import Code, Diagnostics, Position, Text

_END_OF_CELL = re.compile(r"[,\r\n]")
_LINE_BREAK = re.compile(r"\r\n|\r")
_MARGIN = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\ufeff"
"""White space, and the zero-width space and byte order mark that ``str.strip`` keeps."""


def split_records(text: str, file: str, diagnostics: Diagnostics) -> list[list[str]]:
    """Return the cells of each row, trimmed; a line break inside a cell is one line feed.

    Every line counts, the empty too, so that record ``n`` is row ``n + 1``. A quote that is misplaced or never closed
    is told in ``diagnostics``; a row with an unclosed one, and all after it, is not read.
    """
    records: list[list[str]] = []
    cells: list[str] = []
    at = 0
    while at < len(text):
        where = Position(file, len(records) + 1, len(cells) + 1)
        if text[at] == '"':
            quoted = _read_quoted(text, at)
            if quoted is None:
                diagnostics.add(
                    Code.BROKEN_CSV,
                    where,
                    Text("引号没有收尾，此后的内容读不出", "the quote is never closed; nothing after it can be read"),
                    Text("格内的引号要写成两个", "write a quote inside a cell twice"),
                )
                break
            cell, at = quoted
            end = _end_of_cell(text, at)
            rest = text[at:end]
            if rest.strip():
                _tell_misplaced_quote(where, diagnostics)
        else:
            end = _end_of_cell(text, at)
            cell = text[at:end]
            if cell.lstrip().startswith('"'):
                _tell_misplaced_quote(where, diagnostics)
        cells.append(trim_cell(cell))
        at = end
        if text.startswith(",", at):
            at += 1
            if at < len(text) and text[at] not in "\r\n":
                continue
            cells.append("")
        at += 2 if text.startswith("\r\n", at) else 1
        records.append(cells)
        cells = []
    return records


def cell_spans(text: str) -> list[list[tuple[int, int]]]:
    """Return where in ``text`` each cell of each row stands, quotes included: rows and cells as ``split_records`` has.

    A row with a quote that is never closed, and all after it, has none.
    """
    rows: list[list[tuple[int, int]]] = []
    cells: list[tuple[int, int]] = []
    at = len(text) - len(text.removeprefix("\ufeff"))
    while at < len(text):
        start = at
        if text[at] == '"':
            quoted = _read_quoted(text, at)
            if quoted is None:
                break
            at = quoted[1]
        at = _end_of_cell(text, at)
        cells.append((start, at))
        if text.startswith(",", at):
            at += 1
            if at < len(text) and text[at] not in "\r\n":
                continue
            cells.append((at, at))
        at += 2 if text.startswith("\r\n", at) else 1
        rows.append(cells)
        cells = []
    return rows


def _read_quoted(text: str, start: int) -> tuple[str, int] | None:
    """Read the quoted cell opening at ``start``; return it and the place after its closing quote, or ``None``."""
    parts: list[str] = []
    begin = start + 1
    while (close := text.find('"', begin)) >= 0:
        parts.append(text[begin:close])
        if not text.startswith('"', close + 1):
            return "".join(parts), close + 1
        parts.append('"')
        begin = close + 2
    return None


def _end_of_cell(text: str, start: int) -> int:
    end = _END_OF_CELL.search(text, start)
    return end.start() if end else len(text)


def trim_cell(cell: str) -> str:
    """Return the text of a cell without the white space around it; a line break inside is one line feed."""
    return _LINE_BREAK.sub("\n", cell).strip(_MARGIN)


def _tell_misplaced_quote(where: Position, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.BROKEN_CSV,
        where,
        Text("引号只在格子的一部分上", "a quote covers part of the cell only"),
        Text("整格用引号括起，格内的引号写成两个", "quote the whole cell and write a quote inside it twice"),
    )
