"""An entry judged for each of two eyes: held to every way it can be, and what is said of the eyes."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random
from typing import NamedTuple

import pytest
from unit.by_site import release, vocabulary

from chronicare.diagnostics import Diagnostics, FieldPath, Language
from chronicare.judging.report import Report, ReportedFinding
from chronicare.recognition.decision import Decision, Detail, Outcome
from chronicare.recognition.decision_wording import summarise
from chronicare.recognition.lacks import LackKind

DAY = date(2025, 12, 15)
EYES = ("左眼", "右眼")
SIGNS = ("混浊", "房角窄", "失明")
HIGH, LOW = 28, 18


class Person(NamedTuple):
    """What is reported: the type, each sign by eye (``None``: not known) and without one, pressures with their eyes."""

    type: str | None
    signs: dict[tuple[str, str], bool]
    pressures: list[tuple[int, str]]
    whole: bool

    def report(self) -> Report:
        """Return what is sent of the person."""
        findings = [ReportedFinding("型", self.type)] if self.type else []
        findings += [ReportedFinding(sign, value, site=eye) for (sign, eye), value in self.signs.items()]
        findings += [ReportedFinding("眼压", value, "mmHg", site=eye) for value, eye in self.pressures]
        return Report(findings=findings, complete_findings=("眼压",) if self.whole else ())


def decide(person: Person, detail: Detail = Detail.REASONS) -> Decision:
    diagnostics = Diagnostics()
    evidence = release().intake.read(person.report(), DAY, FieldPath, diagnostics)
    diagnostics.raise_errors()
    return release().deciders[0].decide(evidence, detail)


def meets(kind: str, haze: bool, narrow: bool, high: bool, blind: bool) -> bool:
    """Say of one eye what the tables say of it."""
    first = kind == "甲型" and haze and narrow and high
    second = kind == "乙型" and (not haze) + narrow + high >= 2
    return (first or second) and not blind


def every_way(person: Person) -> Iterator[bool]:
    """Yield whether one of the eyes meets the entry, in every way the person can be."""
    unsited = [(sign, value) for (sign, eye), value in person.signs.items() if not eye]
    for eyes in product(EYES, repeat=len(unsited) + sum(not eye for _, eye in person.pressures)):
        signs = {key: value for key, value in person.signs.items() if key[1]}
        places = iter(eyes)
        placed = [((sign, next(places)), value) for sign, value in unsited]
        if any(signs.get(key, value) is not value for key, value in placed):
            continue
        signs.update(placed)
        pressures = [(value, eye or next(places)) for value, eye in person.pressures]
        yield from _completed(person, signs, pressures)


def _completed(person: Person, signs: dict[tuple[str, str], bool], pressures: list[tuple[int, str]]) -> Iterator[bool]:
    highs: list[tuple[bool, ...]] = []
    for eye in EYES:
        measured = [value for value, at in pressures if at == eye]
        if HIGH in measured:
            highs.append((True,))
        else:
            highs.append((False,) if measured and person.whole else (False, True))
    unknown = [(sign, eye) for sign in SIGNS for eye in EYES if (sign, eye) not in signs]
    for kind in (person.type,) if person.type else ("甲型", "乙型", "丙型"):
        for values in product((False, True), repeat=len(unknown)):
            full = {**signs, **dict(zip(unknown, values, strict=True))}
            for high in product(*highs):
                yield any(
                    meets(kind, full["混浊", eye], full["房角窄", eye], high[place], full["失明", eye])
                    for place, eye in enumerate(EYES)
                )


def outcome_of(person: Person) -> Outcome:
    found = set(every_way(person))
    return Outcome.of(found.pop() if len(found) == 1 else None)


def drawn(rng: Random) -> Person:
    signs: dict[tuple[str, str], bool] = {}
    likely = rng.random()
    for sign in SIGNS:
        for eye in (*EYES, ""):
            if rng.random() < (0.85 if eye else 0.3):
                signs[sign, eye] = (sign == "失明") is not (rng.random() < likely)
        if not {(sign, ""), *((sign, eye) for eye in EYES)} - signs.keys() and signs[sign, ""] not in {
            signs[sign, eye] for eye in EYES
        }:
            del signs[sign, ""]
    pressures = [(rng.choice((HIGH, LOW)), rng.choice((*EYES, ""))) for _ in range(rng.randrange(4))]
    return Person(rng.choice(("甲型", "乙型", "乙型", "丙型", None)), signs, pressures, rng.random() < 0.5)


@pytest.mark.parametrize("seed", range(8))
def test_the_outcome_is_that_of_every_way_it_can_be(seed: int) -> None:
    rng = Random(seed)
    people = [drawn(rng) for _ in range(60)]
    assert {outcome_of(person) for person in people} == set(Outcome)
    for person in people:
        assert decide(person, Detail.OUTCOME).outcome is outcome_of(person), person


def test_learning_the_eye_turns_no_answer_round() -> None:
    rng = Random(99)
    for person in [drawn(rng) for _ in range(60)]:
        before = decide(person, Detail.OUTCOME).outcome
        if before is Outcome.UNDECIDED or all(eye for _, eye in person.pressures):
            continue
        for eye in EYES:
            learnt = person._replace(pressures=[(value, at or eye) for value, at in person.pressures])
            assert decide(learnt, Detail.OUTCOME).outcome is before, (person, eye)


LEFT = {("混浊", "左眼"): True, ("房角窄", "左眼"): True, ("失明", "左眼"): False}
RIGHT_CLEAR = {("混浊", "右眼"): False}


def test_one_eyes_pressure_does_not_go_with_the_others_angle() -> None:
    apart = decide(Person("甲型", {**LEFT, **RIGHT_CLEAR}, [(LOW, "左眼"), (HIGH, "右眼")], True))
    assert apart.outcome is Outcome.DOES_NOT_MEET
    assert apart.nearest is not None
    assert (apart.nearest.route, apart.nearest.failing) == ("R1@左眼", ("4@左眼",))
    together = decide(Person("甲型", {**LEFT, **RIGHT_CLEAR}, [(HIGH, "左眼"), (LOW, "右眼")], True))
    assert (together.outcome, together.routes) == (Outcome.MEETS, ("R1@左眼",))


def test_people_read_the_site_in_words() -> None:
    apart = decide(Person("甲型", {**LEFT, **RIGHT_CLEAR}, [(LOW, "左眼"), (HIGH, "右眼")], True))
    assert summarise(apart, vocabulary(), Language.ZH) == (
        "T1 甲病：不符合认定标准。最接近的路径是R1（左眼），未满足之处：4 左眼眼压 > 21 mmHg（任一次），"
        "所报 18 mmHg，还差 3 mmHg。"
    )


def test_the_site_is_what_is_missing() -> None:
    decision = decide(Person("甲型", {**LEFT, **RIGHT_CLEAR}, [(HIGH, "")], False))
    assert decision.outcome is Outcome.UNDECIDED
    assert decision.to_meet is not None
    assert [[each.findings for each in choices] for choices in decision.to_meet.sets] == [[("tension@左眼",)]]
    assert decision.to_meet.lacks["tension@左眼"].kind is LackKind.SITE
    assert "左眼眼压（所报的没有写部位）" in summarise(decision, vocabulary(), Language.ZH)
    results = {each.criterion.id: each for each in decision.criteria}
    assert [each.measurement.given for each in results["4@左眼"].values] == ["28 mmHg"]
    assert [each.measurement.given for each in results["4@右眼"].values] == ["28 mmHg"]


def test_a_value_of_no_help_is_not_asked_for_its_site() -> None:
    decision = decide(Person("甲型", {**LEFT, **RIGHT_CLEAR}, [(LOW, "")], False))
    assert decision.to_meet is not None
    assert decision.to_meet.lacks["tension@左眼"].kind is LackKind.VALUE


def test_what_both_eyes_would_have_to_be_otherwise_than_reported_is_not_missing() -> None:
    decision = decide(Person("甲型", {("房角窄", ""): True}, [(HIGH, "左眼"), (HIGH, "右眼")], False))
    assert decision.to_refuse is not None
    asked = [{code for each in choices for code in each.findings} for choices in decision.to_refuse.sets]
    assert asked
    assert not any({"narrow@左眼", "narrow@右眼"} <= each for each in asked)
    assert decision.to_refuse.total == len(asked)


def test_whatever_eye_it_is_of_one_eye_meets() -> None:
    right = {(sign, "右眼"): value for (sign, _), value in LEFT.items()}
    decision = decide(Person("甲型", {**LEFT, **right}, [(HIGH, "")], False))
    assert (decision.outcome, decision.routes) == (Outcome.MEETS, ())


def test_an_exclusion_is_of_its_eye_alone() -> None:
    left, right = LEFT | {("失明", "左眼"): True}, {(sign, "右眼"): value for (sign, _), value in LEFT.items()}
    refused = decide(Person("甲型", {**left, **RIGHT_CLEAR}, [(HIGH, "左眼")], False))
    assert (refused.outcome, refused.exclusions) == (Outcome.DOES_NOT_MEET, ("X1@左眼",))
    assert summarise(refused, vocabulary(), Language.ZH) == "T1 甲病：不符合认定标准。属于排除情形：X1（左眼）。"
    met = decide(Person("甲型", {**left, **right}, [(HIGH, "左眼"), (HIGH, "右眼")], False))
    assert (met.outcome, met.routes, met.exclusions) == (Outcome.MEETS, ("R1@右眼",), ())


def test_if_the_record_is_complete_without_its_sites() -> None:
    signs = {(sign, eye): sign != "失明" for sign in SIGNS for eye in EYES}
    both = decide(Person("甲型", signs, [(LOW, "左眼"), (LOW, "右眼"), (LOW, "")], False))
    assert (both.outcome, both.if_record_complete) == (Outcome.UNDECIDED, Outcome.DOES_NOT_MEET)
    one = decide(Person("甲型", signs, [(LOW, "左眼"), (LOW, "")], False))
    assert (one.outcome, one.if_record_complete) == (Outcome.UNDECIDED, Outcome.UNDECIDED)


def test_of_nothing_known_the_fewest_findings_of_one_eye_are_missing() -> None:
    nothing = decide(Person(None, {}, [], False))
    assert nothing.outcome is Outcome.UNDECIDED
    assert nothing.to_meet is not None
    first = [code for each in nothing.to_meet.sets[0] for code in each.findings]
    assert first == ["type", "haze@左眼", "narrow@左眼", "blind@左眼"]
