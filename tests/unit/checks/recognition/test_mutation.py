"""Mutants: what is changed, which of them the cases notice, which make no difference."""

from unit.compiler.written import cases_of, entry_of, release_of, rows_of, switches

from chronicare.checks.casebook import run_cases
from chronicare.checks.mutation import MutationReport, score_of
from chronicare.checks.recognition.mutants import mutants_of_entry
from chronicare.checks.recognition.mutation import mutate_entry
from chronicare.checks.recognition.questions import RecognitionCases, RecognitionResult

HEAD = "entry: T1\nas_of_date: 2025-12-15\ncases:\n"


def changes(criteria: str, groups: str, **tables: str) -> list[str]:
    return [mutant.change.what.en for mutant in mutants_of_entry(entry_of(criteria, groups, **tables).entry)]


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


def test_a_comparison_is_turned_round_and_its_bound_moved() -> None:
    assert changes("1,体温,≥ 38 °C", "R1,全部,1") == [
        "1: change 1 of the test '≥ 38 °C'",
        "1: change 2 of the test '≥ 38 °C'",
    ]
    assert len(changes("1,体温,[36 °C..38 °C)", "R1,全部,1")) == 5, "turned, two ends, two halves"
    assert len(changes("1,发作次数,≥ 2", "R1,全部,1")) == 4, "turned, without the bound, one more, one less"
    assert len(changes("1,症状,是", "R1,全部,1")) == 1
    assert len(changes("1,体温,< 36 °C 或 > 38 °C", "R1,全部,1")) == 6, "turned, and-ed, two dropped, two moved"


def test_uses_points_and_groups_are_changed() -> None:
    assert changes("1,血糖,≥ 7 mmol/L,近6个月至少2次", "R1,全部,1")[2:] == [
        "1: use TIMES 3",
        "1: use TIMES 1",
        "1: use DAYS 2",
        "1: use TIMES 2",
    ]
    assert changes("1,症状,是\n2,咳嗽,是", "R1,至少 1,1;2")[2:] == [
        "R1: needs AT_LEAST 2",
        "R1: drop member 1",
        "R1: drop member 2",
    ]
    assert changes("1,症状,是,,3\n2,咳嗽,是,,1", "R1,合计≥4,1;2") == [
        "1: change 1 of the test '是'", "1: points 2", "1: points 4",
        "2: change 1 of the test '是'", "2: points 2",
        "R1: needs SCORE 3", "R1: needs SCORE 5", "R1: drop member 1", "R1: drop member 2",
    ]  # fmt: skip


def test_routes_and_exclusions_are_dropped_but_never_the_only_route() -> None:
    found = changes("1,症状,是\n2,咳嗽,是\n3,发热,是", "R1,全部,1\nR2,全部,2\nX1,均无,3")
    assert [each for each in found if each.startswith("drop")] == ["drop R1", "drop R2", "drop X1"]
    assert "X1: needs ANY 0" in found
    assert [each for each in changes("1,症状,是", "R1,全部,1") if each.startswith("drop")] == []


def test_only_the_reading_in_force_is_changed() -> None:
    criteria, groups = "1,症状,是\n2,咳嗽,是", "R1,全部,1;2,开,甲\nR1,任一,1;2,开,乙"
    assert [each for each in changes(criteria, groups, **switches(开="甲")) if each.startswith("R1")] == [
        "R1: needs ANY 0", "R1: drop member 1", "R1: drop member 2",
    ]  # fmt: skip
    assert len([each for each in changes(criteria, groups, **switches(开="")) if each.startswith("R1")]) == 6


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
    found = report(
        "1,症状,是\n2,咳嗽,是\n3,发热,是",
        "A,全部,1;2\nB,任一,1,开,甲\nB,任一,3,开,乙\nR1,任一,A;B",
        **switches(开="甲"),
    )
    survivors = [each.what.en for each in found.survivors]
    assert "3: change 1 of the test '是'" not in survivors
    assert "A: drop member 2" not in survivors
    assert "B: drop member 1" not in survivors
    assert found.equivalent + found.total == len(
        changes(
            "1,症状,是\n2,咳嗽,是\n3,发热,是",
            "A,全部,1;2\nB,任一,1,开,甲\nB,任一,3,开,乙\nR1,任一,A;B",
            **switches(开="甲"),
        )
    )


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
