"""Sample persons of the real rules: most of their bills can be settled, so that a change is tried on something."""

import pytest
from proofs.conftest import RealArea

from chronicare.application.benefits.settle_bill import SettledBill
from chronicare.application.catalogue import Catalogue
from chronicare.application.generated import SamplePersons
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.impact import Side
from chronicare.application.persons import PersonSubject
from chronicare.application.runtime import Runtime
from chronicare.benefits.answer import SettlementOutcome

PERSONS = 120
MOST = 0.8
"""The part of the bills that is to be settled; the rest is refused, or rests on what the sources do not say."""


def test_most_bills_of_sample_persons_are_settled(area: RealArea) -> None:
    if all(period.chain is None for period in area.release.rules.benefits):
        pytest.skip("nothing is settled here")
    catalogue = Catalogue()
    catalogue.publish((area.release,), {})
    side = Side(Runtime(catalogue, Guard(Unrecorded())), area.release)
    sample = SamplePersons(3, side, side, assume_usual=True)
    answers = [PersonSubject(sample[number], assume_usual=True).answer(side) for number in range(PERSONS)]
    outcomes = [each.answer.outcome for each in answers if isinstance(each, SettledBill)]
    assert len(outcomes) >= PERSONS // 2
    assert outcomes.count(SettlementOutcome.SETTLED) > MOST * len(outcomes)
    assert set(outcomes) - {SettlementOutcome.SETTLED}, "and some are not"


def test_a_person_is_the_same_whoever_is_drawn_before(area: RealArea) -> None:
    if all(period.chain is None for period in area.release.rules.benefits):
        pytest.skip("nothing is settled here")
    catalogue = Catalogue()
    catalogue.publish((area.release,), {})
    side = Side(Runtime(catalogue, Guard(Unrecorded())), area.release)
    one, other = SamplePersons(3, side, side), SamplePersons(3, side, side)
    late = other[7]
    assert [one[number] for number in range(8)][-1] == late
