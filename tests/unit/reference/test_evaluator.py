from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from chronicare.cells.typed import AllOf, Compare, Component, Not, Operator, TypedTest, View
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Duration, Value
from chronicare.program.entry import Entry, Use, UseKind
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.truth import Judgement, Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference import ReferenceEvaluator, TooManyCompletionsError, evaluator, judge

AS_OF = date(2025, 11, 30)
YES = TypedTest(View.VALUE, Compare(Operator.EQ, True), "是")
YES_NO, NUMBER = CellType(ValueKind.YES_NO), CellType(ValueKind.NUMBER, low=Fraction(0))
KNOWN_OR_NOT: list[tuple[Truth, ...]] = list(product((True, False, None), repeat=3))
Build = Callable[..., tuple[Entry, Vocabulary]]
Asked = tuple[Operator, int, Use]
SIX_MONTHS = Duration(6, 0)
ANY_RECENT = Use(UseKind.ANY, 1, SIX_MONTHS)
POINTS = {"1": 2, "2": 3, "3": 4}


def over(operator: Operator, bound: Value) -> TypedTest:
    return TypedTest(View.VALUE, Compare(operator, bound), "")


def of(**values: Value | None) -> Evidence:
    known = {code: (Measurement(value),) for code, value in values.items() if value is not None}
    return Evidence(AS_OF, known)


def judge_yes_no(
    build: Build, groups: Mapping[str, Any], truths: tuple[Truth, ...], switches: Mapping[str, Any] | None = None
) -> Judgement:
    """Judge an entry of yes/no findings a, b, c, one to each of the criteria 1, 2, 3 with 2, 3 and 4 points."""
    criteria = {name: (code, YES, None, POINTS[name]) for name, code in zip("123", "abc", strict=True)}
    entry, vocabulary = build(dict.fromkeys("abc", YES_NO), criteria, groups, switches)
    return judge(entry, vocabulary, of(**dict(zip("abc", truths, strict=True))))


def completed(truths: tuple[Truth, ...]) -> list[tuple[bool, ...]]:
    return list(product(*((True, False) if each is None else (each,) for each in truths)))


def common(found: set[bool]) -> Truth:
    return found.pop() if len(found) == 1 else None


@pytest.mark.parametrize("truths", KNOWN_OR_NOT)
def test_every_need_is_exact_over_independent_criteria(build: Build, truths: tuple[Truth, ...]) -> None:
    needs: dict[str, Callable[[tuple[bool, ...]], bool]] = {
        "all 1 2 3": all,
        "any 1 2 3": any,
        "none 1 2 3": lambda each: not any(each),
        "2of 1 2 3": lambda each: sum(each) >= 2,
        "score6 1 2 3": lambda each: 2 * each[0] + 3 * each[1] + 4 * each[2] >= 6,
    }
    for words, holds in needs.items():
        judgement = judge_yes_no(build, {"R1": words}, truths)
        expected = common({holds(each) for each in completed(truths)})
        assert judgement == Judgement(
            {**dict(zip("123", truths, strict=True)), "R1": expected}, expected, {(): expected}
        )


@pytest.mark.parametrize("truths", KNOWN_OR_NOT)
def test_a_group_is_a_score_item_with_the_best_of_its_own(build: Build, truths: tuple[Truth, ...]) -> None:
    """The group A needs all of 1 and 2, but as an item it brings 3 points for 2, or else 2 points for 1."""
    judgement = judge_yes_no(build, {"A": "all 1 2", "R1": "score6 A 3"}, truths)
    points = {max(2 * a, 3 * b) + 4 * c for a, b, c in completed(truths)}
    assert judgement.nodes["A"] is common({a and b for a, b, _ in completed(truths)})
    assert judgement.outcome is common({each >= 6 for each in points})


def test_nested_items_bring_the_best_of_all_they_hold(build: Build) -> None:
    groups = {"A": "none 3", "B": "any 1 A", "R1": "score6 B 2"}
    assert judge_yes_no(build, groups, (True, True, True)).outcome is True
    assert judge_yes_no(build, groups, (True, True, False)).outcome is False
    assert judge_yes_no(build, groups, (True, True, None)).outcome is None


@pytest.mark.parametrize("truths", KNOWN_OR_NOT)
def test_an_entry_is_a_route_and_no_exclusion(build: Build, truths: tuple[Truth, ...]) -> None:
    judgement = judge_yes_no(build, {"R1": "all 1", "R2": "all 2", "X1": "all 3"}, truths)
    assert judgement.outcome is common({(a or b) and not c for a, b, c in completed(truths)})


SWITCHED = {"A": ("s", {"and": "all 1 2", "or": "any 1 2"}), "R1": "all A"}


