"""What the readings of an entry's switches come to for one person."""

from collections.abc import Callable, Mapping

from chronicare.judging.engine_judge import Judged
from chronicare.program.entry import NeedsKind
from chronicare.program.ranks import CompiledEntry
from chronicare.program.truth import Truth, common_truth
from chronicare.recognition.decision import ReadingNote


class ReadingNotes:
    """Says what every reading of every switch of one entry brings."""

    def __init__(self, compiled: CompiledEntry) -> None:
        """Note which groups each switch composes, and which switches compose what is scored."""
        self._compiled = compiled
        self._scored = {
            compiled.entry.groups[member].switch
            for group in compiled.entry.groups.values()
            for variant in group.variants
            if variant.needs.kind is NeedsKind.SCORE
            for member in variant.members
            if member in compiled.entry.groups
        }
        self._switches: dict[str, list[tuple[str, dict[str, str]]]] = {}
        for group in compiled.entry.groups.values():
            if group.switch:
                nodes = {variant.reading: f"{group.id}@{variant.reading}" for variant in group.variants}
                self._switches.setdefault(group.switch, []).append((group.id, nodes))

    def notes(self, judged: Judged, outcome_under: Callable[[Mapping[str, str]], Truth]) -> tuple[ReadingNote, ...]:
        """Say what every reading of every switch brings; an alternative is asked only where it may bring another."""
        if not self._compiled.entry.switches:
            return ()
        judgement, readings = judged.judgement, self._compiled.readings
        derived = [dict(readings[name] for name in run.firings if name in readings) for run in judged.runs]
        notes: list[ReadingNote] = []
        for name, switch in self._compiled.entry.switches.items():
            if switch.default is None:
                outcomes = {
                    reading.id: common_truth(
                        [truth for key, truth in judgement.by_reading.items() if (name, reading.id) in key]
                    )
                    for reading in switch.readings
                }
            else:
                outcomes = {switch.default: judgement.outcome}
                for reading in switch.readings:
                    if reading.id != switch.default:
                        outcomes[reading.id] = (
                            judgement.outcome
                            if all(self._is_alike(name, reading.id, switch.default, each) for each in derived)
                            else outcome_under({name: reading.id})
                        )
            notes.append(ReadingNote(switch, switch.default, outcomes, len(set(outcomes.values())) > 1))
        return tuple(notes)

    def _is_alike(self, switch: str, reading: str, default: str, derived: Mapping[str, bool]) -> bool:
        """Whether in one run the variants under ``reading`` derived the truths of those in force.

        If in every run made, then under ``reading`` the same cases would be gone through with the same outcomes.
        """
        return switch not in self._scored and all(
            derived.get(nodes[reading]) is derived.get(nodes[default]) for _, nodes in self._switches[switch]
        )
