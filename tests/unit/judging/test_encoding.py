"""Evidence to ranks: what a list that may go on, or a measurement known in part, leaves open."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from unit.compiler.written import entry_of, switches

from chronicare.cells.values import Interval
from chronicare.judging.encoding import column_reader, fact_writer, measurement_reader
from chronicare.judging.ranking import Known
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.ranks import Column

AS_OF = date(2025, 12, 15)
OLD, NEW = date(2025, 6, 14), date(2025, 6, 15)
"""Six months from OLD have passed on the day before AS_OF, from NEW on the day itself."""


def columns_of(*tests: str) -> tuple[Column, ...]:
    rows = "\n".join(f"{number},{test}" for number, test in enumerate(tests, 1))
    members = ";".join(str(number) for number in range(1, len(tests) + 1))
    return entry_of(rows, f"R1,任一,{members}").columns


def known(test: str, *measurements: Measurement, complete: bool = False) -> Known:
    """Read the one column of ``test``."""
    (column,) = columns_of(test)
    listed = frozenset({column.finding}) if complete else frozenset()
    findings = {column.finding: measurements} if measurements else {}
    return column_reader(column)(Evidence(AS_OF, findings, listed))


def m(value: Any, day: date | None = None, **more: Any) -> Measurement:  # noqa: ANN401 - a value of any type
    return Measurement(Fraction(str(value)) if isinstance(value, int | float) else value, day, **more)


HIGH, LOW = m(7.1), m(6.9)
D1, D2 = date(2025, 12, 1), date(2025, 12, 2)


@pytest.mark.parametrize(
    ("test", "measurements", "open_", "whole"),
    [
        # any: one that passes is enough; none can only be said of a whole list
        ("血糖,≥ 7 mmol/L,任一", [], None, (0, 0)),
        ("血糖,≥ 7 mmol/L,任一", [LOW], None, (0, 0)),
        ("血糖,≥ 7 mmol/L,任一", [LOW, HIGH], (1, 1), (1, 1)),
        # at least so many, up to the number asked for
        ("血糖,≥ 7 mmol/L,至少3次", [HIGH], (1, 3), (1, 1)),
        ("血糖,≥ 7 mmol/L,至少3次", [HIGH, LOW, HIGH], (2, 3), (2, 2)),
        ("血糖,≥ 7 mmol/L,至少2次", [HIGH, HIGH, HIGH], (2, 2), (2, 2)),
        # days: two on one day are one; one without a date may be another day
        ("血糖,≥ 7 mmol/L,至少2日", [m(7.1, D1), m(8, D1)], (1, 2), (1, 1)),
        ("血糖,≥ 7 mmol/L,至少2日", [m(7.1, D1), m(8, D2)], (2, 2), (2, 2)),
        ("血糖,≥ 7 mmol/L,至少3日", [m(7.1, D1), HIGH], (1, 3), (1, 2)),
        ("血糖,≥ 7 mmol/L,至少3日", [HIGH, HIGH], (1, 3), (1, 2)),
        # within a time: what is too old does not count, what has no date may
        ("血糖,≥ 7 mmol/L,近6个月任一", [m(8, OLD)], None, (0, 0)),
        ("血糖,≥ 7 mmol/L,近6个月任一", [m(8, NEW)], (1, 1), (1, 1)),
        ("血糖,≥ 7 mmol/L,近6个月至少2次", [m(8, NEW), HIGH], (1, 2), (1, 2)),
        ("血糖,≥ 7 mmol/L,近6个月至少2次", [m(8, NEW), LOW], (1, 2), (1, 1)),
        # all: one failure spoils it for good
        ("血糖,≥ 7 mmol/L,全部", [], None, (0, 0)),
        ("血糖,≥ 7 mmol/L,全部", [HIGH], None, (1, 1)),
        ("血糖,≥ 7 mmol/L,全部", [HIGH, LOW], (0, 0), (0, 0)),
        ("血糖,≥ 7 mmol/L,近6个月全部", [m(8, NEW), m(6, OLD)], None, (1, 1)),
        ("血糖,≥ 7 mmol/L,近6个月全部", [m(8, NEW), LOW], None, None),
        # the latest: known of a whole list only, and only if it is plain which that is
        ("血糖,≥ 7 mmol/L,最近一次", [], None, (0, 0)),
        ("血糖,≥ 7 mmol/L,最近一次", [m(8, D1), m(6, D2)], None, (0, 0)),
        ("血糖,≥ 7 mmol/L,最近一次", [m(8, D2), m(6, D1)], None, (1, 1)),
        ("血糖,≥ 7 mmol/L,最近一次", [HIGH], None, (1, 1)),
        ("血糖,≥ 7 mmol/L,最近一次", [HIGH, m(8, D1)], None, None),
        ("血糖,≥ 7 mmol/L,最近一次", [m(8, D1), m(9, D1)], None, (1, 1)),
        ("血糖,≥ 7 mmol/L,最近一次", [m(8, D1), m(6, D1)], None, None),
        # a measurement known in part
        ("血压,收缩压 ≥ 160 mmHg 或 舒张压 ≥ 100 mmHg,任一", [m({"high": Fraction(150)})], None, None),
        ("血压,收缩压 ≥ 160 mmHg 或 舒张压 ≥ 100 mmHg,任一", [m({"high": Fraction(160)})], (1, 1), (1, 1)),
        ("血压,收缩压 ≥ 160 mmHg 且 舒张压 ≥ 100 mmHg,任一", [m({"high": Fraction(150)})], None, (0, 0)),
        ("酶活性,> 1.5 × 参考上限,至少2次", [m(61, high=Fraction(40)), m(99)], (1, 2), (1, 2)),
        ("酶活性,> 1.5 × 参考上限,至少2次", [m(60, high=Fraction(40)), m(99, high=Fraction(0))], None, (0, 1)),
    ],
)  # fmt: skip
def test_what_a_list_leaves_open(test: str, measurements: list[Measurement], open_: Known, whole: Known) -> None:
    assert known(test, *measurements) == open_
    assert known(test, *measurements, complete=True) == whole


@pytest.mark.parametrize(
    ("test", "measurement", "rank"),
    [
        ("体温,≥ 38 °C", m(37.999999), 0),
        ("体温,≥ 38 °C", m(38), 1),
        ("症状,是", Measurement(True), 1),
        ("肌力,≥ II", Measurement(1), 0),
        ("肌力,≥ II", Measurement(2), 1),
        ("型,乙型", Measurement("乙型"), 0),
        ("型,乙型", Measurement("丙型"), 1),
        ("滴度,> 1:80", m(80), 0),
        ("滴度,> 1:80", m(81), 1),
        ("起病日期,≥ 3 个月", Measurement(date(2025, 9, 16)), 0),
        ("起病日期,≥ 3 个月", Measurement(date(2025, 9, 15)), 1),
        ("酶比值,< 参考下限", m(39, low=Fraction(40)), 0),
        ("酶比值,< 参考下限", m(40, low=Fraction(40)), 1),
        ("酶比值,< 参考下限", m(39), None),
        ("酶比值,< 参考下限", m(39, low=Fraction(0)), None),
    ],
)
def test_a_single_value_has_one_rank(test: str, measurement: Measurement, rank: int | None) -> None:
    assert known(test, measurement) == (None if rank is None else (rank, rank))
    assert known(test) is None


def bounds(low: object, high: object, *, closed: bool = False) -> Measurement:
    ends = [None if each is None else Fraction(str(each)) for each in (low, high)]
    return Measurement(Interval(ends[0], closed, ends[1], closed))


@pytest.mark.parametrize(
    ("test", "measurement", "ranks"),
    [
        ("体温,≥ 38 °C", bounds(None, 38), (0, 0)),
        ("体温,≥ 38 °C", bounds(None, 38, closed=True), None),
        ("体温,≥ 38 °C", bounds(38, None, closed=True), (1, 1)),
        ("体温,≥ 38 °C", bounds(38, None), (1, 1)),
        ("体温,> 38 °C", bounds(38, None, closed=True), None),
        ("体温,≥ 38 °C", bounds(37, 39), None),
        ("体温,[36 °C..38 °C)", bounds(37, 39), (1, 2)),
        ("体温,[36 °C..38 °C)", bounds(36, 38), (1, 1)),
        ("滴度,> 1:80", bounds(1, 80, closed=True), (0, 0)),
        ("滴度,> 1:80", bounds(1, 160), None),
        ("酶比值,< 参考下限", bounds(40, None)._replace(low=Fraction(40)), (1, 1)),
        ("酶比值,< 参考下限", bounds(30, None)._replace(low=Fraction(40)), None),
        ("酶比值,< 参考下限", bounds(40, None), None),
    ],
)
def test_bounds_leave_the_ranks_between_them(test: str, measurement: Measurement, ranks: Known) -> None:
    assert known(test, measurement) == ranks


@pytest.mark.parametrize(
    ("measurements", "open_", "whole"),
    [
        ([bounds(7, None)], (1, 2), (1, 1)),
        ([bounds(None, 7)], None, (0, 0)),
        ([bounds(6, 8)], None, (0, 1)),
        ([bounds(6, 8), HIGH], (1, 2), (1, 2)),
    ],
)
def test_a_list_counts_bounds_that_settle_it(measurements: list[Measurement], open_: Known, whole: Known) -> None:
    test = "血糖,≥ 7 mmol/L,至少2次"
    assert known(test, *measurements) == open_
    assert known(test, *measurements, complete=True) == whole


ONSET = Measurement(date(2025, 6, 1))


@pytest.mark.parametrize(
    ("day", "onset", "ranks"),
    [
        (date(2025, 9, 1), ONSET, (1, 1)),
        (date(2025, 8, 31), ONSET, None),
        (date(2025, 5, 1), ONSET, None),
        (date(2025, 9, 1), None, None),
        (None, ONSET, (1, 1)),
        (None, None, (1, 1)),
    ],
)
def test_what_is_measured_too_early_is_no_evidence(day: date | None, onset: Measurement | None, ranks: Known) -> None:
    """Three months from 1 June are up on 1 September; without a date the value answers the question as it was put."""
    (column,) = columns_of("肌力,≥ II,自起病日期满3个月")
    findings = {column.finding: (Measurement(2, day),), **({"onset": (onset,)} if onset else {})}
    evidence = Evidence(AS_OF, findings)
    assert column_reader(column)(evidence) == ranks
    assert measurement_reader(column)(Measurement(2, day), evidence, frozenset({1})) is (True if ranks else None)


@pytest.mark.parametrize(
    ("day", "at_any_time", "later"),
    [(date(2025, 5, 31), (2, 2), None), (date(2025, 6, 1), (2, 2), (1, 1)), (None, (2, 2), (1, 1))],
)
def test_of_one_finding_what_counts_at_any_time_and_what_counts_later_are_two_things(
    day: date | None, at_any_time: Known, later: Known
) -> None:
    """III, on the day before the onset or on the day itself; below II is rank 0, II is 1."""
    entry = entry_of("1,肌力,≥ III\n2,肌力,< II\n3,肌力,≥ III,自起病日期满0天", "R1,任一,1;2\nR2,全部,3")
    evidence = Evidence(AS_OF, {"strength": (Measurement(3, day),), "onset": (ONSET,)})
    assert [column_reader(each)(evidence) for each in entry.columns] == [at_any_time, later]
    assert [entry.tests[each].column for each in ("1", "2", "3")] == [0, 0, 1]


def test_what_fails_on_whichever_day_it_was_made_fails() -> None:
    (column,) = columns_of("血糖,≥ 7 mmol/L,近6个月任一")
    evidence = Evidence(AS_OF, {"glucose": (HIGH, LOW)})
    passes = measurement_reader(column)
    assert [passes(each, evidence, frozenset({1})) for each in (HIGH, LOW)] == [None, False]


def test_a_compound_value_has_its_time_too() -> None:
    entry = entry_of("1,血压,收缩压 ≥ 160 mmHg,任一\n2,肌力,≥ II,自起病日期满3个月", "R1,全部,1;2")
    assert [column.since is None for column in entry.columns] == [True, False]


def test_facts_hold_the_least_and_where_it_is_less_than_all_the_most() -> None:
    columns = columns_of("血糖,≥ 7 mmol/L,至少3次", "症状,是", "体温,≥ 38 °C")
    assert fact_writer(columns)([(1, 3), (1, 1), None]) == {"c0": 1, "c1": 1}
    assert fact_writer(columns)([(1, 2), None, (0, 0)]) == {"c0": 1, "c0h": 2, "c2": 0, "c2h": 0}
    assert fact_writer(columns)([(0, 0), None, None]) == {"c0": 0, "c0h": 0}
    assert fact_writer(columns)([None, None, None]) == {}


def test_a_switch_is_nothing_a_caller_reports() -> None:
    entry = entry_of("1,症状,是\n2,咳嗽,是", "R1,全部,1;2,开,甲\nR1,任一,1;2,开,乙", **switches(开=""))
    assert column_reader(entry.columns[-1])(Evidence(AS_OF, {})) is None


@pytest.mark.parametrize(
    ("test", "measurement", "passes"),
    [
        ("血糖,≥ 7 mmol/L,至少2次", HIGH, True),
        ("血糖,≥ 7 mmol/L,至少2次", LOW, False),
        ("血糖,≥ 7 mmol/L,近6个月任一", m(8, NEW), True),
        ("血糖,≥ 7 mmol/L,近6个月任一", m(8, OLD), False),
        ("血糖,≥ 7 mmol/L,近6个月任一", HIGH, None),
        ("血压,收缩压 ≥ 160 mmHg,任一", m({"low": Fraction(90)}), None),
        ("体温,≥ 38 °C", m(38), True),
    ],
)
def test_whether_a_measurement_passes_on_its_own(test: str, measurement: Measurement, *, passes: bool | None) -> None:
    entry = entry_of(f"1,{test}", "R1,全部,1")
    reader = measurement_reader(entry.columns[0])
    assert reader(measurement, Evidence(AS_OF, {}), entry.tests["1"].passing) is passes
