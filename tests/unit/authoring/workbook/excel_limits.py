"""What Excel is known to refuse in a workbook, or to mend with the loss of something; read from the bare XML.

The bounds are those of "Excel specifications and limits" and of ECMA-376; WPS has the same.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LONGEST_TEXT, _LONGEST_NAME, _LONGEST_LIST, _LONGEST_HEADER = 32_767, 31, 255, 255
_LONGEST_ERROR_TITLE, _LONGEST_ERROR = 32, 255
_MOST_ROWS, _MOST_COLUMNS, _MOST_STYLES = 1_048_576, 16_384, 65_490
_TALLEST, _WIDEST = 409, 255
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = ("history", "历史记录")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)")
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter",
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "legacyDrawing", "tableParts",
)  # fmt: skip
"""The parts of a sheet in the order the schema has them."""


def refused(data: bytes) -> list[str]:
    """Return what Excel would not open, or would repair, in the workbook ``data``; empty if it is well."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    found = [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
    found += _names(etree.fromstring(parts["xl/workbook.xml"]))
    styles = etree.fromstring(parts["xl/styles.xml"])
    formats, tints = len(styles.findall(f"{_MAIN}cellXfs/{_MAIN}xf")), len(styles.findall(f"{_MAIN}dxfs/{_MAIN}dxf"))
    if formats > _MOST_STYLES:
        found.append(f"{formats} cell formats")
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            sheet = etree.fromstring(part)
            told = (*_order(sheet), *_cells(sheet, formats), *_columns(sheet), *_rules(sheet, tints))
            found += [f"{name}: {each}" for each in told]
        elif name.startswith("xl/comments/"):
            texts = (_text(each) for each in etree.fromstring(part).iter(f"{_MAIN}comment"))
            found += [f"{name}: a comment of {len(each)}" for each in texts if _units(each) > _LONGEST_TEXT]
    return found


def _text(element: etree._Element) -> str:
    return "".join(each if isinstance(each, str) else each.decode() for each in element.itertext())


def _units(text: str) -> int:
    """Return how long Excel takes ``text`` to be: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _names(book: etree._Element) -> Iterator[str]:
    seen = set()
    for each in book.iter(f"{_MAIN}sheet"):
        name = each.get("name", "")
        if not 1 <= _units(name) <= _LONGEST_NAME or _NOT_IN_NAMES.search(name) or name[0] == "'" or name[-1] == "'":
            yield f"a sheet cannot be called {name!r}"
        if name.casefold() in seen or name.casefold() in _RESERVED:
            yield f"the name {name!r} is taken"
        seen.add(name.casefold())
    if all(each.get("state", "visible") != "visible" for each in book.iter(f"{_MAIN}sheet")):
        yield "no sheet can be seen"


def _order(sheet: etree._Element) -> Iterator[str]:
    parts = [etree.QName(each).localname for each in sheet]
    if [each for each in parts if each not in _ORDER]:
        yield f"parts nobody knows: {parts}"
    elif parts != sorted(parts, key=_ORDER.index):
        yield f"parts out of order: {parts}"


def _cells(sheet: etree._Element, formats: int) -> Iterator[str]:
    before = 0
    for row in sheet.iter(f"{_MAIN}row"):
        number = int(row.get("r", ""))
        if not before < number <= _MOST_ROWS:
            yield f"row {number} after {before}"
        if float(row.get("ht", "0")) > _TALLEST:
            yield f"row {number} is {row.get('ht')} high"
        before, column = number, 0
        for cell in row:
            place = _CELL.fullmatch(cell.get("r", ""))
            if place is None or int(place[2]) != number or not column < _number(place[1]) <= _MOST_COLUMNS:
                yield f"the cell {cell.get('r')} in row {number}"
            else:
                column = _number(place[1])
            if int(cell.get("s", "0")) >= formats:
                yield f"{cell.get('r')} has a format that is not there"
            if cell.find(f"{_MAIN}f") is not None:
                yield f"{cell.get('r')} has a formula"
            text = _text(cell)
            if _units(text) > _LONGEST_TEXT:
                yield f"{cell.get('r')} has {_units(text)} characters"
            if text[:1] in "=+-@" and text and cell.get("t") not in ("inlineStr", "s"):
                yield f"{cell.get('r')} would be worked out: {text[:20]}"


def _columns(sheet: etree._Element) -> Iterator[str]:
    before = 0
    for each in sheet.iter(f"{_MAIN}col"):
        first, last = int(each.get("min", "")), int(each.get("max", ""))
        if not before < first <= last <= _MOST_COLUMNS:
            yield f"columns {first} to {last} after {before}"
        if float(each.get("width", "0")) > _WIDEST:
            yield f"column {first} is {each.get('width')} wide"
        before = last


def _rules(sheet: etree._Element, tints: int) -> Iterator[str]:
    for each in sheet.iter(f"{_MAIN}dataValidation"):
        listed = each.findtext(f"{_MAIN}formula1") or ""
        if not listed or len(listed) > _LONGEST_LIST:
            yield f"a drop-down of {len(listed)} characters"
        if _units(each.get("errorTitle", "")) > _LONGEST_ERROR_TITLE or _units(each.get("error", "")) > _LONGEST_ERROR:
            yield f"a drop-down says too much: {each.get('errorTitle')}"
        yield from (f"a drop-down at {reach}" for reach in each.get("sqref", "").split() or [""] if not _is_area(reach))
        if listed and not _is_area(listed.rpartition("!")[2]):
            yield f"a drop-down lists {listed}"
    for each in sheet.iter(f"{_MAIN}conditionalFormatting"):
        yield from (f"a colour at {reach}" for reach in each.get("sqref", "").split() or [""] if not _is_area(reach))
        for rule in each:
            if int(rule.get("dxfId", "0")) >= tints:
                yield "a colour that is not there"
    for each in sheet.iter(f"{_MAIN}oddHeader", f"{_MAIN}oddFooter"):
        if _units(each.text or "") > _LONGEST_HEADER:
            yield f"a head of {len(each.text or '')} characters"
    for each in sheet.iter(f"{_MAIN}autoFilter"):
        if not _is_area(each.get("ref", "")):
            yield f"a filter at {each.get('ref')}"


def _is_area(text: str) -> bool:
    """Whether ``text`` is a cell or an area, its first corner before its last."""
    first, _, last = text.partition(":")
    corners = [_CELL.fullmatch(each) for each in ((first, last) if last else (first, first))]
    if any(each is None for each in corners):
        return False
    (one, top), (other, bottom) = ((_number(each[1]), int(each[2])) for each in corners if each is not None)
    return one <= other <= _MOST_COLUMNS and top <= bottom <= _MOST_ROWS


def _number(letters: str) -> int:
    number = 0
    for each in letters:
        number = 26 * number + ord(each) - ord("A") + 1
    return number
