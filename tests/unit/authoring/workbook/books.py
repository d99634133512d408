"""A small folder of tables written out as a workbook, edited by the library, and read back."""

import io
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chronicare.authoring.workbook.book_writing import write_books
from chronicare.authoring.workbook.choices import Words
from chronicare.authoring.workbook.importing import Imported, import_books
from chronicare.authoring.workbook.sheet_writing import HEADING_ROW
from chronicare.authoring.workbook.written import WrittenTable
from chronicare.diagnostics import Diagnostics, Text
from chronicare.formats import declare_tables, read_table
from chronicare.tables import TABLES, Manifest, Table

FOLDER = "999900-shiyan"
RATIO = (
    "入：险种,入：机构等级,出：支付比例,出处,原文,异常\r\n"
    "职工,二级,82%,2-27/3,二级 82%,\r\n"
    "职工,三级,80%,2-27/4,三级 80%,A-1\r\n"
    "居民,-,未公布,3-11,未写,\r\n"
)
CARD = (
    "编号,谁付,名称,入：险种,基数,起付,比例,封顶,出处,原文\r\n"
    "basic,基本医保,住院报销,职工,合规费用,700 元 每次,80%,不限,2-27,报销 80%\r\n"
    "basic,,,居民,,,60%,,3-11,报销 60%\r\n"
    "large,大额补助,大额,职工,合规余额,不设,90%,不限,2-36,报销 90%\r\n"
)
LEVELS = "值表,有先后,值\r\n险种,否,职工\r\n险种,否,居民\r\n机构等级,是,二级\r\n机构等级,是,三级\r\n"
TERMS = (
    "代码,名称,类型,单次或多次,量或值表,可能范围\r\n"
    "scheme,险种,代码,单次,险种,\r\n"
    "level,机构等级,等级,单次,机构等级,\r\n"
    "ratio,支付比例,数值,单次,比率,[0..100]\r\n"
)
UNITS = "量,单位,换算\r\n比率,%,1\r\n"
LIST = (
    "文件,类型,名称,取法,依据文件\r\n"
    "ratio.csv,决策表,住院比例,UNIQUE,手册\r\n"
    "cards/inpatient.csv,待遇卡,住院,,手册\r\n"
    "levels.csv,值表,,,手册\r\n"
    "terms.csv,待遇事项,,,手册\r\n"
    "units.csv,计量单位,,,\r\n"
)
FILES = {
    "tables.csv": LIST, "ratio.csv": RATIO, "cards/inpatient.csv": CARD, "levels.csv": LEVELS, "terms.csv": TERMS,
    "units.csv": UNITS,
}  # fmt: skip

Edit = Callable[[Worksheet], Any]


def written(files: Mapping[str, str]) -> list[WrittenTable]:
    """Return the tables in ``files``, the list of them among these."""
    problems = Diagnostics()
    listed = read_table(files["tables.csv"].encode(), TABLES, f"{FOLDER}/tables.csv", "", problems)
    tables = [listed]
    for each in declare_tables(listed, ["手册"], [], problems):
        read = read_table(files[each.file].encode(), each.kind, f"{FOLDER}/{each.file}", each.document, problems)
        tables.append(Table(read.kind, read.file, read.rows, read.document, read.own, each.name, each.hit, FOLDER))
    assert not problems.sorted()
    return [WrittenTable(FOLDER, each) for each in tables]


def books(files: Mapping[str, str]) -> dict[str, bytes]:
    """Write ``files`` out."""
    manifest = Manifest(f"{FOLDER}/manifest.yaml", "999900", Text("试验市", ""), "2026.1", None, None, (), ())
    tables = written(files)
    return write_books(manifest, tables, Words([each.table for each in tables], ["手册"]))


def opened(data: bytes) -> Workbook:
    """Open a workbook with the library."""
    return load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    """Save a workbook with the library."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def book_of(sheet: Worksheet) -> Workbook:
    """Return the workbook of a sheet."""
    book = sheet.parent
    assert book is not None
    return book


@cache
def letters(title: str) -> dict[str, str]:
    """Return the letter of the column under each heading of the sheet called ``title``."""
    for data in books(FILES).values():
        book = opened(data)
        if title in book.sheetnames:
            return {str(cell.value): str(cell.column_letter) for cell in book[title][HEADING_ROW] if cell.value}
    raise LookupError(title)


def edited(files: Mapping[str, str], title: str, edit: Edit) -> dict[str, bytes]:
    """Write ``files`` out and let ``edit`` loose on the sheet called ``title``; return the workbook that has it."""
    for name, data in books(files).items():
        book = opened(data)
        if title in book.sheetnames:
            sheet = book[title]
            assert isinstance(sheet, Worksheet)
            edit(sheet)
            return {name: saved(book)}
    raise LookupError(title)


def brought_back(edited: Mapping[str, bytes], files: Mapping[str, str]) -> tuple[Imported, list[tuple[str, str]]]:
    """Import workbooks into ``files``; return what they bring, and code and place of what is told."""
    diagnostics = Diagnostics()
    tables = written(files)
    words = Words([each.table for each in tables], ["手册"])
    imported = import_books(edited, {FOLDER: tables}, words, diagnostics)
    told = [(each.code.name, str(each.where).partition(".xlsx ")[2]) for each in diagnostics.sorted()]
    return imported, told


def file_of(imported: Imported, name: str) -> str:
    """Return the text of a file that is to be written."""
    return imported.files[str(PurePosixPath(FOLDER, name))].decode("utf-8-sig")


def lines_of(imported: Imported) -> list[str]:
    """Return every change in words."""
    return [line.zh for each in imported.changes for line in each.lines]
