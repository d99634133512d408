"""Terms looked up, as messages: values, and where they are undecided what would decide them."""

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.application.benefits.look_up import LookedUp
from chronicare.benefits.alternatives import Alternative
from chronicare.benefits.applied_row import in_all
from chronicare.benefits.look_up import LookUpAnswer, ResolvedTerms
from chronicare.diagnostics import Language
from chronicare.rpc.benefits.care_catalogue import write_area
from chronicare.rpc.benefits.parts import PartWriter, shared_readings


def write_looked_up(found: LookUpAnswer, parts: PartWriter, message: pb.LookUpTermsResponse) -> None:
    """Write the terms looked up, values in the canonical units of the terms.

    Of those undecided, what would decide them, and what they come to in each alternative.
    """
    results = found.results
    parts.put_in_force(message.readings_put_in_force)
    if found.known is not None:
        known = found.known
        parts.values(known.values, message.values, known.absences)
        parts.provisional(known.provisional, message.provisional_figures)
        parts.rulings(known.rulings(parts.model.rules.switches), message.rulings)
        parts.values(known.assumed, message.assumed_facts)
    parts.terms(found.undecided, message.undecided_terms)
    parts.terms(found.not_covered, message.not_covered_terms)
    message.covered.extend(each.in_language(parts.language) for each in found.covered)
    for alternative in found.alternatives:
        _write_alternative(alternative, parts, message.alternatives.add())
    parts.determinations(in_all([each.applied_rows for each in results]), message.determinations)
    parts.terms(found.missing, message.missing_facts)
    parts.open_switches(found.switches, message.open_switches)
    parts.readings_in_force(shared_readings([each.switches for each in results]), message.readings_used)


def write_care_look_up(looked_up: LookedUp, language: Language, message: pb.LookUpTermsResponse) -> None:
    """Write what the catalogue of the area of care says, or that it cannot be asked, beside what is written.

    What it says under each assumption stands among the alternatives, in its own words.
    """
    care, told = looked_up.care, message.care_catalogue
    if care is None:
        return
    own = PartWriter(looked_up.context.model, language)
    if care.area is None:
        told.is_area_missing = True
        own.terms(care.asked, message.undecided_terms)
        return
    write_area(care.area, language, told)
    if care.found is None or care.area.model is None:
        own.terms(care.asked, message.not_covered_terms)
        return
    told.is_applied = True
    found, parts = care.found, PartWriter(care.area.model, language)
    parts.terms(found.undecided, message.undecided_terms)
    parts.terms(found.missing, told.missing_facts)
    parts.open_switches(found.switches, told.open_switches)
    for alternative in found.alternatives:
        _write_alternative(alternative, parts, message.alternatives.add())
    parts.determinations(in_all([each.applied_rows for each in found.results]), told.determinations)
    parts.readings_in_force(shared_readings([each.switches for each in found.results]), told.readings_used)
    if found.known is not None:
        known = found.known
        parts.values(known.values, message.values, known.absences)
        parts.rulings(known.rulings(care.area.model.rules.switches), told.rulings)
        parts.provisional(known.provisional, told.provisional_figures)
    places = {code: place for place, code in enumerate(looked_up.asked)}
    message.values.sort(key=lambda each: places.get(each.code, len(places)))


def _write_alternative(
    alternative: Alternative[ResolvedTerms], parts: PartWriter, message: pb.LookUpAlternative
) -> None:
    parts.values(alternative.facts, message.assumed_facts)
    parts.readings(alternative.readings, message.assumed_readings)
    known = alternative.result
    parts.values(known.values, message.values, known.absences)
    parts.terms(dict.fromkeys(known.unknown()), message.missing_facts)