@pytest.mark.parametrize(
    ("truths", "both", "either"),
    [
        ((True, True, None), True, True),
        ((True, False, None), False, True),
        ((True, None, None), None, True),
        ((False, None, None), False, None),
        ((False, False, None), False, False),
        ((None, None, None), None, None),
    ],
)
def test_switches(build: Build, truths: tuple[Truth, ...], both: Truth, either: Truth) -> None:
    for default, expected in (("and", both), ("or", either)):
        judgement = judge_yes_no(build, SWITCHED, truths, switches={"s": (("and", "or"), default)})
        assert (judgement.nodes["A"], judgement.outcome, judgement.by_reading) == (expected, expected, {(): expected})
    judgement = judge_yes_no(build, SWITCHED, truths, switches={"s": (("and", "or"), None)})
    shared = both if both is either else None
    assert (judgement.nodes["A"], judgement.outcome) == (shared, shared)
    assert judgement.by_reading == {(("s", "and"),): both, (("s", "or"),): either}


def test_another_reading_can_be_put_in_force(build: Build) -> None:
    criteria = {"1": ("a", YES), "2": ("b", YES)}
    switches = {"s": (("and", "or"), "and"), "t": (("x", "y"), None), "unused": (("p", "q"), None)}
    groups = {"A": ("s", {"and": "all 1 2", "or": "any 1 2"}), "R1": ("t", {"x": "all A", "y": "none A"})}
    built = ReferenceEvaluator(*build({"a": YES_NO, "b": YES_NO}, criteria, groups, switches))
    evidence = of(a=True, b=False)
    assert built.judge(evidence).by_reading == {(("t", "x"),): False, (("t", "y"),): True}
    assert built.judge(evidence, {"s": "or"}).by_reading == {(("t", "x"),): True, (("t", "y"),): False}
    assert built.judge(evidence, {"t": "y"}).by_reading == {(): True}
    assert built.judge(evidence).outcome is None
    with pytest.raises(ValueError, match="'s' has no reading 'xor'"):
        built.judge(evidence, {"s": "xor"})


def test_whatever_the_age_one_of_the_two_limits_applies(build: Build) -> None:
    """Over 80 and 18 or older, or over 20 and younger: a titre of 160 suffices, 10 never does, 40 wants the age."""
    types = {"titre": CellType(ValueKind.TITRE), "age": CellType(ValueKind.AGE)}
    criteria = {
        "1a": ("titre", over(Operator.GT, Fraction(80))),
        "1b": ("age", over(Operator.GE, 18)),
        "2a": ("titre", over(Operator.GT, Fraction(20))),
        "2b": ("age", over(Operator.LT, 18)),
    }
    built = ReferenceEvaluator(*build(types, criteria, {"R1": "all 1a 1b", "R2": "all 2a 2b"}))
    for titre, age, expected in [
        (160, None, True),
        (10, None, False),
        (40, None, None),
        (40, 17, True),
        (40, 18, False),
    ]:
        assert built.judge(of(titre=Fraction(titre), age=age)).outcome is expected
    unknown = built.judge(of(titre=Fraction(160)))
    assert unknown.nodes == {"1a": True, "1b": None, "2a": True, "2b": None, "R1": None, "R2": None}


def test_one_criterion_for_and_against(build: Build) -> None:
    """R1 or not R1, and the one criterion unknown."""
    assert judge_yes_no(build, {"R1": "all 1", "R2": "none 1", "X1": "all 2 3"}, (None, False, None)).outcome is True
    assert judge_yes_no(build, {"R1": "all 1", "X1": "all 1", "R2": "all 2 3"}, (None, False, None)).outcome is False


def test_a_list_still_open_is_decided_by_cases(build: Build) -> None:
    """Two of 7 or more, or none of 7 or more: open is one of 7 or more, until it is known to be the only one."""
    criteria = {
        "1": ("g", over(Operator.GE, Fraction(7)), Use(UseKind.TIMES, 2)),
        "2": ("g", over(Operator.GE, Fraction(7)), Use(UseKind.ANY)),
    }
    built = ReferenceEvaluator(*build({"g": NUMBER}, criteria, {"N": "none 2", "R1": "any 1 N"}))

    def outcome(*values: int, complete: bool = False) -> Truth:
        measured = tuple(Measurement(Fraction(each), AS_OF) for each in values)
        return built.judge(Evidence(AS_OF, {"g": measured}, frozenset("g" if complete else ""))).outcome

    assert [outcome(), outcome(6), outcome(8), outcome(8, 9)] == [None, None, None, True]
    assert [outcome(*each, complete=True) for each in ((), (6,), (8,), (8, 9))] == [True, True, False, True]


def test_a_list_that_cannot_be_open_between_two_counts(build: Build) -> None:
    """Any of 7 or more, or none at all of 7 or more."""
    criteria = {"1": ("g", over(Operator.GE, Fraction(7)), Use(UseKind.ANY))}
    entry, vocabulary = build({"g": NUMBER}, criteria, {"R1": "all 1", "R2": "none 1"})
    assert judge(entry, vocabulary, Evidence(AS_OF, {})).outcome is True


