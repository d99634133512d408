"""The digest is over what the tables say: not how a spreadsheet wrote the file, but every cell of it."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from chronicare.application.digest import digest_of
from chronicare.diagnostics import Diagnostics, Position, Text
from chronicare.formats import read_table, write_table
from chronicare.tables import KINDS, Manifest, RuleFolder, SourceDocument

ROWS = [
    ["病种", "编号", "所见", "条件", "取值", "出处", "原文"],
    ["T1", "1", "症状", "是", "", "1-1/1", "有症状"],
    ["T1", "2", "血糖", "≥ 7.0 mmol/L", "至少2次", "1-1/1", "血糖，两次"],
]
SOURCE = SourceDocument("手册", "手册", "局", "第一版", "0" * 64, Position("manifest.yaml"))
MANIFEST = Manifest("manifest.yaml", "990000", Text("市", "City"), "1", date(2025, 1, 1), None, (SOURCE,), ("不详",))


def folder(rows: list[list[str]], encoding: str = "utf-8", end: str = "\n", file: str = "criteria.csv") -> RuleFolder:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    diagnostics = Diagnostics()
    table = read_table(text.getvalue().encode(encoding), KINDS["criteria"], file, "手册", diagnostics)
    assert diagnostics.sorted() == ()
    return RuleFolder(MANIFEST, (table,))


def digest(rows: list[list[str]] = ROWS, **how: str) -> str:
    return digest_of(folder(rows, **how))


def reordered(rows: list[list[str]]) -> list[list[str]]:
    return [[row[place] for place in (6, 2, 0, 1, 4, 3, 5)] for row in rows]


def with_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    return [[*rows[0], "分值", "更正", "生效日"], *([*row, "", "", ""] for row in rows[1:])]


def test_how_the_file_is_written_makes_no_difference() -> None:
    plain = digest()
    assert len(plain) == 64
    assert digest(encoding="utf-8-sig") == plain
    assert digest(end="\r\n") == plain
    assert digest(encoding="utf-8-sig", end="\r\n") == plain
    assert digest(reordered(ROWS)) == plain
    assert digest(with_empty_columns(ROWS)) == plain
    assert digest([*ROWS, [""] * 7]) == plain, "an empty row says nothing"
    assert digest([[f" {cell} " for cell in row] for row in ROWS]) == plain, "nor do blanks about a cell"
    assert digest(file="renamed.csv") == plain


def test_formatting_makes_no_difference() -> None:
    read = folder(reordered(with_empty_columns(ROWS)))
    diagnostics = Diagnostics()
    rewritten = read_table(write_table(read.tables[0]), KINDS["criteria"], "criteria.csv", "手册", diagnostics)
    assert digest_of(replace(read, tables=(rewritten,))) == digest()


@pytest.mark.parametrize("row", [1, 2])
@pytest.mark.parametrize("column", range(7))
def test_any_cell_makes_a_difference(row: int, column: int) -> None:
    rows = [list(each) for each in ROWS]
    rows[row][column] += "变"
    assert digest(rows) != digest()


def test_rows_left_out_added_or_moved_make_a_difference() -> None:
    digests = {digest(), digest(ROWS[:2]), digest([*ROWS, ROWS[1]]), digest([ROWS[0], ROWS[2], ROWS[1]])}
    assert len(digests) == 4


@pytest.mark.parametrize(
    "manifest",
    [
        replace(MANIFEST, area="990001"),
        replace(MANIFEST, name=Text("县", "City")),
        replace(MANIFEST, version="2"),
        replace(MANIFEST, effective_from=date(2025, 1, 2)),
        replace(MANIFEST, effective_until=date(2026, 1, 1)),
        replace(MANIFEST, documents=(replace(SOURCE, sha256="1" * 64),)),
        replace(MANIFEST, documents=()),
        replace(MANIFEST, benefit_year=(7, 1)),
        replace(MANIFEST, unknown_words=("不详", "未做")),
    ],
)
def test_what_the_manifest_says_makes_a_difference(manifest: Manifest) -> None:
    read = folder(ROWS)
    assert digest_of(replace(read, manifest=manifest)) != digest_of(read)


def test_what_the_list_of_tables_says_makes_a_difference() -> None:
    read = folder(ROWS)
    (table,) = read.tables
    said = [table, replace(table, name="另一张"), replace(table, hit="FIRST"), replace(table, document="通知")]
    assert len({digest_of(replace(read, tables=(each,))) for each in said}) == len(said)
