"""A model made a folder of rules: nothing is written of a model of which something has no words in our form."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from chronicare.authoring.dmn.reading import read_model
from chronicare.authoring.dmn.table_translation import DOCUMENT
from chronicare.authoring.dmn.translation import Translation, translate
from chronicare.authoring.new_area import NewArea
from chronicare.compiler import compile_area, compile_vocabulary
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats import read_table, write_table
from chronicare.tables import DECISION, TABLES, Cell, Row, RuleFolder, Table

_NOT_IN_A_FILE_NAME = re.compile(r"[^0-9A-Za-z_\u4e00-\u9fff-]+")


def import_model(
    data: bytes, file: str, sha256: str, area: NewArea, diagnostics: Diagnostics
) -> Mapping[str, bytes] | None:
    """Return the files of a folder for ``area`` that holds the model ``data``, by name.

    ``file`` is what the model is called and ``sha256`` its digest. ``None``, with all that is wrong and all that our
    form has no words for in ``diagnostics``, if there is any of it.
    """
    model = read_model(data, file, diagnostics)
    if model is None:
        return None
    made = translate(model, sha256, diagnostics)
    diagnostics.extend(made.reasons)
    if diagnostics.has_errors:
        return None
    folder = made.folder
    compile_area(folder, compile_vocabulary(folder, diagnostics), diagnostics)
    tables = _filed(folder)
    files = {each.file: write_table(each) for each in (_listed(tables), *tables)}
    for each in tables:
        _check_written(each, files[each.file], diagnostics)
    if diagnostics.has_errors:
        return None
    return {"manifest.yaml": _manifest(area, made, sha256), **files}


def _filed(folder: RuleFolder) -> list[Table]:
    """Give each table a file of its own; those without a row are left out."""
    filed: list[Table] = []
    taken: set[str] = set()
    for table in folder.tables:
        stem = _NOT_IN_A_FILE_NAME.sub("_", table.name or table.kind.name).strip("_") or "table"
        name, number = stem, 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name.lower())
        if table.rows:
            filed.append(replace(table, file=f"decisions/{name}.csv" if table.kind is DECISION else f"{name}.csv"))
    return filed


def _listed(tables: list[Table]) -> Table:
    """Return the list of the folder's tables."""
    rows = []
    for number, table in enumerate(tables, start=2):
        where = Position("tables.csv", number)
        told = {"file": table.file, "kind": table.kind.title, "name": table.name, "hit": table.hit}
        rows.append(Row(where, {name: Cell(text, where) for name, text in told.items()}))
    return Table(TABLES, "tables.csv", tuple(rows))


def _check_written(table: Table, data: bytes, diagnostics: Diagnostics) -> None:
    """Tell cells that a CSV file does not give back as they were."""
    read = read_table(data, table.kind, table.file, "", diagnostics)
    for row, again in zip(table.rows, read.rows, strict=True):
        for name, cell in row.cells.items():
            if again.text(name) != cell.text:
                message = Text(f"「{cell.text}」写进表里会走样", f"{cell.text!r} does not survive in a table")
                diagnostics.add(Code.NOT_IN_OUR_FORM, cell.position, message)


def _manifest(area: NewArea, made: Translation, sha256: str) -> bytes:
    title = json.dumps(made.model.name or DOCUMENT, ensure_ascii=False)
    name = json.dumps(area.name, ensure_ascii=False)
    return (
        f"# 由 DMN 模型 {made.model.file} 导入\n"
        f'area: "{area.code}"\nname: {{zh: {name}}}\nversion: "{area.since.year}.1"\neffective_from: {area.since}\n'
        f"documents:\n- id: {DOCUMENT}\n  title: {title}\n  publisher: DMN\n"
        f'  edition: "{area.since.year}"\n  sha256: {sha256}\n'
    ).encode()
