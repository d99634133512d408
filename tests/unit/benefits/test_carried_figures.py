from dataclasses import replace
from datetime import date
from fractions import Fraction

from unit.benefits.written import Written, model_of

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.carried_figures import CarriedFigure, carried_figures
from chronicare.diagnostics import Position
from chronicare.program.decision_table import TableRow
from chronicare.program.entry import Ruling

RULING = Ruling("应扣", "600 元", "局", "1号", date(2026, 3, 1), None, None, Position("rulings.csv", 2))
AMOUNT = Fraction(70000)


def row(carried_from: int | None) -> TableRow:
    model = model_of({"表": Written("UNIQUE", "入：险种,出：应扣\n职工,700 元\n")})
    (made,) = model.rules.tables["表"].rows
    return replace(made, carried_from=carried_from)


def test_a_figure_of_an_earlier_year_is_told_with_its_year_and_row() -> None:
    carried, of_the_year = row(2025), row(None)
    applied = [AppliedRow("表", carried, {"result": AMOUNT}), AppliedRow("表", of_the_year, {"result": AMOUNT})]
    assert carried_figures(applied) == (CarriedFigure("result", AMOUNT, 2025, carried),)


def test_what_has_no_value_or_is_ruled_carries_nothing_on() -> None:
    carried = row(2025)
    nothing = AppliedRow("表", carried, {"result": None})
    ruled = AppliedRow("表", carried, {"result": AMOUNT, "other": AMOUNT}, {"result": RULING})
    assert carried_figures([nothing]) == ()
    assert [each.term for each in carried_figures([ruled])] == ["other"]
