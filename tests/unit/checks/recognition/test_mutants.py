"""Mutants of an entry: what is changed."""

from unit.compiler.written import entry_of, switches

from chronicare.checks.recognition.mutants import mutants_of_entry


def changes(criteria: str, groups: str, **tables: str) -> list[str]:
    return [mutant.change.what.en for mutant in mutants_of_entry(entry_of(criteria, groups, **tables).entry)]


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
