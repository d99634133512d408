"""One table becomes one sheet: title, where it comes from, headings with their hints, rows, drop-downs, colours."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from chronicare.authoring.workbook import styles
from chronicare.authoring.workbook.choices import Choice, Words
from chronicare.authoring.workbook.escaping import escaped
from chronicare.authoring.workbook.hints import hint_of
from chronicare.authoring.workbook.layout import CONTENTS
from chronicare.authoring.workbook.look_ups import ROW_NUMBER, looked_up, names_beside
from chronicare.authoring.workbook.marks import mark_of
from chronicare.authoring.workbook.written import WrittenTable
from chronicare.formats.csv_table import columns_in_order
from chronicare.program.formula import NoValue
from chronicare.tables import OUTPUT, ColumnSpec, Row

HEADING_ROW = 4
_FIRST_ROW = HEADING_ROW + 1
_SPARE_ROWS = 200
"""Rows below the last that have drop-downs and colours already."""
_ALWAYS_SHOWN = ("effective_from", "effective_until")
_AUTHOR = "chronicare"
_A4 = 9
_LAST_COLUMN = 16_384

Offer = Callable[[Choice], str]
"""Gives the place where what can be chosen is listed."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet: of the table (``spec``), or for the eye only."""

    heading: str
    text: Callable[[Row], str]
    spec: ColumnSpec | None = None
    is_hidden: bool = False


def write_sheet(sheet: Worksheet, written: WrittenTable, words: Words, offer: Offer, running_head: str) -> None:
    """Write ``written`` into ``sheet``; ``running_head`` is what each printed page has at its top."""
    columns = _columns(written, words)
    _write_head(sheet, written, columns)
    widths = _write_headings(sheet, written, columns, words)
    _write_rows(sheet, written, columns, widths)
    last = get_column_letter(len(columns))
    end = _FIRST_ROW + len(written.table.rows) - 1
    for number, column in enumerate(columns, start=1):
        choice = words.choice(written.kind, column.spec) if column.spec is not None else None
        if choice is not None:
            _offer(sheet, get_column_letter(number), end + _SPARE_ROWS, choice, offer)
    _colour(sheet, columns, f"A{_FIRST_ROW}:{last}{end + _SPARE_ROWS}", written)
    if not written.kind.continued_by:
        sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{max(end, HEADING_ROW)}"
    sheet.freeze_panes = f"{get_column_letter(_frozen(columns) + 1)}{_FIRST_ROW}"
    sheet.sheet_properties.tabColor = styles.tab_colour(written.kind.family)
    _protect(sheet)
    set_up_print(sheet, running_head, written.title, HEADING_ROW)


def _columns(written: WrittenTable, words: Words) -> list[_Column]:
    table = written.table
    specs = columns_in_order(table.kind, table.own)
    beside = looked_up(table, specs, words)
    present = written.columns
    columns = [_Column(ROW_NUMBER, _row_number)]
    for spec in specs:
        is_own = spec in table.own
        hidden = not (is_own or not table.rows or spec.required or spec.name in present or spec.name in _ALWAYS_SHOWN)
        columns.append(_Column(spec.heading, partial(Row.text, column=spec.name), spec, hidden))
        if spec.name in beside:
            columns.append(_Column(beside[spec.name], partial(names_beside, column=spec, words=words)))
    return columns


def _row_number(row: Row) -> str:
    return str(row.position.row)


def _write_head(sheet: Worksheet, written: WrittenTable, columns: Sequence[_Column]) -> None:
    table = written.table
    put(sheet, (1, 1), written.title, styles.TITLE)
    about = [written.kind.title]
    about += [f"取法 {table.hit}"] if table.hit else []
    about += [f"依据：{table.document}"] if table.document else []
    put(sheet, (2, 1), mark_of(written.file, written.version, " · ".join(about)), styles.MARK)
    put(sheet, (3, 1), f"← {CONTENTS}", styles.LINK).hyperlink = Hyperlink(ref="A3", location=f"'{CONTENTS}'!A1")
    hidden = [each.heading for each in columns if each.is_hidden]
    told = written.kind.purpose.partition("：")[2] + "。灰色斜体的对照列只供看，不导入。"
    told += f"没有用到的列先藏起：{'、'.join(hidden)}。" if hidden else ""
    put(sheet, (3, 3), told, styles.MARK)
    sheet.row_dimensions[1].height = 27
    sheet.row_dimensions[HEADING_ROW].height = 36


