from datetime import date

from chronicare.checks.case_reports import reported_finding, reported_person
from chronicare.judging.report import ReportedFinding, ReportedPerson, ReportedRange


def test_a_person_is_told_by_the_birth_date() -> None:
    assert reported_person({"birth_date": date(1980, 5, 1)}) == ReportedPerson("1980-05-01")
    assert reported_person({}) == ReportedPerson("")


def test_a_finding_keeps_what_was_written() -> None:
    written = {
        "finding": "血清球蛋白",
        "value": "54",
        "unit": "g/L",
        "date": date(2025, 11, 3),
        "report_id": 17,
        "attester": "主任医师",
        "reference_range": {"high": 40},
    }
    assert reported_finding(written) == ReportedFinding(
        "血清球蛋白", "54", "g/L", "2025-11-03", "17", "主任医师", ReportedRange(None, 40)
    )


def test_a_value_is_not_made_a_text() -> None:
    assert reported_finding({"finding": "症状", "value": False}) == ReportedFinding("症状", False)
    assert reported_finding({"finding": "症状", "value": None}).value is None


def test_one_of_several_needs_no_name() -> None:
    assert reported_finding({"any_of": ["水疱", "糜烂"], "value": True}) == ReportedFinding(
        value=True, any_of=("水疱", "糜烂")
    )
