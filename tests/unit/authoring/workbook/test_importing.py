"""What an officer does to a sheet comes back right, or is told by sheet and cell; nothing is lost on the way."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from unit.authoring.workbook.books import (
    CARD,
    FILES,
    FOLDER,
    LIST,
    RATIO,
    Edit,
    book_of,
    books,
    brought_back,
    edited,
    file_of,
    letters,
    lines_of,
    opened,
    saved,
    written,
)

from chronicare.authoring.workbook.choices import Words
from chronicare.authoring.workbook.importing import import_books
from chronicare.diagnostics import Diagnostics, Language
from chronicare.formats import write_table

pytestmark = pytest.mark.slow

# Rows 2 to 4 of the files are in rows 5 to 7 of the sheets. 险种, 机构等级 and 支付比例 stand in C, D and E.
SOURCE, CLAUSE, ANOMALY, FROM = (letters("住院比例")[each] for each in ("出处", "原文", "异常", "生效日"))
BEYOND, FURTHER = (get_column_letter(len(letters("住院比例")) + more) for more in (2, 3))
STEP_RATIO = letters("住院")["比例"]


def set_cell(place: str, value: Any) -> Edit:  # noqa: ANN401 - whatever a cell can hold
    """Return an edit that puts ``value`` into a cell."""

    def edit(sheet: Worksheet) -> None:
        sheet[place] = value

    return edit


def test_what_nobody_touched_brings_nothing() -> None:
    imported, told = brought_back(books(FILES), FILES)
    assert (imported.files, imported.changes, told) == ({}, (), [])


def test_one_cell_changes_one_cell() -> None:
    imported, told = brought_back(edited(FILES, "住院比例", set_cell("E6", "83%")), FILES)
    assert told == []
    assert list(imported.files) == [f"{FOLDER}/ratio.csv"]
    assert file_of(imported, "ratio.csv") == RATIO.replace("职工,三级,80%", "职工,三级,83%")
    assert lines_of(imported) == ["第 3 行（职工、三级）支付比例：80% → 83%"]
    assert imported.changes[0].title.zh == f"住院比例（{FOLDER}/ratio.csv）"


def test_a_file_that_is_written_is_as_its_author_would_have_it() -> None:
    """The mark of UTF-8, line ends, and a column that stands empty."""
    imported, _ = brought_back(edited(FILES, "住院比例", set_cell(f"{ANOMALY}6", None)), FILES)
    assert imported.files[f"{FOLDER}/ratio.csv"] == b"\xef\xbb\xbf" + RATIO.replace("A-1", "").encode()


def test_a_column_that_stood_hidden_comes_when_it_is_filled() -> None:
    imported, _ = brought_back(edited(FILES, "住院比例", set_cell(f"{FROM}6", "2026-01-01")), FILES)
    assert file_of(imported, "ratio.csv") == (
        "入：险种,入：机构等级,出：支付比例,出处,原文,异常,生效日\r\n"
        "职工,二级,82%,2-27/3,二级 82%,,\r\n"
        "职工,三级,80%,2-27/4,三级 80%,A-1,2026-01-01\r\n"
        "居民,-,未公布,3-11,未写,,\r\n"
    )


def test_sorting_to_look_at_something_changes_nothing() -> None:
    def turn_round(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=7)]
        for row, values in zip(sheet.iter_rows(min_row=5, max_row=7), reversed(rows), strict=True):
            for cell, value in zip(row, values, strict=True):
                cell.value = value

    imported, told = brought_back(edited(FILES, "住院比例", turn_round), FILES)
    assert (imported.files, told) == ({}, [])
    first = {**FILES, "tables.csv": LIST.replace("UNIQUE", "FIRST")}
    imported, told = brought_back(edited(first, "住院比例", turn_round), first)
    assert told == []
    assert lines_of(imported) == ["第 4 行移到最上面", "第 3 行移到第 4 行之后"]
    assert file_of(imported, "ratio.csv").splitlines()[1:] == RATIO.splitlines()[:0:-1]
    imported, told = brought_back(edited(FILES, "住院", turn_round), FILES)
    assert ("ROWS_OUT_OF_ORDER", "住院:6") in told, "居民 would go on from nothing"


def test_rows_are_added_and_deleted() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.insert_rows(6)
        for column, text in (("C", "居民"), ("D", "三级"), ("E", "60%"), (SOURCE, "3-12"), (CLAUSE, "报 60%")):
            sheet[f"{column}6"] = text
        sheet.delete_rows(8)

    imported, told = brought_back(edited(FILES, "住院比例", edit), FILES)
    assert told == []
    assert file_of(imported, "ratio.csv").splitlines()[1:] == [
        "职工,二级,82%,2-27/3,二级 82%,",
        "居民,三级,60%,3-12,报 60%,",
        "职工,三级,80%,2-27/4,三级 80%,A-1",
    ]
    assert lines_of(imported) == [
        "新增（第 2 行之后）：险种 居民；机构等级 三级；支付比例 60%；出处 3-12",
        "删去第 4 行：险种 居民；支付比例 未公布；出处 3-11",
    ]


def test_a_row_emptied_by_hand_is_gone_though_its_number_stands() -> None:
    def edit(sheet: Worksheet) -> None:
        for column in ("C", "D", "E", SOURCE, CLAUSE):
            sheet[f"{column}7"] = None

    imported, told = brought_back(edited(FILES, "住院比例", edit), FILES)
    assert told == []
    assert file_of(imported, "ratio.csv").splitlines()[1:] == RATIO.splitlines()[1:3]


def test_what_is_typed_full_width_or_pasted_with_spaces_is_kept_or_trimmed() -> None:
    imported, told = brought_back(edited(FILES, "住院比例", set_cell("E6", "　８３％\xa0 ")), FILES)
    assert told == []
    assert file_of(imported, "ratio.csv") == RATIO.replace("80%,2", "８３％,2")


@pytest.mark.parametrize("title", ["随便改的名", "目录 2"])
def test_a_sheet_is_known_under_another_name(title: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.title = title
        sheet["E6"] = "83%"
        sheet.column_dimensions["D"].hidden = True
        sheet.insert_rows(1)

    imported, told = brought_back(edited(FILES, "住院比例", edit), FILES)
    assert told == []
    assert file_of(imported, "ratio.csv") == RATIO.replace("80%,2", "83%,2")


def test_every_problem_is_told_by_sheet_and_cell_and_a_bad_sheet_does_not_hide_another() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet["E5"] = "=1/2"
        sheet[f"{SOURCE}6"] = None
        sheet[f"{SOURCE}7"] = date(2026, 3, 5)
        sheet[f"{CLAUSE}4"] = "原文文"
        sheet[f"{BEYOND}4"] = "备注"
        sheet[f"{BEYOND}5"] = "一句话"
        sheet[f"{FURTHER}9"] = "多出来的"

    ((name, data),) = edited(FILES, "住院比例", spoil).items()
    book = opened(data)
    card = book["住院"]
    assert isinstance(card, Worksheet)
    card["B5"] = None
    _, told = brought_back({name: saved(book)}, FILES)
    assert told == [
        ("EMPTY_REQUIRED_CELL", "住院:B5「编号」"),
        ("UNKNOWN_HEADING", f"住院比例:{CLAUSE}4「原文文」"),
        ("UNKNOWN_HEADING", f"住院比例:{BEYOND}4「备注」"),
        ("SPOILED_BY_SPREADSHEET", "住院比例:E5「出：支付比例」"),
        ("EMPTY_REQUIRED_CELL", f"住院比例:{SOURCE}6「出处」"),
        ("SPOILED_BY_SPREADSHEET", f"住院比例:{SOURCE}7「出处」"),
        ("EMPTY_REQUIRED_CELL", f"住院比例:{SOURCE}9「出处」"),
        ("ROW_TOO_LONG", f"住院比例:{FURTHER}9"),
    ]


def test_what_a_program_spoiled_for_certain_is_mended_and_said() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet["E5"], sheet["E6"] = 0.82, 0.83
        sheet["E6"].number_format = "0%"
        sheet[f"{SOURCE}7"] = date(2026, 3, 11)
        sheet[f"{SOURCE}7"].number_format = "d-mmm"
        sheet[f"{FROM}5"] = date(2026, 1, 1)

    imported, told = brought_back(edited(FILES, "住院比例", spoil), FILES)
    assert told == [
        ("RESTORED", "住院比例:E5「出：支付比例」"),
        ("RESTORED", f"住院比例:{FROM}5「生效日」"),
        ("RESTORED", "住院比例:E6「出：支付比例」"),
        ("RESTORED", f"住院比例:{SOURCE}7「出处」"),
    ]
    assert lines_of(imported) == [
        "第 2 行（职工、二级）生效日：（空） → 2026-01-01",
        "第 3 行（职工、三级）支付比例：80% → 83%",
    ]


def test_merged_cells_are_told_but_where_they_say_as_above() -> None:
    imported, told = brought_back(edited(FILES, "住院比例", lambda sheet: sheet.merge_cells("C5:C6")), FILES)
    assert told == [("MERGED_CELLS", "住院比例:C5")]

    def edit(sheet: Worksheet) -> None:
        sheet.merge_cells("C5:C6")
        sheet[f"{STEP_RATIO}5"] = "85%"

    imported, told = brought_back(edited(FILES, "住院", edit), FILES)
    assert told == []
    assert file_of(imported, "cards/inpatient.csv") == CARD.replace("700 元 每次,80%", "700 元 每次,85%")
    _, told = brought_back(edited(FILES, "住院", lambda sheet: sheet.merge_cells("C6:C7")), FILES)
    assert ("MERGED_CELLS", "住院:C6") in told, "two steps"
    _, told = brought_back(edited(FILES, "住院", lambda sheet: sheet.merge_cells("C5:D5")), FILES)
    assert ("MERGED_CELLS", "住院:C5") in told


def test_what_is_not_brought_back_is_said() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["E6"].comment = Comment("请核对", "某人")
        draft = book_of(sheet).create_sheet("草稿")
        draft["A1"] = "随便写"
        book_of(sheet).create_sheet("空白")

    imported, told = brought_back(edited(FILES, "住院比例", edit), FILES)
    assert imported.files == {}
    assert told == [("NOT_IMPORTED", "住院比例:E6"), ("NOT_IMPORTED", "草稿")]


def test_a_name_changed_beside_its_code_is_said_not_to_count() -> None:
    files = {
        "tables.csv": "文件,类型,名称,取法,依据文件\r\ndiseases.csv,病种目录,,,手册\r\n",
        "diseases.csv": "编码,名称,上级,出处,原文\r\nT1,甲病,,1,甲病\r\nT2,乙病,T1,1,乙病\r\nT3,丙病,T1,1,丙病\r\n",
    }
    beside = next(
        cell.column_letter
        for cell in opened(next(iter(books(files).values())))["病种目录"][4]
        if cell.value == "上级名称（对照）"
    )

    def edit(sheet: Worksheet) -> None:
        assert [sheet[f"{beside}{row}"].value for row in (5, 6, 7)] == [None, "甲病", "甲病"]
        sheet[f"{beside}6"] = "乙病"

    imported, told = brought_back(edited(files, "病种目录", edit), files)
    assert (imported.files, told) == ({}, [("NOT_IMPORTED", f"病种目录:{beside}6「上级名称（对照）」")])


def copied(as_file: str) -> Edit:
    """Return an edit that copies the sheet, as ``as_file`` if that is not empty."""

    def edit(sheet: Worksheet) -> None:
        copy = book_of(sheet).copy_worksheet(sheet)
        copy.title = "又一张"
        if as_file:
            copy["A2"] = f"文件：{FOLDER}/{as_file}"
            copy["E5"] = "50%"

    return edit


def test_a_copy_of_a_sheet_is_a_new_table_if_the_list_has_it() -> None:
    _, told = brought_back(edited(FILES, "住院比例", copied("")), FILES)
    assert told == [("DUPLICATE_ID", "又一张:A2")]
    _, told = brought_back(edited(FILES, "住院比例", copied("other.csv")), FILES)
    assert told == [("MISSING_FILE", "又一张:A2")]

    def edit(sheet: Worksheet) -> None:
        copied("other.csv")(sheet)
        listed = book_of(sheet)["目录 2"]
        for column, text in zip("BCDEF", ("other.csv", "决策表", "另一种", "UNIQUE", "手册"), strict=True):
            listed[f"{column}10"] = text

    imported, told = brought_back(edited(FILES, "住院比例", edit), FILES)
    assert told == []
    assert file_of(imported, "other.csv") == RATIO.replace("82%,2", "50%,2")
    assert file_of(imported, "tables.csv") == LIST + "other.csv,决策表,另一种,UNIQUE,手册\r\n"


def test_what_somebody_else_has_changed_by_now_is_not_undone() -> None:
    theirs = {**FILES, "ratio.csv": RATIO.replace("82%,2", "81%,2")}
    imported, told = brought_back(books(FILES), theirs)
    assert (imported.files, told) == ({}, []), "nobody touched the sheet"
    imported, told = brought_back(edited(FILES, "住院比例", set_cell("E5", "81%")), theirs)
    assert (imported.files, told) == ({}, []), "the same change"
    imported, told = brought_back(edited(FILES, "住院", set_cell(f"{STEP_RATIO}5", "85%")), theirs)
    assert (list(imported.files), told) == ([f"{FOLDER}/cards/inpatient.csv"], []), "another table"
    _, told = brought_back(edited(FILES, "住院比例", set_cell("E5", "80%")), theirs)
    assert told == [("CHANGED_SINCE_EXPORT", "住院比例:5")]
    _, told = brought_back(edited(FILES, "住院比例", lambda sheet: sheet.delete_rows(5)), theirs)
    assert told == [("CHANGED_SINCE_EXPORT", "住院比例:5")], "deleted here, changed there"


def test_changes_of_different_rows_are_brought_together() -> None:
    line = "居民,二级,70%,3-12,报 70%,\r\n"
    theirs = {**FILES, "ratio.csv": RATIO.replace("未公布", "65%") + line}
    imported, told = brought_back(edited(FILES, "住院比例", set_cell("E5", "81%")), theirs)
    assert told == []
    assert file_of(imported, "ratio.csv") == theirs["ratio.csv"].replace("82%,2", "81%,2")
    assert lines_of(imported) == ["第 2 行（职工、二级）支付比例：82% → 81%"], "theirs is there already"


def test_a_workbook_is_edited_and_brought_back_again_and_again() -> None:
    first = edited(FILES, "住院比例", set_cell("E5", "81%"))
    imported, _ = brought_back(first, FILES)
    now = {**FILES, "ratio.csv": file_of(imported, "ratio.csv")}
    ((name, data),) = first.items()
    book = opened(data)
    book["住院比例"]["E6"] = "79%"
    imported, told = brought_back({name: saved(book)}, now)
    assert told == []
    assert lines_of(imported) == ["第 3 行（职工、三级）支付比例：80% → 79%"]


def test_without_what_was_written_out_a_changed_file_is_not_overwritten() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["E6"] = "83%"
        del book_of(sheet)["底本"]

    imported, told = brought_back(edited(FILES, "住院比例", edit), FILES)
    assert (lines_of(imported), told) == (["第 3 行（职工、三级）支付比例：80% → 83%"], [])
    theirs = {**FILES, "ratio.csv": RATIO.replace("82%,2", "81%,2")}
    _, told = brought_back(edited(FILES, "住院比例", edit), theirs)
    assert told == [("CHANGED_SINCE_EXPORT", "住院比例")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是工作簿"),
        (b"a,b\r\n", "不是工作簿"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧式工作簿"),
        (b"PK\x03\x04 torn", "读不出"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, said: str) -> None:
    diagnostics = Diagnostics()
    imported = import_books({"甲.xlsx": data}, {FOLDER: written(FILES)}, Words([], []), diagnostics)
    (problem,) = diagnostics.sorted()
    assert problem.code.name == "BROKEN_WORKBOOK"
    assert said in problem.render(Language.ZH)
    assert imported.files == {}


def test_a_cell_far_out_is_told_and_not_waited_for() -> None:
    _, told = brought_back(edited(FILES, "住院比例", set_cell("XFD1048576", "x")), FILES)
    assert told == [("FILE_TOO_LARGE", "住院比例:XFD1048576")]


def test_a_sheet_of_rules_that_are_not_here_is_told() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["A2"] = "文件：888800-bieqing/ratio.csv　版本：000000000000"

    diagnostics = Diagnostics()
    import_books(edited(FILES, "住院比例", edit), {FOLDER: written(FILES)}, Words([], []), diagnostics)
    (problem,) = diagnostics.sorted()
    assert "888800-bieqing/ratio.csv" in problem.message.zh
    assert FOLDER in problem.hint.zh


TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff\ufffd"), max_size=30
) | st.sampled_from(["=1+1", "+1", "1:80", "3-5", "0123", "1.10", "(1)", "90%", "1E5", "#N/A", "_x0041_", "TRUE", "'a"])


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    """In notes, where a text may be anything; what a cell cannot mean is another matter."""
    notes = [text.strip() for text in texts]
    rows = "".join(f'类{at},甲,"{note.replace(chr(34), chr(34) * 2)}"\r\n' for at, note in enumerate(notes))
    files: Mapping[str, str] = {
        "tables.csv": "文件,类型,名称,取法,依据文件\r\nroles.csv,角色,,,手册\r\n",
        "roles.csv": f"角色,事项,说明\r\n{rows}",
    }
    try:
        written(files)
    except AssertionError:
        return
    imported, told = brought_back(edited(files, "角色", set_cell("C5", "乙")), files)
    assert [code for code, _ in told] == []
    assert file_of(imported, "roles.csv").replace("类0,乙", "类0,甲") == written_again(files)


ONE_TABLE = {
    "tables.csv": "文件,类型,名称,取法,依据文件\r\nratio.csv,决策表,住院比例,UNIQUE,手册\r\n",
    "ratio.csv": RATIO,
}
((ONE_NAME, ONE_BOOK),) = books(ONE_TABLE).items()
CELLS = st.sampled_from(["职工", "居民", "80%", "3-5", "-", "二级, 三级", "　１:80 ", "一\n二", "未公布"])
EDITS = st.lists(
    st.tuples(st.sampled_from(["put", "insert", "delete"]), st.integers(0, 4), st.sampled_from("CDE"), CELLS),
    max_size=6,
)


@given(EDITS)
def test_any_edits_come_to_what_they_come_to_in_the_file(edits: list[tuple[str, int, str, str]]) -> None:
    rows = [line.split(",") for line in RATIO.splitlines()[1:]]
    book = opened(ONE_BOOK)
    sheet = book["住院比例"]
    assert isinstance(sheet, Worksheet)
    for verb, wanted, column, text in edits:
        at = min(wanted, len(rows) - 1)
        if verb == "put":
            rows[at]["CDE".index(column)] = text.strip()
            sheet[f"{column}{at + 5}"] = text
        elif verb == "insert":
            rows.insert(at, ["职工", "二级", text.strip(), "9", "新", ""])
            sheet.insert_rows(at + 5)
            for letter, cell in zip(("C", "D", "E", SOURCE, CLAUSE), ("职工", "二级", text, "9", "新"), strict=True):
                sheet[f"{letter}{at + 5}"] = cell
        elif len(rows) > 1:
            del rows[at]
            sheet.delete_rows(at + 5)
    head = RATIO.splitlines()[0].split(",")
    expected = io.StringIO()
    csv.writer(expected, lineterminator="\r\n").writerows([head, *rows])
    imported, told = brought_back({ONE_NAME: saved(book)}, ONE_TABLE)
    assert told == []
    now = file_of(imported, "ratio.csv") if imported.files else RATIO
    assert list(csv.reader(io.StringIO(now))) == list(csv.reader(io.StringIO(expected.getvalue())))


def written_again(files: Mapping[str, str]) -> str:
    return write_table(written(files)[1].table).decode("utf-8-sig")
