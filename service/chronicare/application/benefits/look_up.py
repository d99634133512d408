"""Looks up what tables put out, and lists what can be looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from chronicare.application.benefits.care_area import OF_CATALOGUE, CarePlace, open_place
from chronicare.application.benefits.context import SUBJECT, BenefitContext, open_context, read_as_of
from chronicare.application.benefits.requests import ListTermsRequest, LookUpRequest
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.benefits.bill import Facts
from chronicare.benefits.care_area import CareArea
from chronicare.benefits.look_up import LookUpAnswer, find_terms
from chronicare.benefits.model import BenefitModel, terms_rested_on
from chronicare.benefits.stated_terms import check_stated
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text, Unused
from chronicare.program.roles import Role

MAX_TERMS = 100
"""Terms looked up in one request."""


@dataclass(frozen=True, slots=True)
class CareLookUp:
    """What the catalogue of the area of care says of ``asked``, terms of the rules that are asked, by code.

    Without ``area`` it is not stated, and ``found`` is ``None`` unless its catalogue can be asked.
    """

    asked: tuple[str, ...]
    area: CareArea | None
    found: LookUpAnswer | None = None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The terms looked up, in the order ``asked``, the rules that give them, and what was not used.

    ``care`` are those of them that go by the catalogue of the area of care.
    """

    context: BenefitContext
    asked: tuple[str, ...]
    terms: LookUpAnswer
    care: CareLookUp | None
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
    facts: Facts = read(person.facts, person, day, "person.facts") | read(request.facts, person, day, "facts")
    place = open_place(runtime, context.release, day, request.care, person, "", diagnostics)
    facts = place.facts(facts, context.model, "", diagnostics)
    terms = _read_terms(context.model, request.terms, diagnostics)
    refuse(diagnostics)
    runtime.guard.run(lambda: check_stated(context.model, day, facts, "facts", diagnostics), SUBJECT, ", ".join(terms))
    refuse(diagnostics)
    _note_unused(context.model, request, terms, diagnostics)
    usual, known = request.assume_usual_values, context.with_class(facts)
    care = _by_care_catalogue(runtime, context, request, place, terms, known)
    own = [code for code in terms if care is None or code not in care.asked]
    found = context.look_up(runtime, own, known, assume_usual=usual)
    return LookedUp(context, tuple(terms), found, care, diagnostics.unused)


def _note_unused(model: BenefitModel, request: LookUpRequest, terms: Sequence[str], diagnostics: Diagnostics) -> None:
    """List the facts stated for this question that what is asked does not rest on; the person's are stated anyway.

    What the catalogue of the area of care asks, by its own words, is not told.
    """
    if request.care.code:
        return
    rules, roles = model.rules, model.roles
    care = roles.of((Role.BY_CARE_CATALOGUE,)) if not rules.catalogue.isdisjoint(terms) else ()
    scope = () if rules.scope is None else rules.scope.rests_on
    used = terms_rested_on(rules, model.vocabulary, frozenset((*terms, *scope, *care)))
    if not used.isdisjoint(roles.of((Role.DISEASE_CLASS,))):
        used |= roles.of((Role.DISEASE,))
    for index, each in enumerate(request.facts):
        finding = model.vocabulary.find(each.finding)
        if finding is not None and finding.code not in used:
            diagnostics.unused.take_known(each.finding, FieldPath(f"facts[{index}].finding"))


def _by_care_catalogue(
    runtime: Runtime,
    context: BenefitContext,
    request: LookUpRequest,
    place: CarePlace,
    terms: Sequence[str],
    facts: Facts,
) -> CareLookUp | None:
    """Look up those of ``terms`` that the facts put under the catalogue of the area of care; ``None`` if none are."""
    roles, by_care = context.model.roles, context.model.roles.get(Role.BY_CARE_CATALOGUE)
    listed = {roles.get(role): role for role in OF_CATALOGUE}
    asked = tuple(code for code in terms if code in listed and code in context.model.rules.catalogue)
    if not asked or by_care not in context.model.rules.producers:
        return None
    applies = context.look_up(runtime, [str(by_care)], facts, assume_usual=request.assume_usual_values)
    if applies.known is None or applies.known.values.get(str(by_care)) is not True:
        return None
    area, reader = place.area, place.reader
    if area is None or area.model is None or reader is None:
        return CareLookUp(asked, area)
    model, codes = area.model, [area.model.roles[listed[code]] for code in asked]
    known = reader.shared(request.facts)
    found = runtime.guard.run(lambda: find_terms(model, context.day, codes, known), SUBJECT, ", ".join(codes))
    return CareLookUp(asked, area, found)


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
