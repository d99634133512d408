"""Rows that go on from the row above: what an empty cell of theirs holds, and where it stands."""

from unit.compiler.written import codes

from chronicare.diagnostics import Diagnostics
from chronicare.formats import read_table, with_what_is_above
from chronicare.tables import KINDS, Table

HEAD = "编号,谁付,入：险种,开关,异常,生效日,失效日\n"


def filled(*rows: str, kind: str = "card", head: str = HEAD) -> Table:
    diagnostics = Diagnostics()
    table = with_what_is_above(read_table((head + "\n".join(rows)).encode(), KINDS[kind], "t.csv", "", diagnostics))
    assert codes(diagnostics) == []
    return table


def texts(*rows: str) -> list[str]:
    return [",".join(row.text(name) for name in row.cells) for row in filled(*rows)]


def test_an_empty_cell_is_as_above_while_the_number_is_the_same() -> None:
    assert texts("a,基金,职工,开,A-1,,", "a,,居民,,,,", "a,补充,,,,,", "b,,,,,,") == [
        "a,基金,职工,开,A-1,,",
        "a,基金,居民,开,A-1,,",
        "a,补充,居民,开,A-1,,",
        "b,,,,,,",
    ]


def test_a_dash_is_nothing_but_in_an_input_anything() -> None:
    assert texts("a,基金,职工,开,A-1,,", "a,,-,-,-,,", "a,,,,,,") == ["a,基金,职工,开,A-1,,"] + ["a,基金,-,,,,"] * 2


def test_dates_are_taken_over_together() -> None:
    """The row of the new year begins when the one above ends; it does not end then as well."""
    rows = ("a,基金,-,,,2025-01-01,2026-01-01", "a,,,,,,", "a,,,,,2026-01-01,", "a,,,,,,", "a,,,,,-,-")
    assert [text.removeprefix("a,基金,-,,,") for text in texts(*rows)] == [
        "2025-01-01,2026-01-01",
        "2025-01-01,2026-01-01",
        "2026-01-01,",
        "2026-01-01,",
        ",",
    ]


def test_a_cell_taken_over_keeps_its_place() -> None:
    first, second = filled("a,基金,职工,,,,", "a,,居民,,,,")
    assert (second["payer"].position, second["入：险种"].position.row) == (first["payer"].position, 3)
    assert second.position.row == 3


def test_other_kinds_take_nothing_over() -> None:
    head = "编号,入：险种,出：应扣,出处,原文\n"
    table = filled("1,职工,7 元,1-1,文", "1,,8 元,1-1,文", kind="decision", head=head)
    assert [row.text("入：险种") for row in table] == ["职工", ""]
