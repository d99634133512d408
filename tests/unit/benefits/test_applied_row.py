"""Rows that were used, and which of them all ways share."""

from fractions import Fraction

from chronicare.benefits.applied_row import AppliedRow, in_all
from chronicare.cells.values import Given
from chronicare.diagnostics import Position
from chronicare.program.decision_table import TableRow
from chronicare.program.entry import Clause


def row(name: str, **outputs: Given) -> AppliedRow:
    """Return row ``name`` of a table, with what it put out."""
    written = TableRow(name, "", (), {}, Clause("手册", "1-1", "原文", ""), (), Position("t.csv", 2))
    return AppliedRow("表", written, outputs)


def test_rows_that_put_out_the_same_in_all_ways_are_kept_in_the_order_of_the_first() -> None:
    shared, also, here = row("1", money=Fraction(1)), row("3", money=Fraction(1)), row("2", money=Fraction(2))
    other = row("2", money=Fraction(3))
    assert in_all([[here, shared, also], [also, shared, other]]) == [shared, also]
    assert in_all([[here, shared]]) == [here, shared]
    assert in_all([]) == []
