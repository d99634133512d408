"""Tables from bytes and back. The table used throughout is a value table: its first three columns are required."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.diagnostics import Code, Diagnostics, Position
from chronicare.formats import read_gb18030, read_table, write_table
from chronicare.tables import KINDS, Cell, Kind, Row, Table

RULES = Path(__file__).parents[3] / "rules"
LEVELS = KINDS["levels"]
HEADINGS = "值表,有先后,值"


def read(text: str | bytes, kind: Kind = LEVELS) -> tuple[Table, list[tuple[str, str]]]:
    """Return the table and what was found: code and place of each."""
    diagnostics = Diagnostics()
    data = text.encode() if isinstance(text, str) else text
    table = read_table(data, kind, "t.csv", "手册", diagnostics)
    return table, [(each.code.name, str(each.where)) for each in diagnostics.sorted()]


def texts(table: Table) -> list[list[str]]:
    """Return the texts of each row, without positions."""
    return [[cell.text for cell in row.cells.values()] for row in table]


@pytest.mark.parametrize(
    "data",
    [
        "值表,有先后,值\ngrade,是,I\n",
        "值表,有先后,值\ngrade,是,I",
        "值表,有先后,值\r\ngrade,是,I\r\n",
        "值表,有先后,值\rgrade,是,I\r",
        "\ufeff值表,有先后,值\r\ngrade,是,I\r\n",
        '"值表","有先后","值"\n"grade","是","I"\n',
        '"值表" ,有先后,值\n"grade" ,是,I\n',
        "  值表\u3000,有先后 ,\u00a0值\n grade ,\t是, I\u3000\n",
        "值表,有先后,值,,,\ngrade,是,I,,,\n,,,,,\n,,,,,\n",
        "值表,有先后,值\n\n,,\ngrade,是,I\n\n",
        "值,值表,有先后\nI,grade,是\n",
    ],
)
def test_one_table_in_many_writings(data: str) -> None:
    table, found = read(data)
    assert found == []
    assert [(row.text("set"), row.text("ordered"), row.text("value")) for row in table] == [("grade", "是", "I")]
    assert (table.file, table.document, table.kind) == ("t.csv", "手册", LEVELS)


def test_headings_are_matched_after_nfkc() -> None:
    table, found = read(
        "代码,名称,英文名,类型,单次或多次,ＬＯＩＮＣ\nfpg,血糖,Glucose,数值,多次,1558-6\n", KINDS["findings"]
    )
    assert found == []
    assert table.rows[0]["loinc"] == Cell("1558-6", Position("t.csv", 2, 6, "LOINC"))


def test_rows_keep_the_numbers_a_spreadsheet_shows() -> None:
    table, found = read(f'{HEADINGS},名称\n\ngrade,是,I,"第一行\r\n第二行"\n,,,\ngrade,是,II,二级\n')
    assert found == []
    assert [(row.position.row, row.text("name")) for row in table] == [(3, "第一行\n第二行"), (5, "二级")]
    assert table.rows[1]["value"].position == Position("t.csv", 5, 3, "值")
    assert str(table.rows[1]["value"].position) == "t.csv:C5「值」"


def test_quoted_cells_hold_quotes_commas_and_lines() -> None:
    table, _ = read(f'{HEADINGS},名称,别名\ngrade,是,I,"含""引号"", 逗号","甲;乙\n丙"\n')
    assert table.rows[0].text("name") == '含"引号", 逗号'
    assert table.rows[0].text("aliases") == "甲;乙\n丙"


def test_an_optional_column_left_out_reads_as_empty() -> None:
    table, _ = read(f"{HEADINGS}\ngrade,是,I\n")
    assert "name" not in table.rows[0].cells
    assert table.rows[0]["name"] == Cell("", Position("t.csv", 2))


def test_a_short_row_reads_as_empty_cells() -> None:
    table, found = read(f"{HEADINGS},名称\ngrade,是,I\n")
    assert found == []
    assert table.rows[0]["name"] == Cell("", Position("t.csv", 2, 4, "名称"))


STRANGE = [("UNKNOWN_HEADING", "t.csv:A1「顺序」"), ("UNKNOWN_HEADING", "t.csv:D1「乱」")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", [("BROKEN_CSV", "t.csv:1")]),
        ("\n\n", [("BROKEN_CSV", "t.csv:1")]),
        (",,\ngrade,是,I\n", [("BROKEN_CSV", "t.csv:1")]),
        (f"{HEADINGS},名字\n", [("UNKNOWN_HEADING", "t.csv:D1「名字」")]),
        ("值表,有先后\n", [("MISSING_HEADING", "t.csv:1「值」")]),
        ("值集,有先后,值\n", [("UNKNOWN_HEADING", "t.csv:A1「值集」")]),
        ("值表,先后,值\n", [("UNKNOWN_HEADING", "t.csv:B1「先后」")]),
        ("值表,顺序,值\n", [("UNKNOWN_HEADING", "t.csv:B1「顺序」")]),
        ("顺序,有先后,值,乱\n", [("MISSING_HEADING", "t.csv:1「值表」"), *STRANGE]),
        (f"{HEADINGS},值\ngrade,是,I,II\n", [("DUPLICATE_HEADING", "t.csv:D1「值」")]),
        (f"{HEADINGS},,名称\ngrade,是,I,甲,一级\n", [("UNKNOWN_HEADING", "t.csv:D1")]),
        (f"{HEADINGS}\ngrade,是,I,,多\n", [("ROW_TOO_LONG", "t.csv:E2")]),
        (f"{HEADINGS}\ngrade,是,\n", [("EMPTY_REQUIRED_CELL", "t.csv:C2「值」")]),
        (f"{HEADINGS}\ngrade,是,2:20:00\n", [("SPOILED_BY_SPREADSHEET", "t.csv:C2「值」")]),
        (f'{HEADINGS}\ngrade,是,"I"I\n', [("BROKEN_CSV", "t.csv:C2")]),
        (f'{HEADINGS}\ngrade,是, "I"\n', [("BROKEN_CSV", "t.csv:C2")]),
        (f'{HEADINGS}\ngrade,是,I\ngrade,是,"II\ngrade,是,III\n', [("BROKEN_CSV", "t.csv:C3")]),
        ('"值表,有先后,值\n', [("BROKEN_CSV", "t.csv:A1")]),
        (f"{HEADINGS}\ngrade,是,{'长' * 4001}\n", [("FILE_TOO_LARGE", "t.csv:C2「值」")]),
        ("值表;有先后;值\ngrade;是;I\n", [("BROKEN_CSV", "t.csv:1")]),
        ("值表\t有先后\t值\ngrade\t是\tI\n", [("BROKEN_CSV", "t.csv:1")]),
        ("值表，有先后，值\ngrade，是，I\n", [("BROKEN_CSV", "t.csv:1")]),
        (f"{HEADINGS}\n".encode() + b"grade,\xff,I\n", [("NOT_UTF8", "t.csv:2")]),
        (f"{HEADINGS}\ngrade,是,I\n".encode("gb18030"), [("NOT_UTF8", "t.csv")]),
        (f"{HEADINGS}\n".encode("utf-16"), [("NOT_UTF8", "t.csv")]),
        (b"PK\x03\x04\x14\x00", [("NOT_UTF8", "t.csv")]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", [("NOT_UTF8", "t.csv")]),
        (f"{HEADINGS}\ngrade,是,I\0\n", [("NOT_UTF8", "t.csv")]),
        (b"," * (8 * 1024 * 1024 + 1), [("FILE_TOO_LARGE", "t.csv")]),
    ],
)
def test_each_error_has_its_place(data: str | bytes, expected: list[tuple[str, str]]) -> None:
    assert read(data)[1] == expected


@pytest.mark.parametrize(
    ("rows", "place", "message", "hint"),
    [
        (
            "grade,是,I\n,是,II\n\n,是,III\nsize,是,S\n",
            "t.csv:A3「值表」",
            "「值表」必须填写，A3 至 A5 空着",
            "若 A2 与它们是合并的单元格：另存为 CSV 后只有 A2 有字，A3 至 A5 各写一遍「grade」；不是的，填上自己的",
        ),
        (
            "grade,是,I\n,是,II\n",
            "t.csv:A3「值表」",
            "「值表」必须填写",
            "若 A2 与它是合并的单元格：另存为 CSV 后只有 A2 有字，A3 也写「grade」；不是的，填上自己的",
        ),
        (",是,I\ngrade,是,II\n", "t.csv:A2「值表」", "「值表」必须填写", "填上 A2"),
    ],
)
def test_cells_that_were_merged_are_told_once_with_what_to_write(
    rows: str, place: str, message: str, hint: str
) -> None:
    diagnostics = Diagnostics()
    read_table(f"{HEADINGS}\n{rows}".encode(), LEVELS, "t.csv", "doc", diagnostics)
    (problem,) = diagnostics.sorted()
    assert (str(problem.where), problem.message.zh, problem.hint.zh) == (place, message, hint)


def test_all_errors_at_once() -> None:
    data = "值表,值,名字,别名,别名\ngrade,1:80:00,,,\n,II,,,\n\ngrade,III,,,,余\n"
    assert read(data)[1] == [
        ("UNKNOWN_HEADING", "t.csv:C1「名字」"),
        ("DUPLICATE_HEADING", "t.csv:E1「别名」"),
        ("SPOILED_BY_SPREADSHEET", "t.csv:B2「值」"),
        ("EMPTY_REQUIRED_CELL", "t.csv:A3「值表」"),
        ("ROW_TOO_LONG", "t.csv:F5"),
    ]


def test_the_longest_cell_allowed() -> None:
    table, found = read(f"{HEADINGS}\ngrade,是,{'长' * 4000}\n")
    assert found == []
    assert len(table.rows[0].text("value")) == 4000


def hint_of(data: str | bytes) -> str:
    """Return the Chinese hint of the one diagnostic."""
    diagnostics = Diagnostics()
    read_table(data.encode() if isinstance(data, str) else data, LEVELS, "t.csv", "", diagnostics)
    (only,) = diagnostics.sorted()
    assert only.message.zh
    assert only.message.en
    assert only.hint.en
    return only.hint.zh


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f"{HEADINGS},名字\n", "是不是「名称」"),
        (f"{HEADINGS},甲乙丙丁\n", "可写：值表、有先后、值、名称、英文名、别名"),
        (f"{HEADINGS}\n".encode("gb18030"), "「CSV UTF-8（逗号分隔）」，或运行 chronicare fmt"),
        (f"{HEADINGS}\n".encode("utf-16"), "「CSV UTF-8（逗号分隔）」"),
        (b"PK\x03\x04", "「CSV UTF-8（逗号分隔）」"),
        ("值表;有先后;值\n", "「CSV UTF-8（逗号分隔）」"),
        (f"{HEADINGS}\ngrade,是,I,余\n", "有逗号就要整格加引号"),
        (f"{HEADINGS},值\n", "与 C 列合并"),
    ],
)
def test_the_hint_says_what_would_be_right(data: str | bytes, words: str) -> None:
    assert words in hint_of(data)


def test_gb18030_can_be_read_for_conversion() -> None:
    text = f"{HEADINGS}\ngrade,是,Ⅲ\n"
    assert read_gb18030(text.encode("gb18030")) == text
    assert read_gb18030(b"\xff\xff") is None


def test_the_canonical_bytes() -> None:
    table, _ = read('名称,值,有先后,值表\n"一,二",I,是,grade\n\n"三""四",II,是,grade\n')
    assert write_table(table) == (
        b"\xef\xbb\xbf" + '值表,有先后,值,名称\r\ngrade,是,I,"一,二"\r\ngrade,是,II,"三""四"\r\n'.encode()
    )


def test_a_table_without_rows_is_written_with_every_heading() -> None:
    assert write_table(Table(LEVELS, "t.csv", ())).decode("utf-8-sig") == (
        "值表,有先后,值,名称,英文名,别名,排他,位置,隐藏\r\n"
    )


def test_a_required_column_is_written_even_where_no_row_has_it() -> None:
    where = Position("t.csv", 2)
    table = Table(LEVELS, "t.csv", (Row(where, {"name": Cell("一级", where), "set": Cell("grade", where)}),))
    assert write_table(table).decode("utf-8-sig") == "值表,值,名称\r\ngrade,,一级\r\n"


def test_what_a_lower_layer_may_say_need_not_be_written_again() -> None:
    """Only by what a row is known again is required of it as it is read: a renamed value says no more than its name."""
    table, found = read("值表,值,名称\ngrade,I,一级\n")
    assert found == []
    assert write_table(table).decode("utf-8-sig") == "值表,值,名称\r\ngrade,I,一级\r\n"


words = (
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufffd"), max_size=12)
    .map(lambda text: text.strip(" \t\n\u3000\u00a0\u200b\ufeff"))
    .filter(lambda text: text == text.strip() and not text.startswith(("\u200b", "\ufeff", "=", "+")))
    .filter(lambda text: not text.endswith(("\u200b", "\ufeff")))
)
awkward = st.sampled_from(['"', '""', ",", "a,b", "甲\n乙", "1:80", "(1)", "-", "< 1:80", "γ-球蛋白", "00719", "'"])
columns = st.lists(st.sampled_from([each.name for each in LEVELS.columns if not each.required]), unique=True)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Make a table as reading the canonical form gives it: every cell in place, no row empty."""
    chosen = set(draw(columns))
    kept = [each for each in LEVELS.columns if each.required or each.name in chosen]
    rows = []
    for number in range(2, 2 + draw(st.integers(0, 4))):
        cells = {
            each.name: Cell(draw(words | awkward), Position("t.csv", number, index, each.heading))
            for index, each in enumerate(kept, start=1)
        }
        cells["set"] = replace(cells["set"], text="w" + cells["set"].text)
        rows.append(Row(Position("t.csv", number), cells))
    return Table(LEVELS, "t.csv", tuple(rows), "手册")


