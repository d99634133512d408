"""What is missing of a blank record is told whole: no entry of an area has more ways than are gone through."""

from typing import TYPE_CHECKING

from chronicare.program.evidence import Evidence

if TYPE_CHECKING:
    from proofs.conftest import RealArea


def test_what_is_missing_of_a_blank_record_is_told_whole(area: "RealArea") -> None:
    for decider in area.release.deciders:
        decision = decider.decide(Evidence(area.day, {}))
        for missing in (decision.to_meet, decision.to_refuse):
            assert missing is None or not missing.more_than_total, decider.entry.code
