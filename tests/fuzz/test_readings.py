"""A decision says what every reading of a switch would bring, whether or not the engine had to be asked again."""

import random

import pytest
from fuzz.deciding import compile_generated, make_decider
from fuzz.evidence import EvidenceMaker
from fuzz.programs import ORDINARY, SMALL, draw_entry

from chronicare.recognition.decision import Detail
from chronicare.reference import ReferenceEvaluator


@pytest.mark.generated
def test_each_reading_brings_what_the_reference_finds_under_it(scale: int) -> None:
    asked = decisive = undecided = 0
    for number in range(1000 * scale):
        rng = random.Random(f"readings-{number}")
        entry, vocabulary = draw_entry(rng, rng.choice((SMALL, ORDINARY)))
        switched = {group.switch for group in entry.groups.values()}
        defaults = [each for each in entry.switches.values() if each.default is not None and each.name in switched]
        compiled = compile_generated(entry, vocabulary) if defaults else None
        if compiled is None:
            continue
        decider, reference = make_decider(compiled, vocabulary), ReferenceEvaluator(entry, vocabulary)
        maker = EvidenceMaker(entry, vocabulary)
        for _ in range(40):
            evidence = maker.draw(rng)
            notes = {note.switch.name: note for note in decider.decide(evidence, Detail.OUTCOME).readings}
            for switch in defaults:
                found = {each.id: reference.judge(evidence, {switch.name: each.id}).outcome for each in switch.readings}
                note = notes[switch.name]
                assert note.outcomes == found, (number, switch.name)
                assert note.decisive is (len(set(found.values())) > 1)
                asked += 1
                decisive += note.decisive
                undecided += None in found.values()
    assert asked > 3_000
    assert decisive > 100
    assert undecided > 300
