"""What other rules mean for people, and which of the differences it is put down to."""

from dataclasses import replace
from datetime import date

import pytest

from chronicare.analysis.comparison import Difference
from chronicare.analysis.impact import Affected, Effect, Result, Weighing, impact_of
from chronicare.analysis.rule_texts import SWITCH_SUBJECT, Key
from chronicare.diagnostics import Position, Text

DAY = date(2026, 3, 1)
SETTLED, UNDECIDED = Text("已结算", "settled"), Text("尚不能结算", "undecided")
MEETS, NOT = Text("符合", "meets"), Text("不符合", "does not meet")
RATIO = Key("表「比例」", "居民", "比例")
OLD, NEW = Position("a.csv", 5), Position("a.csv", 6)


def paid(fen: int, *rows: Position, burden: int = 0, **payers: int) -> Result:
    return Result(SETTLED, payers=payers or {"基金": fen}, burden_fen=burden, rows=frozenset(rows))


def entry(outcome: Text, *, meets: bool | None, **truths: bool) -> Result:
    return Result(outcome, meets=meets, subject="T1 某病", truths=truths)


def difference(
    key: Key = RATIO,
    stood: Position | None = OLD,
    stands: Position | None = NEW,
    since: date | None = None,
    until: date | None = None,
) -> Difference:
    return Difference(key, "60%", "65%", stood, stands, since, until)


@pytest.mark.parametrize(
    ("before", "after", "effect", "gain"),
    [
        (paid(100), paid(101), Effect.GAINS, 1),
        (paid(100), paid(99), Effect.LOSES, -1),
        (paid(100), paid(100), Effect.SAME, 0),
        (paid(0, 甲=60, 乙=40), paid(0, 甲=50, 乙=50), Effect.OTHERWISE, 0),
        (paid(100), Result(UNDECIDED), Effect.OTHERWISE, 0),
        (Result(UNDECIDED, ("还需要知道：险种",)), Result(UNDECIDED, ("还需要知道：等级",)), Effect.OTHERWISE, 0),
        (entry(NOT, meets=False), entry(MEETS, meets=True), Effect.GAINS, 0),
        (entry(MEETS, meets=True), entry(Text("尚不能认定", ""), meets=None), Effect.LOSES, 0),
        (entry(NOT, meets=False), entry(Text("尚不能认定", ""), meets=None), Effect.OTHERWISE, 0),
        (replace(entry(NOT, meets=False), statement=("甲",)), entry(NOT, meets=False), Effect.SAME, 0),
    ],
)
def test_who_gains_and_who_loses(before: Result, after: Result, effect: Effect, gain: int) -> None:
    affected = Affected("甲", DAY, before, after)
    assert (affected.effect, affected.gain_fen) == (effect, gain)


def test_it_is_put_down_to_the_rows_that_differ_and_were_used() -> None:
    used = difference()
    not_used = difference(Key("表「限额」", "居民", "限额"), Position("b.csv", 5), Position("b.csv", 6))
    people = [
        Affected("甲", DAY, paid(60, OLD), paid(65, NEW)),
        Affected("乙", DAY, paid(600, OLD), paid(650, NEW)),
        Affected("丙", DAY, paid(70, Position("a.csv", 9)), paid(70, Position("a.csv", 9))),
    ]
    impact = impact_of(people, [used, not_used])
    (only,) = impact.responsible
    assert only.difference is used
    assert ([each.name for each in only.affected], only.gained_fen, only.lost_fen) == (["甲", "乙"], 55, 0)
    assert [each.name for each in impact.of(Effect.GAINS)] == ["乙", "甲"]
    assert impact.payers == {"基金": (730, 785)}


def test_a_row_number_that_another_row_has_now_is_no_reason() -> None:
    """A row put in above moves the others down: what was row 6 is row 7, and 6 is the new one."""
    added = difference(stood=None, stands=NEW)
    moved = Affected("甲", DAY, paid(60, NEW), paid(61, Position("a.csv", 7)))
    assert [each.difference for each in impact_of([moved], [added]).responsible] == [None]


@pytest.mark.parametrize(
    ("since", "until", "found"), [(DAY, None, True), (None, DAY, False), (date(2026, 3, 2), None, False)]
)
def test_a_difference_counts_on_the_days_it_holds_alone(since: date | None, until: date | None, *, found: bool) -> None:
    one = difference(since=since, until=until)
    impact = impact_of([Affected("甲", DAY, paid(60, OLD), paid(65, NEW))], [one])
    assert [each.difference for each in impact.responsible] == [one if found else None]


def test_of_an_entry_it_is_put_down_to_what_came_out_otherwise() -> None:
    moved = difference(Key("T1 某病", "2", "条件"))
    beside = difference(Key("T1 某病", "3", "条件"))
    other = difference(Key("T2 他病", "2", "条件"))
    switched = difference(Key("T1 某病", "R1（连接：任一）", "组合"))
    before = entry(NOT, meets=False, **{"1": True, "2": False, "3": True, "R1": False})
    after = entry(MEETS, meets=True, **{"1": True, "2": True, "3": True, "R1": True})
    found = impact_of([Affected("甲", DAY, before, after)], [moved, beside, other, switched]).responsible
    assert [each.difference for each in found] == [moved, switched]


def test_a_reading_that_became_another_is_a_reason_for_who_rests_on_it() -> None:
    ruled = difference(Key(SWITCH_SUBJECT, "起付周期", "默认读法"))
    before, after = replace(paid(60), readings={"起付周期": "每年"}), replace(paid(65), readings={"起付周期": "每次"})
    people = [Affected("甲", DAY, before, after), Affected("乙", DAY, paid(60), paid(65))]
    found = impact_of(people, [ruled]).responsible
    assert [(each.difference, [one.name for one in each.affected]) for each in found] == [
        (ruled, ["甲"]),
        (None, ["乙"]),
    ]


def test_outcomes_are_counted_from_one_to_the_other_and_burdens_of_what_both_settle() -> None:
    people = [
        Affected("甲", DAY, paid(60, burden=40), paid(65, burden=35)),
        Affected("乙", DAY, paid(60, burden=40), paid(60, burden=40)),
        Affected("丙", DAY, Result(UNDECIDED), paid(60, burden=40)),
    ]
    impact = impact_of(people, ())
    assert impact.turns == {(SETTLED, SETTLED): 2, (UNDECIDED, SETTLED): 1}
    assert impact.burden == (80, 75)


def test_who_is_not_affected_is_counted_and_not_kept() -> None:
    weighing = Weighing([])
    for name in "甲乙丙":
        weighing.add(Affected(name, DAY, paid(60), paid(60)))
    before = weighing.impact()
    weighing.add(Affected("丁", DAY, paid(60), paid(65)))
    assert (before.asked, before.changed, before.count(Effect.SAME)) == (3, (), 3)
    impact = weighing.impact()
    assert [each.name for each in impact.changed] == ["丁"]
    assert {each: impact.count(each) for each in Effect} == {
        Effect.GAINS: 1,
        Effect.LOSES: 0,
        Effect.OTHERWISE: 0,
        Effect.SAME: 3,
    }
