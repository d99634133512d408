"""Nothing that Excel refuses to open, or mends with a loss, is in a workbook, whatever the tables hold."""

import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from unit.authoring.workbook.books import FILES, LIST, RATIO, books, edited, opened, saved
from unit.authoring.workbook.excel_limits import refused

from chronicare.authoring.workbook.sheet_writing import put

RATIOS = "试验市-待遇卡.xlsx"


@pytest.mark.parametrize(
    "called",
    [
        "长" * 40,
        "\U00020bb7" * 20,  # 𠮷, as in names of people: two units each
        "a" * 30 + "'b",
        "'引号'",
        "[]:*?/",
        "History",
        "历史记录",
        "目录",
        "底本",
    ],
)
def test_a_sheet_is_called_what_excel_takes(called: str) -> None:
    files = {**FILES, "tables.csv": LIST.replace("住院比例", called).replace("住院,,手册", f"{called},,手册")}
    for name, data in books(files).items():
        assert refused(data) == [], name
        assert all(sheet.isprintable() and sheet.strip() for sheet in opened(data).sheetnames)


@pytest.mark.parametrize("text", ["-", "@name", "长" * 4000, "a\x0bb", " 两边 ", "_x0041_"])
def test_a_cell_is_text_whatever_it_holds(text: str) -> None:
    for name, data in books({**FILES, "ratio.csv": RATIO.replace("二级 82%", text)}).items():
        assert refused(data) == [], name


@pytest.mark.parametrize("text", ["=1+1", "+86", "@name", "#N/A", "-1"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    put(sheet, (1, 1), text)
    data = saved(book)
    assert refused(data) == []
    assert opened(data).worksheets[0]["A1"].value == text


def test_a_table_without_rows_and_a_list_without_values() -> None:
    bare = {
        name: text.splitlines()[0] + "\r\n" for name, text in FILES.items() if name not in ("tables.csv", "terms.csv")
    }
    for name, data in books({**FILES, **bare}).items():
        assert refused(data) == [], name


def changed(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """Return what puts ``new`` in the place of ``old`` in one part of a workbook."""

    def change(data: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as kept:
            for name in archive.namelist():
                text = archive.read(name).decode()
                assert name != part or old in text
                kept.writestr(name, text.replace(old, new, 1) if name == part else text)
        return made.getvalue()

    return change


SHEET = "xl/worksheets/sheet2.xml"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (changed("xl/workbook.xml", 'name="目录"', f'name="{"长" * 32}"'), "cannot be called"),
        (changed("xl/workbook.xml", 'name="目录"', 'name="a/b"'), "cannot be called"),
        (changed("xl/workbook.xml", 'name="目录"', 'name="选项"'), "is taken"),
        (changed(SHEET, "<cols>", "<printOptions/><cols>"), "out of order"),
        (changed(SHEET, '<row r="2"', '<row r="9"'), "after 9"),
        (changed(SHEET, 'r="B5"', 'r="A5"'), "the cell A5"),
        (changed(SHEET, 's="20"', 's="999"'), "a format that is not there"),
        (changed(SHEET, 'min="3" max="3"', 'min="2" max="3"'), "columns 2 to 3"),
        (changed(SHEET, "$1:$A$", "$9:$A$"), "a drop-down lists"),
        (changed(SHEET, 'errorTitle="', f'errorTitle="{"长" * 33}'), "says too much"),
        (changed(SHEET, "&#31532; &amp;P", "长" * 256), "a head of"),
        (changed(SHEET, "<is><t>", f"<is><t>{'长' * 32_768}"), "characters"),
        (changed(SHEET, 't="inlineStr"><is><t>', "><f>1</f><is><t>"), "a formula"),
        (changed("xl/comments/comment1.xml", "<t>", f"<t>{'长' * 32_768}"), "a comment"),
    ],
)
def test_what_excel_would_refuse_is_seen(change: Callable[[bytes], bytes], told: str) -> None:
    """The check itself can fail."""
    found = refused(change(books(FILES)[RATIOS]))
    assert any(told in each for each in found), found


def test_an_edited_workbook_is_well_too() -> None:
    for data in edited(FILES, "住院比例", lambda sheet: sheet.insert_rows(6)).values():
        assert refused(data) == []
