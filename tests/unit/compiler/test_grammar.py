import pytest
from unit.compiler.written import vocabulary

from chronicare.cells.values import Duration
from chronicare.compiler.grammar import parse_needs, parse_review, parse_since, parse_use
from chronicare.diagnostics import Code, Diagnostics, Position
from chronicare.program.entry import Needs, NeedsKind, Since, Use, UseKind
from chronicare.tables import Cell

WHERE = Position("criteria.csv", 7, 5, "取值")


def cell(text: str) -> Cell:
    return Cell(text, WHERE)


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("任一", Use(UseKind.ANY)),
        ("全部", Use(UseKind.ALL)),
        ("最近一次", Use(UseKind.LATEST)),
        ("至少2次", Use(UseKind.TIMES, 2)),
        ("至少 3 日", Use(UseKind.DAYS, 3)),
        ("至少１２次", Use(UseKind.TIMES, 12)),
        ("近6个月任一", Use(UseKind.ANY, 1, Duration(6, 0))),
        ("近6月 至少2次", Use(UseKind.TIMES, 2, Duration(6, 0))),
        ("近2年最近一次", Use(UseKind.LATEST, 1, Duration(24, 0))),
        ("近3周全部", Use(UseKind.ALL, 1, Duration(0, 21))),
        ("近10天至少1日", Use(UseKind.DAYS, 1, Duration(0, 10))),
        ("近10日任一", Use(UseKind.ANY, 1, Duration(0, 10))),
    ],
)
def test_uses_are_read(text: str, use: Use) -> None:
    diagnostics = Diagnostics()
    assert parse_use(cell(text), diagnostics) == use
    assert diagnostics.sorted() == ()


@pytest.mark.parametrize(
    "text", ["", "至少0次", "至少次", "2次", "至少2", "近个月任一", "近6季度任一", "任一次", "近6个月"]
)
def test_other_uses_are_refused(text: str) -> None:
    diagnostics = Diagnostics()
    assert parse_use(cell(text), diagnostics) is None
    ((code, where),) = [(each.code, each.where) for each in diagnostics.sorted()]
    assert (code, where) == (Code.BAD_USE, WHERE)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("全部", Needs(NeedsKind.ALL)),
        ("任一", Needs(NeedsKind.ANY)),
        ("均无", Needs(NeedsKind.NONE)),
        ("至少 3", Needs(NeedsKind.AT_LEAST, 3)),
        ("至少3", Needs(NeedsKind.AT_LEAST, 3)),
        ("合计≥9（每条取最高）", Needs(NeedsKind.SCORE, 9)),
        ("合计 >= 10", Needs(NeedsKind.SCORE, 10)),
    ],
)
def test_needs_are_read(text: str, needs: Needs) -> None:
    diagnostics = Diagnostics()
    assert parse_needs(cell(text), diagnostics) == needs
    assert diagnostics.sorted() == ()


@pytest.mark.parametrize("text", ["", "至少", "至少三", "至多 2", "合计9", "合计>9", "两项"])
def test_other_needs_are_refused(text: str) -> None:
    diagnostics = Diagnostics()
    assert parse_needs(cell(text), diagnostics) is None
    assert [each.code for each in diagnostics.sorted()] == [Code.BAD_NEEDS]


@pytest.mark.parametrize(("text", "months"), [("", None), ("长期", None), ("12", 12), ("１", 1)])
def test_review_periods_are_read(text: str, months: int | None) -> None:
    diagnostics = Diagnostics()
    assert parse_review(cell(text), diagnostics) == months
    assert diagnostics.sorted() == ()


@pytest.mark.parametrize("text", ["0", "-12", "1年", "12.5", "每年"])
def test_other_review_periods_are_refused(text: str) -> None:
    diagnostics = Diagnostics()
    assert parse_review(cell(text), diagnostics) is None
    assert [each.code for each in diagnostics.sorted()] == [Code.BAD_DATES]


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("自起病日期满3个月", Duration(3, 0)),
        ("自起病日期起满 1 年", Duration(12, 0)),
        ("自起病日期满２周", Duration(0, 14)),
        ("自onset满10天", Duration(0, 10)),
    ],
)
def test_time_conditions_are_read(text: str, duration: Duration) -> None:
    diagnostics, words = Diagnostics(), vocabulary()
    onset = words.find("起病日期")
    assert onset is not None
    assert parse_since(cell(text), words, diagnostics) == Since(onset.code, duration, onset.name)
    assert diagnostics.sorted() == ()


@pytest.mark.parametrize("text", ["任一", "满3个月", "自起病满3个月", "自起病日期满个月", "自起病日期满3季度"])
def test_other_time_conditions_are_refused(text: str) -> None:
    diagnostics = Diagnostics()
    assert parse_since(cell(text), vocabulary(), diagnostics) is None
    ((code, where),) = [(each.code, each.where) for each in diagnostics.sorted()]
    assert (code, where) == (Code.BAD_USE, WHERE)
