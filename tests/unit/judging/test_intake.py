"""A report to evidence: everything wrong is told with its field, all at once; the rest is read exactly."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from typed import typed
from unit.compiler.written import vocabulary

from chronicare.diagnostics import Diagnostics, FieldPath, Unused
from chronicare.judging.dates import read_date
from chronicare.judging.intake import MAX_FINDINGS, Intake
from chronicare.judging.report import Report
from chronicare.program.evidence import Evidence, Measurement

DAY = date(2025, 12, 15)
DOCUMENTS = ("certificate", "plan")


@pytest.fixture(scope="module")
def intake() -> Intake:
    return Intake(vocabulary(), DOCUMENTS)


def read(intake: Intake, report: dict[str, Any], as_of: date = DAY) -> tuple[Evidence, list[tuple[str, str]]]:
    diagnostics = Diagnostics()
    evidence = intake.read(typed(Report, report), as_of, FieldPath, diagnostics)
    return evidence, [(each.code.name, str(each.where)) for each in diagnostics.sorted()]


def finding(name: str, value: Any = None, unit: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return {"finding": name, "value": value, "unit": unit, **more}


def glucose(value: float = 7.0, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return finding("血糖", value, "mmol/L", **more)


BAD: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    # the person
    ({"person": {"birth_date": "1970-02-30"}}, [("BAD_DATE", "person.birth_date")]),
    ({"person": {"birth_date": "70-02-03"}}, [("BAD_DATE", "person.birth_date")]),
    ({"person": {"birth_date": 19700203}}, [("BAD_DATE", "person.birth_date")]),
    ({"person": {"birth_date": "2025-12-16"}}, [("BAD_DATE", "person.birth_date")]),
    ({"person": {"birth_date": "1894-12-31"}}, [("BAD_DATE", "person.birth_date")]),
    ({"person": {"birth_date": "0001-01-01"}}, [("BAD_DATE", "person.birth_date")]),
    # which finding
    ({"findings": [finding("", True)]}, [("REQUIRED_FIELD", "findings[0].finding")]),
    ({"findings": [{"value": True}]}, [("REQUIRED_FIELD", "findings[0].finding")]),
    ({"findings": [finding("血塘", 7)]}, [("UNKNOWN_CODE", "findings[0].finding")]),
    # values
    ({"findings": [finding("症状", "也许")]}, [("BAD_VALUE", "findings[0].value")]),
    ({"findings": [finding("症状", 1)]}, [("BAD_VALUE", "findings[0].value")]),
    ({"findings": [finding("血糖", "七八", "mmol/L")]}, [("BAD_VALUE", "findings[0].value")]),
    ({"findings": [finding("血糖", True, "mmol/L")]}, [("BAD_VALUE", "findings[0].value")]),
    ({"findings": [glucose(700)]}, [("IMPOSSIBLE_VALUE", "findings[0].value")]),
    ({"findings": [finding("肌力", "IX")]}, [("UNKNOWN_CODE", "findings[0].value")]),
    ({"findings": [finding("型", "丁型")]}, [("UNKNOWN_CODE", "findings[0].value")]),
    ({"findings": [finding("滴度", "1:0")]}, [("BAD_VALUE", "findings[0].value")]),
    ({"findings": [finding("发作次数", 2.5)]}, [("BAD_VALUE", "findings[0].value")]),
    ({"findings": [finding("发作次数", -1)]}, [("IMPOSSIBLE_VALUE", "findings[0].value")]),
    ({"findings": [finding("年龄", 40)]}, [("BAD_VALUE", "findings[0].value")]),
    ({"findings": [finding("血压", 160, "mmHg")]}, [("BAD_VALUE", "findings[0].value")]),
    ({"findings": [finding("血压", {"高压": 160}, "mmHg")]}, [("UNKNOWN_CODE", "findings[0].value")]),
    ({"findings": [finding("血压", {"收缩压": 16}, "mmHg")]}, [("IMPOSSIBLE_VALUE", "findings[0].value")]),
    # units
    ({"findings": [finding("血糖", 7)]}, [("BAD_UNIT", "findings[0].unit")]),
    ({"findings": [finding("血糖", 7, "mg")]}, [("BAD_UNIT", "findings[0].unit")]),
    ({"findings": [finding("症状", True, "mg")]}, [("BAD_UNIT", "findings[0].unit")]),
    ({"findings": [finding("评分", 3, "分")]}, [("BAD_UNIT", "findings[0].unit")]),
    ({"findings": [finding("血压", {"收缩压": 160})]}, [("BAD_UNIT", "findings[0].unit")]),
    # dates
    ({"findings": [glucose(date="2025-11-31")]}, [("BAD_DATE", "findings[0].date")]),
    ({"findings": [glucose(date="昨天")]}, [("BAD_DATE", "findings[0].date")]),
    ({"findings": [glucose(date="0001-01-01")]}, [("BAD_DATE", "findings[0].date")]),
    ({"findings": [finding("起病日期", "0001-01-01")]}, [("BAD_DATE", "findings[0].value")]),
    ({"findings": [finding("起病日期", "9999-12-31")]}, [("BAD_DATE", "findings[0].value")]),
    ({"findings": [glucose(date="2025-12-16")]}, [("BAD_DATE", "findings[0].date")]),
    (
        {"person": {"birth_date": "1970-02-03"}, "findings": [glucose(date="1970-02-02")]},
        [("BAD_DATE", "findings[0].date")],
    ),
    ({"findings": [finding("起病日期", "2025-12-16")]}, [("BAD_DATE", "findings[0].value")]),
    ({"findings": [finding("起病日期", "去年")]}, [("BAD_DATE", "findings[0].value")]),
    (
        {"person": {"birth_date": "1970-02-03"}, "findings": [finding("起病日期", "1970-02-02")]},
        [("BAD_DATE", "findings[0].value")],
    ),
    # reference ranges
    ({"findings": [glucose(reference_range={"low": "低"})]}, [("BAD_VALUE", "findings[0].reference_range.low")]),
    ({"findings": [glucose(reference_range={"high": True})]}, [("BAD_VALUE", "findings[0].reference_range.high")]),
    ({"findings": [glucose(reference_range={"low": 6, "high": 4})]}, [("BAD_VALUE", "findings[0].reference_range")]),
    (
        {"findings": [finding("症状", True, reference_range={"low": 1})]},
        [("BAD_VALUE", "findings[0].reference_range.low")],
    ),
    # contradictions
    ({"findings": [finding("症状", True), finding("symptom", False)]}, [("CONTRADICTORY", "findings[1].value")]),
    (
        {"findings": [finding("肌力", "I"), finding("肌力", "I"), finding("肌力", "II")]},
        [("CONTRADICTORY", "findings[2].value")],
    ),
    (
        {"findings": [glucose(7, date="2025-12-01", report_id="a"), glucose(8, date="2025-12-01", report_id="a")]},
        [("CONTRADICTORY", "findings[1].value")],
    ),
    # lists said to be whole, documents
    ({"complete_findings": ["血塘"]}, [("UNKNOWN_CODE", "complete_findings[0]")]),
    ({"complete_findings": ["血糖", "症状"]}, [("BAD_FIELD", "complete_findings[1]")]),
    ({"complete_findings": [""]}, [("REQUIRED_FIELD", "complete_findings[0]")]),
    ({"documents": ["plan", "photo"]}, [("UNKNOWN_DOCUMENT", "documents[1]")]),
    # too much
    ({"findings": [finding("症状", True)] * (MAX_FINDINGS + 1)}, [("TOO_MANY", "findings")]),
]


@pytest.mark.parametrize(("report", "expected"), BAD)
def test_what_is_wrong_is_told_with_its_field(
    intake: Intake, report: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert read(intake, report)[1] == expected


def test_everything_wrong_is_told_at_once(intake: Intake) -> None:
    report: dict[str, Any] = {
        "person": {"birth_date": "2026-01-01"},
        "findings": [
            finding("血塘", 7),
            finding("血糖", 7),
            finding("症状", "也许"),
            finding("咳嗽", True),
            glucose(800, date="2025-12-40"),
            finding("咳嗽", False),
        ],
        "complete_findings": ["症状", "什么"],
        "documents": ["photo"],
    }
    evidence, problems = read(intake, report)
    assert sorted(problems) == sorted(
        [
            ("BAD_DATE", "person.birth_date"),
            ("UNKNOWN_CODE", "findings[0].finding"),
            ("BAD_UNIT", "findings[1].unit"),
            ("BAD_VALUE", "findings[2].value"),
            ("BAD_DATE", "findings[4].date"),
            ("IMPOSSIBLE_VALUE", "findings[4].value"),
            ("CONTRADICTORY", "findings[5].value"),
            ("BAD_FIELD", "complete_findings[0]"),
            ("UNKNOWN_CODE", "complete_findings[1]"),
            ("UNKNOWN_DOCUMENT", "documents[0]"),
        ]
    )
    assert "age" not in evidence.findings


def test_a_wrong_name_is_answered_with_those_like_it(intake: Intake) -> None:
    diagnostics = Diagnostics()
    intake.read(typed(Report, {"findings": [finding("发作次", 1)]}), DAY, FieldPath, diagnostics)
    (problem,) = diagnostics.sorted()
    assert "发作次数" in problem.hint.zh


# What is right


def only(evidence: Evidence, code: str) -> Measurement:
    (measurement,) = evidence.findings[code]
    return measurement


def test_a_value_is_brought_to_the_canonical_unit_and_kept_as_given(intake: Intake) -> None:
    report = finding(
        "GLU", 126, "mg/dL", date="2025-12-01", report_id="r1", attester="李",
        reference_range={"low": 70.2, "high": 109.8},
    )  # fmt: skip
    evidence, problems = read(intake, {"findings": [report]})
    assert problems == []
    assert only(evidence, "glucose") == Measurement(
        Fraction(7), date(2025, 12, 1), Fraction("3.9"), Fraction("6.1"), "126 mg/dL", "r1", "李"
    )


@pytest.mark.parametrize("value", [None, "未做", "不详", " 不详 "])
def test_the_unknown_stays_unknown(intake: Intake, value: str | None) -> None:
    evidence, problems = read(intake, {"findings": [finding("症状", value), finding("血糖", value, "mmol/L")]})
    assert (problems, dict(evidence.findings)) == ([], {})


def test_a_stated_no_is_known(intake: Intake) -> None:
    evidence, _ = read(intake, {"findings": [finding("症状", "否")]})
    assert only(evidence, "symptom").value is False


def test_a_measurement_that_was_not_made_leaves_the_list_open(intake: Intake) -> None:
    report = {"findings": [glucose(), finding("血糖", "未做", "mmol/L")], "complete_findings": ["血糖", "血压"]}
    evidence, problems = read(intake, report)
    assert problems == []
    assert evidence.complete == set(), "a pressure never measured is no more known for being called complete"
    assert len(evidence.findings["glucose"]) == 1


def test_an_unknown_component_is_left_out(intake: Intake) -> None:
    evidence, _ = read(intake, {"findings": [finding("血压", {"收缩压": 20, "舒张压": "未做"}, "kPa")]})
    assert only(evidence, "pressure").value == {"high": Fraction(150)}


def test_the_same_reported_twice_is_once(intake: Intake) -> None:
    twice = [glucose(date="2025-12-01", report_id="a")] * 2
    evidence, problems = read(intake, {"findings": [*twice, finding("症状", True), finding("症状", True)]})
    assert problems == []
    assert {code: len(each) for code, each in evidence.findings.items()} == {"glucose": 1, "symptom": 1}


@pytest.mark.parametrize(
    "others",
    [
        [glucose(8, date="2025-12-02", report_id="a")],
        [glucose(8, date="2025-12-01", report_id="b")],
        [glucose(8, date="2025-12-01")],
        [glucose(8)],
    ],
)
def test_different_measurements_do_not_contradict(intake: Intake, others: list[dict[str, Any]]) -> None:
    evidence, problems = read(intake, {"findings": [glucose(7, date="2025-12-01", report_id="a"), *others]})
    assert problems == []
    assert len(evidence.findings["glucose"]) == 2


@pytest.mark.parametrize(
    ("born", "as_of", "age"),
    [
        ("2007-12-15", date(2025, 12, 14), 17),
        ("2007-12-15", date(2025, 12, 15), 18),
        ("2007-12-15", date(2025, 12, 16), 18),
        ("2008-02-29", date(2026, 2, 28), 17),
        ("2008-02-29", date(2026, 3, 1), 18),
        ("2008-02-29", date(2028, 2, 28), 19),
        ("2008-02-29", date(2028, 2, 29), 20),
        ("2025-12-15", date(2025, 12, 15), 0),
        ("1895-12-16", date(2025, 12, 15), 129),
    ],
)
def test_age_is_completed_years_on_the_day(intake: Intake, born: str, as_of: date, age: int) -> None:
    evidence, problems = read(intake, {"person": {"birth_date": born}}, as_of)
    assert problems == []
    assert only(evidence, "age").value == age


def test_without_a_birth_date_the_age_is_unknown(intake: Intake) -> None:
    assert read(intake, {})[0] == Evidence(DAY, {}, frozenset())
    assert read(intake, {"person": {"birth_date": ""}})[1] == []


def test_yesterday_today_and_the_day_of_birth_are_possible_days(intake: Intake) -> None:
    days = ("1970-02-03", "2025-12-14", "2025-12-15")
    report = {"person": {"birth_date": "1970-02-03"}, "findings": [glucose(date=day) for day in days]}
    assert read(intake, report)[1] == []


def test_a_reading_is_remembered_with_its_type(intake: Intake) -> None:
    for _ in range(2):
        assert read(intake, {"findings": [finding("评分", 1)]})[1] == []
        assert read(intake, {"findings": [finding("评分", True)]})[1] == [("BAD_VALUE", "findings[0].value")]
        assert read(intake, {"findings": [finding("症状", True)]})[1] == []


@pytest.mark.parametrize("text", ["2025-1", "1/1/2025", "2025/01-01", "昨天", "2025-02-29", "", None, 3, "2" * 500])
def test_what_names_no_day_for_certain_is_no_date(text: object) -> None:
    diagnostics = Diagnostics()
    assert read_date(text, "as_of_date", FieldPath, diagnostics) is None
    assert [(each.code.name, str(each.where)) for each in diagnostics.sorted()] == [("BAD_DATE", "as_of_date")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2025-12-31", date(2025, 12, 31)),
        ("2025-1-1", date(2025, 1, 1)),
        ("2025/3/1", date(2025, 3, 1)),
        ("2025.03.01", date(2025, 3, 1)),
        ("2025年3月1日", date(2025, 3, 1)),
        ("20250301", date(2025, 3, 1)),
        ("２０２５-01-01", date(2025, 1, 1)),
    ],
)
def test_dates_are_read(text: str, day: date) -> None:
    diagnostics = Diagnostics()
    assert read_date(text, "as_of_date", FieldPath, diagnostics) == day
    assert diagnostics.sorted() == ()


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("1800-01-01", date(1800, 1, 1)),
        ("2999-12-31", date(2999, 12, 31)),
        ("1799-12-31", None),
        ("3000-01-01", None),
        ("9999-12-31", None),
        ("0001-01-01", None),
    ],
)
def test_days_at_the_ends_of_time_are_refused(text: str, read_as: date | None) -> None:
    diagnostics = Diagnostics()
    assert read_date(text, "as_of_date", FieldPath, diagnostics) == read_as
    assert [str(each.where) for each in diagnostics.sorted()] == ([] if read_as else ["as_of_date"])


def test_unknown_names_are_left_out_and_listed_if_the_request_says_so(intake: Intake) -> None:
    diagnostics = Diagnostics(Unused(unknown=True))
    report = {
        "findings": [
            finding("血塘", 7),
            glucose(),
            {"any_of": ["症状", "什么"], "value": True},
            finding("血糖", 700, "mmol/L"),
        ],
        "complete_findings": ["血塘"],
        "documents": ["certificate", "X光片"],
    }
    evidence = intake.read(typed(Report, report), DAY, FieldPath, diagnostics)
    assert [(each.name, str(each.where)) for each in diagnostics.unused.items] == [
        ("血塘", "findings[0].finding"),
        ("什么", "findings[2].any_of"),
        ("血塘", "complete_findings[0]"),
        ("X光片", "documents[1]"),
    ]
    assert [(each.code.name, str(each.where)) for each in diagnostics.sorted()] == [
        ("IMPOSSIBLE_VALUE", "findings[3].value")
    ]
    assert len(evidence.findings) == 1  # nothing follows of 症状 from a statement half of which is not understood
    assert not evidence.statements


def test_one_finding_and_one_of_several_are_not_one_report(intake: Intake) -> None:
    diagnostics = Diagnostics()
    report = {"findings": [{"finding": "症状", "any_of": ["症状", "咳嗽"], "value": True}]}
    intake.read(typed(Report, report), DAY, FieldPath, diagnostics)
    assert [(each.code.name, str(each.where)) for each in diagnostics.sorted()] == [("BAD_FIELD", "findings[0].any_of")]


def test_that_all_of_several_are_false_can_be_said_of_lists_too(intake: Intake) -> None:
    evidence, problems = read(intake, {"findings": [{"any_of": ["就诊记录", "症状"], "value": False}]})
    assert problems == []
    assert [only(evidence, code).value for code in ("record", "symptom")] == [False, False]
    assert evidence.complete == {"record"}, "that there is no such record says so of all days"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["就诊记录", "症状"], "「就诊记录」是多次所见"),
        (["血糖", "症状"], "「血糖」不是「是否」"),
        (["症状", "symptom"], "any_of 只写了一项"),
    ],
)
def test_what_of_a_statement_is_wrong_is_named(intake: Intake, names: list[str], message: str) -> None:
    diagnostics = Diagnostics()
    intake.read(typed(Report, {"findings": [{"any_of": names, "value": True}]}), DAY, FieldPath, diagnostics)
    (problem,) = diagnostics.sorted()
    assert str(problem.where) == "findings[0].any_of"
    assert problem.message.zh.startswith(message)


@pytest.mark.parametrize("limits", [{"high": 0}, {"high": -1}, {"low": -0.5}])
def test_of_what_cannot_be_negative_no_limit_is(intake: Intake, limits: dict[str, float]) -> None:
    diagnostics = Diagnostics()
    intake.read(typed(Report, {"findings": [glucose(reference_range=limits)]}), DAY, FieldPath, diagnostics)
    (problem,) = diagnostics.sorted()
    assert (problem.code.name, str(problem.where)) == ("BAD_VALUE", f"findings[0].reference_range.{next(iter(limits))}")
    assert "报告没有参考范围的不写" in problem.hint.zh


def test_a_range_may_begin_at_nought(intake: Intake) -> None:
    evidence, problems = read(intake, {"findings": [glucose(reference_range={"low": 0, "high": 6.1})]})
    assert problems == []
    assert only(evidence, "glucose")[2:4] == (Fraction(0), Fraction("6.1"))


def hint_for(intake: Intake, name: str) -> str:
    diagnostics = Diagnostics()
    intake.read(typed(Report, {"findings": [finding(name, 160, "mmHg")]}), DAY, FieldPath, diagnostics)
    (problem,) = diagnostics.sorted()
    assert problem.code.name == "UNKNOWN_CODE"
    return problem.hint.zh


def test_a_component_is_answered_with_the_finding_it_belongs_to(intake: Intake) -> None:
    diagnostics = Diagnostics()
    intake.read(typed(Report, {"complete_findings": ["收缩压"]}), DAY, FieldPath, diagnostics)
    (problem,) = diagnostics.sorted()
    assert problem.hint.zh == "它是「血压」的组成部分，报「血压」，值写 {收缩压: …}"


@pytest.mark.parametrize("name", ["肾血糖", "糖", "动脉血压"])
def test_a_name_with_another_before_it_is_no_guess(intake: Intake, name: str) -> None:
    assert "是否" not in hint_for(intake, name)
