"""What a person is entitled to, as messages."""

from fractions import Fraction

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.benefits.carried_figures import carried_figures
from chronicare.benefits.entitlements import Entitlement
from chronicare.benefits.rulings import rulings_of
from chronicare.benefits.step_terms import StepTerms
from chronicare.rpc.benefits.parts import PartWriter, basis_points, exact_text
from chronicare.rpc.rule_parts import write_source


def write_entitlement(entitlement: Entitlement, parts: PartWriter, message: pb.Entitlement) -> None:
    """Write what a person is entitled to in one setting: amounts as exact text in yuan, ratios in basis points."""
    message.setting = entitlement.setting
    parts.assumed(entitlement.assumed, message.assumed_facts)
    parts.readings(entitlement.readings, message.assumed_readings)
    parts.terms(entitlement.missing, message.missing_facts)
    parts.open_switches(entitlement.switches, message.open_switches)
    message.is_not_covered = entitlement.is_not_covered
    if not entitlement.steps:
        parts.determinations(entitlement.applied_rows, message.determinations)
    for step in entitlement.steps:
        _write_step(step, parts, message.steps.add())
    parts.provisional(carried_figures(entitlement.applied_rows), message.provisional_figures)
    switches = parts.model.rules.switches
    in_force = {name: each.default for name, each in switches.items() if each.default is not None}
    ruled = {
        switch: in_force[switch]
        for each in entitlement.applied_rows
        for switch, _ in each.row.readings
        if switch in in_force
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
    message.item_limit_yuan = _known_text(terms.item_limit)
    parts.terms(dict.fromkeys(terms.wanting.values()), message.wanting)
    write_source(terms.row.clause, terms.row.position, message.source)
    for absence in terms.absences:
        parts.absence(absence, message.no_values.add())
    message.depends_on_missing_facts = terms.depends


def _known_text(number: Fraction | None) -> str:
    return "" if number is None else exact_text(number)
