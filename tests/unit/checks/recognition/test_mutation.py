"""Mutation of an entry: which mutants the cases notice, which make no difference."""

from unit.compiler.written import cases_of, entry_of, release_of, rows_of, switches

from chronicare.checks.casebook import run_cases
from chronicare.checks.mutation import MutationReport, score_of
from chronicare.checks.recognition.mutants import mutants_of_entry
from chronicare.checks.recognition.mutation import mutate_entry
from chronicare.checks.recognition.questions import RecognitionCases, RecognitionResult

HEAD = "entry: T1\nas_of_date: 2025-12-15\ncases:\n"


def report(criteria: str, groups: str, *cases: str, **tables: str) -> MutationReport:
    """Mutate an entry and run its ``cases``: findings, and the outcome expected."""
    release = release_of(**rows_of(criteria, groups), **tables)
    results: list[RecognitionResult] = []
    if cases:
        text = HEAD + "".join(f"- {{name: '{number}', {case}}}\n" for number, case in enumerate(cases))
        run = run_cases([cases_of(text)], RecognitionCases(release))
        assert (run.failures, run.diagnostics) == ((), ())
        results = list(run.results)
    (compiled,) = release.rules.entries
    return mutate_entry(compiled.entry, release.vocabulary, results)


def temperature(value: float, outcome: str) -> str:
    return f"findings: [{{finding: 体温, value: {value}, unit: °C}}], expect: {{outcome: {outcome}}}"


def test_cases_at_the_bound_kill_every_mutant() -> None:
    cases = [temperature(38, "MEETS"), temperature(37.9, "DOES_NOT_MEET")]
    assert report("1,体温,≥ 38 °C", "R1,全部,1", *cases) == MutationReport("T1", 2, 0, ())


def test_without_the_case_at_the_bound_the_moved_bound_survives() -> None:
    cases = [temperature(39, "MEETS"), temperature(37, "DOES_NOT_MEET")]
    found = report("1,体温,≥ 38 °C", "R1,全部,1", *cases)
    assert (found.total, found.killed, found.equivalent) == (2, 1, 0)
    assert [each.what.en for each in found.survivors] == ["1: change 2 of the test '≥ 38 °C'"]


def test_without_cases_everything_that_makes_a_difference_survives() -> None:
    found = report("1,症状,是\n2,咳嗽,是", "R1,全部,1;2")
    assert (found.total, found.killed, found.equivalent, len(found.survivors)) == (5, 0, 0, 5)


def test_a_change_that_makes_no_difference_is_recognised() -> None:
    # under the reading in force 3 is never asked, and dropping 2 from "1 or (1 and 2)" changes nothing
    criteria = "1,症状,是\n2,咳嗽,是\n3,发热,是"
    groups = "A,全部,1;2\nB,任一,1,开,甲\nB,任一,3,开,乙\nR1,任一,A;B"
    found = report(criteria, groups, **switches(开="甲"))
    survivors = [each.what.en for each in found.survivors]
    assert "3: change 1 of the test '是'" not in survivors
    assert "A: drop member 2" not in survivors
    assert "B: drop member 1" not in survivors
    mutants = list(mutants_of_entry(entry_of(criteria, groups, **switches(开="甲")).entry))
    assert found.equivalent + found.total == len(mutants)


def test_scores_are_summed_up() -> None:
    some = report("1,症状,是\n2,咳嗽,是", "R1,全部,1;2")
    none = report("1,体温,≥ 38 °C", "R1,全部,1", temperature(38, "MEETS"), temperature(37.9, "DOES_NOT_MEET"))
    assert score_of([some, none]) == (2, 7)


ENDING = ("1,症状,是\n2,体温,≥ 38 °C", "R1,全部,1\nE1,全部,2")


def ending(value: float, expected: str) -> str:
    return (
        f"findings: [{{finding: 症状, value: true}}, {{finding: 体温, value: {value}, unit: °C}}], "
        f"expect: {{outcome: MEETS{expected}}}"
    )


NOT_ILL = "findings: [{finding: 症状, value: false}], expect: {outcome: DOES_NOT_MEET}"


def test_a_mistake_in_an_ending_event_is_noticed_by_the_cases_that_expect_it() -> None:
    found = report(*ENDING, NOT_ILL, ending(38, ", ends: [E1]"), ending(37.9, ", ends: []"))
    assert found == MutationReport("T1", 4, 0, ())
    found = report(*ENDING, NOT_ILL, ending(38, ""), ending(37.9, ""))
    assert [each.what.en for each in found.survivors] == [
        "2: change 1 of the test '≥ 38 °C'", "2: change 2 of the test '≥ 38 °C'", "drop E1",
    ]  # fmt: skip
