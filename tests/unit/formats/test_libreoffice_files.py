"""Files saved by a real spreadsheet program. tests/data/formats/README.md says how each was made."""

from pathlib import Path

import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.formats import read_gb18030, read_table, write_table
from chronicare.tables import KINDS, Table

FILES = Path(__file__).parents[2] / "data" / "formats"
CRITERIA = KINDS["criteria"]
LEVELS = KINDS["levels"]


def read(name: str) -> tuple[Table, list[tuple[str, str]]]:
    """Return the table in the file ``name``, and code and place of what was found."""
    diagnostics = Diagnostics()
    table = read_table((FILES / name).read_bytes(), LEVELS if "levels" in name else CRITERIA, "t.csv", "", diagnostics)
    return table, [(each.code.name, str(each.where)) for each in diagnostics.sorted()]


def test_the_authored_file_is_canonical() -> None:
    table, found = read("criteria.csv")
    assert found == []
    assert [row.text("id") for row in table] == ["1", "3(1)", "1.10", "3-5", "(1)", "1/2"]
    assert table.rows[1].text("correction") == '含"γ"与逗号, 须加引号'
    assert table.rows[4].text("clause") == "第一行\n第二行"
    assert write_table(table).decode("utf-8-sig").splitlines() == (
        (FILES / "criteria.csv").read_text(encoding="utf-8-sig").splitlines()
    )


@pytest.mark.parametrize(
    ("saved", "authored"),
    [
        ("libreoffice-text.csv", "criteria.csv"),
        ("libreoffice-xlsx.csv", "criteria.csv"),
        ("libreoffice-quoted.csv", "criteria.csv"),
        ("libreoffice-text-levels.csv", "levels.csv"),
    ],
)
def test_saved_with_text_columns_nothing_is_harmed(saved: str, authored: str) -> None:
    table, found = read(saved)
    assert found == []
    assert table == read(authored)[0]


def test_what_recognition_of_numbers_spoils_is_told() -> None:
    assert read("libreoffice-spoiled.csv")[1] == [
        ("SPOILED_BY_SPREADSHEET", "t.csv:B5「编号」"),
        ("SPOILED_BY_SPREADSHEET", "t.csv:B6「编号」"),
        ("SPOILED_BY_SPREADSHEET", "t.csv:B7「编号」"),
    ]
    assert read("libreoffice-spoiled-levels.csv")[1] == [
        ("SPOILED_BY_SPREADSHEET", "t.csv:C2「值」"),
        ("SPOILED_BY_SPREADSHEET", "t.csv:D2「名称」"),
        ("SPOILED_BY_SPREADSHEET", "t.csv:C9「值」"),
        ("SPOILED_BY_SPREADSHEET", "t.csv:D9「名称」"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("libreoffice-gb18030.csv", ("NOT_UTF8", "t.csv")),
        ("libreoffice-utf16.csv", ("NOT_UTF8", "t.csv")),
        ("libreoffice-semicolons.csv", ("BROKEN_CSV", "t.csv:1")),
        ("libreoffice-tabs.csv", ("BROKEN_CSV", "t.csv:1")),
    ],
)
def test_other_encodings_and_separators_are_refused(name: str, expected: tuple[str, str]) -> None:
    assert read(name)[1] == [expected]


def test_gb18030_converted_is_unharmed() -> None:
    text = read_gb18030((FILES / "libreoffice-gb18030.csv").read_bytes())
    assert text is not None
    assert read_table(text.encode(), CRITERIA, "t.csv", "", Diagnostics()) == read("criteria.csv")[0]
