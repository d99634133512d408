from datetime import date

from unit.benefits.test_carried_figures import AMOUNT, row

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.rulings import rulings_of
from chronicare.diagnostics import Position, Text
from chronicare.program.entry import Reading, Ruling, Switch


def ruling(subject: str, taken: str) -> Ruling:
    return Ruling(subject, taken, "局", "1号", date(2026, 3, 1), None, None, Position("rulings.csv", 2))


BY_RULING = ruling("连接", "甲")
FIGURE = ruling("应扣", "600 元")
READINGS = tuple(Reading(each, Text(each, each)) for each in ("甲", "乙"))
RULED = Switch("连接", READINGS, "甲", "", "", BY_RULING)
SWITCHES = {"连接": RULED, "别处": Switch("别处", READINGS, "甲", "", "")}


def test_a_reading_that_was_ruled_and_taken_is_named() -> None:
    assert rulings_of(SWITCHES, {"连接": "甲", "别处": "甲"}, ()) == (BY_RULING,)


def test_of_another_reading_the_ruling_is_not_named() -> None:
    assert rulings_of(SWITCHES, {"连接": "乙"}, ()) == ()
    assert rulings_of({"连接": RULED.assuming("甲")}, {"连接": "甲"}, ()) == ()


def test_a_figure_that_was_set_is_named_once_after_the_readings() -> None:
    applied = AppliedRow("表", row(None), {"result": AMOUNT}, {"result": FIGURE})
    assert rulings_of(SWITCHES, {"连接": "甲"}, [applied, applied]) == (BY_RULING, FIGURE)
