"""Judged in columns, persons are judged as engine and reference evaluator judge each: 100,000 of each area."""

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from columns import hold_against_decisions
from fuzz.deciding import compile_generated, make_decider
from fuzz.evidence import EvidenceMaker
from fuzz.programs import LARGE, ORDINARY, SMALL, draw_entry

from chronicare.columnar.grids import lay_out
from chronicare.judging.sites import by_site
from chronicare.program.evidence import Evidence
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decide import EntryDecider

if TYPE_CHECKING:
    from proofs.conftest import RealArea

_CHUNKS = 4
_PERSONS = 100_000
_GENERATED = 30


@pytest.mark.slow
@pytest.mark.generated
@pytest.mark.parametrize("chunk", range(_CHUNKS))
def test_persons_are_judged_alike_for_every_published_entry(area: "RealArea", chunk: int, scale: int) -> None:
    deciders = area.release.deciders
    if not deciders:
        pytest.skip("the area recognises no diseases")
    layout = lay_out([each.compiled for each in deciders], area.vocabulary)
    of_each = -(-_PERSONS * scale // (_CHUNKS * len(deciders)))
    asked = one_by_one = 0
    for decider in deciders:
        rng = random.Random(f"{decider.entry.code}-{chunk}")
        maker = EvidenceMaker(decider.entry, area.vocabulary)
        everyone = [_told_otherwise(maker.draw(rng), decider, area.vocabulary, rng) for _ in range(of_each)]
        judged = hold_against_decisions(decider, layout, everyone)
        asked += judged.count
        one_by_one += int(judged.one_by_one.sum())
    assert asked * _CHUNKS >= _PERSONS * scale
    assert one_by_one < asked / 10


@pytest.mark.generated
def test_persons_are_judged_alike_for_generated_entries(scale: int) -> None:
    asked = one_by_one = 0
    for number in range(_GENERATED * scale):
        rng = random.Random(f"columns-{number}")
        entry, words = draw_entry(rng, (SMALL, ORDINARY, LARGE)[number % 3])
        compiled = compile_generated(entry, words)
        if compiled is None:
            continue
        maker = EvidenceMaker(entry, words)
        everyone = [maker.draw(rng) for _ in range(60)]
        judged = hold_against_decisions(make_decider(compiled, words), lay_out([compiled], words), everyone)
        asked += judged.count
        one_by_one += int(judged.one_by_one.sum())
    assert asked > 20 * _GENERATED * scale
    assert one_by_one < asked / 10


def _told_otherwise(evidence: Evidence, decider: EntryDecider, words: Vocabulary, rng: random.Random) -> Evidence:
    """Let now and then a value be told without its site, or a quantity by another of its findings."""
    criteria = decider.entry.criteria.values()
    findings = dict(evidence.findings)
    for declared, at in by_site(words.findings[each.finding] for each in criteria).items():
        for code in at:
            if code not in findings:
                continue
            site = words.findings[code].site if rng.random() < 0.8 else ""
            told = tuple(each._replace(site=site) for each in findings[code])
            if not site:
                del findings[code]
            if words.findings[code].repeated or declared not in findings:
                findings[declared] = (*findings.get(declared, ()), *told)
    others = {each.finding for each in criteria if words.findings[each.finding].alternative} - findings.keys()
    return replace(evidence, findings=findings, alternatives=frozenset(code for code in others if rng.random() < 0.5))
