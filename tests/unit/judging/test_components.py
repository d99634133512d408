"""Components sent as findings of their own: one measurement where that is sure, told where it is not."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from typed import typed
from unit.compiler.written import vocabulary

from chronicare.diagnostics import Diagnostic, Diagnostics, FieldPath, Unused
from chronicare.judging.intake import Intake
from chronicare.judging.relevant_findings import note_unused
from chronicare.judging.report import Report
from chronicare.program.evidence import Evidence, Measurement

DAY = date(2025, 12, 15)
FIRST, SECOND = "2025-11-03", "2025-11-20"


@pytest.fixture(scope="module")
def intake() -> Intake:
    return Intake(vocabulary(), ())


def sent(name: str, value: Any, day: str = "", unit: str = "mmHg", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return {"finding": name, "value": value, "unit": unit, "date": day, **more}


def read(intake: Intake, *findings: dict[str, Any], **more: Any) -> tuple[Evidence, tuple[Diagnostic, ...]]:  # noqa: ANN401
    diagnostics = Diagnostics()
    evidence = intake.read(typed(Report, {"findings": list(findings), **more}), DAY, FieldPath, diagnostics)
    return evidence, diagnostics.sorted()


def pressures(evidence: Evidence) -> list[tuple[date | None, dict[str, Fraction]]]:
    return [(each.date, dict(each.value)) for each in evidence.findings["pressure"]]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("systolic", "diastolic"), [("收缩压", "舒张压"), ("high", "low"), ("HIGH", "舒张压"), ("收缩 压", "Low")]
)
def test_components_of_one_day_are_one_measurement_by_whatever_name(
    intake: Intake, systolic: str, diastolic: str
) -> None:
    evidence, problems = read(
        intake,
        sent(systolic, 165, FIRST),
        sent(diastolic, 110, SECOND),
        sent(diastolic, 95, FIRST),
        sent(systolic, 170, SECOND),
    )
    assert problems == ()
    assert pressures(evidence) == [
        (date(2025, 11, 3), {"high": Fraction(165), "low": Fraction(95)}),
        (date(2025, 11, 20), {"high": Fraction(170), "low": Fraction(110)}),
    ]


def test_each_component_has_its_own_unit_and_what_was_given_is_kept(intake: Intake) -> None:
    evidence, problems = read(
        intake,
        sent("收缩压", 22, FIRST, "kPa", report_id="a", attester="甲医师"),
        sent("舒张压", "95 mmHg", FIRST, "", report_id="a", attester="乙医师"),
    )
    assert problems == ()
    assert evidence.findings["pressure"] == (
        Measurement(
            {"high": Fraction(165), "low": Fraction(95)},
            date(2025, 11, 3),
            given="收缩压 22 kPa, 舒张压 95 mmHg",
            report_id="a",
            attester="甲医师、乙医师",
        ),
    )


def test_one_pair_without_a_date_is_one_measurement(intake: Intake) -> None:
    evidence, problems = read(intake, sent("收缩压", 165), sent("舒张压", 95))
    assert problems == ()
    assert pressures(evidence) == [(None, {"high": Fraction(165), "low": Fraction(95)})]


def test_an_unknown_component_leaves_the_other_known(intake: Intake) -> None:
    evidence, problems = read(intake, sent("收缩压", 165, FIRST), sent("舒张压", "未做", FIRST, ""))
    assert problems == ()
    assert pressures(evidence) == [(date(2025, 11, 3), {"high": Fraction(165)})]
    assert evidence.findings["pressure"][0].given == "收缩压 165 mmHg"


def test_components_neither_of_which_is_known_leave_the_list_open(intake: Intake) -> None:
    whole = {"finding": "血压", "value": {"收缩压": 128, "舒张压": 78}, "unit": "mmHg", "date": FIRST}
    evidence, problems = read(intake, whole, sent("收缩压", None), sent("舒张压", None), record_complete=True)
    assert (problems, evidence.complete) == ((), frozenset())


def test_the_same_sent_twice_is_sent_once(intake: Intake) -> None:
    pair = [sent("收缩压", 165, FIRST), sent("舒张压", 95, FIRST)]
    whole = {"finding": "血压", "value": {"收缩压": 165, "舒张压": 95}, "unit": "mmHg", "date": FIRST}
    evidence, problems = read(intake, *pair, *pair, whole)
    assert (problems, len(evidence.findings["pressure"])) == ((), 1)


def test_several_of_one_day_are_told_apart_by_their_reports(intake: Intake) -> None:
    evidence, problems = read(
        intake,
        sent("收缩压", 165, FIRST, report_id="晨"),
        sent("收缩压", 150, FIRST, report_id="晚"),
        sent("舒张压", 92, FIRST, report_id="晚"),
        sent("舒张压", 95, FIRST, report_id="晨"),
    )
    assert problems == ()
    assert [value for _, value in pressures(evidence)] == [
        {"high": Fraction(165), "low": Fraction(95)},
        {"high": Fraction(150), "low": Fraction(92)},
    ]


@pytest.mark.parametrize(("day", "when"), [(FIRST, "2025-11-03 的"), ("", "没有日期的")])
def test_several_pairs_of_one_day_are_told_once(intake: Intake, day: str, when: str) -> None:
    findings = [sent("收缩压", 165, day), sent("舒张压", 95, day), sent("收缩压", 150, day), sent("舒张压", 92, day)]
    evidence, (problem,) = read(intake, *findings)
    assert "pressure" not in evidence.findings
    assert (problem.code.name, str(problem.where)) == ("CONTRADICTORY", "findings[0].finding")
    assert problem.message.zh == (
        f"{when}「血压」报了 2 个收缩压、2 个舒张压（findings[0]、findings[1]、findings[2]、findings[3]），"
        "分不清哪些是同一次测量的"
    )
    assert problem.hint.zh == ("一次测量报一项「血压」，值写 {收缩压: …, 舒张压: …}；或给同一次的写同一个 report_id")


def test_reports_that_are_known_of_some_only_do_not_tell_pairs_apart(intake: Intake) -> None:
    _, (problem,) = read(
        intake,
        sent("收缩压", 165, FIRST, report_id="晨"),
        sent("舒张压", 95, FIRST, report_id="晨"),
        sent("收缩压", 150, FIRST),
        sent("舒张压", 92, FIRST),
    )
    assert problem.code.name == "CONTRADICTORY"


def test_components_without_a_counterpart_are_told_together(intake: Intake) -> None:
    evidence, (problem,) = read(intake, sent("舒张压", 95), sent("收缩压", 165, FIRST))
    assert "pressure" not in evidence.findings
    assert (problem.code.name, str(problem.where)) == ("BAD_FIELD", "findings[0].finding")
    assert problem.message.zh == (
        "凑不成一次「血压」：舒张压（findings[0]，没有日期）、收缩压（findings[1]，2025-11-03）没有同一天的另一部分"
    )
    assert problem.hint.zh == ("同一次测量的各部分写同一个日期；确实只有这一部分的，报「血压」，值写 {舒张压: …}")


def test_what_is_wrong_with_a_component_is_told_at_its_own_place(intake: Intake) -> None:
    _, problems = read(
        intake,
        sent("收缩压", 1650, FIRST),
        sent("舒张压", 95, FIRST, "cm"),
        sent("收缩压", 165, "2025-13-01"),
        sent("舒张压", 95, SECOND, reference_range={"low": 90, "high": 60}),
    )
    assert [(each.code.name, str(each.where)) for each in problems] == [("BAD_DATE", "findings[2].date")]
    _, problems = read(
        intake,
        sent("收缩压", 1650, FIRST),
        sent("舒张压", 95, FIRST, "cm"),
        sent("收缩压", 165, SECOND),
        sent("舒张压", 95, SECOND, reference_range={"low": 90, "high": 60}),
    )
    assert sorted((each.code.name, str(each.where)) for each in problems) == [
        ("BAD_UNIT", "findings[1].unit"),
        ("BAD_VALUE", "findings[3].reference_range"),
        ("IMPOSSIBLE_VALUE", "findings[0].value"),
    ]


@pytest.mark.parametrize(("used", "unused"), [({"pressure"}, []), (set[str](), ["收缩压"])])
def test_a_component_is_used_where_its_finding_is(used: set[str], unused: list[str]) -> None:
    diagnostics = Diagnostics(Unused(known=True))
    report = typed(Report, {"findings": [sent("收缩压", 165, FIRST)]})
    note_unused(report.findings, vocabulary(), frozenset(used), FieldPath, diagnostics)
    assert [each.name for each in diagnostics.unused.items] == unused
