"""Rows know their places: sorting is undone where order means nothing, and told where it does."""

from collections.abc import Sequence

import pytest

from chronicare.authoring.workbook.row_order import align, as_in_file, cut_off, is_sorted, number_rows, order_matters
from chronicare.authoring.workbook.written import digest_of
from chronicare.diagnostics import Diagnostics
from chronicare.formats import read_table
from chronicare.tables import CARD, DECISION, KINDS, Kind, Table


def table(text: str, kind: Kind = CARD, hit: str = "") -> Table:
    read = read_table(text.encode(), kind, "t.csv", "", Diagnostics())
    return Table(read.kind, read.file, read.rows, own=read.own, hit=hit)


@pytest.mark.parametrize(
    ("kind", "hit", "matters"),
    [
        (DECISION, "UNIQUE", False),
        (DECISION, "COLLECT MAX", False),
        (DECISION, "FIRST", True),
        (DECISION, "COLLECT", True),
        (DECISION, "PRIORITY", True),
        (CARD, "", True),
        (KINDS["levels"], "", True),
        (KINDS["criteria"], "", False),
    ],
)
def test_where_order_says_something(kind: Kind, hit: str, *, matters: bool) -> None:
    assert order_matters(Table(kind, "t.csv", (), hit=hit)) is matters


CARD_TEXT = "编号,谁付,名称\na,甲,一\na,,二\nb,乙,三\n"


@pytest.mark.parametrize(
    ("rows", "written", "numbers"),
    [
        ("a,甲,一\na,,二\nb,乙,三\n", ["2", "3", "4"], [2, 3, 4]),
        ("b,乙,三\na,甲,一\n", ["4", "2"], [4, 2]),
        ("a,甲,一\na,甲,新\nb,乙,三\n", ["2", "", "4"], [2, None, 4]),
        # Of a row and its copy the one that is as it was is the row, wherever the copy stands.
        ("a,甲,新\na,甲,一\n", ["2", "2"], [None, 2]),
        ("a,甲,一\na,甲,新\n", ["2", "2"], [2, None]),
        ("a,甲,新\na,甲,又\n", ["2", "2"], [2, None]),
        ("a,甲,一\na,甲,新\n", ["2", "99"], [2, None]),
        ("a,甲,一\na,甲,新\n", ["2", "二"], [2, None]),
    ],
)
def test_rows_are_known_by_their_numbers(rows: str, written: Sequence[str], numbers: Sequence[int | None]) -> None:
    base = {row.position.row: digest_of(row) for row in table(CARD_TEXT)}
    assert number_rows(table(f"编号,谁付,名称\n{rows}").rows, written, base) == numbers


def test_new_rows_go_back_with_the_row_above_them() -> None:
    numbers = [4, None, 2, 3, None, None]
    assert not is_sorted(numbers)
    assert as_in_file(numbers) == [2, 3, 4, 5, 0, 1]
    assert as_in_file([None, 2]) == [0, 1]


@pytest.mark.parametrize(
    ("rows", "numbers", "cut"),
    [
        ("a,甲,一\na,,二\nb,乙,三\n", [2, 3, 4], []),
        ("b,乙,三\na,甲,一\na,,二\n", [4, 2, 3], []),
        ("a,,二\na,甲,一\nb,乙,三\n", [3, 2, 4], [2]),
        ("a,,二\nb,乙,三\n", [3, 4], [2]),
        ("a,甲,一\na,丙,新\na,,二\n", [2, None, 3], [4]),
        ("a,甲,一\na,甲,新\na,,二\n", [2, None, 3], []),
        ("a,甲,一\na,丙,新\na,甲,二\n", [2, None, 3], []),
        ("a,丁,一\na,,二\n", [2, 3], []),
    ],
)
def test_a_row_that_goes_on_from_another_row_is_told(rows: str, numbers: list[int | None], cut: list[int]) -> None:
    now = table(f"编号,谁付,名称\n{rows}")
    assert [each.position.row for each in cut_off(table(CARD_TEXT), now, numbers)] == cut


def test_without_numbers_rows_are_known_by_what_they_say() -> None:
    now = table("编号,谁付,名称\na,甲,一\na,,二改\nc,丙,四\nb,乙,三\n")
    assert align(table(CARD_TEXT), now.rows) == [2, 3, None, 4]
