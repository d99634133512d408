"""Cases of an entry judged by site: told by the site, seen and noticed by the row as it is written."""

from unit.by_site import release, vocabulary
from unit.compiler.written import cases_of

from chronicare.checks.casebook import run_cases
from chronicare.checks.recognition.coverage import coverage_of_entry
from chronicare.checks.recognition.mutants import mutants_of_entry
from chronicare.checks.recognition.mutation import mutate_entry
from chronicare.checks.recognition.questions import RecognitionCases, report_of

CASES = """\
entry: T1
as_of_date: 2025-12-15
bases:
  左眼符合:
    findings:
    - {finding: 型, value: 甲型}
    - {finding: 混浊, value: true, site: 左眼}
    - {finding: 房角窄, value: true, site: 左眼}
    - {finding: 眼压, value: 22, unit: mmHg, site: 左眼}
    - {finding: 失明, value: false, site: 左眼}
    - {finding: 混浊, value: false, site: 右眼}
    complete_findings: [眼压]
cases:
- {name: 左眼, base: 左眼符合, expect: {outcome: MEETS, routes: [R1@左眼]}}
- name: 左眼眼压 21
  base: 左眼符合
  findings: [{finding: 眼压, value: 21, unit: mmHg, site: OS}]
  expect: {outcome: DOES_NOT_MEET, criteria: {4@左眼: false, 1@右眼: false}}
- {name: 左眼眼压没有报, base: 左眼符合, without: [左眼眼压], expect: {outcome: UNDECIDED, missing: [[左眼眼压]]}}
- {name: 混浊都没有报, base: 左眼符合, without: [混浊], expect: {outcome: UNDECIDED}}
"""


def test_a_case_replaces_and_takes_out_what_is_of_one_site() -> None:
    run = run_cases([cases_of(CASES)], RecognitionCases(release()))
    assert (run.failures, run.diagnostics) == ((), ())
    _, lower, without, none = cases_of(CASES).cases
    assert [each.value for each in report_of(lower, vocabulary()).findings if each.finding == "眼压"] == [21]
    assert [each.site for each in report_of(without, vocabulary()).findings if each.finding == "混浊"] == [
        "左眼",
        "右眼",
    ]
    assert [each.finding for each in report_of(none, vocabulary()).findings] == ["型", "房角窄", "眼压", "失明"]


def test_a_row_is_seen_whatever_site_it_is_seen_at() -> None:
    run = run_cases([cases_of(CASES)], RecognitionCases(release()))
    (decider,) = release().deciders
    coverage = coverage_of_entry(decider.entry, run.results)
    assert coverage.total == 3 * 7
    seen = {(each.criterion, each.truth) for each in coverage.unseen}
    assert ("1", True) not in seen
    assert ("1", False) not in seen, "seen at the right eye only"
    assert ("x", True) in seen


def test_a_row_is_changed_at_all_sites_at_once() -> None:
    run = run_cases([cases_of(CASES)], RecognitionCases(release()))
    (decider,) = release().deciders
    report = mutate_entry(decider.entry, vocabulary(), run.results)
    mutants = list(mutants_of_entry(decider.entry.as_written))
    assert report.total + report.equivalent == len(mutants)
    survivors = {each.what.zh for each in report.survivors}
    bounds = {each.change.what.zh for each in mutants if each.change.what.zh.startswith("4：条件")}
    assert bounds
    assert survivors.isdisjoint(bounds)
