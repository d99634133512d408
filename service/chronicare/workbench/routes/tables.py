"""The page of a table, and the edits made on it."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from chronicare.authoring.trials.case_runs import RunCase
from chronicare.authoring.workbook.hints import hint_of
from chronicare.checks.benefits.cell_coverage import CAP
from chronicare.diagnostics import Diagnostics
from chronicare.diagnostics.place import column_letters
from chronicare.formats.csv_edit import copy_row, delete_row, replace_cell
from chronicare.formats.csv_records import split_records, trim_cell
from chronicare.formats.csv_table import MAX_CHARACTERS
from chronicare.tables import ColumnSpec, Kind
from chronicare.workbench.routes.site import SEE_OTHER, Site, address
from chronicare.workbench.table_page import ColumnHelp, payers_in_order, table_page

_COVERED = ("criteria", "decision", "catalogue", "card")
_CASES_NAMED = 20
_MOST_CHOICES = 300
_CONFLICT = 409
_MOST_DIGITS = 7
_NO_CAP, _SHARED = "不限", "共用限额"
_FIRST_ROW = 2
"""Of those below the headings."""


class Tables:
    """The pages of tables."""

    def __init__(self, site: Site) -> None:
        """Show what ``site`` has."""
        self._site = site

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/table/{file:path}", self.table),
            Route("/cover/{file:path}", self.cover),
            Route("/edit", self.edit, methods=["POST"]),
            Route("/row", self.row, methods=["POST"]),
            Route("/column", self.column, methods=["POST"]),
        ]

    def table(self, request: Request) -> Response:
        """Show a table: the clause beside each row, and what is changed, doubtful or wrong."""
        bench = self._site.bench
        bench.refresh()
        file = request.path_params["file"]
        table, folder, data = self._site.table(file), self._site.folder_of(file), bench.current(file)
        if table is None or folder is None or data is None:
            return self._site.missing(request, f"表「{file}」")
        titles = {each.id: each.title for each in folder.manifest.documents}
        saved = bench.draft.saved.get(file, data)
        code = self._site.area_in(folder.manifest.folder)
        area = self._site.standing.areas.get(code)
        problems = [*bench.trial.problems, *(area.diagnostics if area is not None else ())]
        words = self._site.words(folder)

        def help_of(kind: Kind, column: ColumnSpec) -> ColumnHelp:
            choice = words.choice(kind, column)
            values = choice.values if choice is not None and len(choice.values) <= _MOST_CHOICES else ()
            return ColumnHelp(hint_of(kind, column, words), values)

        page = table_page(table, data, saved, titles, tuple(dict.fromkeys(problems)), help_of)
        return self._site.page(
            request,
            "table.html.j2",
            page=page,
            folder=folder,
            payers=list(payers_in_order(page)),
            is_covered=table.kind.name in _COVERED,
        )

    def cover(self, request: Request) -> Response:
        """Tell which cases reach each row of a table, as soon as they have been run."""
        bench, file = self._site.bench, request.path_params["file"]
        areas = [code for code in bench.saved.concerned([file]) if bench.saved.areas[code].release is not None]
        begun = [bench.cover(code) for code in areas]
        if not all(begun):
            return JSONResponse({"ready": False})
        rows: dict[int, list[RunCase]] = {}
        cells: dict[int, dict[str, bool]] = {}
        for code in areas:
            runs = bench.trying.known_cases(bench.saved, code)
            for (name, number), cases in runs.reaching().items() if runs is not None else ():
                if name == file:
                    rows.setdefault(number, []).extend(cases)
            for (name, number), held in runs.cells.items() if runs is not None else ():
                if name == file:
                    shown = cells.setdefault(number, {})
                    shown.update({each.column: shown.get(each.column, False) or each.is_seen for each in held})
        told = {number: _told(file, number, rows[number]) for number in rows}
        return JSONResponse({"ready": True, "rows": told, "cells": self._by_column(file, cells)})

    def _by_column(self, file: str, cells: Mapping[int, Mapping[str, bool]]) -> dict[int, dict[int, bool]]:
        """Return the same by the numbers of the columns; where a step has no cap of its own, what it shares caps it."""
        records = split_records((self._site.bench.current(file) or b"").decode("utf-8-sig"), "", Diagnostics())
        numbers = {heading: number for number, heading in enumerate(records[0] if records else (), 1)}
        table = self._site.table(file)
        uncapped = {
            row.position.row for row in table or () if row.text("cap") == _NO_CAP and row.text("shared")
        }  # fmt: skip
        return {
            row: {
                numbers[column]: is_seen
                for heading, is_seen in held.items()
                for column in [_SHARED if heading == CAP and row in uncapped else heading]
                if column in numbers
            }
            for row, held in cells.items()
        }

    async def edit(self, request: Request) -> Response:
        """Write a cell into the draft; refused if it is not what the page showed."""
        async with request.form() as form:
            return self._edit(form)

    async def row(self, request: Request) -> Response:
        """Put a row once more below itself into the draft, or take it away."""
        async with request.form() as form:
            file, row, act = _text(form, "file"), _number(form, "row"), _text(form, "act")
        bench = self._site.bench
        data, table = bench.current(file), self._site.table(file)
        if table is None or data is None or row < _FIRST_ROW or _cell(data, row, 1) is None:
            return self._site.missing(request, f"表「{file}」第 {row} 行")
        title = table.name or table.kind.title
        if act == "copy":
            bench.change(f"{title} 第 {row} 行下面抄一行", {file: copy_row(data, row)})
        elif act == "delete":
            bench.change(f"{title} 删去第 {row} 行", {file: delete_row(data, row)})
        return _changed(request, f"table/{quote(file)}#r{row + (act == 'copy')}")

    async def column(self, request: Request) -> Response:
        """Add a column, which its kind has and the file has not, at the end."""
        async with request.form() as form:
            file, heading = _text(form, "file"), _text(form, "heading")
        bench = self._site.bench
        data, table = bench.current(file), self._site.table(file)
        if table is None or data is None or heading not in {each.heading for each in table.kind.columns}:
            return self._site.missing(request, f"表「{file}」的列「{heading}」")
        last = len(split_records(data.decode("utf-8-sig"), "", Diagnostics())[0])
        label = f"{table.name or table.kind.title} 加一列「{heading}」"
        bench.change(label, {file: replace_cell(data, 1, last + 1, heading)})
        return _changed(request, f"table/{quote(file)}")

    def _edit(self, form: FormData) -> Response:
        file, text = _text(form, "file"), trim_cell(_text(form, "text"))
        row, column = _number(form, "row"), _number(form, "column")
        bench = self._site.bench
        data, table = bench.current(file), self._site.table(file)
        if table is None or data is None:
            return JSONResponse({"problem": f"没有表「{file}」"}, 404)
        if len(text) > MAX_CHARACTERS:
            return JSONResponse({"problem": f"一格最多 {MAX_CHARACTERS} 字"}, 400)
        now = _cell(data, row, column) if row >= _FIRST_ROW else None
        if now is None:
            return JSONResponse({"problem": f"没有第 {row} 行"}, 404)
        if now != trim_cell(_text(form, "was")):
            return JSONResponse({"problem": f"这一格现在是「{now}」：别处改过它，请刷新这一页"}, _CONFLICT)
        if now != text:
            heading = _cell(data, 1, column) or column_letters(column)
            label = f"{table.name or table.kind.title} 第 {row} 行「{heading}」：{now or '（空）'} → {text or '（空）'}"
            bench.change(label, {file: replace_cell(data, row, column, text)})
        return JSONResponse({"version": bench.draft.version, "text": text})


def _changed(request: Request, page: str) -> Response:
    """Show the table as it is now."""
    return RedirectResponse(address(request, page), SEE_OTHER)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return "" if isinstance(value, UploadFile) else value


def _number(form: FormData, name: str) -> int:
    text = _text(form, name)
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def _cell(data: bytes, row: int, column: int) -> str | None:
    records = split_records(data.decode("utf-8-sig"), "", Diagnostics())
    if not 1 <= row <= len(records) or not 1 <= column <= max(len(each) for each in records):
        return None
    cells = records[row - 1]
    return cells[column - 1] if column <= len(cells) else ""


def _told(file: str, number: int, cases: Iterable[RunCase]) -> dict[str, Any]:
    held = list(cases)
    truths: dict[bool | None, int] = {}
    for case in held:
        for truth in case.rows[file, number]:
            truths[truth] = truths.get(truth, 0) + 1
    return {
        "count": len(held),
        "met": truths.get(True, 0),
        "not_met": truths.get(False, 0),
        "unknown": truths.get(None, 0),
        "cases": [f"{case.subject}「{case.name}」" for case in held[:_CASES_NAMED]],
    }
