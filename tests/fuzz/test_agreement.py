"""The engine and the reference evaluator agree on generated entries and generated evidence, at least 100,000 times."""

import random

import pytest
from fuzz.deciding import compile_generated, make_decider
from fuzz.evidence import EvidenceMaker
from fuzz.programs import LARGE, ORDINARY, SMALL, Shape, draw_entry

from chronicare.recognition.decision import Detail, Outcome

_CHUNKS = 12
_PLAN = {"small": (SMALL, 5000, 70), "ordinary": (ORDINARY, 3000, 60), "large": (LARGE, 400, 25)}
"""Shape, cases to decide in a chunk, cases drawn for each entry. Twelve chunks make 100,800."""


def _compare(shape: Shape, seed: str, wanted: int, cases: int) -> dict[Outcome, int]:
    """Decide at least ``wanted`` generated cases; any disagreement raises. Return how often each outcome came out."""
    seen = dict.fromkeys(Outcome, 0)
    number = 0
    while sum(seen.values()) < wanted:
        rng = random.Random(f"{seed}-{number}")
        number += 1
        entry, vocabulary = draw_entry(rng, shape)
        compiled = compile_generated(entry, vocabulary)
        if compiled is None:
            continue
        decider = make_decider(compiled, vocabulary)
        maker = EvidenceMaker(entry, vocabulary)
        for _ in range(cases):
            seen[decider.decide(maker.draw(rng), Detail.OUTCOME).outcome] += 1
    return seen


@pytest.mark.generated
@pytest.mark.parametrize("chunk", range(_CHUNKS))
def test_engine_and_reference_agree_on_generated_entries(chunk: int, scale: int) -> None:
    total = 0
    for name, (shape, wanted, cases) in _PLAN.items():
        seen = _compare(shape, f"{name}-{chunk}", wanted * scale, cases)
        assert all(seen.values()), f"{name}: not every outcome occurred: {seen}"
        total += sum(seen.values())
    assert total * _CHUNKS >= 100_000 * scale
