from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typed import typed

from chronicare.application.release import Release, compile_release, make_release
from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.engine import DurableEngine
from chronicare.judging.report import Report
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.recognition.decision import Detail
from chronicare.recognition.distance import Distance

DAY = date(2025, 12, 1)
RULES = Path(__file__).parents[2] / "data" / "cli" / "rules"


@pytest.fixture(scope="module")
def release() -> Release:
    diagnostics = Diagnostics()
    (area,) = RuleDirectory(RULES).load().areas
    assert area.rules is not None
    return make_release(compile_release(area.rules, diagnostics), area.rules, DurableEngine(), diagnostics)


def distance(
    release: Release, criterion: str, day: date, *findings: dict[str, Any], entry: str = "T00001"
) -> Distance | None:
    report = {"findings": findings, "complete_findings": ["空腹血糖"]}
    evidence = release.intake.read(typed(Report, report), day, FieldPath, Diagnostics())
    decider = release.find(entry, day)
    assert decider is not None
    decision = decider.decide(evidence, Detail.REASONS)
    return next(each.distance for each in decision.criteria if each.criterion.id == criterion)


def glucose(value: float, unit: str = "mmol/L", day: str = "2025-11-03") -> dict[str, Any]:
    return {"finding": "空腹血糖", "value": value, "unit": unit, "date": day}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([glucose(6.9)], Distance("2", Fraction("0.1"), "mmol/L")),
        ([glucose(5.0), glucose(6.4, day="2025-11-05")], Distance("2", Fraction("0.6"), "mmol/L")),
        ([glucose(125, "mg/dL")], Distance("2", Fraction(1, 18), "mmol/L")),
    ],
)
def test_where_one_measurement_would_do_the_best_one_says_how_far_off(
    release: Release, values: list[dict[str, Any]], expected: Distance
) -> None:
    assert distance(release, "2", date(2025, 12, 1), *values) == expected


@pytest.mark.parametrize(
    ("onset", "day", "expected"),
    [
        ("2025-09-02", date(2025, 12, 1), Distance("4", met_from=date(2025, 12, 2))),
        ("2025-11-30", date(2025, 12, 1), Distance("4", met_from=date(2026, 2, 28))),
        ("2025-09-01", date(2025, 12, 1), None),
    ],
)
def test_a_time_not_yet_passed_names_the_day_it_will_have(
    release: Release, onset: str, day: date, expected: Distance | None
) -> None:
    assert distance(release, "4", day, {"finding": "起病日期", "value": onset}) == expected


@pytest.mark.parametrize(
    ("onset", "expected"),
    [
        ("2025-11-24", Distance("1", met_from=date(2025, 12, 2))),
        ("2025-11-23", None),
    ],
)
def test_more_than_so_many_days_holds_from_the_day_after(
    release: Release, onset: str, expected: Distance | None
) -> None:
    assert distance(release, "1", DAY, {"finding": "起病日期", "value": onset}, entry="T00005") == expected


@pytest.mark.parametrize(
    ("onset", "expected"),
    [
        ("2025-01-31", Distance("2", too_old_since=date(2025, 4, 30))),
        ("2025-09-01", None),
    ],
)
def test_evidence_too_old_names_the_last_day_it_was_not(
    release: Release, onset: str, expected: Distance | None
) -> None:
    assert distance(release, "2", DAY, {"finding": "报告日期", "value": onset}, entry="T00005") == expected


@pytest.mark.parametrize(("grade", "levels"), [("III", -1), ("IV", -2)])
def test_grades_are_counted_in_levels(release: Release, grade: str, levels: int) -> None:
    found = distance(release, "3", date(2025, 12, 1), {"finding": "肌力", "value": grade})
    assert found == Distance("3", Fraction(levels), "级")
