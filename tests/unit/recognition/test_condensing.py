"""Sets that differ in one thing are told together, and together they are what they were apart."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from chronicare.recognition.condensing import Pick, condensed

YES, NO = frozenset({True}), frozenset({False})


def one(*members: str, answers: frozenset[bool] = frozenset()) -> Pick:
    return Pick(1, members, answers)


def spread(sets: Sequence[Sequence[Pick]]) -> set[frozenset[str]]:
    return {frozenset(each) for found in sets for each in product(*(pick.members for pick in found))}


def test_what_differs_in_one_thing_is_one_set() -> None:
    assert condensed([[one("a"), one("b")], [one("a"), one("c")]]) == [(one("a"), one("b", "c"))]


def test_the_most_alike_come_together_and_then_what_is_alike_of_these() -> None:
    """By hand: a or b, and c or d, multiplied out; and e with d alone."""
    apart = [[one(each) for each in pair] for pair in ("ac", "ad", "bc", "bd", "de")]
    told = condensed(apart)
    assert spread(told) == spread(apart)
    assert [len(each) for each in told] == [2, 2]


def test_what_differs_in_two_things_stays_apart() -> None:
    assert condensed([[one("a"), one("b")], [one("c"), one("d")]]) == [(one("a"), one("b")), (one("c"), one("d"))]


def test_choices_of_several_stay_as_they_are() -> None:
    two = Pick(2, ("b", "c", "d"))
    assert condensed([[one("a"), two], [one("e"), two]]) == [(one("a", "e"), two)]
    assert condensed([[two], [Pick(2, ("e", "f"))]]) == [(two,), (Pick(2, ("e", "f")),)]


def test_questions_for_which_other_answers_would_do_stay_apart() -> None:
    apart = [[one("a", answers=YES), one("c")], [one("b", answers=NO), one("c")]]
    assert condensed(apart) == [tuple(each) for each in apart]
    alike = [[one("a", answers=YES), one("c")], [one("b", answers=YES), one("c")]]
    assert condensed(alike) == [(one("a", "b", answers=YES), one("c"))]


@given(st.sets(st.frozensets(st.sampled_from("甲乙丙子丑"), min_size=1, max_size=3), min_size=1, max_size=8))
def test_told_together_or_apart_they_are_the_same_sets(sets: set[frozenset[str]]) -> None:
    apart = [[one(each) for each in sorted(found)] for found in sorted(sets, key=sorted)]
    told = [frozenset(names) for each in condensed(apart) for names in product(*(pick.members for pick in each))]
    assert sorted(map(sorted, told)) == sorted(map(sorted, sets))
