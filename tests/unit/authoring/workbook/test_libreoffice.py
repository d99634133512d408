"""Workbooks that a real spreadsheet program has opened, edited and saved come back as what was edited, and no more."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from unit.authoring.workbook.books import (
    CARD,
    FILES,
    FOLDER,
    RATIO,
    books,
    brought_back,
    file_of,
    letters,
    lines_of,
)

from chronicare.authoring.workbook.book_reading import read_book
from chronicare.authoring.workbook.book_writing import write_books
from chronicare.authoring.workbook.choices import Words
from chronicare.authoring.workbook.importing import import_books
from chronicare.authoring.workbook.sheet_reading import read_sheet
from chronicare.authoring.workbook.written import WrittenTable
from chronicare.diagnostics import Diagnostics
from chronicare.formats import write_table
from chronicare.loaders.rule_directory import load_rules
from chronicare.loaders.rule_folder import read_as_written

pytestmark = pytest.mark.slow

RULES = Path(__file__).parents[4] / "rules"

SCRIPT = Path(__file__).with_name("edit_in_office.py")
PYTHON = "/usr/bin/python3"
"""The Python for which the system has LibreOffice's module."""
_ENOUGH = 900


def missing() -> str:
    """Return what is not here that is needed to edit in LibreOffice; empty if nothing is."""
    if shutil.which("soffice") is None:
        return "soffice"
    has_module = subprocess.run([PYTHON, "-c", "import uno"], check=False, capture_output=True).returncode == 0
    return "" if has_module else "python3-uno"


needs_office = pytest.mark.skipif(
    bool(missing()), reason=f"LibreOffice is not here: `make office` installs {missing()}"
)
NEW_STEP = (
    "新增（第 4 行之后）：编号 large；谁付 大额补助；名称 大额；险种 职工；基数 合规余额；起付 不设；比例 95%；"
    "封顶 不限；出处 2-36；生效日 2026-01-01"
)
SOURCE, CLAUSE, ANOMALY, FROM = (letters("住院比例")[each] for each in ("出处", "原文", "异常", "生效日"))
STEP_RATIO, STEP_FROM = (letters("住院")[each] for each in ("比例", "生效日"))
SCENES: dict[str, list[list[Any]]] = {
    "saved": [],
    "one cell": [["type", "住院比例", "E6", "83%"]],
    "in the way of an office": [
        ["type", "住院比例", "E6", "　８３％ "],
        ["sort", "住院比例", f"A5:{FROM}7", 1],
        ["hide column", "住院比例", "D"],
        ["type", "住院", f"{STEP_RATIO}6", "65%"],
        ["copy row", "住院", 7, 8],
        ["type", "住院", f"{STEP_RATIO}8", "95%"],
        ["type", "住院", f"{STEP_FROM}8", "2026-01-01"],
        ["unprotect", "住院"],
        ["rename", "住院", "住院（改）"],
    ],
    "typed where cells are for text": [
        ["type", "住院比例", f"{SOURCE}5", "3-5"],
        ["insert row", "住院比例", 7],
        ["type", "住院比例", "C7", "1:80"],
        ["type", "住院比例", "D7", "0123"],
        ["type", "住院比例", "E7", "0.90"],
        ["type", "住院比例", f"{FROM}7", "2026-1-1"],
        ["type", "住院比例", f"{SOURCE}7", "1/2"],
        ["type", "住院比例", f"{CLAUSE}7", "1.10"],
    ],
    "typed where cells are not": [
        ["type as general", "住院比例", "E5", "82%"],
        ["type as general", "住院比例", "E6", "83%"],
        ["type as general", "住院比例", f"{FROM}5", "2026-01-01"],
        ["type as general", "住院比例", f"{ANOMALY}6", "=1+1"],
    ],
    "left aside": [
        ["delete row", "住院比例", 6],
        ["remark", "住院比例", "E5", "请核对"],
        ["unprotect", "住院比例"],
        ["new sheet", "住院比例", "草稿"],
        ["type as general", "草稿", "A1", "随便写"],
        ["merge", "住院", "C5:C6"],
    ],
}  # fmt: skip


def edit_all(scenes: Sequence[str], folder: Path) -> dict[str, dict[str, bytes]]:
    """Let LibreOffice edit the workbooks of FILES once for each scene; return what it saved."""
    made = books(FILES)
    tasks = []
    for number, scene in enumerate(scenes):
        for name, data in made.items():
            source, target = folder / name, folder / str(number) / name
            source.write_bytes(data)
            target.parent.mkdir(exist_ok=True)
            sheets = {*load_workbook(source).sheetnames, "草稿"}
            edits = [each for each in SCENES[scene] if each[1] in sheets] if "住院比例" in sheets else []
            tasks.append({"file": str(source), "to": str(target), "edits": edits})
    command = [PYTHON, str(SCRIPT), str(folder / "profile")]
    subprocess.run(command, check=True, capture_output=True, input=json.dumps(tasks).encode(), timeout=_ENOUGH)
    return {
        scene: {name: (folder / str(number) / name).read_bytes() for name in made}
        for number, scene in enumerate(scenes)
    }


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    return edit_all(list(SCENES), tmp_path_factory.mktemp("office"))


