"""How far a failing criterion was from passing, worked by hand, in the unit a reader thinks in."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from typed import typed
from unit.compiler.written import release_of

from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.judging.report import Report
from chronicare.recognition.decision import Detail
from chronicare.recognition.distance import Distance

DAY = date(2025, 12, 15)
HEAD = {"criteria": "病种,编号,所见,条件,取值\n", "groups": "病种,编号,满足,成员\nT1,R1,全部,1\n"}


def off(amount: str, unit: str) -> Distance:
    return Distance("1", Fraction(amount), unit)


def distance(test: str, *values: Any, complete: bool = False) -> Distance | None:  # noqa: ANN401 - as a caller reports them
    """Report ``values`` (or mappings with a date, a unit …) of the finding that ``test`` is about."""
    release = release_of(**{**HEAD, "criteria": f"{HEAD['criteria']}T1,1,{test}{',' * (2 - test.count(','))}\n"})
    name = test.partition(",")[0]
    findings = [{"finding": name, **(value if isinstance(value, dict) else {"value": value})} for value in values]
    report = {
        "person": {"birth_date": "2010-12-16"},
        "findings": findings,
        "complete_findings": [name] if complete else [],
    }
    diagnostics = Diagnostics()
    evidence = release.intake.read(typed(Report, report), DAY, FieldPath, diagnostics)
    assert diagnostics.sorted() == ()
    decider = release.find("T1", DAY)
    assert decider is not None
    (result,) = decider.decide(evidence, Detail.REASONS).criteria
    return result.distance


def mmol(value: float, day: str = "2025-12-01") -> dict[str, Any]:
    return {"value": value, "unit": "mmol/L", "date": day}


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        # numbers: how much they would have to rise or fall
        ("体温,≥ 38 °C", {"value": 37.2, "unit": "°C"}, off("0.8", "°C")),
        ("体温,< 36 °C", {"value": 37.2, "unit": "°C"}, off("-1.2", "°C")),
        ("体温,> 38 °C", {"value": 38, "unit": "°C"}, off("0", "°C")),
        ('体温,"[38 °C..39 °C)"', {"value": 40, "unit": "°C"}, off("-1", "°C")),
        ('体温,"[38 °C..39 °C)"', {"value": 37, "unit": "°C"}, off("1", "°C")),
        ("评分,≥ 3", 1, off("2", "")),
        # converted: as close as in the unit given
        (
            "酶比值,> 1.5 × 参考上限",
            {"value": 50, "unit": "U/L", "reference_range": {"high": 40}},
            off("10", "U/L"),
        ),
        # a multiple of a limit is told in the unit the value came in: 1.5 × 0.04 is 0.06
        (
            "酶比值,> 1.5 × 参考上限",
            {"value": "0.05", "unit": "kU/L", "reference_range": {"high": "0.04"}},
            off("0.01", "kU/L"),
        ),
        ("酶比值,< 参考下限", {"value": 50, "unit": "U/L", "reference_range": {"low": 40}}, off("-10", "U/L")),
        # levels, counts and ages go by whole steps
        ("肌力,< II", "III", off("-2", "级")),
        ("肌力,≥ II", "0", off("2", "级")),
        ("肌力,> I", "0", off("2", "级")),
        ("发作次数,≥ 3", 1, off("2", "")),
        ("发作次数,> 3", 3, off("1", "")),
        ("发作次数,< 3", 3, off("-1", "")),
        # the value asked for is exactly one
        ("评分,4", 6, off("-2", "")),
        # titres go by dilutions
        ("滴度,> 1:80", "1:40", off("2", "倍")),
        ("滴度,< 1:80", "1:320", off("-4", "倍")),
        ("滴度,> 1:80", "1:80", off("0", "")),
        # a yes/no or a code is not nearer or farther
        ("症状,是", False, Distance("1")),
        ("型,甲型", "乙型", Distance("1")),
    ],
)
def test_a_single_value(test: str, value: Any, expected: Distance) -> None:  # noqa: ANN401 - as a caller reports it
    assert distance(test, value) == expected


def test_what_passes_has_no_distance_and_what_is_unknown_has_none() -> None:
    assert distance("评分,≥ 3", 3) is None
    assert distance("评分,≥ 3") is None


def test_an_age_is_counted_in_completed_years() -> None:
    assert distance("年龄,≥ 18 岁") == off("4", "岁"), "14 on the day before the 15th birthday"


@pytest.mark.parametrize(
    ("test", "values", "expected"),
    [
        # where one would do: how far the best of them was
        ("血糖,≥ 7 mmol/L,任一", [mmol(6.4), mmol(6.9, "2025-12-02")], off("0.1", "mmol/L")),
        ("血糖,≥ 7 mmol/L,任一", [{"value": 125, "unit": "mg/dL", "date": "2025-12-01"}], off("1/18", "mmol/L")),
        # else: how many more measurements, or days
        ("血糖,≥ 7 mmol/L,至少3次", [mmol(7.1)], off("2", "次")),
        ("血糖,≥ 7 mmol/L,至少3日", [mmol(7.1), mmol(8), mmol(9, "2025-12-03")], off("1", "日")),
        # what is too old does not count
        ("血糖,≥ 7 mmol/L,近6个月至少2次", [mmol(7.1, "2025-06-14"), mmol(7.1, "2025-06-15")], off("1", "次")),
        ("血糖,≥ 7 mmol/L,近6个月任一", [mmol(9, "2025-06-14"), mmol(6, "2025-06-15")], off("1", "mmol/L")),
        # of all, or of the latest, there is no one amount
        ("血糖,< 7 mmol/L,全部", [mmol(7.1)], Distance("1")),
        ("血糖,< 7 mmol/L,最近一次", [mmol(7.1)], Distance("1")),
        # nor of one that would do and has no measure: a compound value, a yes or no
        ("血压,收缩压 ≥ 160 mmHg,任一", [{"value": {"收缩压": 150}, "unit": "mmHg"}], Distance("1")),
    ],
)
def test_a_list(test: str, values: list[dict[str, Any]], expected: Distance) -> None:
    assert distance(test, *values, complete=True) == expected


@pytest.mark.parametrize(
    ("test", "start", "expected"),
    [
        ("起病日期,≥ 3 个月", "2025-10-01", Distance("1", met_from=date(2026, 1, 1))),
        ("起病日期,≥ 3 个月", "2025-09-16", Distance("1", met_from=date(2025, 12, 16))),
        ("起病日期,≥ 3 个月", "2025-11-30", Distance("1", met_from=date(2026, 2, 28))),
        ("起病日期,> 7 天", "2025-12-08", Distance("1", met_from=date(2025, 12, 16))),
        ("起病日期,≤ 3 个月", "2025-09-14", Distance("1", too_old_since=date(2025, 12, 14))),
        ("起病日期,≤ 3 个月", "2025-06-15", Distance("1", too_old_since=date(2025, 9, 15))),
        ("起病日期,< 3 个月", "2025-09-15", Distance("1", too_old_since=date(2025, 12, 14))),
        ('起病日期,"[3 个月..6 个月]"', "2025-10-15", Distance("1", met_from=date(2026, 1, 15))),
        ('起病日期,"[3 个月..6 个月]"', "2025-01-15", Distance("1", too_old_since=date(2025, 7, 15))),
    ],
)
def test_a_time_names_the_day_it_is_met_from_or_the_last_it_was_met(test: str, start: str, expected: Distance) -> None:
    assert distance(test, start) == expected
