"""What has changed since an edition was signed: cells, new rows, rows that are gone, and rows that only moved."""

from dataclasses import replace

from unit.compiler.written import FROM_2025, folder

from chronicare.authoring.signed_edition import CellChange, compare_with_signed
from chronicare.diagnostics import Diagnostics, Position
from chronicare.tables import RuleFolder

HEAD = "病种,编号,所见,条件,取值,出处,原文\n"
SIGNED = HEAD + "T1,1,症状,是,,4-2/1,甲\nT1,2,咳嗽,是,,4-2/2,乙\nT1,3,评分,≥ 3,,4-2/3,丙\n"


def area(criteria: str) -> RuleFolder:
    return folder(Diagnostics(), FROM_2025, "990000", criteria=criteria)


def test_an_edition_that_is_as_it_was_has_no_changes() -> None:
    assert compare_with_signed("旧", area(SIGNED), area(SIGNED)).tables == ()


def test_a_cell_that_says_something_else_is_told_with_what_stood_there() -> None:
    now = area(SIGNED.replace("≥ 3,,4-2/3", "≥ 4,,4-2/3"))
    edition = compare_with_signed("旧", area(SIGNED), now)
    change = edition.change_of(Position("criteria.csv", 4))
    assert change is not None
    assert change.cells == (CellChange("条件", "≥ 3", "≥ 4"),)
    assert change.text == "条件：≥ 3 → ≥ 4"
    assert edition.change_of(Position("criteria.csv", 3)) is None


def test_a_clause_cited_otherwise_is_a_change_too() -> None:
    edition = compare_with_signed("旧", area(SIGNED), area(SIGNED.replace("4-2/2,乙", "4-2/2,乙或丁")))
    (table,) = edition.tables
    assert [each.text for each in table.rows] == ["原文：乙 → 乙或丁"]


def test_rows_that_are_new_or_gone() -> None:
    now = HEAD + "T1,0,发热,是,,4-9/9,新\nT1,1,症状,是,,4-2/1,甲\nT1,3,评分,≥ 3,,4-2/3,丙\n"
    edition = compare_with_signed("旧", area(SIGNED), area(now))
    (table,) = edition.tables
    assert [(each.position.row, each.cells, each.text) for each in table.rows] == [(2, (), "新增的一行")]
    assert edition.removed_from("criteria.csv") == ("T1，2，咳嗽，是，4-2/2，乙",)


def test_a_row_that_only_moved_has_not_changed() -> None:
    lines = SIGNED.splitlines(keepends=True)
    assert compare_with_signed("旧", area(SIGNED), area("".join([lines[0], lines[3], lines[1], lines[2]]))).tables == ()


def test_a_table_that_is_gone() -> None:
    signed = folder(Diagnostics(), FROM_2025, "990000", criteria=SIGNED, fields="交易,字段,名称,内容\nA,b,丙,总额\n")
    (table,) = compare_with_signed("旧", signed, area(SIGNED)).tables
    assert (table.file, table.rows, table.removed) == ("fields.csv", (), ("A，b，丙，总额",))


def test_a_file_that_comes_in_pieces_is_one_table() -> None:
    """So what layers add to each other comes: some rows of one file, those of another, the rest of the first."""
    signed = area(SIGNED)
    (table,) = signed.tables
    pieces = (replace(table, rows=table.rows[:1]), replace(table, rows=table.rows[1:]))
    assert compare_with_signed("旧", signed, replace(signed, tables=pieces)).tables == ()
    assert compare_with_signed("旧", replace(signed, tables=pieces), signed).tables == ()
