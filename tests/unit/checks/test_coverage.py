import pytest
from unit.compiler.written import cases_of, release_of

from chronicare.application.release import Release
from chronicare.checks.casebook import run_cases
from chronicare.checks.coverage import EntryCoverage, coverage_of
from chronicare.recognition.decision import Outcome

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


def coverage(release: Release, *names: str) -> list[EntryCoverage]:
    cases = (
        f"- {{name: {name}, findings: [{CASES[name][0]}], expect: {{outcome: {CASES[name][1]}}}}}\n" for name in names
    )
    text = "entry: T1\nas_of_date: 2025-12-15\ncases:\n" + "".join(cases)
    files = [cases_of(text)] if names else []
    run = run_cases(files, release.find, release.intake, release.vocabulary)
    assert (run.failures, run.diagnostics) == ((), ())
    return list(coverage_of([each.entry for each in release.rules.entries], run.results))


def test_every_criterion_must_be_seen_true_false_and_unknown(release: Release) -> None:
    first, second = coverage(release, "both", "not", "open")
    assert first == EntryCoverage("T1", 3, 5, 6, (("2", False),), ())
    assert second == EntryCoverage("T2", 0, 0, 3, (("1", True), ("1", False), ("1", None)), tuple(Outcome)), (
        "the cases of another entry do not count"
    )


def test_one_more_case_completes_it(release: Release) -> None:
    first, _ = coverage(release, *CASES)
    assert first == EntryCoverage("T1", 4, 6, 6, (), ())


def test_every_outcome_must_be_seen(release: Release) -> None:
    first, _ = coverage(release, "both", "open")
    assert first.missing_outcomes == (Outcome.DOES_NOT_MEET,)
    assert (first.seen, first.total) == (3, 6)
