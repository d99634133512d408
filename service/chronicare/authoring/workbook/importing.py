"""Workbooks brought back: which files change, how, and everything that is wrong, before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chronicare.authoring.workbook.book_reading import Sheet, read_book
from chronicare.authoring.workbook.changes import TableChanges, changes_of
from chronicare.authoring.workbook.choices import Words
from chronicare.authoring.workbook.sheet_reading import ReadTable, read_sheet
from chronicare.authoring.workbook.written import WrittenTable, version_of
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Position, Text
from chronicare.formats import declare_tables, write_table
from chronicare.loaders.rule_folder import TABLE_LIST
from chronicare.tables import TABLES, Table

_ALWAYS_TOLD = (Code.NOT_IMPORTED,)
_LIST_ROW = 2
"""The first row below the headings of a file."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What workbooks bring: the tables that change, by file, and how each does."""

    tables: Mapping[str, Table]
    changes: tuple[TableChanges, ...]

    @property
    def files(self) -> dict[str, bytes]:
        """The files to be written, by their names from the rule directory on."""
        return {file: write_table(table) for file, table in self.tables.items()}

    def in_sheet(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return ``diagnostic`` of a file that is to be written, placed in the sheet it came from."""
        where = diagnostic.where
        table = self.tables.get(where.file) if isinstance(where, Position) else None
        if table is None or not isinstance(where, Position) or not table.rows:
            return diagnostic
        at = where.row - _LIST_ROW
        if not 0 <= at < len(table.rows):
            place = Position(table.rows[0].position.file)
        else:
            row = table.rows[at]
            place = next((each for each in row.places.values() if each.heading == where.heading), row.position)
        return Diagnostic(diagnostic.code, place, diagnostic.message, diagnostic.hint)


def import_books(
    books: Mapping[str, bytes],
    folders: Mapping[str, Sequence[WrittenTable]],
    words: Words,
    diagnostics: Diagnostics,
) -> Imported:
    """Read ``books``, by file name, into the tables of ``folders``, by name; what is wrong goes to ``diagnostics``.

    What was not touched since it was written out is left as its file has it by now.
    """
    sheets = [sheet for name, data in books.items() for sheet in read_book(data, name, diagnostics)]
    sheets.sort(key=lambda each: not each.mark.file.endswith(f"/{TABLE_LIST}"))
    at_hand = {table.file: table for tables in folders.values() for table in tables}
    changed: dict[str, Table] = {}
    changes: list[TableChanges] = []
    seen: dict[str, str] = {}
    for sheet in sheets:
        file = sheet.mark.file
        if file in seen:
            _tell_twice(sheet, seen[file], diagnostics)
            continue
        seen[file] = sheet.where
        base = at_hand.get(file)
        empty = base.table if base is not None else _declared(file, folders, changed, at_hand)
        if empty is None:
            _tell_unlisted(sheet, folders, diagnostics)
            continue
        read = _read(sheet, empty, base, words, diagnostics)
        if read is not None:
            changed[file] = read.table
            changes.append(changes_of(base, read, base.title if base is not None else empty.name, words.name_of))
    return Imported(changed, tuple(changes))


def _read(
    sheet: Sheet, empty: Table, base: WrittenTable | None, words: Words, diagnostics: Diagnostics
) -> ReadTable | None:
    """Return what a sheet says if it is anything new."""
    own = Diagnostics()
    read = read_sheet(sheet, empty, base, words, own)
    if base is not None and (read.version == sheet.mark.version or version_of(read.table) == base.version):
        diagnostics.extend(each for each in own.sorted() if each.code in _ALWAYS_TOLD)
        return None
    diagnostics.extend(own.sorted())
    return read


def _declared(
    file: str,
    folders: Mapping[str, Sequence[WrittenTable]],
    changed: Mapping[str, Table],
    at_hand: Mapping[str, WrittenTable],
) -> Table | None:
    """Return a table without rows as the folder's list has it; ``None`` if it does not list ``file``."""
    folder, _, name = file.partition("/")
    if folder not in folders:
        return None
    listed = changed.get(f"{folder}/{TABLE_LIST}") or next(_lists(folder, at_hand), None)
    if listed is None:
        return None
    documents = sorted({row.text("document") for row in listed if row["document"]})
    declared = declare_tables(listed, documents, documents, Diagnostics())
    found = next((each for each in declared if each.file == name), None)
    if found is None:
        return None
    return Table(found.kind, file, (), found.document, (), found.name, found.hit, folder)


def _lists(folder: str, at_hand: Mapping[str, WrittenTable]) -> Iterator[Table]:
    return (each.table for each in at_hand.values() if each.folder == folder and each.kind is TABLES)


def _tell_twice(sheet: Sheet, other: str, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.DUPLICATE_ID,
        Position(sheet.where, sheet.mark_row, 1),
        Text(f"同「{other}」是同一个文件 {sheet.mark.file}", f"of the same file as '{other}': {sheet.mark.file}"),
        Text(
            "只留一张；另一张是新表的，改它的文件名", "keep one; give the other a file of its own if it is a new table"
        ),
    )


def _tell_unlisted(sheet: Sheet, folders: Mapping[str, Sequence[WrittenTable]], diagnostics: Diagnostics) -> None:
    folder, _, name = sheet.mark.file.partition("/")
    hint = Text(
        f"在 {folder}/{TABLE_LIST} 的表里给 {name} 加一行，或改回原来的文件名",
        f"list {name} in {folder}/{TABLE_LIST}, or give it its old name",
    )
    if folder not in folders:
        hint = Text(f"规则目录里的文件夹有：{'、'.join(folders)}", f"the folders of rules are: {', '.join(folders)}")
    message = Text(f"规则里没有 {sheet.mark.file}", f"the rules have no {sheet.mark.file}")
    diagnostics.add(Code.MISSING_FILE, Position(sheet.where, sheet.mark_row, 1), message, hint)
