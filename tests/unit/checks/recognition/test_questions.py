"""Running cases: each kind of wrong expectation is told, and what makes a case impossible to run."""

from datetime import date

import pytest
from unit.compiler.written import cases_of, release_of, switches

from chronicare.application.release import Release
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.checks.recognition.questions import EntryQuestion, RecognitionCases, report_of
from chronicare.recognition.decision import Decision, Outcome

CRITERIA = """\
病种,编号,所见,条件,取值
T1,1,症状,是,
T1,2,血糖,≥ 7 mmol/L,任一
T1,3,咳嗽,是,
T1,4,发热,是,
T1,5,皮疹,是,
T1,6,滴度,> 1:80,
"""
GROUPS = """\
病种,编号,满足,成员,开关,读法
T1,A,全部,3;4,开,甲
T1,A,任一,3;4,开,乙
T1,R1,全部,1;2,,
T1,R2,全部,A,,
T1,X1,全部,5,,
T1,E1,全部,6,,
"""
DOCUMENTS = "病种,编号,材料代码,材料,英文名,仅当\nT1,1,a,证明,A,\nT1,2,b,计划,B,R2\n"
ENTRIES = "编码,名称,英文名,类别,复审周期,失效日\nT1,甲,A,慢病,12,2026-07-01\n"
HEAD = """\
entry: T1
as_of_date: 2025-12-15
bases:
  无:
    findings:
    - {finding: 症状, value: false}
    - {finding: 咳嗽, value: false}
    - {finding: 发热, value: false}
    - {finding: 皮疹, value: false}
    - {finding: 血糖, value: 6, unit: mmol/L}
    complete_findings: [血糖]
    documents: [a]
  全:
    findings:
    - {finding: 症状, value: true}
    - {finding: 血糖, value: 7, unit: mmol/L}
    - {finding: 皮疹, value: false}
cases:
"""


@pytest.fixture(scope="module")
def release() -> Release:
    return release_of(criteria=CRITERIA, groups=GROUPS, documents=DOCUMENTS, entries=ENTRIES, **switches(开="甲"))


def run(release: Release, *cases: str) -> CaseRun[EntryQuestion, Decision]:
    text = HEAD + "".join(f"- {case}\n" for case in cases)
    return run_cases([cases_of(text)], RecognitionCases(release))


def problems(release: Release, known: str, expected: str) -> list[str]:
    """Run one case; return what came out otherwise."""
    ran = run(release, f"{{name: a, {known}, expect: {{{expected}}}}}")
    assert ran.diagnostics == ()
    (result,) = ran.results
    assert bool(ran.failures) is bool(result.problems)
    return [problem.en.partition(":")[0] for problem in result.problems]


RIGHT = [
    ("base: 全", "outcome: MEETS, routes: [R1], review_date: 2026-12-15, documents: ['1'], decisive: []"),
    ("base: 全", "outcome: MEETS, criteria: {1: true, 2: true, 3: null, 5: false, R1: true}, missing: []"),
    ("base: 无", "outcome: DOES_NOT_MEET, routes: [], nearest: ['1', '2'], review_date: null"),
    ("base: 全, findings: [{finding: 皮疹, value: true}]", "outcome: DOES_NOT_MEET, exclusions: [X1]"),
    ("base: 无, findings: [{finding: 咳嗽, value: true}]", "outcome: DOES_NOT_MEET, decisive: [开]"),
    ("base: 全, without: [血糖]", "outcome: UNDECIDED, causes: [EVIDENCE], missing: [[血糖], [咳嗽, 发热]]"),
    ("base: 全", "outcome: MEETS, ends: [], criteria: {E1: null}"),
    ("base: 全, findings: [{finding: 滴度, value: '1:160'}]", "outcome: MEETS, exclusions: [], ends: [E1]"),
    (
        "base: 无, without: [咳嗽, 发热]",
        "outcome: UNDECIDED, missing: [[{any: 2, of: [发热, 咳嗽]}]], refusing: [[咳嗽], [发热]]",
    ),
]
WRONG = [
    ("base: 全", "outcome: DOES_NOT_MEET", ["outcome"]),
    ("base: 全", "outcome: MEETS, routes: [R2]", ["routes"]),
    ("base: 全", "outcome: MEETS, routes: []", ["routes"]),
    ("base: 全", "outcome: MEETS, exclusions: [X1]", ["exclusions"]),
    ("base: 全", "outcome: MEETS, causes: [POLICY]", ["causes"]),
    ("base: 全", "outcome: MEETS, ends: [E1]", ["ends"]),
    ("base: 全, findings: [{finding: 滴度, value: '1:160'}]", "outcome: MEETS, ends: []", ["ends"]),
    ("base: 全", "outcome: MEETS, review_date: 2026-12-14", ["review_date"]),
    ("base: 全", "outcome: MEETS, review_date: null", ["review_date"]),
    ("base: 全", "outcome: MEETS, documents: ['1', '2']", ["documents"]),
    ("base: 无", "outcome: DOES_NOT_MEET, nearest: ['3', '4']", ["nearest"]),
    ("base: 无", "outcome: DOES_NOT_MEET, decisive: [开]", ["decisive"]),
    ("base: 全", "outcome: MEETS, criteria: {1: false, 3: null, 9: true}", ["1", "9"]),
    ("base: 全", "outcome: MEETS, criteria: {1: null}", ["1"]),
    ("base: 全, without: [血糖]", "outcome: UNDECIDED, missing: [[血糖]]", ["missing"]),
    ("base: 全, without: [血糖]", "outcome: UNDECIDED, missing: [[血糖], [咳嗽, 发热], [皮疹]]", ["missing"]),
    ("base: 全, without: [血糖]", "outcome: UNDECIDED, refusing: [[血糖]]", ["refusing"]),
    ("base: 全", "outcome: UNDECIDED, routes: [R2], criteria: {2: false}", ["outcome", "routes", "2"]),
]