def test_all_of_a_list_or_one_that_spoils_it(build: Build) -> None:
    """All of 7 or more, or any below 11: after one of 20 the one or the other is true, whatever follows."""
    criteria = {
        "1": ("g", over(Operator.GE, Fraction(7)), Use(UseKind.ALL)),
        "2": ("g", over(Operator.LT, Fraction(11)), Use(UseKind.ANY)),
    }
    built = ReferenceEvaluator(*build({"g": NUMBER}, criteria, {"R1": "any 1 2"}))
    assert built.judge(of()).outcome is None
    assert built.judge(of(g=Fraction(20))).outcome is True


def test_a_missing_date_leaves_open_what_it_bears_on(build: Build) -> None:
    """One of 8 without a date may or may not be of the last six months."""
    criteria = {"1": ("g", over(Operator.GE, Fraction(7)), ANY_RECENT), "2": ("a", YES), "3": ("b", YES)}
    groups = {"N": "none 1", "R1": "all 1 2", "R2": "all N 3"}
    built = ReferenceEvaluator(*build({"g": NUMBER, "a": YES_NO, "b": YES_NO}, criteria, groups))
    for known, expected in (((True, False), None), ((False, True), None), ((False, False), False)):
        evidence = of(g=Fraction(8), a=known[0], b=known[1])
        assert built.judge(replace(evidence, complete=frozenset("g"))).outcome is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # With one date unknown an 8 may be recent without a recent 3, or the other way round.
        ((Operator.GE, 7, ANY_RECENT), (Operator.LT, 5, ANY_RECENT), None),
        ((Operator.GE, 7, ANY_RECENT), (Operator.LT, 5, Use(UseKind.DAYS, 1)), False),
        # Recent twice is recent once.
        ((Operator.GE, 7, Use(UseKind.TIMES, 2, SIX_MONTHS)), (Operator.GE, 7, ANY_RECENT), False),
        ((Operator.GE, 7, ANY_RECENT), (Operator.GE, 7, Use(UseKind.TIMES, 2, SIX_MONTHS)), None),
    ],
)
def test_missing_dates_bear_on_two_criteria(build: Build, first: Asked, second: Asked, expected: Truth) -> None:
    criteria = {
        name: ("g", over(operator, Fraction(bound)), use)
        for name, (operator, bound, use) in zip("12", (first, second), strict=True)
    }
    entry, vocabulary = build({"g": NUMBER}, criteria, {"R1": "all 1", "X1": "all 2"})
    measured = tuple(Measurement(Fraction(each)) for each in (8, 9, 3))
    assert judge(entry, vocabulary, Evidence(AS_OF, {"g": measured}, frozenset("g"))).outcome is expected


def test_a_measurement_known_in_part_is_decided_by_cases(build: Build) -> None:
    """Whatever the upper pressure is that goes with 80, it is 140 or more, or both are low."""
    upper, lower = (Component(each, Compare(Operator.GE, Fraction(bound))) for each, bound in (("s", 140), ("d", 90)))
    criteria = {
        "1": ("p", TypedTest(View.VALUE, upper, ""), Use(UseKind.ANY)),
        "2": ("p", TypedTest(View.VALUE, AllOf((Not(upper), Not(lower))), ""), Use(UseKind.ANY)),
    }
    pressure = CellType(ValueKind.COMPOUND, components={each: CellType(ValueKind.NUMBER) for each in ("s", "d")})
    built = ReferenceEvaluator(*build({"p": pressure}, criteria, {"R1": "any 1 2"}))
    for parts, expected in (({"d": 80}, True), ({"d": 95}, None), ({"s": 120}, None), ({}, None)):
        measured = Measurement({code: Fraction(value) for code, value in parts.items()}, AS_OF)
        assert built.judge(Evidence(AS_OF, {"p": (measured,)})).outcome is expected


def test_findings_in_several_places_pulling_one_way_need_no_cases(build: Build) -> None:
    """Twenty findings in two routes each would be over a million cases, were they gone through."""
    codes = [f"f{number}" for number in range(20)]
    criteria = {code: (code, YES) for code in codes}
    groups = {"R1": " ".join(("all", *codes)), "R2": " ".join(("2of", *codes))}
    entry, vocabulary = build(dict.fromkeys(codes, YES_NO), criteria, groups)
    assert judge(entry, vocabulary, of()).outcome is None
    assert judge(entry, vocabulary, of(f0=True, f1=True)).outcome is True


def test_too_many_cases_are_refused(build: Build) -> None:
    """Thirteen findings each for and against: 8192 cases."""
    codes = [f"f{number:02}" for number in range(13)]
    criteria = {code: (code, YES) for code in codes}
    groups = {"R1": " ".join(("all", *codes)), "R2": " ".join(("none", *codes))}
    built = ReferenceEvaluator(*build(dict.fromkeys(codes, YES_NO), criteria, groups))
    with pytest.raises(TooManyCompletionsError, match="more than 4096 combinations of f00, f01"):
        built.judge(of())
    assert evaluator.MAX_COMPLETIONS == 2**12
    assert built.judge(of(f00=True)).outcome is None