def _write_headings(sheet: Worksheet, written: WrittenTable, columns: Sequence[_Column], words: Words) -> list[int]:
    """Write the headings and give their columns widths and styles; return the widths."""
    widths = []
    for number, column in enumerate(columns, start=1):
        cell = put(sheet, (HEADING_ROW, number), column.heading, styles.HEADING if column.spec else styles.BESIDE_FONT)
        cell.fill, cell.border, cell.alignment = (
            styles.heading_fill(column.heading), styles.HEADING_BOX, styles.MIDDLE_WRAPPED,
        )  # fmt: skip
        hint = hint_of(written.kind, column.spec, words) if column.spec is not None else ""
        if hint:
            lines = hint.split("\n")
            cell.comment = Comment(hint, _AUTHOR, height=24 + 18 * (len(lines) + len(hint) // 22), width=260)
        width = styles.width_of(column.heading, [column.text(row) for row in written.table]) if number > 1 else 6
        whole = sheet.column_dimensions[get_column_letter(number)]
        whole.width, whole.hidden = width, column.is_hidden
        whole.number_format, whole.protection = styles.TEXT, styles.WRITABLE
        whole.alignment, whole.font = styles.TOP_WRAPPED, styles.PLAIN if column.spec else styles.BESIDE_FONT
        widths.append(width)
    beyond = sheet.column_dimensions[get_column_letter(len(columns) + 1)]
    beyond.min, beyond.max = len(columns) + 1, _LAST_COLUMN
    beyond.protection = styles.WRITABLE  # a row can be deleted only if no cell of it is locked
    return widths


def _write_rows(sheet: Worksheet, written: WrittenTable, columns: Sequence[_Column], widths: Sequence[int]) -> None:
    models: dict[bool, Cell] = {}
    for at, row in enumerate(written.table, start=_FIRST_ROW):
        texts = [column.text(row) for column in columns]
        for number, (column, text) in enumerate(zip(columns, texts, strict=True), start=1):
            cell = put(sheet, (at, number), text)
            is_read = column.spec is not None
            if is_read not in models:
                cell.number_format, cell.protection, cell.border = styles.TEXT, styles.WRITABLE, styles.BOX
                cell.alignment, cell.font = styles.TOP_WRAPPED, styles.PLAIN if is_read else styles.BESIDE_FONT
                models[is_read] = cell
            cell._style = copy(models[is_read]._style)  # type: ignore[attr-defined] # noqa: SLF001 - openpyxl's own way
        sheet.row_dimensions[at].height = styles.height_of(
            (text, width, column.spec is None) for text, width, column in zip(texts, widths, columns, strict=True)
        )


def put(sheet: Worksheet, place: tuple[int, int], text: str, font: Font | None = None) -> Cell:
    """Write ``text`` at row and column ``place`` as text, whatever it looks like, and return the cell.

    A character that no workbook can hold becomes the sign of a lost one, which is told when the sheet is read.
    """
    cell = sheet.cell(*place)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged in a sheet that is being written
    if text:
        cell.value = escaped(text)
        cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def _offer(sheet: Worksheet, letter: str, last: int, choice: Choice, offer: Offer) -> None:
    rule = DataValidation(
        type="list",
        formula1=offer(choice),
        allow_blank=True,
        showErrorMessage=choice.is_closed,
        errorStyle="warning",
        errorTitle="不在可选的词里",
        error="这一列只认下拉里的词。",
    )
    rule.add(f"{letter}{_FIRST_ROW}:{letter}{last}")
    sheet.add_data_validation(rule)


def _colour(sheet: Worksheet, columns: Sequence[_Column], area: str, written: WrittenTable) -> None:
    letters = {
        each.spec.name: get_column_letter(number)
        for number, each in enumerate(columns, start=1)
        if each.spec is not None
    }
    last = area.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    def tint(columns: Sequence[str], formula: str, colour: str) -> None:
        reach = [f"{letters[each]}{_FIRST_ROW}:{letters[each]}{last}" for each in columns if each in letters]
        if reach:
            rule = Rule(type="expression", dxf=styles.tinted(colour), formula=[formula])
            sheet.conditional_formatting.add(" ".join(reach), rule)

    results = [name for name in letters if name.startswith(OUTPUT)] or ["deductible", "ratio", "cap", "limit"]
    for name in results:
        if name in letters:
            said = f"{letters[name]}{_FIRST_ROW}"
            tint([name], f'{said}="{NoValue.NOT_PUBLISHED.value}"', styles.UNPUBLISHED)
            tint([name], f'{said}="{NoValue.NO_ENTITLEMENT.value}"', styles.NOTHING)
    if "carried_from" in letters:
        tint([*results, "carried_from"], f"LEN(${letters['carried_from']}{_FIRST_ROW})>0", styles.CARRIED)
    if "switch" in letters and written.kind.name != "switches":
        tint(["switch", "reading", *results], f"LEN(${letters['switch']}{_FIRST_ROW})>0", styles.SWITCH)
    if "anomalies" in letters:
        tint(
            ["source", "clause", "correction", "anomalies"],
            f"LEN(${letters['anomalies']}{_FIRST_ROW})>0",
            styles.ANOMALY,
        )


def _frozen(columns: Sequence[_Column]) -> int:
    """Return how many columns stay in sight: the row's number and what names the row."""
    names = [each.spec.name if each.spec is not None else "" for each in columns]
    wanted = ("id", "code", "switch", "set", "file") if "entries" not in names else ("entries", "id")
    return max((number for number, name in enumerate(names[:4], start=1) if name in wanted), default=1)


def _protect(sheet: Worksheet) -> None:
    """Lock title and headings; rows can be written, added, deleted, sorted and filtered. There is no password."""
    allowed = (
        "formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks",
        "deleteColumns", "deleteRows", "sort", "autoFilter", "objects", "scenarios",
    )  # fmt: skip
    for each in allowed:
        setattr(sheet.protection, each, False)
    sheet.protection.sheet = True


def set_up_print(sheet: Worksheet, left: str, right: str, heading_row: int) -> None:
    """Print on A4 across, as wide as the page, ``heading_row`` on each; ``left`` and ``right`` stand at the top."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.35
    head, foot = sheet.oddHeader, sheet.oddFooter
    if head is not None and foot is not None:
        head.left.text, head.right.text = left.replace("&", "&&"), right.replace("&", "&&")
        foot.center.text = "第 &P 页，共 &N 页"
