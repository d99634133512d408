"""Rows changed on one side are taken from it; rows changed on both sides otherwise are a conflict."""

from collections.abc import Sequence

import pytest

from chronicare.authoring.workbook.merging import merge_rows
from chronicare.authoring.workbook.written import digest_of
from chronicare.diagnostics import Position
from chronicare.tables import Cell, Row


def rows(texts: str) -> list[Row]:
    where = [Position("t.csv", number) for number in range(2, 2 + len(texts))]
    return [Row(place, {"name": Cell(text, place)}) for place, text in zip(where, texts, strict=True)]


def said(found: Sequence[Row]) -> str:
    return "".join(row.text("name") for row in found)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "aXc", "abc", "aXc"),
        ("abc", "abc", "aYc", "aYc"),
        ("abc", "aXc", "aXc", "aXc"),
        ("abcd", "Xbcd", "abcY", "XbcY"),
        ("abcd", "bcd", "abc", "bc"),
        ("abcd", "abXcd", "abcdY", "abXcdY"),
        ("abcd", "abXcd", "abXcd", "abXcd"),
        ("abcd", "", "abcd", ""),
        ("abc", "XYc", "Xbc", "XYc"),
        ("abc", "Xbc", "aYc", "XYc"),
        ("", "x", "", "x"),
        ("", "", "y", "y"),
        ("aab", "aaXb", "ab", "aXb"),
    ],
)
def test_what_one_side_changes_is_taken(base: str, mine: str, theirs: str, merged: str) -> None:
    found = merge_rows([digest_of(row) for row in rows(base)], rows(mine), rows(theirs))
    assert (said(found.rows), said(found.conflicts)) == (merged, "")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "conflict"),
    [
        ("abc", "aXc", "aYc", "X"),
        ("abc", "ac", "aYc", "c"),
        ("abc", "ab", "abY", "b"),
        ("abc", "aXc", "ac", "X"),
        ("abc", "abXc", "abYc", "X"),
        ("abcde", "aXcZe", "aYcde", "X"),
    ],
)
def test_what_both_change_otherwise_is_a_conflict(base: str, mine: str, theirs: str, conflict: str) -> None:
    found = merge_rows([digest_of(row) for row in rows(base)], rows(mine), rows(theirs))
    assert said(found.conflicts) == conflict
