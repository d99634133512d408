"""What may be worth another look."""

import pytest
from unit.benefits.written import Written, rules_of, vocabulary
from unit.compiler.written import codes

from chronicare.analysis.notes import note_tables
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Text


def noted(hit: str, text: str, **others: str) -> list[tuple[str, str]]:
    tables = {"表": Written(hit, text), **{name: Written("UNIQUE", each) for name, each in others.items()}}
    benefits, found = rules_of(tables)
    assert found == []
    diagnostics = Diagnostics()
    note_tables(AreaRules("990000", Text("", ""), "1", None, None, (), vocabulary(), benefits), diagnostics)
    assert not diagnostics.has_errors
    assert all(each.is_note for each in diagnostics.sorted())
    return codes(diagnostics)


def test_a_figure_that_two_tables_take_from_one_clause() -> None:
    text = "入：险种,出：应扣,出处,原文\n职工,700 元,1-1/1,起付 700 元\n"
    again = "入：险种,出：上年收入,出处,原文\n职工,700 元,1-1/1,起付 700 元\n"
    elsewhere = "入：险种,出：上年收入,出处,原文\n职工,700 元,1-1/2,收入 700 元\n"
    assert noted("UNIQUE", text, 他=again) == [("FIGURE_TWICE", "他.csv:B2")]
    assert noted("UNIQUE", text, 他=elsewhere) == []
    assert noted("UNIQUE", text, 他=again.replace("700 元,", "1 元,", 1)) == []


def test_rows_that_differ_in_nothing_but_their_source() -> None:
    rows = "入：险种,出：应扣,出处,原文\n职工,7 元,1-1/1,七元\n职工,{},1-2/1,七元整\n"
    assert noted("ANY", rows.format("7 元")) == [("ROWS_ALIKE", "表.csv:3")]


@pytest.mark.parametrize(
    ("figures", "odd"),
    [
        ((100, 200, 300, 400), None),
        ((400, 300, 200, 100), None),
        ((100, 2000, 300, 400), 3),
        ((100, 200, 30, 400), 4),
        ((100, 300, 200, 400, 350), None),
        ((100, 300, 200), None),
    ],
)
def test_a_figure_out_of_line_with_its_neighbours(figures: tuple[int, ...], odd: int | None) -> None:
    rows = "".join(f"[{10 * at}..{10 * at + 9}],{figure} 元\n" for at, figure in enumerate(figures))
    found = noted("UNIQUE", f"入：参保年数,出：应扣\n{rows}")
    assert found == ([] if odd is None else [("OUT_OF_LINE", f"表.csv:{odd}")])


def test_a_figure_far_from_the_one_before_it() -> None:
    head = "入：险种,出：应扣,生效日,失效日\n"
    before = "职工,700 元,,2026-07-01\n"
    assert noted("UNIQUE", f"{head}{before}职工,800 元,2026-07-01,\n") == []
    assert noted("UNIQUE", f"{head}{before}职工,2100 元,2026-07-01,\n") == []
    assert noted("UNIQUE", f"{head}{before}职工,70 元,2026-07-01,\n") == [("FAR_FROM_BEFORE", "表.csv:B3")]
    assert noted("UNIQUE", f"{head}{before}职工,7000 元,2026-07-01,\n") == [("FAR_FROM_BEFORE", "表.csv:B3")]


def test_a_row_that_goes_on_is_not_far_from_itself() -> None:
    """Of the two figures of one formula each is held to itself, not to the other."""
    head = "入：险种,出：应扣,生效日,失效日\n职工,上年收入 + 700 元 + 7000 元,,\n"
    assert noted("UNIQUE", f"{head}居民,1 元,,2026-07-01\n居民,2 元,2026-07-01,\n") == []


@pytest.mark.parametrize(
    ("figures", "odd"),
    [
        ((100, 200, 150, 120, 300), None),
        ((100, 200, 150, 120, 1000), 6),
        ((100, 200, 150, 20, 300), 5),
        ((100, 200, 150, 1000), None),
    ],
)
def test_a_figure_far_from_all_others_of_its_column(figures: tuple[int, ...], odd: int | None) -> None:
    cases = ("职工,住院", "职工,门诊", "居民,住院", "居民,门诊", "居民,单列")
    rows = "".join(f"{case},{figure} 元\n" for case, figure in zip(cases, figures, strict=False))
    found = noted("UNIQUE", f"入：险种,入：结算类别,出：应扣\n{rows}")
    assert found == ([] if odd is None else [("FAR_FROM_OTHERS", f"表.csv:C{odd}")])
