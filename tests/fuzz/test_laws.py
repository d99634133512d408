"""Laws every decider must keep: knowledge only adds, order and the case before do not matter, threads do not mix."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from fuzz.deciding import compile_generated, make_decider
from fuzz.evidence import EvidenceMaker
from fuzz.programs import ORDINARY, SMALL, draw_entry

from chronicare.engine import InterpretingEngine
from chronicare.program.evidence import Evidence
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Detail, Outcome


def _deciders(count: int, seed: str) -> list[tuple[EntryDecider, EvidenceMaker, random.Random]]:
    made = []
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        entry, vocabulary = draw_entry(rng, rng.choice((SMALL, ORDINARY)))
        compiled = compile_generated(entry, vocabulary)
        if compiled is not None:
            made.append((make_decider(compiled, vocabulary), EvidenceMaker(entry, vocabulary), rng))
    return made


def _forget(evidence: Evidence, rng: random.Random) -> Evidence:
    """Take away a finding, or a measurement of an incomplete list, or the completeness of a list."""
    findings = dict(evidence.findings)
    complete = set(evidence.complete)
    name = rng.choice(sorted(findings.keys() | complete))
    if name in complete:
        complete.discard(name)
    elif len(findings[name]) > 1:
        findings[name] = findings[name][:-1]
    else:
        del findings[name]
    return replace(evidence, findings=findings, complete=frozenset(complete))


@pytest.mark.generated
def test_learning_more_never_turns_a_decided_answer(scale: int) -> None:
    steps = 0
    for decider, maker, rng in _deciders(45 * scale, "knowledge"):
        for _ in range(25):
            evidence = maker.draw(rng)
            chain = [decider.decide(evidence, Detail.OUTCOME).outcome]
            while evidence.findings.keys() | evidence.complete:
                evidence = _forget(evidence, rng)
                chain.append(decider.decide(evidence, Detail.OUTCOME).outcome)
            for knowing_more, knowing_less in pairwise(chain):
                assert knowing_less in (Outcome.UNDECIDED, knowing_more)
                steps += 1
    assert steps > 4_000


@pytest.mark.generated
def test_order_of_findings_and_measurements_does_not_matter(scale: int) -> None:
    for decider, maker, rng in _deciders(40 * scale, "order"):
        for _ in range(20):
            evidence = maker.draw(rng)
            names = list(evidence.findings)
            rng.shuffle(names)
            shuffled = replace(
                evidence,
                findings={
                    name: tuple(rng.sample(evidence.findings[name], len(evidence.findings[name]))) for name in names
                },
            )
            assert decider.decide(shuffled, Detail.OUTCOME).outcome is decider.decide(evidence, Detail.OUTCOME).outcome


@pytest.mark.generated
def test_the_case_before_leaves_nothing_behind(scale: int) -> None:
    for decider, maker, rng in _deciders(30 * scale, "after"):
        cases = [maker.draw(rng) for _ in range(15)]
        alone = [decider.decide(case, Detail.TRACE) for case in cases]
        order = list(range(len(cases)))
        rng.shuffle(order)
        for index in order:
            assert decider.decide(cases[index], Detail.TRACE) == alone[index]


def test_eight_threads_get_the_answers_one_thread_gets() -> None:
    work = [
        (decider, evidence, decider.decide(evidence, Detail.OUTCOME).outcome)
        for decider, maker, rng in _deciders(12, "threads")
        for evidence in (maker.draw(rng) for _ in range(40))
    ]
    shuffled = [item for _ in range(4) for item in random.Random(8).sample(work, len(work))]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda item: item[0].decide(item[1], Detail.OUTCOME).outcome, shuffled))
    assert outcomes == [expected for _, _, expected in shuffled]


@pytest.mark.generated
def test_another_engine_behind_the_port_decides_the_same(scale: int) -> None:
    for number in range(25 * scale):
        rng = random.Random(f"port-{number}")
        entry, vocabulary = draw_entry(rng, ORDINARY)
        compiled = compile_generated(entry, vocabulary)
        if compiled is None:
            continue
        one = make_decider(compiled, vocabulary)
        other = make_decider(compiled, vocabulary, InterpretingEngine(), cross_check=False)
        maker = EvidenceMaker(entry, vocabulary)
        for _ in range(15):
            evidence = maker.draw(rng)
            assert one.decide(evidence, Detail.TRACE) == other.decide(evidence, Detail.TRACE)
