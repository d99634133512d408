"""Every table of every area and layer comes back from its workbook as the very bytes of its file."""

from pathlib import Path

import pytest
from unit.authoring.workbook.excel_limits import refused

from chronicare.authoring.workbook.book_reading import read_book
from chronicare.authoring.workbook.book_writing import write_books
from chronicare.authoring.workbook.choices import Words
from chronicare.authoring.workbook.importing import import_books
from chronicare.authoring.workbook.sheet_reading import read_sheet
from chronicare.authoring.workbook.written import WrittenTable
from chronicare.diagnostics import Diagnostics
from chronicare.formats import write_table
from chronicare.loaders.rule_directory import load_rules, rules_of
from chronicare.loaders.rule_folder import MANIFEST, read_as_written

pytestmark = pytest.mark.slow

RULES = Path(__file__).parents[4] / "rules"
FOLDERS = sorted(each.parent.name for each in RULES.glob(f"*/{MANIFEST}"))


@pytest.fixture(scope="module")
def words() -> dict[str, Words]:
    read = load_rules(RULES)
    return {folder: Words(laid.tables, []) for folder in FOLDERS if (laid := rules_of(read, folder)) is not None}


def test_there_are_words_of_every_folder(words: dict[str, Words]) -> None:
    assert list(words) == FOLDERS
    assert len(FOLDERS) >= 5


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_table_comes_back(folder: str, words: dict[str, Words]) -> None:
    problems = Diagnostics()
    read = read_as_written(RULES / folder, RULES, problems)
    assert read is not None
    tables = {each.file: WrittenTable(folder, each) for each in read.tables}
    assert {Path(each.file).name for each in read.tables} >= {"tables.csv"}
    books = write_books(read.manifest, list(tables.values()), words[folder])
    assert {name: found for name, data in books.items() if (found := refused(data))} == {}
    back = {}
    for name, data in books.items():
        for sheet in read_book(data, name, problems):
            base = tables[sheet.mark.file]
            back[sheet.mark.file] = read_sheet(sheet, base.table, base, words[folder], problems)
    assert problems.sorted() == ()
    assert back.keys() == tables.keys()
    for file, table in back.items():
        assert write_table(table.table) == (RULES / file).read_bytes(), file
    imported = import_books(books, {folder: list(tables.values())}, words[folder], problems)
    assert (imported.files, problems.sorted()) == ({}, ())
