"""What is reported held against itself: what contradicts is told, what follows is added."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from typed import typed
from unit.compiler.written import vocabulary

from chronicare.cells.typed import Compare, Operator, View
from chronicare.cells.types import LevelSet
from chronicare.cells.values import Interval
from chronicare.compiler.partition import make_predicate
from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.judging.intake import Intake
from chronicare.judging.report import Report
from chronicare.program.evidence import Evidence
from chronicare.program.vocabulary import Implication, Vocabulary

DAY = date(2025, 12, 15)


def words() -> Vocabulary:
    """Return the vocabulary of the tests, with relations, alternatives and implications."""
    made = vocabulary()
    findings = dict(made.findings)
    findings["pressure"] = replace(findings["pressure"], relation=("high", "low"))
    findings["onset"] = replace(findings["onset"], may_be_none=True)
    for code in ("glucose", "enzyme"):
        findings[code] = replace(findings[code], alternative="甲")
    levels = findings["type"].type.levels
    assert levels is not None
    alone = LevelSet(levels.name, False, (replace(levels.levels[0], exclusive=True), *levels.levels[1:]))
    findings["type"] = replace(findings["type"], type=replace(findings["type"].type, levels=alone), repeated=True)
    findings["symptom"] = replace(findings["symptom"], repeated=True)
    high_fever = make_predicate(findings["temperature"].type, View.VALUE, Compare(Operator.GE, Fraction(38)))
    has_rash = make_predicate(findings["rash"].type, View.VALUE, Compare(Operator.EQ, True))
    implications = (
        Implication("temperature", high_fever, "fever", True),
        Implication("rash", has_rash, "score", None),
    )
    return replace(made, findings=findings, implications=implications)


@pytest.fixture(scope="module")
def intake() -> Intake:
    return Intake(words(), ())


def read(intake: Intake, *findings: dict[str, Any], **report: Any) -> tuple[Evidence, list[tuple[str, str]]]:  # noqa: ANN401 - raw JSON
    diagnostics = Diagnostics()
    plain = {"findings": list(findings), **report}
    evidence = intake.read(typed(Report, plain), DAY, FieldPath, diagnostics)
    return evidence, [(each.code.name, str(each.where)) for each in diagnostics.sorted()]


def said(name: str, value: Any, unit: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return {"finding": name, "value": value, "unit": unit, **more}


def bp(high: Any, low: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return said("血压", {"收缩压": high, "舒张压": low}, "mmHg")


def test_components_are_told_by_their_names_not_by_their_abbreviations() -> None:
    made = words()
    pressure = made.findings["pressure"]
    named = {**pressure.type.component_names, "SBP": "high", "DBP": "low"}
    findings = {**made.findings, "pressure": replace(pressure, type=replace(pressure.type, component_names=named))}
    diagnostics = Diagnostics()
    Intake(replace(made, findings=findings), ()).read(
        typed(Report, {"findings": [bp(82, 125)]}), DAY, FieldPath, diagnostics
    )
    (told,) = diagnostics.sorted()
    assert "收缩压须大于舒张压" in told.message.zh


@pytest.mark.parametrize(
    ("findings", "problems"),
    [
        ([bp(82, 125)], ["findings[0].value"]),
        ([bp(90, 90)], ["findings[0].value"]),
        ([said("收缩压", 82, "mmHg"), said("舒张压", 125, "mmHg")], ["findings[0].value"]),
        ([bp(91, 90)], []),
        ([bp("<80", 90)], ["findings[0].value"]),
        ([bp(">80", 90)], []),
        ([said("型", "甲型"), said("型", "乙型")], ["findings[0].value"]),
        ([said("型", "乙型"), said("型", "丙型")], []),
        ([said("体温", 39, "°C"), said("发热", False)], ["findings[1].value"]),
        ([said("体温", 39, "°C"), said("发热", True)], []),
        ([said("体温", 37, "°C"), said("发热", False)], []),
        ([said("症状", False), said("症状", True, date="2025-11-01")], ["findings[1].value"]),
        ([said("症状", False, date="2025-11-02"), said("症状", True, date="2025-11-01")], []),
        ([said("起病日期", "无"), said("起病日期", "2025-01-01")], ["findings[1].value"]),
        (
            [said("咳嗽", False), said("皮疹", False), {"any_of": ["咳嗽", "皮疹"], "value": True}],
            ["findings[2].any_of"],
        ),
        ([{"any_of": ["咳嗽", "血糖"], "value": True}], ["findings[0].any_of"]),
        ([{"any_of": ["咳嗽"], "value": True}], ["findings[0].any_of"]),
        ([{"any_of": ["咳嗽", "没有"], "value": True}], ["findings[0].any_of"]),
    ],
)
def test_what_contradicts_is_told(intake: Intake, findings: list[dict[str, Any]], problems: list[str]) -> None:
    assert [where for _, where in read(intake, *findings)[1]] == problems


def test_a_component_not_known_lies_below_the_one_that_is(intake: Intake) -> None:
    (measurement,) = read(intake, bp(82, None))[0].findings["pressure"]
    assert measurement.value == {"high": Fraction(82), "low": Interval(Fraction(0), True, Fraction(82), False)}
    (measurement,) = read(intake, bp("未做", 100))[0].findings["pressure"]
    assert measurement.value == {"low": Fraction(100), "high": Interval(Fraction(100), False, Fraction(400), True)}


def test_what_follows_is_added_and_what_cannot_be_had_noted(intake: Intake) -> None:
    evidence, problems = read(intake, said("体温", 38, "°C"), said("皮疹", True))
    assert problems == []
    assert [each.value for each in evidence.findings["fever"]] == [True]
    assert evidence.impossible == {"score"}
    assert read(intake, said("体温", 37.9, "°C"))[0].findings.keys() == {"temperature"}


def test_a_value_of_what_cannot_be_had_contradicts() -> None:
    intake = Intake(words(), ())
    assert read(intake, said("评分", 3), said("皮疹", True))[1] == [("CONTRADICTORY", "findings[0].value")]
    assert read(intake, said("评分", 3), said("皮疹", False))[1] == []


def told(*findings: dict[str, Any]) -> tuple[str, str]:
    """Return message and hint of the one thing that is wrong."""
    diagnostics = Diagnostics()
    Intake(words(), ()).read(typed(Report, {"findings": list(findings)}), DAY, FieldPath, diagnostics)
    (found,) = diagnostics.sorted()
    return found.message.zh, found.hint.zh


def test_a_contradiction_names_both_what_each_is_and_what_would_be_right() -> None:
    assert told(said("体温", 39, "°C"), said("发热", "无")) == (
        "「发热」报的是 无，而「体温」是 39 °C（findings[0]），应为 是",
        "「发热」不用报，或报 是；错的是另一项就改那一项",
    )
    assert told(said("评分", 3), said("皮疹", "有")) == (
        "「评分」报的是 3，而「皮疹」是 有（findings[1]），就没有这个结果",
        "两处核对后只留对的",
    )


def test_there_is_none_of_what_cannot_be_had_where_there_may_be_none() -> None:
    made = words()
    assert read(Intake(made, ()), said("皮疹", True))[0].none == set()
    findings = {**made.findings, "score": replace(made.findings["score"], may_be_none=True)}
    evidence = read(Intake(replace(made, findings=findings), ()), said("皮疹", True))[0]
    assert evidence.none == evidence.impossible == {"score"}


def test_equal_values_without_a_date_are_not_one(intake: Intake) -> None:
    seven = said("血糖", 7, "mmol/L")
    assert len(read(intake, seven, seven, seven)[0].findings["glucose"]) == 3
    dated = {**seven, "date": "2025-11-01"}
    assert len(read(intake, dated, dated, seven)[0].findings["glucose"]) == 2
    reported = {**seven, "report_id": "A1"}
    assert len(read(intake, reported, reported)[0].findings["glucose"]) == 1


@pytest.mark.parametrize(
    ("findings", "report", "complete", "open_lists"),
    [
        ([said("血糖", 7, "mmol/L")], {}, set(), {"glucose"}),
        ([said("血糖", 7, "mmol/L")], {"record_complete": True}, {"glucose"}, set()),
        ([said("血糖", 7, "mmol/L")], {"complete_findings": ["血糖", "血压"]}, {"glucose"}, set()),
        ([said("血糖", "未做", "mmol/L")], {"record_complete": True}, set(), set()),
        ([said("血糖", 7, "mmol/L"), said("血糖", "未做")], {"record_complete": True}, set(), set()),
        ([], {"record_complete": True}, set(), set()),
        ([said("症状", "否")], {}, {"symptom"}, set()),
        ([said("症状", "否", date="2025-11-01")], {}, set(), {"symptom"}),
    ],
)
def test_which_lists_are_whole(
    intake: Intake, findings: list[Any], report: dict[str, Any], complete: set[str], open_lists: set[str]
) -> None:
    evidence, problems = read(intake, *findings, **report)
    assert problems == []
    assert evidence.complete == complete
    assert evidence.open_lists == open_lists


def test_a_record_stated_not_to_exist_is_none(intake: Intake) -> None:
    for word in ("无", "否", "没有", False):
        evidence, problems = read(intake, said("起病日期", word))
        assert evidence.none == {"onset"}
        assert problems == []
    assert read(intake, said("起病日期", "不详"))[0].none == set()


def test_what_reports_the_same_quantity_need_not_be_reported_too(intake: Intake) -> None:
    assert read(intake, said("血糖", 7, "mmol/L"))[0].alternatives == {"enzyme"}
    assert read(intake, said("血糖", 7, "mmol/L"), said("酶活性", 7, "U/L"))[0].alternatives == set()
    assert read(intake, said("血糖", 7, "mmol/L"), said("酶活性", "未做"))[0].alternatives == set()


def test_one_of_several_may_be_stated_without_saying_which(intake: Intake) -> None:
    either = {"any_of": ["咳嗽", "皮疹"], "value": True}
    assert read(intake, either)[0].statements == {frozenset({"cough", "rash"})}
    assert read(intake, said("咳嗽或皮疹", "有"))[0].statements == {frozenset({"cough", "rash"})}
    evidence, _ = read(intake, either, said("咳嗽", False))
    assert evidence.statements == set()
    assert evidence.findings["rash"][0].value is True
    assert read(intake, either, said("咳嗽", True))[0].statements == set()
    evidence, _ = read(intake, {"any_of": ["咳嗽", "皮疹"], "value": False})
    assert [evidence.findings[code][0].value for code in ("cough", "rash")] == [False, False]


@pytest.mark.parametrize("name", ["glu", "ＧＬＵ", " G L U ", "GLUCOSE", "血 糖", "血糖\u200b"])
def test_names_are_compared_without_case_width_and_spaces(intake: Intake, name: str) -> None:
    assert read(intake, said(name, 7, "mmol/L"))[0].findings.keys() == {"glucose"}


@pytest.fixture(scope="module")
def scoring() -> Intake:
    """Return an intake for which a fever of 38 °C and more says that the score is above 5."""
    made = vocabulary()
    fever = make_predicate(made.findings["temperature"].type, View.VALUE, Compare(Operator.GE, Fraction(38)))
    above = Interval(Fraction(5), False, Fraction(10), True)
    return Intake(replace(made, implications=(Implication("temperature", fever, "score", above),)), ())


def test_what_follows_may_be_a_bound(scoring: Intake) -> None:
    evidence, problems = read(scoring, said("体温", 38, "°C"))
    assert problems == []
    assert [each.value for each in evidence.findings["score"]] == [Interval(Fraction(5), False, Fraction(10), True)]


@pytest.mark.parametrize(
    ("score", "contradicts"),
    [(6, False), (5, True), (4, True), (10, False), ("<5", True), ("≤5", True), ("≤6", False), (">3", False)],
)
def test_a_stated_value_is_held_against_the_bound_that_follows(
    scoring: Intake,
    score: object,
    contradicts: bool,
) -> None:
    evidence, problems = read(scoring, said("体温", 38, "°C"), said("评分", score))
    assert problems == ([("CONTRADICTORY", "findings[1].value")] if contradicts else [])
    assert len(evidence.findings["score"]) == 1


def test_of_two_things_that_follow_only_what_no_table_derives_is_a_contradiction() -> None:
    """A term that tables derive is held to them: what follows first is taken, whatever follows besides."""
    made = words()
    has_rash = make_predicate(made.findings["rash"].type, View.VALUE, Compare(Operator.EQ, True))
    no_rash = Implication("rash", has_rash, "fever", False)
    told: list[list[tuple[str, str]]] = []
    for stands_for in ("", "score"):
        fever = replace(made.findings["fever"], stands_for=stands_for)
        held = replace(made, findings={**made.findings, "fever": fever}, implications=(made.implications[0], no_rash))
        evidence, problems = read(Intake(held, ()), said("体温", 39, "℃"), said("皮疹", True))
        assert evidence.findings["fever"][0].value is True
        told.append(problems)
        _, stated = read(Intake(held, ()), said("发热", True), said("皮疹", True))
        assert stated == [("CONTRADICTORY", "findings[0].value")]
    assert told == [[("CONTRADICTORY", "findings[0].value")], []]
