"""The rule engine is no decoration: it decides by itself, every rule is needed, every truth comes from a firing."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.casebook import run_cases
from chronicare.checks.recognition.questions import RecognitionResult
from chronicare.formats import BenefitCaseFile
from chronicare.judging.engine_judge import EngineJudge
from chronicare.program import rules
from chronicare.program.ranks import CompiledEntry
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail, Outcome

if TYPE_CHECKING:
    from proofs.conftest import RealArea

NEVER = 2**50
"""A rank or tally no fact has."""
OUTCOME_RULES = {Outcome.MEETS: "outcome2", Outcome.UNDECIDED: "outcome1", Outcome.DOES_NOT_MEET: "outcome0"}
SHARES = 4
"""Into how many tests the longest one is cut, so that those who run them can share it."""
DECISIONS = 20_000
MAX_GROWTH = 4 * 2**20
"""Bytes a process may grow by over so many decisions: a leak of 210 bytes a decision is noticed."""


def without(program: rules.RuleProgram, name: str) -> rules.RuleProgram:
    """Return ``program`` with the rule called ``name`` unable to fire; its name stays, as tallies may count it."""

    def silenced(rule: rules.Rule) -> rules.Rule:
        return rules.Rule(
            rule.name,
            tuple(tuple(rules.Test(test.property, NEVER, None) for test in each) for each in rule.alternatives),
        )

    return replace(
        program,
        strata=tuple(
            replace(each, rules=tuple(silenced(rule) if rule.name == name else rule for rule in each.rules))
            for each in program.strata
        ),
    )


def decider_of(area: "RealArea", compiled: CompiledEntry) -> EntryDecider:
    """Load ``compiled`` anew, with no evaluator beside the engine."""
    judgement, consequences = area.engine.load(compiled.judgement), area.engine.load(compiled.consequences)
    return EntryDecider(compiled, area.vocabulary, judgement, consequences, None)


def seen_in(decision: Decision) -> Any:  # noqa: ANN401 - whatever can be compared
    """Return what a decision says, but for its trace."""
    notes = [(note.switch.name, note.outcomes, note.decisive) for note in decision.readings]
    return decision.outcome, decision.judgement, decision.documents, decision.review_date, notes


def judged_otherwise(area: "RealArea", compiled: CompiledEntry, cases: Sequence[RecognitionResult]) -> list[Any]:
    """Return the judgement of each case under each reading that is not in force."""
    judge = EngineJudge(compiled, area.engine.load(compiled.judgement))
    return [
        judge.judge(judge.read(case.question.evidence, {name: reading.id}))[0]
        for name, switch in compiled.entry.switches.items()
        for reading in switch.readings
        if reading.id != switch.default
        for case in cases
    ]


def needless_rules(area: "RealArea", compiled: CompiledEntry) -> Iterator[str]:
    """Yield the rules of an entry without which every case comes out the same."""
    cases = area.cases_of(compiled.entry.code)
    decider = decider_of(area, compiled)
    whole = [decider.decide(case.question.evidence, Detail.TRACE) for case in cases]
    fired: dict[str, list[int]] = {}
    for number, decision in enumerate(whole):
        for firing in decision.firings:
            fired.setdefault(firing.rule, []).append(number)
    otherwise: list[Any] | None = None
    for which in ("judgement", "consequences"):
        program: rules.RuleProgram = getattr(compiled, which)
        for rule in (rule for stratum in program.strata for rule in stratum.rules):
            less = without(program, rule.name)
            maimed = replace(compiled, judgement=less) if which == "judgement" else replace(compiled, consequences=less)
            other = decider_of(area, maimed)
            order = dict.fromkeys([*fired.get(rule.name, ()), *range(len(cases))])
            if any(_differs(other, cases[number], whole[number]) for number in order):
                continue
            otherwise = judged_otherwise(area, compiled, cases) if otherwise is None else otherwise
            if judged_otherwise(area, maimed, cases) == otherwise:
                yield f"{compiled.entry.code} {which} {rule.name}"


def _differs(decider: EntryDecider, case: RecognitionResult, whole: Decision) -> bool:
    try:
        return bool(seen_in(decider.decide(case.question.evidence, Detail.OUTCOME)) != seen_in(whole))
    except StopIteration:
        return True


def test_without_the_reference_every_case_is_decided_the_same(area: "RealArea") -> None:
    for case in area.run.results:
        decider = area.alone.find(case.question.entry.code, case.answer.as_of)
        assert decider is not None
        decision = decider.decide(case.question.evidence, Detail.REASONS)
        with_reference = replace(
            case.answer, documents=tuple(replace(each, held=None) for each in case.answer.documents)
        )
        assert decision == with_reference, (case.question.entry.code, case.name)


@pytest.mark.parametrize("share", range(SHARES))
def test_without_any_one_rule_some_case_comes_out_otherwise(area: "RealArea", share: int) -> None:
    entries = area.release.rules.entries[share::SHARES]
    needless = [name for compiled in entries for name in needless_rules(area, compiled)]
    assert needless == []


def test_the_outcome_is_a_firing(area: "RealArea") -> None:
    tried: set[tuple[str, Outcome]] = set()
    for case in area.run.results:
        decider = area.release.find(case.question.entry.code, case.answer.as_of)
        assert decider is not None
        decision = decider.decide(case.question.evidence, Detail.TRACE)
        fired = [each.rule for each in decision.firings]
        rule = OUTCOME_RULES[decision.outcome]
        assert [each for each in OUTCOME_RULES.values() if each in fired] == [rule]
        if (case.question.entry.code, decision.outcome) not in tried:
            tried.add((case.question.entry.code, decision.outcome))
            maimed = replace(decider.compiled, consequences=without(decider.compiled.consequences, rule))
            with pytest.raises(StopIteration):
                decider_of(area, maimed).decide(case.question.evidence, Detail.OUTCOME)
    assert len(tried) == 3 * len(area.release.rules.entries)


def test_every_truth_is_a_firing(area: "RealArea") -> None:
    truths = 0
    for case in area.run.results:
        decider = area.release.find(case.question.entry.code, case.answer.as_of)
        assert decider is not None
        decision = decider.decide(case.question.evidence, Detail.TRACE)
        derived = {(each.node, each.truth) for each in decision.firings if each.node}
        nodes = decision.judgement.nodes
        assert {(name, truth) for name, truth in nodes.items() if truth is not None} == {
            (name, truth) for name, truth in derived if name in nodes
        }, (case.question.entry.code, case.name)
        truths += len(derived)
    assert truths > len(area.run.results) or not area.release.rules.entries


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc to read the memory in use from")
def test_memory_stays_flat(area: "RealArea") -> None:
    work = []
    for case in area.run.results:
        decider = area.alone.find(case.question.entry.code, case.answer.as_of)
        assert decider is not None
        work.append((decider, case.question.evidence))
    for decider, evidence in work:
        decider.decide(evidence, Detail.OUTCOME)
    before = _memory_in_use()
    for decider, evidence in islice(cycle(work), DECISIONS):
        decider.decide(evidence, Detail.OUTCOME)
    assert _memory_in_use() - before < MAX_GROWTH


def _memory_in_use() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_the_engine_alone_looks_benefits_up_as_both_do(area: "RealArea") -> None:
    files = [file for file in area.folder.cases if isinstance(file, BenefitCaseFile)]
    run = run_cases(area.folder.cases, BenefitCases(area.alone))
    assert not run.diagnostics
    assert [each.name for each in run.results if each.problems] == []
    assert len(run.results) == sum(len(file.cases) for file in files)
    assert run.results or not area.release.rules.benefits
