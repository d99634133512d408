"""Edits workbooks in LibreOffice as a person would: run by the Python that LibreOffice's own module comes with.

    python3 edit_in_office.py PROFILE < TASKS

TASKS is JSON: a list of ``{"file": …, "to": …, "edits": [[verb, sheet, …], …]}``.
"""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import CellAddress
from com.sun.star.util.NumberFormat import TEXT

_XLSX = "Calc MS Excel 2007 XML"
_CONNECTED_WITHIN = 120.0


def _property(name: str, value: object) -> Any:  # noqa: ANN401 - LibreOffice's module has no types
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _connect(pipe: str) -> Any:  # noqa: ANN401 - as above
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + _CONNECTED_WITHIN
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _type(document: Any, cell: Any, text: str) -> None:  # noqa: ANN401 - as above
    """Put ``text`` into ``cell`` as the program does when it is typed there: as it is if the cell is one for text."""
    if document.NumberFormats.getByKey(cell.NumberFormat).Type & TEXT:
        cell.String = text
    else:
        cell.FormulaLocal = text


def _type_as_general(document: Any, sheet: Any, place: str, text: str) -> None:  # noqa: ANN401 - as above
    cell = sheet.getCellRangeByName(place)
    cell.NumberFormat = 0
    _type(document, cell, text)


def _copy_row(_document: Any, sheet: Any, source: int, target: int) -> None:  # noqa: ANN401 - as above
    """Insert a row at ``target`` and copy the row ``source``, which is above it, there."""
    sheet.Rows.insertByIndex(target - 1, 1)
    row = sheet.getCellRangeByName(f"A{source}:AZ{source}").RangeAddress
    sheet.copyRange(CellAddress(row.Sheet, 0, target - 1), row)


def _sort(_document: Any, sheet: Any, place: str, column: int) -> None:  # noqa: ANN401 - as above
    """Sort the cells of ``place`` by its ``column``, from 0 on, the greatest first."""
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = column, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    sheet.getCellRangeByName(place).sort((_property("SortFields", fields), _property("ContainsHeader", False)))


_VERBS: dict[str, Callable[..., Any]] = {
    "type": lambda document, sheet, place, text: _type(document, sheet.getCellRangeByName(place), text),
    "type as general": _type_as_general,
    "insert row": lambda _, sheet, row: sheet.Rows.insertByIndex(row - 1, 1),
    "delete row": lambda _, sheet, row: sheet.Rows.removeByIndex(row - 1, 1),
    "copy row": _copy_row,
    "sort": _sort,
    "rename": lambda _, sheet, name: setattr(sheet, "Name", name),
    "hide column": lambda _, sheet, column: setattr(sheet.Columns.getByName(column), "IsVisible", False),
    "merge": lambda _, sheet, place: sheet.getCellRangeByName(place).merge(True),
    "remark": lambda _, sheet, place, text: sheet.Annotations.insertNew(
        sheet.getCellRangeByName(place).CellAddress, text
    ),
    "new sheet": lambda document, _, name: document.Sheets.insertNewByName(name, document.Sheets.Count),
    "unprotect": lambda document, _: document.unprotect(""),
}


def _perform(desktop: Any, task: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    hidden = (_property("Hidden", True),)
    document = desktop.loadComponentFromURL(Path(task["file"]).resolve().as_uri(), "_blank", 0, hidden)
    try:
        for edit in task["edits"]:
            verb, sheet, *arguments = edit
            _VERBS[verb](document, document.Sheets.getByName(sheet), *arguments)
        document.storeToURL(Path(task["to"]).resolve().as_uri(), (_property("FilterName", _XLSX),))
    finally:
        document.close(True)


def main() -> None:
    """Start LibreOffice, do every task, and end it."""
    pipe = f"chronicare-{uuid.uuid4().hex}"
    profile = Path(sys.argv[1]).resolve().as_uri()
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    with subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp"]) as office:
        try:
            desktop = _connect(pipe)
            for task in json.load(sys.stdin):
                _perform(desktop, task)
            desktop.terminate()
        except BaseException:
            office.kill()
            raise


if __name__ == "__main__":
    main()
