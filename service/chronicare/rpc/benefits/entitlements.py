"""What a person is entitled to, terms looked up, what is filed, and the terms there are, as messages."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.filing import PreparedFiling
from chronicare.benefits.alternatives import Alternative
from chronicare.benefits.carried_figures import carried_figures
from chronicare.benefits.entitlements import Entitlement
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.rulings import rulings_of
from chronicare.benefits.step_terms import StepTerms
from chronicare.benefits.terms import LookUpAnswer, ResolvedTerms
from chronicare.program.decision_table import DecisionTable
from chronicare.rpc.benefits.parts import PartWriter, exact_text, in_all, shared_readings
from chronicare.rpc.benefits.settlements import basis_points, write_interface_field
from chronicare.rpc.recognition.decisions import day_text
from chronicare.rpc.recognition.descriptions import write_finding
from chronicare.rpc.rule_parts import write_source


def write_entitlement(entitlement: Entitlement, parts: PartWriter, message: pb.Entitlement) -> None:
    """Write what a person is entitled to in one setting."""
    message.setting = entitlement.setting
    parts.assumed(entitlement.assumed, message.assumed_facts)
    parts.readings(entitlement.readings, message.assumed_readings)
    parts.terms(entitlement.missing, message.missing_facts)
    parts.open_switches(entitlement.switches, message.open_switches)
    if not entitlement.steps:
        parts.determinations(entitlement.applied_rows, message.determinations)
    for step in entitlement.steps:
        _write_step(step, parts, message.steps.add())
    parts.provisional(carried_figures(entitlement.applied_rows), message.provisional_figures)
    switches = parts.model.rules.switches
    in_force = {name: each.default for name, each in switches.items() if each.default is not None}
    ruled = {
        each.row.switch: in_force[each.row.switch] for each in entitlement.applied_rows if each.row.switch in in_force
    }
    parts.rulings(rulings_of(switches, ruled, entitlement.applied_rows), message.rulings)


def _write_step(terms: StepTerms, parts: PartWriter, message: pb.EntitledStep) -> None:
    message.step = terms.step.id
    message.payer = terms.step.payer
    message.name = terms.step.name.in_language(parts.language)
    message.deductible_yuan = _known_text(terms.deductible)
    message.counted_yuan = _known_text(terms.counted)
    for band in terms.bands:
        message.bands.add(limit_yuan=_known_text(band.limit), ratio_basis_points=basis_points(band.ratio))
    message.remaining_yuan = _known_text(terms.remaining)
    parts.terms(dict.fromkeys(terms.wanting.values()), message.wanting)
    write_source(terms.row.clause, terms.row.position, message.source)
    for absence in terms.absences:
        parts.absence(absence, message.no_values.add())
    message.depends_on_missing_facts = terms.depends


def _known_text(number: Fraction | None) -> str:
    return "" if number is None else exact_text(number)


def write_looked_up(found: LookUpAnswer, parts: PartWriter, message: pb.LookUpTermsResponse) -> None:
    """Write the terms looked up: the values, and of those undecided what would decide them, and the ways there are."""
    alternatives = _alternatives(found)
    parts.put_in_force(message.readings_put_in_force)
    if found.known is not None:
        known = found.known
        parts.values(known.values, message.values, known.absences)
        parts.provisional(known.provisional, message.provisional_figures)
        parts.rulings(known.rulings(parts.model.rules.switches), message.rulings)
        parts.values(known.assumed, message.assumed_facts)
    parts.terms(found.undecided, message.undecided_terms)
    for alternative in found.alternatives:
        _write_alternative(alternative, parts, message.alternatives.add())
    parts.determinations(in_all([each.applied_rows for each in alternatives]), message.determinations)
    parts.terms(found.missing, message.missing_facts)
    parts.open_switches(found.switches, message.open_switches)
    parts.readings_in_force(shared_readings([each.switches for each in alternatives]), message.readings_used)


def _write_alternative(
    alternative: Alternative[ResolvedTerms], parts: PartWriter, message: pb.LookUpAlternative
) -> None:
    parts.values(alternative.facts, message.assumed_facts)
    parts.readings(alternative.readings, message.assumed_readings)
    known = alternative.result
    parts.values(known.values, message.values, known.absences)
    parts.terms(dict.fromkeys(known.unknown()), message.missing_facts)


def write_filing(filing: PreparedFiling, parts: PartWriter, message: pb.PrepareFilingResponse) -> None:
    """Write what a recognition is filed with, and what its first day of benefit rests on."""
    for field, value in filing.fields:
        write_interface_field(field, value, message.fields.add())
    message.begin_date = day_text(filing.begin)
    message.end_date = day_text(filing.end)
    alternatives = _alternatives(filing.terms)
    parts.determinations(in_all([each.applied_rows for each in alternatives]), message.determinations)
    parts.readings_in_force(shared_readings([each.switches for each in alternatives]), message.readings_used)
    parts.terms(filing.terms.missing, message.missing_facts)
    parts.put_in_force(message.readings_put_in_force)


def _alternatives(found: LookUpAnswer) -> list[ResolvedTerms]:
    """Return the one way there is if the terms are known, else all that were gone."""
    return [found.known] if found.known is not None else [alternative.result for alternative in found.alternatives]


def write_terms(model: BenefitModel, given: frozenset[str], parts: PartWriter, message: pb.ListTermsResponse) -> None:
    """Write the terms of ``model``: those to be ``given``, those its tables put out, the accumulators."""
    rules = model.rules
    for code, finding in model.vocabulary.findings.items():
        if code in given:
            write_finding(finding, parts.language, message.facts.add())
        if code in rules.producers:
            table = rules.tables[rules.producers[code]]
            derived = message.derived.add(table=table.name, rests_on=_rests_on(table, code))
            parts.term(code, derived.term)
    parts.terms(rules.accumulators, message.accumulators)


def write_settings(
    needs: Mapping[str, Sequence[str]], accumulators: Sequence[str], message: pb.ListTermsResponse
) -> None:
    """Write what a bill of each setting ``needs``: facts, and such of the ``accumulators``."""
    for setting, codes in needs.items():
        message.settings.add(
            setting=setting,
            facts=[code for code in codes if code not in accumulators],
            accumulators=[code for code in codes if code in accumulators],
        )


def _rests_on(table: DecisionTable, code: str) -> list[str]:
    """Return the terms that ``code`` is looked up from in ``table``: what selects the row, what its formula names."""
    formulas = [row.outputs[code] for row in table.rows]
    named = [term for formula in formulas for term in formula.terms]
    return list(dict.fromkeys((*table.inputs, *named)))
