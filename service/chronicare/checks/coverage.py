"""Coverage of the cases: each criterion row is to be seen true, false and unknown, each entry with all outcomes."""

from collections.abc import Iterable
from dataclasses import dataclass

from chronicare.checks.casebook import CaseResult
from chronicare.program.entry import Entry
from chronicare.program.truth import Truth
from chronicare.recognition.decision import Outcome

_TRUTHS: tuple[Truth, ...] = (True, False, None)


@dataclass(frozen=True, slots=True)
class EntryCoverage:
    """What the cases of one entry have shown: ``unseen`` are (criterion, truth) pairs no case brought about."""

    entry: str
    cases: int
    seen: int
    total: int
    unseen: tuple[tuple[str, Truth], ...]
    missing_outcomes: tuple[Outcome, ...]


def coverage_of(entries: Iterable[Entry], results: Iterable[CaseResult]) -> tuple[EntryCoverage, ...]:
    """Measure the coverage of each entry by the cases of that entry."""
    by_entry: dict[str, list[CaseResult]] = {}
    for result in results:
        by_entry.setdefault(result.entry, []).append(result)
    return tuple(_entry(entry, by_entry.get(entry.code, [])) for entry in entries)


def _entry(entry: Entry, results: list[CaseResult]) -> EntryCoverage:
    unseen = tuple(
        (name, truth)
        for name in entry.criteria
        for truth in _TRUTHS
        if not any(result.decision.judgement.nodes[name] is truth for result in results)
    )
    outcomes = {result.decision.outcome for result in results}
    total = len(entry.criteria) * len(_TRUTHS)
    return EntryCoverage(
        entry.code,
        len(results),
        total - len(unseen),
        total,
        unseen,
        tuple(outcome for outcome in Outcome if outcome not in outcomes),
    )
