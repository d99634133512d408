from datetime import date

import pytest
from unit.benefits.written import vocabulary

from chronicare.analysis.rank_texts import cell_of, value_of
from chronicare.cells.resolve import parse_test
from chronicare.cells.typed import Test
from chronicare.compiler.partition import simple_scale
from chronicare.diagnostics import Diagnostics, Position
from chronicare.program.ranks import Column, ColumnKind, ScaleKind

DAY = date(2026, 3, 31)


def scale_of(term: str, *cells: str) -> tuple[Column, list[frozenset[int]], list[Test]]:
    """Return the column that ``cells`` cut the term's values into, and the ranks each passes."""
    diagnostics = Diagnostics()
    finding = vocabulary().find(term)
    assert finding is not None
    read = [parse_test(cell, finding.type, Position("t.csv"), diagnostics) for cell in cells]
    assert not diagnostics.sorted()
    typed = [each for each in read if each is not None]
    scale, passing = simple_scale(finding.type, typed[0].view, [each.test for each in typed])
    column = Column("c0", ColumnKind.VALUE, finding.code, scale.size, typed[0].view, scale)
    return column, list(passing), [each.test for each in typed]


@pytest.mark.parametrize(
    ("term", "cells"),
    [
        ("险种", ("职工",)),
        ("险种", ("居民",)),
        ("机构等级", ("≤ 二级", "三级")),
        ("机构等级", ("一级, 三级",)),
        ("结算类别", ("住院", "门诊, 单列")),
        ("公务员", ("是", "否")),
        ("参保年数", ("≥ 3", "< 10", "[5..7]")),
        ("上年收入", ("≥ 1000 元", "(2000 元..3000 元]", "< 500 元, > 4000 元")),
        ("参保日", ("≥ 2025-01-01", "[2025-03-01..2025-06-30]")),
        ("参保日", ("≥ 3 个月", "< 1 年")),
    ],
)
def test_the_ranks_of_a_cell_are_written_as_a_cell_that_passes_the_same(term: str, cells: tuple[str, ...]) -> None:
    column, passing, tests = scale_of(term, *cells)
    finding = vocabulary().find(term)
    assert finding is not None
    assert column.scale is not None
    every = range(column.scale.size)
    for ranks in range(1, 1 << column.scale.size):
        text = cell_of(ranks, column.scale, finding.type)
        if text == "-":
            assert ranks == (1 << column.scale.size) - 1
            continue
        diagnostics = Diagnostics()
        read = parse_test(text, finding.type, Position("t.csv"), diagnostics)
        assert read is not None, (text, diagnostics.sorted())
        again, (*passes, of_text) = simple_scale(finding.type, column.view, [*tests, read.test])
        assert again.size == column.scale.size, text
        # Codes have no order: their ranks are known again by the tests they pass.
        now = [tuple(rank in each for each in passes) for rank in every]
        then = [tuple(rank in each for each in passing) for rank in every]
        order = [now.index(each) for each in then] if again.kind is ScaleKind.CODE else list(every)
        assert of_text == frozenset(order[rank] for rank in every if ranks >> rank & 1), text


@pytest.mark.parametrize(
    ("term", "cell", "inside", "outside"),
    [
        ("险种", "职工", "职工", "居民"),
        ("机构等级", "三级", "三级", "二级"),
        ("公务员", "是", "是", "否"),
        ("上年收入", "≥ 1000 元", "1000", "999"),
        ("参保日", "≥ 2025-01-01", "2025-01-01", "2024-12-31"),
        # three months before 31 March end on the last day of December; a day later they have not passed
        ("参保日", "≥ 3 个月", "2025-12-31", "2026-01-01"),
    ],
)
def test_an_example_is_a_value_that_passes(term: str, cell: str, inside: str, outside: str) -> None:
    column, (passing,), _ = scale_of(term, cell)
    finding = vocabulary().find(term)
    assert finding is not None
    ranks = sum(1 << rank for rank in passing)
    assert value_of(ranks, column, finding.type, DAY) == inside
    assert value_of(((1 << column.size) - 1) ^ ranks, column, finding.type, DAY) == outside
