"""Generated entries asked of recognitions that exist: both evaluators agree, and ending events only ever take away."""

import random
from dataclasses import replace

import pytest
from fuzz.deciding import compile_generated, make_decider
from fuzz.evidence import EvidenceMaker
from fuzz.programs import ORDINARY, SMALL, draw_entry

from chronicare.program.entry import Entry, Group, Needs, NeedsKind, Variant
from chronicare.recognition.decision import Detail, Outcome

_ENTRIES = 40
_CASES = 40


def _with_endings(entry: Entry, rng: random.Random) -> Entry:
    """Return ``entry`` with one or two ending events over criteria and groups it has."""
    groups = dict(entry.groups)
    model = entry.routes[0].variants[0]
    for number in range(rng.randint(1, 2)):
        nodes = [*entry.criteria, *entry.groups]
        members = tuple(rng.sample(nodes, min(len(nodes), rng.randint(1, 3))))
        needs = Needs(rng.choice((NeedsKind.ALL, NeedsKind.ANY, NeedsKind.NONE)))
        variant = Variant("", needs, members, model.clause, model.position)
        groups[f"E{number + 1}"] = Group(f"E{number + 1}", "", (variant,), ())
    return replace(entry, groups=groups)


@pytest.mark.generated
def test_reviews_of_generated_entries(scale: int) -> None:
    seen: set[tuple[Outcome, Outcome]] = set()
    for number in range(_ENTRIES * scale):
        rng = random.Random(f"review-{number}")
        entry, vocabulary = draw_entry(rng, rng.choice((SMALL, ORDINARY)))
        entry = _with_endings(entry, rng)
        plain, reviewed = (compile_generated(each, vocabulary) for each in (entry, entry.for_review()))
        if plain is None or reviewed is None:
            continue
        apply, review = make_decider(plain, vocabulary), make_decider(reviewed, vocabulary)
        maker = EvidenceMaker(entry, vocabulary)
        for _ in range(_CASES):
            evidence = maker.draw(rng)
            met, goes_on = apply.decide(evidence, Detail.REASONS), review.decide(evidence, Detail.REASONS)
            seen.add((met.outcome, goes_on.outcome))
            holding = [group.id for group in entry.endings if met.judgement.nodes[group.id]]
            assert met.judgement.nodes == goes_on.judgement.nodes
            if goes_on.outcome is Outcome.MEETS:
                assert met.outcome is Outcome.MEETS
                assert not holding
            if holding or met.outcome is Outcome.DOES_NOT_MEET:
                assert goes_on.outcome is Outcome.DOES_NOT_MEET
    assert {(Outcome.MEETS, each) for each in Outcome} <= seen
    assert (Outcome.UNDECIDED, Outcome.DOES_NOT_MEET) in seen
