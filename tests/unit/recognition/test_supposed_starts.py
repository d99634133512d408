"""A date not reported that dated measurements wait for: learning it alone may settle what is asked."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, combinations, product

import pytest
from fuzz.deciding import make_decider
from fuzz.evidence import AS_OF
from unit.compiler.written import entry_of, vocabulary

from chronicare.cells.values import Duration
from chronicare.diagnostics import Language, Text
from chronicare.engine import InterpretingEngine
from chronicare.program.entry import Since
from chronicare.program.evidence import Evidence, Measurement
from chronicare.recognition.decision import Outcome
from chronicare.recognition.lacks import Lack, LackKind
from chronicare.recognition.missing_sets import MissingSets
from chronicare.recognition.missing_wording import lack_text
from chronicare.recognition.supposed_starts import supposed_starts
from chronicare.reference import ReferenceEvaluator

WAITING = "1,起病日期,≥ 3 个月\n2,评分,≥ 3,自起病日期满3个月\n3,发作次数,≥ 2,自起病日期满3个月"
BOTH = "R1,全部,1;2;3"
EITHER = "A,任一,2;3\nR1,全部,1;A"
DAY = AS_OF - timedelta(days=10)


def sets_of(missing: MissingSets | None) -> set[frozenset[str]]:
    assert missing is not None
    return {
        frozenset(chain.from_iterable(picks))
        for choices in missing.sets
        for picks in product(*(combinations(choice.findings, choice.count) for choice in choices))
    }


@pytest.mark.parametrize(
    ("groups", "score", "expected"),
    [
        # the score that was measured counts if the illness began early enough: nothing else is needed
        (EITHER, 5, {frozenset({"onset"})}),
        # it fails: another examination is needed as well, or the same one later
        (EITHER, 1, {frozenset({"onset", "attacks"}), frozenset({"onset", "score"})}),
        (BOTH, 5, {frozenset({"onset", "attacks"})}),
        (BOTH, 1, {frozenset({"onset", "score", "attacks"})}),
    ],
)
def test_the_date_alone_may_be_what_is_missing(groups: str, score: int, expected: set[frozenset[str]]) -> None:
    compiled = entry_of(WAITING, groups)
    findings = {"score": (Measurement(Fraction(score), DAY),)}
    decision = make_decider(compiled, vocabulary(), InterpretingEngine()).decide(Evidence(AS_OF, findings))
    assert decision.outcome is Outcome.UNDECIDED
    assert sets_of(decision.to_meet) == expected


THREE = Duration(3, 0)
VALUES: dict[str, tuple[Fraction | int, ...]] = {"score": (Fraction(5), Fraction(1)), "attacks": (3, 1)}
STARTS = [AS_OF - timedelta(days=days) for days in range(400)]


def _counts(measurement: Measurement, told: Mapping[str, tuple[Measurement, ...]]) -> bool:
    start = told["onset"][0].value if "onset" in told else None
    return isinstance(start, date) and measurement.date is not None and THREE.after(start) <= measurement.date


def _brute(findings: Mapping[str, tuple[Measurement, ...]], groups: str, *, goal: bool) -> set[frozenset[str]]:
    """Try every day the illness may have begun, and every value a new examination may have, in every set of them."""
    evaluator = ReferenceEvaluator(entry_of(WAITING, groups).entry, vocabulary())
    new: dict[str, list[Measurement]] = {
        "onset": [Measurement(day) for day in STARTS],
        **{code: [Measurement(value) for value in values] for code, values in VALUES.items()},
    }
    found: set[frozenset[str]] = set()
    for size in range(4):
        for names in map(frozenset, combinations(new, size)):
            if any(each <= names for each in found):
                continue
            for chosen in product(*(new[name] for name in names)):
                told = {name: (each,) for name, each in zip(names, chosen, strict=True)}
                if any(name in findings and _counts(findings[name][0], told) for name in told):
                    continue  # what counts already is not examined again
                if evaluator.judge(Evidence(AS_OF, {**findings, **told})).outcome is goal:
                    found.add(names)
                    break
    return found


@pytest.mark.parametrize("groups", [BOTH, EITHER, "R1,全部,1;2\nR2,全部,3"])
@pytest.mark.parametrize("days", [10, 100, 200])
@pytest.mark.parametrize(("score", "attacks"), [(5, None), (1, None), (5, 3), (5, 1), (1, 3), (None, 3)])
def test_the_sets_are_those_of_brute_force(groups: str, days: int, score: int | None, attacks: int | None) -> None:
    measured = AS_OF - timedelta(days=days)
    findings: dict[str, tuple[Measurement, ...]] = {}
    if score is not None:
        findings["score"] = (Measurement(Fraction(score), measured),)
    if attacks is not None:
        findings["attacks"] = (Measurement(attacks, measured - timedelta(days=20)),)
    decision = make_decider(entry_of(WAITING, groups), vocabulary(), InterpretingEngine()).decide(
        Evidence(AS_OF, findings)
    )
    if decision.outcome is Outcome.UNDECIDED:
        assert sets_of(decision.to_meet) == _brute(findings, groups, goal=True)
        assert sets_of(decision.to_refuse) == _brute(findings, groups, goal=False)


def test_the_days_supposed_lie_on_both_sides_of_every_edge() -> None:
    compiled = entry_of("2,评分,≥ 3,自起病日期满3个月", "R1,全部,2")
    evidence = Evidence(date(2025, 12, 15), {"score": (Measurement(Fraction(5), date(2025, 5, 31)),)})
    # 28 February and three months is 28 May, 1 March is 1 June: the day after is too late
    assert [each.day for each in supposed_starts(compiled.columns, evidence)] == [date(2025, 2, 28), date(2025, 3, 1)]


def test_of_a_date_that_is_known_or_waited_for_by_nothing_no_day_is_supposed() -> None:
    compiled = entry_of(WAITING, BOTH)
    score = {"score": (Measurement(Fraction(5), DAY),)}
    known = {**score, "onset": (Measurement(DAY),)}
    undated = {"score": (Measurement(Fraction(5)),)}
    for findings in ({}, known, undated):
        assert supposed_starts(compiled.columns, Evidence(AS_OF, findings)) == ()


def test_a_value_reported_too_early_is_asked_for_again_as_such() -> None:
    since = Since("onset", THREE, Text("起病日期", "onset"))
    lack = Lack(LackKind.VALUE, since=since)
    assert lack_text(lack, "评分", Language.ZH) == "评分（自起病日期起满 3 个月后的）"
    assert lack_text(lack, "score", Language.EN) == "score (3 months after the onset or later)"
