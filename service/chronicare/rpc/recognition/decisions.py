"""Decisions as messages. What does not depend on the person is written once for each entry and copied; this is hot."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import uuid4

from chronicare.api.v1 import decision_pb2
from chronicare.diagnostics import Language
from chronicare.judging.budget import spend
from chronicare.judging.cause import Cause
from chronicare.program.entry import Entry
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.criterion_wording import criterion_text, needs_text, use_text
from chronicare.recognition.decision import CriterionResult, Decision, Detail, Outcome
from chronicare.recognition.decision_wording import summarise
from chronicare.recognition.lacks import LackKind
from chronicare.recognition.missing_sets import Choice, MissingSets
from chronicare.recognition.missing_wording import lacking_text
from chronicare.recognition.nearest import Nearest
from chronicare.recognition.result_wording import distance_text, shown_value, value_in_test
from chronicare.recognition.value_wording import canonical_value
from chronicare.rpc.rule_parts import day_text, write_anomalies, write_put_in_force, write_readings, write_source

OUTCOMES: Mapping[Outcome, decision_pb2.Outcome] = {
    Outcome.MEETS: decision_pb2.OUTCOME_MEETS,
    Outcome.DOES_NOT_MEET: decision_pb2.OUTCOME_DOES_NOT_MEET,
    Outcome.UNDECIDED: decision_pb2.OUTCOME_UNDECIDED,
}
LACKS = {
    LackKind.VALUE: decision_pb2.MISSING_KIND_VALUE,
    LackKind.TIMES: decision_pb2.MISSING_KIND_TIMES,
    LackKind.DAYS: decision_pb2.MISSING_KIND_DAYS,
    LackKind.DATE: decision_pb2.MISSING_KIND_DATE,
    LackKind.REFERENCE_RANGE: decision_pb2.MISSING_KIND_REFERENCE_RANGE,
    LackKind.COMPLETENESS: decision_pb2.MISSING_KIND_COMPLETENESS,
    LackKind.SITE: decision_pb2.MISSING_KIND_SITE,
}
TRUTHS: Mapping[Truth, decision_pb2.Truth] = {
    True: decision_pb2.TRUTH_TRUE,
    False: decision_pb2.TRUTH_FALSE,
    None: decision_pb2.TRUTH_UNKNOWN,
}
CAUSES: Mapping[Cause, decision_pb2.UndecidedCause] = {
    Cause.EVIDENCE: decision_pb2.UNDECIDED_CAUSE_EVIDENCE,
    Cause.POLICY: decision_pb2.UNDECIDED_CAUSE_POLICY,
}


class _Forms(NamedTuple):
    """What is the same in every decision on an entry: for an outcome alone, with reasons, and document by document."""

    outcome: decision_pb2.Decision
    reasons: decision_pb2.Decision
    documents: Mapping[int, decision_pb2.DocumentStatus]


class DecisionWriter:
    """Writes the decisions made with one release, in one language."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        """Use the names of ``vocabulary``. The entries of the decisions must live as long as the writer does."""
        self._vocabulary = vocabulary
        self._language = language
        self._forms: dict[int, _Forms] = {}

    def write(self, decision: Decision, detail: Detail, message: decision_pb2.Decision) -> None:
        """Write ``decision`` into the empty ``message``, as far as ``detail`` goes."""
        entry = decision.entry
        forms = self._forms.get(id(entry))
        if forms is None:
            forms = self._forms[id(entry)] = _forms_of(entry, self._vocabulary, self._language)
        message.CopyFrom(forms.outcome if detail is Detail.OUTCOME else forms.reasons)
        message.decision_id = uuid4().hex
        message.outcome = OUTCOMES[decision.outcome]
        message.as_of_date = decision.as_of.isoformat()
        if decision.causes:
            message.causes.extend([CAUSES[cause] for cause in decision.causes])
        if decision.routes:
            message.routes.extend(decision.routes)
        if decision.exclusions:
            message.exclusions.extend(decision.exclusions)
        if decision.review_date is not None:
            message.review_date = decision.review_date.isoformat()
        if decision.if_record_complete is not None:
            message.if_record_complete = OUTCOMES[decision.if_record_complete]
        if decision.readings:
            self._write_readings(decision, message)
        if detail is not Detail.OUTCOME:
            self._write_reasons(decision, forms, message)
        spend(0, message.ByteSize())

    def _write_readings(self, decision: Decision, message: decision_pb2.Decision) -> None:
        for note, reading in zip(decision.readings, message.policy_readings, strict=True):
            reading.is_decisive = note.decisive
            for each in reading.readings:
                each.outcome = OUTCOMES[Outcome.of(note.outcomes[each.id])]

    def _write_reasons(self, decision: Decision, forms: _Forms, message: decision_pb2.Decision) -> None:
        message.summary = summarise(decision, self._vocabulary, self._language)
        for result, row in zip(decision.criteria, message.criteria, strict=True):
            row.truth = TRUTHS[result.truth]
            if result.values or result.distance is not None:
                self._write_values(result, row)
        nodes = decision.judgement.nodes
        for group in message.groups:
            group.truth = TRUTHS[nodes[group.id]]
        if decision.to_meet is not None:
            write_missing(decision.to_meet, self._vocabulary, self._language, message.to_meet)
        if decision.to_refuse is not None:
            write_missing(decision.to_refuse, self._vocabulary, self._language, message.to_refuse)
        if decision.nearest is not None:
            _write_nearest(decision.nearest, message.nearest_route)
        self._write_documents(decision, forms, message)
        for step in decision.firings:
            fired = message.trace.add(rule=step.rule, node=step.node)
            if step.node:
                fired.truth = TRUTHS[step.truth]

    def _write_documents(self, decision: Decision, forms: _Forms, message: decision_pb2.Decision) -> None:
        for status in decision.documents:
            document = message.documents.add()
            document.CopyFrom(forms.documents[id(status.document)])
            document.is_required = status.required
            if status.held is not None:
                document.is_held = status.held

    def _write_values(self, result: CriterionResult, row: decision_pb2.CriterionResult) -> None:
        finding = self._vocabulary.findings[result.criterion.finding]
        for used in result.values:
            measurement = used.measurement
            in_test_unit = value_in_test(measurement, result.criterion, finding, self._language)
            row.values.add(
                given=measurement.given,
                normalised=canonical_value(measurement.value, finding, self._language),
                in_test_unit=in_test_unit,
                description=shown_value(measurement.given, in_test_unit, finding, self._language),
                date=day_text(measurement.date),
                report_id=measurement.report_id,
                attester=measurement.attester,
                passes=TRUTHS[used.passes],
                site=measurement.site,
            )
        if result.distance is not None:
            row.distance = distance_text(result.distance, self._language)


def write_missing(
    missing: MissingSets, vocabulary: Vocabulary, language: Language, message: decision_pb2.MissingEvidence
) -> None:
    """Write which unknown findings would settle the matter one way."""
    message.total_count = missing.total
    message.is_lower_bound = missing.more_than_total
    for choices in missing.sets:
        evidence = message.sets.add()
        for choice in choices:
            names = [vocabulary.findings[code].name.in_language(language) for code in choice.findings]
            items = [_missing_item(missing, choice, code, vocabulary, language) for code in choice.findings]
            evidence.choices.add(count=choice.count, findings=choice.findings, names=names, items=items)


def _write_nearest(nearest: Nearest, message: decision_pb2.NearestRoute) -> None:
    message.route = nearest.route
    message.failing_criteria.extend(nearest.failing)
    message.exclusions.extend(nearest.exclusions)
    message.untested_criteria.extend(nearest.untested)
    for each in nearest.equally_near:
        message.equally_near.add(route=each.route, failing_criteria=each.failing, untested_criteria=each.untested)
    for tally in nearest.tallies:
        message.tallies.add(
            group=tally.group,
            needed_count=tally.needed,
            met_count=tally.met,
            failing_count=tally.failing,
            untested_count=tally.untested,
        )


def _missing_item(
    missing: MissingSets, choice: Choice, code: str, vocabulary: Vocabulary, language: Language
) -> decision_pb2.MissingItem:
    finding, lack = vocabulary.findings[code], missing.lack(choice, code)
    return decision_pb2.MissingItem(
        kind=LACKS[lack.kind],
        count=lack.count,
        wanted=lack.wanted,
        question=finding.question.in_language(language),
        description=lacking_text(lack, finding, language),
        site=finding.site,
    )


def _forms_of(entry: Entry, vocabulary: Vocabulary, language: Language) -> _Forms:
    outcome = decision_pb2.Decision(
        disease_code=entry.code,
        disease_name=entry.name.zh,
        disease_class=entry.disease_class,
        review_months=entry.review_months,
        ends_when=entry.ends_when,
    )
    write_readings(entry, language, outcome.policy_readings)
    write_put_in_force(entry.switches.values(), language, outcome.readings_put_in_force)
    reasons = decision_pb2.Decision()
    reasons.CopyFrom(outcome)
    in_force = entry.criteria_in_force
    for criterion in entry.criteria.values():
        row = reasons.criteria.add(
            id=criterion.id,
            finding=criterion.finding,
            finding_name=vocabulary.findings[criterion.finding].name.in_language(language),
            test=criterion.test.text,
            use=use_text(criterion.use, language, criterion.since),
            anomaly_ids=criterion.anomalies,
            description=criterion_text(criterion, vocabulary, language),
            site=criterion.site,
            is_of_other_reading=criterion.id not in in_force,
        )
        write_source(criterion.clause, criterion.position, row.source)
    for group in entry.groups.values():
        variant = entry.composed(group)
        composed = reasons.groups.add(
            id=group.id,
            needs=needs_text(variant.needs, language),
            members=variant.members,
            name=variant.name,
            site=group.site,
        )
        write_source(variant.clause, variant.position, composed.source)
    write_anomalies(entry, language, reasons.anomalies)
    documents: dict[int, decision_pb2.DocumentStatus] = {}
    for document in entry.documents:
        status = decision_pb2.DocumentStatus(
            code=document.code, name=document.name.in_language(language), issuer=document.issuer
        )
        write_source(document.clause, document.position, status.source)
        documents[id(document)] = status
    return _Forms(outcome, reasons, documents)
