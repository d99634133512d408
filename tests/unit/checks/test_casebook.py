"""The casebook: each kind of case runs its own files, whatever else stands beside them."""

from unit.checks.benefits.written import area, file_of
from unit.compiler.written import cases_of, release_of

from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.casebook import run_cases
from chronicare.checks.recognition.questions import RecognitionCases

ENTRY = cases_of(
    "entry: T1\nas_of_date: 2025-12-15\ncases:\n"
    "- {name: 甲, findings: [{finding: 症状, value: true}], expect: {outcome: MEETS}}\n"
    "- {name: 乙, findings: [{finding: 症状, value: true}], expect: {outcome: UNDECIDED}}\n"
    "- {name: 丙, as_of_date: 2025-12-16, findings: [{finding: 病状, value: true}], expect: {outcome: MEETS}}\n"
)
BENEFITS = file_of("{name: 丁, facts: {机构等级: 三级}, expect: {values: {起付标准: 700}}}")


def test_each_kind_runs_its_own_files() -> None:
    release = release_of(criteria="病种,编号,所见,条件\nT1,1,症状,是\n", groups="病种,编号,满足,成员\nT1,R1,全部,1\n")
    entries = run_cases([ENTRY, BENEFITS], RecognitionCases(release))
    assert [(each.subject, each.name) for each in entries.results] == [("T1", "甲"), ("T1", "乙")]
    assert [each.name for each in entries.failures] == ["乙"]
    assert [each.code.name for each in entries.diagnostics] == ["UNKNOWN_CODE"], "丙 could not be run"
    benefits = run_cases([ENTRY, BENEFITS], BenefitCases(area()))
    assert [(each.file, each.subject, each.name) for each in benefits.results] == [("b.yaml", "试验", "丁")]
    assert (benefits.failures, benefits.diagnostics) == ((), ())
