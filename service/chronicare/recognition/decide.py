"""Decides one entry for one person: the engine derives, the reference agrees, and the reasons are gathered."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from chronicare.engine import LoadedProgram
from chronicare.judging.agreement import CrossCheck, require_agreement
from chronicare.judging.cases import Ties
from chronicare.judging.cause import Cause
from chronicare.judging.encoding import measurement_reader
from chronicare.judging.engine_judge import EngineJudge, EngineRun, Judged
from chronicare.judging.memory import Memory
from chronicare.judging.ranking import Known
from chronicare.judging.sites import by_site, placings
from chronicare.program.entry import Criterion, Entry
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.ranks import CompiledEntry
from chronicare.program.truth import Judgement, Truth, common_truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.consequences import Consequences
from chronicare.recognition.decision import (
    CriterionResult,
    Decision,
    Detail,
    DocumentStatus,
    FiredRule,
    Outcome,
    UsedValue,
)
from chronicare.recognition.distance import distance_of
from chronicare.recognition.lacks import LackFinder
from chronicare.recognition.missing_sets import Choice, MissingSetFinder, MissingSets
from chronicare.recognition.nearest import Nearest, nearest_route
from chronicare.recognition.reading_notes import ReadingNotes
from chronicare.recognition.review_date import review_date
from chronicare.recognition.supposed_starts import SupposedStart, supposed_starts


class EntryDecider:
    """Decides one compiled entry."""

    def __init__(
        self,
        compiled: CompiledEntry,
        vocabulary: Vocabulary,
        judgement: LoadedProgram,
        consequences: LoadedProgram,
        cross_check: CrossCheck | None,
        in_review: "EntryDecider | None" = None,
        memory: Memory | None = None,
    ) -> None:
        """Bring together the programs and the cross-check; without one nothing is cross-checked (for proofs only).

        ``in_review`` is the same entry as it is asked of a recognition that exists, where that makes a difference. What
        the engine derived is kept in ``memory``, if there is one.
        """
        self.compiled = compiled
        self._in_review = in_review
        self.entry = compiled.entry
        self._vocabulary = vocabulary
        self._judge = EngineJudge(compiled, judgement, memory)
        self._judgement = judgement
        self._consequence_program = consequences
        self._consequences = Consequences(compiled.entry, consequences)
        self._notes = ReadingNotes(compiled)
        self._cross_check = cross_check
        self._memory = memory
        self._missing = MissingSetFinder(compiled)
        self._lacking = LackFinder(compiled, vocabulary)
        self._passes = {
            criterion.id: measurement_reader(compiled.columns[compiled.tests[criterion.id].column])
            for criterion in self.entry.criteria.values()
        }
        self._order = tuple(dict.fromkeys(criterion.finding for criterion in self.entry.criteria.values()))
        self._sites = by_site(vocabulary.findings[code] for code in self._order)
        self._lists = frozenset(code for code in self._sites if vocabulary.findings[code].repeated)
        self.findings = frozenset((*self._order, *self._sites))
        """The codes of the findings the entry's criteria test; of those at a site also as they are declared."""
        self._unchangeable = frozenset(code for code in self._order if vocabulary.findings[code].unchangeable)
        self._routes = tuple(group.id for group in self.entry.routes)
        self._exclusions = tuple(group.id for group in self.entry.exclusions)
        self._excluding_sites = tuple(group.id for group in self.entry.groups.values() if group.excludes_site)

    def assuming(self, readings: Mapping[str, str], cross_check_of: Callable[[Entry], CrossCheck]) -> "EntryDecider":
        """Return the decider of the entry with those of ``readings``, by switch, in force that it has switches for."""
        if self.entry.switches.keys().isdisjoint(readings):
            return self
        switches = {
            name: switch.assuming(readings[name]) if name in readings else switch
            for name, switch in self.entry.switches.items()
        }
        entry = replace(self.entry, switches=switches)
        return EntryDecider(
            replace(self.compiled, entry=entry),
            self._vocabulary,
            self._judgement,
            self._consequence_program,
            None if self._cross_check is None else cross_check_of(entry),
            None if self._in_review is None else self._in_review.assuming(readings, cross_check_of),
            self._memory,
        )

    @property
    def in_review(self) -> "EntryDecider":
        """The decider of whether a recognition that exists goes on: this one, if the entry has no ending event."""
        return self if self._in_review is None else self._in_review

    def decide(
        self,
        evidence: Evidence,
        detail: Detail = Detail.REASONS,
        held_documents: Collection[str] | None = None,
    ) -> Decision:
        """Decide the entry as of ``evidence.as_of``. Raises ``DisagreementError`` if the cross-check differs."""
        evidence, ways = placings(evidence, self._sites, self._lists) if self._sites else (evidence, ())
        known = self._judge.read(evidence)
        ties = self._judge.ties(evidence)
        judged = self._judged(known, ties, evidence, ways)
        if judged.judgement.outcome is None and not evidence.alternatives.isdisjoint(self.findings):
            # Reported one way, the quantity need not be reported the other.
            whole = evidence.complete | evidence.alternatives
            said = replace(evidence, complete=whole, alternatives=frozenset())
            return self.decide(said, detail, held_documents)
        judgement, engine_run, settled, _ = judged
        follows = self._consequences.follow(judgement.outcome, settled)
        outcome = follows.outcome
        decision = Decision(
            self.entry,
            evidence.as_of,
            outcome,
            _causes(judgement) if outcome is Outcome.UNDECIDED else (),
            review_date(self.entry, evidence.as_of) if follows.review else None,
            self._notes.notes(judged, partial(self._outcome_under, evidence, ways, known, ties)),
            judgement,
            tuple([name for name in self._routes if settled[name]]),
            tuple([name for name in self._exclusions_told(outcome) if settled[name]]),
            follows.documents if held_documents is None else _held(follows.documents, held_documents),
            *(self._if_complete(evidence, known) if outcome is Outcome.UNDECIDED else ()),
        )
        if detail is Detail.OUTCOME:
            return decision
        undecided = outcome is Outcome.UNDECIDED
        criteria = self._criteria(evidence, known, judgement.nodes)
        return replace(
            decision,
            criteria=criteria,
            nearest=self._nearest(criteria, settled) if outcome is Outcome.DOES_NOT_MEET else None,
            to_meet=self._find_missing(evidence, known, ties, judgement, True) if undecided else None,
            to_refuse=self._find_missing(evidence, known, ties, judgement, False) if undecided else None,
            firings=self._trace(engine_run, follows.firings) if detail is Detail.TRACE else (),
        )

    def _exclusions_told(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the exclusions to be told if they hold: of one site only where no other is met."""
        return self._exclusions if outcome is not Outcome.DOES_NOT_MEET else self._exclusions + self._excluding_sites

    def _if_complete(self, evidence: Evidence, known: Sequence[Known]) -> tuple[Outcome | None, tuple[str, ...]]:
        """Return what the outcome is if the record sent is all there is, and the lists that may go on."""
        open_lists = tuple(each for each in self._order if each in evidence.open_lists)
        unsited = [each for each in self._sites if evidence.open_lists.isdisjoint(self._sites[each])]
        open_lists += tuple(each for each in unsited if each in evidence.open_lists)
        if not open_lists:
            return None, ()
        whole = replace(evidence, complete=evidence.complete | evidence.open_lists, open_lists=frozenset())
        whole, ways = placings(whole, self._sites, self._lists) if self._sites else (whole, ())
        known_then = self._judge.read(whole)
        if known_then == known and not ways:
            return Outcome.UNDECIDED, open_lists
        judged = self._judged(known_then, self._judge.ties(whole), whole, ways)
        return Outcome.of(judged.judgement.outcome), open_lists

    def _find_missing(
        self, evidence: Evidence, known: Sequence[Known], ties: Ties, judgement: Judgement, goal: bool
    ) -> MissingSets:
        supposed = tuple(
            (start.finding, tuple(self._judge.read(_stating(evidence, start))))
            for start in supposed_starts(self.compiled.columns, evidence)
        )
        missing = self._missing.find(known, goal, ties, evidence.impossible, supposed)
        lacks = self._lacking.lacks(missing.findings, evidence, judgement.nodes, goal)
        sets = missing.sets
        if self._sites:
            sets = tuple(each for each in sets if not self._lacking.contradicts(_codes(each), lacks, evidence))
        total = missing.total - len(missing.sets) + len(sets)
        return replace(missing, sets=sets, total=total, lacks=lacks)

    def _nearest(self, criteria: Sequence[CriterionResult], nodes: Mapping[str, Truth]) -> Nearest:
        shares = {each.distance.criterion: each.distance.share for each in criteria if each.distance is not None}
        return nearest_route(self.entry, nodes, self._in_force(), shares, self._unchangeable)

    def _in_force(self) -> dict[str, str]:
        return {name: switch.default for name, switch in self.entry.switches.items() if switch.default is not None}

    def _judged(
        self,
        known: Sequence[Known],
        ties: Ties,
        evidence: Evidence,
        ways: Sequence[Evidence],
        readings: Mapping[str, str] | None = None,
    ) -> Judged:
        """Judge ``known`` of ``evidence``; where that decides nothing, each of the ``ways`` its values may be placed.

        Every judgement is confirmed. What all ways come to is what the evidence comes to.
        """
        judged = self._judge.judge(known, ties)
        self._confirm(judged.judgement, judged.engine_run, evidence, readings)
        if judged.judgement.outcome is not None or not ways:
            return judged
        every = [
            self._judged(self._judge.read(way, readings), self._judge.ties(way), way, (), readings) for way in ways
        ]
        by_reading = {
            key: common_truth([each.judgement.by_reading[key] for each in every]) for key in judged.judgement.by_reading
        }
        outcome = common_truth([each.judgement.outcome for each in every])
        settled = {
            name: truth if truth is not None else common_truth([each.settled[name] for each in every])
            for name, truth in judged.settled.items()
        }
        runs = [run for each in (judged, *every) for run in each.runs]
        return Judged(Judgement(judged.judgement.nodes, outcome, by_reading), judged.engine_run, settled, runs)

    def _confirm(
        self, judgement: Judgement, engine_run: EngineRun, evidence: Evidence, readings: Mapping[str, str] | None
    ) -> None:
        if self._cross_check is None:
            return
        require_agreement(self.entry.code, judgement, self._cross_check.judge(evidence, readings), engine_run.firings)

    def _outcome_under(
        self,
        evidence: Evidence,
        ways: Sequence[Evidence],
        known: Sequence[Known],
        ties: Ties,
        readings: Mapping[str, str],
    ) -> Truth:
        return self._judged(self._judge.under(readings, known), ties, evidence, ways, readings).judgement.outcome

    def _criteria(
        self, evidence: Evidence, known: Sequence[Known], nodes: Mapping[str, Truth]
    ) -> tuple[CriterionResult, ...]:
        results: list[CriterionResult] = []
        for criterion in self.entry.criteria.values():
            truth = nodes[criterion.id]
            passes = self._passes[criterion.id]
            passing = self.compiled.tests[criterion.id].passing
            values = tuple(
                UsedValue(measurement, passes(measurement, evidence, passing))
                for measurement in (*evidence.findings.get(criterion.finding, ()), *self._unsited(criterion, evidence))
            )
            distance = None
            if truth is False:
                finding = self._vocabulary.findings[criterion.finding]
                distance = distance_of(self.compiled, criterion, finding, evidence, known)
            results.append(CriterionResult(criterion, truth, values, distance))
        return tuple(results)

    def _unsited(self, criterion: Criterion, evidence: Evidence) -> Iterable[Measurement]:
        """Yield the values that may be of the criterion's site, of which it is not said; none if it has no site."""
        declared = self._vocabulary.findings[criterion.finding].site_of
        placed = evidence.findings.get(criterion.finding, ())
        return (each for each in evidence.findings.get(declared, ()) if not each.site and each not in placed)

    def _trace(self, engine_run: EngineRun, consequences: Sequence[str]) -> tuple[FiredRule, ...]:
        steps: list[FiredRule] = []
        for name in engine_run.firings:
            node, truth = self.compiled.verdicts.get(name) or self.compiled.readings.get(name) or ("", None)
            steps.append(FiredRule(name, node, truth))
        return (*steps, *(FiredRule(name, "", None) for name in consequences))


def _codes(choices: Sequence[Choice]) -> set[str]:
    return {code for choice in choices for code in choice.findings}


def _stating(evidence: Evidence, start: SupposedStart) -> Evidence:
    return replace(evidence, findings={**evidence.findings, start.finding: (Measurement(start.day),)})


def _held(documents: Sequence[DocumentStatus], held: Collection[str]) -> tuple[DocumentStatus, ...]:
    return tuple(replace(each, held=each.document.code in held) for each in documents)


def _causes(judgement: Judgement) -> tuple[Cause, ...]:
    """Evidence, if under some reading it is still unknown; policy, if the readings do not all say the same."""
    outcomes = list(judgement.by_reading.values())
    causes: list[Cause] = []
    if None in outcomes:
        causes.append(Cause.EVIDENCE)
    if len(set(outcomes)) > 1:
        causes.append(Cause.POLICY)
    return tuple(causes)
