"""Decides one entry for one person: the engine derives, the witness agrees, and the reasons are gathered.

Errors::

    DisagreementError          engine and reference evaluator differ; there is no answer, both traces are kept
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from chronicare.compiler.lower import MET, REFUSED, UNDECIDED
from chronicare.engine import LoadedProgram
from chronicare.program.entry import Switch
from chronicare.program.evidence import Evidence
from chronicare.program.ranks import CompiledEntry
from chronicare.program.truth import Judgement, Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import (
    Cause,
    CriterionResult,
    Decision,
    Detail,
    DocumentStatus,
    FiredRule,
    Outcome,
    ReadingNote,
    UsedValue,
)
from chronicare.recognition.encoding import Known, measurement_reader
from chronicare.recognition.judging import EngineJudge, Heard
from chronicare.recognition.missing import MissingFinder
from chronicare.recognition.nearest import distance_of, nearest_route
from chronicare.recognition.review import review_date

_RANK = {True: MET, None: UNDECIDED, False: REFUSED}


class Witness(Protocol):
    """A second evaluator that must come to the same judgement."""

    def judge(self, evidence: Evidence, readings: Mapping[str, str] | None = None) -> Judgement:
        """Judge the entry it was made for."""


class DisagreementError(Exception):
    """The two evaluators differ on an entry. ``engine`` and ``reference`` are their judgements."""

    def __init__(self, entry: str, engine: Judgement, reference: Judgement, firings: Sequence[str]) -> None:
        """Keep both judgements and the engine's firings."""
        self.entry = entry
        self.engine = engine
        self.reference = reference
        self.firings = tuple(firings)
        nodes = [name for name, truth in engine.nodes.items() if reference.nodes.get(name) is not truth]
        super().__init__(
            f"{entry}: engine and reference disagree on {nodes or 'the outcome'}: "
            f"{engine.outcome} against {reference.outcome}"
        )


