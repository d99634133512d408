"""What is missing, against brute force: every set of unknown findings with every value that makes a difference."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product

import pytest
from fuzz.deciding import compile_generated, make_decider
from fuzz.evidence import AS_OF
from fuzz.programs import Shape, draw_entry
from unit.compiler.written import entry_of, switches, vocabulary

from chronicare.cells.types import ValueKind
from chronicare.diagnostics import Language
from chronicare.engine import InterpretingEngine
from chronicare.program.entry import Entry
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.ranks import CompiledEntry
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Decision, Outcome
from chronicare.recognition.missing_sets import MAX_LISTED, Choice, MissingSets
from chronicare.recognition.missing_wording import lack_text
from chronicare.reference import ReferenceEvaluator
from chronicare.reference.completions import completions

TANGLED = Shape(findings=4, criteria=7, depth=2, switches=2, reuse=0.7)
PLAIN = Shape(findings=6, criteria=6, depth=2, switches=1, reuse=0.0)
MAX_WORLDS = 1500

Sets = set[frozenset[str]]


def representatives(entry: Entry, vocabulary: Vocabulary) -> dict[str, list[Measurement]]:
    """Return for each finding measurements of which one lies in every region that its tests tell apart."""
    return {
        code: list(
            completions(
                None,
                vocabulary.findings[code].type,
                [each.test for each in entry.criteria.values() if each.finding == code],
                AS_OF,
            )
        )
        for code in dict.fromkeys(criterion.finding for criterion in entry.criteria.values())
    }


class BruteForce:
    """Every way the findings and the switches without default can turn out, and what the entry then is."""

    def __init__(
        self, entry: Entry, vocabulary: Vocabulary, known: Mapping[str, Measurement], open_: Sequence[str]
    ) -> None:
        """Judge ``entry`` with ``known`` and every value of the ``open_`` findings."""
        evaluator = ReferenceEvaluator(entry, vocabulary)
        values = representatives(entry, vocabulary)
        unsettled = [switch for switch in entry.switches.values() if switch.default is None]
        readings = [
            dict(each)
            for each in product(*([(switch.name, each.id) for each in switch.readings] for switch in unsettled))
        ]
        self._open = open_
        self._worlds: list[tuple[tuple[int, ...], set[Truth]]] = []
        for choice in product(*(range(len(values[code])) for code in open_)):
            found = {code: (values[code][index],) for code, index in zip(open_, choice, strict=True)}
            evidence = Evidence(AS_OF, {**{code: (each,) for code, each in known.items()}, **found})
            self._worlds.append((choice, {evaluator.judge(evidence, each).outcome for each in readings}))

    def minimal_sets(self, goal: Truth) -> Sets:
        """Return the smallest sets of open findings some values of which settle the entry as ``goal``."""
        smallest: Sets = set()
        chosen_of = (combinations(range(len(self._open)), size) for size in range(len(self._open) + 1))
        for chosen in chain.from_iterable(chosen_of):
            names = frozenset(self._open[index] for index in chosen)
            if not any(each <= names for each in smallest) and self._settles(chosen, goal):
                smallest.add(names)
        return smallest

    def _settles(self, chosen: Sequence[int], goal: Truth) -> bool:
        outcomes: dict[tuple[int, ...], set[Truth]] = {}
        for choice, truths in self._worlds:
            outcomes.setdefault(tuple(choice[index] for index in chosen), set()).update(truths)
        return {goal} in outcomes.values()


def expanded(missing: MissingSets) -> list[frozenset[str]]:
    """Multiply the choices out."""
    return [
        frozenset(chain.from_iterable(picks))
        for choices in missing.sets
        for picks in product(*(combinations(choice.findings, choice.count) for choice in choices))
    ]


def _cases(shape: Shape, seed: str, wanted: int) -> Iterator[tuple[CompiledEntry, Vocabulary, random.Random]]:
    """Draw entries whose findings are single and simple."""
    number = 0
    while wanted:
        rng = random.Random(f"{seed}-{number}")
        number += 1
        entry, vocabulary = draw_entry(rng, shape)
        used = [vocabulary.findings[each.finding] for each in entry.criteria.values()]
        if any(each.repeated or each.type.kind is ValueKind.COMPOUND for each in used):
            continue
        compiled = compile_generated(entry, vocabulary)
        if compiled is not None:
            wanted -= 1
            yield compiled, vocabulary, rng


@pytest.mark.generated
@pytest.mark.parametrize(("name", "shape", "entries"), [("tangled", TANGLED, 50), ("plain", PLAIN, 30)])
def test_the_missing_sets_are_those_of_brute_force(name: str, shape: Shape, entries: int, scale: int) -> None:
    compared = 0
    for compiled, drawn, rng in _cases(shape, name, entries * scale):
        entry = compiled.entry
        values = representatives(entry, drawn)
        decider = make_decider(compiled, drawn, InterpretingEngine())
        for share in (0.0, 0.3, 0.6):
            known = {code: rng.choice(each) for code, each in values.items() if rng.random() < share}
            open_ = [code for code in values if code not in known]
            decision = decider.decide(Evidence(AS_OF, {code: (each,) for code, each in known.items()}))
            worlds = 1
            for code in open_:
                worlds *= len(values[code])
            if decision.outcome is not Outcome.UNDECIDED or worlds > MAX_WORLDS:
                continue
            brute = BruteForce(entry, drawn, known, open_)
            for goal, missing in ((True, decision.to_meet), (False, decision.to_refuse)):
                assert missing is not None
                _compare(missing, brute.minimal_sets(goal))
                compared += 1
    assert compared > entries


def _compare(missing: MissingSets, expected: Sets) -> None:
    sets = expanded(missing)
    assert not missing.more_than_total
    assert missing.total == len(expected)
    assert len(set(sets)) == len(sets), "a set is told twice"
    if len(missing.sets) < MAX_LISTED:
        assert set(sets) == expected
    else:
        assert set(sets) <= expected
    sizes = [sum(choice.count for choice in choices) for choices in missing.sets]
    assert sizes == sorted(sizes)


TWO_SIDES = entry_of(
    "1,型,甲型\n2,型,乙型\n3,型,丙型\n4,皮疹,是\n5,皮疹,否\n6,发热,是\n7,发热,否\n"
    "a,症状,是\nb,体温,≥38°C\nc,评分,≥3\nd,咳嗽,是\ne,肌力,≥II\nf,发作次数,≥2\n",
    "左两项,至少 2,a;b;c\n右两项,至少 2,d;e;f\nR1,全部,1;4;a;b\nR2,全部,2;5;左两项\nR3,全部,3;c;左两项\n"
    "R4,全部,1;6;d;e\nR5,全部,2;7;右两项\nR6,全部,3;f;右两项",
)
"""Judged on either side, by questions of which one goes both ways on each, and by a type common to both."""


@pytest.mark.parametrize("stated", [{"cough": True}, {"type": "乙型"}, {"rash": False, "cough": False}])
def test_cases_on_two_sides_are_not_multiplied_and_nothing_is_lost(stated: Mapping[str, object]) -> None:
    values = representatives(TWO_SIDES.entry, vocabulary())
    known = {code: next(each for each in values[code] if each.value == value) for code, value in stated.items()}
    brute = BruteForce(TWO_SIDES.entry, vocabulary(), known, [code for code in values if code not in known])
    decider = make_decider(TWO_SIDES, vocabulary(), InterpretingEngine())
    decision = decider.decide(Evidence(AS_OF, {code: (each,) for code, each in known.items()}))
    for goal, missing in ((True, decision.to_meet), (False, decision.to_refuse)):
        assert missing is not None
        _compare(missing, brute.minimal_sets(goal))


# By hand


def decide(compiled: CompiledEntry, *stated: tuple[str, object]) -> Decision:
    decider = make_decider(compiled, vocabulary(), InterpretingEngine())
    findings = {code: (Measurement(value),) for code, value in stated}  # type: ignore[arg-type]
    return decider.decide(Evidence(AS_OF, findings))


def listed(missing: MissingSets | None) -> list[list[tuple[int, str]]]:
    assert missing is not None
    return [[(choice.count, " ".join(choice.findings)) for choice in choices] for choices in missing.sets]


FOUR = "1,症状,是\n2,咳嗽,是\n3,发热,是\n4,皮疹,是\n"


def test_k_of_n_plain_questions_stay_one_choice() -> None:
    decision = decide(entry_of(FOUR, "R1,至少 2,1;2;3;4"))
    assert listed(decision.to_meet) == [[(2, "symptom cough fever rash")]]
    assert decision.to_meet is not None
    assert decision.to_meet.total == 6
    assert listed(decision.to_refuse) == [[(3, "symptom cough fever rash")]]


def test_what_is_known_is_taken_off_the_choice() -> None:
    decision = decide(entry_of(FOUR, "R1,至少 2,1;2;3;4"), ("symptom", True), ("cough", False))
    assert listed(decision.to_meet) == [[(1, "fever rash")]]
    assert listed(decision.to_refuse) == [[(1, "fever"), (1, "rash")]]


def test_the_fewest_come_first_and_then_the_order_of_the_manual() -> None:
    decision = decide(entry_of(FOUR, "R1,全部,1;2\nR2,全部,4\nR3,全部,3"))
    assert listed(decision.to_meet) == [[(1, "fever")], [(1, "rash")], [(1, "symptom"), (1, "cough")]]


def wanted(missing: MissingSets | None) -> list[dict[str, str]]:
    """Return what is wanted of each finding of each set, in words."""
    assert missing is not None
    return [
        {code: lack_text(missing.lack(choice, code), code, Language.ZH) for choice in each for code in choice.findings}
        for each in missing.sets
    ]


def test_each_set_says_which_answer_would_do_in_it() -> None:
    """With the fever the third route is had, without it the second if there is the symptom."""
    compiled = entry_of("1,发热,是\n2,发热,否\n4,皮疹,是\n5,症状,是", "R2,全部,2;4;5\nR3,全部,1;4")
    assert wanted(decide(compiled, ("rash", True)).to_meet) == [
        {"fever": "「fever：是」"},
        {"symptom": "「symptom：是」"},
    ]
    without = decide(compiled, ("rash", True), ("symptom", False))
    assert wanted(without.to_meet) == [{"fever": "「fever：是」"}]
    assert wanted(without.to_refuse) == [{"fever": "「fever：否」"}]


def test_of_a_finding_asked_for_at_two_times_either_answer_may_do() -> None:
    """The symptom at any time suffices, and so does that it has gone three months after the onset."""
    undecided = decide(entry_of("1,症状,是,\n2,症状,否,自起病日期满3个月\n", "R1,全部,1\nR2,全部,2"))
    assert wanted(undecided.to_meet) == [{"symptom": "「symptom：是或否」"}]


def test_a_value_out_of_reach_makes_no_set() -> None:
    decision = decide(entry_of("1,症状,是\n2,症状,否\n3,咳嗽,是\n", "R1,全部,1;2\nR2,全部,3"))
    assert listed(decision.to_meet) == [[(1, "cough")]]


def test_nothing_a_caller_can_send_settles_what_the_policy_leaves_open() -> None:
    compiled = entry_of("1,症状,是\n2,咳嗽,是", "A,全部,1;2,开,甲\nA,任一,1;2,开,乙\nR1,全部,A", **switches(开=""))
    decision = decide(compiled, ("symptom", True), ("cough", False))
    assert decision.outcome is Outcome.UNDECIDED
    assert decision.to_meet == decision.to_refuse == MissingSets((), 0, False)


def test_a_choice_that_must_go_both_ways_is_none() -> None:
    groups = "B,任一,1;2\nA,全部,B,开,甲\nA,均无,B,开,乙\nR1,全部,A"
    decision = decide(entry_of("1,症状,是\n2,咳嗽,是", groups, **switches(开="")))
    assert decision.to_meet == decision.to_refuse == MissingSets((), 0, False)


def test_what_two_readings_ask_for_of_the_same_questions_is_the_greater_number() -> None:
    criteria = "1,症状,是\n2,咳嗽,是\n3,发热,是\n4,皮疹,是\n5,评分,≥ 3"
    groups = "A,全部,4,开,甲\nA,全部,5,开,乙\nR1,至少 2,1;2;3;A"
    decision = decide(entry_of(criteria, groups, **switches(开="")), ("rash", True))
    assert listed(decision.to_meet) == [[(2, "symptom cough fever")], [(1, "symptom cough fever"), (1, "score")]]
    assert decision.to_meet is not None
    assert decision.to_meet.total == 6


def test_points_are_completed_by_the_best_of_each_item() -> None:
    criteria = "1,症状,是,,5\n2a,咳嗽,是,,2\n2b,发热,是,,4\n3,皮疹,是,,3\n"
    decision = decide(entry_of(criteria, "2,任一,2a;2b\nR1,合计≥8（每条取最高）,1;2;3"))
    assert listed(decision.to_meet) == [[(1, "symptom"), (1, "fever")], [(1, "symptom"), (1, "rash")]]
    assert listed(decision.to_refuse) == [[(1, "symptom")], [(1, "fever"), (1, "rash")]]


def test_no_more_than_twenty_sets_are_listed_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    tests = ["症状,是", "体温,≥38°C", "评分,≥3", "肌力,≥II", "型,甲型", "滴度,>1:80", "发作次数,≥2", "起病日期,≥3个月"]
    pairs = "\n".join(f"{number},{test}" for number, test in enumerate(tests, 1))
    compiled = entry_of(pairs, "R1,至少 4,1;2;3;4;5;6;7;8")
    decision = decide(compiled)
    assert listed(decision.to_meet) == [[(4, "symptom temperature score strength type titre attacks onset")]]
    routes = "".join(f"R{a}{b},全部,{a};{b}\n" for a, b in combinations(range(1, 9), 2))
    monkeypatch.setattr("chronicare.recognition.missing_sets._MOST_CONDENSED", 27)  # too many to bring together
    decision = decide(entry_of(pairs, routes))
    assert decision.to_meet is not None
    assert len(decision.to_meet.sets) == MAX_LISTED
    assert decision.to_meet.total == 28
    assert decision.to_meet.sets[0] == (Choice(1, ("symptom",)), Choice(1, ("temperature",)))


def test_more_sets_than_can_be_listed_are_brought_together() -> None:
    """Any pair of eight: 28 pairs, which are the first with any of the seven after it, and so on."""
    tests = ["症状,是", "体温,≥38°C", "评分,≥3", "肌力,≥II", "型,甲型", "滴度,>1:80", "发作次数,≥2", "起病日期,≥3个月"]
    pairs = "\n".join(f"{number},{test}" for number, test in enumerate(tests, 1))
    routes = "".join(f"R{a}{b},全部,{a};{b}\n" for a, b in combinations(range(1, 9), 2))
    missing = decide(entry_of(pairs, routes)).to_meet
    assert missing is not None
    assert missing.total == 28
    assert len(missing.sets) < MAX_LISTED
    names = ["symptom", "temperature", "score", "strength", "type", "titre", "attacks", "onset"]
    told = {frozenset(each) for found in missing.sets for each in product(*(choice.findings for choice in found))}
    assert told == {frozenset(each) for each in combinations(names, 2)}