@pytest.mark.parametrize(("known", "expected"), RIGHT)
def test_right_expectations_pass(release: Release, known: str, expected: str) -> None:
    assert problems(release, known, expected) == []


@pytest.mark.parametrize(("known", "expected", "wrong"), WRONG)
def test_each_wrong_expectation_is_told(release: Release, known: str, expected: str, wrong: list[str]) -> None:
    assert problems(release, known, expected) == wrong


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("{name: a, base: 全, expect: {routes: [R1]}}", "BAD_CASE"),
        ("{name: a, base: 全, as_of_date: 2026-07-01, expect: {outcome: MEETS}}", "BAD_CASE"),
        ("{name: a, findings: [{finding: 病状, value: true}], expect: {outcome: MEETS}}", "UNKNOWN_CODE"),
        ("{name: a, findings: [{finding: 血糖, value: 7}], expect: {outcome: MEETS}}", "BAD_UNIT"),
        ("{name: a, base: 全, documents: [z], expect: {outcome: MEETS}}", "UNKNOWN_DOCUMENT"),
    ],
)
def test_a_case_that_cannot_be_run_is_told_where_it_stands(release: Release, case: str, code: str) -> None:
    ran = run(release, case)
    assert ran.results == ()
    ((found, where),) = [(each.code.name, str(each.where)) for each in ran.diagnostics]
    assert found == code
    assert where.startswith("T1.yaml")


@pytest.mark.parametrize(
    ("case", "as_of"),
    [
        ("{name: a, base: 全, expect: {outcome: MEETS}}", date(2025, 12, 15)),
        ("{name: a, base: 全, as_of_date: 2026-01-31, expect: {outcome: MEETS}}", date(2026, 1, 31)),
    ],
)
def test_a_case_may_state_its_own_date(release: Release, case: str, as_of: date) -> None:
    (result,) = run(release, case).results
    assert result.answer.as_of == as_of
    assert result.answer.outcome is Outcome.MEETS


def test_documents_held_come_from_the_case_or_its_base(release: Release) -> None:
    findings = "findings: [{finding: 症状, value: true}, {finding: 血糖, value: 7, unit: mmol/L}]"
    held = []
    for documents in ("", "documents: [b], "):
        (result,) = run(release, f"{{name: a, base: 无, {documents}{findings}, expect: {{outcome: MEETS}}}}").results
        held += [(each.document.id, each.held) for each in result.answer.documents]
    assert held == [("1", True), ("1", False)]


def test_what_a_case_states_replaces_what_its_base_says_of_the_same_finding(release: Release) -> None:
    file = cases_of(
        HEAD + "- {name: a, base: 全, findings: [{finding: GLU, value: 6, unit: mmol/L}], without: [symptom],"
        " complete_findings: [glucose], person: {birth_date: 1970-01-01}, expect: {outcome: UNDECIDED}}\n"
    )
    (case,) = file.cases
    report = report_of(case, release.vocabulary)
    assert [(each.finding, each.value) for each in report.findings] == [("GLU", 6), ("皮疹", False)]
    assert report.complete_findings == ("glucose",)
    assert report.person.birth_date == "1970-01-01"
    assert report.documents == ()