Edited = dict[str, dict[str, bytes]]


@needs_office
def test_saving_changes_nothing(edited: Edited) -> None:
    assert len(edited["saved"]) == 2
    imported, told = brought_back(edited["saved"], FILES)
    assert (imported.files, told) == ({}, [])


@needs_office
def test_one_cell_is_one_cell(edited: Edited) -> None:
    imported, told = brought_back(edited["one cell"], FILES)
    assert told == []
    assert imported.files == {f"{FOLDER}/ratio.csv": b"\xef\xbb\xbf" + RATIO.replace("80%,2", "83%,2").encode()}


@needs_office
def test_the_ways_of_an_office(edited: Edited) -> None:
    imported, told = brought_back(edited["in the way of an office"], FILES)
    assert told == []
    assert file_of(imported, "ratio.csv") == RATIO.replace("80%,2", "８３％,2")
    first, *others = CARD.replace("60%,,3", "65%,,3").splitlines()
    assert file_of(imported, "cards/inpatient.csv").splitlines() == [
        f"{first},生效日",
        *(f"{each}," for each in others),
        "large,大额补助,大额,职工,合规余额,不设,95%,不限,2-36,报销 90%,2026-01-01",
    ]
    assert sorted(lines_of(imported)) == [
        NEW_STEP,
        "第 3 行（basic、居民）比例：60% → 65%",
        "第 3 行（职工、三级）支付比例：80% → ８３％",
    ]


@needs_office
def test_what_is_typed_into_a_cell_for_text_stays_as_typed(edited: Edited) -> None:
    imported, told = brought_back(edited["typed where cells are for text"], FILES)
    assert told == [], "a new row, too, has cells for text"
    lines = file_of(imported, "ratio.csv").splitlines()
    assert lines[1] == "职工,二级,82%,3-5,二级 82%,,"
    assert lines[3] == "1:80,0123,0.90,1/2,1.10,,2026-1-1"


@needs_office
def test_what_the_program_makes_of_other_cells_is_mended_or_told(edited: Edited) -> None:
    imported, told = brought_back(edited["typed where cells are not"], FILES)
    assert told == [
        ("RESTORED", f"住院比例:{FROM}5「生效日」"),
        ("RESTORED", "住院比例:E6「出：支付比例」"),
        ("SPOILED_BY_SPREADSHEET", f"住院比例:{ANOMALY}6「异常」"),
    ]
    assert lines_of(imported)[:2] == [
        "第 2 行（职工、二级）生效日：（空） → 2026-01-01",
        "第 3 行（职工、三级）支付比例：80% → 83%",
    ]


@needs_office
def test_what_is_left_aside_is_said(edited: Edited) -> None:
    imported, told = brought_back(edited["left aside"], FILES)
    assert told == [("NOT_IMPORTED", "住院比例:E5"), ("NOT_IMPORTED", "草稿")]
    assert file_of(imported, "ratio.csv") == "".join(RATIO.splitlines(keepends=True)[at] for at in (0, 1, 3))
    assert list(imported.files) == [f"{FOLDER}/ratio.csv"], "cells merged as above say nothing new"


@needs_office
def test_saving_the_workbooks_of_a_whole_area_changes_nothing(tmp_path: Path) -> None:
    """The area with the most tables: cards, criteria, counters and all."""
    read = load_rules(RULES)
    area = max(
        (each for each in read.areas if each.rules is not None),
        key=lambda each: len(each.rules.tables) if each.rules else 0,
    )
    problems = Diagnostics()
    folder, laid = read_as_written(RULES / area.folder, RULES, problems), area.rules
    assert folder is not None
    assert laid is not None
    tables = [WrittenTable(area.folder, each) for each in folder.tables]
    assert {"card", "criteria", "counters", "decision", "entries"} <= {each.kind.name for each in tables}
    words = Words(laid.tables, [])
    made = write_books(folder.manifest, tables, words)
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    tasks = [{"file": str(tmp_path / name), "to": str(tmp_path / f"saved-{name}"), "edits": []} for name in made]
    command = [PYTHON, str(SCRIPT), str(tmp_path / "profile")]
    subprocess.run(command, check=True, capture_output=True, input=json.dumps(tasks).encode(), timeout=_ENOUGH)
    saved = {name: (tmp_path / f"saved-{name}").read_bytes() for name in made}
    imported = import_books(saved, {area.folder: tables}, words, problems)
    assert (imported.files, problems.sorted()) == ({}, ())
    by_file = {each.file: each for each in tables}
    back = {
        sheet.mark.file: read_sheet(sheet, base.table, base, words, problems).table
        for name, data in saved.items()
        for sheet in read_book(data, name, problems)
        for base in [by_file[sheet.mark.file]]
    }
    assert len(back) == len(tables)
    for file, table in back.items():
        assert write_table(table) == (RULES / file).read_bytes(), file