@given(tables())
def test_what_is_written_reads_back_the_same(table: Table) -> None:
    again = read(write_table(table))[0]
    assert again == table


@given(
    tables(),
    st.permutations(range(len(LEVELS.columns))),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["needed", "all"]),
)
def test_any_layout_is_written_in_one_way(table: Table, order: list[int], line_end: str, quotes: str) -> None:
    names = [LEVELS.columns[index].name for index in order]
    present = [name for name in names if LEVELS.column(name).required or any(name in row.cells for row in table)]

    def quote(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if quotes == "all" or set(text) & set('",\n\r') else text

    lines = [[LEVELS.column(name).heading for name in present], *([row.text(n) for n in present] for row in table)]
    data = line_end.join(",".join(map(quote, line)) for line in lines)
    once = write_table(read(data)[0])
    assert once == write_table(table if table.rows else Table(LEVELS, "t.csv", ()))
    assert write_table(read(once)[0]) == once


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    table, found = read(data)
    assert found or table.rows == () or all(len(row.cells) >= 3 for row in table)


@given(st.text(st.sampled_from('",\r\n a甲'), max_size=40))
def test_any_text_reads_or_is_refused_as_broken(body: str) -> None:
    _, found = read(f"{HEADINGS}\n{body}")
    allowed = {Code.BROKEN_CSV.name, Code.EMPTY_REQUIRED_CELL.name, Code.ROW_TOO_LONG.name}
    assert {code for code, _ in found} <= allowed


RULE_TABLES = sorted(path for path in RULES.rglob("*.csv") if path.stem in KINDS)


@pytest.mark.skipif(not RULE_TABLES, reason="no tables in rules/ yet")
@pytest.mark.parametrize("path", RULE_TABLES, ids=lambda path: str(path.relative_to(RULES)))
def test_the_rules_themselves_survive(path: Path) -> None:
    table, found = read(path.read_bytes(), KINDS[path.stem])
    assert found == []
    assert table.rows or path.stem == "rulings"  # a ruling is not for us to make
    assert texts(read(write_table(table), KINDS[path.stem])[0]) == texts(table)


# Columns of the author's own

OWN = """\
编号,入：险种,出：应扣,开关,读法,出处,原文
甲,职工,700 元,开,甲,2-27/1,三级 700
,居民,/,,,3-11,"一级 200 , 二级 300"
"""


def test_columns_of_ones_own_are_read_under_their_heading() -> None:
    table, found = read(OWN, KINDS["decision"])
    assert found == []
    assert [column.name for column in table.own] == ["入：险种", "出：应扣"]
    assert [(row.text("id"), row.text("入：险种"), row.text("出：应扣")) for row in table] == [
        ("甲", "职工", "700 元"),
        ("", "居民", "/"),
    ]
    assert table.rows[0]["出：应扣"].position == Position("t.csv", 2, 3, "出：应扣")


def test_a_decision_table_is_written_as_it_was_read() -> None:
    table, _ = read(OWN, KINDS["decision"])
    written = write_table(table)
    assert written.decode("utf-8-sig").replace("\r\n", "\n") == OWN
    assert write_table(read(written, KINDS["decision"])[0]) == written


def test_own_columns_keep_their_order_behind_the_number_and_before_the_rest() -> None:
    table, found = read("原文,出处,出:乙,入:丁,编号,入：丙\n文,1-1/1,2,4,1,3\n", KINDS["decision"])
    assert found == []
    assert write_table(table).decode("utf-8-sig") == "编号,出：乙,入：丁,入：丙,出处,原文\r\n1,2,4,3,1-1/1,文\r\n"


def test_own_columns_of_a_card_stand_behind_its_steps_names() -> None:
    text = "入：险种,编号,谁付,名称,入：等级,出处,原文,英文名\n职工,basic,基金,报销,三级,1-1/1,文,benefit\n"
    table, found = read(text, KINDS["card"])
    assert found == []
    assert write_table(table).decode("utf-8-sig").splitlines() == [
        "编号,谁付,名称,英文名,入：险种,入：等级,出处,原文",
        "basic,基金,报销,benefit,职工,三级,1-1/1,文",
    ]
    without, _ = read("入：险种,编号,谁付,名称,出处,原文\n职工,basic,基金,报销,1-1/1,文\n", KINDS["card"])
    assert write_table(without).decode("utf-8-sig").splitlines()[0] == "编号,谁付,名称,入：险种,出处,原文"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "入：险种,入:险种,出处,原文\n职工,居民,1-1/1,文\n",
            "decision",
            [("DUPLICATE_HEADING", "t.csv:B1「入:险种」")],
        ),
        ("入：,出处,原文\n职工,1-1/1,文\n", "decision", [("UNKNOWN_HEADING", "t.csv:A1「入：」")]),
        ("出：应扣,值表,有先后,值\n7,甲,是,I\n", "levels", [("UNKNOWN_HEADING", "t.csv:A1「出：应扣」")]),
    ],
)
def test_what_is_no_column_of_ones_own(text: str, kind: str, expected: list[tuple[str, str]]) -> None:
    assert read(text, KINDS[kind])[1] == expected


def test_a_heading_under_another_name_says_which_it_is() -> None:
    diagnostics = Diagnostics()
    read_table("值表,顺序,值\n".encode(), KINDS["levels"], "t.csv", "", diagnostics)
    (told,) = diagnostics.sorted()
    assert told.hint.zh == "改回「有先后」"
