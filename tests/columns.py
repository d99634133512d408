"""Holds what is judged in columns against what is decided person by person."""

from collections.abc import Mapping, Sequence

from chronicare.columnar.bitmaps import Truths, unpacked
from chronicare.columnar.gathering import gather
from chronicare.columnar.grids import Layout
from chronicare.columnar.judging import ColumnarEntry, Judgements
from chronicare.columnar.reasons import reasons_of
from chronicare.compiler.pipeline import directions
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Truth
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail, Outcome


def hold_against_decisions(decider: EntryDecider, layout: Layout, everyone: Sequence[Evidence]) -> Judgements:
    """Judge ``everyone`` in columns; assert that each is judged as the two row evaluators, which agree, judge him."""
    judged = ColumnarEntry(decider, layout).judge(gather(everyone, layout))
    nodes = {name: told(truths, judged.count) for name, truths in judged.nodes.items()}
    outcomes = told(judged.outcome, judged.count)
    by_reading = {key: told(truths, judged.count) for key, truths in judged.by_reading.items()}
    reasons = reasons_of(decider.entry, judged)
    helping = directions(decider.entry)
    for number, evidence in enumerate(everyone):
        decision = decider.decide(evidence, Detail.OUTCOME)
        said = (decider.entry.code, evidence)
        assert {name: truths[number] for name, truths in nodes.items()} == decision.judgement.nodes, said
        assert outcomes[number] is decision.judgement.outcome, said
        assert {key: truths[number] for key, truths in by_reading.items()} == decision.judgement.by_reading, said
        assert set(reasons.sets[reasons.places[number]]) == _reasons(decision, helping), said
    return judged


def told(truths: Truths, count: int) -> list[Truth]:
    """Return the truths one by one."""
    true, false = (unpacked(bits, count).tolist() for bits in truths)
    return [True if yes else False if no else None for yes, no in zip(true, false, strict=True)]


def _reasons(decision: Decision, helping: Mapping[str, frozenset[bool]]) -> set[str]:
    """Return what one decision rests on: routes, exclusions or criteria, by id."""
    entry, nodes = decision.entry, decision.judgement.nodes
    if decision.outcome is Outcome.MEETS:
        return set(decision.routes)
    if decision.outcome is Outcome.UNDECIDED:
        return {name for name in helping if nodes[name] is None}
    held = {group.id for group in entry.exclusions} & set(decision.exclusions)
    known = {name: truth for name in helping if (truth := nodes[name]) is not None}
    return held or {name for name, truth in known.items() if (not truth) in helping[name]}
