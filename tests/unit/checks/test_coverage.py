"""Coverage: what is wanted of a subject, held against what each case has shown."""

from chronicare.checks.coverage import Coverage, Sighting, measure
from chronicare.diagnostics import Position

FIRST, SECOND, OTHER = (Position("t.csv", row) for row in (2, 3, 9))


def test_a_sighting_counts_once_however_many_cases_show_it() -> None:
    wanted = [Sighting(FIRST), Sighting(SECOND)]
    shown = [{Sighting(FIRST)}, {Sighting(FIRST), Sighting(OTHER)}, {Sighting(OTHER)}, set()]
    assert measure("表", wanted, shown) == Coverage("表", 2, 1, 2, (Sighting(SECOND),))


def test_a_row_seen_false_or_unknown_is_not_seen_true() -> None:
    wanted = [Sighting(FIRST, truth, "1") for truth in (True, False, None)]
    covered = measure("T1", wanted, [{Sighting(FIRST, None, "1")}], ("MEETS",))
    assert covered.unseen == (Sighting(FIRST, True, "1"), Sighting(FIRST, False, "1"))
    assert (covered.seen, covered.total, covered.missing_outcomes) == (1, 3, ("MEETS",))
