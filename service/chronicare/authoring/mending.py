"""The edits that problems propose, as cells of tables, and the files they would give. Nothing is written here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from chronicare.diagnostics import Diagnostic, Diagnostics, Edit, Position
from chronicare.formats.csv_edit import delete_row, replace_cell
from chronicare.formats.csv_records import split_records

_TABLE = ".csv"
Current = Callable[[str], bytes | None]
"""Gives a file, named from the rule directory on, as it is; ``None`` if there is none."""


class CellMending(NamedTuple):
    """An edit a problem proposes: what the cell ``where`` says, and what it would say.

    If its column is 0 the row is taken out, and ``old`` is all it says.
    """

    where: Position
    old: str
    new: str
    edit: Edit
    of: Diagnostic


def mendings_of(diagnostics: Iterable[Diagnostic], current: Current) -> Iterator[CellMending]:
    """Yield the edits that can be made of those ``diagnostics`` propose; of one for the same cell only the first.

    None is proposed where a table cannot be read, or says the word to be changed several times, or not at all.
    """
    records: dict[str, list[list[str]]] = {}
    told: set[tuple[str, int, int, Edit]] = set()
    for each in diagnostics:
        where, edit = each.where, each.edit
        if edit is None or not isinstance(where, Position) or not where.file.endswith(_TABLE):
            continue
        if where.file not in records:
            records[where.file] = _records(current(where.file), where.file)
        key = (where.file, where.row, where.column, edit)
        mending = _mending(each, where, edit, records[where.file])
        if mending is not None and key not in told:
            told.add(key)
            yield mending


def mended_files(mendings: Iterable[CellMending], current: Current) -> Mapping[str, bytes]:
    """Return the files that ``mendings`` change, as they would be.

    Cells come first and then rows, the last one first: each edit means the row it was proposed for.
    """
    files: dict[str, bytes] = {}
    cells, rows = [], set()
    for each in mendings:
        if each.edit.takes_row_out:
            rows.add((each.where.file, each.where.row))
        else:
            cells.append(each)
    for each in cells:
        data = files.get(each.where.file) or current(each.where.file) or b""
        now = _cell(_records(data, each.where.file), each.where)
        text = _changed(now, each.edit) if now is not None else None
        if text is not None:
            files[each.where.file] = replace_cell(data, each.where.row, each.where.column, text)
    for file, row in sorted(rows, reverse=True):
        files[file] = delete_row(files.get(file) or current(file) or b"", row)
    return {name: data for name, data in files.items() if data != current(name)}


def _mending(diagnostic: Diagnostic, where: Position, edit: Edit, records: list[list[str]]) -> CellMending | None:
    if not 1 <= where.row <= len(records):
        return None
    if edit.takes_row_out:
        row = where._replace(column=0, heading="")
        return CellMending(row, "，".join(filter(None, records[where.row - 1])), "", edit, diagnostic)
    now = _cell(records, where)
    text = _changed(now, edit) if now is not None else None
    return None if now is None or text is None else CellMending(where, now, text, edit, diagnostic)


def _cell(records: list[list[str]], where: Position) -> str | None:
    if not where.column or not 1 <= where.row <= len(records):
        return None
    cells = records[where.row - 1]
    return cells[where.column - 1] if where.column <= len(cells) else ""


def _changed(text: str, edit: Edit) -> str | None:
    """Return ``text`` with the edit made; ``None`` if it is not plain where it is to be made."""
    if not edit.old or text == edit.old:
        return edit.new if text == edit.old else None
    return text.replace(edit.old, edit.new) if text.count(edit.old) == 1 else None


def _records(data: bytes | None, file: str) -> list[list[str]]:
    """Return the cells of a table; nothing if it is not UTF-8 or cannot be read."""
    try:
        return [] if data is None else split_records(data.decode("utf-8-sig"), file, Diagnostics())
    except UnicodeDecodeError:
        return []