class EntryDecider:
    """Decides one compiled entry."""

    def __init__(
        self,
        compiled: CompiledEntry,
        vocabulary: Vocabulary,
        judgement: LoadedProgram,
        consequences: LoadedProgram,
        witness: Witness | None,
    ) -> None:
        """Bring together the programs and the witness; without a witness nothing is cross-checked (for proofs only)."""
        self.compiled = compiled
        self.entry = compiled.entry
        self._vocabulary = vocabulary
        self._judge = EngineJudge(compiled, judgement)
        self._consequences = consequences
        self._witness = witness
        self._missing = MissingFinder(compiled)
        self._passes = {
            criterion.id: measurement_reader(compiled.columns[compiled.tests[criterion.id].column])
            for criterion in self.entry.criteria.values()
        }
        self.findings = frozenset(criterion.finding for criterion in self.entry.criteria.values())
        """The codes of the findings the entry's criteria test."""
        self._conditions = tuple(document.only_if for document in self.entry.documents)
        self._switches: dict[str, list[tuple[str, dict[str, str]]]] = {}
        for group in self.entry.groups.values():
            if group.switch:
                nodes = {variant.reading: f"{group.id}@{variant.reading}" for variant in group.variants}
                self._switches.setdefault(group.switch, []).append((group.id, nodes))

    def decide(
        self,
        evidence: Evidence,
        detail: Detail = Detail.REASONS,
        held_documents: Collection[str] | None = None,
    ) -> Decision:
        """Decide the entry as of ``evidence.as_of``. Raises ``DisagreementError`` if the witness differs."""
        known = self._judge.read(evidence)
        judgement, heard = self._judge.judge(known)
        self._confirm(judgement, heard, evidence, None)
        firings = self._follow(judgement)
        outcome = Outcome(next(_OUTCOMES[name] for name in firings if name in _OUTCOMES))
        notes = self._notes(evidence, judgement, heard) if self.entry.switches else ()
        nodes = judgement.nodes
        review = "review" in firings
        decision_parts = {
            "entry": self.entry,
            "as_of": evidence.as_of,
            "outcome": outcome,
            "causes": _causes(judgement) if outcome is Outcome.UNDECIDED else (),
            "review_date": review_date(self.entry, evidence.as_of) if review else None,
            "readings": notes,
            "judgement": judgement,
            "routes": tuple(group.id for group in self.entry.routes if nodes[group.id]),
            "exclusions": tuple(group.id for group in self.entry.exclusions if nodes[group.id]),
            "documents": self._documents(firings, held_documents),
        }
        if detail is Detail.OUTCOME:
            return Decision(**decision_parts)  # type: ignore[arg-type] # one dict for both ways out
        if outcome is Outcome.UNDECIDED:
            decision_parts["to_meet"] = self._missing.find(known, True)
            decision_parts["to_refuse"] = self._missing.find(known, False)
        if outcome is Outcome.DOES_NOT_MEET:
            decision_parts["nearest"] = nearest_route(self.entry, nodes, self._in_force())
        decision_parts["criteria"] = self._criteria(evidence, known, nodes)
        if detail is Detail.TRACE:
            decision_parts["firings"] = self._trace(heard, firings)
        return Decision(**decision_parts)  # type: ignore[arg-type] # as above

    def _in_force(self) -> dict[str, str]:
        return {name: switch.default for name, switch in self.entry.switches.items() if switch.default is not None}

    def _confirm(
        self, judgement: Judgement, heard: Heard, evidence: Evidence, readings: Mapping[str, str] | None
    ) -> None:
        if self._witness is None:
            return
        reference = self._witness.judge(evidence, readings)
        if (
            reference.outcome is not judgement.outcome
            or reference.nodes != judgement.nodes
            or reference.by_reading != judgement.by_reading
        ):
            raise DisagreementError(self.entry.code, judgement, reference, heard.firings)

    def _follow(self, judgement: Judgement) -> tuple[str, ...]:
        """Run the consequences: what follows from the outcome and the truth of the routes."""
        facts = {"o": _RANK[judgement.outcome]}
        for index, nodes in enumerate(self._conditions):
            if nodes:
                facts[f"d{index}"] = max(_RANK[judgement.nodes[node]] for node in nodes)
        return self._consequences.run(facts)

    def _documents(
        self, firings: Sequence[str], held: Collection[str] | None
    ) -> tuple[DocumentStatus, ...]:
        found: list[DocumentStatus] = []
        for index, document in enumerate(self.entry.documents):
            required = f"document{index}" in firings
            if required or f"perhaps{index}" in firings:
                found.append(DocumentStatus(document, required, None if held is None else document.code in held))
        return tuple(found)

    def _notes(self, evidence: Evidence, judgement: Judgement, heard: Heard) -> tuple[ReadingNote, ...]:
        derived: dict[str, bool] = dict(
            self.compiled.readings[name] for name in heard.firings if name in self.compiled.readings
        )
        notes: list[ReadingNote] = []
        for name, switch in self.entry.switches.items():
            if switch.default is None:
                outcomes = {
                    reading.id: _common(
                        [truth for key, truth in judgement.by_reading.items() if (name, reading.id) in key]
                    )
                    for reading in switch.readings
                }
                notes.append(ReadingNote(switch, None, outcomes, len(set(outcomes.values())) > 1))
            else:
                notes.append(self._note_default(switch, switch.default, evidence, judgement, derived))
        return tuple(notes)

    def _note_default(
        self,
        switch: Switch,
        default: str,
        evidence: Evidence,
        judgement: Judgement,
        derived: Mapping[str, bool],
    ) -> ReadingNote:
        """Say what another reading would bring; asked again only where its variant derived another truth."""
        outcomes: dict[str, Truth] = {default: judgement.outcome}
        for reading in switch.readings:
            if reading.id == default:
                continue
            same = judgement.outcome is not None and all(
                derived.get(nodes[reading.id]) is derived.get(nodes[default])
                for _, nodes in self._switches[switch.name]
            )
            if same:
                outcomes[reading.id] = judgement.outcome
                continue
            readings = {switch.name: reading.id}
            other, heard = self._judge.judge(self._judge.read(evidence, readings))
            self._confirm(other, heard, evidence, readings)
            outcomes[reading.id] = other.outcome
        return ReadingNote(switch, default, outcomes, len(set(outcomes.values())) > 1)

    def _criteria(
        self, evidence: Evidence, known: Sequence[Known], nodes: Mapping[str, Truth]
    ) -> tuple[CriterionResult, ...]:
        results: list[CriterionResult] = []
        for criterion in self.entry.criteria.values():
            truth = nodes[criterion.id]
            passes = self._passes[criterion.id]
            passing = self.compiled.tests[criterion.id].passing
            values = tuple(
                UsedValue(measurement, passes(measurement, evidence.as_of, passing))
                for measurement in evidence.findings.get(criterion.finding, ())
            )
            distance = None
            if truth is False:
                finding = self._vocabulary.findings[criterion.finding]
                distance = distance_of(self.compiled, criterion, finding, evidence, known)
            results.append(CriterionResult(criterion, truth, values, distance))
        return tuple(results)

    def _trace(self, heard: Heard, consequences: Sequence[str]) -> tuple[FiredRule, ...]:
        steps: list[FiredRule] = []
        for name in heard.firings:
            node, truth = self.compiled.verdicts.get(name) or self.compiled.readings.get(name) or ("", None)
            steps.append(FiredRule(name, node, truth))
        return (*steps, *(FiredRule(name, "", None) for name in consequences))


_OUTCOMES = {
    f"outcome{MET}": Outcome.MEETS.value,
    f"outcome{UNDECIDED}": Outcome.UNDECIDED.value,
    f"outcome{REFUSED}": Outcome.DOES_NOT_MEET.value,
}


def _common(truths: Sequence[Truth]) -> Truth:
    return truths[0] if len(set(truths)) == 1 else None


def _causes(judgement: Judgement) -> tuple[Cause, ...]:
    """Evidence, if under some reading it is still unknown; policy, if the readings do not all say the same."""
    outcomes = list(judgement.by_reading.values())
    causes: list[Cause] = []
    if None in outcomes:
        causes.append(Cause.EVIDENCE)
    if len(set(outcomes)) > 1:
        causes.append(Cause.POLICY)
    return tuple(causes)

