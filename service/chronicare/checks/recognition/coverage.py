"""Coverage of an entry: each criterion is to be seen true, false and unknown, and the entry with every outcome."""

from collections.abc import Iterable

from chronicare.checks.coverage import Coverage, Sighting, measure
from chronicare.checks.recognition.questions import RecognitionResult
from chronicare.program.entry import Entry
from chronicare.recognition.decision import Outcome


def coverage_of_entry(entry: Entry, results: Iterable[RecognitionResult]) -> Coverage:
    """Measure the coverage of ``entry`` by those of ``results`` that are about it."""
    decisions = [result.answer for result in results if result.question.entry.code == entry.code]
    outcomes = {decision.outcome for decision in decisions}
    return measure(
        entry.code,
        [Sighting(each.position, truth, each.id) for each in entry.criteria.values() for truth in (True, False, None)],
        [
            {
                Sighting(each.position, decision.judgement.nodes[each.id], each.id)
                for each in decision.entry.criteria.values()
            }
            for decision in decisions
        ],
        tuple(outcome.value for outcome in Outcome if outcome not in outcomes),
    )
