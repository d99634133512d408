"""Lists what a person is entitled to on a day, with what is left of each cap."""

from dataclasses import dataclass

from chronicare.application.benefits.context import SUBJECT, BenefitContext, open_context, read_as_of
from chronicare.application.benefits.requests import EntitlementsRequest
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.benefits import entitlements
from chronicare.benefits.accumulator_intake import read_accumulators
from chronicare.benefits.stated_terms import check_stated
from chronicare.diagnostics import Unused


@dataclass(frozen=True, slots=True)
class Entitled:
    """What a person is entitled to, the rules that say so, and what was not used."""

    context: BenefitContext
    entitlements: tuple[entitlements.Entitlement, ...]
    unused: Unused


def list_entitlements(runtime: Runtime, request: EntitlementsRequest) -> Entitled:
    """List every benefit of the person on the as-of date, amounts in yuan, from the accumulators, which are in fen.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        NoBenefitsError: the area has no benefit rules on the day, or no term for a role that is needed.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says, or not be run, as ``Guard.run`` does.

    """
    diagnostics = request.header.gathering()
    day = read_as_of(request.as_of_date, diagnostics)
    context = open_context(runtime, request.header, day, diagnostics, settling=True)
    person = request.person
    facts = context.intake.read_facts(person.facts, person, context.day, "person.facts", diagnostics)
    accumulators = read_accumulators(context.model, request.accumulators, context.year, diagnostics)
    refuse(diagnostics)
    runtime.guard.run(
        lambda: check_stated(context.model, context.day, facts, "person.facts", diagnostics), SUBJECT, "entitlements"
    )
    refuse(diagnostics)
    known = context.with_class(facts)
    listed = runtime.guard.run(
        lambda: entitlements.list_entitlements(
            context.model, context.day, known, accumulators, assume_usual=request.assume_usual_values
        ),
        SUBJECT,
        "entitlements",
    )
    return Entitled(context, listed, diagnostics.unused)
