"""A yes/no finding asked for at any time and from some day on: what is still to be found has one answer to both."""

from datetime import date

import pytest
from fuzz.deciding import make_decider
from fuzz.evidence import AS_OF
from unit.compiler.written import entry_of, vocabulary

from chronicare.engine import InterpretingEngine
from chronicare.program.evidence import Evidence, Measurement
from chronicare.recognition.decision import Outcome
from chronicare.reference import ReferenceEvaluator

ONSET = date(2025, 6, 1)
BEFORE, AFTER = date(2025, 5, 31), date(2025, 7, 1)
MEETS, UNDECIDED = Outcome.MEETS, Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("lasting", "reported", "outcome"),
    [
        ("满0天", None, MEETS),
        ("满0天", (False, BEFORE), MEETS),
        ("满0天", (True, BEFORE), MEETS),
        ("满0天", (False, AFTER), MEETS),
        ("满3个月", None, UNDECIDED),
        ("满3个月", (False, AFTER), UNDECIDED),
    ],
)
def test_whatever_is_still_found_brings_one_or_the_other(
    lasting: str, reported: tuple[bool, date] | None, outcome: Outcome
) -> None:
    """Either there is the symptom, or there is none since the onset; three months after it nobody may have looked."""
    compiled = entry_of(f"1,症状,是,\n2,症状,否,自起病日期{lasting}\n", "R1,全部,1\nR2,全部,2")
    findings = {"onset": (Measurement(ONSET),)}
    if reported is not None:
        value, day = reported
        findings["symptom"] = (Measurement(value, day),)
    evidence = Evidence(AS_OF, findings)
    assert make_decider(compiled, vocabulary(), InterpretingEngine()).decide(evidence).outcome is outcome
    assert Outcome.of(ReferenceEvaluator(compiled.entry, vocabulary()).judge(evidence).outcome) is outcome


@pytest.mark.parametrize(("cough", "outcome"), [(True, UNDECIDED), (False, UNDECIDED)])
def test_it_is_one_answer_and_not_two(cough: bool, outcome: Outcome) -> None:
    """With the symptom now, the first route asks for the cough; without it, the second asks for there being none."""
    compiled = entry_of("1,症状,是,\n2,症状,否,自起病日期满0天\n3,咳嗽,是,\n4,咳嗽,否,\n", "R1,全部,1;3\nR2,全部,2;4")
    evidence = Evidence(AS_OF, {"cough": (Measurement(cough),)})
    decision = make_decider(compiled, vocabulary(), InterpretingEngine()).decide(evidence)
    assert decision.outcome is outcome
    assert decision.to_meet is not None
    assert [[each.findings for each in choices] for choices in decision.to_meet.sets] == [[("symptom",)]]
    assert Outcome.of(ReferenceEvaluator(compiled.entry, vocabulary()).judge(evidence).outcome) is outcome
