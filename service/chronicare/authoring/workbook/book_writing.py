"""The workbooks of one rule folder: a sheet of contents, a sheet for each table, and what the drop-downs offer."""

import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from chronicare.authoring.workbook import styles
from chronicare.authoring.workbook.choices import Choice, Words
from chronicare.authoring.workbook.layout import CHOICES, CONTENTS, ORIGINALS, Book, arrange
from chronicare.authoring.workbook.marks import digests_line
from chronicare.authoring.workbook.sheet_writing import put, set_up_print, write_sheet
from chronicare.authoring.workbook.written import WrittenTable
from chronicare.program.formula import NoValue
from chronicare.tables import Manifest

SUFFIX = ".xlsx"
_WRITTEN_AT = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_COLUMNS = (
    ("工作表", 30), ("是什么", 12), ("取法", 14), ("行", 6), ("有异常", 8), ("随开关", 8), ("未公布", 8),
    ("文件", 52), ("依据", 10),
)  # fmt: skip
_CENTRED = (4, 5, 6, 7)
_HOW = (
    "灰底的标题行锁住，其余都可以改：改格子、插行、删行、筛选、排序；要改标题或加一张表，先在「审阅」里撤销保护（没有密码）。",
    "所有格子都是「文本」，照样子写就不会变成日期、小数；从别处粘贴用「粘贴为数值」。",
    "改好保存，运行 chronicare sheet import 文件：先逐条说改了什么、哪一格不对，确认后才写入；有一处不对，一处也不写。",
    "导出之后别人又改了规则的表，导入时会指出来，不会盖掉别人的。",
)


def write_books(manifest: Manifest, tables: Sequence[WrittenTable], words: Words) -> dict[str, bytes]:
    """Return the workbooks of a folder by file name; ``words`` are what its drop-downs offer."""
    books = arrange(tables)
    titles = [each.title for each in books]
    return {f"{manifest.name.zh}-{book.title}{SUFFIX}": _write_book(manifest, book, titles, words) for book in books}


def _write_book(manifest: Manifest, book: Book, titles: Sequence[str], words: Words) -> bytes:
    workbook = Workbook()
    contents = workbook.worksheets[0]
    contents.title = CONTENTS
    offered = _Offered()
    for name, table in book.sheets:
        sheet = workbook.create_sheet(name)
        write_sheet(sheet, table, words, offered.place, f"{manifest.name.zh} {book.title}")
    _write_contents(contents, manifest, book, titles)
    offered.write(workbook.create_sheet(CHOICES))
    _write_originals(workbook.create_sheet(ORIGINALS), book)
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.properties.creator = "chronicare"
    workbook.properties.title = f"{manifest.name.zh} {book.title}"
    written = io.BytesIO()
    workbook.save(written)
    return _settled(written.getvalue())


def _settled(data: bytes) -> bytes:
    """Return the workbook ``data`` without the time of its making; rows keep growing with what is typed into them."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as kept:
        for each in made.infolist():
            content = made.read(each)
            if each.filename.startswith("xl/worksheets/"):
                content = content.replace(b' customHeight="1"', b"")
            elif each.filename == "docProps/core.xml":
                content = _WRITTEN_AT.sub(b"", content)
            kept.writestr(zipfile.ZipInfo(each.filename), content, zipfile.ZIP_DEFLATED)
    return settled.getvalue()


class _Offered:
    """What the drop-downs of a workbook offer, each list once, in a hidden sheet."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, ...], int] = {}

    def place(self, choice: Choice) -> str:
        """Return where ``choice`` is listed."""
        number = self._lists.setdefault(choice.values, len(self._lists) + 1)
        letter = get_column_letter(number)
        return f"'{CHOICES}'!${letter}$1:${letter}${len(choice.values)}"

    def write(self, sheet: Worksheet) -> None:
        """List everything that was asked for."""
        for values, number in self._lists.items():
            for row, value in enumerate(values, start=1):
                put(sheet, (row, number), value, styles.PLAIN).number_format = styles.TEXT
        sheet.sheet_state = "hidden"
        sheet.protection.sheet = True


def _write_originals(sheet: Worksheet, book: Book) -> None:
    for row, (_, table) in enumerate(book.sheets, start=1):
        for column, text in enumerate(digests_line(table.file, table.table.rows), start=1):
            put(sheet, (row, column), text).number_format = styles.TEXT
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


def _write_contents(sheet: Worksheet, manifest: Manifest, book: Book, titles: Sequence[str]) -> None:
    others = "、".join(each for each in titles if each != book.title)
    lines = [*_HOW, *([f"另有：{others}，各是一个工作簿。"] if others else [])]
    put(sheet, (1, 1), f"{manifest.name.zh} · {book.title}", styles.TITLE)
    put(sheet, (2, 1), f"规则文件夹 {manifest.folder}，{manifest.version} 版", styles.MARK)
    for row, line in enumerate(lines, start=3):
        put(sheet, (row, 1), line, styles.PLAIN)
    for row, (colour, short, meaning) in enumerate(styles.MEANINGS, start=4 + len(lines)):
        put(sheet, (row, 1), short, styles.PLAIN).fill = styles.solid(colour)
        put(sheet, (row, 2), meaning, styles.PLAIN)
    head = 5 + len(lines) + len(styles.MEANINGS)
    for number, (heading, width) in enumerate(_COLUMNS, start=1):
        cell = put(sheet, (head, number), heading, styles.HEADING)
        cell.fill, cell.border, cell.alignment = styles.heading_fill(heading), styles.HEADING_BOX, styles.MIDDLE_WRAPPED
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, (name, table) in enumerate(book.sheets, start=head + 1):
        for number, text in enumerate(_line(name, table), start=1):
            cell = put(sheet, (row, number), text, styles.LINK if number == 1 else styles.PLAIN)
            cell.border = styles.BOX
            cell.alignment = styles.MIDDLE if number in _CENTRED else styles.TOP_WRAPPED
        quoted = name.replace("'", "''")
        sheet.cell(row, 1).hyperlink = Hyperlink(ref=f"A{row}", location=f"'{quoted}'!A1")
        sheet.row_dimensions[row].height = 18
    sheet.freeze_panes = f"A{head + 1}"
    sheet.row_dimensions[1].height = 27
    sheet.row_dimensions[head].height = 24
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    set_up_print(sheet, f"{manifest.name.zh} {book.title}", CONTENTS, head)


def _line(name: str, written: WrittenTable) -> tuple[str, ...]:
    table = written.table

    def count(has: str) -> str:
        return str(sum(1 for row in table if row[has]) or "")

    unpublished = sum(1 for row in table for cell in row.cells.values() if cell.text == NoValue.NOT_PUBLISHED.value)
    switched = "" if written.kind.name == "switches" else count("switch")
    return (
        name, written.kind.title, table.hit, str(len(table.rows)), count("anomalies"), switched,
        str(unpublished or ""), written.file, table.document,
    )  # fmt: skip
