"""Coverage of an entry: each criterion is to be seen true, false and unknown, and the entry with every outcome."""

from collections.abc import Iterable

from chronicare.checks.coverage import Coverage, Sighting, measure
from chronicare.checks.recognition.questions import RecognitionResult
from chronicare.program.entry import Criterion, Entry
from chronicare.program.vocabulary import at_site
from chronicare.recognition.decision import Outcome


def coverage_of_entry(entry: Entry, results: Iterable[RecognitionResult]) -> Coverage:
    """Measure the coverage of ``entry`` by those of ``results`` that are about it."""
    decisions = [result.answer for result in results if result.question.entry.code == entry.code]
    outcomes = {decision.outcome for decision in decisions}
    return measure(
        entry.code,
        [
            Sighting(each.position, truth, each.id)
            for each in entry.as_written.criteria.values()
            for truth in (True, False, None)
        ],
        [
            {
                Sighting(each.position, decision.judgement.nodes[each.id], _as_written(each))
                for each in decision.entry.criteria.values()
            }
            for decision in decisions
        ],
        tuple(outcome.value for outcome in Outcome if outcome not in outcomes),
    )


def _as_written(criterion: Criterion) -> str:
    """Return the criterion's number as it stands in its row, whatever the site it is judged at."""
    return criterion.id.removesuffix(at_site("", criterion.site)) if criterion.site else criterion.id
