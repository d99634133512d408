"""Looks up what tables put out, and lists what can be looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from chronicare.application.benefits.context import SUBJECT, BenefitContext, open_context, read_as_of
from chronicare.application.benefits.requests import ListTermsRequest, LookUpRequest
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.benefits.look_up import LookUpAnswer
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.stated_terms import check_stated
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text, Unused

MAX_TERMS = 100
"""Terms looked up in one request."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The terms looked up, the rules that give them, and what was not used."""

    context: BenefitContext
    terms: LookUpAnswer
    unused: Unused


def look_up_terms(runtime: Runtime, request: LookUpRequest) -> LookedUp:
    """Look the terms of ``request`` up under its facts, as of its day; values are in the canonical units of the terms.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        NoBenefitsError: the area has no benefit rules on the day, or no term for a role that is needed.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says, or not be run, as ``Guard.run`` does.

    """
    diagnostics = request.header.gathering()
    context = open_context(runtime, request.header, read_as_of(request.as_of_date, diagnostics), diagnostics)
    person, day = request.person, context.day
    read = partial(context.intake.read_facts, diagnostics=diagnostics, may_state_year=True)
    facts = read(person.facts, person, day, "person.facts") | read(request.facts, person, day, "facts")
    terms = _read_terms(context.model, request.terms, diagnostics)
    refuse(diagnostics)
    runtime.guard.run(lambda: check_stated(context.model, day, facts, "facts", diagnostics), SUBJECT, ", ".join(terms))
    refuse(diagnostics)
    usual = request.assume_usual_values
    found = context.look_up(runtime, terms, context.with_class(facts), assume_usual=usual)
    return LookedUp(context, found, diagnostics.unused)


def list_terms(runtime: Runtime, request: ListTermsRequest) -> BenefitContext:
    """Return the rules of the as-of date, whose terms are to be listed.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        NoBenefitsError: the area has no benefit rules on the day.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says.

    """
    diagnostics = Diagnostics()
    day = read_as_of(request.as_of_date, diagnostics)
    context = open_context(runtime, request.header, day, diagnostics)
    refuse(diagnostics)
    return context


def _read_terms(model: BenefitModel, names: Sequence[str], diagnostics: Diagnostics) -> list[str]:
    if not 1 <= len(names) <= MAX_TERMS:
        message = Text(f"要查 {len(names)} 项", f"{len(names)} terms")
        hint = Text(f"写 1 至 {MAX_TERMS} 个由规则表得出的事项", f"1 to {MAX_TERMS} terms that tables put out")
        diagnostics.add(Code.TOO_MANY if names else Code.REQUIRED_FIELD, FieldPath("terms"), message, hint)
        return []
    codes: list[str] = []
    for index, name in enumerate(names):
        finding = model.vocabulary.find(name)
        if finding is None or finding.code not in model.rules.producers:
            message = Text(f"没有规则表给出「{name}」", f"no table puts out {name!r}")
            hint = Text("可查的事项见 ListTerms", "ListTerms lists them")
            diagnostics.add(Code.UNKNOWN_CODE, FieldPath(f"terms[{index}]"), message, hint)
        else:
            codes.append(finding.code)
    return codes
