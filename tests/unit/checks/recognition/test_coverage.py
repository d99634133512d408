import pytest
from unit.compiler.written import cases_of, release_of

from chronicare.application.release import Release
from chronicare.checks.casebook import run_cases
from chronicare.checks.coverage import Coverage
from chronicare.checks.recognition.coverage import coverage_of_entry
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.program.truth import Truth

CASES = {
    "both": ("{finding: 症状, value: true}, {finding: 咳嗽, value: true}", "MEETS"),
    "not": ("{finding: 症状, value: false}", "DOES_NOT_MEET"),
    "open": ("{finding: 咳嗽, value: true}", "UNDECIDED"),
    "cough": ("{finding: 咳嗽, value: false}", "DOES_NOT_MEET"),
}


@pytest.fixture(scope="module")
def release() -> Release:
    return release_of(
        entries="编码,名称,英文名,类别\nT1,甲,A,慢病\nT2,乙,B,慢病\n",
        criteria="病种,编号,所见,条件\nT1,1,症状,是\nT1,2,咳嗽,是\nT2,1,症状,是\n",
        groups="病种,编号,满足,成员\nT1,R1,全部,1;2\nT2,R1,全部,1\n",
    )


def coverage(release: Release, *names: str) -> list[Coverage]:
    cases = (
        f"- {{name: {name}, findings: [{CASES[name][0]}], expect: {{outcome: {CASES[name][1]}}}}}\n" for name in names
    )
    text = "entry: T1\nas_of_date: 2025-12-15\ncases:\n" + "".join(cases)
    files = [cases_of(text)] if names else []
    run = run_cases(files, RecognitionCases(release))
    assert (run.failures, run.diagnostics) == ((), ())
    return [coverage_of_entry(each.entry, run.results) for each in release.rules.entries]


def unseen(coverage: Coverage) -> list[tuple[int, str, Truth]]:
    """Return row in criteria.csv, number and truth of what no case has shown."""
    return [(sighting.row.row, sighting.criterion, sighting.truth) for sighting in coverage.unseen]


def test_every_criterion_must_be_seen_true_false_and_unknown(release: Release) -> None:
    first, second = coverage(release, "both", "not", "open")
    assert (first.subject, first.cases, first.seen, first.total, first.missing_outcomes) == ("T1", 3, 5, 6, ())
    assert unseen(first) == [(3, "2", False)]
    assert (second.subject, second.cases, second.seen, second.total) == ("T2", 0, 0, 3), (
        "the cases of another entry do not count"
    )
    assert unseen(second) == [(4, "1", True), (4, "1", False), (4, "1", None)]
    assert second.missing_outcomes == ("MEETS", "DOES_NOT_MEET", "UNDECIDED")


def test_one_more_case_completes_it(release: Release) -> None:
    first, _ = coverage(release, *CASES)
    assert first == Coverage("T1", 4, 6, 6, (), ())


def test_every_outcome_must_be_seen(release: Release) -> None:
    first, _ = coverage(release, "both", "open")
    assert first.missing_outcomes == ("DOES_NOT_MEET",)
    assert (first.seen, first.total) == (3, 6)
